"""Intervals around shares: Wilson's, logit, Korn and Graubard's, and the plain one."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.shares import Shares


class IntervalMethod(StrEnum):
    """How an interval around a share is made."""

    WILSON = "wilson"
    """Wilson's score interval on the effective base: ours, unless something else is asked."""
    LOGIT = "logit"
    """Symmetric on the scale of log odds (R ``svyciprop``, ``logit``)."""
    BETA = "beta"
    """Korn and Graubard's: exact binomial limits on the effective base (R: ``beta``)."""
    MEAN = "mean"
    """Share plus and minus t standard errors (R: ``mean``); can leave 0 to 1."""


@dataclass(frozen=True, eq=False)
class Interval:
    """Lower and upper limits, NaN where there is none; ``level`` such as 0.95."""

    low: Floats
    high: Floats
    level: float


def share_interval(
    shares: Shares, method: IntervalMethod | str = IntervalMethod.WILSON, level: float = 0.95
) -> Interval:
    """Return an interval for each share.

    Parameters
    ----------
    shares
        From counts or totals.
    method
        See :class:`IntervalMethod`.
    level
        Above 0, below 1.

    Returns
    -------
    Limits as shares. NaN where the base has fewer than two people (or one cluster). For
    shares of 0 and 1 the standard error is 0 and would feign certainty, so ``logit`` and
    ``mean`` give NaN there, and ``wilson`` and ``beta`` go by Kish's effective base.

    Notes
    -----
    ``wilson`` and ``beta`` work on n* = n / deff (t_{N-1} / t_df)^2, the effective base with
    the degrees of freedom of the design (Korn and Graubard 1998, Survey Methodology 24,
    193-201); ``beta`` takes p(1-p)/var for n / deff as R does. Why Wilson: Franco, Little,
    Louis and Slud 2019, doi:10.1093/jssam/smy019. With weights of 1 it is the textbook
    interval (Wilson 1927, doi:10.1080/01621459.1927.10502953).

    >>> from alongside.tabulate.statistics.shares import shares_from_counts
    >>> shares = shares_from_counts([20.0], [20.0], 50, 50.0, 50.0)
    >>> interval = share_interval(shares)
    >>> round(float(interval.low[0]), 4), round(float(interval.high[0]), 4)
    (0.2761, 0.5382)
    """
    method = IntervalMethod(method)
    _check_level(level)
    known = ~np.isnan(shares.se)
    tail = (1 - level) / 2
    inside = known & (shares.share > 0) & (shares.share < 1)
    if method in (IntervalMethod.MEAN, IntervalMethod.LOGIT):
        half = t_quantile(shares.degrees, 1 - tail)
        low, high = _symmetric(shares, half, inside, logit=method is IntervalMethod.LOGIT)
        return Interval(np.where(inside, low, np.nan), np.where(inside, high, np.nan), level)
    base = adjusted_base(shares, level, exact=method is IntervalMethod.BETA)
    low, high = (
        wilson_limits(shares.share, base, level)
        if method is IntervalMethod.WILSON
        else _beta_limits(shares.share, base, tail)
    )
    return Interval(np.where(known, low, np.nan), np.where(known, high, np.nan), level)


def wilson_limits(
    share: npt.ArrayLike, base: npt.ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return Wilson's limits for shares of a base; NaN where the base is 0.

    Parameters
    ----------
    share
        0 to 1.
    base
        People, or an effective base (any number above 0).
    level
        Above 0, below 1.

    >>> low, high = wilson_limits(0.0, 10)
    >>> float(low), round(float(high), 4)
    (0.0, 0.2775)
    """
    _check_level(level)
    p, n = np.asarray(share, float), np.asarray(base, float)
    z2 = float(special.ndtri(0.5 + level / 2)) ** 2
    safe = np.where(n > 0, n, np.nan)
    middle = (p + z2 / (2 * safe)) / (1 + z2 / safe)
    half = np.sqrt(z2 * (p * (1 - p) / safe + z2 / (4 * safe**2))) / (1 + z2 / safe)
    # the limits of 0 and 1 are exact, where rounding would leave 1e-17
    low = np.where(p <= 0, 0.0 * middle, np.maximum(middle - half, 0.0))
    high = np.where(p >= 1, 1.0 + 0.0 * middle, np.minimum(middle + half, 1.0))
    return low, high


def adjusted_base(shares: Shares, level: float = 0.95, *, exact: bool = False) -> Floats:
    """Return the effective base n* that intervals work on; see :func:`share_interval`.

    Parameters
    ----------
    shares
        From counts or totals.
    level
        Of the interval; it matters only through the ratio of quantiles of t.
    exact
        Take p(1-p)/var itself, as R's ``beta`` does. Else n / deff, which is n for weights of 1,
        and at most n, unless the population is counted (fpc): a sample that by luck, or by one
        person of little weight, looks better than a simple random one is not believed (as US
        health statistics hold it: Parker et al. 2017, Vital and Health Statistics 2(175)).

    >>> from alongside.tabulate.statistics.shares import shares_from_counts
    >>> float(adjusted_base(shares_from_counts([20.0], [20.0], 50, 50.0, 50.0))[0])
    50.0
    """
    plain, ratio = np.maximum(shares.sample_n - 1, 0), (shares.degrees > 0).astype(float)
    limited = (ratio > 0) & (shares.degrees != plain)  # else a quantile over itself
    if limited.any():
        ours, theirs = (
            t_quantile(np.broadcast_to(each, ratio.shape)[limited], 0.5 + level / 2)
            for each in (plain, shares.degrees)
        )
        ratio[limited] = ours / theirs
    if not exact:
        base: Floats = score_base(shares) * ratio**2
        return base
    deff = shares.design_effect()
    inside = ~np.isnan(deff) & (deff > 0)
    raw = (shares.base_n - 1) / np.where(inside, deff, 1.0)
    wide: Floats = np.where(inside, raw, shares.effective_n) * ratio**2
    return wide


def score_base(shares: Shares) -> Floats:
    """Return n / deff: how many people of a simple random sample tell as much.

    At most n, unless the size of the population is taken into account; infinite when everybody
    of it is here.

    Kish's effective base where the share is 0 or 1, whose design effect cannot be known.

    >>> from alongside.tabulate.statistics.shares import shares_from_counts
    >>> float(score_base(shares_from_counts([0.0], [0.0], 50, 60.0, 90.0))[0])
    40.0
    """
    deff = shares.design_effect()
    inside = ~np.isnan(deff) & (deff > 0)
    raw = shares.base_n / np.where(inside, deff, 1.0)
    if shares.finite:
        everybody = (deff == 0) & (shares.share > 0) & (shares.share < 1)
        return np.where(inside, raw, np.where(everybody, np.inf, shares.effective_n))
    return np.where(inside, np.minimum(raw, shares.base_n), shares.effective_n)


def t_quantile(degrees: npt.ArrayLike, probability: float) -> Floats:
    """Return the quantile of Student's t; the normal one for infinite degrees, NaN for 0.

    >>> round(float(t_quantile(10, 0.975)), 6)
    2.228139
    """
    df = np.asarray(degrees, float)
    usable = np.isfinite(df) & (df > 0)
    limited = special.stdtrit(np.where(usable, df, 1.0), probability)
    normal = float(special.ndtri(probability))
    return np.where(usable, limited, np.where(df > 0, normal, np.nan))


def _symmetric(
    shares: Shares, half: Floats, inside: npt.NDArray[np.bool_], *, logit: bool
) -> tuple[Floats, Floats]:
    if not logit:
        return shares.share - half * shares.se, shares.share + half * shares.se
    p = np.where(inside, shares.share, 0.5)
    middle, step = special.logit(p), half * shares.se / (p * (1 - p))
    return special.expit(middle - step), special.expit(middle + step)


def _beta_limits(share: Floats, base: Floats, tail: float) -> tuple[Floats, Floats]:
    p, n = np.broadcast_arrays(share, base)
    fine = (n > 0) & ~np.isnan(p)
    x = np.where(fine, n * np.where(fine, p, 0.5), 1.0)
    rest = np.where(fine, n * (1 - np.where(fine, p, 0.5)), 1.0)
    low = special.betaincinv(np.where(x > 0, x, 1.0), rest + 1, tail)
    high = special.betaincinv(x + 1, np.where(rest > 0, rest, 1.0), 1 - tail)
    low, high = np.where(x > 0, low, 0.0), np.where(rest > 0, high, 1.0)
    return np.where(fine, low, np.nan), np.where(fine, high, np.nan)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"level is above 0 and below 1, for example 0.95, not {level}")
