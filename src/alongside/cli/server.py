"""The web server as a process of its own: started, told to stop or to begin anew, waited for."""

import signal
import subprocess
import sys
from types import FrameType

APPLICATION = "alongside.web.project.wsgi:application"
AGAIN_SECONDS = 5.0
PATIENCE_SECONDS = 30.0
"""How long the server may take to stop: longer than it gives its workers."""
STOPPED = frozenset({0, -signal.SIGINT, -signal.SIGTERM, 130, 143})
"""Exit codes of a server that was told to stop."""


def server_command(host: str, port: int, workers: int, application: str = APPLICATION) -> list[str]:
    """Return the command that serves the site, or another application in the same way."""
    where = ("--host", host, "--port", str(port), "--workers", str(workers))
    return [sys.executable, "-m", "alongside.web.project.serving", *where, application]


def run_until_stopped(command: list[str], environment: dict[str, str]) -> int:
    """Run a server and return its exit code.

    What this process is told, the server is told: SIGTERM and SIGINT stop it when it has
    answered what it began, SIGHUP replaces its workers one by one. A terminal that closes says
    SIGHUP too, and means stop.
    """
    server = subprocess.Popen(command, env=environment)
    stopping = False

    def stop(*_: int | FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        server.terminate()

    def begin_anew(*_: int | FrameType | None) -> None:
        if sys.stdin is not None and sys.stdin.isatty():
            stop()
        else:
            server.send_signal(signal.SIGHUP)

    wanted = {signal.SIGTERM: stop, signal.SIGINT: stop}
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        wanted[signal.SIGHUP] = begin_anew
    before = {number: signal.signal(number, handler) for number, handler in wanted.items()}
    waited = 0.0
    try:
        while True:
            try:
                return server.wait(timeout=AGAIN_SECONDS)
            except subprocess.TimeoutExpired:
                if not stopping:
                    continue
                waited += AGAIN_SECONDS
                if waited > PATIENCE_SECONDS:
                    server.kill()
                else:
                    server.terminate()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
