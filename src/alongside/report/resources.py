"""The report's own files: style, templates."""

from importlib.resources import files
from pathlib import Path


def asset_path(name: str) -> Path:
    """Return the path of a file in the assets folder.

    The package is always installed as files, so a path is enough; ``FileNotFoundError`` when
    it is missing.
    """
    path = Path(str(files("alongside.report"))) / "assets" / name
    if not path.exists():
        raise FileNotFoundError(path)
    return path
