"""How long a study takes and how far along a page is. Both are rough, and said so."""

from alongside.questionnaire import Answers, Questionnaire, Routes, Study, find_path, find_routes
from alongside.questionnaire.routes import ENOUGH_ROUTES
from alongside.questionnaire.routing import Path

_KEPT: dict[str, tuple[Questionnaire, Routes]] = {}


def about_minutes(study: Study, audience: str = "") -> int:
    """Return whole minutes for the longest way through, of one audience if named; at least 1.

    The longest, because a promise that is too short costs trust. The estimate itself is
    :func:`alongside.questionnaire.estimate_minutes`.
    """
    routes = _routes_of(study)
    return 1 if routes is None else routes.longest_minutes(audience)


def count_questions(
    questionnaire: Questionnaire, answers: Answers, page_code: str
) -> tuple[int, int] | None:
    """Return which question a page is and of about how many.

    None for a page to read only, and when there is one page of questions in all. While the
    audience is not known, the longest audience's path says how many.
    """
    path = find_path(questionnaire, answers)
    asking = _asking(path)
    if page_code not in asking:
        return None
    total = len(asking)
    question = questionnaire.audience_question
    if question and question not in path.answers:
        ways = [find_path(questionnaire, {question: item.code}) for item in questionnaire.audiences]
        total = max([total, *(len(_asking(way)) for way in ways)])
    return (asking.index(page_code) + 1, total) if total > 1 else None


def _routes_of(study: Study) -> Routes | None:
    """Return the routes of a study, found once for each reading of its files."""
    questionnaire = study.questionnaire
    if questionnaire is None:
        return None
    kept = _KEPT.get(study.slug)
    if kept is None or kept[0] is not questionnaire:
        kept = (questionnaire, find_routes(questionnaire, ENOUGH_ROUTES))
        _KEPT[study.slug] = kept
    return kept[1]


def _asking(path: Path) -> list[str]:
    return [
        visit.page.code
        for visit in path.visits
        if any(question.takes_answer for question in visit.questions)
    ]
