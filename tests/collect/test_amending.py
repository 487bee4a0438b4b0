"""The impact report counts the right people."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import questionnaires

from alongside.collect import Response
from alongside.collect.amending import Effect, measure_impact
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.comparing import Comparable, Kind
from alongside.questionnaire.conditions import Equals


def choice(code: str, *options: str, **more: object) -> Question:
    made = tuple(Option(name, plain_text(name.title())) for name in options)
    return Question(code, QuestionType.ONE_OF, plain_text(code), options=made, **more)  # type: ignore[arg-type]


def version(*questions: Question) -> Questionnaire:
    pages = tuple(Page(question.code, (question,)) for question in questions)
    return Questionnaire(plain_text("T"), (Section("all", plain_text("All"), pages),))


HEARD = choice("heard", "yes", "no", "unsure")
WHY = replace(choice("why", "a", "b"), show_if=Equals("heard", "no"))
LAST = choice("last", "yes", "no")
OLD = version(HEARD, WHY, LAST)


def answer(number: int, completed: bool = True, **answers: str) -> Response:
    return Response(number, completed, answers, tuple(answers))


PEOPLE = [
    *(answer(spot, heard="yes", last="yes") for spot in range(1, 41)),
    *(answer(spot, heard="no", why="a", last="no") for spot in range(41, 71)),
    *(answer(spot, heard="unsure", last="no") for spot in range(71, 91)),
    *(answer(spot, False, heard="unsure") for spot in range(91, 96)),
    *(answer(spot, False, heard="no", why="b") for spot in range(96, 101)),
]


def effects(new: Questionnaire) -> dict[tuple[str, str, str], Effect]:
    found = measure_impact(OLD, new, PEOPLE).effects
    return {(item.change.kind, item.change.question, item.change.option): item for item in found}


def test_nothing_changed_touches_nobody() -> None:
    impact = measure_impact(OLD, OLD, PEOPLE)
    assert (impact.responses, impact.complete, impact.unfinished) == (100, 90, 10)
    assert (impact.effects, impact.rerouted, impact.sent_back) == ((), 0, 0)
    assert impact.verdicts() == {}


def test_an_option_removed_relabelled_and_a_question_added() -> None:
    fewer = replace(
        HEARD,
        options=(replace(HEARD.options[0], label=plain_text("Yes, I have")), HEARD.options[1]),
    )
    new = version(fewer, choice("age", "young", "old"), WHY, LAST)
    found = effects(new)
    assert found[Kind.OPTION_REMOVED, "heard", "unsure"].people == 25
    assert found[Kind.OPTION_WORDING, "heard", "yes"].people == 40
    assert found[Kind.ADDED, "age", ""].people == 90
    assert len(found) == 3
    impact = measure_impact(OLD, new, PEOPLE)
    assert impact.verdicts() == {"heard": Comparable.WITH_CAUTION, "age": Comparable.NO}
    assert impact.rerouted == 0
    # all who are half-way meet the added question before the page they had come to
    assert impact.sent_back == 10


def test_who_is_asked_changes() -> None:
    new = version(HEARD, replace(WHY, show_if=Equals("heard", "unsure")), LAST)
    effect = effects(new)[Kind.ASKED_OF, "why", ""]
    assert (effect.newly_asked, effect.no_longer_asked) == (20, 30)
    assert effect.people == 35  # who answered it so far, the unfinished included
    impact = measure_impact(OLD, new, PEOPLE)
    assert impact.rerouted == 50
    assert impact.sent_back == 5  # unsure and unfinished: asked why, before the last page


def test_a_question_removed_and_one_of_another_type() -> None:
    new = version(HEARD, replace(LAST, type=QuestionType.LONG_TEXT, options=()))
    found = effects(new)
    assert found[Kind.REMOVED, "why", ""].people == 35
    assert found[Kind.TYPE, "last", ""].people == 90
    verdicts = measure_impact(OLD, new, PEOPLE).verdicts()
    assert verdicts == {"last": Comparable.NO, "why": Comparable.NO}


def test_added_at_the_end_sends_nobody_back() -> None:
    assert measure_impact(OLD, version(HEARD, WHY, LAST, choice("age", "a")), PEOPLE).sent_back == 0


@given(questionnaires(), questionnaires(), st.booleans())
@settings(deadline=None, max_examples=40)
def test_any_two_versions_can_be_weighed(
    old: Questionnaire, new: Questionnaire, completed: bool
) -> None:
    impact = measure_impact(old, new, [Response(1, completed, {}, ())])
    assert impact.complete + impact.unfinished == impact.responses == 1
    assert all(0 <= effect.people <= 1 for effect in impact.effects)
    assert set(impact.verdicts()) <= set(old.questions) | set(new.questions)
