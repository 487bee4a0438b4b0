"""Totals of cells with their covariance: the one thing every share and test is made from.

With independent weights the counts contract is enough: n, sum w and sum w^2 of cells that do
not overlap, in all or per stratum. Clusters need the sums per cluster and cell
(:mod:`alongside.tabulate.statistics.psus`), which add across partitions just the same.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError
from alongside.tabulate.statistics.design import Floats, Ints, SinglePsu

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CellTotals:
    """Estimated totals of cells, and how they vary together from sample to sample.

    Parameters
    ----------
    n
        People in each cell, unweighted; shape ``(cells,)``.
    weighted
        Sum of their weights (or of weight times value); shape ``(cells,)``.
    weighted2
        Sum of their squared weights; shape ``(cells,)``.
    covariance
        Of ``weighted``; shape ``(cells, cells)``.
    people
        Everybody in the sample, in a cell or not.
    present, stratum
        With clusters: whether each cluster has somebody in each cell (clusters x cells), and
        the stratum of each cluster; else None.
    stratum_n
        With strata of independent people: people per stratum and cell; else None.
    finite
        Whether the size of the population is taken into account (fpc).
    """

    n: Ints
    weighted: Floats
    weighted2: Floats
    covariance: Floats
    people: int
    present: Bools | None = None
    stratum: Ints | None = None
    stratum_n: Ints | None = None
    finite: bool = False

    @property
    def independent(self) -> bool:
        """Whether the design knows neither strata nor clusters."""
        return self.present is None and self.stratum_n is None

    def degrees_of_freedom(self, cells: npt.ArrayLike | None = None) -> float:
        """Return clusters minus strata among the people of some cells (default: all).

        ``cells`` is a mask over the cells. People who are nobody's cluster count as one each;
        without strata there is one. Never below 0.

        >>> totals_from_counts([3, 5], [3.0, 5.0], [3.0, 5.0]).degrees_of_freedom([True, False])
        2.0
        """
        chosen = np.ones(self.n.size, bool) if cells is None else np.asarray(cells, bool)
        if self.present is not None and self.stratum is not None:
            here = self.present[:, chosen].any(axis=1)
            return float(here.sum() - np.unique(self.stratum[here]).size)
        if self.stratum_n is not None:
            people = self.stratum_n[:, chosen].sum(axis=1)
            return float(people.sum() - (people > 0).sum())
        return float(max(int(self.n[chosen].sum()) - 1, 0))


def totals_from_counts(
    n: npt.ArrayLike, sum_w: npt.ArrayLike, sum_w2: npt.ArrayLike, *, people: int | None = None
) -> CellTotals:
    """Return totals from rows of the counts contract, for independent weights.

    Parameters
    ----------
    n, sum_w, sum_w2
        One entry a cell, none missing. No person may be in two of the cells: for a table of
        several answers give (chose it, did not) for one option at a time.
    people
        Everybody in the sample, in a cell or not; None: only those in the cells.

    Raises
    ------
    DataError
        With fewer than two people: nothing can be said about variance.

    Notes
    -----
    With N people, ``V = N/(N-1) (diag(sum w^2) - T T'/N)``: the with-replacement estimator
    of each person as their own unit (Sarndal, Swensson and Wretman 1992, eq. 2.9.9).

    >>> totals = totals_from_counts([1, 3], [1.0, 3.0], [1.0, 3.0])
    >>> totals.covariance.round(6).tolist()
    [[1.0, -1.0], [-1.0, 1.0]]
    """
    counts, total, squares = _columns(n, sum_w, sum_w2)
    everybody = int(counts.sum()) if people is None else people
    check_people(everybody, int(counts.sum()))
    spread = np.diag(squares) - np.outer(total, total) / everybody
    covariance = spread * (everybody / (everybody - 1))
    return CellTotals(counts, total, squares, covariance, everybody)


def totals_from_strata(
    n: npt.ArrayLike,
    sum_w: npt.ArrayLike,
    sum_w2: npt.ArrayLike,
    people: npt.ArrayLike,
    *,
    fpc: npt.ArrayLike | None = None,
    single_psu: SinglePsu | str = SinglePsu.REFUSE,
    names: tuple[object, ...] = (),
) -> CellTotals:
    """Return totals from the counts contract per stratum, for independent people within strata.

    Parameters
    ----------
    n, sum_w, sum_w2
        Strata x cells, none missing. No person may be in two of the cells.
    people
        Everybody of each stratum in the sample, in a cell or not; shape ``(strata,)``.
    fpc
        People in the population of each stratum; None: the sample is a small part of it.
    single_psu
        What to do with strata of one person; see :class:`SinglePsu`.
    names
        The strata, for messages.

    Raises
    ------
    DataError
        When shapes differ, cells hold more people than their stratum, a stratum of one person
        is to be refused, or more people were drawn than there are.

    Notes
    -----
    Per stratum of n_h people ``V_h = (1 - f_h) n_h/(n_h-1) (diag(sum w^2) - T_h T_h'/n_h)``;
    strata add up (Sarndal, Swensson and Wretman 1992, section 3.7).

    >>> totals = totals_from_strata([[1, 3], [2, 2]], [[1, 3], [2, 2]], [[1, 3], [2, 2]], [4, 4])
    >>> totals.covariance.round(4).tolist(), totals.degrees_of_freedom()
    ([[2.3333, -2.3333], [-2.3333, 2.3333]], 6.0)
    """
    counts = np.atleast_2d(np.asarray(n, np.int64))
    total = np.atleast_2d(np.asarray(sum_w, float))
    squares = np.atleast_2d(np.asarray(sum_w2, float))
    drawn = np.asarray(people, np.int64).ravel()
    if not counts.shape == total.shape == squares.shape or drawn.size != len(counts):
        raise DataError(
            "n, the sums of weights and of squared weights are not strata x cells alike.",
            remedy="Give the three tables of the same strata and cells, and people per stratum.",
        )
    check_people(int(drawn.sum()), int(drawn.sum()))
    if (counts.sum(axis=1) > drawn).any():
        raise DataError(
            "The cells of a stratum hold more people than the stratum.",
            where=_named(names, int(np.argmax(counts.sum(axis=1) > drawn))),
            remedy="Give cells that do not overlap, and everybody of the stratum as people.",
        )
    sizes = np.full(drawn.size, np.inf) if fpc is None else np.asarray(fpc, float).ravel()
    scale = unit_scale(drawn, sizes, SinglePsu(single_psu), names)
    # lonely people (rule “overall”) deviate from 0, which for shares and means is the mean of all
    lonely = drawn == 1
    middle = np.where(lonely, 0.0, 1 / np.maximum(drawn, 1))
    covariance = np.diag(scale @ squares) - (total * (scale * middle)[:, None]).T @ total
    return CellTotals(
        counts.sum(axis=0),
        total.sum(axis=0),
        squares.sum(axis=0),
        covariance,
        int(drawn.sum()),
        stratum_n=counts,
        finite=bool(np.isfinite(sizes).any()),
    )


def unit_scale(
    units: Ints, sizes: Floats, single: SinglePsu, names: tuple[object, ...] = ()
) -> Floats:
    """Return what each stratum's squared deviations count: ``(1 - f) m / (m - 1)``.

    Parameters
    ----------
    units
        Units drawn in each stratum, m.
    sizes
        Units in its population; infinite without a correction.
    single
        What to do with strata of one unit.
    names
        The strata, for messages.

    Raises
    ------
    DataError
        When a stratum of one unit is to be refused, none has two (``average``), or more units
        were drawn than there are.

    >>> unit_scale(np.array([2, 4]), np.array([np.inf, 8.0]), SinglePsu.REFUSE).round(4).tolist()
    [2.0, 0.6667]
    """
    if (units > sizes).any():
        raise DataError(
            "More units were drawn in a stratum than its population has (fpc).",
            where=_named(names, int(np.argmax(units > sizes))),
            remedy="Give the number of units in the population, not in the sample.",
        )
    # a stratum taken whole has no variance, lonely or not
    alone = (units == 1) & (sizes > 1)
    if alone.any() and single is SinglePsu.REFUSE:
        lonely = [_named(names, int(place)) for place in np.flatnonzero(alone)]
        raise DataError(
            "A stratum has only one cluster or person, so its variance cannot be known.",
            where=", ".join(lonely[:5]) + (" and others" if len(lonely) > 5 else ""),
            remedy="Merge it with a similar stratum, or choose a rule for such strata:"
            " certainty, overall or average.",
        )
    scale = (1 - units / sizes) * np.where(units > 1, units / np.maximum(units - 1, 1), 1.0)
    if alone.any() and single is SinglePsu.AVERAGE:
        strata = (units > 0).sum()
        if alone.sum() == strata:
            raise DataError(
                "Every stratum has only one cluster or person, so there is no average variance.",
                remedy="Merge similar strata in pairs.",
            )
        scale = np.where(alone, 0.0, scale * (strata / (strata - alone.sum())))
    return np.where((units == 1) & (single is SinglePsu.CERTAINTY), 0.0, scale)


def check_people(everybody: int, counted: int) -> None:
    """Refuse fewer than two people, and cells that hold more people than the sample.

    >>> check_people(3, 2)
    """
    if everybody < 2:
        raise DataError(
            "Variance needs at least two people.", remedy="Count more people, or give no interval."
        )
    if everybody < counted:
        raise DataError(
            f"The cells hold {counted} people, more than the {everybody} of the sample.",
            remedy="Give cells that do not overlap, and everybody in the sample as people.",
        )


def _columns(
    n: npt.ArrayLike, sum_w: npt.ArrayLike, sum_w2: npt.ArrayLike
) -> tuple[Ints, Floats, Floats]:
    counts = np.asarray(n, np.int64).ravel()
    total, squares = np.asarray(sum_w, float).ravel(), np.asarray(sum_w2, float).ravel()
    if not counts.size == total.size == squares.size:
        raise DataError(
            "n, the sums of weights and of squared weights are not of one length.",
            remedy="Give the three columns of the same rows of counts.",
        )
    return counts, total, squares


def _named(names: tuple[object, ...], place: int) -> str:
    return f"stratum {names[place] if place < len(names) else place + 1}"
