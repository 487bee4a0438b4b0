"""The reference study on paper, typed in twice, keeps what the same answers keep on the web."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from alongside.collect.entry import AboutPaper, section_items
from alongside.collect.invent import invent_answers
from alongside.collect.paper import follow, paper_form
from alongside.kernel.seeds import Seed
from alongside.questionnaire import Questionnaire, Route, Value, find_path, find_routes, read_study
from alongside.questionnaire.answer_classes import comparisons_by_question
from alongside.questionnaire.model import Visit
from alongside.web.records.models import PaperEntry, ResponseRecord
from alongside.web.walk.people import boxes_of

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).parents[3] / "studies" / "coproduction"
SITE = "/s/coproduction/"
BRANCHES = ("staff", "lived")


@pytest.fixture
def questionnaire(settings: Any) -> Questionnaire:
    settings.ALONGSIDE_STUDIES = [REFERENCE]
    study, _ = read_study(REFERENCE)
    assert study is not None
    found = study.questionnaire
    assert found is not None
    return found


@pytest.fixture
def typists(sign_in: Callable[..., Client]) -> tuple[Client, Client]:
    ada, ben = (sign_in("enter", name=name, slug="coproduction") for name in ("Ada", "Ben"))
    return ada, ben


def routes_of(questionnaire: Questionnaire, audience: str) -> tuple[Route, Route]:
    """Return the longest and the shortest way of one branch."""
    routes = [item for item in find_routes(questionnaire).routes if item.audience == audience]
    ordered = sorted(routes, key=lambda route: len(route.question_codes))
    return ordered[-1], ordered[0]


def answers_on(questionnaire: Questionnaire, route: Route) -> dict[str, Value]:
    """Return answers somebody on this route might give."""
    chance = Seed(7, f"{route.audience} {len(route.question_codes)}").generator()
    comparisons = comparisons_by_question(questionnaire)
    answers: dict[str, Value] = {}
    for code in route.question_codes:
        earlier = find_path(questionnaire, answers).answers
        question = questionnaire.questions[code]
        answers |= invent_answers(
            question, earlier, route.answers, comparisons, chance, date.today()
        )
    return answers


def answer_on_the_web(questionnaire: Questionnaire, answers: dict[str, Value]) -> ResponseRecord:
    browser = Client()
    here = browser.post(SITE, {"start": "1"})["Location"]
    while here.startswith(f"{SITE}p/"):
        visit = find_path(questionnaire, answers).visit(here.split("/")[-2])
        assert visit is not None, here
        here = browser.post(here, boxes_of(visit, answers))["Location"]
    assert browser.post(f"{SITE}check/").status_code == 303
    return ResponseRecord.objects.get(mode="web")


def type_in(
    browser: Client, questionnaire: Questionnaire, audience: str, stands: dict[str, Value]
) -> Any:
    """Type in what stands on a form, section by section, as the site leads."""
    about = {"audience": audience or "-everybody", "language": "en", "edition": "large"}
    here = browser.post(f"{SITE}team/paper/new/", {"number": "17", **about})["Location"]
    items = section_items(questionnaire, AboutPaper(audience))
    while "/section/" in here:
        of_section = items[here.split("/")[-2]]
        page = questionnaire.pages[0]
        boxes = boxes_of(Visit(page, tuple(item.question for item in of_section)), stands)
        saved = browser.post(here, boxes)
        assert saved.status_code == 303, saved.content.decode()
        here = saved["Location"]
    return browser.post(f"{SITE}team/paper/form/17/")


@pytest.mark.parametrize("longest", [True, False])
@pytest.mark.parametrize("printed_for", ["the branch", "everybody"])
@pytest.mark.parametrize("audience", BRANCHES)
def test_paper_keeps_what_the_web_keeps(
    questionnaire: Questionnaire,
    typists: tuple[Client, Client],
    audience: str,
    printed_for: str,
    longest: bool,
) -> None:
    route = routes_of(questionnaire, audience)[0 if longest else 1]
    wishes = answers_on(questionnaire, route)
    for_whom = audience if printed_for == "the branch" else ""
    # the person reads the printed instructions and nothing else
    _, stands = follow(paper_form(questionnaire, for_whom), wishes)
    for browser in typists:
        type_in(browser, questionnaire, for_whom, dict(stands))
    paper = ResponseRecord.objects.get(mode="paper")
    web = answer_on_the_web(questionnaire, wishes)
    for code in wishes:
        assert paper.answers.get(code) == web.answers.get(code), code
    assert paper.answers == web.answers
    assert (paper.seen, paper.completed, paper.version) == (web.seen, True, web.version)
    assert set(web.shown) <= set(paper.shown)
    assert set(paper.shown.values()) == set(web.shown.values())


@pytest.mark.parametrize("audience", BRANCHES)
def test_a_slip_in_any_question_is_caught(
    questionnaire: Questionnaire, typists: tuple[Client, Client], audience: str
) -> None:
    stands = answers_on(questionnaire, routes_of(questionnaire, audience)[0])
    slip = next(
        question
        for question in questionnaire.questions.values()
        if len(question.options) > 2
        and isinstance(stands.get(question.code), str)
        and question.code != questionnaire.audience_question
        and not any(option.other or option.show_if for option in question.options)
    )
    wrong = next(item.code for item in slip.options if item.code != stands[slip.code])
    type_in(typists[0], questionnaire, audience, stands)
    type_in(typists[1], questionnaire, audience, stands | {slip.code: wrong})
    assert not ResponseRecord.objects.exists()
    page = typists[0].get(f"{SITE}team/paper/form/17/settle/").content.decode()
    assert f'name="{slip.code}-settle"' in page
    typists[0].post(f"{SITE}team/paper/form/17/settle/", {f"{slip.code}-settle": "first"})
    assert ResponseRecord.objects.get().answers[slip.code] == stands[slip.code]
    assert PaperEntry.objects.get(turn=2).answers[slip.code] == wrong
