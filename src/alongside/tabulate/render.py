"""Released tables as plain rows of words, for whoever prints them."""

import csv
import io
import re
from typing import Literal

from alongside.tabulate.rounding import percent_text
from alongside.tabulate.table import Cell, Column, ReleasedTable
from alongside.tabulate.wording import table_word

NOTHING = "–"
Shown = Literal["n", "percent", "both"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKS = re.compile(r"[\\`*_\[\]<>|]")


def table_rows(
    table: ReleasedTable, show: Shown | str = "both"
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the headings and rows of a table as words; the last row holds the bases.

    A withheld number is the word "withheld"; a share of nobody is a dash. Small groups are
    marked in their heading.
    """
    headers = ("", *(_column_head(column, table.language) for column in table.columns))
    rows = [
        (
            row.label,
            *(
                cell_text(table.cell(row.code, column.heading.code), column, show, table.language)
                for column in table.columns
            ),
        )
        for row in table.rows
    ]
    label = table_word(f"word-base-{table.base}", table.language, unit=table.unit)
    bases = (
        table_word("word-withheld", table.language)
        if column.base_n is None
        else f"{column.base_n:,}"
        for column in table.columns
    )
    rows.append((label, *bases))
    return headers, tuple(rows)


def cell_text(cell: Cell, column: Column, show: Shown | str, language: str = "en") -> str:
    """Return one cell as words."""
    if cell.n is None:
        return table_word("word-withheld", language)
    if show == "n":
        return f"{cell.n:,}"
    share = percent_text(cell.n, column.base_n) if column.base_n else NOTHING
    return share if show == "percent" else f"{cell.n:,} ({share})"


def to_markdown(table: ReleasedTable, show: Shown | str = "both") -> str:
    """Return the table as Markdown, with its title and notes."""
    headers, rows = table_rows(table, show)
    lines = [f"**{_plain(table.title)}**", "", _line(headers)]
    lines.append("|---|" + "---:|" * (len(headers) - 1))
    lines += [_line(row) for row in rows]
    lines += ["", *(f"{_plain(note)}  " for note in all_notes(table))]
    return "\n".join(lines) + "\n"


def to_csv(table: ReleasedTable) -> str:
    """Return the table as CSV: one line a cell, with counts, bases and percentages.

    Withheld numbers are empty cells with ``withheld`` in the last column, so that no
    program takes the word for a number.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "question",
            "answer_code",
            "answer",
            "group_code",
            "group",
            "n",
            "base_n",
            "percent",
            "note",
        ]
    )
    for row in table.rows:
        for column in table.columns:
            cell = table.cell(row.code, column.heading.code)
            shown = cell.n is not None
            percent = (
                percent_text(cell.n, column.base_n, 1).rstrip("%")
                if cell.n is not None and column.base_n
                else ""
            )
            notes = ["withheld"] if not shown else []
            notes += ["small group"] if column.caution else []
            notes += ["synthetic"] if table.provenance.synthetic else []
            writer.writerow(
                [
                    table.variable,
                    row.code,
                    _safe(row.label),
                    column.heading.code,
                    _safe(column.heading.label),
                    cell.n if shown else "",
                    column.base_n if column.base_n is not None else "",
                    percent,
                    "; ".join(notes),
                ]
            )
    return out.getvalue()


def all_notes(table: ReleasedTable) -> tuple[str, ...]:
    """Return the notes to print under a table, "synthetic" first."""
    if table.provenance.synthetic:
        return (table_word("word-synthetic", table.language), *table.notes)
    return table.notes


def _column_head(column: Column, language: str) -> str:
    label = column.heading.label
    few = column.caution and column.base_n != 0
    return table_word("word-small", language, group=label) if few else label


def _plain(words: str) -> str:
    """Keep Markdown from reading signs in a label as marks of its own."""
    return _MARKS.sub(r"\\\g<0>", " ".join(words.split()))


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _safe(words: str) -> str:
    """Keep spreadsheets from running a label that looks like a formula."""
    return f"'{words}" if words[:1] in _FORMULA else words
