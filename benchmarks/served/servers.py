"""Starting our site and the bare one alike: the same server, workers, threads and database."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from alongside.cli.server import APPLICATION, server_command

ROOT = Path(__file__).parents[2]
BARE = "benchmarks.served.bare"
START_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A site that is served, and the number of the process that serves it."""

    port: int
    process: int

    def processes(self) -> list[int]:
        """Return the numbers of all its processes."""
        master = psutil.Process(self.process)
        return [master.pid, *(worker.pid for worker in master.children(recursive=True))]


@contextmanager
def our_site(study: Path, data: Path, database: str, workers: int) -> Iterator[Served]:
    """Serve a study with fresh tables."""
    environment = _environment(data, database) | {
        "ALONGSIDE_STUDIES": str(study),
        "ALONGSIDE_STARTS_PER_MINUTE": "0",
    }
    _prepare(["-m", "alongside.web", "migrate", "--verbosity", "0"], environment)
    with _served(APPLICATION, environment, workers, "/health/live") as served:
        yield served


@contextmanager
def bare_site(data: Path, database: str, workers: int) -> Iterator[Served]:
    """Serve the bare site with a fresh table."""
    environment = _environment(data, database)
    _prepare(["-m", BARE], environment)
    with _served(f"{BARE}:application", environment, workers, "/") as served:
        yield served


def _environment(data: Path, database: str) -> dict[str, str]:
    data.mkdir(parents=True, exist_ok=True)
    clean = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT), clean.get("PYTHONPATH", "")])
    return clean | {"ALONGSIDE_DATA": str(data), "DATABASE_URL": database, "PYTHONPATH": paths}


def _prepare(arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True, timeout=START_SECONDS)


@contextmanager
def _served(
    application: str, environment: dict[str, str], workers: int, probe: str
) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = server_command("127.0.0.1", port, workers, application)
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(f"http://localhost:{port}{probe}", server)
        yield Served(port, server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(START_SECONDS)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"The server at {address} did not start.")
