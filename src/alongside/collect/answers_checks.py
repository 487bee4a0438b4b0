"""Whether an answer fits its question: one judgement for the web, paper and imports."""

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import Answers, Question, QuestionType, Value, offered_options
from alongside.questionnaire.model import CHOICE_TYPES, OTHER_SUFFIX, TEXT_TYPES
from alongside.questionnaire.piping import say_date

LONGEST_TEXT = 20_000
"""Characters a written answer may have when its question sets no maximum."""


def check_answer(
    question: Question,
    value: Value,
    earlier: Answers,
    language: str = "en",
    *,
    today: date | None = None,
) -> list[Problem]:
    """Return everything that keeps this value from being an answer to this question.

    Parameters
    ----------
    question
        What was asked.
    value
        A code, a tuple of codes, words, a number or a date, as the type of question wants.
    earlier
        Answers on the path before this question: they decide which options are offered.
    language
        Language in which the problems name the question.
    today
        What the bound ``today`` of a date means; None: the day it is.
    """
    if question.type in CHOICE_TYPES:
        return list(_check_choice(question, value, earlier, language))
    if question.type is QuestionType.ANY_OF:
        return list(_check_choices(question, value, earlier, language))
    if question.type in TEXT_TYPES:
        return list(_check_text(question, value, language))
    if question.type is QuestionType.NUMBER:
        return list(_check_number(question, value, language))
    if question.type is QuestionType.DATE:
        return list(_check_date(question, value, language, today or date.today()))
    return [problem("answer-not-asked", question, language)]


def check_other_words(
    question: Question, chosen: Value | None, words: str, language: str = "en"
) -> list[Problem]:
    """Return what is wrong with the person's own words beside an "other" option.

    They need the option to be chosen; where the question must be answered, the option also
    needs them. ``words`` may be empty.
    """
    option = next((item for item in question.options if item.other), None)
    if option is None:
        return []
    field = question.code + OTHER_SUFFIX
    params = {"option": option.label.say(language)}
    codes = chosen if isinstance(chosen, tuple) else (chosen,)
    if words.strip() and option.code not in codes:
        return [problem("answer-other-not-chosen", question, language, field, params)]
    if option.code in codes and not words.strip() and question.required:
        return [problem("answer-other-missing", question, language, field, params)]
    if len(words) > LONGEST_TEXT:
        params = {"maximum": f"{LONGEST_TEXT:,}", "length": f"{len(words):,}"}
        return [problem("answer-too-long", question, language, field, params)]
    return []


def problem(
    code: str,
    question: Question,
    language: str,
    field: str = "",
    params: dict[str, str] | None = None,
) -> Problem:
    """Return a problem that names its question and the form field it belongs to."""
    named = {
        "question": question.code,
        "field": field or question.code,
        "label": question.label.say(language) or question.code,
    }
    return Problem(code, Place(item=f"question {question.code}"), {**named, **(params or {})})


def missing_answer(question: Question, language: str) -> Problem:
    """Return the problem of a question that must be answered and was not."""
    code = "answer-missing"
    field = question.code
    if question.type is QuestionType.ANY_OF:
        code = "answer-missing-several"
    elif question.type in TEXT_TYPES:
        code = "answer-missing-text"
    elif question.type is QuestionType.NUMBER:
        code = "answer-missing-number"
    elif question.type is QuestionType.DATE:
        code, field = "answer-missing-date", f"{question.code}_day"
    return problem(code, question, language, field)


def _check_choice(
    question: Question, value: Value, earlier: Answers, language: str
) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem("answer-one-only", question, language)
    elif value not in {option.code for option in offered_options(question, earlier)}:
        yield problem("answer-not-offered", question, language)


def _check_choices(
    question: Question, value: Value, earlier: Answers, language: str
) -> Iterator[Problem]:
    if not isinstance(value, tuple) or not value:
        yield problem("answer-not-offered", question, language)
        return
    offered = {option.code: option for option in offered_options(question, earlier)}
    if any(code not in offered for code in value) or len(set(value)) != len(value):
        yield problem("answer-not-offered", question, language)
        return
    alone = next((offered[code] for code in value if offered[code].exclusive), None)
    if alone is not None:
        if len(value) > 1:
            params = {"option": alone.label.say(language)}
            yield problem("answer-exclusive", question, language, params=params)
        return
    fewest, most = question.minimum, question.maximum
    if fewest is not None and len(value) < fewest:
        yield problem("answer-too-few", question, language, params={"minimum": f"{fewest:g}"})
    if most is not None and len(value) > most:
        params = {"maximum": f"{most:g}", "count": str(len(value))}
        yield problem("answer-too-many", question, language, params=params)


def _check_text(question: Question, value: Value, language: str) -> Iterator[Problem]:
    if not isinstance(value, str) or not value.strip():
        yield problem("answer-missing-text", question, language)
        return
    shortest = question.minimum
    longest = LONGEST_TEXT if question.maximum is None else question.maximum
    if shortest is not None and len(value) < shortest:
        params = {"minimum": f"{shortest:,.0f}", "length": f"{len(value):,}"}
        yield problem("answer-too-short", question, language, params=params)
    if len(value) > longest:
        params = {"maximum": f"{longest:,.0f}", "length": f"{len(value):,}"}
        yield problem("answer-too-long", question, language, params=params)


def _check_number(question: Question, value: Value, language: str) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        yield problem("answer-not-number", question, language)
        return
    places = -int(Decimal(repr(value)).normalize().as_tuple().exponent)
    if places > question.decimals:
        code = "answer-decimals" if question.decimals else "answer-not-whole"
        yield problem(code, question, language, params={"decimals": str(question.decimals)})
    unit = question.unit.say(language)
    after = f" {unit}" if unit else ""
    if question.minimum is not None and value < question.minimum:
        params = {"minimum": f"{question.minimum:,.10g}{after}"}
        yield problem("answer-below", question, language, params=params)
    if question.maximum is not None and value > question.maximum:
        params = {"maximum": f"{question.maximum:,.10g}{after}"}
        yield problem("answer-above", question, language, params=params)


def _check_date(question: Question, value: Value, language: str, today: date) -> Iterator[Problem]:
    field = f"{question.code}_day"
    if not isinstance(value, date):
        yield problem("answer-missing-date", question, language, field)
        return
    earliest, latest = _bound(question.earliest, today), _bound(question.latest, today)
    if earliest is not None and value < earliest:
        params = {"earliest": say_date(earliest, language)}
        yield problem("answer-date-early", question, language, field, params)
    if latest is not None and value > latest:
        params = {"latest": say_date(latest, language)}
        yield problem("answer-date-late", question, language, field, params)


def _bound(words: str | None, today: date) -> date | None:
    if words is None:
        return None
    return today if words == "today" else date.fromisoformat(words)
