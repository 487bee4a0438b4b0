import re
from math import pi

import pytest
from lxml import etree

from alongside.charts import Chart, Group, Mark, draw_chart
from alongside.charts.canvas import LETTER_WIDTH, Canvas, ring_path, wrap
from alongside.charts.icons import ICONS, find_icon
from alongside.charts.layout import NARROW, WIDE, lay_out
from alongside.charts.palette import CATEGORY_COLOURS

LONG = "The way things are done at work does not leave any room for it at all"
MARKS = (
    Mark("time", "Not enough time", 0.6, "60% (600)", 0),
    Mark("q7", LONG, 0.3, "30% (300)", 1),
    Mark("cost", "Cost", 0.1, "10% (100)", 2),
)
KINDS = ("donut", "bars", "grouped-bars", "pictogram")


def chart(kind: str, marks: tuple[Mark, ...] = MARKS) -> Chart:
    groups = (Group("", "1,000 people", marks),)
    if kind == "grouped-bars":
        groups = (Group("One", "1,000 people", marks), Group(LONG, "9 people", marks))
    return Chart(f"a-{kind}", kind, "Time & <cost>", "Words for it", groups, ("1,000", "people"))


def word_box(word: dict[str, object]) -> tuple[float, float]:
    width = len(str(word["text"])) * float(str(word["size"])) * LETTER_WIDTH
    x = float(str(word["x"]))
    left = {"left": x, "center": x - width / 2, "right": x - width}[str(word["align"])]
    return left, left + width


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_picture(kind: str, width: int) -> None:
    canvas = lay_out(chart(kind), width)
    for word in canvas.words:
        left, right = word_box(word)
        assert left >= -2, word
        assert right <= width + 2, word
        assert 0 < float(str(word["y"])) < canvas.height
    for rect in canvas.rects:
        assert 0 <= float(str(rect["x"])) <= float(str(rect["x2"])) <= width


@pytest.mark.parametrize("kind", KINDS)
def test_every_label_and_number_is_written(kind: str) -> None:
    canvas = lay_out(chart(kind))
    written = " ".join(str(word["text"]) for word in canvas.words)
    for mark in MARKS:
        assert mark.words in written
        assert all(part in written for part in mark.label.split())


def test_bars_start_at_zero_and_are_in_proportion() -> None:
    bars = lay_out(chart("bars")).rects
    lengths = [float(str(bar["x2"])) - float(str(bar["x"])) for bar in bars]
    assert len({bar["x"] for bar in bars}) == 1
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.5, 1 / 6])


def test_pictogram_shows_frequency_by_area() -> None:
    discs = [mark for mark in lay_out(chart("pictogram")).symbols if mark["shape"] == "circle"]
    areas = [float(str(disc["size"])) for disc in discs]
    assert [area / areas[0] for area in areas] == pytest.approx([1, 0.5, 1 / 6])
    assert areas[0] <= pi * 60**2


def test_pictogram_takes_icons_by_code() -> None:
    shapes = [mark["shape"] for mark in lay_out(chart("pictogram")).symbols]
    assert ICONS["time"] in shapes
    assert ICONS["cost"] in shapes
    assert len(shapes) == 5, "three discs, two icons"
    assert find_icon("q7") is None


def test_donut_slices_fill_the_ring() -> None:
    rings = lay_out(chart("donut")).symbols
    assert [ring["fill"] for ring in rings] == list(CATEGORY_COLOURS[:3])


def test_a_whole_ring_is_drawn() -> None:
    assert ring_path(0.6, (0, 1)).count("A 1 1") == 2


def test_withheld_bars_say_so_and_have_no_length() -> None:
    marks = (MARKS[0], Mark("cost", "Cost", None, "held back", 2))
    canvas = lay_out(chart("bars", marks))
    assert any(word["text"] == "held back" for word in canvas.words)
    assert float(str(canvas.rects[1]["x2"])) - float(str(canvas.rects[1]["x"])) <= 3
    with pytest.raises(ValueError, match="every share"):
        lay_out(chart("donut", marks))


def test_same_category_keeps_its_colour_whatever_the_order() -> None:
    def colours(marks: tuple[Mark, ...]) -> dict[object, object]:
        rings = lay_out(chart("donut", marks)).symbols
        return {mark.code: ring["fill"] for mark, ring in zip(marks, rings, strict=True)}

    assert colours(MARKS) == colours(tuple(reversed(MARKS)))


@pytest.mark.parametrize("kind", KINDS)
def test_drawing_is_described_and_its_ids_are_its_own(kind: str) -> None:
    drawing = draw_chart(chart(kind))
    for svg in (drawing.svg, drawing.narrow_svg):
        root = etree.fromstring(svg.encode())
        space = "{http://www.w3.org/2000/svg}"
        title, description = root.find(f"{space}title"), root.find(f"{space}desc")
        assert title is not None and description is not None
        assert (title.text, description.text) == ("Time & <cost>", "Words for it")
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert root.get("role") == "img"
        assert not root.xpath("//*[@aria-label]")
    first = set(re.findall(r'id="([^"]+)"', drawing.svg))
    assert not first & set(re.findall(r'id="([^"]+)"', drawing.narrow_svg))
    assert drawing.png.startswith(b"\x89PNG")
    assert int.from_bytes(drawing.png[16:20], "big") == 2 * drawing.width


def test_drawing_is_the_same_each_time() -> None:
    assert draw_chart(chart("bars")) == draw_chart(chart("bars"))


def test_words_are_wrapped_without_loss() -> None:
    lines = wrap(LONG, 200)
    assert " ".join(lines) == LONG
    assert max(len(line) for line in lines) * 15 * LETTER_WIDTH <= 200
    assert Canvas(10).height == 0
