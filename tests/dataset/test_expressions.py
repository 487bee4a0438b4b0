"""A condition over columns says the same as the condition over one person's answers."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, day, multi, number, single, words

from alongside.dataset import condition_to_expr, find_variable
from alongside.dataset.codebook import Codebook, Variable, VariableType
from alongside.dataset.expressions import condition_faults, mask_of
from alongside.kernel.errors import ExpressionError
from alongside.kernel.text import plain_text
from alongside.questionnaire import Answers, Condition, Value, holds, parse_condition
from alongside.questionnaire.conditions import (
    All,
    Answered,
    Any,
    AnyIn,
    Compare,
    Equals,
    In,
    Not,
    Order,
)

HEARD = single("heard", "yes", "no", "unsure")
POINTS = single("points", "1", "2", "3", "10")
NEEDS = multi("needs", *(f"n{spot}" for spot in range(64)))
AGE, WHEN, SAID = number("age"), day("visit"), words("said")
VARIABLES = (HEARD, POINTS, NEEDS, AGE, WHEN, SAID)
CODEBOOK = Codebook(VARIABLES)
FIRST_DAY = date(2023, 3, 14)
WORDS = ["", " 7 ", "7", "7.5", "1_0", "nan", "inf", "1e1", "many", "７", "yes"]

codes_of = {
    variable.code: [category.code for category in variable.categories] for variable in VARIABLES
}
days = st.integers(0, 6).map(lambda more: FIRST_DAY + timedelta(days=more))
some_needs = st.lists(st.sampled_from(["n0", "n1", "n31", "n32", "n62", "n63"]), unique=True)
people = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "heard": st.sampled_from(codes_of["heard"]),
            "points": st.sampled_from(codes_of["points"]),
            "needs": some_needs.filter(bool).map(tuple),
            "age": st.sampled_from([0.0, 7.0, 7.5, 18.0, -1.0, 1e15]),
            "visit": days,
            "said": st.sampled_from(WORDS),
        },
    ),
    min_size=1,
    max_size=8,
)
orders = st.sampled_from(list(Order))
bounds = st.sampled_from([0.0, 1.0, 2.0, 7.0, 7.5, 10.0, 18.0])
values_by_question = {
    "heard": st.sampled_from(codes_of["heard"]),
    "points": st.sampled_from(codes_of["points"]),
    "needs": st.sampled_from(["n0", "n1", "n31", "n63"]),
    "age": st.sampled_from(["0", "7", "7.5", "18", "-1"]),
    "visit": days.map(date.isoformat),
    "said": st.sampled_from(WORDS),
}


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    code = draw(st.sampled_from(sorted(values_by_question)))
    value = values_by_question[code]
    several = st.lists(value, min_size=1, max_size=3).map(tuple)
    kind = draw(st.sampled_from(["equals", "in", "any-in", "answered", "compare", "count"]))
    if kind == "equals":
        return Equals(code, draw(value))
    if kind == "in":
        return In(code, draw(several))
    if kind == "any-in":
        return AnyIn(code, draw(several))
    if kind == "answered":
        return Answered(code)
    if kind == "count" or code == "needs":
        return Compare(code, draw(orders), draw(bounds), counts=True)
    bound = draw(days) if code == "visit" else draw(bounds)
    return Compare(code, draw(orders), bound)


conditions = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts))),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(condition=conditions, answers=people)
def test_columns_and_single_answers_agree(
    condition: Condition, answers: list[dict[str, Value]]
) -> None:
    frame = dataset_of(VARIABLES, answers).frame
    found = frame.select(said=condition_to_expr(condition, CODEBOOK))["said"].to_list()
    if len(found) == 1:  # a constant condition gives one row
        found *= len(answers)
    assert found == [holds(condition, person) for person in answers]


@pytest.mark.parametrize("answers", [{}, {"heard": "yes"}, {"heard": "no"}])
def test_not_holds_for_someone_who_skipped(answers: Answers) -> None:
    condition = parse_condition("not heard = yes")
    frame = dataset_of([HEARD], [answers]).frame
    found = frame.filter(condition_to_expr(condition, Codebook((HEARD,)))).height == 1
    assert found is (answers.get("heard") != "yes")


@pytest.mark.parametrize(
    ("written", "what", "remedy"),
    [
        ("herd = yes", "herd", "Did you mean “heard”?"),
        ("heard = yess", "“heard” has no answer “yess”", "Did you mean “yes”?"),
        ("needs includes n64", "“needs” has no answer “n64”", "Did you mean"),
        ("age = many", "“age” is a number and cannot be “many”", "such as 12.5"),
        ("age = 18.0", "“age” is never “18.0”", "Write 18"),
        ("age > 2023-03-14", "cannot be compared with 2023-03-14", "dates with dates"),
        ("visit > 3", "cannot be compared with 3", "dates with dates"),
        ("count visit > 2023-03-14", "cannot be compared", "numbers with numbers"),
        ("needs > 3", "“needs” takes several answers", "count needs > 3"),
    ],
)
def test_what_cannot_hold_is_refused_with_a_remedy(written: str, what: str, remedy: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        condition_to_expr(parse_condition(written), CODEBOOK, where="report.md:3")
    assert what in caught.value.what
    assert remedy in caught.value.remedy
    assert caught.value.where == "report.md:3"


def test_every_fault_of_a_condition_is_named() -> None:
    condition = parse_condition("herd = yes or (heard = yess and not age = old) or heard = no")
    assert len(condition_faults(condition, CODEBOOK)) == 3
    assert condition_faults(parse_condition("heard = no"), CODEBOOK) == ()


def test_a_variable_that_identifies_may_not_be_looked_at() -> None:
    secret = Variable("nhs", VariableType.TEXT, plain_text("Number"), identifies=True)
    with pytest.raises(ExpressionError, match="can identify people"):
        find_variable(Codebook((secret,)), "nhs")


def test_masks_hold_64_categories_and_refuse_unknown_ones() -> None:
    assert mask_of(NEEDS, ("n63", "n0", "n0")) == (1 << 63) + 1
    with pytest.raises(ValueError, match="n64"):
        mask_of(NEEDS, ("n64",))
