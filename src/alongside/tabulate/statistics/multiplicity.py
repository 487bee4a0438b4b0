"""Many tests at once: corrections that keep chance findings rare."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from alongside.tabulate.statistics.design import Floats


class Correction(StrEnum):
    """What is kept rare when many tests are made."""

    HOLM = "holm"
    """A single false finding anywhere in the family (the default)."""
    BENJAMINI_HOCHBERG = "benjamini-hochberg"
    """False findings as a share of all findings: for looking around, not for claims."""
    NONE = "none"
    """Nothing: every test on its own."""


def adjust_p_values(
    p_values: npt.ArrayLike, correction: Correction | str = Correction.HOLM
) -> Floats:
    """Return p-values adjusted for the number of tests.

    Parameters
    ----------
    p_values
        0 to 1; NaN: not tested, stays NaN and does not count. One dimension is one family; of
        two, every row is a family of its own.
    correction
        See :class:`Correction`.

    Notes
    -----
    Holm 1979 (Scandinavian Journal of Statistics 6, 65-70). Benjamini and Hochberg 1995
    (doi:10.1111/j.2517-6161.1995.tb02031.x), which holds for independent or positively related
    tests.

    >>> adjust_p_values([0.01, 0.04, 0.03]).round(4).tolist()
    [0.03, 0.06, 0.06]
    >>> adjust_p_values([0.01, 0.04, 0.03], "benjamini-hochberg").round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    correction = Correction(correction)
    raw = np.asarray(p_values, float)
    if raw.ndim == 0 or raw.ndim > 2:
        raise ValueError("p-values come as one family, or as rows of families")
    if ((raw < 0) | (raw > 1)).any():
        raise ValueError("p-values lie between 0 and 1")
    if correction is Correction.NONE or raw.size == 0:
        return raw.copy()
    table = np.atleast_2d(raw)
    order = np.argsort(table, axis=1)  # those not tested come last
    ranked = np.take_along_axis(table, order, axis=1)
    tests = (~np.isnan(table)).sum(axis=1, keepdims=True)
    rank = np.arange(1, table.shape[1] + 1)[None, :]
    if correction is Correction.HOLM:
        stepped = np.maximum.accumulate(ranked * np.maximum(tests - rank + 1, 1), axis=1)
    else:
        scaled = np.where(np.isnan(ranked), np.inf, ranked * tests / rank)
        stepped = np.minimum.accumulate(scaled[:, ::-1], axis=1)[:, ::-1]
    adjusted = np.empty_like(table)
    np.put_along_axis(adjusted, order, np.minimum(stepped, 1.0), axis=1)
    adjusted[np.isnan(table)] = np.nan
    return adjusted.reshape(raw.shape)
