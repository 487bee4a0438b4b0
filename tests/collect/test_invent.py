"""Invented people stay on their route and give answers that fit."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import questionnaires

from alongside.collect import check_answer
from alongside.collect.answers_checks import check_other_words
from alongside.collect.invent import invent_answers
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Option,
    Question,
    Questionnaire,
    QuestionType,
    Value,
    find_path,
    find_routes,
)
from alongside.questionnaire.answer_classes import comparisons_by_question

TODAY = date(2026, 2, 28)


@given(questionnaires(), st.integers(0, 2**32))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_every_route_is_kept_whatever_else_is_answered(
    questionnaire: Questionnaire, seed: int
) -> None:
    comparisons = comparisons_by_question(questionnaire)
    for route in find_routes(questionnaire, 50):
        chance = np.random.default_rng(seed)
        answers: dict[str, Value] = {}
        for question in questionnaire.walk():
            if question.code in find_path(questionnaire, answers).question_codes:
                answers |= invent_answers(
                    question, answers, route.answers, comparisons, chance, TODAY
                )
        assert find_path(questionnaire, answers).page_codes == route.page_codes


OPTIONS = tuple(
    Option(code, plain_text(code), exclusive=code == "none", other=code == "else")
    for code in ("a", "b", "else", "none")
)
QUESTIONS = st.one_of(
    st.builds(
        Question,
        st.just("q"),
        st.sampled_from([QuestionType.ONE_OF, QuestionType.YES_NO_UNSURE]),
        st.just(plain_text("Q")),
        options=st.just(OPTIONS),
        required=st.booleans(),
    ),
    st.builds(
        Question,
        st.just("q"),
        st.just(QuestionType.ANY_OF),
        st.just(plain_text("Q")),
        options=st.just(OPTIONS),
        minimum=st.none() | st.just(2.0),
        maximum=st.none() | st.just(2.0),
    ),
    st.builds(
        Question,
        st.just("q"),
        st.sampled_from([QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT]),
        st.just(plain_text("Q")),
        minimum=st.none() | st.integers(1, 40).map(float),
        maximum=st.none() | st.integers(40, 90).map(float),
    ),
    st.builds(
        Question,
        st.just("q"),
        st.just(QuestionType.NUMBER),
        st.just(plain_text("Q")),
        minimum=st.none() | st.integers(-9, 5).map(float),
        maximum=st.none() | st.integers(5, 500).map(float) | st.just(-20.0),
        decimals=st.integers(0, 3),
    ).filter(lambda asked: asked.maximum != -20 or asked.minimum is None),
    st.builds(
        Question,
        st.just("q"),
        st.just(QuestionType.DATE),
        st.just(plain_text("Q")),
        earliest=st.none() | st.sampled_from(["2020-02-29", "2026-02-28"]),
        latest=st.none() | st.sampled_from(["today", "2030-01-01"]),
    ),
)


@given(QUESTIONS, st.integers(0, 2**32))
def test_an_invented_answer_fits_its_question(question: Question, seed: int) -> None:
    chance = np.random.default_rng(seed)
    found = invent_answers(question, {}, {}, {}, chance, TODAY)
    if not found:
        assert not question.required
        return
    assert check_answer(question, found["q"], {}, today=TODAY) == []
    assert check_other_words(question, found["q"], str(found.get("q_other", ""))) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_same_chance_gives_the_same_person(seed: int) -> None:
    question = Question("q", QuestionType.LONG_TEXT, plain_text("Q"))
    first, second = (
        invent_answers(question, {}, {}, {}, np.random.default_rng(seed), TODAY) for _ in range(2)
    )
    assert first == second
