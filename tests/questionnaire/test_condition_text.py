"""The written form of conditions: what it means, that it survives a round trip, how it fails."""

import pytest
from hypothesis import given
from tests.questionnaire.made_questionnaires import conditions, leaves

from alongside.kernel.errors import ExpressionError
from alongside.questionnaire import condition_text, parse_condition
from alongside.questionnaire.condition_tree import parse_tree, tree_of
from alongside.questionnaire.conditions import All, Answered, Condition, Equals, Not


@given(conditions(leaves()))
def test_written_conditions_read_back_the_same(condition: Condition) -> None:
    assert parse_condition(condition_text(condition)) == condition


@given(conditions(leaves()))
def test_condition_trees_read_back_the_same(condition: Condition) -> None:
    assert parse_tree(tree_of(condition)) == condition


def test_and_binds_tighter_than_or() -> None:
    assert parse_condition("a = x or b = y and c = z") == parse_condition(
        "a = x or (b = y and c = z)"
    )
    assert parse_condition("a = x or b = y and c = z") != parse_condition(
        "(a = x or b = y) and c = z"
    )


def test_differs_means_answered_and_not_this() -> None:
    expected = All((Answered("heard"), Not(Equals("heard", "yes"))))
    assert parse_condition("heard != yes") == expected
    assert parse_tree({"question": "heard", "is_not": "yes"}) == expected


def test_little_words_may_be_capitals_and_codes_may_be_little_words() -> None:
    condition = parse_condition('heard IN ("or", "not") AND NOT count = "any"')
    assert parse_condition(condition_text(condition)) == condition


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("heard == yes", "at character 8"),
        ("heard =", "at the end"),
        ("heard in yes", "cannot be read"),
        ("", "at the end"),
        ("(heard = yes", "at the end"),
        ("began > 2023-02-30", "does not exist"),
        ("heard = yes unsure", "at character 13"),
    ],
)
def test_faults_say_where(words: str, said: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse_condition(words, where="questionnaire.yaml:3")
    assert said in refusal.value.what
    assert refusal.value.where == "questionnaire.yaml:3"
    assert refusal.value.remedy


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"question": "heard"},
        {"question": "heard", "is": "yes", "in": ["no"]},
        {"any": [], "all": []},
        {"any": {"question": "heard", "is": "yes"}},
        {"question": "age", "at_least": "many"},
        3,
    ],
)
def test_trees_that_say_nothing_are_refused(tree: object) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse_tree(tree)
    assert refusal.value.remedy


def test_unquoted_numbers_and_truth_values_are_codes() -> None:
    assert parse_tree({"question": "score", "is": 3}) == Equals("score", "3")
    assert parse_tree({"question": "agree", "is": True}) == Equals("agree", "true")


def test_brackets_without_end_are_refused() -> None:
    with pytest.raises(ExpressionError):
        parse_condition("(" * 5000 + "a = x" + ")" * 5000)
    with pytest.raises(ExpressionError):
        parse_condition("not " * 5000 + "a = x")
