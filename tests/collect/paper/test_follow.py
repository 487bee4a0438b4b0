"""Whoever obeys the printed instructions answers exactly what the screen would have asked."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import every_answer, every_answers, questionnaires

from alongside.collect.paper import Edition, follow, paper_form
from alongside.questionnaire import (
    Question,
    Questionnaire,
    QuestionType,
    Value,
    find_path,
    load_study,
)
from alongside.questionnaire.model import CHOICE_TYPES, OTHER_SUFFIX

ROOT = Path(__file__).parents[3]
STUDIES = [
    ROOT / "studies/coproduction",
    *sorted((ROOT / "tests/specimens/good").iterdir()),
    ROOT / "tests/journeys/studies/every-type",
]


def audiences_of(questionnaire: Questionnaire) -> list[str]:
    """Return every form there is: one for all, and one for each audience."""
    return ["", *(audience.code for audience in questionnaire.audiences)]


def assert_same_way(
    questionnaire: Questionnaire, audience: str, answers: Mapping[str, Value]
) -> None:
    form = paper_form(questionnaire, audience)
    read, written = follow(form, answers)
    path = find_path(questionnaire, {**answers, **form.given})
    assert read == tuple(code for code in path.question_codes if code not in form.given)
    assert {**written, **form.given} == path.answers


@given(questionnaires(most=6), st.data())
@settings(max_examples=250, deadline=None)
def test_made_up_questionnaires(questionnaire: Questionnaire, data: st.DataObject) -> None:
    audience = data.draw(st.sampled_from(audiences_of(questionnaire)))
    for _ in range(8):
        drawn = {
            question.code: data.draw(st.sampled_from(every_answer(question)))
            for question in questionnaire.walk()
        }
        answers = {code: value for code, value in drawn.items() if value is not None}
        assert_same_way(questionnaire, audience, answers)


@given(questionnaires(most=3))
@settings(max_examples=60, deadline=None)
def test_every_answer_to_small_questionnaires(questionnaire: Questionnaire) -> None:
    for audience in audiences_of(questionnaire):
        for answers in every_answers(questionnaire):
            assert_same_way(questionnaire, audience, answers)


def answer_to(question: Question) -> st.SearchStrategy[Value | None]:
    """Return any answer to a question of a real study, or none."""
    codes = [option.code for option in question.options]
    made: dict[QuestionType, st.SearchStrategy[Value]] = {
        QuestionType.NUMBER: st.integers(-2, 40),
        QuestionType.DATE: st.dates(),
        QuestionType.SHORT_TEXT: st.sampled_from(["words", "other words"]),
        QuestionType.LONG_TEXT: st.sampled_from(["words", "other words"]),
        QuestionType.INFORMATION: st.just("nothing"),
    }
    if question.type is QuestionType.ANY_OF:
        many = st.lists(st.sampled_from(codes), min_size=1, unique=True)
        return st.none() | many.map(lambda chosen: tuple(code for code in codes if code in chosen))
    if question.type in CHOICE_TYPES:
        return st.none() | st.sampled_from(codes)
    return st.none() | made[question.type]


@pytest.mark.parametrize("folder", STUDIES, ids=lambda folder: folder.name)
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_studies(folder: Path, data: st.DataObject) -> None:
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    drawn = {
        question.code: data.draw(answer_to(question))
        for question in questionnaire.walk()
        if question.takes_answer
    }
    for code in list(drawn):
        drawn[code + OTHER_SUFFIX] = data.draw(st.sampled_from([None, "own words"]))
    answers = {code: value for code, value in drawn.items() if value is not None}
    for audience in audiences_of(questionnaire):
        assert_same_way(questionnaire, audience, answers)


def test_every_edition_has_the_same_way_and_numbers() -> None:
    questionnaire = load_study(ROOT / "studies/coproduction").questionnaire
    assert questionnaire is not None
    forms = [paper_form(questionnaire, "lived", "en", edition) for edition in Edition]
    assert len({tuple(form.numbers.items()) for form in forms}) == 1
    assert len({tuple((item.gates, item.then) for item in form.items) for form in forms}) == 1
