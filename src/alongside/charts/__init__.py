"""Charts: laid out in pixels, drawn by Vega without a browser, always with alt text."""

from alongside.charts.chart import Chart, Group, Mark
from alongside.charts.draw import Drawing, draw_chart

__all__ = ["Chart", "Drawing", "Group", "Mark", "draw_chart"]
