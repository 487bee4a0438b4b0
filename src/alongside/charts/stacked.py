"""Bars made of parts: stacked to a hundred per cent, and diverging from a middle line.

A group with a withheld part is not drawn at all: the gap it leaves would show its size.
"""

from collections.abc import Iterator

from alongside.charts.canvas import Canvas
from alongside.charts.chart import Chart, Group, Mark, Side
from alongside.charts.letters import fold
from alongside.charts.palette import INK
from alongside.charts.parts import (
    SMALL,
    Row,
    draw_part,
    fills,
    legend,
    part_rows,
    place_row,
    plot_edges,
    write_lines,
    write_notes,
)
from alongside.charts.wording import chart_word

_THICK = 26.0
_GAP = 12.0
_APART_GAP = 22.0


def stacked_bars(chart: Chart, width: int) -> Canvas:
    """Return bars of equal length, one a group, each cut into the shares of the answers."""
    canvas = Canvas(width)
    colours = fills(chart)
    y = legend(canvas, chart, 2.0, chart.groups[0].marks)
    fitted = True
    for group, row in _rows(canvas, chart, y):
        y = row.bottom
        if not _can_be_drawn(group):
            _say_why(canvas, group, row)
            continue
        x = row.left
        for mark in group.marks:
            length = (row.right - row.left) * (mark.share or 0.0)
            fitted &= draw_part(canvas, x, length, row, _THICK, mark, colours[mark.code])
            x += length
    return _finish(canvas, chart, y, fitted)


def diverging_bars(chart: Chart, width: int) -> Canvas:
    """Return bars that reach left and right from one line; what stands apart has a column."""
    canvas = Canvas(width)
    colours = fills(chart)
    order = _reading_order(chart.groups[0].marks)
    y = legend(canvas, chart, 2.0, order)
    drawn = [group for group in chart.groups if _can_be_drawn(group)]
    lefts = max((_reach(group, Side.LEFT) for group in drawn), default=0.0)
    rights = max((_reach(group, Side.RIGHT) for group in drawn), default=0.0)
    aparts = max((_sum(group, Side.APART) for group in drawn), default=0.0)
    start, end = plot_edges(canvas)
    gap = _APART_GAP if aparts else 0.0
    scale = (end - start - gap) / ((lefts + rights + aparts) or 1.0)
    zero = start + lefts * scale
    fitted, ticks = True, []
    for group, row in _rows(canvas, chart, y):
        y = row.bottom
        if not _can_be_drawn(group):
            _say_why(canvas, group, row)
            continue
        ticks.append(row)
        x = zero - _reach(group, Side.LEFT) * scale
        apart = start + (lefts + rights) * scale + gap
        for mark in _reading_order(group.marks):
            length = (mark.share or 0.0) * scale
            at = apart if mark.side is Side.APART else x
            fitted &= draw_part(canvas, at, length, row, _THICK, mark, colours[mark.code])
            if mark.side is Side.APART:
                apart += length
            else:
                x += length
    for row in ticks:
        top, bottom = row.middle - _THICK / 2, row.middle + _THICK / 2
        canvas.line(zero, top - 5, zero, top - 0.5, INK, 1.5)
        canvas.line(zero, bottom + 0.5, zero, bottom + 5, INK, 1.5)
    return _finish(canvas, chart, y, fitted)


def _rows(canvas: Canvas, chart: Chart, y: float) -> Iterator[tuple[Group, Row]]:
    """Yield each group with its place, its name written; everyone stands behind a line."""
    for number, group in enumerate(chart.groups):
        if number and group.everyone:
            y = part_rows(canvas, y)
        row = place_row(canvas, group, y, _THICK)
        yield group, row
        y = row.bottom + _GAP


def _finish(canvas: Canvas, chart: Chart, y: float, fitted: bool) -> Canvas:
    narrow = "" if fitted else chart_word("no-room", chart.language)
    canvas.height = round(write_notes(canvas, chart, y + 4, narrow) + 2)
    return canvas


def _can_be_drawn(group: Group) -> bool:
    return all(mark.share is not None for mark in group.marks)


def _say_why(canvas: Canvas, group: Group, row: Row) -> None:
    """Write in the place of a bar why it is not drawn."""
    words, room = group.marks[0].words, row.right - row.left
    height = len(fold(words, room, SMALL)) * SMALL * 1.25
    write_lines(canvas, row.left, row.middle - height / 2, words, room)


def _sum(group: Group, side: Side) -> float:
    return sum(mark.share or 0.0 for mark in group.marks if mark.side is side)


def _reach(group: Group, side: Side) -> float:
    """Return how far a bar goes from the line, 0 to 1: a middle answer lies on both sides."""
    return _sum(group, side) + _sum(group, Side.MIDDLE) / 2


def _reading_order(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return marks from left to right, what stands apart last."""
    return tuple(mark for side in Side for mark in marks if mark.side is side)
