"""The difference between two shares or two means, with its interval and test."""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.tabulate.statistics.design import Floats, Ints
from alongside.tabulate.statistics.intervals import score_base, share_interval, t_quantile
from alongside.tabulate.statistics.means import Means
from alongside.tabulate.statistics.shares import Shares


@dataclass(frozen=True, eq=False)
class Differences:
    """Differences, first minus second; arrays of one shape.

    Parameters
    ----------
    difference
        Of shares (0.16 is 16 points) or of means; NaN where either is unknown.
    low, high
        Limits of its interval.
    statistic, p_value
        Of the test that there is no difference, two-sided; NaN where it cannot be made.
    degrees
        Of Student's t; infinite where the normal distribution is meant.
    expected
        The smallest number of people that would be expected in either group, with the answer or
        without, if there were no difference (on effective bases); for means the smaller base.
    level
        Of the interval.
    """

    difference: Floats
    low: Floats
    high: Floats
    statistic: Floats
    p_value: Floats
    degrees: Floats
    expected: Floats
    level: float

    def of_rows(self, rows: slice) -> "Differences":
        """Return the differences of some rows."""
        arrays = {each.name: getattr(self, each.name)[rows] for each in fields(self)[:-1]}
        return replace(self, **arrays)


def share_differences(
    first: Shares,
    second: Shares,
    *,
    correlation: npt.ArrayLike = 0.0,
    level: float = 0.95,
    degrees: npt.ArrayLike = np.inf,
) -> Differences:
    """Compare shares of two groups, or of one group at two places.

    Parameters
    ----------
    first, second
        Shares of shapes that broadcast.
    correlation
        Between the two estimates, -1 to 1; 0 for groups drawn independently. People in both
        groups, or clusters with people of both, make it other than 0.
    level
        Above 0, below 1.
    degrees
        Degrees of freedom of the design for the test; infinite for independent people.

    Returns
    -------
    With weights of 1 the pooled z-test (Pearson's chi-square of the two groups) and Newcombe's
    interval, method 10.

    Notes
    -----
    Interval: each share's Wilson limits l, u on its adjusted base, joined by
    ``d - sqrt((p1-l1)^2 + (u2-p2)^2 - 2 r (p1-l1)(u2-p2))`` and its mirror image (Newcombe 1998,
    doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; with a correlation r:
    Zou 2007, doi:10.1037/1082-989X.12.4.399). It is right at 0 and 100 per cent, where plus and
    minus two standard errors is not. Test: ``z = d / sqrt(p q (1/m1 + 1/m2 - 2 r/sqrt(m1 m2)))``
    with the pooled share p and the bases m = n / deff (Rao and Scott 1992, doi:10.2307/2532311,
    use the same effective counts).

    >>> from alongside.tabulate.statistics.shares import shares_from_counts
    >>> staff = shares_from_counts([56], [56], 70, 70, 70)
    >>> families = shares_from_counts([48], [48], 80, 80, 80)
    >>> found = share_differences(staff, families)
    >>> [round(float(each[0]), 4) for each in (found.difference, found.low, found.high)]
    [0.2, 0.0524, 0.3339]
    >>> round(float(found.p_value[0]), 4)
    0.008
    """
    return scored_differences(
        scored(first, level), scored(second, level), correlation, level, degrees
    )


@dataclass(frozen=True, eq=False)
class Scored:
    """Shares with what comparing needs of each, worked out once however often each is compared.

    Parameters
    ----------
    share, low, high
        With Wilson's limits.
    base
        n / deff; see :func:`~alongside.tabulate.statistics.score_base`.
    base_n, base_weighted_n, effective_n
        As in :class:`~alongside.tabulate.statistics.Shares`.
    """

    share: Floats
    low: Floats
    high: Floats
    base: Floats
    base_n: Floats
    base_weighted_n: Floats
    effective_n: Floats

    def at(self, *places: slice | Ints) -> "Scored":
        """Return those at some places: an index into every array."""
        return Scored(*(getattr(self, each.name)[places] for each in fields(self)))


def scored(shares: Shares, level: float = 0.95) -> Scored:
    """Return shares with their Wilson limits and score bases."""
    interval = share_interval(shares, "wilson", level)
    shape = shares.share.shape
    bases = (shares.base_n, shares.base_weighted_n, shares.effective_n)
    return Scored(
        shares.share,
        interval.low,
        interval.high,
        score_base(shares),
        *(np.broadcast_to(each, shape) for each in bases),
    )


def scored_differences(
    first: Scored,
    second: Scored,
    correlation: npt.ArrayLike,
    level: float,
    degrees: npt.ArrayLike = np.inf,
) -> Differences:
    """Compare shares whose limits are known; see :func:`share_differences`."""
    r = np.asarray(correlation, float)
    difference = first.share - second.share
    low = difference - _joined(first.share - first.low, second.high - second.share, r)
    high = difference + _joined(first.high - first.share, second.share - second.low, r)
    fine = (first.base > 0) & (second.base > 0) & ~np.isnan(difference)
    weight = first.base_weighted_n + second.base_weighted_n
    answered = first.share * first.base_weighted_n + second.share * second.base_weighted_n
    pooled = np.where(fine, answered, np.nan) / np.where(fine, weight, 1.0)
    m1, m2 = (np.where(fine, side.base, 1.0) for side in (first, second))
    spread = pooled * (1 - pooled) * (1 / m1 + 1 / m2 - 2 * r / np.sqrt(m1 * m2))
    statistic = np.where(
        spread > 0, difference / np.sqrt(np.where(spread > 0, spread, 1.0)), np.nan
    )
    rarer = np.minimum(pooled, 1 - pooled)
    df = np.broadcast_to(np.asarray(degrees, float), difference.shape)
    return Differences(
        difference,
        np.maximum(low, -1.0),
        np.minimum(high, 1.0),
        statistic,
        _two_sided(statistic, df),
        df,
        np.where(fine, rarer * np.minimum(m1, m2), 0.0),
        level,
    )


def mean_differences(
    first: Means,
    second: Means,
    *,
    covariance: npt.ArrayLike = 0.0,
    level: float = 0.95,
    degrees: npt.ArrayLike | None = None,
) -> Differences:
    """Compare means of two groups.

    Parameters
    ----------
    first, second
        Means of shapes that broadcast.
    covariance
        Between the two estimates; 0 for groups drawn independently.
    level
        Above 0, below 1.
    degrees
        Degrees of freedom of the design; None: independent people, whose degrees are those of
        Welch and Satterthwaite.

    Returns
    -------
    With weights of 1 Welch's t-test (Welch 1947, doi:10.1093/biomet/34.1-2.28).

    >>> from alongside.tabulate.statistics.means import means_from_sums, value_sums
    >>> one = means_from_sums(value_sums([1, 1, 1], [1, 2, 3], [0, 0, 0], 1))
    >>> two = means_from_sums(value_sums([1, 1, 1], [2, 4, 9], [0, 0, 0], 1))
    >>> found = mean_differences(one, two)
    >>> float(found.difference[0]), round(float(found.p_value[0]), 4)
    (-3.0, 0.2838)
    """
    difference = first.mean - second.mean
    v1, v2 = first.se**2, second.se**2
    variance = np.maximum(v1 + v2 - 2 * np.asarray(covariance, float), 0.0)
    if degrees is None:
        below = v1**2 / np.maximum(first.degrees, 1) + v2**2 / np.maximum(second.degrees, 1)
        df = np.where(below > 0, (v1 + v2) ** 2 / np.where(below > 0, below, 1.0), np.nan)
    else:
        df = np.broadcast_to(np.asarray(degrees, float), difference.shape)
    se = np.sqrt(variance)
    statistic = np.where(se > 0, difference / np.where(se > 0, se, 1.0), np.nan)
    half = t_quantile(df, 0.5 + level / 2) * se
    return Differences(
        difference,
        difference - half,
        difference + half,
        statistic,
        _two_sided(statistic, df),
        df,
        np.minimum(first.base_n, second.base_n),
        level,
    )


def correlation_of(covariance: npt.ArrayLike, first_se: Floats, second_se: Floats) -> Floats:
    """Return a covariance as a correlation; 0 where an estimate does not vary.

    >>> correlation_of([0.02, 0.0], np.array([0.2, 0.0]), np.array([0.2, 0.1])).round(4).tolist()
    [0.5, 0.0]
    """
    scale = first_se * second_se
    fine = scale > 0
    found = np.where(fine, np.asarray(covariance, float) / np.where(fine, scale, 1.0), 0.0)
    return np.clip(found, -1.0, 1.0)


def _joined(one: Floats, two: Floats, r: Floats) -> Floats:
    joined: Floats = np.sqrt(np.maximum(one**2 + two**2 - 2 * r * one * two, 0.0))
    return joined


def _two_sided(statistic: Floats, degrees: Floats) -> Floats:
    size = -np.abs(statistic)
    p_value = special.ndtr(size)
    limited = np.isfinite(degrees)
    if limited.any():
        by_t = special.stdtr(np.where(limited & (degrees > 0), degrees, 1.0), size)
        p_value = np.where(limited, by_t, p_value)
    return np.where(np.isnan(statistic) | ~(degrees > 0), np.nan, 2 * p_value)
