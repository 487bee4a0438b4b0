"""Dot plots after Cleveland: one dot a row on a shared scale, with its interval as a line."""

from dataclasses import dataclass
from math import ceil

from alongside.charts.canvas import Canvas
from alongside.charts.chart import Chart, Group, Mark
from alongside.charts.letters import text_width
from alongside.charts.palette import ACCENT, INK, LINE, PAPER, SOFT_INK
from alongside.charts.parts import (
    SIZE,
    SMALL,
    is_wide,
    part_rows,
    place_row,
    plot_edges,
    write_lines,
    write_notes,
)

_RADIUS = 6.0
_CAP = 5.0
_EDGE = 18.0
"""Left free at both ends of the scale: half of its last number."""
_ROW = 18.0
_NAME_LINE = 19.0
_STEPS = (0.05, 0.1, 0.2, 0.25)
"""Distances of grid lines; the smallest that leaves at most six."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """The shared scale: its ends in pixels and as shares, and the distance of its grid lines."""

    left: float
    right: float
    top: float
    step: float

    def x(self, share: float) -> float:
        return self.left + (self.right - self.left) * min(share, self.top) / self.top

    @property
    def places(self) -> list[float]:
        return [self.step * at for at in range(round(self.top / self.step) + 1)]


def dot_plot(chart: Chart, width: int) -> Canvas:
    """Return rows of dots: the groups under each answer, or the answers where there is one group.

    The share and its interval stand in words at the end of each row; a small group has a
    hollow dot.
    """
    canvas = Canvas(width)
    start, end = plot_edges(canvas)
    words = max((text_width(mark.words, SIZE, bold=True) for mark in chart.marks), default=0.0)
    right = end - _EDGE - (words + 6 if is_wide(canvas) else 0)
    scale = _Scale(start + _EDGE, right, *_reach(chart.marks))
    y = 2.0
    for number, (head, rows) in enumerate(_sections(chart)):
        y += 10 if number else 0
        if head:
            y = write_lines(canvas, 0, y, head, width - 2, size=16, colour=INK, bold=True) + 4
        y = first = _ticks(canvas, scale, y)
        for at, (group, mark) in enumerate(rows):
            if at and group.everyone:
                y = part_rows(canvas, y + 2)
            y = _draw_row(canvas, scale, group, mark, y + 3, words) + 5
        if is_wide(canvas):
            _grid(canvas, scale, first, y)
    canvas.height = round(write_notes(canvas, chart, y + 2) + 2)
    return canvas


def _sections(chart: Chart) -> list[tuple[str, list[tuple[Group, Mark]]]]:
    """Return the rows under each head: groups by answer, or answers without a head."""
    if len(chart.groups) == 1:
        group = chart.groups[0]
        rows = [(Group(mark.label, "", (), caution=group.caution), mark) for mark in group.marks]
        return [("", rows)]
    answers = chart.groups[0].marks
    return [
        (
            answer.label,
            [
                (group, mark)
                for group in chart.groups
                for mark in group.marks
                if mark.code == answer.code
            ],
        )
        for answer in answers
    ]


def _reach(marks: tuple[Mark, ...]) -> tuple[float, float]:
    """Return where the scale ends, 0 to 1, and the distance of its grid lines."""
    reach = max((mark.high or mark.share or 0.0 for mark in marks), default=0.0)
    for step in _STEPS:
        top = min(1.0, max(1, ceil(reach / step - 1e-9)) * step)
        if top / step <= 6:
            return top, step
    return 1.0, _STEPS[-1]


def _ticks(canvas: Canvas, scale: _Scale, y: float) -> float:
    """Write the scale over the rows, every second number where there is no room for all."""
    places = scale.places
    needed = text_width("100%", SMALL) + 6
    skip = 1 if (scale.right - scale.left) / (len(places) - 1) >= needed else 2
    for place in places[::skip]:
        words = f"{place * 100:.0f}%"
        canvas.write(scale.x(place), y + 8, words, size=SMALL, colour=SOFT_INK, align="center")
    return y + 19


def _grid(canvas: Canvas, scale: _Scale, y: float, end: float) -> None:
    """Draw the lines of the scale as thin rectangles: they lie under intervals and dots."""
    for place in scale.places:
        colour = SOFT_INK if place == 0 else LINE
        canvas.rect(scale.x(place) - 0.5, y, 1.0, end - y, colour)


def _draw_row(
    canvas: Canvas, scale: _Scale, group: Group, mark: Mark, y: float, words: float
) -> float:
    """Draw a row with its name and words from ``y`` down; return where it ends.

    At telephone width the words end the line of the name, or have a line of their own where
    both would be cramped; the lines of the scale stay clear of all words.
    """
    wide, room = is_wide(canvas), canvas.width / 2
    above = not wide and words <= room
    row = place_row(canvas, group, y, _ROW, words + 12 if above else 0.0)
    at = y + _NAME_LINE / 2 if above else row.middle
    bottom, x, align = row.bottom, row.right - 2, "right"
    if not wide:
        _grid(canvas, scale, row.middle - _ROW / 2 - 1, row.middle + _ROW / 2 + 1)
        if not above:
            at, bottom, x, align = bottom + 12, bottom + 22, 0.0, "left"
    held = mark.share is None
    canvas.write(x, at, mark.words, bold=not held, colour=SOFT_INK if held else INK, align=align)
    if mark.share is not None:
        _draw_dot(canvas, scale, mark, row.middle, hollow=group.caution)
    return bottom


def _draw_dot(canvas: Canvas, scale: _Scale, mark: Mark, y: float, *, hollow: bool) -> None:
    if mark.low is not None and mark.high is not None:
        low, high = scale.x(mark.low), scale.x(mark.high)
        canvas.line(low, y, high, y, ACCENT, 2.5)
        for end in (low, high):
            canvas.line(end, y - _CAP, end, y + _CAP, ACCENT, 1.5)
    canvas.disc(scale.x(mark.share or 0.0), y, _RADIUS, ACCENT, PAPER if hollow else "")
