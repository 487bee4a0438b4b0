"""Released tables as text, Markdown, CSV and frames of data."""

import csv
import io
from collections.abc import Iterator

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from alongside.tabbook.spread import Place, Spread, spread_of
from alongside.tabulate import ReleasedTable
from alongside.tabulate.render import Shown, csv_header, csv_rows, plain_markdown
from alongside.tabulate.table import TOTAL

Tables = Spread | ReleasedTable | tuple[ReleasedTable, ...]
MOST_LETTERS = 110
"""Letters in a line of a table printed as text."""
MOST_TEXT_COLUMNS = 7
"""With more columns, banners stand below each other in text."""
_BANNER_AT = 3
_BETWEEN = 3


def table_text(tables: Tables, *, show: Shown | str = "both", width: int = MOST_LETTERS) -> str:
    """Return the table as text for a terminal, ``width`` letters wide at most, with its notes.

    With many columns, banners stand below each other; a banner of many groups is turned, so that
    groups go down and answers across; and what has many of both is printed some columns at a time.
    """
    spread = spread_of(tables)
    apart = len(spread.places) > MOST_TEXT_COLUMNS and len(spread.tables) > 1
    parts = [Spread((table,)) for table in spread.tables] if apart else [spread]
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, highlight=False)
    console.print(escape(spread.title))
    for words in spread.who:
        console.print(escape(words))
    for part in parts:
        if part.banners and (apart or len(part.tables) == 1):
            console.print(f"\n{escape(part.banners)}")
        for grid in _grids(*_words(part, show), width):
            console.print(grid)
    for note in spread.notes:
        console.print(escape(note))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _grids(heads: list[str], rows: list[list[str]], width: int) -> Iterator[Grid]:
    """Yield one grid, turned if that makes it narrow enough, or some columns a grid."""
    turned = [list(line) for line in zip(heads, *rows, strict=True)]
    if _fits([heads, *rows], width):
        yield _grid(heads, rows)
    elif _fits(turned, width):
        yield _grid(["", *turned[0][1:]], turned[1:])
    else:
        step = MOST_TEXT_COLUMNS - 1
        for start in range(2, len(heads), step):
            kept = [0, 1, *range(start, min(start + step, len(heads)))]
            yield _grid([heads[spot] for spot in kept], [[row[i] for i in kept] for row in rows])


def _fits(lines: list[list[str]], width: int) -> bool:
    """Return whether no word of these columns has to be broken to make them fit."""
    columns = zip(*lines, strict=True)
    longest = (
        max(len(word) for cell in each for word in (cell.split() or [""])) for each in columns
    )
    return sum(longest) + _BETWEEN * len(lines[0]) <= width


def _grid(heads: list[str], rows: list[list[str]]) -> Grid:
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for spot, head in enumerate(heads):
        grid.add_column(escape(head), justify="right" if spot else "left", overflow="fold")
    for row in rows:
        grid.add_row(*map(escape, row))
    return grid


def table_markdown(tables: Tables, *, show: Shown | str = "both") -> str:
    """Return the table as Markdown, with its title and notes."""
    spread = spread_of(tables)
    heads, rows = _words(spread, show)
    lines = [f"**{plain_markdown(spread.title)}**", ""]
    for words in spread.who:
        lines += [plain_markdown(words), ""]
    lines += [_line(heads), "|---|" + "---:|" * (len(heads) - 1), *map(_line, rows), ""]
    lines += [f"{plain_markdown(note)}  " for note in spread.notes]
    return "\n".join(lines) + "\n"


def table_csv(tables: Tables) -> str:
    """Return the table as CSV, one line a cell, the banner of the cell in a column of its own.

    Withheld numbers are empty and say so in the last column.
    """
    spread = spread_of(tables)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    header = csv_header(measured=spread.measured)
    writer.writerow((*header[:_BANNER_AT], "banner", *header[_BANNER_AT:]))
    first = spread.places[0].table
    ordered = (first, *(table for table in spread.tables if table is not first))
    for table in ordered:
        for line in csv_rows(table):
            if line[_BANNER_AT] == TOTAL and table is not first:
                continue  # the total stands in every table and is written once
            banner = "" if line[_BANNER_AT] == TOTAL else table.by or ""
            writer.writerow((*line[:_BANNER_AT], banner, *line[_BANNER_AT:]))
    return out.getvalue()


SCHEMA: dict[str, type[pl.DataType]] = {
    "question": pl.String,
    "answer_code": pl.String,
    "answer": pl.String,
    "banner": pl.String,
    "group_code": pl.String,
    "group": pl.String,
    "n": pl.Int64,
    "base_n": pl.Int64,
    "share": pl.Float64,
    "low_share": pl.Float64,
    "high_share": pl.Float64,
    "above": pl.String,
    "letter": pl.String,
    "base_weighted_n": pl.Float64,
    "effective_n": pl.Float64,
    "withheld": pl.Boolean,
    "small_base": pl.Boolean,
    "synthetic": pl.Boolean,
}
"""Columns of :func:`table_frame`."""


def table_frame(tables: Tables) -> pl.DataFrame:
    """Return the table as a tidy frame, one row a cell.

    Shares and the ends of their intervals are 0 to 1. A withheld number is null, and
    ``withheld`` is true. Everybody has the banner "" and the group code ``__total__``. What was
    not worked out (intervals without a comparison, letters) is null or "".
    """
    spread = spread_of(tables)
    rows = [
        (spread.first.variable, row.code, row.label, *_of_cell(spread, row.code, place))
        for row in spread.rows
        for place in spread.places
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _of_cell(spread: Spread, row: str, place: Place) -> tuple[object, ...]:
    cell, measures = spread.cell(row, place), spread.measures(row, place)
    bases = place.measures
    return (
        "" if place.is_total else place.table.by or "",
        place.code,
        place.column.heading.label,
        cell.n,
        place.column.base_n,
        cell.share,
        measures.low if measures else None,
        measures.high if measures else None,
        measures.above if measures else "",
        place.letter,
        bases.base_w if bases else None,
        bases.effective_n if bases else None,
        cell.withheld,
        place.small,
        spread.first.provenance.synthetic,
    )


def _words(spread: Spread, show: Shown | str) -> tuple[list[str], list[list[str]]]:
    """Return headings and rows, bases last. Groups of several banners say which they are of."""
    several = len(spread.tables) > 1
    heads = [""]
    for place in spread.places:
        outer = [*place.labels[1:-1]]
        if several and not place.is_total:
            outer.insert(0, place.table.by or "")
        heads.append(": ".join([*outer, spread.heading(place)]))
    rows = [
        [row.label, *(_cell(spread, row.code, place, show) for place in spread.places)]
        for row in spread.rows
    ]
    rows.append([spread.base_label, *map(spread.base, spread.places)])
    held = spread.withheld_word
    for label, numbers in spread.more_bases():
        rows.append([label, *(held if each is None else f"{each:,.0f}" for each in numbers)])
    return heads, rows


def _cell(spread: Spread, row: str, place: Place, show: Shown | str) -> str:
    cell, measures = spread.cell(row, place), spread.measures(row, place)
    if cell.n is None:
        return spread.withheld_word
    if show == "n":
        return f"{cell.n:,}"
    share = spread.share(row, place)
    words = share if show == "percent" else f"{cell.n:,} ({share})"
    return f"{words} {measures.above}" if measures and measures.above else words


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(plain_markdown(cell) for cell in cells) + " |"
