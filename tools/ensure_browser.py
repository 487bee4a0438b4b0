"""Make sure there is a Chromium for the browser tests, and say how to get one if not.

Looks for an installed one first; on Debian and Ubuntu installs the package; elsewhere asks
Playwright for its own build.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_browser() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    named = os.environ.get("ALONGSIDE_CHROMIUM")
    if named and Path(named).exists():
        return named
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install_with_apt() -> bool:
    """Install Debian's Chromium; return whether that worked."""
    if not shutil.which("apt-get"):
        return False
    sudo: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            return False
        sudo = ["sudo", "-n"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "chromium", "fonts-liberation"],
    )
    return all(
        subprocess.run([*sudo, *command], env=environment, check=False).returncode == 0
        for command in commands
    )


def install_with_playwright() -> bool:
    """Let Playwright fetch its own Chromium; return whether that worked."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


def main() -> int:
    """Return 0 when a browser is there at the end."""
    if find_browser():
        return 0
    print("No Chromium found: installing one for the browser tests.", flush=True)
    if (install_with_apt() and find_browser()) or install_with_playwright():
        return 0
    print(
        "Chromium could not be installed. Install it with your system's packages, or set "
        "ALONGSIDE_CHROMIUM to its path, and run make test again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
