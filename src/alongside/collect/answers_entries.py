"""From what a person typed into number and date boxes to a value, or what to mend."""

import calendar
import re
import unicodedata
from datetime import date
from decimal import Decimal

from alongside.collect.answers_checks import problem
from alongside.kernel.problems import Problem
from alongside.questionnaire import Question

MOST_DIGITS = 15
"""A floating number keeps this many decimal digits exactly."""

DATE_PARTS = ("day", "month", "year")
_NUMBER = re.compile(r"[+-]?(\d{1,3}([ ,]\d{3})+|\d+)?(\.\d+)?")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


def read_number(question: Question, typed: str, language: str) -> int | float | Problem:
    """Return the number typed, or the problem with it.

    Thousands may be parted by commas or spaces (``1,000``); the decimal sign is a point. A
    question without decimals gives an int, others a float.
    """
    tidy = unicodedata.normalize("NFKC", typed).strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(tidy) or not any(sign.isdigit() for sign in tidy):
        return problem("answer-not-number", question, language)
    digits = tidy.replace(",", "").replace(" ", "")
    if sum(sign.isdigit() for sign in digits) > MOST_DIGITS:
        return problem("answer-number-long", question, language)
    number = Decimal(digits)
    if question.decimals == 0 and number == number.to_integral_value():
        return int(number)
    return float(number)


def read_date(question: Question, typed: tuple[str, str, str], language: str) -> date | Problem:
    """Return the date typed as day, month and year, or the problem with its first wrong box.

    The month may be a number or an English name.
    """
    day, month, year = (unicodedata.normalize("NFKC", part).strip() for part in typed)
    parts = dict(zip(DATE_PARTS, (day, month, year), strict=True))
    for part, words in parts.items():
        if not words:
            return _wrong("answer-date-part-missing", question, language, part)
    month = str(_MONTHS.get(month.lower().rstrip("."), month))
    if not _is_between(day, 1, 31):
        return _wrong("answer-date-day", question, language, "day")
    if not _is_between(month, 1, 12):
        return _wrong("answer-date-month", question, language, "month")
    if len(year) != 4 or not _is_between(year, 1000, 9999):
        return _wrong("answer-date-year", question, language, "year")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        name = calendar.month_name[int(month)]
        params = {"date": f"{int(day)} {name} {year}"}
        return problem("answer-date-none", question, language, f"{question.code}_day", params)


def _is_between(words: str, low: int, high: int) -> bool:
    return words.isdecimal() and len(words) <= 4 and low <= int(words) <= high


def _wrong(code: str, question: Question, language: str, part: str) -> Problem:
    return problem(code, question, language, f"{question.code}_{part}", {"part": part})
