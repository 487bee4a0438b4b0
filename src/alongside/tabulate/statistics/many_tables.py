"""The Rao-Scott test of many tables of one shape at once, for a whole tab book."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics.design import Floats, Ints
from alongside.tabulate.statistics.independence import (
    LEAST_VARIATION,
    independence,
    interaction_contrasts,
)
from alongside.tabulate.statistics.totals import totals_from_counts


@dataclass(frozen=True, eq=False)
class Independences:
    """What tests of independence of many tables found; one entry a table.

    As :class:`~alongside.tabulate.statistics.Independence`, NaN where a table cannot be tested
    (fewer than two rows or columns in use, fewer than two people, too many empty cells).
    ``effect`` is Cramér's V without correction.
    """

    statistic: Floats
    p_value: Floats
    df: Floats
    df_below: Floats
    chi_square: Floats
    n: Ints
    effect: Floats


def independence_of_tables(
    n: npt.ArrayLike, sum_w: npt.ArrayLike, sum_w2: npt.ArrayLike
) -> Independences:
    """Test many tables of independent people with Rao and Scott's second-order correction.

    Parameters
    ----------
    n, sum_w, sum_w2
        The counts contract; shape ``(tables, rows, columns)``, none missing. Each person in at
        most one cell of a table.

    Notes
    -----
    The same figures as :func:`~alongside.tabulate.statistics.independence` table by table. With p
    the weighted shares, a = sum w^2 / W^2 of the cells and A their sum, the covariance of the
    shares is ``N/(N-1) (diag(a) - p a' - a p' + A p p')``.

    >>> counts = np.array([[[30, 20], [10, 40]], [[10, 20], [20, 40]]])
    >>> independence_of_tables(counts, counts, counts).p_value.round(4).tolist()
    [0.0001, 1.0]
    """
    counts, weighted, squares = (np.asarray(each, float) for each in (n, sum_w, sum_w2))
    if counts.ndim != 3 or not counts.shape == weighted.shape == squares.shape:
        raise ValueError("tables are given as three arrays of tables x rows x columns")
    tables, rows, columns = counts.shape
    found = np.full((7, tables), np.nan)
    found[5] = counts.sum(axis=(1, 2))
    full = (weighted.sum(axis=2) > 0).all(axis=1) & (weighted.sum(axis=1) > 0).all(axis=1)
    full &= (found[5] > 1) & (rows > 1) & (columns > 1)
    # many empty cells make a table singular without its being noticed here
    full &= (weighted > 0).all(axis=(1, 2))
    if full.any():
        try:
            found[:, full] = _tested(counts[full], weighted[full], squares[full])
        except np.linalg.LinAlgError:  # one of them is singular: find out which
            full[:] = False
    for table in np.flatnonzero(~full & (found[5] > 1)):
        found[:5, table], found[6, table] = _alone(counts[table], weighted[table], squares[table])
    statistic, p_value, df, below, chi_square, people, effect = found
    return Independences(statistic, p_value, df, below, chi_square, people.astype(np.int64), effect)


def _tested(counts: Floats, weighted: Floats, squares: Floats) -> Floats:
    tables, rows, columns = counts.shape
    people = counts.sum(axis=(1, 2))
    total = weighted.sum(axis=(1, 2))
    share = weighted / total[:, None, None]
    expected = share.sum(axis=2)[:, :, None] * share.sum(axis=1)[:, None, :]
    chi_square = people * ((share - expected) ** 2 / expected).sum(axis=(1, 2))
    contrasts = interaction_contrasts(rows, columns)
    p = share.reshape(tables, -1)
    a = squares.reshape(tables, -1) / total[:, None] ** 2
    scaled = np.where(p > 0, 1 / np.where(p > 0, p, 1.0), 0.0)[:, :, None] * contrasts
    turned = scaled.transpose(0, 2, 1)
    # the parts of X' V X: those with p vanish but for empty cells
    with_p = (turned @ p[:, :, None])[:, :, 0]
    with_a = (turned @ a[:, :, None])[:, :, 0]
    spread = turned @ (a[:, :, None] * scaled)
    spread -= with_p[:, :, None] * with_a[:, None, :] + with_a[:, :, None] * with_p[:, None, :]
    spread += a.sum(axis=1)[:, None, None] * with_p[:, :, None] * with_p[:, None, :]
    spread *= (people / (people - 1))[:, None, None]
    plain = contrasts.T @ scaled / people[:, None, None]
    delta = np.linalg.solve(plain, spread)
    trace = np.trace(delta, axis1=1, axis2=2)
    trace = np.where(trace > LEAST_VARIATION, trace, np.nan)
    df = trace**2 / (delta * delta.transpose(0, 2, 1)).sum(axis=(1, 2))
    below = df * (people - 1)
    statistic = chi_square / trace
    p_value = special.fdtrc(df, below, np.maximum(statistic, 0.0))
    effect = np.sqrt(chi_square / people / min(rows - 1, columns - 1))
    return np.array([statistic, p_value, df, below, chi_square, people, effect])


def _alone(counts: Floats, weighted: Floats, squares: Floats) -> tuple[list[float], float]:
    """Test one table with empty rows, columns or cells; NaN where it cannot be."""
    try:
        test = independence(
            totals_from_counts(counts, weighted, squares), (counts.shape[0], counts.shape[1])
        )
    except StatisticsError:
        return [np.nan] * 5, np.nan
    smaller = min(test.rows, test.columns) - 1
    figures = [test.statistic, test.p_value, test.df, test.df_below, test.chi_square]
    return figures, float(np.sqrt(test.chi_square / test.n / smaller))
