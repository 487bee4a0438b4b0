"""Ratios of totals by Taylor linearisation: what shares and means have in common."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.totals import CellTotals


@dataclass(frozen=True, eq=False)
class Ratios:
    """Ratios of totals; arrays of one entry a ratio unless said otherwise.

    Parameters
    ----------
    value
        NaN where the base is empty.
    se
        Linearised standard error; NaN where the base has fewer than two people or the design
        leaves no degrees of freedom.
    covariance
        Between the ratios; shape ``(ratios, ratios)``.
    base_n, base_weighted_n, base_w2
        The bases: people, sum of weights, sum of squared weights.
    degrees
        Degrees of freedom of the bases.
    """

    value: Floats
    se: Floats
    covariance: Floats
    base_n: Floats
    base_weighted_n: Floats
    base_w2: Floats
    degrees: Floats


def ratios_of_totals(
    totals: CellTotals, above: npt.ArrayLike, below: npt.ArrayLike | None = None
) -> Ratios:
    """Return ratios of sums of cells with their covariance.

    Parameters
    ----------
    totals
        Of cells; see :func:`~alongside.tabulate.statistics.totals_from_psus`.
    above, below
        Ratios x cells: how often each cell counts in numerator and denominator (0 or 1).
        ``below`` None: every cell.

    Raises
    ------
    DataError
        When ``above`` or ``below`` do not have one column a cell.

    Notes
    -----
    R = T_above / T_below has the gradient (above - R below) / T_below, so that
    ``cov(R) = g V g'`` (Wolter 2007, Introduction to Variance Estimation, chapter 6).

    >>> from alongside.tabulate.statistics.totals import totals_from_counts
    >>> totals = totals_from_counts([30, 70], [30.0, 70.0], [30.0, 70.0])
    >>> ratios_of_totals(totals, [[1, 0]], [[0, 1]]).value.round(4).tolist()
    [0.4286]
    """
    cells = totals.n.size
    top = np.atleast_2d(np.asarray(above, float))
    bottom = np.ones_like(top) if below is None else np.atleast_2d(np.asarray(below, float))
    if top.shape[1:] != (cells,) or bottom.shape[1:] != (cells,):
        raise DataError(
            f"Ratios of {cells} cells need {cells} columns of parts and bases.",
            remedy="Give one row for each ratio, with 1 for the cells it is made of.",
        )
    top, bottom = np.broadcast_arrays(top, bottom)
    weighted = bottom @ totals.weighted
    safe = np.where(weighted > 0, weighted, 1.0)
    value = np.where(weighted > 0, (top @ totals.weighted) / safe, np.nan)
    slope = (top - np.nan_to_num(value)[:, None] * bottom) / safe[:, None]
    covariance = slope @ totals.covariance @ slope.T
    masks, which = np.unique(bottom > 0, axis=0, return_inverse=True)
    degrees = np.array([totals.degrees_of_freedom(mask) for mask in masks])[which.ravel()]
    base_n = bottom @ totals.n.astype(float)
    known = (base_n > 1) & (degrees > 0)
    # people who all say the same leave dust where there is no variance
    variance = np.where(np.diag(covariance) > 1e-20 * value**2, np.diag(covariance), 0.0)
    se = np.where(known, np.sqrt(variance), np.nan)
    return Ratios(value, se, covariance, base_n, weighted, bottom @ totals.weighted2, degrees)
