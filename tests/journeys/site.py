"""A running site for the browser: real studies, a real server, its own folder for answers."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path

from alongside.collect import Response, read_responses
from alongside.questionnaire import load_study

ROOT = Path(__file__).parents[2]
START_SECONDS = 40
ENOUGH_SECONDS = 120


@dataclass
class Site:
    """A site that is being served, and where it keeps things."""

    url: str
    data: Path
    studies: dict[str, Path]
    environment: dict[str, str]

    def gather(self, slug: str) -> tuple[Response, ...]:
        """Return the answers collected so far, as the command that exports them writes them."""
        out = self.data / f"{slug}-gathered.jsonl"
        run_web(["gather", slug, "--out", str(out), "--force"], self.environment)
        questionnaire = load_study(self.studies[slug]).questionnaire
        assert questionnaire is not None
        return read_responses(out, questionnaire)

    def let_in(self, slug: str, role: str) -> str:
        """Let somebody in to the team of a study; return their pass.

        Files share this site, so nobody bears the name of somebody let in before.
        """
        name = f"Member {uuid.uuid4().hex[:8]}"
        return run_web(["team", "add", slug, name, "--may", role], self.environment)


def run_web(arguments: list[str], environment: dict[str, str]) -> str:
    """Run one command of the web room; return what it printed. Its own words explain a failure."""
    command = [sys.executable, "-m", "alongside.web", *arguments]
    ran = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        timeout=ENOUGH_SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr or ran.stdout
    return ran.stdout.strip()


def copy_study(source: Path, target: Path, **settings: str) -> Path:
    """Copy a study folder, replacing or adding plain lines of study.yaml."""
    shutil.copytree(source, target)
    return change_settings(target, **settings)


def change_settings(folder: Path, **settings: str) -> Path:
    """Replace or add plain lines of a study's study.yaml; return the folder."""
    path = folder / "study.yaml"
    kept = [
        line
        for line in path.read_text("utf-8").splitlines()
        if line.partition(":")[0] not in settings
    ]
    added = [f"{name}: {value}" for name, value in settings.items()]
    path.write_text("\n".join([*kept, *added]) + "\n", "utf-8")
    return folder


def start_site(studies: list[Path], data: Path) -> tuple[Site, "subprocess.Popen[bytes]"]:
    """Start a server for these studies on a free port and wait until it answers."""
    data.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "ALONGSIDE_STUDIES": os.pathsep.join(str(folder) for folder in studies),
        "ALONGSIDE_DATA": str(data),
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    run_web(["migrate", "--no-input", "--verbosity", "0"], environment)
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"),
        *("--log-level", "warning", "--workers", "1", "--host", "127.0.0.1"),
        *("--port", str(port), "alongside.web.project.wsgi:application"),
    ]
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, server, data / "server.log")
    except BaseException:
        stop(server)
        raise
    named = {folder.name: folder for folder in studies}
    return Site(url, data, named, environment), server


def wait_for(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the site answers; show its log when it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except urllib.error.HTTPError as answer:
            raise AssertionError(f"{url} answered {answer.code}\n{log.read_text()}") from answer
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The site did not start.\n{log.read_text()}")


def stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server that this run started."""
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
