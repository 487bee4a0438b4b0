"""Minutes: a sum of reading, typing and deciding that grows with what is asked."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import questionnaires

from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import Question, QuestionType, estimate_minutes
from alongside.questionnaire.timing import SECONDS_PER_PAGE, SECONDS_TO_DECIDE, WORDS_TYPED


def test_every_type_has_its_seconds() -> None:
    assert set(SECONDS_TO_DECIDE) == set(QuestionType)


def test_by_hand() -> None:
    question = Question("q", QuestionType.YES_NO_UNSURE, plain_text("one two three four"))
    expected = 4 / 238 * 60 + SECONDS_PER_PAGE + SECONDS_TO_DECIDE[QuestionType.YES_NO_UNSURE]
    assert estimate_minutes([question]) == pytest.approx(expected / 60)
    story = replace(question, type=QuestionType.LONG_TEXT)
    typing = WORDS_TYPED[QuestionType.LONG_TEXT] / 36
    more = (SECONDS_TO_DECIDE[QuestionType.LONG_TEXT] - 3) / 60
    assert estimate_minutes([story]) == pytest.approx(expected / 60 + typing + more)


def test_a_short_question_takes_about_ten_seconds() -> None:
    question = Question(
        "q", QuestionType.YES_NO_UNSURE, plain_text("Have you ever heard of it before today?")
    )
    assert 5 < estimate_minutes([question]) * 60 < 12


def test_easy_read_and_languages_have_their_own_length() -> None:
    words = Text({"en": "one two three", "cy": "un dau tri pedwar"}, {"en": "one"})
    question = Question("q", QuestionType.INFORMATION, words)
    english, welsh = estimate_minutes([question], "en"), estimate_minutes([question], "cy")
    easy = estimate_minutes([question], "en", easy_read=True)
    assert easy < english < welsh


@given(questionnaires(), st.data())
@settings(max_examples=30, deadline=None)
def test_more_questions_never_take_less_time(questionnaire: object, data: st.DataObject) -> None:
    questions = list(questionnaire.walk())  # type: ignore[attr-defined]
    some = data.draw(st.lists(st.sampled_from(questions), unique_by=id))
    assert estimate_minutes(some) <= estimate_minutes(questions) + 1e-9
    assert estimate_minutes([]) == 0
