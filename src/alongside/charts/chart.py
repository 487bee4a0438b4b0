"""What a chart shows, before anything is drawn: labels, sizes and the words beside them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, slice or icon.

    Parameters
    ----------
    code
        Code of the category; chooses the icon of a pictogram.
    share
        Length or area, 0 to 1; None when withheld (nothing is drawn, the words say so).
    words
        What is printed beside it: ``47% (302)``.
    place
        Position of the category in its variable, from 0: the same category keeps its
        colour in every chart. -1: "no answer", which is grey.
    """

    code: str
    label: str
    share: float | None
    words: str
    place: int


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that belong together, with the name of the group and its base in words."""

    label: str
    base: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw.

    Parameters
    ----------
    kind
        ``donut``, ``bars``, ``grouped-bars`` or ``pictogram``.
    groups
        One group for every kind but ``grouped-bars``.
    centre
        Two short lines for the hole of a donut: the base and what it counts.
    """

    id: str
    kind: str
    title: str
    alt: str
    groups: tuple[Group, ...]
    centre: tuple[str, str] = ("", "")

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark of every group, in order."""
        return tuple(mark for group in self.groups for mark in group.marks)
