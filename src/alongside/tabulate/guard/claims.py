"""What a set of tables tells an outsider, and what it must not tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.tabulate.guard.traits import Group

Terms = tuple[tuple[float, Group], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A weighted sum of group sizes lies between two bounds (either may be infinite).

    A count that is shown is ``n <= 1 x group <= n``; a percentage of a known base is the range
    of counts that round to it; of an unknown base, two claims on count and base together.
    """

    terms: Terms
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Need:
    """How little an outsider may know of a number: ranges in people (or in what is added up).

    Parameters
    ----------
    width
        The range must be at least this wide.
    below, above
        It must reach at least this far below and above the true value.
    """

    width: float = 0.0
    below: float = 0.0
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Target:
    """A number that must stay unknown: its group, the truth, the need, and its place in words."""

    group: Group
    n: float
    need: Need
    words: str


@dataclass(frozen=True)
class Sheet:
    """A table as an outsider reads it.

    Parameters
    ----------
    figures
        What it prints unless withheld, by row and column: bases, counts.
    unprinted
        What it does not print though it can be worked out: by a description.
    bounded
        For people without an answer to the grouping question: everybody without one. That few left
        a question out is no secret; among whom they are, is.
    rules
        Claims that follow from what the table is, whatever it prints.
    """

    figures: Mapping[tuple[str, str], Group]
    unprinted: Mapping[tuple[str, str], Group] = field(default_factory=dict)
    rules: tuple[Claim, ...] = ()
    bounded: Mapping[tuple[str, str], Group] = field(default_factory=dict)
