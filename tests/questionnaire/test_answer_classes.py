"""Answer classes: no answer behaves unlike all of the answers that stand for the classes."""

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.text import plain_text
from alongside.questionnaire import Option, Question, QuestionType, Value, holds
from alongside.questionnaire.answer_classes import Comparison, answer_classes
from alongside.questionnaire.conditions import Answered, AnyIn, Compare, Equals, In, Order

LABEL = plain_text("?")
ORDERS = st.sampled_from(Order)


def behaviours(
    question: Question, comparisons: list[Comparison], values: list[Value | None]
) -> set[tuple[bool, ...]]:
    """Return each way in which these answers satisfy the comparisons."""
    return {
        tuple(holds(leaf, {} if value is None else {question.code: value}) for leaf in comparisons)
        for value in values
    }


def classes_behave_like_all(
    question: Question, comparisons: list[Comparison], values: list[Value | None]
) -> None:
    found = answer_classes(question, comparisons, question.options)
    assert found.exact
    standing = [*found.answers]
    assert behaviours(question, comparisons, standing) == behaviours(question, comparisons, values)
    assert len(behaviours(question, comparisons, standing)) >= len(standing) - 1


BOUNDS = st.integers(-12, 12).map(float) | st.sampled_from([-0.5, 0.25, 3.5])
NUMBER_LEAVES = st.builds(Compare, st.just("q"), ORDERS, BOUNDS) | st.builds(
    Equals, st.just("q"), st.integers(-12, 12).map(str)
)


@given(
    st.lists(NUMBER_LEAVES, max_size=4),
    st.none() | st.integers(-10, 0),
    st.none() | st.integers(0, 10),
    st.integers(0, 1),
    st.booleans(),
)
def test_numbers(
    comparisons: list[Comparison], low: int | None, high: int | None, decimals: int, required: bool
) -> None:
    question = Question(
        "q",
        QuestionType.NUMBER,
        LABEL,
        minimum=low,
        maximum=high,
        decimals=decimals,
        required=required,
    )
    step = 10**decimals
    points = range((-20 if low is None else low) * step, (20 if high is None else high) * step + 1)
    values: list[Value | None] = [point / step for point in points]
    classes_behave_like_all(question, comparisons, values + ([] if required else [None]))


START = date(2023, 1, 1)
DAYS = st.integers(0, 30).map(lambda shift: START + timedelta(days=shift))


@given(
    st.lists(
        st.builds(Compare, st.just("q"), ORDERS, DAYS)
        | st.builds(Equals, st.just("q"), DAYS.map(str)),
        max_size=4,
    ),
    DAYS,
)
def test_dates(comparisons: list[Comparison], latest: date) -> None:
    question = Question(
        "q", QuestionType.DATE, LABEL, earliest=START.isoformat(), latest=latest.isoformat()
    )
    values: list[Value | None] = [
        START + timedelta(days=shift) for shift in range((latest - START).days + 1)
    ]
    classes_behave_like_all(question, comparisons, values)


CODES = ("a", "b", "c", "d", "none")
SOME = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple)
SET_LEAVES = st.one_of(
    st.builds(AnyIn, st.just("q"), SOME),
    st.builds(In, st.just("q"), SOME),
    st.builds(Equals, st.just("q"), st.sampled_from(CODES)),
    st.builds(Compare, st.just("q"), ORDERS, st.integers(0, 5).map(float), st.just(True)),
    st.just(Answered("q")),
)


@given(
    st.lists(SET_LEAVES, max_size=4), st.none() | st.integers(1, 3), st.none() | st.integers(3, 4)
)
def test_sets_of_options(
    comparisons: list[Comparison], fewest: int | None, most: int | None
) -> None:
    options = tuple(Option(code, LABEL, exclusive=code == "none") for code in CODES)
    question = Question(
        "q", QuestionType.ANY_OF, LABEL, options=options, minimum=fewest, maximum=most
    )
    values: list[Value | None] = [("none",)]
    for size in range(fewest or 1, (most or 4) + 1):
        values += combinations(CODES[:-1], size)
    classes_behave_like_all(question, comparisons, values)


@given(st.lists(st.builds(Equals, st.just("q"), st.sampled_from(["words", "x", "y"])), max_size=3))
def test_words(comparisons: list[Comparison]) -> None:
    question = Question("q", QuestionType.SHORT_TEXT, LABEL, required=False)
    values: list[Value | None] = ["something", "words", "x", "y", None]
    found = answer_classes(question, comparisons, ())
    assert behaviours(question, comparisons, [*found.answers]) == behaviours(
        question, comparisons, values
    )
