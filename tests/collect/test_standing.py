"""Where many people stand is where each of them would be found alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import every_answer, questionnaires

from alongside.collect import Progress, resume_at, standing
from alongside.collect.standing import Standing, Standings, steering_answers
from alongside.kernel.text import Text
from alongside.questionnaire import Option, Page, Question, Questionnaire, QuestionType, find_path
from alongside.questionnaire.conditions import Answered, Compare, Equals, Order
from alongside.questionnaire.model import Section
from alongside.questionnaire.routing import audience_of


def plainly(questionnaire: Questionnaire, progress: Progress) -> Standing:
    path = find_path(questionnaire, progress.answers)
    return Standing(
        resume_at(questionnaire, progress, path), audience_of(questionnaire, path.answers)
    )


@st.composite
def people(draw: st.DrawFn) -> tuple[Questionnaire, list[Progress]]:
    questionnaire = draw(questionnaires(most=6))
    pages = [page.code for page in questionnaire.pages]
    found = []
    for _ in range(draw(st.integers(2, 8))):
        answers = {
            question.code: draw(st.sampled_from(every_answer(question)))
            for question in questionnaire.walk()
        }
        given = {code: value for code, value in answers.items() if value is not None}
        seen = tuple(code for code in pages if draw(st.integers(0, 3)))
        found.append(Progress(given, seen))
    return questionnaire, found


@given(people())
@settings(max_examples=150, deadline=None)
def test_everybody_stands_where_their_own_path_says(
    made: tuple[Questionnaire, list[Progress]],
) -> None:
    questionnaire, group = made
    standings = Standings(questionnaire)
    for progress in group + group:
        assert standings.find(progress) == plainly(questionnaire, progress)


def page(code: str, type_: QuestionType, **more: Any) -> Page:
    return Page(code, (Question(code, type_, Text({"en": code}), **more),))


def of_pages(*pages: Page) -> Questionnaire:
    return Questionnaire(Text({"en": "Made"}), (Section("s", Text({"en": "S"}), pages),))


def test_what_steers_is_what_conditions_and_offered_options_look_at() -> None:
    options = tuple(
        Option(code, Text({"en": code}), other=code == "b", show_if=condition)
        for code, condition in (("a", Equals("first", "x")), ("b", None))
    )
    plain = (Option("x", Text({"en": "X"})), Option("y", Text({"en": "Y"})))
    made = of_pages(
        page("first", QuestionType.ONE_OF, options=plain),
        page("unasked", QuestionType.ONE_OF, options=plain),
        page("second", QuestionType.ANY_OF, options=options),
        page("size", QuestionType.NUMBER),
        page("words", QuestionType.LONG_TEXT, show_if=Compare("size", Order.GREATER, 2.0)),
        page("more", QuestionType.LONG_TEXT, show_if=Answered("second_other")),
    )
    assert steering_answers(made) == ("first", "second", "second_other", "size")


def test_paths_are_found_once_for_all_who_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    made = of_pages(page("name", QuestionType.SHORT_TEXT), page("words", QuestionType.LONG_TEXT))
    found = []

    def count(*arguments: Any) -> Any:
        found.append(arguments)
        return find_path(*arguments)

    monkeypatch.setattr(standing, "find_path", count)
    standings = Standings(made)
    for number in range(100):
        assert standings.find(Progress({"name": f"{number}"}, ("name",))).page == "words"
    assert len(found) == 1
    assert standings.find(Progress({}, ("name",))).page == "name"
    assert standings.find(Progress({"name": "0"}, ())).page == "name"
