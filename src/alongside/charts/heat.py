"""Heat maps: answers by groups, the share printed in every cell and shown by its shade."""

from dataclasses import dataclass

from alongside.charts.canvas import Canvas
from alongside.charts.chart import Chart, Mark
from alongside.charts.letters import fold, longest_word, text_width
from alongside.charts.palette import INK, LINE, PAPER, SOFT_INK, shade, text_on
from alongside.charts.parts import (
    NARROW,
    SMALL,
    is_wide,
    write_lines,
    write_notes,
)
from alongside.charts.wording import chart_word

_LINE_STEP = SMALL * 1.25
_CELL = 34.0
_LEAST = 44.0
"""Least width of a cell: room for "100%"."""
_MOST = 110.0


@dataclass(frozen=True, slots=True)
class _Line:
    """One row or column before it is known which way the table lies."""

    label: str
    base: str
    everyone: bool


@dataclass(frozen=True, slots=True)
class _Grid:
    rows: tuple[_Line, ...]
    columns: tuple[_Line, ...]
    cells: tuple[tuple[Mark, ...], ...]


def heat_map(chart: Chart, width: int) -> Canvas:
    """Return shaded cells; the longer side of the table runs down.

    Columns that do not fit beside each other go on in a second block under the first. Names that
    do not fit over their column are replaced by letters, explained above.
    """
    canvas = Canvas(width)
    grid = _grid(chart)
    largest = max((mark.share or 0.0 for mark in chart.marks), default=0.0) or 1.0
    names, across = _names_and_columns(canvas, grid)
    blocks = -(-len(grid.columns) // across)
    each = -(-len(grid.columns) // blocks)
    cell = min(_MOST, (width - names - 2) / each)
    lettered = any(
        longest_word(part, SMALL, bold=column.everyone) > cell - 6
        for column in grid.columns
        for part in (column.label, column.base)
    )
    y = _key(canvas, grid, 2.0) if lettered else 2.0
    for block in range(blocks):
        chosen = range(block * each, min((block + 1) * each, len(grid.columns)))
        y += 14 if block else 0
        y = _heads(canvas, grid, chosen, (names, cell), y, lettered)
        for number, row in enumerate(grid.rows):
            y += 5 if number and row.everyone else 0
            y = _row(canvas, row, grid.cells[number], chosen, (names, cell), y, largest)
    said = [chart_word("darker", chart.language)]
    if any(mark.share is None and mark.short.startswith("[") for mark in chart.marks):
        said.append(chart_word("sign", chart.language, sign="[c]"))
    canvas.height = round(write_notes(canvas, chart, y + 2, *said) + 2)
    return canvas


def _names_and_columns(canvas: Canvas, grid: _Grid) -> tuple[float, int]:
    """Return the room for names and how many columns stand beside each other.

    Names get no more room than they need, and less where that keeps all columns together.
    """
    size = SMALL + 1
    longest = max(
        max(text_width(row.label, size, bold=row.everyone), text_width(row.base, SMALL))
        for row in grid.rows
    )
    most, least = (210.0, 150.0) if is_wide(canvas) else (118.0, 96.0)
    rooms = (min(most, longest + 12), min(least, longest + 12))
    fits = [(room, int((canvas.width - room - 2) // _LEAST)) for room in rooms]
    return next((fit for fit in fits if fit[1] >= len(grid.columns)), fits[0])


def _grid(chart: Chart) -> _Grid:
    groups = tuple(_Line(group.label, group.base, group.everyone) for group in chart.groups)
    answers = tuple(_Line(mark.label, "", False) for mark in chart.groups[0].marks)
    by_group = tuple(group.marks for group in chart.groups)
    if len(groups) >= len(answers):
        return _Grid(groups, answers, by_group)
    turned = tuple(zip(*by_group, strict=True))
    return _Grid(answers, groups, turned)


def _letter(number: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    first, last = divmod(number, 26)
    return (_letter(first - 1) if first else "") + chr(ord("A") + last)


def _key(canvas: Canvas, grid: _Grid, y: float) -> float:
    """Write what each letter stands for, in the order of the columns."""
    for number, column in enumerate(grid.columns):
        words = f"{column.label}, {column.base}" if column.base else column.label
        canvas.write(0, y + _LINE_STEP / 2, _letter(number), size=SMALL, bold=True)
        y = write_lines(canvas, 26, y, words, canvas.width - 28, colour=INK) + 2
    return y + 8


def _heads(
    canvas: Canvas,
    grid: _Grid,
    chosen: range,
    places: tuple[float, float],
    y: float,
    lettered: bool,
) -> float:
    """Write names and bases over the columns, standing on the cells; return where cells begin."""
    names, cell = places
    heads = []
    for at in chosen:
        column = grid.columns[at]
        if lettered:
            heads.append([(_letter(at), True, INK)])
            continue
        lines = [
            (line, column.everyone, INK)
            for line in fold(column.label, cell - 6, SMALL, bold=column.everyone)
        ]
        if column.base:
            lines += [(line, False, SOFT_INK) for line in fold(column.base, cell - 6, SMALL)]
        heads.append(lines)
    tallest = max(map(len, heads))
    for number, lines in enumerate(heads):
        x = names + (number + 0.5) * cell
        top = y + (tallest - len(lines)) * _LINE_STEP
        for place, (line, bold, colour) in enumerate(lines):
            middle = top + (place + 0.5) * _LINE_STEP
            canvas.write(x, middle, line, size=SMALL, bold=bold, colour=colour, align="center")
    return y + tallest * _LINE_STEP + 5


def _row(
    canvas: Canvas,
    row: _Line,
    cells: tuple[Mark, ...],
    chosen: range,
    places: tuple[float, float],
    y: float,
    largest: float,
) -> float:
    """Write the name of a row and draw its cells; return where the next row begins."""
    names, cell = places
    room = names - 10
    size = SMALL + 1 if canvas.width > NARROW else SMALL
    step = size * 1.25
    lines = fold(row.label, room, size, bold=row.everyone)
    bases = fold(row.base, room, SMALL) if row.base else []
    words = len(lines) * step + len(bases) * _LINE_STEP
    height = max(_CELL, words + 4)
    at = y + (height - words) / 2
    for line in lines:
        canvas.write(names - 8, at + step / 2, line, size=size, bold=row.everyone, align="right")
        at += step
    for line in bases:
        canvas.write(
            names - 8, at + _LINE_STEP / 2, line, size=SMALL, colour=SOFT_INK, align="right"
        )
        at += _LINE_STEP
    for number, place in enumerate(chosen):
        mark = cells[place]
        x = names + number * cell
        fill = PAPER if mark.share is None else shade(mark.share / largest)
        canvas.rect(x + 0.75, y + 0.75, cell - 1.5, height - 1.5, fill, LINE)
        fits = text_width(mark.short, SMALL, bold=True) <= cell - 4
        canvas.write(
            x + cell / 2,
            y + height / 2,
            mark.short,
            size=SMALL if fits else SMALL - 2,
            bold=mark.share is not None,
            colour=SOFT_INK if mark.share is None else text_on(fill),
            align="center",
        )
    return y + height
