"""Stacked and diverging bars, dots, heat maps and small multiples: what they draw and say."""

import re
from collections.abc import Sequence

import pytest
from lxml import etree
from tests.charts.made_tables import AGREE, made_table

from alongside.charts import Chart, ChartWords, Kind, Plan, draw_chart, make_chart
from alongside.charts.canvas import Canvas
from alongside.charts.layout import NARROW, WIDE, lay_out
from alongside.charts.palette import contrast_ratio
from alongside.tabulate import ReleasedTable

WORDS = ChartWords("c", "What people said")
TWO = {"Staff": (120, 210, 80, 60, 30), "Lived experience": (60, 44, 26, 30, 40)}
YES_NO = ("Yes", "No", "Not sure")
ONE_GROUP = (Kind.DONUT, Kind.BARS, Kind.PICTOGRAM)
HELD = {"North": (60, 40, 20), "South": (30, 20, 4), "East": (50, 33, 12)}


def number(shape: dict[str, object], name: str) -> float:
    return float(str(shape[name]))


def written(canvas: Canvas) -> list[str]:
    return [str(word["text"]) for word in canvas.words]


def bars_of(canvas: Canvas) -> list[list[dict[str, object]]]:
    """Return the parts of bars, row by row (parts are higher than the marks of a legend)."""
    rows: dict[object, list[dict[str, object]]] = {}
    for rect in canvas.rects:
        if number(rect, "y2") - number(rect, "y") > 20:
            rows.setdefault(rect["y"], []).append(rect)
    return list(rows.values())


def made(kind: Kind, table: ReleasedTable | None = None, **plan: object) -> Chart:
    return make_chart(table or made_table(AGREE, TWO), Plan(kind, **plan), WORDS)  # type: ignore[arg-type]


def test_stacked_bars_are_all_as_long_and_cut_in_proportion() -> None:
    rows = bars_of(lay_out(made(Kind.STACKED_BARS)))
    assert len(rows) == 3, "two groups and everyone"
    ends = {(row[0]["x"], round(number(row[-1], "x2"))) for row in rows}
    assert len(ends) == 1
    lengths = [number(part, "x2") - number(part, "x") + 1.5 for part in rows[0]]
    whole = sum(lengths)
    assert [length / whole for length in lengths] == pytest.approx([0.24, 0.42, 0.16, 0.12, 0.06])


def test_a_bar_with_a_withheld_part_is_not_drawn_and_its_parts_are_not_kept() -> None:
    table = made_table(YES_NO, HELD)
    held = [column.heading.label for column in table.columns if _holds_back(table, column)]
    assert "South" in held
    assert len(held) < len(table.columns)
    for kind in (Kind.STACKED_BARS, Kind.DIVERGING_BARS):
        chart = make_chart(table, Plan(kind, middle="a2"), WORDS)
        for group in chart.groups:
            if group.label in held:
                assert all(mark.share is None for mark in group.marks)
                assert not any(re.search(r"\d", mark.words + mark.short) for mark in group.marks)
        canvas = lay_out(chart)
        assert len(bars_of(canvas)) == len(table.columns) - len(held)
        assert written(canvas).count("not drawn, because a part is withheld") == len(held)
        assert "because a part is withheld" in chart.alt


def _holds_back(table: ReleasedTable, column: object) -> bool:
    code = column.heading.code  # type: ignore[attr-defined]
    return any(table.cell(row.code, code).withheld for row in table.rows)


def test_order_is_said_in_words_and_in_the_order_of_the_parts() -> None:
    canvas = lay_out(made(Kind.STACKED_BARS))
    words = written(canvas)
    assert words[0] == "Each bar, from left to right:"
    assert words[1:6] == list(AGREE)


@pytest.mark.parametrize("neutral", ["middle", "side"])
def test_diverging_bars_meet_at_one_line(neutral: str) -> None:
    canvas = lay_out(made(Kind.DIVERGING_BARS, neutral=neutral))
    line = {number(mark, "x") for mark in canvas.lines if mark["x"] == mark["x2"]}
    assert len(line) == 1
    zero = line.pop()
    for row in bars_of(canvas):
        if neutral == "middle":
            middle = row[2]
            assert (number(middle, "x") + number(middle, "x2") + 1.5) / 2 == pytest.approx(zero)
        else:
            assert number(row[2], "x") == pytest.approx(zero), "disagreement begins at the line"
            assert number(row[1], "x2") + 1.5 == pytest.approx(zero), "agreement ends there"
            assert number(row[4], "x") > number(row[3], "x2") + 20, "the neutral stands apart"


def test_even_scales_have_no_neutral_answer() -> None:
    table = made_table(AGREE[:2] + AGREE[3:], {"One": (40, 30, 20, 10)})
    rows = bars_of(lay_out(made(Kind.DIVERGING_BARS, table, total=False)))
    assert [len(row) for row in rows] == [4]


def test_no_answer_is_grey_and_apart() -> None:
    table = made_table((*YES_NO, "-"), {"One": (40, 30, 20, 10)}, no_answer=True)
    chart = made(Kind.DIVERGING_BARS, table, middle="a2", total=False)
    mark = chart.groups[0].marks[-1]
    assert (mark.label, mark.place, str(mark.side)) == ("No answer", -1, "apart")
    assert bars_of(lay_out(chart))[0][-1]["fill"] == "#8c9599"


def test_dots_stand_in_proportion_with_their_intervals_in_words() -> None:
    table = made_table(YES_NO, {"Town": (60, 30, 10), "Coast": (20, 70, 10)})
    intervals = {("a0", "g0"): (0.5, 0.7), ("a0", "g1"): (0.13, 0.29)}
    chart = make_chart(
        table, Plan(Kind.DOT_PLOT, answers=("a0",), intervals=intervals, total=False), WORDS
    )
    assert [group.label for group in chart.groups] == ["Town", "Coast"], "by size"
    canvas = lay_out(chart)
    assert "60% (50% to 70%)" in written(canvas)
    town, coast = (number(dot, "x") for dot in canvas.symbols)
    zero = min(number(rect, "x") for rect in canvas.rects) + 0.5
    assert (town - zero) / (coast - zero) == pytest.approx(3)
    long_ones = [line for line in canvas.lines if line["y"] == line["y2"]]
    ends = [(number(line, "x") - zero, number(line, "x2") - zero) for line in long_ones]
    unit = (town - zero) / 0.6
    assert ends == [
        pytest.approx((0.5 * unit, 0.7 * unit)),
        pytest.approx((0.13 * unit, 0.29 * unit)),
    ]
    assert "95% interval" in chart.notes[0]


def test_intervals_of_withheld_cells_are_not_used() -> None:
    table = made_table(YES_NO, HELD)
    intervals = {
        (row.code, c.heading.code): (0.1, 0.2) for row in table.rows for c in table.columns
    }
    chart = make_chart(table, Plan(Kind.DOT_PLOT, intervals=intervals), WORDS)
    held = [mark for mark in chart.marks if mark.share is None]
    assert held
    assert all(mark.low is None and mark.words == "withheld" for mark in held)
    canvas = lay_out(chart)
    assert len(canvas.symbols) == len(chart.marks) - len(held)


def test_small_groups_have_a_hollow_dot_and_words() -> None:
    table = made_table(YES_NO, {"Town": (60, 30, 10), "Coast": (12, 11, 10)})
    chart = made(Kind.DOT_PLOT, table, intervals={("a0", "g0"): (0.5, 0.7)})
    dots = lay_out(chart).symbols
    assert sum(dot["fill"] == "#ffffff" for dot in dots) == 3
    assert "33 people (small group)" in written(lay_out(chart))
    assert "A hollow dot marks a small group." in chart.notes


def test_heat_maps_print_every_share_where_it_can_be_read() -> None:
    table = made_table(YES_NO, HELD)
    chart = made(Kind.HEAT_MAP, table)
    for width in (WIDE, NARROW):
        canvas = lay_out(chart, width)
        assert len(canvas.rects) == len(chart.marks) == 12
        for cell, mark in zip(canvas.rects, _by_place(canvas), strict=True):
            assert contrast_ratio(str(mark["fill"]), str(cell["fill"])) >= 4.5
        held = [mark for mark in chart.marks if mark.share is None]
        assert written(canvas).count("[c]") == len(held) > 0
        assert any("[c] stands for" in line for line in written(canvas))


def _by_place(canvas: Canvas) -> list[dict[str, object]]:
    """Return the words that stand in cells, in the order of the cells."""
    return [
        next(
            word
            for word in canvas.words
            if number(cell, "x") < number(word, "x") < number(cell, "x2")
            and number(cell, "y") < number(word, "y") < number(cell, "y2")
        )
        for cell in canvas.rects
    ]


def test_darker_cells_hold_larger_shares() -> None:
    chart = made(Kind.HEAT_MAP)
    canvas = lay_out(chart)
    shares = {}
    for cell, word in zip(canvas.rects, _by_place(canvas), strict=True):
        shares[str(cell["fill"])] = int(str(word["text"]).rstrip("%"))
    by_dark = sorted(shares, key=lambda fill: contrast_ratio(fill, "#ffffff"))
    assert [shares[fill] for fill in by_dark] == sorted(shares.values())


def test_narrow_columns_are_named_by_letters_that_are_explained() -> None:
    words = written(lay_out(made(Kind.HEAT_MAP), NARROW))
    assert words[:2] == ["A", "Staff, 500 people"]
    assert words.count("B") == 2


def test_little_charts_share_one_scale() -> None:
    canvas = lay_out(made(Kind.SMALL_MULTIPLES))
    lengths = [number(bar, "x2") - number(bar, "x") for bar in canvas.rects]
    shares = [n / 500 for n in TWO["Staff"]] + [n / 200 for n in TWO["Lived experience"]]
    assert [length / lengths[0] for length in lengths] == pytest.approx(
        [share / shares[0] for share in shares]
    )
    assert "All on the same scale, from zero." in written(canvas)


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind not in ("donut", "bars", "pictogram")]
)
def test_from_the_right_everything_is_mirrored(kind: Kind) -> None:
    table = made_table(("نعم", "لا", "ربما"), {"الموظفون": (60, 40, 20), "الناس": (30, 20, 14)})
    plan = Plan(kind, middle="a2" if kind == Kind.DIVERGING_BARS else "")
    chart = make_chart(table, plan, ChartWords("c", "ما قاله الناس", language="ar"))
    from_left = lay_out(Chart(**{**_fields(chart), "language": "cy"}))
    from_right = lay_out(chart)
    rects = [(shape["x"], shape["x2"]) for shape in from_right.rects]
    if kind not in (Kind.STACKED_BARS, Kind.DIVERGING_BARS):  # legends flow by their words
        assert rects == [
            (WIDE - number(shape, "x2"), WIDE - number(shape, "x")) for shape in from_left.rects
        ]
    assert all(
        word["text"] == f"\u202b{str(word['text'])[1:-1]}\u202c" for word in from_right.words
    )
    etree.fromstring(draw_chart(chart).svg.encode())


def _fields(chart: Chart) -> dict[str, object]:
    return {name: getattr(chart, name) for name in chart.__dataclass_fields__}


def test_welsh_charts_speak_welsh() -> None:
    table = made_table(YES_NO, HELD, language="cy")
    chart = make_chart(table, Plan(Kind.STACKED_BARS), ChartWords("c", "t", language="cy"))
    assert "Pob bar, o'r chwith i'r dde:" in written(lay_out(chart))
    assert chart.alt.startswith("Siart bar wedi'i bentyrru")
    assert "Pawb" in [group.label for group in chart.groups]


def test_large_charts_are_described_by_their_range() -> None:
    groups: dict[str, Sequence[int]] = {f"Group {at}": (50 + at, 30, 20) for at in range(14)}
    chart = made(Kind.HEAT_MAP, made_table(YES_NO, groups))
    assert "15 groups and 3 answers." in chart.alt
    assert "The largest share is Yes in Group 13, 56% (63)." in chart.alt
    assert len(chart.alt) < 400
