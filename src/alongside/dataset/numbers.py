"""Numbers as people write them in spreadsheets."""

import re

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


def parse_number(words: str) -> float | None:
    """Return the number these words say, or None.

    A decimal point and commas between thousands are understood. A decimal comma is not,
    because 1,5 and 1.5 must not be mixed up silently; nor are ``nan``, ``inf`` and numbers
    too large for a computer.

    >>> parse_number("1,250.5"), parse_number("-3"), parse_number("1,5"), parse_number("nan")
    (1250.5, -3.0, None, None)
    """
    if _THOUSANDS.fullmatch(words):
        words = words.replace(",", "")
    if not _NUMBER.fullmatch(words):
        return None
    number = float(words)
    return number if abs(number) != float("inf") else None


def has_decimal_comma(words: str) -> bool:
    """Return whether these words are a number with a decimal comma, or could be one.

    >>> has_decimal_comma("12,5"), has_decimal_comma("12.5"), has_decimal_comma("1,250,000")
    (True, False, False)
    """
    return bool(_DECIMAL_COMMA.fullmatch(words))
