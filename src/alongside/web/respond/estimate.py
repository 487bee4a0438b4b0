"""How long a study takes and how far along a page is. Both are rough, and said so."""

from math import ceil

from alongside.questionnaire import Answers, Question, Questionnaire, QuestionType, find_path
from alongside.questionnaire.routing import Path

WORDS_A_MINUTE = 200
SECONDS_TO_ANSWER = {
    QuestionType.ONE_OF: 8,
    QuestionType.ANY_OF: 15,
    QuestionType.YES_NO_UNSURE: 6,
    QuestionType.SHORT_TEXT: 20,
    QuestionType.LONG_TEXT: 60,
    QuestionType.NUMBER: 10,
    QuestionType.DATE: 12,
    QuestionType.SCALE: 8,
    QuestionType.INFORMATION: 2,
}


def about_minutes(questionnaire: Questionnaire, language: str, audience: str = "") -> int:
    """Return minutes for one audience, or for the longest of all; at least 1.

    Reading at 200 words a minute, and a typical time to answer each type of question.
    """
    paths = _typical_paths(questionnaire, audience)
    seconds = max(
        (
            sum(
                _seconds(question, language)
                for visit in path.visits
                for question in visit.questions
            )
            for path in paths
        ),
        default=0.0,
    )
    return max(1, ceil(seconds / 60))


def count_questions(
    questionnaire: Questionnaire, answers: Answers, page_code: str
) -> tuple[int, int] | None:
    """Return which question a page is and of about how many; None for a page to read only.

    While the audience is not known, the longest audience's path says how many.
    """
    path = find_path(questionnaire, answers)
    asking = _asking(path)
    if page_code not in asking:
        return None
    total = len(asking)
    if questionnaire.audience_question and questionnaire.audience_question not in path.answers:
        total = max([total, *(len(_asking(item)) for item in _typical_paths(questionnaire, ""))])
    return asking.index(page_code) + 1, total


def _typical_paths(questionnaire: Questionnaire, audience: str) -> list[Path]:
    codes = [item.code for item in questionnaire.audiences if audience in ("", item.code)]
    if not codes or not questionnaire.audience_question:
        return [find_path(questionnaire, {})]
    question = questionnaire.audience_question
    return [find_path(questionnaire, {question: code}) for code in codes]


def _asking(path: Path) -> list[str]:
    return [
        visit.page.code
        for visit in path.visits
        if any(question.takes_answer for question in visit.questions)
    ]


def _seconds(question: Question, language: str) -> float:
    texts = [question.label, question.hint, question.body]
    texts += [part for option in question.options for part in (option.label, option.hint)]
    words = sum(len(text.say(language).split()) for text in texts)
    return words * 60 / WORDS_A_MINUTE + SECONDS_TO_ANSWER[question.type]
