"""What conditions mean, case by case and against a second, independent reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import CODES, conditions

from alongside.questionnaire import holds, parse_condition
from alongside.questionnaire.conditions import (
    All,
    Answered,
    Answers,
    Any,
    AnyIn,
    Compare,
    Condition,
    Equals,
    In,
    Not,
    Order,
    comparisons_in,
    questions_in,
)

ANSWERED: Answers = {
    "heard": "yes",
    "barriers": ("time", "cost"),
    "only": ("time",),
    "age": 17,
    "hours": 12.5,
    "rooms": 3.0,
    "began": date(2023, 3, 14),
    "score": "4",
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("heard = yes", True),
        ("heard = no", False),
        ("heard != no", True),
        ("missing != no", False),
        ("not missing = no", True),
        ("heard in (no, yes)", True),
        ("barriers includes time", True),
        ("barriers includes any (place, cost)", True),
        ("heard includes yes", True),
        ("barriers = time", False),
        ("only = time", True),
        ("barriers in (time, cost)", False),
        ("barriers answered", True),
        ("missing answered", False),
        ("age > 16", True),
        ("age >= 17", True),
        ("age < 17", False),
        ("age <= 17", True),
        ("age = 17", True),
        ("rooms = 3", True),
        ("hours > 12.4", True),
        ("missing < 5", False),
        ("began > 2023-03-13", True),
        ("began < 2023-03-14", False),
        ("began > 5", False),
        ("age > 2023-03-13", False),
        ("score >= 4", True),
        ("heard > 3", False),
        ("count barriers >= 2", True),
        ("count barriers > 2", False),
        ("count missing >= 0", False),
    ],
)
def test_meaning(words: str, expected: bool) -> None:
    assert holds(parse_condition(words), ANSWERED) is expected


def test_empty_lists_of_parts() -> None:
    assert holds(All(()), {})
    assert not holds(Any(()), {})
    assert holds(None, {})


def read_another_way(condition: Condition, answers: dict[str, tuple[str, ...]]) -> bool:
    """Return the meaning by sets of codes; unanswered is the empty set."""
    match condition:
        case All(parts):
            return False not in [read_another_way(part, answers) for part in parts]
        case Any(parts):
            return True in [read_another_way(part, answers) for part in parts]
        case Not(part):
            return read_another_way(part, answers) is False
    chosen = set(answers.get(condition.question, ()))
    match condition:
        case Answered():
            return bool(chosen)
        case Equals(_, value):
            return chosen == {value}
        case In(_, values):
            return len(chosen) == 1 and chosen <= set(values)
        case AnyIn(_, values):
            return not chosen.isdisjoint(values)
        case Compare(_, order, bound, True):
            assert isinstance(bound, float)
            return (
                bool(chosen)
                and {
                    Order.GREATER: len(chosen) > bound,
                    Order.LESS: len(chosen) < bound,
                    Order.AT_LEAST: len(chosen) >= bound,
                    Order.AT_MOST: len(chosen) <= bound,
                }[order]
            )
    raise AssertionError(condition)


NAMES = st.sampled_from(["p", "q", "r"])
SOME = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple)
LEAVES = st.one_of(
    st.builds(Equals, NAMES, st.sampled_from(CODES)),
    st.builds(In, NAMES, SOME),
    st.builds(AnyIn, NAMES, SOME),
    st.builds(Answered, NAMES),
    st.builds(Compare, NAMES, st.sampled_from(Order), st.integers(0, 4).map(float), st.just(True)),
)


@given(conditions(LEAVES), st.dictionaries(NAMES, SOME, max_size=3))
def test_agrees_with_a_reading_by_sets(
    condition: Condition, answers: dict[str, tuple[str, ...]]
) -> None:
    assert holds(condition, answers) is read_another_way(condition, answers)


@given(conditions(LEAVES), st.dictionaries(NAMES, SOME, max_size=3))
def test_only_the_questions_it_names_matter(
    condition: Condition, answers: dict[str, tuple[str, ...]]
) -> None:
    named = set(questions_in(condition))
    assert {leaf.question for leaf in comparisons_in(condition)} == named
    fewer = {code: value for code, value in answers.items() if code in named}
    assert holds(condition, answers) is holds(condition, fewer)
