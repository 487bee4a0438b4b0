"""From what a person typed into number and date boxes to a value, or what to mend."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from alongside.collect.answers_checks import problem
from alongside.kernel.problems import Problem
from alongside.questionnaire import Question
from alongside.questionnaire.piping import month_names

MOST_DIGITS = 15
"""A floating number keeps this many decimal digits exactly."""

DATE_PARTS = ("day", "month", "year")
_NUMBER = re.compile(r"[+-]?(\d{1,3}([ ,]\d{3})+|\d+)?(\.\d+)?")
SHORTEST_NAME = 3
"""Letters that tell one month from the others, in the languages known here."""


def read_number(question: Question, typed: str, language: str) -> int | float | list[Problem]:
    """Return the number typed, or what is wrong with it.

    Thousands may be parted by commas or spaces (``1,000``); the decimal sign is a point. The
    question's unit may stand before or after (``£5``, ``12 years``). A question without
    decimals gives an int, others a float.
    """
    tidy = _tidy(typed).replace("\N{MINUS SIGN}", "-")
    if unit := _tidy(question.unit.say(language)):
        tidy = tidy.removeprefix(unit).removesuffix(unit).strip()
    if not _NUMBER.fullmatch(tidy) or not any(sign.isdigit() for sign in tidy):
        return [problem("answer-not-number", question, language)]
    digits = tidy.replace(",", "").replace(" ", "")
    if sum(sign.isdigit() for sign in digits) > MOST_DIGITS:
        return [problem("answer-number-long", question, language)]
    number = Decimal(digits)
    if question.decimals == 0 and number == number.to_integral_value():
        return int(number)
    return float(number)


def _tidy(words: str) -> str:
    """Return words without the differences in width and case that mean nothing here."""
    return unicodedata.normalize("NFKC", words).strip().casefold()


def read_date(
    question: Question, typed: tuple[str, str, str], language: str
) -> date | list[Problem]:
    """Return the date typed as day, month and year, or a problem for each wrong box.

    The month may be a number, or a name in English or the person's language.
    """
    boxes = (unicodedata.normalize("NFKC", part).strip() for part in typed)
    entered = dict(zip(DATE_PARTS, boxes, strict=True))
    entered["month"] = _month_number(entered["month"], language)
    wrong = [
        problem(f"answer-date-{fault}", question, language, f"{question.code}_{part}")
        for part, words in entered.items()
        if (fault := _box_fault(part, words))
    ]
    if wrong:
        return wrong
    day, month, year = (int(entered[part]) for part in DATE_PARTS)
    try:
        return date(year, month, day)
    except ValueError:
        names = month_names(language)
        said = f"{day} {names[month - 1]} {year}" if names else f"{year}-{month:02}-{day:02}"
        field = f"{question.code}_day"
        return [problem("answer-date-none", question, language, field, {"date": said})]


def _box_fault(part: str, words: str) -> str:
    """Return the last part of the message code of a wrong box, or ""."""
    if not words:
        return f"no-{part}"
    low, high = {"day": (1, 31), "month": (1, 12), "year": (1000, 9999)}[part]
    fits = words.isdecimal() and len(words) <= len(str(high)) and low <= int(words) <= high
    return "" if fits else part


def _month_number(words: str, language: str) -> str:
    """Return the number of a month given by its name or how it begins; other words as they are."""
    name = words.casefold().rstrip(".")
    if len(name) < SHORTEST_NAME:
        return words
    meant = {
        number
        for tag in ("en", language)
        for number, month in enumerate(month_names(tag), start=1)
        if month.casefold().startswith(name)
    }
    return str(meant.pop()) if len(meant) == 1 else words
