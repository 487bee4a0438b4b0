"""What one coder made of one answer, and the steps that change it.

A reading is a value. Every step takes one and returns another, so that a step is undone by taking
the one before again. "Read, nothing to code" is a reading of its own: it is not the same as an
answer that nobody has read.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from alongside.kernel.errors import CodingError
from alongside.themes.coding.codes import Codebook

LONGEST_NOTE = 4_000
WHOLE = -1
"""The ``start`` and ``end`` of a mark that is about the whole answer."""


class State(StrEnum):
    """How far one coder is with one answer."""

    UNREAD = "unread"
    CODED = "coded"
    NOTHING = "nothing"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One code, given to the whole answer or to a span of it.

    Parameters
    ----------
    start, end
        Code points from 0, half-open; both -1: the whole answer.
    suggested
        Whether the answer was offered by the software as near to this code. A person gave it all
        the same: nothing is coded by a machine.
    """

    start: int
    end: int
    code: str
    suggested: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is about the whole answer."""
        return self.start == WHOLE


def whole_mark(code: str, *, suggested: bool = False) -> Mark:
    """Return a mark of the whole answer."""
    return Mark(WHOLE, WHOLE, code, suggested)


@dataclass(frozen=True, slots=True)
class Reading:
    """One coder's reading of one answer.

    Parameters
    ----------
    nothing
        Read, and there is nothing to code.
    skipped
        Left for later, or for somebody else; nobody has to say why.
    distressing
        The coder found the answer hard to read: the next person is told before they open it.
    """

    marks: tuple[Mark, ...] = ()
    nothing: bool = False
    skipped: bool = False
    distressing: bool = False
    note: str = ""

    @property
    def state(self) -> State:
        """How far the coder is."""
        if self.marks:
            return State.CODED
        if self.nothing:
            return State.NOTHING
        return State.SKIPPED if self.skipped else State.UNREAD

    @property
    def read(self) -> bool:
        """Whether the answer was read to the end: coded, or nothing to code."""
        return self.state in (State.CODED, State.NOTHING)

    @property
    def codes(self) -> tuple[str, ...]:
        """Each code once, in the order of where it stands."""
        return tuple(dict.fromkeys(mark.code for mark in self.marks))


UNREAD = Reading()


def add_mark(
    reading: Reading, mark: Mark, words: str, book: Codebook, *, one_of: bool = False
) -> Reading:
    """Return the reading with one more mark.

    ``words`` is the answer, to see that the span lies in it. ``one_of`` says that codes exclude
    each other (positive, negative, neutral): the new one then takes the place of the one before,
    for the whole answer.

    Raises :class:`~alongside.kernel.errors.CodingError` for a span outside the answer, a span of
    nothing but spaces, or a code that is not in use.
    """
    code = book.find(mark.code)
    if not code.in_use:
        raise CodingError(
            f"“{code.name}” is no longer in use.", remedy="Choose a code from the list."
        )
    if one_of:
        reading = replace(reading, marks=())
        mark = whole_mark(mark.code, suggested=mark.suggested)
    if not mark.whole and not (0 <= mark.start < mark.end <= len(words)):
        raise CodingError(
            "The part chosen does not lie in this answer.", remedy="Choose the words again."
        )
    if not mark.whole and not words[mark.start : mark.end].strip():
        raise CodingError("The part chosen has no words.", remedy="Choose some words.")
    same = [
        other
        for other in reading.marks
        if (other.start, other.end, other.code) == (mark.start, mark.end, mark.code)
    ]
    if same:
        return replace(reading, nothing=False, skipped=False)
    marks = tuple(sorted((*reading.marks, mark)))
    return replace(reading, marks=marks, nothing=False, skipped=False)


def remove_mark(reading: Reading, code: str, start: int = WHOLE, end: int = WHOLE) -> Reading:
    """Return the reading without one mark; one that is not there is no fault."""
    left = tuple(
        mark for mark in reading.marks if (mark.start, mark.end, mark.code) != (start, end, code)
    )
    return replace(reading, marks=left)


def set_whole(
    reading: Reading, codes: tuple[str, ...], words: str, book: Codebook, *, one_of: bool = False
) -> Reading:
    """Return the reading with just these codes for the whole answer; spans stay as they are.

    What a list of boxes sends. No codes and no spans: the answer is unread again.
    """
    if one_of and len(codes) > 1:
        raise CodingError("Only one of these codes fits an answer.", remedy="Choose one.")
    kept = {mark.code: mark for mark in reading.marks if mark.whole}
    made = replace(reading, marks=tuple(mark for mark in reading.marks if not mark.whole))
    for code in codes:
        if code in kept:
            made = replace(made, marks=tuple(sorted((*made.marks, kept[code]))))
        else:
            made = add_mark(made, whole_mark(code), words, book, one_of=one_of)
    return replace(made, nothing=False, skipped=False) if codes else made


def say_nothing(reading: Reading) -> Reading:
    """Return the reading as read with nothing to code; refuses while codes are given."""
    if reading.marks:
        raise CodingError(
            "This answer has codes.", remedy="Take them away first, or leave it as it is."
        )
    return replace(reading, nothing=True, skipped=False)


def skip(reading: Reading) -> Reading:
    """Return the reading as left for later; codes given so far stay."""
    return replace(reading, nothing=False, skipped=True)


def flag(reading: Reading, *, distressing: bool) -> Reading:
    """Return the reading with or without the word that it was hard to read."""
    return replace(reading, distressing=distressing)


def write_note(reading: Reading, note: str) -> Reading:
    """Return the reading with this note; "" takes it away."""
    note = note.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(note) > LONGEST_NOTE:
        raise CodingError(
            f"The note has {len(note):,} letters.", remedy=f"Say it in {LONGEST_NOTE:,} or fewer."
        )
    return replace(reading, note=note)


def split_marks(reading: Reading, book: Codebook) -> tuple[Mark, ...]:
    """Return the marks whose code was split or retired since: they are to be read again."""
    codes = book.by_id
    return tuple(
        mark
        for mark in reading.marks
        if (code := codes.get(book.resolve(mark.code))) is not None and not code.in_use
    )
