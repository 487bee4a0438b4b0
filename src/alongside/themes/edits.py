"""Whether an edited quotation says only what the person said."""

import re
import unicodedata

LONGEST_REPLACEMENT = 80
"""Characters that one pair of brackets may stand for; more is a cut, to be marked as one."""

_MARK = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.|\[[^\[\]]*\]")
_SENTENCE_ENDS = ".!?…"


def is_faithful(edited: str, original: str) -> bool:
    """Return whether the words are the person's own apart from marked edits.

    White space, kinds of quotation mark and apostrophe, and Unicode composition do not
    count as differences.

    >>> said = "My nurse Ann came late. She said sorry and we laughed about it."
    >>> is_faithful("My nurse [name] came late.", said)
    True
    >>> is_faithful("She said sorry … about it.", said)
    True
    >>> is_faithful("She said sorry about it.", said)
    False
    """
    target = _tidy(original)
    pieces, gaps = _split(_tidy(edited))
    if not any(_has_words(piece) for piece in pieces):
        return False
    spots = {0} if not pieces[0] else _starts(target, pieces[0])
    ends = {spot + len(pieces[0]) for spot in spots}
    for gap, piece in zip(gaps, pieces[1:], strict=True):
        ends = _after_gap(target, ends, gap, piece)
        if not ends:
            return False
    last_is_gap = bool(gaps) and not pieces[-1]
    return any(last_is_gap or _may_stop(target, end) for end in ends)


def _split(edited: str) -> tuple[list[str], list[int | None]]:
    """Return the person's own pieces and, between them, how much may be missing.

    None: any length (a cut); a number: at most so many characters (a replacement). Pieces
    at the ends may be empty.
    """
    pieces: list[str] = []
    gaps: list[int | None] = []
    last = 0
    for mark in _MARK.finditer(edited):
        pieces.append(edited[last : mark.start()].strip())
        is_cut = mark.group().strip("[] ") in ("…", "...")
        gaps.append(None if is_cut else LONGEST_REPLACEMENT)
        last = mark.end()
    pieces.append(edited[last:].strip())
    return pieces, gaps


def _after_gap(target: str, ends: set[int], gap: int | None, piece: str) -> set[int]:
    """Return where the next piece can end, given where the one before ended."""
    if not piece:
        if gap is None:
            return set(range(min(ends), len(target) + 1)) if ends else set()
        return {spot for end in ends for spot in range(end, min(end + gap, len(target)) + 1)}
    found: set[int] = set()
    start = target.find(piece, min(ends))
    while start >= 0:
        if any(end <= start and (gap is None or start - end <= gap) for end in ends):
            found.add(start + len(piece))
        start = target.find(piece, start + 1)
    return found


def _starts(target: str, piece: str) -> set[int]:
    """Return where the first piece may begin: at the start, or after a whole sentence."""
    found = set()
    start = target.find(piece)
    while start >= 0:
        before = target[:start].rstrip()
        if not before or before[-1] in _SENTENCE_ENDS + "\"')":
            found.add(start)
        start = target.find(piece, start + 1)
    return found


def _may_stop(target: str, end: int) -> bool:
    """Return whether a quotation may end here without a mark."""
    rest = target[end:].strip()
    return not rest or target[:end].rstrip()[-1:] in _SENTENCE_ENDS or rest in _SENTENCE_ENDS


def _has_words(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


def _tidy(words: str) -> str:
    composed = unicodedata.normalize("NFC", words)
    for odd, plain in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        composed = composed.replace(odd, plain)
    return " ".join(composed.split())
