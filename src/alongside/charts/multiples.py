"""Small multiples: one little bar chart for each group, all on the same scale."""

from alongside.charts.canvas import Canvas
from alongside.charts.chart import Chart, Group
from alongside.charts.letters import fold, longest_word, text_width
from alongside.charts.palette import ACCENT, INK, LINE, NO_ANSWER_FILL, SOFT_INK
from alongside.charts.parts import SMALL, is_wide, write_lines, write_notes
from alongside.charts.wording import chart_word

_GUTTER = 26.0
_BAR = 13.0


def small_multiples(chart: Chart, width: int) -> Canvas:
    """Return the panels in rows, read line by line; the same answer stands at the same height."""
    canvas = Canvas(width)
    across = _across(chart, canvas)
    gutter = _GUTTER if is_wide(canvas) else 16.0
    panel = (width - 2 - gutter * (across - 1)) / across
    largest = max((mark.share or 0.0 for mark in chart.marks), default=0.0) or 1.0
    y = 2.0
    for first in range(0, len(chart.groups), across):
        row = chart.groups[first : first + across]
        heads = [_head_height(group, panel) for group in row]
        ends = []
        for number, group in enumerate(row):
            x = 1 + number * (panel + gutter)
            _head(canvas, group, x, y, panel)
            ends.append(_bars(canvas, group, x, y + max(heads), panel, largest))
        y = max(ends) + 18
    same = chart_word("same-scale", chart.language)
    canvas.height = round(write_notes(canvas, chart, y - 14, same) + 2)
    return canvas


def _across(chart: Chart, canvas: Canvas) -> int:
    """Return how many panels stand beside each other: so many that no word is broken."""
    groups = len(chart.groups)
    best = {1: 1, 2: 2, 4: 2}.get(groups, 3) if is_wide(canvas) else 2
    words = [mark.label for mark in chart.marks] + [group.label for group in chart.groups]
    longest = max((longest_word(word, SMALL + 1, bold=True) for word in words), default=0.0)
    while best > 1 and (canvas.width - _GUTTER * (best - 1)) / best < longest:
        best -= 1
    return best


def _head_height(group: Group, panel: float) -> float:
    lines = len(fold(group.label, panel, SMALL + 1, bold=True))
    bases = len(fold(group.base, panel, SMALL))
    return 8 + lines * (SMALL + 1) * 1.25 + bases * SMALL * 1.25 + 6


def _head(canvas: Canvas, group: Group, x: float, y: float, panel: float) -> None:
    canvas.line(x, y, x + panel, y, INK if group.everyone else LINE, 2.0)
    y += 8
    y = write_lines(canvas, x, y, group.label, panel, size=SMALL + 1, colour=INK, bold=True)
    write_lines(canvas, x, y, group.base, panel)


def _bars(canvas: Canvas, group: Group, x: float, y: float, panel: float, largest: float) -> float:
    """Draw the bars of a panel, each under its name; return where they end."""
    words = max(text_width(mark.short, SMALL, bold=True) for mark in group.marks) + 8
    room = panel - words
    for mark in group.marks:
        y = write_lines(canvas, x, y, mark.label, panel, colour=INK) + 1
        middle = y + _BAR / 2 + 1
        if mark.share is None:
            canvas.write(x, middle, mark.short, size=SMALL, colour=SOFT_INK)
        else:
            length = max(1.0, room * mark.share / largest)
            canvas.rect(
                x, middle - _BAR / 2, length, _BAR, NO_ANSWER_FILL if mark.place < 0 else ACCENT
            )
            canvas.write(x + length + 6, middle, mark.short, size=SMALL, bold=True)
        y += _BAR + 9
    return y
