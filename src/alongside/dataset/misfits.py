"""Answers that have no place in a questionnaire."""

import math
from datetime import date

from alongside.collect import Response
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import Question, Questionnaire, QuestionType, Value
from alongside.questionnaire.model import OTHER_SUFFIX


def find_misfits(questionnaire: Questionnaire, response: Response) -> list[Problem]:
    """Return a problem for every answer whose question or option does not exist.

    Without this look, an answer to an option that was since removed would be taken for an
    answer off the path, and be missing from every table without a word.
    """
    problems = []
    for code, value in response.answers.items():
        question = questionnaire.questions.get(code)
        params: dict[str, object] = {"code": code, "found": str(value)[:60]}
        place = Place(item=f"respondent {response.respondent}, question {code}")
        if question is None:
            owner = questionnaire.questions.get(code.removesuffix(OTHER_SUFFIX))
            if owner is None or not any(option.other for option in owner.options):
                problems.append(Problem("dataset-unknown-question", place, params))
        elif not _fits(question, value):
            problems.append(Problem("dataset-answer-form", place, params))
        elif question.options:
            known = {option.code for option in question.options}
            chosen = value if isinstance(value, tuple) else (str(value),)
            params["known"] = ", ".join(option.code for option in question.options)
            problems += [
                Problem("dataset-unknown-code", place, {**params, "found": option})
                for option in chosen
                if option not in known
            ]
    return problems


def _fits(question: Question, value: Value) -> bool:
    match question.type:
        case QuestionType.ANY_OF:
            return isinstance(value, tuple)
        case QuestionType.NUMBER:
            return isinstance(value, int | float) and math.isfinite(value)
        case QuestionType.DATE:
            return isinstance(value, date)
        case QuestionType.INFORMATION:
            return False
        case _:
            return isinstance(value, str)
