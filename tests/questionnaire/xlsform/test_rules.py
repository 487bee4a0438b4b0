"""Constraints become bounds, choice filters become conditions of options."""

from datetime import date
from pathlib import Path

import pytest

from alongside.questionnaire import Question, check_study, load_study, offered_options
from alongside.questionnaire.xlsform import XlsformReport, import_xlsform

CHOICES = [
    *(("p", name, name.capitalize(), "?") for name in ("tea", "milk", "none")),
    ("region", "o'b", "Old Bay", "?"),
    ("region", "b", "Bay", "?"),
    ("town", "1", "One", "?", "o'b", "big"),
    ("town", "2", "Two", "?", "b", "big"),
    ("town", "3", "Three", "?", "b", "small"),
    ("town", "4", "Four", "?", "elsewhere", "big"),
    ("field", "sp", "Springfield", "?", "b", ""),
    ("field", "sp", "Springfield", "?", "o'b", ""),
    ("field", "sp", "Other field", "?", "o'b", ""),
]


def convert(make_form, folder: Path, *rows: dict[str, object]) -> tuple[dict, XlsformReport]:
    given = [{"name": "q", "label": "Words?", "cy": "?", **row} for row in rows]
    path = make_form(
        given,
        CHOICES,
        choice_columns=["region", "kind"],
        settings={"allow_choice_duplicates": "yes"},
    )
    report = import_xlsform(path, folder / "study")
    study = load_study(folder / "study")
    assert study.questionnaire is not None
    assert [item for item in check_study(study) if item.severity.value == "error"] == []
    return dict(study.questionnaire.questions), report


def bounds(question: Question) -> tuple[object, ...]:
    return (question.minimum, question.maximum, question.earliest, question.latest)


@pytest.mark.parametrize(
    ("kind", "constraint", "expected"),
    [
        ("integer", ". > 0 and . <= 100", (1, 100, None, None)),
        ("integer", ". > 0.5 and . < 9.5", (1, 9, None, None)),
        ("integer", "not(. > 5) and 2 <= .", (2, 5, None, None)),
        ("integer", ". >= 1 and . >= 3 and . <= 9 and . <= 7", (3, 7, None, None)),
        ("decimal", ". > 0 and . < 2.5", (0.0001, 2.4999, None, None)),
        ("text", "string-length(.) <= 20 and string-length(.) > 2", (3, 20, None, None)),
        ("date", ". <= today()", (None, None, None, "today")),
        ("date", ". >= today()", (None, None, "today", None)),
        ("date", ". > date('2020-12-31')", (None, None, "2021-01-01", None)),
        ("date", ". < date('2020-03-01')", (None, None, None, "2020-02-29")),
        ("select_multiple p", "count-selected(.) <= 2", (None, 2, None, None)),
        ("select_multiple p", "count-selected(.) = 2", (2, 2, None, None)),
        ("select_multiple p", "count-selected(.) < 3", (None, 2, None, None)),
    ],
)
def test_bounds(
    make_form, tmp_path: Path, kind: str, constraint: str, expected: tuple[object, ...]
) -> None:
    asked, report = convert(make_form, tmp_path, {"type": kind, "constraint": constraint})
    assert bounds(asked["q"]) == expected
    assert [loss for loss in report.losses if loss.name == "q"] == []


@pytest.mark.parametrize(
    ("kind", "constraint", "what"),
    [
        ("integer", "(. > 0 and . < 9) or . = 99", "constraint could not be kept"),
        ("integer", ". > 0 and . != 5", "part of its constraint"),
        ("integer", "regex(., '[0-9]')", "more than"),
        ("text", ". > 5", "constraint could not be kept"),
        ("date", ". < today()", "today is allowed"),
        ("select_one p", ". != 'tea'", "constraint could not be kept"),
    ],
)
def test_what_is_no_bound_is_named(
    make_form, tmp_path: Path, kind: str, constraint: str, what: str
) -> None:
    _, report = convert(make_form, tmp_path, {"type": kind, "constraint": constraint})
    (loss,) = [loss for loss in report.losses if loss.name == "q"]
    assert loss.row == 2
    assert what in loss.what
    assert constraint in loss.what


@pytest.mark.parametrize(
    "constraint",
    [
        "not(selected(., 'none') and count-selected(.) > 1)",
        "not(count-selected(.) >= 2 and selected(., 'none'))",
        "if(selected(., 'none'), count-selected(.) = 1, true())",
        ". = 'none' or not(selected(., 'none'))",
        "count-selected(.) = 1 or not(selected(., 'none'))",
    ],
)
def test_however_it_is_written_none_of_these_becomes_exclusive(
    make_form, tmp_path: Path, constraint: str
) -> None:
    row = {"type": "select_multiple p", "constraint": f"({constraint}) and count-selected(.) <= 2"}
    asked, report = convert(make_form, tmp_path, row)
    assert [option.exclusive for option in asked["q"].options] == [False, False, True]
    assert asked["q"].maximum == 2
    assert [loss for loss in report.losses if loss.name == "q"] == []


@pytest.mark.parametrize(
    "constraint",
    [
        "not(selected(., 'none') and count-selected(.) > 2)",
        "selected(., 'tea')",
        "not(selected(., 'none'))",
        "not(selected(., 'tea') and selected(., 'milk'))",
    ],
)
def test_other_rules_about_choices_do_not_make_them_exclusive(
    make_form, tmp_path: Path, constraint: str
) -> None:
    asked, report = convert(
        make_form, tmp_path, {"type": "select_multiple p", "constraint": constraint}
    )
    assert not any(option.exclusive for option in asked["q"].options)
    assert [loss.code for loss in report.losses if loss.name == "q"] == ["xlsform-constraint"]


@pytest.mark.parametrize(
    ("choice_filter", "offered"),
    [
        ("region = ${r}", {"o_b": ["1"], "b": ["2", "3"]}),
        ("${r} = region and kind='big'", {"o_b": ["1"], "b": ["2"]}),
        (
            "kind = 'big' or selected(${r}, region)",
            {"o_b": ["1", "2", "4"], "b": ["1", "2", "3", "4"]},
        ),
        ("name != '3'", {"b": ["1", "2", "4"]}),
        ("pulldata('x')", {"b": ["1", "2", "3", "4"]}),
    ],
)
def test_choice_filters(
    make_form, tmp_path: Path, choice_filter: str, offered: dict[str, list[str]]
) -> None:
    asked, report = convert(
        make_form,
        tmp_path,
        {"type": "select_one region", "name": "r"},
        {"type": "select_one town", "name": "t", "choice_filter": choice_filter},
    )
    for region, codes in offered.items():
        options = offered_options(asked["t"], {"r": region})
        assert [option.code for option in options] == codes
    everywhere = {option.code for option in asked["t"].options}
    left_out = " ".join(loss.what for loss in report.losses if loss.name == "t")
    assert all(code in left_out for code in {"1", "2", "3", "4"} - everywhere)
    assert ("pulldata" in choice_filter) == ("filter could not be kept" in left_out)


def test_a_choice_in_two_regions_is_one_option_and_its_namesake_another(
    make_form, tmp_path: Path
) -> None:
    asked, report = convert(
        make_form,
        tmp_path,
        {"type": "select_one region", "name": "r"},
        {"type": "select_one field", "name": "f", "choice_filter": "region = ${r}"},
        {"type": "text", "name": "w", "relevant": "${f} = 'sp'"},
    )
    codes = {
        region: [option.code for option in offered_options(asked["f"], {"r": region})]
        for region in ("b", "o_b")
    }
    assert codes == {"b": ["sp"], "o_b": ["sp", "sp_2"]}
    assert "sp_2" in " ".join(loss.what for loss in report.losses if loss.name == "f")
    assert "sp_2" in str(asked["w"].show_if)


def test_or_other_becomes_an_option_with_own_words(make_form, tmp_path: Path) -> None:
    asked, report = convert(
        make_form,
        tmp_path,
        {"type": "select_multiple p or_other", "name": "a"},
        {"type": "select_one p", "name": "b"},
        {"type": "text", "name": "c", "relevant": "selected(${a}, 'other')"},
    )
    assert list(asked) == ["a", "b", "c"]  # the box that comes with or_other is no question
    assert [option.other for option in asked["a"].options] == [False, False, False, True]
    assert "other" not in [option.code for option in asked["b"].options]
    assert "own words" in " ".join(loss.what for loss in report.losses if loss.name == "a")


def test_dates_are_compared_with_dates(make_form, tmp_path: Path) -> None:
    asked, _ = convert(
        make_form,
        tmp_path,
        {"type": "date", "name": "d"},
        {"type": "text", "name": "w", "relevant": "${d} >= date('2021-02-03')"},
    )
    assert asked["w"].show_if.bound == date(2021, 2, 3)
