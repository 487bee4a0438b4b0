"""The path: recomputed from the answers, blind to what is off it."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.questionnaire.made_questionnaires import every_answer, questionnaires

from alongside.kernel.text import Text
from alongside.questionnaire import (
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Value,
    find_path,
    holds,
    offered_options,
)
from alongside.questionnaire.conditions import Answered
from alongside.questionnaire.routing import audience_of

FEW = settings(max_examples=50, deadline=None)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, Value]]:
    questionnaire = draw(questionnaires())
    answers = {
        question.code: draw(st.sampled_from(every_answer(question)))
        for question in questionnaire.walk()
    }
    answers["gone"] = draw(st.sampled_from(["left over", None]))
    return questionnaire, {code: value for code, value in answers.items() if value is not None}


@given(answered())
@FEW
def test_every_answer_counts_or_is_set_aside(made: tuple[Questionnaire, dict[str, Value]]) -> None:
    questionnaire, answers = made
    path = find_path(questionnaire, answers)
    for code, value in answers.items():
        assert (path.answers.get(code) == value) is (code not in path.set_aside)
    assert set(path.answers) <= set(path.question_codes)
    assert set(path.answers) | set(path.set_aside) == set(answers)


@given(answered())
@FEW
def test_what_is_set_aside_neither_counts_nor_steers(
    made: tuple[Questionnaire, dict[str, Value]],
) -> None:
    questionnaire, answers = made
    path = find_path(questionnaire, answers)
    again = find_path(questionnaire, path.answers)
    assert again.page_codes == path.page_codes
    assert again.question_codes == path.question_codes
    assert again.answers == path.answers
    assert again.set_aside == {}


@given(answered())
@FEW
def test_the_order_of_answering_does_not_matter(
    made: tuple[Questionnaire, dict[str, Value]],
) -> None:
    questionnaire, answers = made
    turned = dict(reversed(list(answers.items())))
    assert find_path(questionnaire, turned) == find_path(questionnaire, answers)


@given(answered())
@FEW
def test_a_question_is_shown_exactly_when_all_around_it_says_so(
    made: tuple[Questionnaire, dict[str, Value]],
) -> None:
    questionnaire, answers = made
    path = find_path(questionnaire, answers)
    shown = set(path.question_codes)
    before: dict[str, Value] = {}
    for section in questionnaire.sections:
        section_start = dict(before)
        for page in section.pages:
            page_start = dict(before)
            for question in page.questions:
                expected = (
                    holds(section.show_if, section_start)
                    and holds(page.show_if, page_start)
                    and holds(question.show_if, before)
                    and _is_asked(questionnaire, question.audiences, before)
                )
                assert (question.code in shown) is expected
                if question.code in path.answers:
                    codes = path.answers[question.code]
                    offered = {option.code for option in offered_options(question, before)}
                    if question.options:
                        assert set(codes if isinstance(codes, tuple) else [codes]) <= offered
                    before[question.code] = codes


def _is_asked(
    questionnaire: Questionnaire, audiences: tuple[str, ...], before: Mapping[str, Value]
) -> bool:
    return not audiences or audience_of(questionnaire, before) in audiences


@given(answered())
@FEW
def test_before_and_after_walk_the_whole_path(
    made: tuple[Questionnaire, dict[str, Value]],
) -> None:
    path = find_path(*made)
    walked = []
    visit = path.visits[0] if path.visits else None
    while visit is not None:
        walked.append(visit.page.code)
        assert path.visit(visit.page.code) == visit
        following = path.after(visit.page.code)
        if following is not None:
            assert path.before(following.page.code) == visit
        visit = following
    assert tuple(walked) == path.page_codes


@given(answered(), st.data())
@FEW
def test_remembering_the_ways_of_others_changes_nothing(
    made: tuple[Questionnaire, dict[str, Value]], data: st.DataObject
) -> None:
    questionnaire, answers = made
    codes = st.sets(st.sampled_from(sorted(answers))) if answers else st.just(set())
    for _ in range(6):
        some = {code: answers[code] for code in data.draw(codes)}
        afresh = replace(questionnaire)  # a copy remembers nothing
        assert afresh.remembered_ways == {}
        assert find_path(questionnaire, some) == find_path(afresh, some)


def test_what_somebody_wrote_at_length_is_not_remembered() -> None:
    asked = Question("why", QuestionType.LONG_TEXT, Text({"en": "Why?"}))
    after = Question(
        "more", QuestionType.SHORT_TEXT, Text({"en": "More?"}), show_if=Answered("why")
    )
    pages = (Page("why", (asked,)), Page("more", (after,)))
    questionnaire = Questionnaire(Text(), (Section("all", Text(), pages),))
    assert find_path(questionnaire, {"why": "x" * 101}).page_codes == ("why", "more")
    assert find_path(questionnaire, {"why": "short"}).page_codes == ("why", "more")
    assert len(questionnaire.remembered_ways) == 1
