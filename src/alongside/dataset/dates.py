"""Dates as people write them in spreadsheets."""

import re
from collections.abc import Iterable
from datetime import date

_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]00:00(?::00)?)?")


def parse_day(words: str, order: str) -> date | None:
    """Return the day these words say, or None.

    ``order`` is ``day-first`` (31/12/2023), ``month-first`` or ``year-first``; a date that
    begins with the year is always understood.

    >>> parse_day("03/04/2023", "day-first"), parse_day("2023-04-03", "month-first")
    (datetime.date(2023, 4, 3), datetime.date(2023, 4, 3))
    """
    iso = _ISO.fullmatch(words)
    slashed = _SLASHED.fullmatch(words)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif slashed and order != "year-first":
        first, second, year = (int(part) for part in slashed.groups())
        day, month = (first, second) if order == "day-first" else (second, first)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def guess_date_order(values: Iterable[str]) -> str:
    """Return the order of day and month; "" when these are no dates.

    ``either`` when both orders fit every date, ``mixed`` when no one order fits them all.
    """
    found = list(values)
    if not found or not all(_ISO.fullmatch(value) or _SLASHED.fullmatch(value) for value in found):
        return ""
    slashed = [match for value in found if (match := _SLASHED.fullmatch(value))]
    if not slashed:
        return "year-first"
    day_first = all(int(match.group(2)) <= 12 for match in slashed)
    month_first = all(int(match.group(1)) <= 12 for match in slashed)
    if day_first and month_first:
        return "either"
    if day_first:
        return "day-first"
    return "month-first" if month_first else "mixed"


def dates_fit(values: Iterable[str], order: str) -> bool:
    """Return whether every value is a day that exists in this order."""
    return all(parse_day(value, order) is not None for value in values)
