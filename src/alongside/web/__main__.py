"""Django's management commands: ``python -m alongside.web migrate``."""

import os
import sys
from pathlib import Path

from alongside.web.project.secret import keep_secret_key

SETTINGS = "alongside.web.project.settings"


def main(arguments: list[str]) -> None:
    """Run one management command; the data folder and its secret key are made if needed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    keep_secret_key(Path(os.environ.get("ALONGSIDE_DATA", "var")))
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(["alongside.web", *arguments])
    except ImproperlyConfigured as fault:
        sys.exit(f"CommandError: {fault}")


if __name__ == "__main__":
    main(sys.argv[1:])
