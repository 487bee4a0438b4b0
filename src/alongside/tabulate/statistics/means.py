"""Weighted means and standard deviations, with linearised standard errors."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError
from alongside.kernel.kish import kish_effective_base
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.intervals import Interval, t_quantile
from alongside.tabulate.statistics.ratios import ratios_of_totals
from alongside.tabulate.statistics.totals import CellTotals


@dataclass(frozen=True, eq=False)
class ValueSums:
    """The counts contract for numbers: sums that add across partitions, one entry a group.

    Parameters
    ----------
    n
        People with a number.
    sum_w, sum_w2
        Sums of their weights and of the squares of these.
    sum_wy, sum_wy2
        Sums of weight times value, and times squared value.
    sum_w2y, sum_w2y2
        Sums of squared weight times value, and times squared value.

    All of one shape. Values far from 0 compared with their spread (years, for example) lose
    digits in squares: subtract a round number first and add it to the means.
    """

    n: Floats
    sum_w: Floats
    sum_w2: Floats
    sum_wy: Floats
    sum_wy2: Floats
    sum_w2y: Floats
    sum_w2y2: Floats

    def __add__(self, other: "ValueSums") -> "ValueSums":
        """Add the sums of another part of the data."""
        return ValueSums(
            self.n + other.n,
            self.sum_w + other.sum_w,
            self.sum_w2 + other.sum_w2,
            self.sum_wy + other.sum_wy,
            self.sum_wy2 + other.sum_wy2,
            self.sum_w2y + other.sum_w2y,
            self.sum_w2y2 + other.sum_w2y2,
        )


@dataclass(frozen=True, eq=False)
class Means:
    """Means with what an interval or a test needs; arrays of one shape.

    Parameters
    ----------
    mean
        In the units of the value; NaN where there is nobody.
    se
        Linearised standard error; NaN where it cannot be known.
    sd
        Standard deviation in the population as estimated, with n - 1 (as R ``svyvar``); NaN
        where it was not asked for.
    base_n, base_weighted_n, effective_n
        People with a number, their weights, Kish's effective base.
    degrees
        Degrees of freedom: people minus 1, or clusters minus strata.
    covariance
        Between the means, where the way of counting knows it.
    """

    mean: Floats
    se: Floats
    sd: Floats
    base_n: Floats
    base_weighted_n: Floats
    effective_n: Floats
    degrees: Floats
    covariance: Floats | None = None

    def design_effect(self, population: float | None = None) -> Floats:
        """Return the variance over that of a simple random sample of the same base.

        ``population`` as for :meth:`~alongside.tabulate.statistics.Shares.design_effect`.
        NaN where the standard deviation is 0 or unknown.
        """
        fine = (self.sd > 0) & (self.base_n > 1)
        simple = np.where(fine, self.sd, 1.0) ** 2 / np.maximum(self.base_n, 1)
        if population is not None:
            fine = fine & (self.base_n < population)
            simple = simple * np.where(fine, 1 - self.base_n / population, 1.0)
        return np.where(fine, self.se**2 / simple, np.nan)


def value_sums(
    weights: npt.ArrayLike, values: npt.ArrayLike, groups: npt.ArrayLike, count: int
) -> ValueSums:
    """Sum weights and values of people by group: what an engine does in one pass.

    Parameters
    ----------
    weights
        One number a person, 0 or more. People of weight 0 are not counted.
    values
        One number a person; NaN: no answer, not counted.
    groups
        The group of each person, 0 to ``count - 1``; below 0: in no group, not counted.
    count
        Number of groups.

    >>> sums = value_sums([1, 1, 2], [3.0, 5.0, float("nan")], [0, 0, 0], 1)
    >>> sums.n.tolist(), sums.sum_wy.tolist()
    ([2.0], [8.0])
    """
    w, y = np.asarray(weights, float), np.asarray(values, float)
    place = np.asarray(groups, np.int64)
    if not w.shape == y.shape == place.shape:
        raise DataError(
            "Weights, values and groups are not one for each person.",
            remedy="Give three lists of one length.",
        )
    counted = np.isfinite(y) & (w > 0) & (place >= 0)
    w, y, place = w[counted], y[counted], place[counted]
    parts = (np.ones_like(w), w, w**2, w * y, w * y**2, w**2 * y, (w * y) ** 2)
    return ValueSums(*(np.bincount(place, part, minlength=count).astype(float) for part in parts))


def means_from_sums(sums: ValueSums) -> Means:
    """Return means of independent people, each group as a sample of its own.

    Parameters
    ----------
    sums
        See :class:`ValueSums`; any shape.

    Returns
    -------
    An empty group gives NaN, one person a mean without standard error.

    Notes
    -----
    ``var = n/(n-1) sum w^2 (y - mean)^2 / (sum w)^2``: with weights of 1 the textbook's
    s^2/n (Sarndal, Swensson and Wretman 1992, section 5.7).

    >>> means = means_from_sums(value_sums([1, 1, 1], [2, 4, 9], [0, 0, 0], 1))
    >>> float(means.mean[0]), round(float(means.se[0]), 6), round(float(means.sd[0]), 6)
    (5.0, 2.081666, 3.605551)
    """
    filled = sums.sum_w > 0
    weighted = np.where(filled, sums.sum_w, 1.0)
    mean = np.where(filled, sums.sum_wy / weighted, np.nan)
    spread = sums.sum_w2y2 - 2 * mean * sums.sum_w2y + mean**2 * sums.sum_w2
    known = filled & (sums.n > 1)
    factor = np.where(known, sums.n / np.maximum(sums.n - 1, 1), np.nan)
    square = sums.sum_wy2 / weighted
    return Means(
        mean,
        np.sqrt(factor * _above_dust(spread, sums.sum_w2y2)) / weighted,
        np.sqrt(factor * _above_dust(square - mean**2, square)),
        sums.n,
        sums.sum_w,
        kish_effective_base(sums.sum_w, sums.sum_w2),
        np.maximum(sums.n - 1, 0.0),
    )


def means_from_totals(
    totals: CellTotals,
    values: npt.ArrayLike,
    bases: npt.ArrayLike,
    squares: npt.ArrayLike | None = None,
) -> Means:
    """Return means from totals with their covariance, for any design.

    Parameters
    ----------
    totals
        Of cells that hold people (1 where in the group with a number) and cells that hold their
        values (the value there, else 0); see :func:`~alongside.tabulate.statistics.psu_totals`.
    values, bases
        Means x cells, 1 for the cell of values, and for the cell of people.
    squares
        The same for cells of squared values, if standard deviations are wanted.

    >>> from alongside.tabulate.statistics.design import SurveyDesign
    >>> from alongside.tabulate.statistics.psus import psu_totals, totals_from_psus
    >>> design = SurveyDesign.of([1, 1, 1, 1], psu=["a", "a", "b", "c"])
    >>> cells = [[1, 2.0], [1, 4.0], [1, 9.0], [1, 5.0]]
    >>> means = means_from_totals(totals_from_psus(psu_totals(design, cells)), [[0, 1]], [[1, 0]])
    >>> float(means.mean[0]), round(float(means.se[0]), 4), float(means.degrees[0])
    (5.0, 1.7321, 2.0)
    """
    ratios = ratios_of_totals(totals, values, bases)
    sd = np.full(ratios.value.shape, np.nan)
    if squares is not None:
        square = ratios_of_totals(totals, squares, bases).value
        inside = _above_dust(square - ratios.value**2, square)
        factor = ratios.base_n / np.maximum(ratios.base_n - 1, 1)
        sd = np.where(ratios.base_n > 1, np.sqrt(inside * factor), np.nan)
    return Means(
        ratios.value,
        ratios.se,
        sd,
        ratios.base_n,
        ratios.base_weighted_n,
        kish_effective_base(ratios.base_weighted_n, ratios.base_w2),
        ratios.degrees,
        ratios.covariance,
    )


def mean_interval(means: Means, level: float = 0.95) -> Interval:
    """Return mean plus and minus t standard errors, NaN where there is no standard error.

    Parameters
    ----------
    means
        From sums or totals; t has their degrees of freedom.
    level
        Above 0, below 1.

    >>> interval = mean_interval(means_from_sums(value_sums([1, 1, 1], [2, 4, 9], [0, 0, 0], 1)))
    >>> round(float(interval.low[0]), 4), round(float(interval.high[0]), 4)
    (-3.9567, 13.9567)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is above 0 and below 1, for example 0.95, not {level}")
    half = t_quantile(means.degrees, 0.5 + level / 2) * means.se
    return Interval(means.mean - half, means.mean + half, level)


def _above_dust(spread: Floats, of: Floats) -> Floats:
    """Return a difference of squares, 0 where it is only what rounding leaves of equal values."""
    return np.where(spread > 1e-12 * of, spread, np.where(np.isnan(spread), np.nan, 0.0))
