"""Reading a CSV that Alongside wrote, by the codebook beside it: nothing is guessed."""

from pathlib import Path

from alongside.dataset import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    ImportReport,
    Missing,
    VariableType,
    refuse_full_folder,
)
from alongside.dataset.csv_table import CsvTable, read_csv_table
from alongside.dataset.exports import ROWS_NOTE, SYNTHETIC_NOTE, codebook_beside
from alongside.exchange.incoming import Field, Incoming, import_fields
from alongside.kernel.errors import DataError

_HEADS = ("column", "variable", "type", "label", "code", "code_label", "note")


def has_codebook(source: Path) -> bool:
    """Return whether a codebook that Alongside wrote stands beside a CSV file."""
    beside = codebook_beside(source)
    if not beside.is_file():
        return False
    with beside.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        return file.readline().strip() == ",".join(_HEADS)


def import_described_csv(source: Path, folder: Path, *, title: str = "") -> ImportReport:
    """Make a study folder from a CSV and the codebook beside it, as ``export_csv`` writes them.

    Codes, labels and kinds of missing come back as they were.

    Raises :class:`~alongside.kernel.errors.DataError` when the two files do not fit each other,
    and :class:`~alongside.kernel.errors.StudyError` when the folder holds something already.
    """
    source, folder = Path(source), Path(folder)
    refuse_full_folder(folder)
    table = read_csv_table(source)
    book = read_csv_table(codebook_beside(source))
    rows = [
        dict(zip(_HEADS, row, strict=True))
        for row in zip(*map(book.columns.get, _HEADS), strict=True)
    ]
    by_variable: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_variable.setdefault(row["variable"], []).append(row)
    unknown = [head for head in table.columns if head not in {row["column"] for row in rows}]
    absent = [row["column"] for row in rows if row["column"] not in table.columns]
    if unknown or absent:
        which = unknown[0] if unknown else absent[0]
        raise DataError(
            f"The column “{which}” stands in only one of the two files.",
            where=f"{source.name} and {book.name}",
            remedy="Export both again, or rename the codebook to import the data without it.",
        )
    fields = [_field(code, found, table) for code, found in by_variable.items()]
    note = rows[0]["note"]
    notes = (
        f"Read by {book.name}",
        "Everybody counts as finished here, whatever the variable “status” says",
    )
    incoming = Incoming(
        tuple(fields),
        "",
        notes,
        SYNTHETIC_NOTE in note,
        "row" if ROWS_NOTE in note else "respondent",
        rows=len(table.lines),
    )
    return import_fields(incoming, folder, title=title, source=source)


def _field(code: str, rows: list[dict[str, str]], table: CsvTable) -> Field:
    asked = [row for row in rows if row["type"] != "missing"]
    kind = asked[0]["type"]
    label = asked[0]["label"]
    whys = table.columns.get(code + MISSING_SUFFIX, [""] * len(table.lines))
    gaps = [Missing(why) if why else None for why in whys]
    cells = table.columns[asked[0]["column"]]
    if kind == "multi":
        columns = [(row["column"], row["column"].removeprefix(f"{code}__")) for row in asked]
        categories = tuple(
            (option, row["code_label"]) for (_, option), row in zip(columns, asked, strict=True)
        )
        ticks = zip(*(table.columns[column] for column, _ in columns), strict=True)
        values: list[object] = [
            tuple(option for (_, option), cell in zip(columns, row, strict=True) if cell == "1")
            for row in ticks
        ]
        return Field(code, VariableType.MULTI, label, _without(values, gaps), gaps, categories)
    if kind in ("number", "numeric", "weight"):
        numbers: list[object] = [float(cell) if cell else None for cell in cells]
        gaps = [
            gap or (Missing.SKIPPED if number is None else None)
            for gap, number in zip(gaps, numbers, strict=True)
        ]
        hidden = code == RESPONDENT
        return Field(code, VariableType.NUMERIC, label, numbers, gaps, identifies=hidden)
    if kind == "date":
        return Field(code, VariableType.DATE, label, _without([*cells], gaps), gaps)
    if kind == "single" or code == STATUS:
        categories = tuple((row["code"], row["code_label"]) for row in asked)
        return Field(code, VariableType.SINGLE, label, _without([*cells], gaps), gaps, categories)
    return Field(code, VariableType.TEXT, label, _without([*cells], gaps), gaps)


def _without(values: list[object], gaps: list[Missing | None]) -> list[object]:
    return [None if gap else value for value, gap in zip(values, gaps, strict=True)]
