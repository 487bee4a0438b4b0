"""What a change was given: plain JSON values, read strictly."""

from collections.abc import Iterable, Mapping

from alongside.kernel.errors import CodingError

Given = Mapping[str, object]
LONGEST_NAME = 120
LONGEST_WORDS = 2_000


def text_of(given: Given, key: str) -> str:
    """Return a text that was given; "" when it was not."""
    value = given.get(key, "")
    if not isinstance(value, str):
        raise CodingError(f"“{key}” is not text.", remedy="Give it as text.")
    return value


def texts_of(given: Given, key: str) -> tuple[str, ...]:
    """Return a list of texts that was given, each once, without empty ones."""
    value = given.get(key, ())
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise CodingError(f"“{key}” is not a list.", remedy="Give a list of texts.")
    return tuple(dict.fromkeys(" ".join(str(item).split()) for item in value if str(item).strip()))


def words_of(given: Given, key: str) -> str:
    """Return words for people: tidied, and not longer than they may be."""
    words = text_of(given, key).strip()
    if len(words) > LONGEST_WORDS:
        raise CodingError(
            f"That has {len(words):,} letters.", remedy=f"Say it in {LONGEST_WORDS:,} or fewer."
        )
    return words


def name_of(given: Given, thing: str) -> str:
    """Return the name that was given to a code or theme."""
    name = " ".join(text_of(given, "name").split())
    if not name or len(name) > LONGEST_NAME:
        raise CodingError(
            f"A {thing} needs a name." if not name else f"The name of the {thing} is too long.",
            remedy=f"Give it 1 to {LONGEST_NAME} letters.",
        )
    return name


def same_name(one: str, other: str) -> bool:
    """Return whether two names are the same but for capitals and spaces.

    >>> same_name("No  time", "no time")
    True
    """
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
