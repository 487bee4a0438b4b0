"""The report's own files: style, templates, fonts."""

from importlib.resources import files
from pathlib import Path


def asset_path(name: str) -> Path:
    """Return the path of a file in the assets folder.

    The package is always installed as files (the build hook writes fonts into it), so a
    path is enough; ``FileNotFoundError`` when it is missing.
    """
    path = Path(str(files("alongside.report"))) / "assets" / name
    if not path.exists():
        raise FileNotFoundError(path)
    return path


def font_folder() -> Path | None:
    """Return the folder of the report's fonts, or None when none were installed."""
    path = Path(str(files("alongside.report"))) / "assets" / "fonts"
    found = path.is_dir() and any(item.suffix in (".ttf", ".otf") for item in path.iterdir())
    return path if found else None
