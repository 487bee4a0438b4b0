"""Counts per stratum and cluster of all tables of a book: what the stated design needs.

The whole sample is there: a condition says who is counted, and leaves nobody out of the sample, as
R does with a subset of a design (Lumley 2010, *Complex Surveys*, section 2.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from alongside.dataset import DataSet
from alongside.questionnaire import Sampling
from alongside.tabulate.countings import Chosen
from alongside.tabulate.crossing import Crossing
from alongside.tabulate.engines import Floats
from alongside.tabulate.sampling import with_population
from alongside.tabulate.units import UnitCounts, add_unit_counts, count_units

Cell = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Drawn(Chosen):
    """Counts every variable by every banner per unit of a design.

    The result has for each variable the total, then each banner, as
    :func:`~alongside.tabulate.count_crossings` has.
    """

    sampling: Sampling

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the columns to read."""
        return tuple(dict.fromkeys([*super().keep, *self.sampling.columns]))

    def count(self, part: DataSet, threads: int | None = None) -> tuple[UnitCounts, ...]:  # noqa: ARG002
        """Return the sums of one part, of everybody in it who belongs to the sample."""
        sample = part if self.include_partial else part.completed()
        sample, fpc = with_population(sample, self.sampling)
        return tuple(
            count_units(
                sample,
                variable,
                banner,
                psu=self.sampling.clusters or None,
                strata=self.sampling.strata or None,
                fpc=fpc,
                weight=self.weight,
                where=self.where,
                single_psu=self.sampling.lone_units.value,
            )
            for variable, banner in product(self.variables, (None, *self.banners))
        )

    def add(
        self, one: tuple[UnitCounts, ...], other: tuple[UnitCounts, ...]
    ) -> tuple[UnitCounts, ...]:
        """Return two parts as one; a number has every value that either part has."""
        return tuple(_added(*pair) for pair in zip(one, other, strict=True))


def _added(one: UnitCounts, other: UnitCounts) -> UnitCounts:
    if one.cells != other.cells:
        cells = tuple(dict.fromkeys([*one.cells, *other.cells]))
        one, other = _spread(one, cells), _spread(other, cells)
    return add_unit_counts([one, other])


def _spread(counted: UnitCounts, cells: tuple[Cell, ...]) -> UnitCounts:
    """Return the same counts with columns for more cells, in which nobody is."""
    n, sum_w, sum_w2 = (_chosen(counted, name, cells) for name in ("n", "sum_w", "sum_w2"))
    sums = replace(counted.sums, n=n.astype(np.int64), sum_w=sum_w, sum_w2=sum_w2)
    return replace(counted, cells=cells, sums=sums)


def _chosen(counted: UnitCounts, name: str, cells: Sequence[Cell]) -> Floats:
    place = {cell: spot for spot, cell in enumerate(counted.cells)}
    values = np.asarray(getattr(counted.sums, name), float)
    padded = np.hstack([values, np.zeros((len(values), 1))])  # the last column is of nobody
    found: Floats = padded[:, [place.get(cell, -1) for cell in cells]]
    return found


def unit_crossing(counted: UnitCounts, like: Crossing) -> Crossing:
    """Return counts per unit in the order of a crossing, with units as a third axis."""
    cells = [*product(like.codes, like.banner_codes)]
    shape = (len(like.codes), len(like.banner_codes), -1)
    n, sum_w, sum_w2 = (
        np.ascontiguousarray(_chosen(counted, name, cells).T).reshape(shape)
        for name in ("n", "sum_w", "sum_w2")
    )
    return replace(like, n=n, sum_w=sum_w, sum_w2=sum_w2)
