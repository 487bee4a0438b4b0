"""A CSV file as columns of text: read strictly, nothing guessed that is not said.

Encoding (UTF-8, with or without a mark, or Windows-1252) and delimiter are found and stated.
Rows that are too long or too short, headings that repeat, quotes that never close and NUL
characters are refused with their line, because any of them would shift answers into the wrong
column.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.problems import Place, Problem

DELIMITERS = (",", ";", "\t", "|")
_MOST_FAULTS = 20
_LONGEST_CELL = 1_000_000
_BYTE_ORDER_MARK = "\ufeff"
_SAMPLE_ROWS = 200


@dataclass(frozen=True)
class CsvTable:
    """The cells of a file, column by column, as they stand.

    Parameters
    ----------
    columns
        Cells by heading, all of one length.
    lines
        The line of the file each row begins on, from 1.
    """

    name: str
    encoding: str
    delimiter: str
    columns: dict[str, list[str]]
    lines: tuple[int, ...]


def read_csv_table(path: Path, *, encoding: str = "", delimiter: str = "") -> CsvTable:
    """Read a CSV file whole, or refuse it.

    Parameters
    ----------
    path
        The file, with headings in its first row.
    encoding, delimiter
        What the codebook says; "" finds them out.

    Raises :class:`~alongside.kernel.errors.DataError` when it is no CSV at all and
    :class:`~alongside.kernel.errors.ProblemsFoundError` naming faulty lines.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataError(
            "There is no such file.", where=str(path), remedy="Check the name and the folder."
        ) from None
    if not raw.strip():
        raise DataError("The file is empty.", where=path.name, remedy="Export the data again.")
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise DataError(
            f"Line {line} holds a NUL character: this is not a text file, or it is damaged.",
            where=path.name,
            remedy="Save it again as CSV UTF-8.",
        )
    csv.field_size_limit(_LONGEST_CELL)
    words, encoding = _decode(raw, encoding, path.name)
    delimiter = delimiter or _find_delimiter(words)
    rows, lines = _parse(words, delimiter, path.name)
    return _table(path.name, encoding, delimiter, rows, lines)


def _decode(raw: bytes, encoding: str, name: str) -> tuple[str, str]:
    for candidate in [encoding] if encoding else ["utf-8", "cp1252"]:
        try:
            return raw.decode(candidate).removeprefix(_BYTE_ORDER_MARK), candidate
        except (UnicodeError, LookupError):
            continue
    raise DataError(
        f"The file is not written in {encoding or 'UTF-8 or Windows-1252'}.",
        where=name,
        remedy="Save it again as CSV UTF-8.",
    )


def _find_delimiter(words: str) -> str:
    """Return the sign that splits the heading, and most rows after it, into the same number.

    A sign that splits the heading but not one row may be part of a sentence in it.
    """
    best, best_fit = ",", (0.0, 0)
    for sign in DELIMITERS:
        reader = csv.reader(io.StringIO(words, newline=""), delimiter=sign)
        try:
            rows = list(islice((row for row in reader if row), _SAMPLE_ROWS))
        except csv.Error:
            continue
        width = len(rows[0])
        alike = sum(len(row) == width for row in rows[1:])
        fit = (alike / max(len(rows) - 1, 1) if len(rows) > 1 else 1.0, width)
        if width > 1 and fit > best_fit and fit[0] > 0:
            best, best_fit = sign, fit
    return best


def _parse(words: str, delimiter: str, name: str) -> tuple[list[list[str]], list[int]]:
    """Return the rows and the line each begins on; blank lines are no rows.

    In a file of one column a blank line is a person without an answer, except at the end.
    """
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    blank_at_end = 0
    try:
        for row in reader:
            if row or (rows and len(rows[0]) == 1):
                rows.append(row or [""])
                lines.append(start)
                blank_at_end = 0 if row else blank_at_end + 1
            start = reader.line_num + 1
    except csv.Error as fault:
        raise DataError(
            f"The row that begins on line {start} cannot be read: {fault}.",
            where=name,
            remedy="Look for a quotation mark that is never closed.",
        ) from None
    kept = len(rows) - blank_at_end
    return rows[:kept], lines[:kept]


def _table(
    name: str, encoding: str, delimiter: str, rows: list[list[str]], lines: list[int]
) -> CsvTable:
    heads = [head.strip() for head in rows[0]]
    problems = [
        Problem("csv-no-heading", Place(name, lines[0]), {"number": number})
        for number, head in enumerate(heads, start=1)
        if not head
    ]
    problems += [
        Problem("csv-heading-twice", Place(name, lines[0]), {"heading": head})
        for head, times in Counter(heads).items()
        if head and times > 1
    ]
    ragged = [
        Problem("csv-ragged", Place(name, line), {"found": len(row), "wanted": len(heads)})
        for row, line in zip(rows[1:], lines[1:], strict=True)
        if len(row) != len(heads)
    ]
    problems += ragged[:_MOST_FAULTS]
    if problems:
        more = len(ragged) - _MOST_FAULTS
        tail = f" ({more} more rows have it too)" if more > 0 else ""
        raise ProblemsFoundError(
            f"{name} cannot be read as a table{tail}.",
            problems,
            remedy="Mend the file, or export it again; nothing was written.",
        )
    if len(rows) == 1:
        raise DataError(
            "The file has headings but no rows.", where=name, remedy="Export the data again."
        )
    columns = {head: [row[spot] for row in rows[1:]] for spot, head in enumerate(heads)}
    return CsvTable(name, encoding, delimiter, columns, tuple(lines[1:]))
