"""A released table as the words, percentages and bars of a page.

Nothing is counted here: every number comes out of a
:class:`~alongside.tabulate.ReleasedTable`, and what that keeps back stays back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alongside.tabulate import Base, Column, Heading, ReleasedTable, all_notes, share_text_of

WITHHELD = "Withheld"
BASE_WORDS = {
    ("respondent", Base.ANSWERED): "People who answered",
    ("respondent", Base.SHOWN): "People it was shown to",
    ("respondent", Base.ASKED): "People who were asked",
    ("row", Base.ANSWERED): "Rows with an answer",
    ("row", Base.SHOWN): "Rows in all",
    ("row", Base.ASKED): "Rows in all",
}


@dataclass(frozen=True, slots=True)
class CellWords:
    """One cell: percentage and count as text, and the bar's length in percent (0 to 100).

    ``above`` holds the letters of the columns it lies above, ``interval`` the limits of its share
    ("38 to 45"); both "" where the table was not measured.
    """

    percent: str
    count: str
    bar: float | None
    above: str = ""
    interval: str = ""


@dataclass(frozen=True, slots=True)
class RowWords:
    """One row: its label and its cells in the order of the columns."""

    label: str
    cells: tuple[CellWords, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """One column: its label, its base as text, and whether the group is small.

    ``letter`` names it in comparisons; the weighted and the effective base are "" where nothing is
    weighted.
    """

    label: str
    base: str
    caution: bool
    letter: str = ""
    weighted_base: str = ""
    effective_base: str = ""


@dataclass(frozen=True, slots=True)
class SpanWords:
    """Several columns side by side that belong together: what they are groups of."""

    label: str
    width: int


@dataclass(frozen=True, slots=True)
class TableWords:
    """Everything a page shows of one table."""

    caption: str
    split_by: str
    columns: tuple[ColumnWords, ...]
    rows: tuple[RowWords, ...]
    base: str
    notes: tuple[str, ...]
    rule: str
    source: str
    fingerprint: str
    spans: tuple[SpanWords, ...] = ()
    weight: str = ""


def describe_table(
    table: ReleasedTable, *, split_by: str = "", unit: str = "respondent"
) -> TableWords:
    """Return a released table ready to print.

    ``split_by`` is the label of the group, "" when there is none; ``unit`` says what a row
    of the data is, as in :class:`~alongside.dataset.DataSet`.
    """
    if not isinstance(table, ReleasedTable):
        raise TypeError("Only a ReleasedTable may be shown: pass it through release() first.")
    columns, empty = _with_anybody(table)
    return TableWords(
        caption=table.title,
        split_by=split_by,
        columns=tuple(_column(table, column) for column in columns),
        rows=tuple(
            RowWords(row.label, tuple(_cell(table, row.code, item) for item in columns), row.code)
            for row in _ordered_rows(table)
        ),
        base=BASE_WORDS[unit, table.base],
        notes=(*all_notes(table), *empty),
        rule=table.rule,
        source=table.provenance.source,
        fingerprint=table.provenance.fingerprint,
        weight=table.weight,
    )


def set_beside(tables: Sequence[TableWords]) -> TableWords:
    """Return tables of one question as one: everybody, then the groups of each side by side."""
    first, *others = tables
    rows = []
    for row in first.rows:
        same = [next(each for each in other.rows if each.code == row.code) for other in others]
        rows.append(replace(row, cells=(*row.cells, *(c for each in same for c in each.cells[1:]))))
    return replace(
        first,
        columns=(*first.columns, *(c for other in others for c in other.columns[1:])),
        rows=tuple(rows),
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
        spans=tuple(SpanWords(each.split_by, len(each.columns) - 1) for each in tables),
    )


def file_size(size: int) -> str:
    """Return a size in bytes as words.

    >>> file_size(900), file_size(61_440), file_size(2_621_440)
    ('1 KB', '60 KB', '2.5 MB')
    """
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def _with_anybody(table: ReleasedTable) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """Return the columns with a base, and a note that names the groups with nobody in them."""
    total, *groups = table.columns
    kept = tuple(column for column in groups if column.base_n != 0)
    names = "; ".join(column.heading.label for column in groups if column.base_n == 0)
    return (total, *kept), (f"Nobody here is in: {names}.",) if names else ()


def _ordered_rows(table: ReleasedTable) -> tuple[Heading, ...]:
    """Return the rows; answers people could tick freely have no order, so the commonest first."""
    if not table.multiple:
        return table.rows
    return tuple(sorted(table.rows, key=lambda row: -(table.cell(row.code).n or 0)))


def _column(table: ReleasedTable, column: Column) -> ColumnWords:
    base = WITHHELD if column.base_n is None else f"{column.base_n:,}"
    measured = table.measures.columns[column.heading.code] if table.measures else None
    words = ColumnWords(column.heading.label, base, column.caution)
    if measured is None:
        return words
    words = replace(words, letter=measured.letter)
    if not table.weight:
        return words
    bases = [
        WITHHELD if each is None else f"{each:,.0f}"
        for each in (measured.base_w, measured.effective_n)
    ]
    return replace(words, weighted_base=bases[0], effective_base=bases[1])


def _cell(table: ReleasedTable, row: str, column: Column) -> CellWords:
    cell = table.cell(row, column.heading.code)
    if cell.n is None or column.base_n is None:
        return CellWords(WITHHELD, "", None)
    if column.base_n == 0 or cell.share is None:
        return CellWords("–", f"{cell.n:,}", None)
    words = CellWords(share_text_of(table, cell, column), f"{cell.n:,}", round(cell.share * 100, 1))
    if table.measures is None:
        return words
    measured = table.measures.cells[row, column.heading.code]
    interval = ""
    if measured.low is not None and measured.high is not None:
        interval = f"{100 * measured.low:.0f} to {100 * measured.high:.0f}"
    return replace(words, above=measured.above, interval=interval)
