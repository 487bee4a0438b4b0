"""A project of thematic analysis: its method, what is read, and by whom.

Which kind of thematic analysis it is changes what the software does. Reflexive analysis (Braun and
Clarke 2006, 2019) takes readings to be made by people, not found: figures of agreement make no
sense there and are off. Nowhere is a figure of agreement a pass mark.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alongside.kernel.errors import CodingError

FEWEST_CODERS = 2
MOST_CODERS = 20
LONGEST_TITLE = 120


class Method(StrEnum):
    """Which kind of thematic analysis this is."""

    REFLEXIVE = "reflexive"
    CODEBOOK = "codebook"
    RELIABILITY = "reliability"
    TABULAR = "tabular"


@dataclass(frozen=True, slots=True)
class MethodWords:
    """What a method is, in plain words, and where it is described."""

    name: str
    what: str
    fits: str
    agreement: str
    source: str


METHODS: Mapping[Method, MethodWords] = {
    Method.REFLEXIVE: MethodWords(
        name="Reflexive",
        what="Each of you reads closely and makes your own codes. Then you talk about what you "
        "saw. Your own life and work help you to see things; two people may see different things.",
        fits="Long answers, and questions about what something means to people.",
        agreement="No figures of agreement are shown. Reading alike is not the aim.",
        source="Braun and Clarke 2006, doi:10.1191/1478088706qp063oa; 2019, "
        "doi:10.1080/2159676X.2019.1628806",
    ),
    Method.CODEBOOK: MethodWords(
        name="Codebook",
        what="You begin with some codes, or make them from the first answers, and write down what "
        "each means. Then you both use the same list, and mend it as you go.",
        fits="Teams with a clear question, and answers of a few sentences.",
        agreement="Figures of agreement can be shown, to find what to talk about.",
        source="Braun and Clarke 2021, doi:10.1002/capr.12360",
    ),
    Method.RELIABILITY: MethodWords(
        name="Coding reliability",
        what="The codes are set before you begin. Two people use them apart, and how alike they "
        "were is measured.",
        fits="When others must be able to code the same way, for example year after year.",
        agreement="Figures of agreement are shown, with how sure they are. They are not a pass "
        "mark: look first at the answers you read differently.",
        source="O'Connor and Joffe 2020, doi:10.1177/1609406919899220",
    ),
    Method.TABULAR: MethodWords(
        name="Structured tabular",
        what="Made for many short answers. Every answer gets one or more codes from a list, and "
        "themes are counted by group.",
        fits="Surveys with hundreds of answers of a sentence or two.",
        agreement="Figures of agreement can be shown, to find what to talk about.",
        source="Robinson 2022, doi:10.1080/14780887.2021.1982521",
    ),
}


@dataclass(frozen=True, slots=True)
class Project:
    """What was decided when the reading was set up.

    Parameters
    ----------
    name
        In addresses and file names: small letters, digits, hyphens.
    questions
        Codes of the open questions that are read.
    attributes
        Codes of variables that may be shown beside an answer; "" of them all: none.
    one_of
        Whether codes exclude each other, as in positive, negative, neutral.
    """

    name: str
    title: str
    method: Method
    questions: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    one_of: bool = False

    @property
    def shows_agreement(self) -> bool:
        """Whether figures of agreement may be looked at."""
        return self.method is not Method.REFLEXIVE


@dataclass(frozen=True, slots=True)
class Round:
    """One round of reading: the same answers, read apart by each of its coders.

    Parameters
    ----------
    number
        From 1.
    first, last
        Places in the project's shuffled queue, half-open: a random sample is a stretch of it.
    coders
        Names of members of the team.
    locked
        Those of them who have finished and locked what they read.
    frame
        Number of the joint frame this round began with; 0: none, every coder makes codes.
    own_codes
        Whether coders may make codes; otherwise they use those of the frame.
    settled
        Whether what the coders made was settled and the round is over.
    """

    number: int
    first: int
    last: int
    coders: tuple[str, ...]
    locked: tuple[str, ...] = ()
    frame: int = 0
    own_codes: bool = True
    settled: bool = False

    @property
    def answers_n(self) -> int:
        """How many answers are read."""
        return self.last - self.first

    @property
    def all_locked(self) -> bool:
        """Whether every coder has locked: only now may they see each other's work."""
        return set(self.coders) <= set(self.locked)

    def prefix(self, coder: str) -> str:
        """Return what ids of codes made by this coder in this round begin with: ``r1a``."""
        return f"r{self.number}{chr(ord('a') + self.coders.index(coder))}"


def may_see(viewer: str, coder: str, of_round: Round) -> bool:
    """Return whether somebody may see what a coder did in a round.

    The one rule of blindness: one's own always, another's once every coder has locked. Codes,
    counts, notes, sizes and the log are what a coder did; whether somebody has locked is not.

    >>> may_see("Ann", "Ben", Round(1, 0, 9, ("Ann", "Ben"), locked=("Ann",)))
    False
    """
    return viewer == coder or of_round.all_locked


def check_project(project: Project) -> None:
    """Refuse a project that cannot be: without title or questions, or with a name that is none.

    Raises :class:`~alongside.kernel.errors.CodingError`.
    """
    name = project.name
    if (
        not name
        or len(name) > 40
        or not all(c.isascii() and (c.isalnum() or c == "-") for c in name)
        or name != name.lower()
    ):
        raise CodingError(
            f"“{name}” cannot be the short name of a reading project.",
            remedy="Use up to 40 small letters, digits and hyphens.",
        )
    if not project.title.strip() or len(project.title) > LONGEST_TITLE:
        raise CodingError(
            "The project needs a title.", remedy=f"Give 1 to {LONGEST_TITLE} letters."
        )
    if not project.questions:
        raise CodingError("No question was chosen.", remedy="Choose at least one open question.")


def open_round(
    rounds: tuple[Round, ...],
    coders: tuple[str, ...],
    answers_n: int,
    size: int | None = None,
    *,
    again: bool = False,
    frame: int = 0,
    own_codes: bool = True,
) -> Round:
    """Return the next round of a project.

    ``answers_n`` is how many answers the project has, ``size`` how many to read (None: all that
    are left). ``again`` reads the answers of the round before once more, as recoding against the
    joint frame does; otherwise the queue goes on where the last round ended.

    Raises :class:`~alongside.kernel.errors.CodingError` when a round is still open, there are too
    few coders, or nothing is left to read.
    """
    if rounds and not rounds[-1].settled:
        raise CodingError(
            f"Round {rounds[-1].number} is not settled yet.",
            remedy="Settle it before another round begins.",
        )
    if not FEWEST_CODERS <= len(set(coders)) == len(coders) <= MOST_CODERS:
        raise CodingError(
            f"A round is read by {FEWEST_CODERS} to {MOST_CODERS} different people.",
            remedy="Choose them from the team.",
        )
    if again and not rounds:
        raise CodingError("No answers were read yet.", remedy="Begin with a first round.")
    first = rounds[-1].first if again else max((one.last for one in rounds), default=0)
    end = rounds[-1].last if again else answers_n
    last = end if size is None else min(first + size, end)
    if last <= first:
        raise CodingError(
            "No answers are left to read.", remedy="Read those of the last round again."
        )
    return Round(
        number=len(rounds) + 1,
        first=first,
        last=last,
        coders=coders,
        frame=frame,
        own_codes=own_codes or not frame,
    )
