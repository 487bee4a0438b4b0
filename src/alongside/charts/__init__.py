"""Charts: made from released tables only, laid out in pixels, drawn with words beside them."""

from alongside.charts.chart import Chart, Group, Kind, Mark, Side
from alongside.charts.draw import Drawing, draw_chart, draw_png, draw_svg
from alongside.charts.making import ChartWords, make_chart
from alongside.charts.plan import Plan, Unfit, fitting_kinds, why_unfit

__all__ = [
    "Chart",
    "ChartWords",
    "Drawing",
    "Group",
    "Kind",
    "Mark",
    "Plan",
    "Side",
    "Unfit",
    "draw_chart",
    "draw_png",
    "draw_svg",
    "fitting_kinds",
    "make_chart",
    "why_unfit",
]
