"""Weighted medians and other quantiles, with Woodruff's intervals."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.intervals import IntervalMethod, share_interval
from alongside.tabulate.statistics.psus import PsuTotals, totals_from_psus
from alongside.tabulate.statistics.shares import Shares, shares_from_counts, shares_from_totals

_ARRAYS = ("share", "se", "base_n", "base_weighted_n", "effective_n", "degrees", "sample_n")


@dataclass(frozen=True, eq=False)
class Quantiles:
    """Quantiles of one variable; arrays of one entry a probability.

    Parameters
    ----------
    probability
        Which quantiles, 0 to 1.
    value
        In the units of the variable.
    low, high
        Woodruff's limits; NaN where the sample cannot bound the quantile on that side.
    level
        Such as 0.95.
    """

    probability: Floats
    value: Floats
    low: Floats
    high: Floats
    level: float


def weighted_quantile(
    values: npt.ArrayLike, sum_w: npt.ArrayLike, probability: npt.ArrayLike
) -> Floats:
    """Return the smallest value up to which at least a share of the weight lies.

    Parameters
    ----------
    values
        Distinct values in rising order.
    sum_w
        The weight of each, 0 or more, not all 0.
    probability
        0 to 1; outside NaN, as is 0 (below every value).

    Notes
    -----
    The inverse of the right-continuous distribution function: the lower end where a whole
    interval would do (R ``svyquantile``, ``qrule="math"``; type 1 of Hyndman and Fan 1996,
    doi:10.1080/00031305.1996.10473566). A value that somebody gave is always returned.

    >>> weighted_quantile([1, 2, 3], [1, 1, 2], [0.25, 0.5, 0.9]).tolist()
    [1.0, 2.0, 3.0]
    """
    places, weight = np.asarray(values, float), np.asarray(sum_w, float)
    if places.ndim != 1 or places.shape != weight.shape or (np.diff(places) <= 0).any():
        raise DataError(
            "Quantiles need distinct values in rising order, with one weight each.",
            remedy="Sort the values and add up the weights of those that are equal.",
        )
    held = weight > 0
    if not held.any():
        raise DataError(
            "Nobody gave a number, so there is no quantile.", remedy="Widen the filter."
        )
    share = np.cumsum(weight[held]) / weight.sum()
    share[-1] = 1.0
    wanted = np.asarray(probability, float)
    # sums of weights are exact to about 1e-12, and a step must be found where it is
    spot = np.searchsorted(share, np.nan_to_num(np.clip(wanted, 0, 1)) - 1e-12)
    return np.where((wanted > 0) & (wanted <= 1), places[held][spot], np.nan)


def quantiles_from_counts(
    values: npt.ArrayLike,
    n: npt.ArrayLike,
    sum_w: npt.ArrayLike,
    sum_w2: npt.ArrayLike,
    probability: npt.ArrayLike = (0.25, 0.5, 0.75),
    *,
    level: float = 0.95,
    method: IntervalMethod | str = IntervalMethod.MEAN,
) -> Quantiles:
    """Return quantiles from the counts contract per value, for independent people.

    Parameters
    ----------
    values
        Distinct values in rising order.
    n, sum_w, sum_w2
        Of the people who gave each; one entry a value.
    probability
        Which quantiles, above 0, at most 1.
    level
        Of the intervals, above 0, below 1.
    method
        Interval of the share of people at or below the quantile, which the values at its two
        ends turn into one of the quantile. ``mean`` is Woodruff's own (1952,
        doi:10.1080/01621459.1952.10483443) and R's; ``wilson`` suits small samples better.

    Raises
    ------
    DataError
        When values are not distinct and rising, or nobody gave one.

    >>> found = quantiles_from_counts(range(1, 101), [1] * 100, [1] * 100, [1] * 100, [0.5])
    >>> found.value.tolist(), found.low.tolist(), found.high.tolist()
    ([50.0], [41.0], [60.0])
    """
    wanted = np.atleast_1d(np.asarray(probability, float))
    counts, weight, squares = (np.asarray(each, float) for each in (n, sum_w, sum_w2))
    found = weighted_quantile(values, weight, wanted)
    below = np.asarray(values, float)[None, :] <= found[:, None]
    shares = shares_from_counts(
        below @ weight, below @ squares, counts.sum(), weight.sum(), squares.sum()
    )
    return _woodruff(values, weight, wanted, found, shares, level, method)


def quantiles_from_psus(
    values: npt.ArrayLike,
    sums: PsuTotals,
    probability: npt.ArrayLike = (0.25, 0.5, 0.75),
    *,
    level: float = 0.95,
    method: IntervalMethod | str = IntervalMethod.MEAN,
) -> Quantiles:
    """Return quantiles from sums per cluster and value, for any design.

    Parameters
    ----------
    values
        Distinct values in rising order.
    sums
        Sums per stratum and cluster, with one cell a value.
    probability, level, method
        As for :func:`quantiles_from_counts`.

    >>> from alongside.tabulate.statistics.design import SurveyDesign
    >>> from alongside.tabulate.statistics.psus import psu_totals
    >>> design = SurveyDesign.equal(100)
    >>> import numpy as np
    >>> found = quantiles_from_psus(range(1, 101), psu_totals(design, np.eye(100)), [0.5])
    >>> found.low.tolist(), found.high.tolist()
    ([41.0], [60.0])
    """
    wanted = np.atleast_1d(np.asarray(probability, float))
    places, weight = np.asarray(values, float), sums.sum_w.sum(axis=0)
    found = weighted_quantile(places, weight, wanted)
    shares = [_share_at_or_below(sums, places <= value) for value in found]
    joined: dict[str, Any] = {
        name: np.concatenate([np.atleast_1d(getattr(each, name)) for each in shares])
        for name in _ARRAYS
    }
    together = replace(shares[0], covariance=None, **joined)
    return _woodruff(places, weight, wanted, found, together, level, method)


def _share_at_or_below(sums: PsuTotals, below: npt.NDArray[np.bool_]) -> Shares:
    """Return the share of the weight in some cells, from two cells a cluster."""
    two = np.column_stack([below, ~below]).astype(float)
    merged = PsuTotals(
        sums.keys,
        sums.fpc,
        sums.people,
        (sums.n @ two).astype(np.int64),
        sums.sum_w @ two,
        sums.sum_w2 @ two,
        sums.single_psu,
    )
    return shares_from_totals(totals_from_psus(merged), [[1, 0]])


def _woodruff(
    values: npt.ArrayLike,
    weight: Floats,
    wanted: Floats,
    found: Floats,
    shares: Shares,
    level: float,
    method: IntervalMethod | str,
) -> Quantiles:
    interval = share_interval(shares, method, level)
    low = weighted_quantile(values, weight, interval.low)
    high = weighted_quantile(values, weight, interval.high)
    return Quantiles(wanted, found, low, high, level)
