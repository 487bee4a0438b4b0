"""Draws a laid-out chart: SVG that a screen reader understands, and PNG for Word."""

import re
from dataclasses import dataclass
from html import escape

import vl_convert

from alongside.charts.canvas import Canvas, register_fonts
from alongside.charts.chart import Chart
from alongside.charts.layout import NARROW, WIDE, lay_out

PNG_SCALE = 2


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart drawn at page width (SVG, PNG) and at telephone width (SVG)."""

    svg: str
    narrow_svg: str
    png: bytes
    width: int
    height: int


def draw_chart(chart: Chart) -> Drawing:
    """Draw a chart. The same chart gives the same bytes on the same machine."""
    register_fonts()
    wide, narrow = lay_out(chart, WIDE), lay_out(chart, NARROW)
    drawn, drawn_narrow = _draw(wide), _draw(narrow)
    return Drawing(
        svg=_describe(drawn, wide, chart, chart.id),
        narrow_svg=_describe(drawn_narrow, narrow, chart, f"{chart.id}-narrow"),
        png=bytes(vl_convert.svg_to_png(drawn, scale=PNG_SCALE)),
        width=wide.width,
        height=wide.height,
    )


def draw_svg(chart: Chart, *, narrow: bool = False) -> str:
    """Draw a chart as SVG only, at page width or at telephone width."""
    register_fonts()
    canvas = lay_out(chart, NARROW if narrow else WIDE)
    return _describe(_draw(canvas), canvas, chart, chart.id)


def draw_png(chart: Chart) -> bytes:
    """Draw a chart as PNG only, at page width."""
    register_fonts()
    return bytes(vl_convert.svg_to_png(_draw(lay_out(chart, WIDE)), scale=PNG_SCALE))


_FRAME = re.compile(r'<path class="background"[^>]*/>')
_OWN_ID = re.compile(r'(\bid="|url\(#|href="#)')
_ROLES = re.compile(r'\s(?:role|aria-[a-z]+)="[^"]*"')


def _draw(canvas: Canvas) -> str:
    """Return Vega's drawing without the thin frame it always puts round a view."""
    return _FRAME.sub("", vl_convert.vegalite_to_svg(canvas.chart().to_json()))


def _describe(drawn: str, canvas: Canvas, chart: Chart, name: str) -> str:
    """Return the drawing with a title, a description and ids of its own.

    Vega gives every group a role and every mark an ``aria-label``; inside one picture
    with a description that would be read twice, so they go.
    """
    inner = drawn[drawn.index(">", drawn.index("<svg")) + 1 : drawn.rindex("</svg>")]
    inner = _ROLES.sub("", inner)
    inner = _OWN_ID.sub(rf"\g<1>{name}-", inner)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {canvas.width} {canvas.height}" '
        f'width="{canvas.width}" height="{canvas.height}" '
        f'aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(chart.title)}</title>'
        f'<desc id="{name}-desc">{escape(chart.alt)}</desc>{inner}</svg>'
    )
