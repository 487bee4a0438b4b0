"""The key that signs the cookie: made once, kept in the data folder, never in the code."""

import os
import secrets
from pathlib import Path

SECRET_FILE = "secret-key"  # noqa: S105 - the name of a file, not a secret


def keep_secret_key(data: Path) -> None:
    """Make the data folder and its key unless they are there or the key is in the environment.

    Safe when several server processes start at once: the first to put its file in place wins.
    """
    data.mkdir(parents=True, exist_ok=True)
    path = data / SECRET_FILE
    if os.environ.get("ALONGSIDE_SECRET_KEY") or path.exists():
        return
    draft = data / f"{SECRET_FILE}.{os.getpid()}.part"
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def find_secret_key(data: Path) -> str:
    """Return the key of the environment, else the kept one, else one for this process only.

    Reading writes nothing, so that settings can be imported anywhere.
    """
    from_environment = os.environ.get("ALONGSIDE_SECRET_KEY", "")
    if from_environment:
        return from_environment
    try:
        return (data / SECRET_FILE).read_text("utf-8")
    except FileNotFoundError:
        return secrets.token_urlsafe(50)
