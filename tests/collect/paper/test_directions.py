"""Conditions in words: each kind said so that it can be read in one way only."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.questionnaire.made_questionnaires import questionnaires

from alongside.collect.paper import Edition, paper_form
from alongside.collect.paper.directions import Directions
from alongside.kernel.text import Text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    parse_condition,
)


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(
        Option(label.lower(), Text({"en": label, "ar": f"خيار {label}"})) for label in labels
    )


def asked(code: str, kind: QuestionType, *labels: str) -> Question:
    return Question(code, kind, Text({"en": code}), options=options(*labels))


QUESTIONS = (
    asked("heard", QuestionType.ONE_OF, "Yes", "No", "Unsure"),
    asked("job", QuestionType.ONE_OF, "A", "B", "C", "D", "E", "F"),
    asked("helps", QuestionType.ANY_OF, "Time", "Money", "None"),
    asked("age", QuestionType.NUMBER),
    asked("born", QuestionType.DATE),
    asked("town", QuestionType.SHORT_TEXT),
    replace(
        asked("other", QuestionType.ONE_OF, "Tea"),
        options=(Option("tea", Text({"en": "Tea"})), Option("x", Text({"en": "X"}), other=True)),
    ),
)


def directions(language: str) -> Directions:
    last = Question("last", QuestionType.LONG_TEXT, Text({"en": "last"}))
    pages = tuple(Page(question.code, (question,)) for question in (*QUESTIONS, last))
    made = Questionnaire(Text({"en": "Q"}), (Section("s", Text({"en": "S"}), pages),))
    return Directions(paper_form(made, "", language))


def say(condition: str, language: str = "en") -> str:
    parsed = parse_condition(condition)
    return directions(language).condition(parsed).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("heard = yes", "you ticked “Yes” at question 1"),
        ("heard in (no, unsure)", "you ticked “No” or “Unsure” at question 1"),
        ("heard = yes or heard = no", "you ticked “Yes” or “No” at question 1"),
        ("not heard = yes", "you did not tick “Yes” at question 1"),
        ("heard answered", "you ticked an answer at question 1"),
        ("not heard answered", "you left question 1 empty"),
        ("job in (a, b, c, d, e)", "you ticked any answer but “F” at question 2"),
        ("helps includes time", "you ticked “Time” at question 3"),
        (
            "not helps includes any (time, money)",
            "you did not tick “Time” or “Money” at question 3",
        ),
        ("helps = none", "you ticked “None” and nothing else at question 3"),
        ("not helps = none", "at question 3 you did not tick “None” alone"),
        ("count helps >= 2", "you ticked 2 or more answers at question 3"),
        ("count helps < 2", "you ticked fewer than 2 answers at question 3"),
        ("age > 56", "your number at question 4 is more than 56"),
        ("age <= 1.5", "your number at question 4 is 1.5 or less"),
        ("not age >= 18", "your number at question 4 is less than 18 or you left question 4 empty"),
        ("age = 0", "you wrote “0” at question 4"),
        ("born < 2020-03-23", "your date at question 5 is before 23 March 2020"),
        ("born >= 2020-03-23", "your date at question 5 is 23 March 2020 or later"),
        ("town answered", "you wrote an answer at question 6"),
        ("not town answered", "you left question 6 empty"),
        (
            "heard = yes and (age > 5 or town = York)",
            "you ticked “Yes” at question 1 and (your number at question 4 is more than 5 "
            "or you wrote “York” at question 6)",
        ),
        (
            "not (heard = yes and town answered)",
            "you did not tick “Yes” at question 1 or you left question 6 empty",
        ),
        (
            "heard = yes and not age > 5",
            "you ticked “Yes” at question 1 and (your number at question 4 is 5 or less "
            "or you left question 4 empty)",
        ),
    ],
)
def test_conditions_in_words(condition: str, words: str) -> None:
    assert say(condition) == words


def test_conditions_are_said_in_welsh_and_arabic() -> None:
    assert say("heard = yes", "cy") == "fe wnaethoch dicio “Yes” yng nghwestiwn 1"
    assert say("heard = yes", "ar") == "وضعت علامة أمام «خيار Yes» في السؤال 1"


@given(questionnaires(most=6))
@settings(max_examples=100, deadline=None)
def test_every_instruction_can_be_said(questionnaire: Questionnaire) -> None:
    for audience in ("", *(item.code for item in questionnaire.audiences)):
        for language in ("en", "cy", "ar"):
            form = paper_form(questionnaire, audience, language, Edition.EASY)
            say = Directions(form)
            for spot, item in enumerate(form.items):
                for gate in item.gates:
                    only, otherwise = say.gate(item, gate)
                    assert gate.otherwise > spot
                    assert only.endswith(".")
                    if gate.otherwise < len(form.items):
                        assert f"\u00a0{form.items[gate.otherwise].number}." in otherwise
                for target in item.jumps.values():
                    assert spot < target <= len(form.items)
                    assert "{" not in say.jump(target)


def test_an_answer_that_is_not_on_the_form_cannot_be_named() -> None:
    with pytest.raises(ValueError, match="not printed"):
        say("elsewhere = yes")
