"""Invented people and their walks, and what the walks covered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from alongside.collect import answer_codes
from alongside.collect.answers_entries import DATE_PARTS
from alongside.collect.invent import invent_answers
from alongside.kernel.seeds import Seed
from alongside.questionnaire import (
    Answers,
    Condition,
    Questionnaire,
    Route,
    Value,
    find_path,
    find_routes,
)
from alongside.questionnaire.answer_classes import comparisons_by_question
from alongside.questionnaire.model import Visit
from alongside.web.walk.browser import Browser, NotOfferedError, OpenPage


@dataclass(frozen=True, slots=True)
class Walk:
    """How one walk went.

    Parameters
    ----------
    pages
        Codes of the pages the site showed, in order.
    answers
        What was answered, by question.
    fault
        Why it did not go as the route says; "" when it did.
    """

    route: Route
    pages: tuple[str, ...]
    answers: Answers
    fault: str = ""


@dataclass
class Coverage:
    """What all walks together covered; ``expected`` is how many there will be."""

    questionnaire: Questionnaire
    exact: bool
    expected: int
    walks: list[Walk] = field(default_factory=list)
    chosen: set[tuple[str, str]] = field(default_factory=set)

    def not_met(self) -> list[str]:
        """Return the pages no walk came to, and the options nobody chose."""
        good = [walk for walk in self.walks if not walk.fault]
        pages = {page for walk in good for page in walk.pages}
        missing = [
            f"page {page.code}" for page in self.questionnaire.pages if page.code not in pages
        ]
        for question in self.questionnaire.walk():
            missing += [
                f"option {question.code}.{option.code}"
                for option in question.options
                if (question.code, option.code) not in self.chosen
            ]
        return missing

    def add(self, walk: Walk) -> None:
        """Add one walk."""
        self.walks.append(walk)
        if walk.fault:
            return
        for code, value in walk.answers.items():
            if code in self.questionnaire.questions:
                chosen = value if isinstance(value, tuple) else (str(value),)
                self.chosen.update((code, option) for option in chosen)

    @property
    def faults(self) -> list[Walk]:
        """The walks that did not go as their route says."""
        return [walk for walk in self.walks if walk.fault]

    def figures(self) -> dict[str, tuple[int, int]]:
        """Return how many of how many routes, pages, questions and options were met."""
        good = [walk for walk in self.walks if not walk.fault]
        routes = {(walk.route.audience, walk.route.question_codes) for walk in self.walks}
        walked = {(walk.route.audience, walk.route.question_codes) for walk in good}
        pages = {page for walk in good for page in walk.pages}
        questions = [item for item in self.questionnaire.walk() if item.takes_answer]
        options = {(item.code, option.code) for item in questions for option in item.options}
        answered = {code for walk in good for code in walk.answers}
        return {
            "routes": (len(walked), len(routes)),
            "pages": (len(pages), len(self.questionnaire.pages)),
            "questions": (
                sum(item.code in answered for item in questions),
                len(questions),
            ),
            "options": (len(options & self.chosen), len(options)),
        }


def walk_study(
    site: str, slug: str, questionnaire: Questionnaire, seed: int, rounds: int
) -> Iterator[Coverage]:
    """Walk every route ``rounds`` times; yield what was covered after each walk.

    Options nobody has chosen yet are preferred where the route leaves a choice.
    """
    routes = find_routes(questionnaire)
    comparisons = comparisons_by_question(questionnaire)
    coverage = Coverage(questionnaire, routes.exact, rounds * len(routes))
    for turn in range(rounds):
        for number, route in enumerate(routes):
            chance = Seed(seed, f"walk {turn} {number}")
            walk = _walk(site, slug, questionnaire, route, comparisons, chance, coverage.chosen)
            coverage.add(walk)
            yield coverage


def _walk(
    site: str,
    slug: str,
    questionnaire: Questionnaire,
    route: Route,
    comparisons: Mapping[str, Sequence[Condition]],
    seed: Seed,
    met: Collection[tuple[str, str]],
) -> Walk:
    browser = Browser(site)
    chance = seed.generator()
    answers: dict[str, Value] = {}
    pages: list[str] = []
    asked: set[str] = set()
    start = f"/s/{slug}/"
    before = f"{start}p/"
    try:
        page = browser.send(browser.get(start), {})
        while page.path.startswith(before):
            code = page.path.removeprefix(before).strip("/")
            visit = find_path(questionnaire, answers).visit(code)
            if visit is None:
                return Walk(route, tuple(pages), answers, f"{code} is not on the path")
            fresh = [question for question in visit.questions if question.code not in asked]
            if code in pages and not fresh:
                said = "; ".join(page.faults) or page.heading
                return Walk(route, tuple(pages), answers, f"{code} came twice: {said}")
            if code not in pages:
                pages.append(code)
            for question in fresh:
                asked.add(question.code)
                earlier = find_path(questionnaire, answers).answers
                answers |= invent_answers(
                    question, earlier, route.answers, comparisons, chance, date.today(), met
                )
            page = browser.send(page, boxes_of(visit, answers))
        return Walk(route, tuple(pages), answers, _verdict(browser, page, start, route, pages))
    except NotOfferedError as fault:
        return Walk(route, tuple(pages), answers, str(fault))
    except OSError as fault:
        return Walk(route, tuple(pages), answers, f"the site did not answer: {fault}")


def boxes_of(visit: Visit, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return what a person types and ticks on a page to give these answers."""
    boxes: dict[str, tuple[str, ...]] = {}
    for question in visit.questions:
        for code in answer_codes(question):
            value = answers.get(code)
            if isinstance(value, tuple):
                boxes[code] = value
            elif isinstance(value, date):
                for part in DATE_PARTS:
                    boxes[f"{code}_{part}"] = (str(getattr(value, part)),)
            elif isinstance(value, str):
                boxes[code] = (value.replace("\n", "\r\n"),)  # as browsers send it
            elif value is not None:
                boxes[code] = (f"{value:.15g}",)
    return boxes


def _verdict(browser: Browser, page: OpenPage, start: str, route: Route, pages: list[str]) -> str:
    """Return what is wrong at the end of a walk, or ""."""
    if page.path != f"{start}check/":
        return f"ended at {page.path} with status {page.status}: {page.heading}"
    page = browser.send(page, {})
    if page.path != f"{start}done/":
        return f"sending ended at {page.path} with status {page.status}: {page.heading}"
    if tuple(pages) != route.page_codes:
        return "shown were other pages than the route has: " + " > ".join(pages)
    return ""
