"""A workbook's cells as they stand: rows with their numbers, and formulas without a result."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any as AnyJson
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from pyxform.errors import PyXFormError
from pyxform.xls2json import parse_file_to_json

from alongside.kernel.errors import StudyError

SHEETS = ("survey", "choices", "settings")
_SAVE_AGAIN = "Open it in a spreadsheet program and save it again as .xlsx."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: headings in small letters without language, and filled rows by number."""

    name: str
    heads: tuple[str, ...] = ()
    written_heads: tuple[str, ...] = ()
    rows: tuple[tuple[int, Mapping[str, str]], ...] = ()

    def filled(self, head: str) -> int:
        """Return how many rows have something in this column."""
        return sum(bool(cells.get(head)) for _, cells in self.rows)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A form as a workbook and as pyxform reads it.

    Parameters
    ----------
    form
        What pyxform makes of it.
    sheets
        The sheets an XLSForm is made of, by name; empty ones when absent.
    other_sheets
        Names of further sheets that hold something.
    unworked
        Cells whose formula has no stored result, such as ``survey!D5``.
    """

    name: str
    form: Mapping[str, AnyJson]
    sheets: Mapping[str, Sheet]
    other_sheets: tuple[str, ...]
    unworked: tuple[str, ...]


def read_workbook(path: Path) -> Workbook:
    """Read a form.

    Raises :class:`~alongside.kernel.errors.StudyError` when it is no .xlsx workbook, has no
    survey sheet, or the form is faulty (a list that does not exist, a group that does not
    end, a name that stands twice).
    """
    if not path.is_file():
        raise StudyError(
            "There is no such file.", where=str(path), remedy="Check the name and the folder."
        )
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise StudyError(
            f"A form is read from .xlsx, not from “{path.suffix or path.name}”.",
            where=path.name,
            remedy=_SAVE_AGAIN,
        )
    try:
        results = openpyxl.load_workbook(path, data_only=True)
        formulas = openpyxl.load_workbook(path)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError):
        raise StudyError(
            "The file is not a workbook that can be read.", where=path.name, remedy=_SAVE_AGAIN
        ) from None
    names = {sheet.title.strip().lower(): sheet.title for sheet in results.worksheets}
    if "survey" not in names:
        raise StudyError(
            f"There is no sheet called “survey”, only: {', '.join(names.values())}.",
            where=path.name,
            remedy="Give the sheet with the questions that name.",
        )
    sheets = {key: Sheet(key) for key in SHEETS}
    unworked: list[str] = []
    for key in SHEETS:
        if key in names:
            cells = results[names[key]]
            sheets[key] = _sheet(key, cells.iter_rows(values_only=True))
            unworked += _unworked(key, cells, formulas[names[key]])
    others = tuple(
        sheet.title
        for sheet in results.worksheets
        if sheet.title.strip().lower() not in SHEETS and any(_rows(sheet.values))
    )
    return Workbook(path.name, _parse(path), sheets, others, tuple(unworked))


def base_heading(words: str) -> str:
    """Return a heading without its language: ``label::French (fr)`` is a label.

    >>> base_heading(" Constraint message::French (fr)"), base_heading("media::image::fr")
    ('constraint_message', 'image')
    """
    parts = [part.strip().lower() for part in words.split("::") if part.strip()]
    if len(parts) > 1 and parts[0] == "media":
        parts = parts[1:]
    if parts and parts[0] in ("bind", "body", "instance", "control"):
        return "::".join(parts)
    return re.sub(r"\s+", "_", parts[0]) if parts else ""


def is_true(words: str) -> bool:
    """Return whether a cell says yes, in one of the ways XLSForm knows."""
    return words.strip().lower() in ("yes", "true", "true()", "1")


def _sheet(name: str, rows: Iterator[tuple[object, ...]]) -> Sheet:
    listed = [[_words(cell) for cell in row] for row in rows]
    written = listed[0] if listed else []
    heads = [base_heading(words) for words in written]
    filled: list[tuple[int, dict[str, str]]] = []
    for number, row in enumerate(listed[1:], start=2):
        cells: dict[str, str] = {}
        for head, cell in zip(heads, row, strict=False):
            if head and cell:
                cells.setdefault(head, cell)
        if cells:
            filled.append((number, cells))
    return Sheet(name, tuple(heads), tuple(written), tuple(filled))


def _unworked(key: str, results: AnyJson, formulas: AnyJson) -> Iterator[str]:
    for row in formulas.iter_rows():
        for cell in row:
            if cell.data_type == "f" and results[cell.coordinate].value is None:
                yield f"{key}!{cell.coordinate}"


def _rows(values: Iterator[tuple[object, ...]]) -> Iterator[bool]:
    return (any(cell not in (None, "") for cell in row) for row in values)


def _words(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def _parse(path: Path) -> Mapping[str, AnyJson]:
    try:
        form: Mapping[str, AnyJson] = parse_file_to_json(
            path=str(path), default_name="data", warnings=[]
        )
    except PyXFormError as fault:
        raise StudyError(
            f"The form is faulty: {_shortened(fault)}",
            where=path.name,
            remedy="Mend the form, then import it again; nothing was written.",
        ) from None
    except Exception as fault:  # pyxform trips over some odd cells in ways it does not name
        raise StudyError(
            f"The form cannot be read ({type(fault).__name__}: {_shortened(fault)}).",
            where=path.name,
            remedy="Try it in an XLSForm checker, mend it, then import it again.",
        ) from None
    return form


def _shortened(fault: Exception) -> str:
    words = " ".join(str(fault).split())
    return words[:400] + ("…" if len(words) > 400 else "")
