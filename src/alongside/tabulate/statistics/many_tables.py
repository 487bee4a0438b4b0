"""The Rao-Scott test of many tables at once, for a whole tab book."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.tabulate.statistics.design import Floats, Ints
from alongside.tabulate.statistics.second_order import (
    design_effects,
    pearson,
    referred,
    spread_of_weights,
)


@dataclass(frozen=True, eq=False)
class Independences:
    """What tests of independence of many tables found; one entry a table.

    As :class:`~alongside.tabulate.statistics.Independence`, NaN where a table cannot be tested
    (fewer than two rows or columns in use, fewer than two people, too many empty cells, or
    answers that do not vary). How strong:
    :func:`~alongside.tabulate.statistics.cramers_v_of_tables`.
    """

    statistic: Floats
    p_value: Floats
    df: Floats
    df_below: Floats
    chi_square: Floats
    n: Ints
    rows: Ints
    columns: Ints


def independence_of_tables(
    n: npt.ArrayLike, sum_w: npt.ArrayLike, sum_w2: npt.ArrayLike
) -> Independences:
    """Test many tables of independent people with Rao and Scott's second-order correction.

    Parameters
    ----------
    n, sum_w, sum_w2
        The counts contract; shape ``(tables, rows, columns)``, none missing. Each person in at
        most one cell of a table. Tables of several shapes stand together with rows and columns of
        zeros, which are left out.

    Notes
    -----
    The same computation as :func:`~alongside.tabulate.statistics.independence`, which says where it
    comes from.

    >>> counts = np.array([[[30, 20], [10, 40]], [[10, 20], [20, 40]]])
    >>> independence_of_tables(counts, counts, counts).p_value.round(4).tolist()
    [0.0001, 1.0]
    """
    counts, weighted, squares = (np.asarray(each, float) for each in (n, sum_w, sum_w2))
    if counts.ndim != 3 or not counts.shape == weighted.shape == squares.shape:
        raise ValueError("tables are given as three arrays of tables x rows x columns")
    rows, columns = ((weighted.sum(axis=axis) > 0).sum(axis=1) for axis in (2, 1))
    people = counts.sum(axis=(1, 2))
    found = np.full((5, len(counts)), np.nan)
    full = (rows > 1) & (columns > 1) & (people > 1)
    if full.any():
        total = weighted[full].sum(axis=(1, 2))[:, None, None]
        share, asked = weighted[full] / total, people[full]
        chi_square = pearson(share, asked)
        spread = spread_of_weights(share, squares[full] / total**2, asked)
        effects = design_effects(share, asked, spread)
        tested = np.array([*referred(chi_square, effects, asked - 1), chi_square])
        found[:, full] = np.where(np.isnan(tested[0]), np.nan, tested)
    statistic, p_value, df, below, chi_square = found
    return Independences(
        statistic, p_value, df, below, chi_square, people.astype(np.int64), rows, columns
    )
