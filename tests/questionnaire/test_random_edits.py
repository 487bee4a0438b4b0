"""Whatever is edited in a questionnaire, the comparison finds it."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import questionnaires

from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import Option, Question, Questionnaire, QuestionType
from alongside.questionnaire.comparing import Kind, compare
from alongside.questionnaire.conditions import Not
from alongside.questionnaire.model import Page

Edit = Callable[[Question], Question]
ADDED = Question("added", QuestionType.SHORT_TEXT, plain_text("New?"))


def each_page(questionnaire: Questionnaire, change: Callable[[Page], Page | None]) -> Questionnaire:
    sections = tuple(
        replace(section, pages=tuple(made for page in section.pages if (made := change(page))))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def edit(questionnaire: Questionnaire, code: str, change: Edit) -> Questionnaire:
    def on(page: Page) -> Page:
        made = tuple(change(item) if item.code == code else item for item in page.questions)
        return replace(page, questions=made)

    return each_page(questionnaire, on)


def remove(questionnaire: Questionnaire, code: str) -> Questionnaire:
    def without(page: Page) -> Page | None:
        kept = tuple(item for item in page.questions if item.code != code)
        return replace(page, questions=kept) if kept else None

    return each_page(questionnaire, without)


def add(questionnaire: Questionnaire, behind: str) -> Questionnaire:
    def more(page: Page) -> Page:
        codes = [item.code for item in page.questions]
        return replace(page, questions=(*page.questions, ADDED)) if behind in codes else page

    return each_page(questionnaire, more)


EDITS: dict[Kind, Edit] = {
    Kind.WORDING: lambda item: replace(item, label=plain_text("Said anew?")),
    Kind.OTHER_WORDING: lambda item: replace(item, definition=plain_text("It means")),
    Kind.SETTING: lambda item: replace(item, identifies=not item.identifies),
    Kind.TYPE: lambda item: replace(item, type=QuestionType.DATE),
    Kind.REQUIRED: lambda item: replace(item, required=not item.required),
    Kind.BOUNDS: lambda item: replace(item, maximum=77.0),
    Kind.ASKED_OF: lambda item: replace(
        item, show_if=Not(item.show_if) if item.show_if else None, audiences=("a", "c")
    ),
}
OPTION_EDITS: dict[Kind, Edit] = {
    Kind.OPTION_ADDED: lambda item: replace(
        item, options=(Option("new", plain_text("New")), *item.options)
    ),
    Kind.OPTION_REMOVED: lambda item: replace(item, options=item.options[1:]),
    Kind.OPTION_MOVED: lambda item: replace(item, options=item.options[::-1]),
    Kind.OPTION_WORDING: lambda item: replace(
        item, options=(replace(item.options[0], label=Text({"en": "Anew"})), *item.options[1:])
    ),
    Kind.OPTION_RULE: lambda item: replace(
        item, options=(replace(item.options[0], declined=True), *item.options[1:])
    ),
}


@given(questionnaires(), st.data())
@settings(deadline=None, max_examples=150)
def test_every_edit_of_a_question_is_found_there_and_nowhere_else(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(sorted(questionnaire.questions)))
    edits = EDITS | (OPTION_EDITS if questionnaire.questions[code].options else {})
    kind = data.draw(st.sampled_from(sorted(edits)))
    found = compare(questionnaire, edit(questionnaire, code, edits[kind]))
    assert (kind, code) in {(change.kind, change.question) for change in found}
    assert {change.question for change in found} == {code}


@given(questionnaires(), st.data())
@settings(deadline=None, max_examples=60)
def test_questions_added_and_removed_are_found(
    questionnaire: Questionnaire, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(sorted(questionnaire.questions)))
    grown = add(questionnaire, code)
    assert {(item.kind, item.question) for item in compare(questionnaire, grown)} == {
        (Kind.ADDED, "added")
    }
    assert (Kind.REMOVED, "added") in {
        (item.kind, item.question) for item in compare(grown, questionnaire)
    }
    assume(len(questionnaire.questions) > 1)
    fewer = remove(questionnaire, code)
    assert {(item.kind, item.question) for item in compare(questionnaire, fewer)} == {
        (Kind.REMOVED, code)
    }


@given(questionnaires(), questionnaires())
@settings(deadline=None, max_examples=60)
def test_no_two_versions_that_differ_are_called_the_same(
    old: Questionnaire, new: Questionnaire
) -> None:
    """What the comparison says nothing about asks everybody the same."""
    if compare(old, new) == ():
        assert [item.code for item in old.walk()] == [item.code for item in new.walk()]
        for before, after in zip(old.walk(), new.walk(), strict=True):
            assert (before.type, before.required) == (after.type, after.required)
            assert before.options == after.options
            assert (before.minimum, before.maximum) == (after.minimum, after.maximum)
