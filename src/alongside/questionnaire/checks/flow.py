"""The ways through: dead ends, what nobody reaches, conditions that decide nothing."""

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from math import prod

from alongside.kernel.problems import Place, Problem, Severity
from alongside.questionnaire.answer_classes import (
    Comparison,
    answer_classes,
    comparisons_by_question,
    text_answers,
)
from alongside.questionnaire.condition_text import condition_text
from alongside.questionnaire.conditions import Condition, Value, holds, questions_in
from alongside.questionnaire.explore import MOST_STATES, Exploration, Met, explore
from alongside.questionnaire.model import Question, Questionnaire
from alongside.questionnaire.routes import MOST_ROUTES, Routes, find_routes
from alongside.questionnaire.routing import audience_of
from alongside.questionnaire.sites import Site, SiteKey, known_answers, walk_sites

MOST_TRIALS = 50_000
"""Combinations of answers tried to see whether one condition can ever hold."""

LONGEST_MINUTES = 15
"""Where the Pew Research Center caps its web surveys, because fewer people finish longer
ones (How we keep our online surveys from running too long, 8 December 2022)."""


def check_flow(questionnaire: Questionnaire, faulty: Collection[SiteKey]) -> Iterator[Problem]:
    """Yield faults of the ways through.

    Exact while at most 2,000 kinds of person have to be told apart at once and a condition
    combines at most 50,000 kinds of answer; beyond that a sample is followed, nothing is
    called unreachable, and a line of advice says so.

    Parameters
    ----------
    questionnaire
        What to judge.
    faulty
        Sites whose condition has a fault already named; both their ways are followed.
    """
    found = explore(questionnaire, doubtful=faulty)
    place = Place(questionnaire.file, None, "routes")
    if not found.exact:
        params = {"n": f"{MOST_STATES:,}"}
        yield Problem("routes-sampled", place, params, Severity.ADVICE)
    yield from _conditions(questionnaire, found, faulty)
    yield from _dead_ends(questionnaire, found, bool(faulty))
    yield from _unfilled(questionnaire, found)
    if not faulty:
        yield from _lengths(questionnaire, find_routes(questionnaire))


def _conditions(
    questionnaire: Questionnaire, found: Exploration, faulty: Collection[SiteKey]
) -> Iterator[Problem]:
    known = known_answers(questionnaire)
    comparisons = comparisons_by_question(questionnaire)
    closed: set[SiteKey] = set()
    for site, behind in _sites_with_surroundings(questionnaire):
        if site.condition is None or site.key in faulty:
            continue
        place = site.place(questionnaire)
        sight = found.sights.get(site.key)
        params: dict[str, object] = {"item": site.item}
        if site.written is not None:
            params["condition"] = condition_text(site.written)
            possible, always = _on_its_own(site.written, known, comparisons)
            if possible is False:
                closed.add(site.key)
                yield Problem("condition-contradicts", place, params)
                continue
            if always:
                yield Problem("condition-always-true", place, params, Severity.WARNING)
                continue
        if closed.intersection(behind):  # it is the surrounding condition that has to be mended
            continue
        if not found.exact:
            continue
        if sight is None or sight.shown is None:
            closed.add(site.key)
            if site.written is None:
                params["condition"] = condition_text(site.condition)
            yield Problem("never-shown", place, params)
        elif sight.hidden is None and site.written is not None:
            yield Problem("condition-decides-nothing", place, params, Severity.WARNING)


def _sites_with_surroundings(
    questionnaire: Questionnaire,
) -> Iterator[tuple[Site, tuple[SiteKey, ...]]]:
    """Yield each site with the section, page or question that it lies in."""
    around: dict[str, SiteKey] = {}
    order = ("section", "page", "question", "option")
    for site in walk_sites(questionnaire):
        depth = order.index(site.kind)
        around = {kind: key for kind, key in around.items() if order.index(kind) < depth}
        yield site, tuple(around.values())
        around[site.kind] = site.key


def _on_its_own(
    condition: Condition,
    known: Mapping[str, Question],
    comparisons: Mapping[str, tuple[Comparison, ...]],
) -> tuple[bool | None, bool]:
    """Return whether a condition can hold at all (None: too many to try), and always does."""
    names = list(dict.fromkeys(questions_in(condition)))
    choices: list[list[Value | None]] = []
    exact = True
    for name in names:
        question = known.get(name)
        if question is None:
            return None, False
        if question.code != name:
            options: list[Value | None] = [*text_answers(comparisons.get(name, ()))]
        else:
            classes = answer_classes(question, comparisons.get(name, ()), question.options)
            exact = exact and classes.exact
            options = list(classes.answers)
        choices.append([*dict.fromkeys([*options, None])])
    if not exact or prod(len(options) for options in choices) > MOST_TRIALS:
        return None, False
    outcomes = {
        holds(
            condition,
            {name: value for name, value in zip(names, row, strict=True) if value is not None},
        )
        for row in product(*choices)
    }
    return True in outcomes, outcomes == {True}


def _dead_ends(
    questionnaire: Questionnaire, found: Exploration, doubtful: bool
) -> Iterator[Problem]:
    for code, answers in found.starved.items():
        question = questionnaire.questions[code]
        fewest = max(1, int(question.minimum or 1))
        inclusive = [option for option in question.options if not option.exclusive]
        if not question.options or len(inclusive) < fewest:
            continue  # named already: it can never be answered by anyone
        place = Place(questionnaire.file, question.line, f"question {code}")
        params = {"question": code, "n": fewest, "example": example_text(answers)}
        yield Problem("dead-end-few-options" if fewest > 1 else "dead-end-no-option", place, params)
    if not found.exact or doubtful:
        return
    met: dict[str, Met] = {}
    for end in found.ends:
        audience = audience_of(questionnaire, end.answers)
        met[audience] = max(met.get(audience, Met.NOTHING), end.met)
    place = Place(questionnaire.file, None, "audiences")
    for audience, most in met.items():
        if most is Met.QUESTIONS:
            continue
        code = "dead-end-audience" if audience else "dead-end-everyone"
        severity = Severity.ERROR if most is Met.NOTHING else Severity.ADVICE
        if most is Met.BOXES:
            code = "audience-only-reads"
        spot = Place(place.file, place.line, f"audience {audience}" if audience else "")
        yield Problem(code, spot, {"audience": audience or "everyone"}, severity)
    for end in found.ends:
        audience = audience_of(questionnaire, end.answers)
        if end.met is Met.NOTHING and met[audience] is not Met.NOTHING:
            params = {"example": example_text(end.answers)}
            yield Problem("dead-end-route", place, params, Severity.WARNING)
            return


def _unfilled(questionnaire: Questionnaire, found: Exploration) -> Iterator[Problem]:
    known = known_answers(questionnaire)
    order = list(questionnaire.questions)
    for (code, piped), answers in found.unfilled.items():
        if piped not in known or order.index(known[piped].code) >= order.index(code):
            continue  # named already: nothing of that name comes before
        question = questionnaire.questions[code]
        place = Place(questionnaire.file, question.line, f"question {code}")
        params = {"question": piped, "example": example_text(answers)}
        yield Problem("piping-unanswered", place, params, Severity.WARNING)


def _lengths(questionnaire: Questionnaire, routes: Routes) -> Iterator[Problem]:
    longest: dict[str, tuple[float, int]] = {}
    for route in routes:
        longest[route.audience] = max(
            longest.get(route.audience, (0.0, 0)), (route.minutes, route.question_count)
        )
    for audience, (minutes, count) in longest.items():
        if minutes > LONGEST_MINUTES:
            item = f"audience {audience}" if audience else ""
            params = {"minutes": round(minutes), "n": count, "most": LONGEST_MINUTES}
            place = Place(questionnaire.file, None, item)
            yield Problem("route-too-long", place, params, Severity.WARNING)
    if not routes.exact:
        place = Place(questionnaire.file, None, "routes")
        yield Problem("routes-listed-sample", place, {"n": f"{MOST_ROUTES:,}"}, Severity.ADVICE)


def example_text(answers: Mapping[str, Value]) -> str:
    """Return answers as a few words: ``audience = staff, barriers = time + cost``."""
    said = []
    for code, value in answers.items():
        words = " + ".join(value) if isinstance(value, tuple) else str(value)
        said.append(f"{code} = {words}")
    return ", ".join(said) or "nothing answered yet"
