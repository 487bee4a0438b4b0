"""What a chart shows, before anything is drawn: labels, sizes and the words beside them."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of chart, by the names that reports use."""

    DONUT = "donut"
    BARS = "bars"
    GROUPED_BARS = "grouped-bars"
    PICTOGRAM = "pictogram"
    STACKED_BARS = "stacked-bars"
    DIVERGING_BARS = "diverging-bars"
    DOT_PLOT = "dot-plot"
    HEAT_MAP = "heat-map"
    SMALL_MULTIPLES = "small-multiples"


class Side(StrEnum):
    """Where an answer stands on a diverging chart."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    APART = "apart"
    """In a column of its own: "no answer", or a neutral answer that is to be at the side."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, slice, dot, cell or icon.

    Parameters
    ----------
    code
        Code of the category; chooses the icon of a pictogram.
    share
        Length or area, 0 to 1; None when withheld (nothing is drawn, the words say so) or
        when nobody is in the group.
    words
        What is printed beside it: ``47% (302)``.
    place
        Position of the category in its variable, from 0: the same category keeps its
        colour in every chart. -1: "no answer", which is grey.
    short
        What is printed where there is little room: ``47%``.
    low, high
        Ends of the interval, 0 to 1; None: there is none.
    side
        Where it stands on a diverging chart; None on all others.
    """

    code: str
    label: str
    share: float | None
    words: str
    place: int
    short: str = ""
    low: float | None = None
    high: float | None = None
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together, with the name of the group and its base in words.

    ``caution`` marks a small base, ``everyone`` the group that holds all the others.
    """

    label: str
    base: str
    marks: tuple[Mark, ...]
    caution: bool = False
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw.

    Parameters
    ----------
    kind
        One of :class:`Kind`.
    groups
        One group for donut, bars and pictogram; one or more for all others.
    centre
        Two short lines for the hole of a donut: the base and what it counts.
    ordered
        Whether the answers are steps of one scale: they get steps of one colour.
    language
        Of the words that the chart brings itself; it is drawn from the right for languages
        written from the right.
    notes
        Lines printed under the drawing.
    """

    id: str
    kind: str
    title: str
    alt: str
    groups: tuple[Group, ...]
    centre: tuple[str, str] = ("", "")
    ordered: bool = False
    language: str = "en"
    notes: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark of every group, in order."""
        return tuple(mark for group in self.groups for mark in group.marks)
