"""Reconciling: answers side by side, what was decided, and the joint frame.

Disagreement is kept as data. An outcome never takes the place of what the coders gave; it stands
beside it, with the reason and who decided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alongside.kernel.errors import CodingError
from alongside.themes.coding.changes import change_codebook
from alongside.themes.coding.codes import Codebook, start_codebook
from alongside.themes.coding.given import same_name
from alongside.themes.coding.readings import Reading

LONGEST_REASON = 2_000


class Alignment(StrEnum):
    """How the readings of one answer lie beside each other."""

    AGREE = "agree"
    ONLY_ONE = "only-one"
    DIFFERENT = "different"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Aligned:
    """One answer with what each coder gave it, in codes of the joint frame.

    Parameters
    ----------
    codes
        By coder; None for one who has not read it. An empty set: read, nothing to code.
    """

    key: str
    codes: Mapping[str, frozenset[str] | None]

    @property
    def alignment(self) -> Alignment:
        """How the readings lie beside each other."""
        read = [codes for codes in self.codes.values() if codes is not None]
        if not read:
            return Alignment.UNREAD
        if len(read) < len(self.codes):
            return Alignment.ONLY_ONE
        if all(codes == read[0] for codes in read):
            return Alignment.AGREE
        given = [codes for codes in read if codes]
        return Alignment.ONLY_ONE if len(given) == 1 else Alignment.DIFFERENT

    @property
    def shared(self) -> frozenset[str]:
        """The codes that everyone gave who read it."""
        read = [codes for codes in self.codes.values() if codes is not None]
        return frozenset.intersection(*read) if read else frozenset()

    @property
    def disputed(self) -> frozenset[str]:
        """The codes that some gave and others who read it did not."""
        read = [codes for codes in self.codes.values() if codes is not None]
        return frozenset().union(*read) - self.shared


def joint_codes(reading: Reading, book: Codebook, frame: Codebook) -> frozenset[str] | None:
    """Return the codes of a reading in those of the joint frame; None when it was not read.

    ``book`` is the coder's own codebook, by whose merges the codes are found first. Codes that
    the frame does not know stay as they are, so that nothing is lost from sight.
    """
    if not reading.read:
        return None
    own = (book.resolve(code) for code in reading.codes)
    return frozenset(frame.joint_id(code) or code for code in own)


def align(
    key: str, readings: Mapping[str, Reading], books: Mapping[str, Codebook], frame: Codebook
) -> Aligned:
    """Return what each coder gave an answer, side by side; readings and books by coder.

    Two people who chose different words of an answer for the same code agree on the answer; the
    page shows where each of them saw it.
    """
    return Aligned(
        key,
        {coder: joint_codes(reading, books[coder], frame) for coder, reading in readings.items()},
    )


class How(StrEnum):
    """What was decided for one answer."""

    AGREED = "agreed"
    ONE = "one"
    ALL = "all"
    NEW = "new"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided for one answer, and why.

    Parameters
    ----------
    how
        ``agreed``: they were the same; ``one``: the reading of ``whose``; ``all``: every code
        that anybody gave; ``new``: other codes; ``both``: both readings are kept, each as its
        coder's, and the answer counts for every code of either.
    codes
        Of the joint frame, in its order: what the answer counts for.
    kept
        With ``both``: the codes by coder.
    by
        Who decided, together.
    """

    how: How
    codes: tuple[str, ...]
    reason: str = ""
    whose: str = ""
    by: tuple[str, ...] = ()
    on: str = ""
    kept: Mapping[str, tuple[str, ...]] | None = None


def decide(
    aligned: Aligned,
    frame: Codebook,
    how: How,
    *,
    whose: str = "",
    codes: Sequence[str] = (),
    reason: str = "",
    by: tuple[str, ...] = (),
    on: str = "",
) -> Outcome:
    """Return the outcome of one answer.

    ``whose`` is the coder with ``one``; ``codes`` are those with ``new``. A reason is needed
    wherever the coders differed, however short.

    Raises :class:`~alongside.kernel.errors.CodingError` when it does not fit what they gave.
    """
    given = {name: found for name, found in aligned.codes.items() if found is not None}
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise CodingError("The reason is too long.", remedy=f"Use {LONGEST_REASON:,} letters.")
    if how is How.AGREED and aligned.alignment is not Alignment.AGREE:
        raise CodingError(
            "The readings of this answer are not the same.", remedy="Choose what to do with it."
        )
    if how is not How.AGREED and not reason:
        raise CodingError("No reason was given.", remedy="Say in a few words why.")
    if how is How.ONE and whose not in given:
        raise CodingError(
            f"“{whose}” has no reading of this answer.", remedy="Choose one of the coders."
        )
    match how:
        case How.AGREED:
            chosen = aligned.shared
        case How.ONE:
            chosen = given[whose]
        case How.ALL | How.BOTH:
            chosen = frozenset().union(*given.values())
        case How.NEW:
            chosen = frozenset(codes)
    known = frame.by_id
    strange = sorted(code for code in chosen if code not in known or not known[code].in_use)
    if strange:
        raise CodingError(
            f"“{strange[0]}” is not a code of the joint frame.",
            remedy="Say first in the joint frame which code it is, or make one for it.",
        )
    order = [code.id for code in frame.in_use]
    kept = None
    if how is How.BOTH:
        kept = {
            name: tuple(sorted(found, key=order.index)) for name, found in sorted(given.items())
        }
    return Outcome(
        how=how,
        codes=tuple(sorted(chosen, key=order.index)),
        reason=reason,
        whose=whose if how is How.ONE else "",
        by=by,
        on=on,
        kept=kept,
    )


def propose_frame(
    start: Codebook | None, books: Mapping[str, Codebook], used: frozenset[str], on: str = ""
) -> Codebook:
    """Return a joint frame to begin from: codes of all coders, those of one name as one.

    ``start`` is the frame the round began with (None: none), ``books`` are the codebooks by
    coder, ``used`` the ids of codes that were given to answers: codes that nobody gave stay
    outside. Every step is a change like any other and can be mended by hand.
    """
    frame = start or start_codebook("j")
    for coder, book in books.items():
        for code in book.in_use:
            if code.id in frame.by_id or (code.id not in used and not code.definition):
                continue
            same = next((one for one in frame.in_use if same_name(one.name, code.name)), None)
            if same is not None:
                given = {"own": code.id, "code": same.id}
                frame = change_codebook(frame, "match", given, coder, on)
                if code.definition and not same.definition:
                    words = {"code": same.id, "definition": code.definition}
                    frame = change_codebook(frame, "define", words, coder, on)
                continue
            new = {"name": code.name, "definition": code.definition, "colour": code.colour}
            frame = change_codebook(frame, "create", new | {"stands_for": [code.id]}, coder, on)
    return frame
