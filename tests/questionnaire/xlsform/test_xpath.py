"""The stated subset of XPath, and what lies outside it."""

from datetime import date

import pytest

from alongside.kernel.errors import ExpressionError
from alongside.questionnaire.conditions import (
    All,
    Answered,
    Any,
    AnyIn,
    Compare,
    Equals,
    Not,
    Order,
    holds,
)
from alongside.questionnaire.xlsform.xpath import (
    TODAY,
    column_names,
    fill_columns,
    parse_xpath,
)


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("${q} = 'a'", Equals("q", "a")),
        ("${q}=1", Equals("q", "1")),
        ('${q} != "a b"', Not(Equals("q", "a b"))),
        ("${q} = ''", Not(Answered("q"))),
        ("${q} != ''", Answered("q")),
        ("selected(${q}, 'a')", AnyIn("q", ("a",))),
        ("not(selected(${q}, 'a'))", Not(AnyIn("q", ("a",)))),
        ("${age} >= 18", Compare("age", Order.AT_LEAST, 18.0)),
        ("18 <= ${age}", Compare("age", Order.AT_LEAST, 18.0)),
        ("count-selected(.) <= 3", Compare(".", Order.AT_MOST, 3.0, counts=True)),
        ("string-length(.) < 20", Compare(".length", Order.LESS, 20.0)),
        (
            ". > 0 and . <= 100",
            All((Compare(".", Order.GREATER, 0), Compare(".", Order.AT_MOST, 100))),
        ),
        (
            "${a} = 'x' or ${b} = 'y' and ${c} = 'z'",
            Any((Equals("a", "x"), All((Equals("b", "y"), Equals("c", "z"))))),
        ),
        ("(${a} = 'x' or ${b} = 'y')", Any((Equals("a", "x"), Equals("b", "y")))),
        ("true()", All(())),
        ("false()", Any(())),
        ("TRUE", All(())),
        (". >= .5", Compare(".", Order.AT_LEAST, 0.5)),
        ("${age} > '18'", Compare("age", Order.GREATER, 18.0)),
        ("${d} > date('2023-03-14')", Compare("d", Order.GREATER, date(2023, 3, 14))),
        (". <= today()", Compare(".", Order.AT_MOST, TODAY)),
        ("string-length(${q}) > 0", Answered("q")),
        ("string-length(${q}) = 0", Not(Answered("q"))),
        ("'a' = 'a'", All(())),
        ("'a' != 'a'", Any(())),
        ("'2' < 10", All(())),
        (
            "if(${a} = 'x', ${b} = 'y', true())",
            Any((All((Equals("a", "x"), Equals("b", "y"))), All((Not(Equals("a", "x")), All(()))))),
        ),
    ],
)
def test_kept(words: str, condition: object) -> None:
    assert parse_xpath(words) == condition


@pytest.mark.parametrize(
    "words",
    [
        "regex(., '^[A-Z]+$')",
        "${a} = ${b}",
        "${a} + 1 > 3",
        "indexed-repeat(${a}, ${b}, 1) = 2",
        "if(${a} = 1, 2, 3) = 2",
        "${a} =",
        "string-length(${a}) > 3",
        "pulldata('x', 'y', 'z', ${a}) = 1",
        "${d} = today()",
        "${q} < 'word'",
        "${d} > date('2023-02-30')",
        "'a' < 'b'",
        "(" * 30 + "${a} = 1",
        "",
    ],
)
def test_refused(words: str) -> None:
    with pytest.raises(ExpressionError):
        parse_xpath(words)


def test_an_empty_answer_differs_from_every_word_as_in_xpath() -> None:
    assert holds(parse_xpath("${q} != 'a'"), {})


def test_equal_count() -> None:
    condition = parse_xpath("count-selected(${q}) = 2")
    assert holds(condition, {"q": ("a", "b")})
    assert not holds(condition, {"q": ("a",)})


def test_a_choice_filter_is_filled_with_the_cells_of_a_choice() -> None:
    words = "region = ${region} and not(kind='region') or selected(${kinds}, kind)"
    cells = {"region": "north", "kind": "o'clock"}
    assert column_names(words) == {"region", "kind"}
    assert fill_columns(words, cells) == (
        "'north' = ${region} and not(\"o'clock\"='region') or selected(${kinds}, \"o'clock\")"
    )
    assert fill_columns("empty = ${q}", {}) == "'' = ${q}"


def test_a_cell_with_both_quotation_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="quotation"):
        fill_columns("a = 'x'", {"a": "'\""})
