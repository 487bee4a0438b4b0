"""Parts that several kinds of chart share: names of rows, legends in order, lines of notes."""

from dataclasses import dataclass

from alongside.charts.canvas import Canvas
from alongside.charts.chart import Chart, Group, Mark, Side
from alongside.charts.letters import fold, text_width
from alongside.charts.palette import (
    CATEGORY_COLOURS,
    LINE,
    NEUTRAL_FILL,
    NO_ANSWER_FILL,
    SOFT_INK,
    category_colour,
    edge_of,
    side_colours,
    step_colours,
    text_on,
)
from alongside.charts.wording import chart_word

WIDE = 680
NARROW = 320
SIZE = 15
SMALL = 13
_LINE = 19
_SMALL_LINE = 16
_NAMES = 216
"""Room for the names of rows at page width."""
_SWATCH = 14


@dataclass(frozen=True, slots=True)
class Row:
    """Where the drawing of one row goes, in pixels, and where the next row may begin."""

    left: float
    right: float
    middle: float
    bottom: float


def is_wide(canvas: Canvas) -> bool:
    """Whether there is room for names beside the drawing."""
    return canvas.width >= WIDE


def plot_edges(canvas: Canvas) -> tuple[float, float]:
    """Return where drawings begin and end, the names of rows left out."""
    return (_NAMES + 14.0 if is_wide(canvas) else 1.0), canvas.width - 1.0


def place_row(canvas: Canvas, group: Group, y: float, thick: float, kept_free: float = 0.0) -> Row:
    """Write the name and base of a row from ``y`` down, beside its place or above it.

    ``kept_free`` pixels at the end of a name that stands above are left for other words.
    """
    left, right = plot_edges(canvas)
    room = _NAMES if is_wide(canvas) else right - left - kept_free
    names = fold(group.label, room, SIZE, bold=group.everyone)
    bases = fold(group.base, room, SMALL) if group.base else []
    if not group.label:
        names = []
    words = len(names) * _LINE + len(bases) * _SMALL_LINE
    if is_wide(canvas):
        height = max(thick, words)
        at, x, align = y + (height - words) / 2, float(_NAMES), "right"
        row = Row(left, right, y + height / 2, y + height)
    else:
        at, x, align = y, 0.0, "left"
        row = Row(left, right, y + words + 3 + thick / 2, y + words + 3 + thick)
    for line in names:
        canvas.write(x, at + _LINE / 2, line, bold=group.everyone, align=align)
        at += _LINE
    for line in bases:
        canvas.write(x, at + _SMALL_LINE / 2, line, size=SMALL, colour=SOFT_INK, align=align)
        at += _SMALL_LINE
    return row


def part_rows(canvas: Canvas, y: float) -> float:
    """Draw the line that stands before the group of everyone; return where that begins."""
    canvas.line(1, y, canvas.width - 1, y, LINE)
    return y + 10


def write_lines(
    canvas: Canvas,
    x: float,
    y: float,
    words: str,
    room: float,
    *,
    size: float = SMALL,
    colour: str = SOFT_INK,
    bold: bool = False,
    align: str = "left",
) -> float:
    """Write words in as many lines as they need from ``y`` down; return where they end."""
    step = size * 1.25
    for line in fold(words, room, size, bold=bold):
        canvas.write(x, y + step / 2, line, size=size, colour=colour, bold=bold, align=align)
        y += step
    return y


def write_notes(canvas: Canvas, chart: Chart, y: float, *more: str) -> float:
    """Write the notes of a chart under its drawing; return where they end."""
    notes = [note for note in (*more, *chart.notes) if note]
    y += 6 if notes else 0
    for note in notes:
        y = write_lines(canvas, 0, y, note, canvas.width - 2) + 2
    return y


def fills(chart: Chart) -> dict[str, str]:
    """Return the colour of each answer: its own, a step of a scale, or of a side."""
    marks = chart.groups[0].marks
    sides = {side: [mark.code for mark in marks if mark.side is side] for side in Side}
    if sides[Side.LEFT] or sides[Side.RIGHT]:
        left, right = sides[Side.LEFT], sides[Side.RIGHT]
        colours = dict(zip(left, side_colours(len(left), warm=False), strict=True))
        colours |= dict(zip(reversed(right), side_colours(len(right), warm=True), strict=True))
        rest = [mark for mark in marks if mark.side in (Side.MIDDLE, Side.APART)]
        return colours | {
            mark.code: NO_ANSWER_FILL if mark.place < 0 else NEUTRAL_FILL for mark in rest
        }
    answers = [mark for mark in marks if mark.place >= 0]
    stepped = chart.ordered or len(answers) > len(CATEGORY_COLOURS)
    colours = {mark.code: NO_ANSWER_FILL for mark in marks if mark.place < 0}
    if stepped:
        steps = step_colours(len(answers))
        return colours | {mark.code: step for mark, step in zip(answers, steps, strict=True)}
    return colours | {mark.code: category_colour(mark.place) for mark in answers}


def legend(canvas: Canvas, chart: Chart, y: float, order: tuple[Mark, ...]) -> float:
    """Write the names of parts in the order in which they stand in each bar.

    The order is said in words, so that nobody needs the colours to find a part.
    """
    left, right = plot_edges(canvas)
    colours = fills(chart)
    y = write_lines(canvas, left, y, chart_word("in-order", chart.language), right - left) + 3
    x, indent = left, _SWATCH + 6
    for mark in order:
        lines = fold(mark.label, right - left - indent, SMALL + 1)
        width = indent + max(text_width(line, SMALL + 1) for line in lines)
        if x > left and (x + width > right or len(lines) > 1):
            x, y = left, y + _LINE + 2
        fill = colours[mark.code]
        canvas.rect(x, y + _LINE / 2 - _SWATCH / 2, _SWATCH, _SWATCH, fill, edge_of(fill))
        for number, line in enumerate(lines):
            canvas.write(x + indent, y + _LINE / 2 + number * _LINE, line, size=SMALL + 1)
        if len(lines) > 1:
            x, y = left, y + (len(lines) - 1) * _LINE + _LINE + 2
        else:
            x += width + 18
    return y + (_LINE if x > left else -2) + 10


def draw_part(
    canvas: Canvas, x: float, width: float, row: Row, thick: float, mark: Mark, fill: str
) -> bool:
    """Draw one part of a bar with its share inside; return whether the share fitted."""
    if width <= 0:
        return True
    top = row.middle - thick / 2
    gap = 1.5 if width > 4 else 0.0
    canvas.rect(x, top, width - gap, thick, fill, edge_of(fill))
    if text_width(mark.short, SMALL, bold=True) + 4 > width - gap:
        return False
    middle = x + (width - gap) / 2
    colour = text_on(fill)
    canvas.write(
        middle, row.middle, mark.short, size=SMALL, bold=True, colour=colour, align="center"
    )
    return True
