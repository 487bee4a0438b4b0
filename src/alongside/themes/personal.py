"""Finds what looks like personal data in open answers, by its pattern.

Patterns find things with a form: addresses, numbers, codes. They do not find names or places;
a person has to read for those.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Something found: what kind of thing it looks like, and the words."""

    kind: str
    words: str


_PATTERNS = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("a web address", re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)),
    (
        "a National Insurance number",
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d\d){3} ?[A-D]\b", re.IGNORECASE),
    ),
    (
        "a postcode",
        re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE),
    ),
)
_NUMBER = re.compile(r"(?<!\w)(?:\+|\(0|0|\d)[\d ()\-]{8,16}\d(?!\w)")


def find_personal_data(words: str) -> tuple[PersonalData, ...]:
    """Return everything that looks like personal data, in the order of the kinds.

    >>> find_personal_data("Ring me on 01632 960123")
    (PersonalData(kind='a telephone number', words='01632 960123'),)
    >>> find_personal_data("I waited 12 weeks in 2023 for 3 visits")
    ()
    """
    found = [
        PersonalData(kind, match.group())
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(words)
    ]
    for match in _NUMBER.finditer(words):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) == 10 and _is_nhs_number(digits):
            found.append(PersonalData("an NHS number", match.group()))
        elif digits.startswith(("0", "44")) and 10 <= len(digits) <= 13:
            found.append(PersonalData("a telephone number", match.group()))
    return tuple(found)


def _is_nhs_number(digits: str) -> bool:
    """Check the last digit by modulus 11 (NHS Data Dictionary, NHS NUMBER)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)
    )
    check = (11 - total % 11) % 11
    return check == int(digits[9])
