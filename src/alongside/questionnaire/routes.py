"""The routes of a questionnaire: which ways there are, how long, and who takes them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from alongside.questionnaire.conditions import Value
from alongside.questionnaire.explore import State, explore
from alongside.questionnaire.model import Questionnaire
from alongside.questionnaire.routing import audience_of
from alongside.questionnaire.timing import estimate_minutes

MOST_ROUTES = 1_000
"""Routes listed before only a sample of them is."""

ENOUGH_ROUTES = 200
"""Routes looked at to say *about* how long it takes."""

__all__ = ["ENOUGH_ROUTES", "MOST_ROUTES", "Route", "Routes", "estimate_minutes", "find_routes"]


@dataclass(frozen=True, slots=True)
class Route:
    """One way through: the pages and questions one kind of person is shown.

    Parameters
    ----------
    audience
        Code of the audience; "" when there is only one.
    answers
        Answers that lead this way. Only what conditions look at: other questions can be
        answered at will without leaving the route.
    question_count
        Questions to answer, information boxes not counted.
    minutes
        About how long it takes, in the first language (see ``estimate_minutes``).
    """

    audience: str
    answers: Mapping[str, Value]
    page_codes: tuple[str, ...]
    question_codes: tuple[str, ...]
    question_count: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Routes:
    """All routes, or a sample of them.

    Parameters
    ----------
    routes
        In the order of the answers that lead there.
    exact
        True when these are all of them.
    limit
        The number beyond which they are sampled.
    """

    routes: tuple[Route, ...]
    exact: bool
    limit: int

    def __iter__(self) -> Iterator[Route]:
        return iter(self.routes)

    def longest_minutes(self, audience: str = "") -> int:
        """Return whole minutes for the longest way through, of one audience if named.

        The longest, because a promise that is too short costs trust; at least 1.
        """
        minutes = (route.minutes for route in self.routes if audience in ("", route.audience))
        return max(1, ceil(max(minutes, default=0)))

    def __len__(self) -> int:
        return len(self.routes)


def find_routes(questionnaire: Questionnaire, limit: int = MOST_ROUTES) -> Routes:
    """Return every distinct route: audience, pages and questions shown.

    Exact: only answers that a condition, an audience or piping looks at make a difference,
    and of those one of each kind is tried. With more than ``limit`` routes a reproducible
    sample is followed and ``exact`` is False; each route listed is still a real one.
    """
    found = explore(questionnaire, limit=limit, follow_steps=True)
    routes: dict[tuple[str, tuple[tuple[str, str], ...]], Route] = {}
    for end in found.ends:
        audience = audience_of(questionnaire, end.answers)
        key = (audience, end.steps)
        if key not in routes:
            routes[key] = _route(questionnaire, audience, end)
    return Routes(tuple(routes.values()), found.exact, limit)


def _route(questionnaire: Questionnaire, audience: str, end: State) -> Route:
    questions = [questionnaire.questions[code] for _, code in end.steps]
    return Route(
        audience=audience,
        answers=end.answers,
        page_codes=tuple(dict.fromkeys(page for page, _ in end.steps)),
        question_codes=tuple(question.code for question in questions),
        question_count=sum(question.takes_answer for question in questions),
        minutes=estimate_minutes(questions, questionnaire.languages[0]),
    )
