"""Finds what looks like personal data in open answers, by its pattern.

Patterns find things with a form: addresses, numbers, codes. They do not find names, places or
dates of birth in words; a person has to read for those. When in doubt they speak up: a false
alarm costs a reader a moment, a miss can cost a person more.
"""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Something found: what kind of thing it looks like, and the words."""

    kind: str
    words: str


_GAP = r"[\s().\-\u2010-\u2015/]*"
_SITES = r"co\.uk|org\.uk|gov\.uk|nhs\.uk|ac\.uk|com|org|net|info|uk|wales|scot|ie|eu"
_PATTERNS = (
    (
        "an e-mail address",
        re.compile(r"[\w.+'-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE),
    ),
    (
        "a web address",
        re.compile(
            rf"\b(?:https?://|www\.)\S+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:{_SITES})\b(?:/\S*)?",
            re.IGNORECASE,
        ),
    ),
    ("a social media name", re.compile(r"(?<![\w@.])@[A-Za-z]\w{2,}")),
    (
        "a National Insurance number",
        re.compile(
            r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ \-]?\d\d){3}[ \-]?[A-D]\b", re.IGNORECASE
        ),
    ),
    (
        "a postcode",
        re.compile(
            r"\b(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
        ),
    ),
    (
        "a telephone number",
        re.compile(rf"(?<![\d.])(?:\+|\b00)[1-9](?:{_GAP}\d){{7,13}}(?!\d)"),
    ),
    (
        "a telephone number",
        re.compile(rf"(?<![\d+.])\(?0[1-9](?:{_GAP}\d){{7,9}}(?!\d)"),
    ),
)
_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[\s.\-\u2010-\u2015]?\d{3}[\s.\-\u2010-\u2015]?\d{4}(?!\d)")


def find_personal_data(words: str) -> tuple[PersonalData, ...]:
    """Return everything that looks like personal data, in the order it stands.

    Looks for e-mail and web addresses, social media names, UK postcodes, telephone numbers,
    National Insurance numbers and NHS numbers (whose last digit is checked).

    >>> find_personal_data("Ring me on 01632 960123")
    (PersonalData(kind='a telephone number', words='01632 960123'),)
    >>> find_personal_data("I waited 12 weeks in 2023 for 3 visits")
    ()
    """
    plain = unicodedata.normalize("NFKC", words)
    spans = [
        (match.start(), match.end(), kind)
        for kind, pattern in _PATTERNS
        for match in pattern.finditer(plain)
    ]
    spans += [
        (match.start(), match.end(), "an NHS number")
        for match in _TEN_DIGITS.finditer(plain)
        if _is_nhs_number(re.sub(r"\D", "", match.group()))
    ]
    found: list[PersonalData] = []
    reached = 0
    for start, end, kind in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > reached:  # what lies inside something found already is a part of it
            found.append(PersonalData(kind, plain[start:end]))
            reached = end
    return tuple(found)


def _is_nhs_number(digits: str) -> bool:
    """Check the last digit by modulus 11 (NHS Data Dictionary, NHS NUMBER)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)
    )
    check = (11 - total % 11) % 11
    return check == int(digits[9])
