"""Charts: laid out in pixels, drawn by Vega without a browser, always with alt text."""

from alongside.report.figures.chart import Chart, Group, Mark
from alongside.report.figures.draw import Drawing, draw_chart

__all__ = ["Chart", "Drawing", "Group", "Mark", "draw_chart"]
