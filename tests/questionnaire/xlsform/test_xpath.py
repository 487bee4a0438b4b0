"""The stated subset of XPath, and what lies outside it."""

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
from alongside.questionnaire.xlsform.xpath import parse_xpath


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
