"""Routes: the same as trying every answer; sampled, and said so, when there are too many."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from tests.questionnaire.made_questionnaires import every_answers, questionnaires

from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Value,
    find_path,
    find_routes,
    offered_options,
)
from alongside.questionnaire.conditions import AnyIn, Equals
from alongside.questionnaire.explore import explore
from alongside.questionnaire.routing import audience_of
from alongside.questionnaire.sites import walk_sites


def could_be_sent(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> bool:
    """Return whether a person can get to the end with exactly these answers."""
    path = find_path(questionnaire, answers)
    if path.set_aside:
        return False
    before: dict[str, Value] = {}
    for visit in path.visits:
        for question in visit.questions:
            value = path.answers.get(question.code)
            offered = offered_options(question, before)
            stuck = bool(question.options) and not offered
            if question.required and value is None and not stuck:
                return False
            if value is not None:
                before[question.code] = value
    return True


@given(questionnaires())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_same_routes_as_trying_every_answer(questionnaire: Questionnaire) -> None:
    expected = set()
    for answers in every_answers(questionnaire):
        if could_be_sent(questionnaire, answers):
            path = find_path(questionnaire, answers)
            audience = audience_of(questionnaire, path.answers)
            expected.add((audience, path.page_codes, path.question_codes))
    routes = find_routes(questionnaire)
    assert routes.exact
    found = [(route.audience, route.page_codes, route.question_codes) for route in routes]
    assert len(found) == len(set(found))
    assert set(found) == expected


@given(questionnaires())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_never_shown_is_never_shown_to_anyone(questionnaire: Questionnaire) -> None:
    shown: set[str] = set()
    for answers in every_answers(questionnaire):
        if could_be_sent(questionnaire, answers):
            shown.update(find_path(questionnaire, answers).question_codes)
    found = explore(questionnaire)
    assert found.exact
    for site in walk_sites(questionnaire):
        if site.kind == "question" and site.condition is not None:
            sight = found.sights.get(site.key)
            assert (sight is not None and sight.shown is not None) is (site.code in shown)


@given(questionnaires())
@settings(max_examples=60, deadline=None)
def test_each_route_is_led_to_by_its_answers(questionnaire: Questionnaire) -> None:
    for route in find_routes(questionnaire):
        path = find_path(questionnaire, route.answers)
        assert path.page_codes == route.page_codes
        assert path.question_codes == route.question_codes
        assert route.question_count <= len(route.question_codes)


def many_branches(number: int) -> Questionnaire:
    """Return a questionnaire with 2 to the power of ``number`` routes."""
    pages = []
    for spot in range(number):
        options = (Option("a", plain_text("This")), Option("b", plain_text("That")))
        choice = Question(f"q{spot}", QuestionType.ONE_OF, plain_text("Which?"), options=options)
        more = Question(
            f"more{spot}",
            QuestionType.LONG_TEXT,
            plain_text("Why?"),
            required=False,
            show_if=Equals(f"q{spot}", "a"),
        )
        pages += [Page(choice.code, (choice,)), Page(more.code, (more,))]
    return Questionnaire(plain_text("Many"), (Section("s", plain_text("S"), tuple(pages)),))


def test_all_routes_below_the_limit() -> None:
    routes = find_routes(many_branches(8), limit=256)
    assert routes.exact
    assert len(routes) == 256


def test_a_sample_of_real_routes_beyond_the_limit() -> None:
    questionnaire = many_branches(14)
    routes = find_routes(questionnaire, limit=200)
    assert not routes.exact
    assert 0 < len(routes) <= 200
    assert [route.page_codes for route in routes] == [
        route.page_codes for route in find_routes(questionnaire, limit=200)
    ]
    for route in routes:
        assert find_path(questionnaire, route.answers).page_codes == route.page_codes


def test_branches_that_join_again_are_not_counted_as_states() -> None:
    found = explore(many_branches(200), limit=50)
    assert found.exact
    assert len(found.ends) <= 2


@pytest.mark.parametrize("named", [3, 20])
def test_any_of_with_many_options(named: int) -> None:
    options = tuple(Option(f"o{spot}", plain_text(f"Option {spot}")) for spot in range(named))
    choice = Question("q", QuestionType.ANY_OF, plain_text("Which?"), options=options)
    pages = [Page("q", (choice,))]
    for spot in range(named):
        more = Question(
            f"m{spot}",
            QuestionType.LONG_TEXT,
            plain_text("Why?"),
            show_if=AnyIn("q", (f"o{spot}",)),
        )
        pages.append(Page(more.code, (more,)))
    questionnaire = Questionnaire(plain_text("x"), (Section("s", plain_text("S"), tuple(pages)),))
    routes = find_routes(questionnaire)
    assert routes.exact is (named == 3)
    if routes.exact:
        assert len(routes) == 2**named - 1
    shown = {code for route in routes for code in route.page_codes}
    assert shown == {page.code for page in pages}
