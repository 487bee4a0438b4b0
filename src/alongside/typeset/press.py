"""The one call of Typst: a source and its files in, a tagged PDF (PDF/UA-1) out."""

import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from alongside.kernel.errors import PrintError

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): Typst refuses to write a file that does not meet it."""

_LONGEST_FAULT = 400
_SOURCE = "main.typ"


def print_pdf(
    source: str,
    *,
    enclosed: Mapping[str, bytes] | None = None,
    data: object = None,
    moment: datetime | None = None,
) -> bytes:
    """Return a tagged PDF made from Typst source.

    Parameters
    ----------
    source
        Typst markup.
    enclosed
        Files the source names, by their names; folders are made for them. Nothing else on
        the computer can be read by the source.
    data
        Values for the source, read there with ``json(bytes(sys.inputs.data))``: so words of
        people never become markup. None: none.
    moment
        What the file says about when it was made; None: now.

    Raises ``PrintError`` with Typst's words when the source cannot be set, or when the
    document would not be accessible.
    """
    with tempfile.TemporaryDirectory(prefix="alongside-") as name:
        folder = Path(name)
        for path, content in (enclosed or {}).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        main = folder / _SOURCE
        main.write_text(source, "utf-8")
        fonts = font_folder()
        try:
            made = typst.compile(
                main,
                root=folder,
                font_paths=[fonts] if fonts else [],
                format="pdf",
                pdf_standards=STANDARD,
                sys_inputs={} if data is None else {"data": json.dumps(data, ensure_ascii=False)},
                timestamp=None if moment is None else int(moment.timestamp()),
            )
        except typst.TypstError as fault:
            raise PrintError(
                f"the PDF cannot be made: {str(fault).strip()[:_LONGEST_FAULT]}",
                remedy="Every picture needs words for those who cannot see it, and every letter "
                "a font that has it: for other scripts, install one of the Noto fonts.",
            ) from fault
    return bytes(made)


def typst_string(text: str) -> str:
    r"""Return text as a Typst string: nothing in it is markup.

    >>> typst_string('say "no" #yes')
    '"say \\"no\\" #yes"'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def font_folder() -> Path | None:
    """Return the folder of the fonts that come with Alongside, or None when it is empty.

    The package is always installed as files (the build hook writes fonts into it), so a
    path is enough.
    """
    path = Path(str(files("alongside.typeset"))) / "fonts"
    found = path.is_dir() and any(item.suffix in (".ttf", ".otf") for item in path.iterdir())
    return path if found else None
