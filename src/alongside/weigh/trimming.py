"""Trimming on its own: weights cut at bounds, what was cut given to the others."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import StatisticsError
from alongside.weigh.benchmarks import Floats


@dataclass(frozen=True, eq=False)
class Trimmed:
    """Trimmed weights, and what trimming did.

    Parameters
    ----------
    weights
        One a person, adding up to what they did before.
    raised_n, lowered_n
        People whose weight was cut at the lower and at the upper bound.
    moved_share
        How much of all the weight was moved, 0 to 1.
    outside_n
        People whose weight lies outside the bounds all the same, because what was cut from
        others pushed it there; 0 when trimming went on until none did.
    """

    weights: Floats
    raised_n: int
    lowered_n: int
    moved_share: float
    outside_n: int


def trim_weights(
    weights: npt.ArrayLike, *, low: float = 0.0, high: float = np.inf, repeat: bool = True
) -> Trimmed:
    """Cut weights at bounds and spread what was cut evenly over the people within.

    Margins reached by raking are lost: to have both, give ``bounds`` to
    :func:`~alongside.weigh.weigh_sample`.

    Parameters
    ----------
    weights
        One a person, 0 or more, none missing.
    low, high
        The smallest and largest weight allowed, in the units of the weights.
    repeat
        Spread what was cut so that no weight leaves the bounds; else once and evenly, as R
        ``trimWeights`` does, which can push others out.

    Raises
    ------
    StatisticsError
        When the average weight lies outside the bounds, so that no trimming can satisfy them.

    Notes
    -----
    Repeated, each weight is (weight before + one number for all), stopped at the bounds.
    Source: Potter 1990, A study of procedures to identify and trim extreme sampling weights,
    Proceedings of the Section on Survey Research Methods, ASA, 225-230.

    >>> trimmed = trim_weights([1, 1, 1, 9], high=5)
    >>> trimmed.weights.round(4).tolist(), trimmed.lowered_n
    ([2.3333, 2.3333, 2.3333, 5.0], 1)
    """
    before = np.asarray(weights, float)
    if before.ndim != 1 or not before.size or not np.isfinite(before).all() or (before < 0).any():
        raise StatisticsError(
            "Weights are missing, infinite or below 0.",
            remedy="Give every person a weight of 0 or more.",
        )
    mean = before.mean()
    if not low <= mean <= high:
        raise StatisticsError(
            f"The average weight, {mean:.4g}, is not between {low:.4g} and {high:.4g}.",
            remedy="Choose bounds on both sides of the average weight.",
        )
    outside = (before < low) | (before > high)
    kept = np.clip(before, low, high)
    spare = (before - kept).sum()
    now = np.where(outside, kept, before + spare / max(int((~outside).sum()), 1))
    if repeat and outside.any():
        now = np.clip(before + _shift(before, low, high), low, high)
    return Trimmed(
        now,
        int((before < low).sum()),
        int((before > high).sum()),
        float(np.abs(now - before).sum() / 2 / before.sum()),
        int(((now < low * (1 - 1e-9)) | (now > high * (1 + 1e-9))).sum()),
    )


def _shift(weights: Floats, low: float, high: float) -> float:
    """Return what is added to every weight before it is cut, so that their sum stays."""
    total = weights.sum()
    below = low - float(weights.max())
    above = (high if np.isfinite(high) else 2 * total) - float(weights.min())
    for _ in range(200):
        middle = (below + above) / 2
        if np.clip(weights + middle, low, high).sum() < total:
            below = middle
        else:
            above = middle
    return (below + above) / 2
