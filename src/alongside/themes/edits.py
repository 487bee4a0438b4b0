"""Whether an edited quotation says only what the person said.

Two marks may change a quotation, and nothing else may: ``…`` (also ``...`` or ``[…]``) stands
for whole words left out, and ``[words]`` stand for the person's own, or explain them. Whole
sentences may be left out before and after without a mark.

>>> said = "My nurse Ann came late, twice. She said sorry and we laughed. I cannot recommend it."
>>> is_faithful("My nurse [name] came late, twice. She said sorry … we laughed.", said)
True
>>> is_faithful("[S]he said sorry and we laughed.", said)
True
>>> is_faithful("My nurse came late, twice.", said)  # a cut without its mark
False
>>> is_faithful("I can… recommend it.", said)  # half a word is no cut
False
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_REPLACEMENT = 80
"""Characters that one pair of brackets may stand for; more is a cut, to be marked as one."""

_MARK = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.|\[[^\[\]]*\]")
_SENTENCE_ENDS = ".!?…"
_STOP = re.compile(r"[.!?]+[\"')]*\s")
_CLOSING = "\"')"
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-"})
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two pieces of the person's own words.

    Parameters
    ----------
    longest
        Characters of the answer that may be missing; None: any number, a cut.
    joins_before, joins_after
        The mark touches the word before or after it: ``[S]he`` mends one letter of a word.
    """

    longest: int | None
    joins_before: bool = False
    joins_after: bool = False


def is_faithful(edited: str, original: str) -> bool:
    """Return whether the words are the person's own apart from marked edits.

    White space, kinds of quotation mark, apostrophe and hyphen, invisible signs and Unicode
    composition do not count as differences; capital letters do.
    """
    target = _tidy(original)
    pieces, gaps = _split(_tidy(edited))
    if not any(_has_words(piece) for piece in pieces):
        return False
    ends = {0}
    if pieces[0]:
        ends = {start + len(pieces[0]) for start in _beginnings(target, pieces[0])}
    for gap, piece in zip(gaps, pieces[1:], strict=True):
        ends = _after_gap(target, ends, gap, piece)
    if gaps and not pieces[-1]:
        return bool(ends)
    return any(_may_stop(target, end) for end in ends)


def _split(edited: str) -> tuple[list[str], list[_Gap]]:
    """Return the person's own pieces and the gaps between; pieces at the ends may be empty."""
    pieces: list[str] = []
    gaps: list[_Gap] = []
    last = 0
    for mark in _MARK.finditer(edited):
        pieces.append(edited[last : mark.start()].strip())
        if mark.group().strip("[] ") in ("…", "..."):
            gaps.append(_Gap(None))
        else:
            inside = _has_words(mark.group())
            before, after = edited[mark.start() - 1 : mark.start()], edited[mark.end() :][:1]
            joins = (inside and before.isalnum(), inside and after.isalnum())
            gaps.append(_Gap(LONGEST_REPLACEMENT if inside else 0, *joins))
        last = mark.end()
    pieces.append(edited[last:].strip())
    return pieces, gaps


def _after_gap(target: str, ends: set[int], gap: _Gap, piece: str) -> set[int]:
    """Return where the next piece can end, given where the one before ended."""
    ends = {end for end in ends if gap.joins_before or _between_words(target, end)}
    if not ends:
        return set()
    if not piece:
        furthest = len(target)
        return {
            spot
            for end in ends
            for spot in range(end, furthest + 1 if gap.longest is None else end + gap.longest + 1)
            if spot <= furthest
        }
    found: set[int] = set()
    start = target.find(piece, min(ends))
    while start >= 0:
        reached = any(
            end <= start and (gap.longest is None or start - end <= gap.longest + 2) for end in ends
        )
        if reached and (gap.joins_after or _between_words(target, start)):
            found.add(start + len(piece))
        start = target.find(piece, start + 1)
    return found


def _beginnings(target: str, piece: str) -> set[int]:
    """Return where the first piece may begin: at the start, or after a whole sentence."""
    found = set()
    start = target.find(piece)
    while start >= 0:
        if _ends_sentence(target[:start]) or not target[:start].strip():
            found.add(start)
        start = target.find(piece, start + 1)
    return found


def _may_stop(target: str, end: int) -> bool:
    """Return whether a quotation may end here without a mark."""
    rest = target[end:]
    if not _has_words(rest):
        return True
    if not _between_words(target, end):
        return False
    return _ends_sentence(target[:end]) or _STOP.match(rest) is not None


def _ends_sentence(words: str) -> bool:
    stripped = words.rstrip()
    return stripped.rstrip(_CLOSING)[-1:] in tuple(_SENTENCE_ENDS)


def _between_words(target: str, spot: int) -> bool:
    """Return whether a cut here takes no word apart; apostrophes and hyphens join words."""
    before, after = target[:spot][-1:], target[spot:][:1]
    letters = before.isalnum() or after.isalnum()
    return not (letters and _in_word(before) and _in_word(after))


def _in_word(sign: str) -> bool:
    return sign.isalnum() or sign in ("'", "-")


def _has_words(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


def _tidy(words: str) -> str:
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", words))
    return " ".join(composed.translate(_ALIKE).split())
