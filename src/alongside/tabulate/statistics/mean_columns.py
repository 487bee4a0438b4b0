"""Means of groups compared: all at once, each with every other, or with everybody else."""

from dataclasses import dataclass, fields
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics.columns import ColumnComparison, Versus
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.differences import Differences, mean_differences
from alongside.tabulate.statistics.effects import hedges_g
from alongside.tabulate.statistics.letters import REST
from alongside.tabulate.statistics.means import Means, ValueSums, means_from_sums, means_from_totals
from alongside.tabulate.statistics.multiplicity import Correction, adjust_p_values
from alongside.tabulate.statistics.totals import CellTotals

SMALLEST_GROUP = 5
"""Means of fewer people than this are shown but not tested."""


@dataclass(frozen=True, slots=True)
class MeansTest:
    """Whether the means of several groups differ: F, its degrees of freedom, its p-value."""

    statistic: float
    p_value: float
    df: float
    df_below: float
    groups: int


def means_test(means: Means, *, degrees: float | None = None) -> MeansTest:
    """Test whether the means of several groups are all the same.

    Parameters
    ----------
    means
        One-dimensional. Groups of fewer than two people, or in which all say the same, are
        left out. With a covariance the test is Wald's, else Welch's for independent groups.
    degrees
        Degrees of freedom of the design, needed for Wald's test.

    Raises
    ------
    StatisticsError
        With fewer than two groups left, or too few clusters for so many groups.

    Notes
    -----
    Welch 1951 (doi:10.1093/biomet/38.3-4.330): variances may differ. Wald's with the lower
    degrees of freedom adjusted for few clusters: Fellegi 1980 (doi:10.1080/01621459.1980
    .10477462).

    >>> from alongside.tabulate.statistics.means import value_sums
    >>> sums = value_sums([1] * 6, [1, 2, 3, 2, 4, 9], [0, 0, 0, 1, 1, 1], 2)
    >>> round(means_test(means_from_sums(sums)).p_value, 4)
    0.2838
    """
    used = np.flatnonzero((np.nan_to_num(means.se) > 0) & (means.base_n > 1))
    groups = used.size
    if groups < 2:
        raise StatisticsError(
            "Fewer than two groups have people who differ, so their means cannot be compared.",
            remedy="Choose groups of at least two people, or merge them.",
        )
    mean = means.mean[used]
    if means.covariance is None:
        return _welch(mean, means.se[used] ** 2, means.degrees[used])
    if degrees is None:
        raise ValueError("Wald's test needs the degrees of freedom of the design")
    below = degrees - (groups - 1) + 1
    if below <= 0:
        raise StatisticsError(
            "There are too few clusters to compare so many groups.",
            remedy="Merge groups, or compare two at a time.",
        )
    contrast = np.hstack([np.ones((groups - 1, 1)), -np.eye(groups - 1)])
    spread = contrast @ means.covariance[np.ix_(used, used)] @ contrast.T
    gap = contrast @ mean
    try:
        wald = float(gap @ np.linalg.solve(spread, gap))
    except np.linalg.LinAlgError as error:
        raise StatisticsError(
            "The means vary together so closely that they cannot be compared.",
            remedy="Leave out groups that are made of others.",
        ) from error
    statistic = wald * below / ((groups - 1) * degrees)
    p_value = float(special.fdtrc(groups - 1, below, max(statistic, 0.0)))
    return MeansTest(statistic, p_value, float(groups - 1), float(below), groups)


def compare_mean_columns(
    table: ValueSums,
    *,
    versus: Versus | str = Versus.EACH,
    everybody: ValueSums | None = None,
    level: float = 0.95,
    correction: Correction | str = Correction.HOLM,
) -> ColumnComparison:
    """Compare means of groups of independent people.

    Parameters
    ----------
    table
        Sums of shape ``(groups,)``, or ``(rows, groups)`` for several variables at once. Nobody
        may be in two of the groups, unless each is compared with the rest.
    versus
        See :class:`Versus`.
    everybody
        Sums of everybody, shape ``(1,)`` or ``(rows, 1)``: needed against the rest.
    level, correction
        As for :func:`~alongside.tabulate.statistics.compare_columns`.

    Returns
    -------
    Effects are Hedges' g. Groups of fewer than five people are not tested.

    >>> from alongside.tabulate.statistics.means import value_sums
    >>> values = [1, 2, 3, 2, 1, 2, 7, 8, 9, 8, 7, 8]
    >>> compare_mean_columns(value_sums([1] * 12, values, [0] * 6 + [1] * 6, 2)).letters()
    [['', 'a']]
    """
    means = means_from_sums(_rows(table))
    columns = means.mean.shape[1]
    if Versus(versus) is Versus.REST:
        if everybody is None:
            raise StatisticsError(
                "Comparing with the rest needs the sums of everybody.",
                remedy="Give the total column as “everybody”.",
            )
        whole, part = _rows(everybody), _rows(table)
        rest = ValueSums(
            *(
                _less(getattr(whole, each.name), getattr(part, each.name))
                for each in fields(ValueSums)
            )
        )
        pairs = tuple((column, REST) for column in range(columns))
        return _compared(means, means_from_sums(rest), pairs, 0.0, None, level, correction)
    pairs = tuple(combinations(range(columns), 2))
    one, two = (np.array([pair[end] for pair in pairs], np.int64) for end in (0, 1))
    return _compared(
        _pick(means, (slice(None), one)),
        _pick(means, (slice(None), two)),
        pairs,
        0.0,
        None,
        level,
        correction,
        columns,
    )


def compare_mean_columns_of_totals(
    totals: CellTotals,
    values: npt.ArrayLike,
    bases: npt.ArrayLike,
    squares: npt.ArrayLike,
    *,
    versus: Versus | str = Versus.EACH,
    level: float = 0.95,
    correction: Correction | str = Correction.HOLM,
) -> ColumnComparison:
    """Compare means of groups of any design; groups may share clusters.

    Parameters
    ----------
    totals, values, bases, squares
        As for :func:`~alongside.tabulate.statistics.means_from_totals`: one row a group. The
        rest of a group is the other groups together.
    versus, level, correction
        As for :func:`compare_mean_columns`.

    >>> from alongside.tabulate.statistics.design import SurveyDesign
    >>> from alongside.tabulate.statistics.psus import totals_of_people
    >>> values = np.array([1, 2, 3, 2, 1, 2, 7, 8, 9, 8, 7, 8.0])
    >>> group = np.eye(2)[[0] * 6 + [1] * 6]
    >>> design = SurveyDesign.of(np.ones(12), psu=[1, 1, 2, 2, 3, 3, 1, 2, 3, 4, 5, 6])
    >>> cells = np.hstack([group, group * values[:, None], group * values[:, None] ** 2])
    >>> one = np.eye(6)
    >>> totals = totals_of_people(design, cells)
    >>> compare_mean_columns_of_totals(totals, one[2:4], one[:2], one[4:]).letters()
    [['', 'a']]
    """
    top, bottom, second = (np.atleast_2d(np.asarray(e, float)) for e in (values, bases, squares))
    columns = len(top)
    if Versus(versus) is Versus.REST:
        top, bottom, second = (
            np.vstack([each, each.sum(axis=0) - each]) for each in (top, bottom, second)
        )
        pairs = tuple((column, REST) for column in range(columns))
        one, two = np.arange(columns), np.arange(columns) + columns
    else:
        pairs = tuple(combinations(range(columns), 2))
        one, two = (np.array([pair[end] for pair in pairs], np.int64) for end in (0, 1))
    means = means_from_totals(totals, top, bottom, second)
    covariance = np.zeros(len(pairs)) if means.covariance is None else means.covariance[one, two]
    degrees = None
    if not totals.independent:
        sides = (bottom[one] > 0) | (bottom[two] > 0)
        degrees = np.array([totals.degrees_of_freedom(side) for side in sides])[None]
    return _compared(
        _pick(means, (None, one)),
        _pick(means, (None, two)),
        pairs,
        covariance[None],
        degrees,
        level,
        correction,
        columns,
    )


def _compared(
    first: Means,
    second: Means,
    pairs: tuple[tuple[int, int], ...],
    covariance: Floats | float,
    degrees: Floats | None,
    level: float,
    correction: Correction | str,
    columns: int | None = None,
) -> ColumnComparison:
    found: Differences = mean_differences(
        first, second, covariance=covariance, level=level, degrees=degrees
    )
    p_values = np.where(found.expected >= SMALLEST_GROUP, found.p_value, np.nan)
    if first.mean.size and not (np.isnan(first.sd).all() or np.isnan(second.sd).all()):
        effects = hedges_g(first, second, covariance=covariance, level=level).g
    else:
        effects = np.full(p_values.shape, np.nan)
    width = columns if columns is not None else first.mean.shape[1]
    return ColumnComparison(
        pairs,
        found,
        p_values,
        adjust_p_values(p_values, correction),
        np.zeros(p_values.shape, bool),
        effects,
        Correction(correction),
        width,
    )


def _welch(mean: Floats, variance: Floats, freedom: Floats) -> MeansTest:
    groups = mean.size
    weight = 1 / variance
    share = weight / weight.sum()
    middle = float(share @ mean)
    between = float(weight @ (mean - middle) ** 2) / (groups - 1)
    lack = float((((1 - share) ** 2) / freedom).sum())
    statistic = between / (1 + 2 * (groups - 2) / (groups**2 - 1) * lack)
    below = (groups**2 - 1) / (3 * lack)
    p_value = float(special.fdtrc(groups - 1, below, max(statistic, 0.0)))
    return MeansTest(statistic, p_value, float(groups - 1), below, groups)


def _rows(sums: ValueSums) -> ValueSums:
    return ValueSums(
        *(np.atleast_2d(np.asarray(getattr(sums, each.name), float)) for each in fields(ValueSums))
    )


def _less(whole: Floats, part: Floats) -> Floats:
    left = whole - part
    # sums leave dust where nobody is left
    return np.where(np.abs(left) <= 1e-12 * np.abs(whole), 0.0, left)


_ARRAYS = ("mean", "se", "sd", "base_n", "base_weighted_n", "effective_n", "degrees")


def _pick(means: Means, places: tuple[object, ...]) -> Means:
    return Means(*(getattr(means, name)[places] for name in _ARRAYS))
