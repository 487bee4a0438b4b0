"""One slip of one of two people typing, in any question of the reference study, is caught."""

from pathlib import Path

import pytest

from alongside.collect.answers import field_names
from alongside.collect.entry import (
    AboutPaper,
    Entry,
    begin_entry,
    enter_section,
    finish_entry,
    open_sections,
    section_items,
)
from alongside.collect.entry_compare import compare_entries, settle
from alongside.questionnaire import (
    Question,
    Questionnaire,
    QuestionType,
    Routes,
    find_routes,
    load_study,
)
from alongside.questionnaire.model import OTHER_SUFFIX

ROOT = Path(__file__).parents[2]
Typed = dict[str, list[str]]


def questionnaire_of(folder: str) -> Questionnaire:
    found = load_study(ROOT / folder).questionnaire
    assert found is not None
    return found


FORMS = [
    ("studies/coproduction", "staff"),
    ("studies/coproduction", "lived"),
    ("tests/journeys/studies/every-type", ""),
]


def answer(question: Question) -> Typed:
    """Return one way to fill the question in, with own words where there is room for them."""
    if question.type is QuestionType.DATE:
        return dict(zip(field_names(question), (["7"], ["3"], ["2024"]), strict=True))
    if not question.options:
        return {question.code: ["3" if question.type is QuestionType.NUMBER else "Quiet rooms"]}
    own = next((option.code for option in question.options if option.other), None)
    if own is None:
        return {question.code: [question.options[0].code]}
    return {question.code: [own], question.code + OTHER_SUFFIX: ["Bread and jam"]}


def slips(question: Question) -> list[Typed]:
    """Return what somebody might type by mistake instead, each other in one thing only."""
    right = answer(question)
    found: list[Typed] = []
    for name, (typed,) in right.items():
        if question.options and name == question.code:
            others = [option.code for option in question.options if option.code != typed]
            found += [{name: [code]} for code in others]
            if question.type is QuestionType.ANY_OF:
                found.append(right | {name: [typed, others[0]]})
        elif typed.isdecimal():
            found.append(right | {name: [str(int(typed) + 1)]})
        else:
            found.append(right | {name: [typed[:-1]]})
    return found


def type_in(questionnaire: Questionnaire, audience: str, typed: Typed) -> Entry:
    entry = begin_entry(questionnaire, AboutPaper(audience))
    while sections := open_sections(questionnaire, entry):
        step = enter_section(questionnaire, entry, sections[0], typed, blanks_are_meant=True)
        assert not step.problems, step.problems
        entry = step.entry
    return finish_entry(questionnaire, entry)


def on_the_way_to(questionnaire: Questionnaire, routes: Routes, audience: str, code: str) -> Typed:
    """Return a form filled in by somebody who comes to this question."""
    route = next(
        route
        for route in routes.routes
        if route.audience == audience and code in route.question_codes
    )
    typed: Typed = {}
    for question in questionnaire.questions.values():
        typed |= answer(question)
        if question.code in route.answers:
            value = route.answers[question.code]
            typed[question.code] = list(value) if isinstance(value, tuple) else [str(value)]
            typed.pop(question.code + OTHER_SUFFIX, None)
    return typed


@pytest.mark.parametrize(("folder", "audience"), FORMS)
def test_a_slip_in_any_question_is_caught(folder: str, audience: str) -> None:
    questionnaire = questionnaire_of(folder)
    sections = section_items(questionnaire, AboutPaper(audience)).values()
    questions = [item.question for items in sections for item in items]
    assert len(questions) > 10
    routes = find_routes(questionnaire)
    for question in questions:
        code, right = question.code, answer(question)
        usual = on_the_way_to(questionnaire, routes, audience, code) | right
        stands = type_in(questionnaire, audience, usual)
        assert code in stands.answers
        for wrong in slips(question):
            typed = {name: words for name, words in usual.items() if name not in right} | wrong
            second = type_in(questionnaire, audience, typed)
            found = {
                item.code: item.because for item in compare_entries(questionnaire, stands, second)
            }
            assert found.get(code) == "", (code, wrong)
            settled = settle(questionnaire, stands, second, {})
            assert not settled.entry.completed
            assert settled.undecided[0].code == code
