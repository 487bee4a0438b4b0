"""How large is it? Effect sizes, which do not grow with the sample."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.independence import Independence
from alongside.tabulate.statistics.intervals import t_quantile
from alongside.tabulate.statistics.many_tables import Independences
from alongside.tabulate.statistics.means import Means


class EffectSize(StrEnum):
    """Rough words for an effect size, after Cohen (1988); the matter at hand decides."""

    NEGLIGIBLE = "negligible"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True, eq=False)
class StandardisedDifference:
    """Hedges' g, with the limits of its interval; arrays of one shape."""

    g: Floats
    low: Floats
    high: Floats
    level: float


def cohens_h(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """Return the difference between two shares on the scale of arcsines, first minus second.

    Parameters
    ----------
    first, second
        Shares, 0 to 1; NaN gives NaN.

    Returns
    -------
    From -pi to pi. Source: Cohen 1988, Statistical Power Analysis, section 6.2.

    >>> round(float(cohens_h(0.8, 0.6)), 4)
    0.4421
    """
    p, q = np.asarray(first, float), np.asarray(second, float)
    effect: Floats = 2 * np.arcsin(np.sqrt(p)) - 2 * np.arcsin(np.sqrt(q))
    return effect


def cramers_v(test: Independence, *, corrected: bool = True) -> float:
    """Return how strongly two questions go together, 0 (not at all) to 1 (one gives the other).

    Parameters
    ----------
    test
        Of their table; V is made from Pearson's chi-square on the weighted shares.
    corrected
        Take away what chance alone adds in small tables (Bergsma 2013,
        doi:10.1016/j.jkss.2012.10.002), which is all of it where people are no more than
        categories; else Cramer's own (1946, section 21.9).

    >>> from alongside.tabulate.statistics.independence import independence
    >>> from alongside.tabulate.statistics.totals import totals_from_counts
    >>> counts = [30, 20, 10, 40]
    >>> test = independence(totals_from_counts(counts, counts, counts), (2, 2))
    >>> round(cramers_v(test, corrected=False), 4), round(cramers_v(test), 4)
    (0.4082, 0.3977)
    """
    return float(_strength(test, corrected=corrected))


def cramers_v_of_tables(tests: Independences, *, corrected: bool = True) -> Floats:
    """Return :func:`cramers_v` of many tables; NaN for those that could not be tested.

    >>> from alongside.tabulate.statistics.many_tables import independence_of_tables
    >>> counts = np.array([[[30, 20], [10, 40]], [[10, 20], [20, 40]]])
    >>> tests = independence_of_tables(counts, counts, counts)
    >>> cramers_v_of_tables(tests).round(4).tolist()
    [0.3977, 0.0]
    """
    return _strength(tests, corrected=corrected)


def _strength(test: Independence | Independences, *, corrected: bool) -> Floats:
    tested = ~np.isnan(test.chi_square)
    people = np.where(tested, test.n, 2.0)
    phi2 = test.chi_square / people
    tall, wide = (np.where(tested, each, 2.0) for each in (test.rows, test.columns))
    if corrected:
        less = people - 1
        phi2 = np.maximum(0.0, phi2 - (tall - 1) * (wide - 1) / less)
        tall, wide = (side - (side - 1) ** 2 / less for side in (tall, wide))
    room = np.minimum(tall, wide) - 1
    varied = room > 1e-9  # as many people as categories: all there is, chance would give
    strength = np.where(varied, np.sqrt(phi2 / np.where(varied, room, 1.0)), 0.0)
    return np.where(tested, strength, np.nan)


def hedges_g(
    first: Means, second: Means, *, covariance: npt.ArrayLike = 0.0, level: float = 0.95
) -> StandardisedDifference:
    """Return the difference of two means in standard deviations, first minus second.

    Parameters
    ----------
    first, second
        Means with standard deviations.
    covariance
        Between the two means; 0 for groups drawn independently.
    level
        Of the interval, above 0, below 1.

    Returns
    -------
    NaN where the groups have fewer than four people together, or nobody differs from anybody.

    Raises
    ------
    StatisticsError
        When standard deviations were not counted.

    Notes
    -----
    ``g = J d``, d over the pooled standard deviation, J the exact correction for small samples
    with n1 + n2 - 2 degrees of freedom (Hedges 1981, doi:10.3102/10769986006002107). Variance:
    ``J^2 var(difference)/sd^2 + g^2/(2 df)``, so that the design counts in the first term.

    >>> from alongside.tabulate.statistics.means import means_from_sums, value_sums
    >>> one = means_from_sums(value_sums([1, 1, 1], [2, 4, 9], [0, 0, 0], 1))
    >>> two = means_from_sums(value_sums([1, 1, 1], [1, 2, 3], [0, 0, 0], 1))
    >>> round(float(hedges_g(one, two).g[0]), 4)
    0.9047
    """
    if np.isnan(first.sd).all() or np.isnan(second.sd).all():
        raise StatisticsError(
            "There are no standard deviations to measure the difference by.",
            remedy="Give the cells of squared values to means_from_totals.",
        )
    df = first.base_n + second.base_n - 2
    squares = (first.base_n - 1) * first.sd**2 + (second.base_n - 1) * second.sd**2
    fine = (df > 1) & (squares > 0)
    freedom = np.where(fine, df, 2.0)
    sd = np.sqrt(np.where(fine, squares, 1.0) / freedom)
    shrink = np.exp(special.gammaln(freedom / 2) - special.gammaln((freedom - 1) / 2)) * np.sqrt(
        2 / freedom
    )
    g = np.where(fine, shrink * (first.mean - second.mean) / sd, np.nan)
    variance = first.se**2 + second.se**2 - 2 * np.asarray(covariance, float)
    se = np.sqrt(shrink**2 * np.maximum(variance, 0.0) / sd**2 + g**2 / (2 * freedom))
    half = t_quantile(freedom, 0.5 + level / 2) * se
    return StandardisedDifference(g, g - half, g + half, level)


def effect_size_of_h(h: float) -> EffectSize:
    """Return a rough word for Cohen's h or Hedges' g: small from 0.2, medium 0.5, large 0.8.

    >>> effect_size_of_h(-0.6).value
    'medium'
    """
    return _word(abs(h), (0.2, 0.5, 0.8))


def effect_size_of_v(v: float, rows: int, columns: int) -> EffectSize:
    """Return a rough word for Cramér's V of a table with so many rows and columns.

    Small from 0.1, medium 0.3, large 0.5, each over the root of (smaller side - 1), as Cohen's
    w has it (1988, section 7.2).

    >>> effect_size_of_v(0.25, 4, 3).value
    'medium'
    """
    scale = float(np.sqrt(max(min(rows, columns) - 1, 1)))
    return _word(v * scale, (0.1, 0.3, 0.5))


def _word(size: float, steps: tuple[float, float, float]) -> EffectSize:
    words = (EffectSize.NEGLIGIBLE, EffectSize.SMALL, EffectSize.MEDIUM, EffectSize.LARGE)
    return words[sum(size >= step for step in steps)]
