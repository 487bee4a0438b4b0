"""Are two questions related? Chi-square tests that respect the design, and the plain one."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics.design import Floats
from alongside.tabulate.statistics.second_order import (
    LEAST_VARIATION,
    DesignEffects,
    design_effects,
    pearson,
    referred,
    spread_of_covariance,
    spread_of_weights,
)
from alongside.tabulate.statistics.totals import CellTotals

LARGEST_CONDITION = 1e10


class IndependenceTest(StrEnum):
    """Which test of independence."""

    RAO_SCOTT = "rao-scott"
    """Second-order correction, referred to F: ours, unless something else is asked."""
    RAO_SCOTT_FIRST = "rao-scott-first"
    """First-order correction, referred to chi-square."""
    WALD = "adjusted-wald"
    """Wald's test with the denominator corrected for few clusters, referred to F."""
    PLAIN = "chi-square"
    """Pearson's, as if of a simple random sample: only right for weights of 1."""


@dataclass(frozen=True, slots=True)
class Independence:
    """What a test of independence found.

    Parameters
    ----------
    test
        Which one.
    statistic
        F for ``rao-scott`` and ``adjusted-wald``, else chi-square.
    p_value
        0 to 1.
    df, df_below
        Degrees of freedom; below: of the denominator of F, infinite for chi-square.
    chi_square
        Pearson's statistic on weighted shares, scaled to the people of the table.
    n
        People in the table, unweighted.
    rows, columns
        Rows and columns that hold somebody: what was tested.
    """

    test: IndependenceTest
    statistic: float
    p_value: float
    df: float
    df_below: float
    chi_square: float
    n: int
    rows: int
    columns: int


def independence(
    totals: CellTotals,
    shape: tuple[int, int],
    test: IndependenceTest | str = IndependenceTest.RAO_SCOTT,
) -> Independence:
    """Test whether rows and columns of a table are independent.

    Parameters
    ----------
    totals
        Of the cells of the table, row by row. Each person in at most one cell: people
        without an answer to either question are in none. Options of several answers are
        tested one by one, as (chose it, did not).
    shape
        Rows and columns; those that hold nobody are left out of the test.
    test
        See :class:`IndependenceTest`.

    Raises
    ------
    StatisticsError
        When fewer than two rows or columns hold anybody, the design leaves no degrees of
        freedom, the answers do not vary, or the covariance is singular.

    Notes
    -----
    Rao and Scott 1981 (doi:10.1080/01621459.1981.10477633), 1984 (doi:10.1214/aos/
    1176346391). With delta the matrix of generalised design effects, X2 Pearson's statistic
    and nu the degrees of freedom of the design: ``F = X2 / tr(delta)`` on
    ``d = tr(delta)^2 / tr(delta^2)`` and ``d nu`` degrees (Thomas and Rao 1987,
    doi:10.1080/01621459.1987.10478476, as in R ``svychisq``). Adjusted Wald: Fellegi 1980
    (doi:10.1080/01621459.1980.10477462).

    >>> from alongside.tabulate.statistics.totals import totals_from_counts
    >>> counts = [30, 20, 10, 40]
    >>> totals = totals_from_counts(counts, counts, counts)
    >>> result = independence(totals, (2, 2), "chi-square")
    >>> round(result.chi_square, 4), result.df
    (16.6667, 1.0)
    """
    test = IndependenceTest(test)
    weighted, covariance, used = _occupied(totals, shape)
    rows, columns = weighted.shape
    n = int(totals.n[used].sum())
    share = weighted / weighted.sum()
    pearsons = pearson(share[None], np.array([n], float))
    chi_square = float(pearsons[0])
    wanted = (rows - 1) * (columns - 1)
    if test is IndependenceTest.PLAIN:
        p_value = float(special.chdtrc(wanted, chi_square))
        return Independence(
            test, chi_square, p_value, float(wanted), np.inf, chi_square, n, rows, columns
        )
    nu = totals.degrees_of_freedom(used)
    if nu <= 0:
        raise StatisticsError(
            "The design leaves no degrees of freedom for this table.",
            remedy="Merge categories or strata, or count more clusters.",
        )
    if test is IndependenceTest.WALD:
        statistic, below = _wald(weighted, covariance, nu)
        p_value, df = float(special.fdtrc(wanted, below, max(statistic, 0.0))), float(wanted)
    else:
        effects = _effects(totals, share, covariance / weighted.sum() ** 2, used, n)
        if test is IndependenceTest.RAO_SCOTT:
            found = referred(pearsons, effects, np.array([nu]))
            statistic, p_value, df, below = (float(each[0]) for each in found)
        else:
            statistic = chi_square / (float(effects.total[0]) / wanted)
            p_value, df, below = float(special.chdtrc(wanted, statistic)), float(wanted), np.inf
    return Independence(test, statistic, p_value, df, below, chi_square, n, rows, columns)


def _occupied(
    totals: CellTotals, shape: tuple[int, int]
) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Return the table without empty rows and columns, its covariance, and the cells used."""
    if totals.n.size != shape[0] * shape[1]:
        raise ValueError(f"{totals.n.size} cells are not a table of {shape[0]} x {shape[1]}")
    weighted = totals.weighted.reshape(shape)
    rows, columns = weighted.sum(axis=1) > 0, weighted.sum(axis=0) > 0
    if rows.sum() < 2 or columns.sum() < 2:
        raise StatisticsError(
            "Fewer than two rows or columns hold anybody, so there is nothing to compare.",
            remedy="Choose a question and groups with at least two categories in use.",
        )
    used = np.outer(rows, columns).ravel()
    return weighted[rows][:, columns], totals.covariance[np.ix_(used, used)], used


def _effects(
    totals: CellTotals, share: Floats, covariance: Floats, used: npt.NDArray[np.bool_], n: int
) -> DesignEffects:
    """Return the generalised design effects of one table; refuse where there are none."""
    if totals.independent:
        squares = totals.weighted2[used].reshape(share.shape) / totals.weighted[used].sum() ** 2
        everybody = np.array([totals.people], float)
        spread = spread_of_weights(share[None], squares[None], everybody)
    else:
        # covariance of totals -> of shares
        slope = np.eye(share.size) - share.ravel()[:, None]
        spread = spread_of_covariance(share[None], slope @ covariance @ slope.T)
    effects = design_effects(share[None], np.array([n], float), spread)
    if not effects.solvable[0]:
        raise _too_empty()
    if effects.total[0] <= LEAST_VARIATION:
        raise StatisticsError(
            "The answers of this table do not vary enough for a test.",
            remedy="Merge categories, or count more people.",
        )
    return effects


def _wald(weighted: Floats, covariance: Floats, nu: float) -> tuple[float, float]:
    """Return the adjusted Wald statistic of (observed - expected) and its lower degrees."""
    rows, columns = weighted.shape
    wanted = (rows - 1) * (columns - 1)
    below = nu - wanted + 1
    if below <= 0:
        raise StatisticsError(
            "There are too few clusters for Wald's test of so large a table.",
            remedy="Use the Rao-Scott test, or merge categories.",
        )
    total = weighted.sum()
    row, column = weighted.sum(axis=1), weighted.sum(axis=0)
    gap = weighted - np.outer(row, column) / total
    one, two = np.ones(rows), np.ones(columns)
    # derivative of the gap by each cell total
    slope = (
        np.eye(rows * columns)
        - np.kron(np.eye(rows), np.outer(column, two)) / total
        - np.kron(np.outer(row, one), np.eye(columns)) / total
        + np.outer(np.outer(row, column).ravel(), np.ones(rows * columns)) / total**2
    )
    spread = slope @ covariance @ slope.T
    keep = np.outer(np.arange(rows) > 0, np.arange(columns) > 0).ravel()
    chosen = gap.ravel()[keep]
    wald = float(chosen @ _solve(spread[np.ix_(keep, keep)], chosen))
    return wald * below / (wanted * nu), below


def _solve(matrix: Floats, right: Floats) -> Floats:
    solved = np.full_like(right, np.nan)
    # a matrix that is all but singular gives figures that rounding made
    if np.linalg.cond(matrix) < LARGEST_CONDITION:
        solved = np.asarray(np.linalg.solve(matrix, right), float)
    if not np.isfinite(solved).all():
        raise _too_empty()
    return solved


def _too_empty() -> StatisticsError:
    return StatisticsError(
        "Too many cells are empty for this test.",
        remedy="Merge categories, or use an exact test on the unweighted counts.",
    )
