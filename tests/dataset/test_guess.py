"""A first codebook: what is guessed from cells."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.dataset import Missing, VariableType
from alongside.dataset.csv_table import CsvTable
from alongside.dataset.guess import Guess, guess_codebook, make_code
from alongside.dataset.source_codebook import SourceVariable


def guess(columns: Mapping[str, Sequence[str]]) -> Guess:
    cells = {head: list(column) for head, column in columns.items()}
    rows = len(next(iter(cells.values())))
    return guess_codebook(CsvTable("a.csv", "utf-8", ",", cells, tuple(range(2, rows + 2))))


def variable(columns: Mapping[str, Sequence[str]], spot: int = 0) -> SourceVariable:
    return guess(columns).codebook.variables[spot]


def types(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {item.code: item.type.value for item in guess(columns).codebook.variables}


def test_a_run_of_ticks_is_one_question() -> None:
    found = guess(
        {
            "Area": ["a", "b", "a", "b"],
            "Time": ["1", "", "", ""],
            "Money": ["", "1", " 1 ", ""],
            "Trust": ["", "", "1", ""],
            "Other": ["x", "y", "x", "y"],
        }
    )
    run = found.codebook.variables[1]
    assert [item.code for item in found.codebook.variables] == ["area", "choices", "other"]
    assert run.type is VariableType.MULTI
    assert run.ticked == "1"
    assert [(item.code, item.column) for item in run.categories] == [
        ("time", "Time"),
        ("money", "Money"),
        ("trust", "Trust"),
    ]
    assert any("3 columns from “Time” to “Trust”" in note for note in found.notes)


@pytest.mark.parametrize(
    ("heads", "question", "options"),
    [
        (["Likes: tea", "Likes: milk", "Likes: tap water"], "Likes", ["tea", "milk", "tap water"]),
        (["Q5 [Tea]", "Q5 [Milk]", "Q5 [Tea (green)]"], "Q5", ["Tea", "Milk", "Tea (green)"]),
        (["drinks/tea", "drinks/teapot", "drinks/milk"], "drinks", ["tea", "teapot", "milk"]),
        (["Likes? - tea", "Likes? - milk", "Likes? - te"], "Likes?", ["tea", "milk", "te"]),
        (["Tea", "Teapot", "Tearoom"], "", ["Tea", "Teapot", "Tearoom"]),
        (["A: x", "A: y", "A:"], "", ["A: x", "A: y", "A:"]),
        (["1: x", "1: y", "1: z"], "", ["1: x", "1: y", "1: z"]),
    ],
)
def test_headings_with_a_shared_beginning_are_a_question_and_its_options(
    heads: list[str], question: str, options: list[str]
) -> None:
    (run,) = guess({head: ["1", ""] for head in heads}).codebook.variables
    assert [item.label for item in run.categories] == options
    assert [item.column for item in run.categories] == heads
    assert run.label == (question or f"{heads[0]} … {heads[-1]}")
    assert len({item.code for item in run.categories}) == 3


def test_two_tick_columns_are_no_run() -> None:
    assert types({"a": ["x", ""], "b": ["", "x"]}) == {"a": "single", "b": "single"}


def test_an_empty_column_inside_a_run_belongs_to_it_and_outside_it_does_not() -> None:
    tick, none = ["1", ""], ["", ""]
    found = guess({"e": none, "a": tick, "b": none, "c": tick, "d": tick, "f": none}).codebook
    assert [item.column for item in found.variables[0].categories] == ["a", "b", "c", "d"]
    assert found.left_out == ("e", "f")


def test_another_mark_begins_another_run() -> None:
    one, x = ["1", ""], ["", "x"]
    found = guess({"a": one, "b": one, "c": one, "d": x, "e": x, "f": x}).codebook
    assert [(item.code, item.ticked) for item in found.variables] == [
        ("choices", "1"),
        ("choices_2", "x"),
    ]


def test_a_run_longer_than_a_mask_is_split() -> None:
    found = guess({f"c{number}": ["1", ""] for number in range(70)}).codebook
    assert [len(item.categories) for item in found.variables] == [64, 6]


def test_zeros_and_ones_are_not_taken_for_ticks() -> None:
    assert set(types({head: ["0", "1"] for head in "abcd"}).values()) == {"single"}


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Respondent ID", [f"R{number}" for number in range(30)]),
        ("E-mail", ["a@b.org", "c@d.org", "a@b.org"]),
        ("Contact", ["a@b.org", "c@d.org", "c@d.org", "a@b.org"]),
        ("home postcode", [f"AB{number} 1CD" for number in range(9)]),
        ("key", [f"{number:08x}" for number in range(60)]),
        ("Reference", [str(number * 7919) for number in range(60)]),
    ],
)
def test_what_could_point_to_people_is_marked(head: str, cells: list[str]) -> None:
    found = guess({head: cells, "b": ["x"] * len(cells)})
    assert found.codebook.variables[0].identifies
    assert any("could point to people" in note and head in note for note in found.notes)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("Service name", ["North", "South"] * 10),
        ("Score", [f"{number}.5" for number in range(60)]),
        ("Income", [f"{number},{number:03}" for number in range(10, 90)]),
        ("Weight", [f"{number},5" for number in range(60)]),
        ("Why", [f"Because of number {word}" for word in "abcdefghij" * 6]),
        ("Valid", ["yes", "no"] * 30),
    ],
)
def test_measurements_groups_and_sentences_point_to_nobody(head: str, cells: list[str]) -> None:
    assert not variable({head: cells}).identifies


def test_an_identifier_that_repeats_makes_rows_answers() -> None:
    ids = [f"R{number // 2}" for number in range(60)]
    found = guess({"Respondent ID": ids, "b": ["x"] * 60})
    assert found.codebook.unit == "row"
    assert any("30 different in 60 rows" in note for note in found.notes)
    once = guess({"Respondent ID": [f"R{number}" for number in range(60)]})
    assert once.codebook.unit == "respondent"


def test_people_may_share_a_postcode() -> None:
    assert guess({"Postcode": [f"AB{n % 40} 1CD" for n in range(60)]}).codebook.unit == "respondent"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["13/01/2023", "13/01/2023"], "day-first"),
        (["01/13/2023", "01/02/2023"], "month-first"),
        (["01/02/2023", "01/02/2023"], "day-first"),
        (["2023-01-13", "2023-01-13"], "year-first"),
    ],
)
def test_dates_are_found_with_their_order(cells: list[str], order: str) -> None:
    found = guess({"When": cells})
    assert found.codebook.variables[0].type is VariableType.DATE
    assert found.codebook.dates == order


def test_unclear_dates_are_said() -> None:
    assert any("day or month first" in note for note in guess({"When": ["01/02/2023"]}).notes)
    sure = guess({"When": ["01/02/2023"], "Then": ["01/13/2023"]})
    assert sure.codebook.dates == "month-first"
    assert not any("taken as day first" in note for note in sure.notes)


def test_dates_in_both_orders_stay_words() -> None:
    found = guess({"When": ["13/01/2023", "01/13/2023"]})
    assert found.codebook.variables[0].type is VariableType.TEXT
    assert any("nobody can tell them all apart" in note for note in found.notes)


def test_two_columns_with_two_orders_do_not_spoil_each_other() -> None:
    found = guess(
        {"A": ["2023-01-13"], "B": ["13/01/2023"], "C": ["01/13/2023"], "D": ["01/02/2023"]}
    )
    kinds = [item.type.value for item in found.codebook.variables]
    assert (found.codebook.dates, kinds) == ("day-first", ["date", "date", "text", "date"])
    assert any(note.startswith("c: these dates are month first") for note in found.notes)


def test_few_numbers_are_categories_by_size_and_many_are_numbers() -> None:
    few = variable({"Rating": ["10", "2", "1", "2"]})
    assert (few.type, [item.code for item in few.categories]) == (
        VariableType.SINGLE,
        ["1", "2", "10"],
    )
    assert variable({"Age": [str(20 + n % 45) for n in range(90)]}).type is VariableType.NUMERIC
    assert variable({"a": ["nan", "1", "2", "inf"]}).type is VariableType.TEXT


def test_decimal_commas_stay_words_and_are_said() -> None:
    found = guess({"Weight": [f"{number},5" for number in range(60)]})
    assert found.codebook.variables[0].type is VariableType.TEXT
    assert any("decimal comma" in note for note in found.notes)


def test_words_that_repeat_are_categories_the_commonest_first() -> None:
    found = variable({"Place": ["b", "a", "c", "a", "b", "a", "c", ""]})
    assert [(item.code, item.value) for item in found.categories] == [
        ("a", "a"),
        ("b", "b"),
        ("c", "c"),
    ]


def test_sentences_are_open_answers() -> None:
    assert types({"Why": ["It was good", "It was bad", "Nobody came", "Twice"]}) == {"why": "text"}


def test_words_for_no_answer_are_missing_with_their_reason() -> None:
    cells = ["a", "b", "a", "b", "Did not answer", "Prefer not to say", "N/A"]
    found = guess({"Choice": cells})
    assert found.codebook.variables[0].missing == {
        "Did not answer": Missing.SKIPPED,
        "Prefer not to say": Missing.DECLINED,
        "N/A": Missing.NOT_ASKED,
    }
    assert [item.code for item in found.codebook.variables[0].categories] == ["a", "b"]
    assert any("taken as no answer" in note for note in found.notes)


def test_in_open_answers_not_applicable_is_an_answer() -> None:
    found = variable({"Why": ["N/A", "No answer", "one thing", "another thing", "all of it"]})
    assert found.missing == {"No answer": Missing.SKIPPED}


def test_codes_are_unique_and_never_those_of_the_frame() -> None:
    one = ["a", "a"]
    heads = ["Respondent", "Status", "A b", "A-b", "a_b", "日本", "!", "1st", "Not", "A  __ B"]
    codes = [item.code for item in guess(dict.fromkeys(heads, one)).codebook.variables]
    assert codes == [
        *("respondent_2", "status_2", "a_b", "a_b_2", "a_b_3", "column", "column_2", "v_1st"),
        *("not_2", "a_b_4"),
    ]


@given(st.lists(st.text(max_size=80), max_size=12))
def test_codes_are_always_plain_and_unique(heads: list[str]) -> None:
    codes: list[str] = []
    for head in heads:
        codes.append(make_code(head, codes))
    assert len(set(codes)) == len(codes)
    assert all(code.isascii() and "__" not in code for code in codes)
    assert all(code.replace("_", "a").isalnum() and not code[0].isdigit() for code in codes)


def test_empty_columns_and_rows_are_said() -> None:
    found = guess({"a": ["x", "x", ""], "b": ["", " ", ""]})
    assert found.codebook.left_out == ("b",)
    assert "Left out because they are empty: b" in found.notes
    assert any(note.startswith("Empty rows: 1.") for note in found.notes)
