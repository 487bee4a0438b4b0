"""Making names and words fit the limits of a format, without breaking what people see as one sign.

Text is cut only between grapheme clusters (Unicode Standard Annex 29), so that a family emoji, a
letter with its accents or a flag is either whole or gone.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import regex

_CLUSTER = regex.compile(r"\X")


def byte_length(words: str) -> int:
    """Return how many bytes words need in UTF-8."""
    return len(words.encode("utf-8"))


def cut_text(words: str, most: int, measure: Callable[[str], int] = byte_length) -> str:
    r"""Return the longest beginning of ``words`` that measures at most ``most``.

    ``measure`` gives the size of a piece of text and adds up over pieces: bytes in UTF-8 unless
    told otherwise (``len`` counts code points). Where not even the first cluster fits, the cut
    is between its code points.

    >>> cut_text("a👩‍👩‍👧b", 12), cut_text("naïve", 3), len(cut_text("e\u0301e\u0301", 3, len))
    ('a', 'na', 2)
    """
    if measure(words) <= most:
        return words
    pieces = (found.group() for found in _CLUSTER.finditer(words))
    return _fill(pieces, most, measure) or _fill(words, most, measure)


def _fill(pieces: Iterable[str], most: int, measure: Callable[[str], int]) -> str:
    kept, size = [], 0
    for piece in pieces:
        size += measure(piece)
        if size > most:
            break
        kept.append(piece)
    return "".join(kept)


def one_line(words: str) -> str:
    r"""Return words on one line: runs of white space and control signs become one blank.

    >>> one_line("How are you?\n\n(Tick one)")
    'How are you? (Tick one)'
    """
    plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words)
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True)
class NameRule:
    """What a format takes as the name of a column.

    Parameters
    ----------
    most
        Most signs; all are ASCII, so bytes too.
    reserved
        Words that are no names, in lower case where the format does not tell cases apart.
    cases
        Whether ``Age`` and ``age`` are two names.
    underscore_first
        Whether a name may begin with ``_``.
    """

    most: int
    reserved: frozenset[str]
    cases: bool
    underscore_first: bool

    def fold(self, name: str) -> str:
        """Return what is compared when names are told apart."""
        return name if self.cases else name.lower()

    def plain(self, wanted: str) -> str:
        """Return a wanted name with only letters, digits and underscores, of any length."""
        name = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in wanted)
        if not self.underscore_first:
            name = name.lstrip("_")
        if not name or name[0].isdigit():
            name = f"v{name}"
        return f"{name}_" if self.fold(name) in self.reserved else name


def settle_names(wanted: Iterable[tuple[str, str]], rule: NameRule) -> tuple[str, ...]:
    """Return a name the format takes (``rule``) for each wanted one, all different.

    ``wanted`` are pairs of the name that is wanted and the ending to keep when it is too long
    ("" for none): ``_o3`` for the third option of a question. A name depends only on those
    before it, so a column that comes behind renames none.

    >>> rule = NameRule(8, frozenset({"with"}), cases=False, underscore_first=False)
    >>> settle_names([("with", ""), ("Age", ""), ("age", ""), ("likes__company", "_o1")], rule)
    ('with_', 'Age', 'age_2', 'likes_o1')
    """
    used: set[str] = set()
    names = []
    for want, ending in wanted:
        name = rule.plain(want)
        if len(name) > rule.most:
            cut = name[: rule.most - len(ending)]
            name = (cut.rstrip("_") or cut) + ending  # a name may be nothing but underscores
        unique, number = name, 2
        while rule.fold(unique) in used or rule.fold(unique) in rule.reserved:
            tail = f"_{number}"
            unique, number = name[: rule.most - len(tail)].rstrip("_") + tail, number + 1
        used.add(rule.fold(unique))
        names.append(unique)
    return tuple(names)
