"""Codes made of words: easy to say, to write down and to type, hard to guess.

Five words of the EFF's short list, without those nobody should have to read out, make 51.5 bits:
at a hundred guesses a minute, finding one of 10,000 codes would take some 3,000 years.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

WORDS_IN_CODE = 5
MOST_LETTERS = 200
"""What is typed beyond this is not looked at: comparing words takes time."""
_LEFT_OUT = frozenset(
    [
        "bully",
        "chump",
        "crazy",
        "deaf",
        "ditzy",
        "dwarf",
        "evil",
        "fetal",
        "grief",
        "grope",
        "grave",
        "hunk",
        "punk",
        "rabid",
        "slain",
        "slob",
        "slum",
        "thong",
        "uncut",
        "virus",
        "wimp",
        "womb",
    ]
)


@cache
def word_list() -> tuple[str, ...]:
    """Return the words codes are made of, in order: letters only, none unkind.

    Source: EFF short word list 1 (Electronic Frontier Foundation, 2016, CC BY 3.0), as shipped
    with xkcdpass.
    """
    text = files("xkcdpass").joinpath("static", "eff-short").read_text("utf-8")
    return tuple(sorted({word for word in text.split() if word.isalpha()} - _LEFT_OUT))


def new_code() -> str:
    """Return a new random code, words parted by hyphens."""
    return "-".join(secrets.choice(word_list()) for _ in range(WORDS_IN_CODE))


def tidy_code(typed: str) -> str:
    """Return a code as it is written, however it was typed.

    Case, commas, spaces and line ends do not matter. A word that is not on the list becomes
    the one word of the list that differs from it by one slip of a finger, if there is just one.

    >>> tidy_code("  Acid ACORN, acre;acts afar ")
    'acid-acorn-acre-acts-afar'
    """
    plain = unicodedata.normalize("NFKD", typed[:MOST_LETTERS]).lower()
    return "-".join(_nearest(word) for word in re.findall(r"[a-z]+", plain))


def is_code(typed: str) -> bool:
    """Return whether what was typed could be a code."""
    words = tidy_code(typed).split("-")
    return len(words) == WORDS_IN_CODE and _known().issuperset(words)


@dataclass(frozen=True, slots=True)
class StrangeWord:
    """A typed word that is none of ours, and those of ours that look like it."""

    typed: str
    near: tuple[str, ...]


def strange_words(typed: str) -> tuple[StrangeWord, ...]:
    """Return the words that cannot be in any code, in the order of typing.

    >>> strange_words("acid acorn acre acts xylophone")
    (StrangeWord(typed='xylophone', near=()),)
    """
    words = tidy_code(typed).split("-")
    return tuple(
        StrangeWord(word, tuple(_close_to(word))) for word in words if word and word not in _known()
    )


def count_words(typed: str) -> int:
    """Return how many words were typed; letters of other alphabets make none.

    >>> count_words(" Acid, acorn "), count_words("")
    (2, 0)
    """
    return len([word for word in tidy_code(typed).split("-") if word])


def mark_of(typed: str, key: str) -> str:
    """Return what may be kept of a code: it tells whether a code is right, not what it is.

    HMAC-SHA256 (RFC 2104) under a key that is not in the table of marks, as 64 hexadecimal
    figures.
    """
    return hmac.new(key.encode(), tidy_code(typed).encode(), hashlib.sha256).hexdigest()


def _nearest(word: str) -> str:
    if word in _known():
        return word
    near = _close_to(word)
    return near[0] if len(near) == 1 else word


def _close_to(word: str) -> list[str]:
    """Return the words of the list that differ from this one by one slip."""
    return [
        other
        for other in word_list()
        if abs(len(other) - len(word)) <= 1 and _one_slip(word, other)
    ]


@cache
def _known() -> frozenset[str]:
    return frozenset(word_list())


def _one_slip(typed: str, meant: str) -> bool:
    """Return whether one letter was changed, left out, added, or swapped with its neighbour."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    rest, wanted = typed[start:], meant[start:]
    return (
        rest[1:] == wanted[1:]
        or rest == wanted[1:]
        or rest[1:] == wanted
        or (rest[1:2] + rest[:1] + rest[2:] == wanted)
    )
