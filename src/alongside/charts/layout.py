"""Where everything in a chart goes, at page width and at telephone width."""

from collections.abc import Callable, Mapping
from math import cos, pi, sin, sqrt
from types import MappingProxyType

from alongside.charts.canvas import Canvas, wrap
from alongside.charts.chart import Chart, Group, Kind, Mark
from alongside.charts.dots import dot_plot
from alongside.charts.heat import heat_map
from alongside.charts.icons import find_icon
from alongside.charts.multiples import small_multiples
from alongside.charts.palette import ACCENT, INK, LINE, SOFT_INK, category_colour
from alongside.charts.parts import NARROW, WIDE
from alongside.charts.stacked import diverging_bars, stacked_bars
from alongside.kernel.text import writing_direction

__all__ = ["NARROW", "WIDE", "lay_out"]
_SIZE = 15
_LINE = 19
_WITHHELD_BAR = 3


def lay_out(chart: Chart, width: int = WIDE) -> Canvas:
    """Return the chart on a canvas of this width, from the right where its language runs so."""
    canvas = _LAYOUTS[Kind(chart.kind)](chart, width)
    if writing_direction(chart.language) == "rtl":
        canvas.mirror()
    return canvas


def _longest(marks: tuple[Mark, ...]) -> float:
    return max((mark.share or 0.0 for mark in marks), default=0.0) or 1.0


def _bars(chart: Chart, width: int) -> Canvas:
    canvas = Canvas(width)
    y = 4.0
    for mark in chart.marks:
        y = _bar(canvas, mark, y, _longest(chart.marks), ACCENT if mark.place >= 0 else "")
    canvas.height = round(y)
    return canvas


def _bar(canvas: Canvas, mark: Mark, y: float, longest: float, colour: str) -> float:
    """Draw one bar with its label and words; return where the next one starts."""
    fill = colour or category_colour(mark.place)
    room_for_words = max(70, len(mark.words) * _SIZE * 0.66 + 12)
    if canvas.width >= WIDE:
        lines = wrap(mark.label, 220)
        height = max(24.0, len(lines) * _LINE + 2)
        middle = y + height / 2
        for number, line in enumerate(lines):
            canvas.write(226, middle + (number - (len(lines) - 1) / 2) * _LINE, line, align="right")
        left, top, thick = 238.0, middle - 10, 20.0
        step = height + 7
    else:
        lines = wrap(mark.label, canvas.width - 4)
        for number, line in enumerate(lines):
            canvas.write(0, y + 9 + number * _LINE, line)
        left, top, thick = 0.0, y + len(lines) * _LINE + 2, 16.0
        middle = top + thick / 2
        step = len(lines) * _LINE + thick + 12
    room = canvas.width - left - room_for_words
    length = room * mark.share / longest if mark.share is not None else _WITHHELD_BAR
    canvas.rect(left, top, max(length, 1.0), thick, LINE if mark.share is None else fill)
    canvas.write(left + length + 8, middle, mark.words, bold=mark.share is not None)
    return y + step


def _grouped_bars(chart: Chart, width: int) -> Canvas:
    canvas = Canvas(width)
    y = 2.0
    for group in chart.groups:
        y = _group_head(canvas, group, y)
        for mark in group.marks:
            y = _bar(canvas, mark, y, _longest(chart.marks), category_colour(mark.place))
            y -= 3 if width >= WIDE else 0
        y += 12
    canvas.height = round(y - 6)
    return canvas


def _group_head(canvas: Canvas, group: Group, y: float) -> float:
    lines = wrap(group.label, canvas.width - 4, 16)
    canvas.line(1, y, canvas.width - 1, y, LINE)
    y += 16
    for line in lines:
        canvas.write(0, y, line, size=16, bold=True)
        y += 20
    canvas.write(0, y - 1, group.base, size=14, colour=SOFT_INK)
    return y + 12


def _donut(chart: Chart, width: int) -> Canvas:
    canvas = Canvas(width)
    wide = width >= WIDE
    outer = 118.0 if wide else 104.0
    canvas.height = 290 if wide else 224
    middle = (width / 2, canvas.height / 2)
    start = 0.0
    slices: list[tuple[float, Mark]] = []
    for mark in chart.marks:
        if mark.share is None:
            raise ValueError("a donut needs every share: the binding refuses withheld ones")
        end = start + mark.share
        if mark.share > 0:
            colour = category_colour(mark.place)
            canvas.ring(middle, (outer * 0.6, outer), (start, end), colour)
            slices.append(((start + end) / 2 * 2 * pi, mark))
        start = end
    number, what = chart.centre
    canvas.write(middle[0], middle[1] - 10, number, size=30, bold=True, align="center")
    canvas.write(middle[0], middle[1] + 16, what, size=14, colour=SOFT_INK, align="center")
    if not wide:
        return _donut_list(canvas, chart)
    for right in (True, False):
        _donut_labels(canvas, [item for item in slices if (sin(item[0]) >= 0) is right], outer)
    return canvas


def _donut_labels(canvas: Canvas, slices: list[tuple[float, Mark]], outer: float) -> None:
    """Write labels at the height of their slices, pushed apart where they would touch."""
    if not slices:
        return
    direction = 1 if sin(slices[0][0]) >= 0 else -1
    middle_x, middle_y = canvas.width / 2, canvas.height / 2
    column = middle_x + direction * (outer + 46)
    room = middle_x - outer - 56
    slices = sorted(slices, key=lambda item: -cos(item[0]))
    heights = [(len(wrap(mark.label, room)) + 1) * _LINE + 8 for _, mark in slices]
    wanted = [middle_y - cos(angle) * outer for angle, _ in slices]
    for (angle, mark), y in zip(slices, _spread(wanted, heights, canvas.height), strict=True):
        edge_x, edge_y = middle_x + sin(angle) * (outer + 3), middle_y - cos(angle) * (outer + 3)
        lines = wrap(mark.label, room)
        canvas.line(edge_x, edge_y, column - direction * 8, y, SOFT_INK)
        align = "left" if direction > 0 else "right"
        top = y - len(lines) * _LINE / 2
        for number, line in enumerate(lines):
            canvas.write(column, top + number * _LINE, line, align=align)
        canvas.write(column, top + len(lines) * _LINE, mark.words, bold=True, align=align)


def _spread(wanted: list[float], heights: list[int], room: float) -> list[float]:
    """Return places near the wanted ones, from the top down, that do not overlap."""
    places: list[float] = []
    floor = 0.0
    for place, height in zip(wanted, heights, strict=True):
        places.append(max(place, floor + height / 2))
        floor = places[-1] + height / 2
    ceiling = room
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], ceiling - heights[at] / 2)
        ceiling = places[at] - heights[at] / 2
    return places


def _donut_list(canvas: Canvas, chart: Chart) -> Canvas:
    """Write the labels under the ring: a telephone has no room beside it."""
    y = canvas.height + 14.0
    for mark in chart.marks:
        canvas.rect(0, y - 8, 16, 16, category_colour(mark.place))
        lines = wrap(mark.label, canvas.width - 140)
        for number, line in enumerate(lines):
            canvas.write(26, y + number * _LINE, line)
        canvas.write(canvas.width, y, mark.words, bold=True, align="right")
        y += len(lines) * _LINE + 8
    canvas.height = round(y - 6)
    return canvas


def _pictogram(chart: Chart, width: int) -> Canvas:
    canvas = Canvas(width)
    across = 4 if width >= WIDE else 2
    cell = width / across
    largest = min(58.0, cell / 2 - 12)
    marks = chart.marks
    y = 0.0
    for first in range(0, len(marks), across):
        row = marks[first : first + across]
        radii = [largest * sqrt((mark.share or 0.0) / _longest(marks)) for mark in row]
        tallest = max(radii, default=0.0)
        labels = [wrap(mark.label, cell - 14) for mark in row]
        for number, (mark, radius, lines) in enumerate(zip(row, radii, labels, strict=True)):
            x = cell * number + cell / 2
            centre = y + 2 * tallest - radius + 4
            if mark.share is not None:
                canvas.disc(x, centre, max(radius, 1.5), ACCENT)
                icon = find_icon(mark.code)
                if icon is not None and radius > 8:
                    canvas.icon(x, centre, radius * 1.1, icon)
            top = y + 2 * tallest + 18
            canvas.write(x, top, mark.words, bold=True, align="center")
            for place, line in enumerate(lines, start=1):
                canvas.write(x, top + place * _LINE, line, colour=INK, align="center")
        y += 2 * tallest + 18 + (max(map(len, labels)) + 1) * _LINE + 14
    canvas.height = round(y - 10)
    return canvas


_LAYOUTS: Mapping[Kind, Callable[[Chart, int], Canvas]] = MappingProxyType(
    {
        Kind.DONUT: _donut,
        Kind.BARS: _bars,
        Kind.GROUPED_BARS: _grouped_bars,
        Kind.PICTOGRAM: _pictogram,
        Kind.STACKED_BARS: stacked_bars,
        Kind.DIVERGING_BARS: diverging_bars,
        Kind.DOT_PLOT: dot_plot,
        Kind.HEAT_MAP: heat_map,
        Kind.SMALL_MULTIPLES: small_multiples,
    }
)
