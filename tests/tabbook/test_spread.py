"""One question by several banners: words, frames, and what side by side must not undo."""

import csv
import io

import pytest
from markdown_it import MarkdownIt
from tests.tabbook.conftest import made_data

from alongside.kernel.errors import DataError, ExpressionError
from alongside.questionnaire import Disclosure
from alongside.tabbook import (
    Asking,
    Desk,
    Spread,
    check_weight,
    count_spreads,
    spread_of,
    table_csv,
    table_frame,
    table_html,
    table_markdown,
    table_text,
)
from alongside.tabulate import Measuring, release, tabulate
from alongside.tabulate.table import TOTAL

OPEN = Disclosure(withhold_below=1)


def spread(*by: str, rule: Disclosure = OPEN, variable: str = "heard") -> Spread:
    data = made_data()
    desk = Desk(data, rule)
    counted = count_spreads(desk, data, [variable], by, Asking(measuring=Measuring()))
    return Spread(desk.tables(counted))


def test_everybody_stands_once_and_empty_groups_are_named() -> None:
    made = spread("area", "role")
    assert [place.code for place in made.places] == [TOTAL, "north", "south", "carer", "manager"]
    assert made.depth == 2
    assert made.notes[-1] == "Nobody here is in: Nobody."


def test_a_total_that_one_table_withholds_is_withheld() -> None:
    people = "role = manager and area = south"
    data, title = made_data(), "Heard?"
    counted = tabulate(data, "heard", "area", where=people, title=title)
    strict = release(counted, Disclosure())
    both = Spread(
        (release(tabulate(data, "heard", "likes", where=people, title=title), OPEN), strict)
    )
    assert strict.cell("yes").withheld and not both.tables[0].cell("yes").withheld
    assert both.cell("yes", both.places[0]).withheld
    assert both.share("yes", both.places[0]) == "–"


def test_tables_of_different_people_do_not_stand_together() -> None:
    data = made_data()
    one = release(tabulate(data, "heard"), OPEN)
    two = release(tabulate(data, "heard", where="area = north"), OPEN)
    with pytest.raises(ValueError, match="one question and the same people"):
        spread_of((one, two))
    with pytest.raises(TypeError, match="release"):
        spread_of((tabulate(data, "heard"),))  # type: ignore[arg-type]


def test_all_forms_say_the_same_numbers() -> None:
    made = spread("area", "area > role")
    frame = table_frame(made)
    lines = list(csv.DictReader(io.StringIO(table_csv(made))))
    shown = {(line["answer_code"], line["banner"], line["group_code"]): line["n"] for line in lines}
    for row in frame.iter_rows(named=True):
        assert shown[row["answer_code"], row["banner"], row["group_code"]] == str(row["n"])
    text, page = table_text(made), table_html(made)
    for number in ("60", "45", "117"):
        assert number in text and number in page
    assert "<b>not</b>" not in page and "&lt;b&gt;not&lt;/b&gt;" in page


def test_markdown_is_read_as_one_table() -> None:
    made = MarkdownIt("commonmark").enable("table").render(table_markdown(spread("area", "role")))
    assert made.count("<table>") == 1 and made.count("<th ") + made.count("<th>") == 6
    assert "<b>" not in made


def test_wide_text_puts_banners_below_each_other() -> None:
    made = table_text(spread("area", "area > role", "role"))
    assert max(map(len, made.splitlines())) <= 110
    assert made.count("Base: people") == 3


def test_withheld_numbers_are_null_in_frames() -> None:
    frame = table_frame(spread("area", rule=Disclosure()))
    held = frame.filter("withheld")
    assert held.height and held["n"].null_count() == held.height == held["share"].null_count()
    assert held["low_share"].null_count() == held.height


def test_weights_that_cannot_be_used_are_refused() -> None:
    import polars as pl  # noqa: PLC0415

    data = made_data()
    n = data.frame.height
    frame = data.frame.with_columns(
        good=pl.lit(1.5),
        zeros=pl.Series([0.0] + [1.0] * (n - 1)),
        gaps=pl.Series([None] + [1.0] * (n - 1)),
    )
    weighted = type(data)(frame, data.codebook, data.provenance)
    check_weight(weighted, "good", Disclosure())
    check_weight(weighted, "zeros", OPEN)
    with pytest.raises(DataError, match="weight of 0"):
        check_weight(weighted, "zeros", Disclosure())
    with pytest.raises(DataError, match="no weight"):
        check_weight(weighted, "gaps", OPEN)
    with pytest.raises(ExpressionError, match="does not hold numbers"):
        check_weight(weighted, "area", OPEN)
    with pytest.raises(ExpressionError, match="several answers"):
        check_weight(weighted, "likes", OPEN)


def test_a_desk_answers_alike_whatever_was_asked_between() -> None:
    data, rule = made_data(), Disclosure()
    desk = Desk(data, rule)

    def ask(*by: str) -> list[bool]:
        counted = count_spreads(desk, data, ["heard"], by, Asking())
        return [cell.withheld for table in desk.tables(counted) for cell in table.cells.values()]

    first = ask("area")
    ask("role", "area > role")
    assert ask("area") == first
    assert len(desk.given) == 3
