"""Writes a book as what the name of its file says."""

from collections.abc import Callable
from pathlib import Path

from alongside.kernel.errors import DataError
from alongside.tabbook.book import TabBook
from alongside.tabbook.docx import write_docx
from alongside.tabbook.page import write_page
from alongside.tabbook.xlsx import write_xlsx

WRITERS: dict[str, Callable[[TabBook, Path], None]] = {
    ".xlsx": write_xlsx,
    ".docx": write_docx,
    ".html": write_page,
}


def book_writer(path: Path) -> Callable[[TabBook, Path], None]:
    """Return what writes a book to a file of this name.

    Raises :class:`~alongside.kernel.errors.DataError` when the ending is none of ``.xlsx``,
    ``.docx`` and ``.html``, so that nothing is noted as published for a file that cannot be.
    """
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise DataError(
            f"A tab book cannot be written as “{path.suffix or path.name}”.",
            where=str(path),
            remedy=f"End the name with one of: {', '.join(WRITERS)}.",
        )
    return writer
