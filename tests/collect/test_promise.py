"""The promise of anonymity against what is asked and what is kept."""

from dataclasses import replace
from pathlib import Path

import pytest

from alongside.collect import breaks_promise, check_promise
from alongside.collect.promise import Holds, StoredField
from alongside.kernel.problems import Problem, Severity
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import (
    KEPT_PROMISES,
    Channel,
    Disclosure,
    Page,
    PromiseLine,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
)

EVERYTHING = tuple(PromiseLine(keeps) for keeps in KEPT_PROMISES)


def study_with(*questions: Question, **settings: object) -> Study:
    pages = tuple(Page(question.code, (question,)) for question in questions)
    title = plain_text("Tea")
    asked = Questionnaire(title, (Section("all", title, pages),)) if pages else None
    made = StudySettings(title, **{"promise": EVERYTHING, **settings})  # type: ignore[arg-type]
    return Study(Path("studies/tea"), made, asked)


def text_question(label: str, **more: object) -> Question:
    words = Text({"cy": label}) if "eich" in label.lower() else plain_text(label)
    return Question("who", QuestionType.SHORT_TEXT, words, **more)  # type: ignore[arg-type]


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_study_that_asks_nothing_telling_may_promise_everything() -> None:
    assert check_promise(study_with(text_question("What is your favourite tea?"))) == []


def test_nothing_promised_is_nothing_broken() -> None:
    telling = text_question("Your name?", identifies=True)
    free = study_with(telling, promise=(PromiseLine(words=plain_text("We are nice.")),))
    assert check_promise(free, [StoredField("T", "when", Holds.TIME)]) == []


def test_a_question_that_identifies_keeps_the_study_shut() -> None:
    study = study_with(text_question("What shall we call you?", identifies=True))
    (found,) = check_promise(study)
    assert (found.code, found.where.item) == ("promise-names", "question who")
    assert "who" in found.what()
    assert breaks_promise(study)


@pytest.mark.parametrize(
    "label",
    ["What is your name?", "Your e-mail", "Phone", "Date of birth?", "Beth yw eich enw?"],
)
def test_a_question_that_looks_telling_asks_the_authors_to_look(label: str) -> None:
    study = study_with(text_question(label))
    (found,) = check_promise(study)
    assert (found.code, found.severity) == ("promise-maybe-names", Severity.WARNING)
    assert not breaks_promise(study)


def test_words_that_only_contain_a_clue_are_left_alone() -> None:
    for label in ("How do you feel on the telephoned line?", "Which brand name do you like?"):
        assert check_promise(study_with(text_question(label))) == []
    choice = replace(text_question("Is post code easy to say?"), type=QuestionType.YES_NO_UNSURE)
    assert check_promise(study_with(choice)) == []


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"return_codes": False}, "promise-withdraw"),
        ({"disclosure": Disclosure(4, 50, "because")}, "promise-small-groups"),
        ({"channels": (Channel("ann", plain_text("For Ann"), "ann", 1),)}, "promise-links"),
    ],
)
def test_settings_that_break_a_promise(settings: dict[str, object], code: str) -> None:
    study = study_with(**settings)
    assert codes(check_promise(study)) == [code]
    assert breaks_promise(study)
    lines = [line for line in EVERYTHING if line.keeps != "no-names"]
    assert check_promise(study_with(**settings, promise=tuple(lines[:3]))) == []


@pytest.mark.parametrize(
    ("holds", "broken"),
    [
        (Holds.TIME, "no-exact-times"),
        (Holds.ORDER, "no-order"),
        (Holds.DEVICE, "no-devices"),
        (Holds.IDENTITY, "no-names"),
    ],
)
def test_a_field_that_holds_too_much_breaks_its_own_promise(holds: Holds, broken: str) -> None:
    (found,) = check_promise(study_with(), [StoredField("Row", "it", holds)])
    assert (found.code, found.params["keeps"]) == ("promise-field", broken)
    assert "Row.it" in found.what()


def test_a_field_nobody_declared_breaks_every_promise_about_fields() -> None:
    found = check_promise(study_with(), [StoredField("Row", "new", Holds.UNKNOWN)])
    assert {problem.code for problem in found} == {"promise-field-unknown"}
    assert len(found) == 4


def test_harmless_fields_are_harmless() -> None:
    harmless = [holds for holds in Holds if holds not in set(_telling())]
    fields = [StoredField("Row", holds, holds) for holds in harmless]
    assert check_promise(study_with(), fields) == []


def _telling() -> tuple[Holds, ...]:
    return (Holds.TIME, Holds.ORDER, Holds.DEVICE, Holds.IDENTITY, Holds.UNKNOWN)
