"""Whatever the table: nothing leaves the picture, no words lie on others, nothing is lost."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.charts.made_tables import AGREE, LONG_ANSWERS, LONG_GROUPS, made_table

from alongside.charts import Chart, ChartWords, Kind, Plan, draw_chart, make_chart, why_unfit
from alongside.charts.canvas import Canvas
from alongside.charts.layout import NARROW, WIDE, lay_out
from alongside.charts.letters import fold, text_width
from alongside.tabulate import ReleasedTable

NEW = (
    Kind.STACKED_BARS,
    Kind.DIVERGING_BARS,
    Kind.DOT_PLOT,
    Kind.HEAT_MAP,
    Kind.SMALL_MULTIPLES,
)
Box = tuple[float, float, float, float]
LABELS = st.text("abc wmWM ŵŷ%", min_size=1, max_size=60).filter(lambda text: bool(text.split()))
WORDS = ChartWords("c", "What people said", people="members of staff")


def box_of(word: dict[str, object]) -> Box:
    """Return left, top, right and bottom of a line of words, a little less than its line."""
    x, y, size = (float(str(word[name])) for name in ("x", "y", "size"))
    width = text_width(str(word["text"]), size, bold=word["weight"] == "bold")
    left = {"left": x, "center": x - width / 2, "right": x - width}[str(word["align"])]
    return left, y - size * 0.45, left + width, y + size * 0.45


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def check_layout(canvas: Canvas) -> None:
    boxes = [box_of(word) for word in canvas.words]
    for word, (left, top, right, bottom) in zip(canvas.words, boxes, strict=True):
        assert left >= -1 and right <= canvas.width + 1, word
        assert top >= 0 and bottom <= canvas.height, word
    for one, other in combinations(range(len(boxes)), 2):
        assert not overlap(boxes[one], boxes[other]), (canvas.words[one], canvas.words[other])
    for shape in (*canvas.rects, *canvas.lines):
        x, x2, y, y2 = (float(str(shape[name])) for name in ("x", "x2", "y", "y2"))
        assert min(x, x2) >= 0 and max(x, x2) <= canvas.width, shape
        assert min(y, y2) >= 0 and max(y, y2) <= canvas.height, shape


@st.composite
def tables(draw: st.DrawFn) -> ReleasedTable:
    answers = draw(st.lists(LABELS, min_size=2, max_size=7))
    names = draw(st.lists(LABELS, min_size=1, max_size=8, unique=True))
    counts = st.integers(0, 300)
    groups = {
        name: draw(st.lists(counts, min_size=len(answers), max_size=len(answers))) for name in names
    }
    return made_table(answers, groups, no_answer=draw(st.booleans()))


def intervals_of(table: ReleasedTable) -> dict[tuple[str, str], tuple[float, float]]:
    return {
        spot: (max(0.0, cell.share - 0.05), min(1.0, cell.share + 0.05))
        for spot, cell in table.cells.items()
        if cell.share is not None
    }


@given(tables(), st.sampled_from(NEW), st.booleans())
@settings(max_examples=120, deadline=None)
def test_any_table_is_laid_out_without_overlap(
    table: ReleasedTable, kind: Kind, ordered: bool
) -> None:
    plan = Plan(kind, ordered=ordered, intervals=intervals_of(table))
    if why_unfit(table, plan) is not None:
        return
    chart = make_chart(table, plan, WORDS)
    for width in (WIDE, NARROW):
        canvas = lay_out(chart, width)
        check_layout(canvas)
        check_labels(chart, canvas)


def check_labels(chart: Chart, canvas: Canvas) -> None:
    """Every letter of every label is written somewhere (hyphens of broken words apart)."""
    written = "".join(str(word["text"]) for word in canvas.words).replace("-", "").replace(" ", "")
    for group in chart.groups:
        assert group.label.replace(" ", "").replace("-", "") in written
    for mark in chart.groups[0].marks:
        assert mark.label.replace(" ", "").replace("-", "") in written


@given(tables(), st.sampled_from((Kind.STACKED_BARS, Kind.DIVERGING_BARS)))
@settings(max_examples=60, deadline=None)
def test_no_bar_ever_shows_a_withheld_part_as_a_gap(table: ReleasedTable, kind: Kind) -> None:
    plan = Plan(kind)
    if why_unfit(table, plan) is not None:
        return
    for group in make_chart(table, plan, WORDS).groups:
        shares = [mark.share for mark in group.marks]
        if None in shares:
            assert set(shares) == {None}
        else:
            assert sum(share or 0.0 for share in shares) == pytest.approx(1)


@pytest.mark.parametrize("kind", NEW)
@pytest.mark.parametrize("groups", [2, 12])
@pytest.mark.parametrize("answers", [AGREE, LONG_ANSWERS], ids=["scale", "long"])
def test_long_words_and_many_groups_find_room(
    kind: Kind, groups: int, answers: tuple[str, ...]
) -> None:
    names = [f"{LONG_GROUPS[at % 3]} {at}" for at in range(groups)]
    table = made_table(answers, {name: [20 + 3 * len(name)] * len(answers) for name in names})
    one = ("a0",) if kind == Kind.DOT_PLOT else ()
    chart = make_chart(table, Plan(kind, answers=one, intervals=intervals_of(table)), WORDS)
    for width in (WIDE, NARROW):
        check_layout(lay_out(chart, width))


@pytest.mark.parametrize("kind", NEW)
def test_drawings_are_described_and_the_same_each_time(kind: Kind) -> None:
    table = made_table(AGREE, {"Staff & <others>": (120, 210, 80, 60, 30), "Others": (40,) * 5})
    chart = make_chart(table, Plan(kind, intervals=intervals_of(table)), WORDS)
    drawing = draw_chart(chart)
    assert drawing == draw_chart(chart)
    root = etree.fromstring(drawing.svg.encode())
    space = "{http://www.w3.org/2000/svg}"
    described = root.find(f"{space}desc")
    assert described is not None
    assert described.text == chart.alt
    assert "Staff & <others>" in chart.alt
    assert root.get("role") == "img"
    assert drawing.png.startswith(b"\x89PNG")


@given(LABELS, st.integers(60, 400))
def test_words_are_folded_without_loss(text: str, width: int) -> None:
    lines = fold(text, width, 15)
    assert "".join("".join(lines).replace("-", "").split()) == "".join(text.split())
    assert all(text_width(line, 15) <= width for line in lines)
