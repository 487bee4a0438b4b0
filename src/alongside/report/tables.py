"""Turns a released table into a block of words: the cells as they are printed."""

from dataclasses import dataclass

from alongside.report.blocks import word
from alongside.report.facts import RowKind, TableBlock, TableRow
from alongside.tabulate import design_notes, percent_text, sampling_notes
from alongside.tabulate.table import NO_ANSWER, TOTAL, Column, Heading, ReleasedTable

WITHHELD = "[c]"
"""Stands in a cell that is held back (the sign statistical offices use: confidential)."""
UPRIGHT_COLUMNS = 7
"""More columns than this need a page turned sideways."""
_TURN_ABOVE = 8


@dataclass(frozen=True, slots=True)
class TableWords:
    """The words round a table: anchor, number, caption, corner, who is counted, language."""

    id: str
    label: str
    caption: str
    corner: str
    people: str
    language: str


def table_block(
    table: ReleasedTable,
    words: TableWords,
    *,
    show: str = "both",
    total: bool = True,
    turn: bool | None = None,
) -> TableBlock:
    """Return the table as words.

    Parameters
    ----------
    table, words
        The released table and what stands round it.
    show
        ``n``, ``percent`` or ``both``; a share is always of its group's base.
    total
        Whether to print the group "Everyone" (last).
    turn
        Groups down the side instead of along the top; None: when there are many groups.
    """
    language = words.language
    groups = shown_groups(table)
    groups += [table.column()] if total or not groups else []
    if turn is None:
        turn = len(groups) > _TURN_ABOVE and len(groups) > len(table.rows)
    if table.by is None:
        heads, rows = _one_way(table, show, language)
    elif turn:
        heads, rows = _groups_down(table, groups, show, language)
    else:
        heads, rows = _groups_along(table, groups, show, language)
    return TableBlock(
        id=words.id,
        label=words.label,
        caption=words.caption,
        corner=word("group", language) if turn and table.by else words.corner,
        heads=heads,
        rows=rows,
        notes=_notes(table, groups, words, show),
        wide=len(heads) > UPRIGHT_COLUMNS,
    )


def shown_groups(table: ReleasedTable) -> list[Column]:
    """Return the groups that have anybody in them, the total left out."""
    return [
        column for column in table.columns if column.heading.code != TOTAL and column.base_n != 0
    ]


def cell_text(table: ReleasedTable, row: str, column: str, show: str) -> str:
    """Return one cell as printed: ``44 (56%)``, ``44``, ``56%``; ``[c]`` when held back."""
    cell, base = table.cell(row, column), table.column(column).base_n
    if cell.n is None:
        return WITHHELD
    if show == "n":
        return f"{cell.n:,}"
    share = "–" if base == 0 else WITHHELD if base is None else percent_text(cell.n, base)
    return share if show == "percent" else f"{cell.n:,} ({share})"


def base_text(column: Column) -> str:
    """Return the base of a group as printed."""
    return WITHHELD if column.base_n is None else f"{column.base_n:,}"


def row_label(heading: Heading, language: str) -> str:
    """Return the words of a row; "no answer" in the report's language."""
    return word("no-answer", language) if heading.code == NO_ANSWER else heading.label


def column_label(heading: Heading, language: str, unit: str) -> str:
    """Return the words of a group; the total is "Everyone", or "All" where rows are counted."""
    return word("total", language, unit=unit) if heading.code == TOTAL else heading.label


Printed = tuple[tuple[str, ...], tuple[TableRow, ...]]


def _one_way(table: ReleasedTable, show: str, language: str) -> Printed:
    parts = {"n": ("n",), "percent": ("percent",), "both": ("n", "percent")}[show]
    heads = tuple(
        word("people" if part == "n" else "share", language, unit=table.unit) for part in parts
    )
    rows = [
        TableRow(
            row_label(row, language),
            tuple(cell_text(table, row.code, TOTAL, part) for part in parts),
        )
        for row in table.rows
    ]
    column = table.column()
    whole = tuple(base_text(column) if part == "n" else "" for part in parts)
    if show == "percent":
        whole = (base_text(column),)
    rows.append(TableRow(word("base", language, unit=table.unit), whole, RowKind.BASE))
    return heads, tuple(rows)


def _groups_along(table: ReleasedTable, groups: list[Column], show: str, language: str) -> Printed:
    heads = tuple(column_label(column.heading, language, table.unit) for column in groups)
    rows = [
        TableRow(
            row_label(row, language),
            tuple(cell_text(table, row.code, column.heading.code, show) for column in groups),
        )
        for row in table.rows
    ]
    bases = tuple(base_text(column) for column in groups)
    rows.append(TableRow(word("base", language, unit=table.unit), bases, RowKind.BASE))
    return heads, tuple(rows)


def _groups_down(table: ReleasedTable, groups: list[Column], show: str, language: str) -> Printed:
    heads = (
        *(row_label(row, language) for row in table.rows),
        word("base", language, unit=table.unit),
    )
    rows = []
    for column in groups:
        code = column.heading.code
        cells = tuple(cell_text(table, row.code, code, show) for row in table.rows)
        kind = RowKind.BASE if code == TOTAL else RowKind.BODY
        label = column_label(column.heading, language, table.unit)
        rows.append(TableRow(label, (*cells, base_text(column)), kind))
    return heads, tuple(rows)


def base_words(table: ReleasedTable, language: str, people: str) -> str:
    """Return who the table is about: "640 staff who answered"."""
    return word(
        f"base-{table.base.value}",
        language,
        unit=table.unit,
        n=base_text(table.column()),
        people=people,
    )


def _notes(
    table: ReleasedTable, groups: list[Column], words: TableWords, show: str
) -> tuple[str, ...]:
    language = words.language
    notes = [word("note-base-of", language, base=base_words(table, language, words.people))]
    if table.by is not None and show != "n":
        notes[0] += f" {word('base-groups', language)}"
    empty = [
        column.heading.label
        for column in table.columns
        if column.heading.code != TOTAL and column.base_n == 0
    ]
    if empty:
        notes.append(word("empty-groups", language, unit=table.unit, groups="; ".join(empty)))
    notes.extend(note for note in table.notes if note not in notes)
    if table.measures is not None:
        notes.extend(sampling_notes(table.provenance, language, measured=True))
        if table.measures.design is not None:
            notes.extend(design_notes(table.measures.design, language))
    held = any(
        table.cell(row.code, column.heading.code).withheld
        for row in table.rows
        for column in groups
    )
    if held or any(column.base_n is None for column in groups):
        notes.append(word("held-sign", language, sign=WITHHELD))
    return tuple(notes)
