"""Every change between two versions is found, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import questionnaires

from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.comparing import Change, Comparable, Kind, compare, worst
from alongside.questionnaire.conditions import Equals

YES_NO = (Option("yes", plain_text("Yes")), Option("no", plain_text("No")))
HEARD = Question("heard", QuestionType.ONE_OF, plain_text("Heard?"), options=YES_NO)
WHY = Question("why", QuestionType.LONG_TEXT, plain_text("Why?"), required=False)
AGE = Question("age", QuestionType.NUMBER, plain_text("Age?"), minimum=18.0, maximum=99.0)


def asked(*questions: Question, **more: object) -> Questionnaire:
    pages = tuple(Page(question.code, (question,)) for question in questions)
    return Questionnaire(plain_text("Tea"), (Section("all", plain_text("All"), pages),), **more)  # type: ignore[arg-type]


OLD = asked(HEARD, WHY, AGE)


def changed(**more: object) -> Question:
    return replace(HEARD, **more)  # type: ignore[arg-type]


@given(questionnaires())
@settings(max_examples=50, deadline=None)
def test_a_questionnaire_does_not_differ_from_itself(questionnaire: Questionnaire) -> None:
    assert compare(questionnaire, questionnaire) == ()
    assert compare(questionnaire, replace(questionnaire, version="another")) == ()


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (asked(HEARD, AGE), Change(Kind.REMOVED, "why", before="Why?")),
        (
            asked(HEARD, WHY, AGE, replace(WHY, code="more", label=plain_text("More?"))),
            Change(Kind.ADDED, "more", after="More?"),
        ),
        (asked(WHY, HEARD, AGE), Change(Kind.MOVED, "heard")),
        (
            asked(HEARD, replace(WHY, type=QuestionType.SHORT_TEXT), AGE),
            Change(Kind.TYPE, "why", before="long-text", after="short-text"),
        ),
        (
            asked(changed(label=plain_text("Known?")), WHY, AGE),
            Change(Kind.WORDING, "heard", "", "Heard?", "Known?", ("question (en)",), 1),
        ),
        (
            asked(changed(label=Text({"en": "Heard?"}, {"en": "Know it?"})), WHY, AGE),
            Change(Kind.OTHER_WORDING, "heard", wordings=("question (en, Easy Read)",)),
        ),
        (
            asked(changed(hint=plain_text("Ever")), WHY, AGE),
            Change(Kind.OTHER_WORDING, "heard", wordings=("hint (en)",)),
        ),
        (
            asked(changed(label=Text({"en": "Heard?", "cy": "Clywed?"})), WHY, AGE),
            Change(Kind.OTHER_WORDING, "heard", wordings=("question (cy)",)),
        ),
        (
            asked(changed(display="drop-down"), WHY, AGE),
            Change(Kind.SETTING, "heard", after="shown as drop-down"),
        ),
        (
            asked(changed(options=(*YES_NO, Option("unsure", plain_text("?")))), WHY, AGE),
            Change(Kind.OPTION_ADDED, "heard", "unsure", after="?"),
        ),
        (
            asked(changed(options=YES_NO[:1]), WHY, AGE),
            Change(Kind.OPTION_REMOVED, "heard", "no", before="No"),
        ),
        (
            asked(changed(options=(YES_NO[0], Option("no", plain_text("Never")))), WHY, AGE),
            Change(Kind.OPTION_WORDING, "heard", "no", "No", "Never", ("answer (en)",), 1),
        ),
        (
            asked(changed(options=(YES_NO[0], replace(YES_NO[1], declined=True))), WHY, AGE),
            Change(Kind.OPTION_RULE, "heard", "no", "", "declined"),
        ),
        (
            asked(HEARD, replace(WHY, show_if=Equals("heard", "no")), AGE),
            Change(Kind.ASKED_OF, "why", before="", after="heard = no"),
        ),
        (
            asked(HEARD, WHY, replace(AGE, minimum=16.0)),
            Change(
                Kind.BOUNDS,
                "age",
                before="minimum 18, maximum 99",
                after="minimum 16, maximum 99",
            ),
        ),
        (
            asked(HEARD, replace(WHY, required=True), AGE),
            Change(Kind.REQUIRED, "why", before="no", after="yes"),
        ),
    ],
    ids=lambda item: item.kind.value if isinstance(item, Change) else "",
)
def test_one_change_is_found_alone(new: Questionnaire, expected: Change) -> None:
    assert compare(OLD, new) == (expected,)


def test_the_order_of_options_is_told_with_the_fewest_moves() -> None:
    options = tuple(Option(code, plain_text(code)) for code in "abcd")
    old = asked(replace(HEARD, options=options))
    new = asked(replace(HEARD, options=(options[3], *options[:3])))
    assert compare(old, new) == (Change(Kind.OPTION_MOVED, "heard", "d"),)


def test_a_condition_of_the_section_counts_for_its_questions() -> None:
    pages = (Page("why", (WHY,)),)
    sections = (Section("a", plain_text("A"), (Page("heard", (HEARD,)),)),)
    old = Questionnaire(plain_text("T"), (*sections, Section("b", plain_text("B"), pages)))
    gated = Section("b", plain_text("B"), pages, show_if=Equals("heard", "yes"))
    (found,) = compare(old, Questionnaire(plain_text("T"), (*sections, gated)))
    assert (found.kind, found.question, found.after) == (Kind.ASKED_OF, "why", "heard = yes")


def test_questions_put_on_one_page_are_named() -> None:
    together = Section("all", plain_text("All"), (Page("p", (HEARD, WHY)), Page("age", (AGE,))))
    found = compare(OLD, Questionnaire(plain_text("Tea"), (together,)))
    assert [(item.kind, item.question) for item in found] == [
        (Kind.PAGE, "heard"),
        (Kind.PAGE, "why"),
    ]


@given(st.permutations(["a", "b", "c", "d", "e"]))
def test_what_is_not_called_moved_stands_in_the_old_order(order: list[str]) -> None:
    made = {code: replace(WHY, code=code) for code in "abcde"}
    old = asked(*made.values())
    found = compare(old, asked(*(made[code] for code in order)))
    moved = {change.question for change in found if change.kind is Kind.MOVED}
    stays = [code for code in order if code not in moved]
    assert stays == sorted(stays)
    assert (moved == set()) is (order == sorted(order))


def test_the_worst_change_decides() -> None:
    assert worst(()) is Comparable.YES
    assert worst([Change(Kind.OTHER_WORDING, "q")]) is Comparable.YES
    assert worst([Change(Kind.WORDING, "q"), Change(Kind.PAGE, "q")]) is Comparable.WITH_CAUTION
    assert worst([Change(Kind.WORDING, "q"), Change(Kind.TYPE, "q")]) is Comparable.NO
