"""Weighted shares: estimates, standard errors, design effects, effective bases."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.kish import kish_effective_base
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.ratios import ratios_of_totals
from alongside.tabulate.statistics.totals import CellTotals


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares with what an interval or a test needs; all arrays of one shape.

    Parameters
    ----------
    share
        0 to 1; NaN where the base is empty.
    se
        Linearised standard error of the share; NaN where it cannot be known.
    base_n, base_weighted_n
        The base, unweighted and weighted.
    effective_n
        Kish's effective base: knows the weights of the base, not the answers.
    degrees
        Degrees of freedom: people, or clusters minus strata.
    sample_n
        People in the sample or part of it that the design knows; for one-dimensional use
        the same as ``base_n``.
    covariance
        Between the shares, where the way of counting knows it; shape ``(shares, shares)``.
    finite
        Whether the size of the population is taken into account.
    """

    share: Floats
    se: Floats
    base_n: Floats
    base_weighted_n: Floats
    effective_n: Floats
    degrees: Floats
    sample_n: Floats
    covariance: Floats | None = None
    finite: bool = False

    @property
    def variance(self) -> Floats:
        """The squared standard error."""
        return self.se**2

    def design_effect(self, population: float | None = None) -> Floats:
        """Return the variance over that of a simple random sample of the same base.

        Parameters
        ----------
        population
            Size of the population, if the sample is a notable part of it: the comparison is
            then with drawing without replacement (R: ``deff=TRUE`` with the sum of weights);
            None: with replacement (``deff="replace"``).

        Returns
        -------
        A ratio; 1: as good as a simple random sample. NaN for shares of 0 and 1, and
        bases below 2. Source: Kish 1965, section 8.2.
        """
        plain = self.share * (1 - self.share)
        fine = (plain > 0) & (self.base_n > 1)
        simple = np.where(fine, plain, 1.0) / np.maximum(self.base_n - 1, 1)
        if population is not None:
            fine = fine & (self.base_n < population)
            simple = simple * np.where(fine, 1 - self.base_n / population, 1.0)
        return np.where(fine, self.variance / simple, np.nan)


def shares_from_counts(
    sum_w: npt.ArrayLike,
    sum_w2: npt.ArrayLike,
    base_n: npt.ArrayLike,
    base_w: npt.ArrayLike,
    base_w2: npt.ArrayLike,
    *,
    sample_n: npt.ArrayLike | None = None,
) -> Shares:
    """Return shares from rows of the counts contract, for independent weights: any number at once.

    Parameters
    ----------
    sum_w, sum_w2
        Of the cells.
    base_n, base_w, base_w2
        n, sum w and sum w^2 of the base each cell is a share of. All shapes that broadcast,
        for example cells (rows, columns) and bases (columns).
    sample_n
        Everybody in the sample, when the base is a part of it; None: the base itself, so
        that weights of 1 give the textbook figures.

    Returns
    -------
    An empty base gives NaN; a base of one person a share without standard error.

    Notes
    -----
    With a = sum w^2 / W^2 of the cell, A of the base, W the weighted base, N the sample:
    ``var(p) = N/(N-1) (a (1 - 2p) + A p^2)``, the linearised variance of a ratio
    (Sarndal, Swensson and Wretman 1992, section 5.7) of independent people.

    >>> shares = shares_from_counts([30.0], [30.0], 100, 100.0, 100.0)
    >>> float(shares.share[0]), round(float(shares.se[0]) ** 2 * 99, 6)
    (0.3, 0.21)
    """
    cells, squares, bases, weighted, weighted2 = np.broadcast_arrays(
        *(np.asarray(each, float) for each in (sum_w, sum_w2, base_n, base_w, base_w2))
    )
    everybody = (
        bases if sample_n is None else np.broadcast_to(np.asarray(sample_n, float), bases.shape)
    )
    empty = weighted <= 0
    safe = np.where(empty, 1.0, weighted)
    share = np.where(empty, np.nan, cells / safe)
    variance = (squares * (1 - 2 * share) + weighted2 * share**2) / safe**2
    factor = everybody / np.maximum(everybody - 1, 1)
    known = bases > 1
    se = np.where(known, np.sqrt(np.maximum(variance * factor, 0.0)), np.nan)
    return Shares(
        share,
        se,
        bases,
        weighted,
        kish_effective_base(weighted, weighted2),
        np.maximum(bases - 1, 0),
        everybody,
    )


def shares_from_totals(
    totals: CellTotals, parts: npt.ArrayLike, bases: npt.ArrayLike | None = None
) -> Shares:
    """Return shares from totals with their covariance, for any design.

    Parameters
    ----------
    totals
        Of cells; see :func:`~alongside.tabulate.statistics.totals_from_psus`.
    parts
        Shares x cells, 1 where a cell belongs to what the share counts. A single number
        stands for that cell alone.
    bases
        The same for what it is a share of; None: all cells. When a base is itself a cell
        (as for several answers, where options overlap), point at that cell alone.

    Returns
    -------
    One-dimensional shares with their covariance.

    Raises
    ------
    DataError
        When parts or bases do not have one column a cell.

    Notes
    -----
    Ratios of totals, linearised: see
    :func:`~alongside.tabulate.statistics.ratios_of_totals`.

    >>> from alongside.tabulate.statistics.totals import totals_from_counts
    >>> totals = totals_from_counts([30, 70], [30.0, 70.0], [30.0, 70.0])
    >>> shares = shares_from_totals(totals, [[1, 0]])
    >>> round(float(shares.variance[0]) * 99, 6)
    0.21
    """
    ratios = ratios_of_totals(totals, parts, bases)
    return Shares(
        ratios.value,
        ratios.se,
        ratios.base_n,
        ratios.base_weighted_n,
        kish_effective_base(ratios.base_weighted_n, ratios.base_w2),
        ratios.degrees,
        np.full(ratios.value.shape, float(totals.people)),
        ratios.covariance,
        totals.finite,
    )
