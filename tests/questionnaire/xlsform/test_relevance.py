"""Conditions mean here what they mean in XPath: lxml's own engine is the judge."""

from typing import Any as AnyJson

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from alongside.kernel.text import plain_text
from alongside.questionnaire.conditions import All, Any, Equals, In, Not, Value, holds
from alongside.questionnaire.model import Option, Question, QuestionType
from alongside.questionnaire.xlsform.relevance import (
    ALWAYS,
    NEVER,
    Asked,
    NotKeptError,
    both,
    read_condition,
    simplify,
)


def asked(name: str, kind: QuestionType, *choices: str) -> Asked:
    options = tuple(Option(f"c{choice}", plain_text(choice)) for choice in choices)
    question = Question(f"q_{name}", kind, plain_text(name), options=options)
    return Asked(question, {choice: (f"c{choice}",) for choice in choices})


ASKED = {
    "one": asked("one", QuestionType.ONE_OF, "a", "b", "c"),
    "scale": asked("scale", QuestionType.ONE_OF, "1", "2", "3"),
    "many": asked("many", QuestionType.ANY_OF, "a", "b", "c"),
    "age": asked("age", QuestionType.NUMBER),
    "words": asked("words", QuestionType.SHORT_TEXT),
}
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
ORDER = st.sampled_from(["<", "<=", ">", ">="])
EQUAL = st.sampled_from(["=", "!="])
NUMBERS = st.integers(0, 4).map(str)


def either_way(left: str, sign: str, right: str, turned: bool) -> str:
    mirror = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    return f"{right} {mirror.get(sign, sign)} {left}" if turned else f"{left} {sign} {right}"


LEAVES = st.one_of(
    st.builds(
        either_way, st.just("${one}"), EQUAL, st.sampled_from(["'a'", '"b"', "''"]), st.booleans()
    ),
    st.builds(either_way, st.just("${scale}"), SIGNS, st.sampled_from("123"), st.booleans()),
    st.builds(either_way, st.just("${scale}"), ORDER, st.sampled_from("04"), st.booleans()),
    st.builds("selected(${{one}}, '{}')".format, st.sampled_from("abc")),
    st.builds("selected(${{many}}, '{}')".format, st.sampled_from("abc")),
    st.builds("count-selected(${{many}}) {} {}".format, SIGNS, NUMBERS),
    st.builds("${{many}} {} '{}'".format, EQUAL, st.sampled_from(["a", "b", ""])),
    st.builds(either_way, st.just("${age}"), SIGNS, NUMBERS, st.booleans()),
    st.builds("${{words}} {} '{}'".format, EQUAL, st.sampled_from(["", "a", "two words"])),
    st.sampled_from(["string-length(${words}) > 0", "string-length(${age}) = 0"]),
    st.sampled_from(["true()", "false()"]),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("{} and {} or {}".format, inner, inner, inner),
        st.builds("not({})".format, inner),
        st.builds("if({}, {}, {})".format, inner, inner, inner),
    ),
    max_leaves=5,
)
FILLED = st.fixed_dictionaries(
    {},
    optional={
        "one": st.sampled_from("abc"),
        "scale": st.sampled_from("123"),
        "many": st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted),
        "age": st.integers(0, 5),
        "words": st.sampled_from(["a", "two words", "something"]),
    },
)


def xpath_says(words: str, filled: dict[str, AnyJson]) -> bool:
    """Evaluate the expression over an XForms instance, with its two extra functions."""
    root = etree.Element("data")
    for name in ASKED:
        value = filled.get(name, "")
        etree.SubElement(root, name).text = (
            " ".join(value) if isinstance(value, list) else str(value)
        )

    def selected(_: object, node: list[etree._Element], choice: str) -> bool:
        return choice in (node[0].text or "").split()

    def count_selected(_: object, node: list[etree._Element]) -> float:
        return float(len((node[0].text or "").split()))

    def if_(_: object, condition: bool, then: bool, otherwise: bool) -> bool:
        return then if condition else otherwise

    functions = {
        (None, "selected"): selected,
        (None, "count-selected"): count_selected,
        (None, "if"): if_,
    }
    for name in ASKED:
        words = words.replace(f"${{{name}}}", f"/data/{name}")
    return bool(root.xpath(f"boolean({words})", extensions=functions))


def our_answers(filled: dict[str, AnyJson]) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    for name, value in filled.items():
        known = ASKED[name]
        if isinstance(value, list):
            answers[known.question.code] = tuple(known.options[item][0] for item in value)
        elif known.options:
            answers[known.question.code] = known.options[value][0]
        else:
            answers[known.question.code] = value
    return answers


@given(words=EXPRESSIONS, filled=FILLED)
def test_a_condition_holds_exactly_when_xpath_says_so(
    words: str, filled: dict[str, AnyJson]
) -> None:
    ours = holds(read_condition(words, ASKED), our_answers(filled))
    assert ours == xpath_says(words, filled), words


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("${later} = 1", "not asked before"),
        ("${one} = 'zz'", "no choice"),
        ("selected(${many}, 'zz')", "no choice"),
        ("selected(${words}, 'a')", "short-text"),
        ("count-selected(${one}) > 1", "one-of"),
        ("${many} > 1", "kind of value"),
        ("${age} = 'old'", "no answer"),
        ("${words} > 2", "kind of value"),
        ("${age} > today()", "cannot answer"),
        ("regex(${words}, 'a')", "more than"),
    ],
)
def test_what_cannot_be_kept_says_why(words: str, reason: str) -> None:
    with pytest.raises(NotKeptError, match=reason):
        read_condition(words, ASKED)


def test_a_choice_that_is_not_there_is_never_chosen_in_a_choice_filter() -> None:
    assert read_condition("${one} = 'zz'", ASKED, other_choices=True) == NEVER
    assert read_condition("${one} != 'zz'", ASKED, other_choices=True) == ALWAYS


def test_conditions_are_written_as_short_as_they_can_be() -> None:
    a, b = Equals("q", "a"), Equals("q", "b")
    assert simplify(Any((a, Any((b, NEVER))))) == In("q", ("a", "b"))
    assert simplify(All((a, All((a, ALWAYS))))) == a
    assert simplify(Not(Not(a))) == a
    assert simplify(All((a, Not(ALWAYS)))) == NEVER
    assert both(None, None) is None
    assert both(a, None) == a
    assert both(a, b) == All((a, b))
