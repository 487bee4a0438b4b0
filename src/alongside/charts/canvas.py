"""A sheet of pixels: charts are laid out here, then drawn by Vega-Lite.

Laying out in pixels keeps every label inside the picture at both widths (a Vega axis cuts
long category labels), and makes the layout something a test can check.
"""

from dataclasses import dataclass, field
from functools import cache
from math import cos, pi, sin

import altair as alt
import vl_convert

from alongside.charts.palette import INK, PAPER
from alongside.typeset import font_folder

FONT = "Atkinson Hyperlegible Next, Arial, Liberation Sans, DejaVu Sans, sans-serif"
_FROM_THE_RIGHT, _END = "\u202b", "\u202c"
LETTER_WIDTH = 0.54
"""Average width of a letter in ems; on the wide side, so that estimates do not overflow."""


@dataclass
class Canvas:
    """Shapes in pixels from the top left corner, in the order they were added."""

    width: int
    height: int = 0
    rects: list[dict[str, object]] = field(default_factory=list)
    symbols: list[dict[str, object]] = field(default_factory=list)
    lines: list[dict[str, object]] = field(default_factory=list)
    words: list[dict[str, object]] = field(default_factory=list)

    def rect(
        self, x: float, y: float, width: float, height: float, colour: str, edge: str = ""
    ) -> None:
        """Add a filled rectangle, with a thin edge of another colour where one is given."""
        self.rects.append(
            {
                "x": x,
                "y": y,
                "x2": x + width,
                "y2": y + height,
                "fill": colour,
                "edge": edge or "transparent",
            }
        )

    def ring(
        self,
        centre: tuple[float, float],
        radii: tuple[float, float],
        turns: tuple[float, float],
        colour: str,
    ) -> None:
        """Add a ring segment; turns run clockwise from 0 (top) to 1 (top again)."""
        inner, outer = radii
        self.symbols.append(
            {
                "x": centre[0],
                "y": centre[1],
                "size": (2 * outer) ** 2,
                "shape": ring_path(inner / outer, turns),
                "ring": (inner / outer, turns),
                "fill": colour,
                "stroke": PAPER,
                "thick": 3.0,
            }
        )

    def disc(self, x: float, y: float, radius: float, colour: str, fill: str = "") -> None:
        """Add a circle, filled with its own colour or with another."""
        self.symbols.append(
            {
                "x": x,
                "y": y,
                "size": pi * radius * radius,
                "shape": "circle",
                "fill": fill or colour,
                "stroke": colour,
                "thick": 2.0 if fill else 0.0,
            }
        )

    def icon(self, x: float, y: float, size: float, path: str) -> None:
        """Add a line drawing in white; the path fits the square from -1 to 1."""
        self.symbols.append(
            {
                "x": x,
                "y": y,
                "size": size * size,
                "shape": path,
                "fill": "transparent",
                "stroke": PAPER,
                "thick": max(1.0, size / 14),
            }
        )

    def line(
        self, x: float, y: float, x2: float, y2: float, colour: str, thick: float = 1.0
    ) -> None:
        """Add a line."""
        self.lines.append({"x": x, "y": y, "x2": x2, "y2": y2, "stroke": colour, "thick": thick})

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 15,
        bold: bool = False,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """Add one line of words; ``y`` is the middle of the letters."""
        self.words.append(
            {
                "x": x,
                "y": y,
                "text": text,
                "size": size,
                "weight": "bold" if bold else "normal",
                "fill": colour,
                "align": align,
            }
        )

    def mirror(self) -> None:
        """Turn everything left to right, for languages written from the right.

        Letters and icons stay as they are; each line of words is marked as one that runs from
        the right, so that figures and brackets in it stand where they should.
        """
        for shape in (*self.rects, *self.lines):
            x, x2 = float(str(shape["x"])), float(str(shape["x2"]))
            shape["x"], shape["x2"] = self.width - x2, self.width - x
        for line in self.lines:
            line["y"], line["y2"] = line["y2"], line["y"]
        for symbol in self.symbols:
            symbol["x"] = self.width - float(str(symbol["x"]))
            match symbol.get("ring"):
                case (float(hole), (float(start), float(end))):
                    symbol["shape"] = ring_path(hole, (1 - end, 1 - start))
        for word in self.words:
            word["x"] = self.width - float(str(word["x"]))
            word["align"] = {"left": "right", "right": "left"}.get(str(word["align"]), "center")
            word["text"] = f"{_FROM_THE_RIGHT}{word['text']}{_END}"

    def chart(self) -> alt.LayerChart:
        """Return the drawing as a Vega-Lite chart whose scales are all pixels."""
        layers = [
            self._rect_layer(),
            self._line_layer(),
            self._symbol_layer(),
            *self._word_layers(),
        ]
        made: alt.LayerChart = (
            alt.layer(*(layer for layer in layers if layer is not None))
            .properties(width=self.width, height=self.height, background=PAPER, padding=0)
            .configure_view(stroke=None)
            .configure(font=FONT)
        )
        return made

    def _rect_layer(self) -> alt.Chart | None:
        if not self.rects:
            return None
        made: alt.Chart = (
            _data(self.rects)
            .mark_rect(strokeWidth=1)
            .encode(**_box(), fill=_raw("fill"), stroke=_raw("edge"))
        )
        return made

    def _line_layer(self) -> alt.Chart | None:
        if not self.lines:
            return None
        rules = _data(self.lines).mark_rule()
        made: alt.Chart = rules.encode(**_box(), stroke=_raw("stroke"), strokeWidth=_raw("thick"))
        return made

    def _symbol_layer(self) -> alt.Chart | None:
        if not self.symbols:
            return None
        made: alt.Chart = (
            _data(self.symbols)
            .mark_point(strokeCap="round", strokeJoin="round", opacity=1, clip=False)
            .encode(
                x=_place("x"),
                y=_place("y"),
                size=_raw("size"),
                shape=_raw("shape"),
                fill=_raw("fill"),
                stroke=_raw("stroke"),
                strokeWidth=_raw("thick"),
            )
        )
        return made

    def _word_layers(self) -> list[alt.Chart]:
        layers = []
        for align in ("left", "center", "right"):
            for weight in ("normal", "bold"):
                chosen = [
                    word
                    for word in self.words
                    if word["align"] == align and word["weight"] == weight
                ]
                if chosen:
                    layers.append(
                        _data(chosen)
                        .mark_text(align=align, baseline="middle", fontWeight=weight, font=FONT)
                        .encode(
                            x=_place("x"),
                            y=_place("y"),
                            text=alt.Text("text", type="nominal"),
                            fill=_raw("fill"),
                            size=_raw("size"),
                        )
                    )
        return layers


def ring_path(hole: float, turns: tuple[float, float]) -> str:
    """Return the SVG path of a ring segment whose outer radius is 1.

    A whole ring is drawn as two halves, because an arc that ends where it starts is
    nothing to SVG.
    """
    start, end = turns
    if end - start > 0.999:
        half = start + 0.5
        return f"{ring_path(hole, (start, half))} {ring_path(hole, (half, start + 0.998))}"
    (x1, y1), (x2, y2) = _on_circle(start), _on_circle(end)
    large = int(end - start > 0.5)
    return (
        f"M {x1:.4f} {y1:.4f} A 1 1 0 {large} 1 {x2:.4f} {y2:.4f} "
        f"L {x2 * hole:.4f} {y2 * hole:.4f} "
        f"A {hole:.4f} {hole:.4f} 0 {large} 0 {x1 * hole:.4f} {y1 * hole:.4f} Z"
    )


def _on_circle(turn: float) -> tuple[float, float]:
    return sin(turn * 2 * pi), -cos(turn * 2 * pi)


def _data(values: list[dict[str, object]]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=values))


def _place(name: str) -> dict[str, object]:
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


def _raw(name: str) -> dict[str, object]:
    kind = "quantitative" if name in ("size", "thick") else "nominal"
    return {"field": name, "type": kind, "scale": None, "legend": None}


def _box() -> dict[str, object]:
    return {"x": _place("x"), "y": _place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}


def wrap(text: str, width: float, size: float = 15) -> list[str]:
    """Cut words into lines that fit a width in pixels; a long word keeps a line to itself.

    >>> wrap("Not enough time", 80, 15)
    ['Not', 'enough', 'time']
    """
    room = max(4, int(width / (size * LETTER_WIDTH)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


@cache
def register_fonts() -> None:
    """Make our own fonts known to the drawing engine; none: it takes its own."""
    folder = font_folder()
    if folder is not None:
        vl_convert.register_font_directory(str(folder))
