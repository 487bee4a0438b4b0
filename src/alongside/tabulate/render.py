"""Released tables as plain rows of words, for whoever prints them."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Literal

from alongside.tabulate.findings import measure_notes, sampling_notes
from alongside.tabulate.rounding import percent_text, share_text
from alongside.tabulate.table import Cell, Column, ReleasedTable
from alongside.tabulate.wording import table_word

NOTHING = "–"
Shown = Literal["n", "percent", "both"]
_MEASURED = ("percent_low", "percent_high", "above", "letter", "weighted_base", "effective_base")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKS = re.compile(r"[\\`*_\[\]<>|]")


def table_rows(
    table: ReleasedTable, show: Shown | str = "both"
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the headings and rows of a table as words; the last row holds the bases.

    A withheld number is the word "withheld"; a share of nobody is a dash. Small groups are
    marked in their heading. With measures, shares carry the letters of the columns they lie
    above; with a weight, the weighted and the effective base follow the base.
    """
    headers = ("", *(_column_head(table, column) for column in table.columns))
    rows = [
        (
            row.label,
            *(cell_text(table, row.code, column, show) for column in table.columns),
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
    return headers, (*rows, *_more_bases(table))


def cell_text(table: ReleasedTable, row: str, column: Column, show: Shown | str) -> str:
    """Return one cell as words, with the letters of the columns it lies above."""
    cell = table.cell(row, column.heading.code)
    if cell.n is None:
        return table_word("word-withheld", table.language)
    if show == "n":
        return f"{cell.n:,}"
    share = share_text_of(table, cell, column)
    words = share if show == "percent" else f"{cell.n:,} ({share})"
    above = table.measures.cells[row, column.heading.code].above if table.measures else ""
    return f"{words} {above}" if above else words


def share_text_of(table: ReleasedTable, cell: Cell, column: Column, decimals: int = 0) -> str:
    """Return the share of a shown cell in per cent: exact from counts, weighted from the share."""
    if cell.n is None or not column.base_n or cell.share is None:
        return NOTHING
    if table.weight:
        return share_text(cell.share, decimals)
    return percent_text(cell.n, column.base_n, decimals)


def _more_bases(table: ReleasedTable) -> list[tuple[str, ...]]:
    """Return the weighted and the effective bases of a weighted table."""
    if table.measures is None or not table.weight:
        return []
    bases = [table.measures.columns[column.heading.code] for column in table.columns]
    withheld = table_word("word-withheld", table.language)

    def line(name: str, numbers: list[float | None]) -> tuple[str, ...]:
        words = (withheld if number is None else f"{number:,.0f}" for number in numbers)
        return (table_word(name, table.language), *words)

    return [
        line("word-weighted-base", [each.base_w for each in bases]),
        line("word-effective-base", [each.effective_n for each in bases]),
    ]


def to_markdown(table: ReleasedTable, show: Shown | str = "both") -> str:
    """Return the table as Markdown, with its title and notes."""
    headers, rows = table_rows(table, show)
    lines = [f"**{plain_markdown(table.title)}**", "", _line(headers)]
    lines.append("|---|" + "---:|" * (len(headers) - 1))
    lines += [_line(row) for row in rows]
    lines += ["", *(f"{plain_markdown(note)}  " for note in all_notes(table))]
    return "\n".join(lines) + "\n"


def to_csv(table: ReleasedTable) -> str:
    """Return the table as CSV: one line a cell, with counts, bases and percentages.

    Withheld numbers are empty cells with ``withheld`` in the last column, so that no
    program takes the word for a number.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(csv_header(measured=table.measures is not None))
    writer.writerows(csv_rows(table))
    return out.getvalue()


def csv_header(*, measured: bool) -> tuple[str, ...]:
    """Return the names of the columns of a table as CSV."""
    names = ("question", "answer_code", "answer", "group_code", "group", "n", "base_n", "percent")
    return (*names, *(_MEASURED if measured else ()), "note")


def csv_rows(table: ReleasedTable) -> Iterator[tuple[object, ...]]:
    """Yield the lines of a table as CSV, one a cell."""
    for row in table.rows:
        for column in table.columns:
            cell = table.cell(row.code, column.heading.code)
            shown = cell.n is not None
            notes = ["withheld"] if not shown else []
            notes += ["small group"] if column.caution else []
            notes += ["synthetic"] if table.provenance.synthetic else []
            yield (
                table.variable,
                row.code,
                _safe(row.label),
                column.heading.code,
                _safe(column.heading.label),
                cell.n if shown else "",
                column.base_n if column.base_n is not None else "",
                share_text_of(table, cell, column, 1).rstrip("%").replace(NOTHING, ""),
                *_measured(table, row.code, column),
                "; ".join(notes),
            )


def _measured(table: ReleasedTable, row: str, column: Column) -> tuple[object, ...]:
    """Return limits in per cent, letters and bases of one cell; nothing without measures."""
    if table.measures is None:
        return ()
    cell = table.measures.cells[row, column.heading.code]
    bases = table.measures.columns[column.heading.code]
    percent = ("" if each is None else round(100 * each, 1) for each in (cell.low, cell.high))
    counted = ("" if each is None else round(each, 1) for each in (bases.base_w, bases.effective_n))
    above = f"'{cell.above}" if cell.above[:1] in _FORMULA and cell.above else cell.above
    return (*percent, above, bases.letter, *counted)


def all_notes(table: ReleasedTable) -> tuple[str, ...]:
    """Return the notes to print under a table, "synthetic" first."""
    synthetic = [table_word("word-synthetic", table.language)] * table.provenance.synthetic
    measured = table.measures is not None
    sample = sampling_notes(
        table.provenance, table.language, measured=measured, weight=table.weight
    )
    return (*synthetic, *sample, *table.notes, *measure_notes(table))


def _column_head(table: ReleasedTable, column: Column) -> str:
    label, language = column.heading.label, table.language
    letter = table.measures.columns[column.heading.code].letter if table.measures else ""
    if letter:
        label = table_word("word-column-letter", language, group=label, letter=letter)
    few = column.caution and column.base_n != 0
    return table_word("word-small", language, group=label) if few else label


def plain_markdown(words: str) -> str:
    """Keep Markdown from reading signs in a label as marks of its own."""
    return _MARKS.sub(r"\\\g<0>", " ".join(words.split()))


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(plain_markdown(cell) for cell in cells) + " |"


def _safe(words: str) -> str:
    """Keep spreadsheets from running a label that looks like a formula."""
    return f"'{words}" if words[:1] in _FORMULA else words
