"""What is known about the population: margins, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Answers = Mapping[str, Sequence[str | None]]
"""For each variable of a margin the category of each person, None where it is not known."""


@dataclass(frozen=True)
class Margin:
    """How the population divides by one variable (or by several crossed into one).

    Parameters
    ----------
    variable
        Its code in the data.
    targets
        Category to share of the population (0 to 1, adding up to 1) or to number of people.

    >>> Margin("region", {"north": 300, "south": 700}).shares()["south"]
    0.7
    """

    variable: str
    targets: Mapping[str, float]

    @property
    def total(self) -> float:
        """What the targets add up to: 1 for shares, else the people of the population."""
        return float(sum(self.targets.values()))

    def shares(self) -> dict[str, float]:
        """Return the targets as shares, 0 to 1."""
        total = self.total
        return {category: target / total for category, target in self.targets.items()}


@dataclass(frozen=True)
class Benchmarks:
    """Every margin to weight to, with the source that makes them credible.

    Parameters
    ----------
    margins
        In the order in which raking goes through them.
    source
        Who counted, what and when: "Census 2021, table TS007, adults in Wales". Empty: nobody
        can judge the weights, and a warning says so.
    """

    margins: tuple[Margin, ...]
    source: str = ""

    @property
    def people(self) -> float | None:
        """People of the population; None when the targets are shares."""
        total = self.margins[0].total if self.margins else 1.0
        return None if abs(total - 1) < 0.02 else total


@dataclass(frozen=True, eq=False)
class Cells:
    """A sample as groups of people alike: all of one weight, and alike in every margin.

    Parameters
    ----------
    place
        Groups x margins: the category's place among the targets, -1 where not known.
    base
        The weight each person of the group had before; shape ``(groups,)``.
    n
        People of the group.
    member
        The group of each person; None when only groups are known.
    """

    place: Ints
    base: Floats
    n: Ints
    member: Ints | None = None


def cells_of(answers: Answers, benchmarks: Benchmarks, base_weights: npt.ArrayLike) -> Cells:
    """Group people who are alike, so that raking goes over groups and not over people.

    Parameters
    ----------
    answers
        Every variable of the margins, all categories among the targets.
    benchmarks
        The margins.
    base_weights
        One a person, 0 or more.

    >>> benchmarks = Benchmarks((Margin("region", {"north": 0.3, "south": 0.7}),))
    >>> cells = cells_of({"region": ["south", "north", "south", None]}, benchmarks, [1, 1, 1, 1])
    >>> cells.place.ravel().tolist(), cells.n.tolist(), cells.member.tolist()
    ([-1, 0, 1], [1, 1, 2], [2, 1, 2, 0])
    """
    weights = np.asarray(base_weights, float)
    columns = []
    for margin in benchmarks.margins:
        spot = {category: place for place, category in enumerate(margin.targets)}
        labels = answers[margin.variable]
        columns.append([-1 if label is None else spot[label] for label in labels])
    place = np.array(columns, np.int64).reshape(len(columns), -1).T
    key = np.zeros(len(weights), np.int64)
    for column, margin in zip(place.T, benchmarks.margins, strict=True):
        key = key * (len(margin.targets) + 1) + column + 1
    values, which = np.unique(weights, return_inverse=True)
    _, first, member, n = np.unique(
        key * values.size + which.ravel(),
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    return Cells(place[first], weights[first], n.astype(np.int64), member.ravel().astype(np.int64))
