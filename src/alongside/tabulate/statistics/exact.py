"""Exact tests for tiny tables, on unweighted counts."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.kernel.errors import StatisticsError
from alongside.kernel.seeds import Seed
from alongside.tabulate.statistics.design import Floats, Ints

MOST_TABLES = 200_000
"""More tables with the same margins than this are drawn at random instead of listed."""
_NEARLY = 1 + 1e-7  # tables as likely as ours count, whatever the rounding


@dataclass(frozen=True, slots=True)
class ExactTest:
    """What an exact test found.

    Parameters
    ----------
    p_value
        0 to 1, two-sided.
    tables
        How many tables were looked at: every one there is, or so many drawn at random.
    drawn
        Whether they were drawn.
    standard_error
        Of the p-value, because of the drawing; 0 when every table was looked at.
    seed
        What the drawing began with, to be written beside the result; None without drawing.
    """

    p_value: float
    tables: int
    drawn: bool = False
    standard_error: float = 0.0
    seed: Seed | None = None


def fisher_exact(
    table: npt.ArrayLike, *, seed: Seed | None = None, draws: int = 100_000
) -> ExactTest:
    """Test whether rows and columns are independent, exactly.

    Parameters
    ----------
    table
        Rows x columns of people, unweighted: whole numbers of 0 or more. An exact test knows
        neither weights nor clusters. Rows and columns without anybody are left out.
    seed
        Where drawing begins, if the table is too large to list; None: number 0.
    draws
        Tables to draw then, at least 1000.

    Raises
    ------
    StatisticsError
        When counts are not whole, or fewer than two rows or columns hold anybody.

    Notes
    -----
    The p-value is the chance of the tables with the same margins that are no more likely than
    this one (Fisher 1935; Freeman and Halton 1951, doi:10.1093/biomet/38.1-2.141). Drawn at
    random it is (1 + as unlikely) / (1 + drawn), which never is 0 (Phipson and Smyth 2010,
    doi:10.2202/1544-6115.1585).

    >>> round(fisher_exact([[3, 1], [1, 3]]).p_value, 4)  # Fisher's lady tasting tea
    0.4857
    """
    counts = _checked(table)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    ours = _log_chance(counts[None], rows, columns)[0]
    listed = _every_table(rows, columns)
    if listed is not None:
        chance = np.exp(listed)
        p_value = float(chance[listed <= ours + np.log(_NEARLY)].sum() / chance.sum())
        return ExactTest(min(p_value, 1.0), listed.size)
    if draws < 1000:
        raise ValueError("draw at least 1000 tables")
    from scipy.stats import random_table  # noqa: PLC0415  takes a second to load, rarely needed

    begun = seed or Seed(0, "exact test")
    generator = begun.generator()
    found, left = 0, draws
    while left:
        size = min(left, 10_000)
        drawn = random_table(rows, columns, seed=generator).rvs(size)
        found += int((_log_chance(drawn, rows, columns) <= ours + np.log(_NEARLY)).sum())
        left -= size
    p_value = (1 + found) / (1 + draws)
    error = float(np.sqrt(p_value * (1 - p_value) / draws))
    return ExactTest(p_value, draws, drawn=True, standard_error=error, seed=begun)


def fisher_exact_pairs(
    first: npt.ArrayLike, first_n: npt.ArrayLike, second: npt.ArrayLike, second_n: npt.ArrayLike
) -> Floats:
    """Return Fisher's two-sided p-value for many pairs of shares at once.

    Parameters
    ----------
    first, second
        People with the answer in either group, whole numbers.
    first_n, second_n
        People in either group.

    >>> fisher_exact_pairs([3, 0], [4, 5], [1, 5], [4, 5]).round(4).tolist()
    [0.4857, 0.0079]
    """
    given = np.broadcast_arrays(
        *(
            np.rint(np.asarray(each, float)).astype(np.int64)
            for each in (first, first_n, second, second_n)
        )
    )
    pairs, place = np.unique(
        np.stack([each.ravel() for each in given], axis=1), axis=0, return_inverse=True
    )
    answers = pairs[:, 0] + pairs[:, 2]
    ways = np.minimum(answers, pairs[:, 1]) + 1 - np.maximum(0, answers - pairs[:, 3])
    # side by side with those that have about as many ways, and no more than memory holds
    wide = 2 ** np.ceil(np.log2(np.maximum(ways, 2))).astype(np.int64)
    found = np.empty(len(pairs))
    for width in np.unique(wide):
        alike = np.flatnonzero(wide == width)
        for part in np.array_split(alike, -(-alike.size * int(width) // (5 * MOST_TABLES))):
            found[part] = _exact_pairs(pairs[part], int(width))
    return found[place.ravel()].reshape(given[0].shape)


def _exact_pairs(pairs: Ints, width: int) -> Floats:
    """Return p-values of pairs that have at most ``width`` ways to have their answers.

    The chance of each way follows from the one before by a ratio, which rounding hurts less than
    factorials of large groups.
    """
    first, first_n, second, second_n = (each[:, None] for each in pairs.T)
    answers = first + second
    least = np.maximum(0, answers - second_n)
    k = least + np.arange(width - 1)
    there = k < np.minimum(answers, first_n)
    up = np.where(there, (answers - k) * (first_n - k), 1)
    down = np.where(there, (k + 1) * (second_n - answers + k + 1), 1)
    step = np.where(there, np.log(up / down), -np.inf)
    chance = np.cumsum(np.hstack([np.zeros(first.shape), step]), axis=1)
    chance = np.exp(chance - chance.max(axis=1, keepdims=True))
    ours = np.take_along_axis(chance, first - least, axis=1)
    rare = np.where(chance <= ours * _NEARLY, chance, 0.0).sum(axis=1)
    return np.asarray(np.minimum(rare / chance.sum(axis=1), 1.0), float)


def _checked(table: npt.ArrayLike) -> Ints:
    given = np.asarray(table, float)
    if given.ndim != 2 or not np.isfinite(given).all() or (given < 0).any() or (given % 1).any():
        raise StatisticsError(
            "An exact test needs a table of whole numbers of people.",
            remedy="Give unweighted counts; with weights use the Rao-Scott test.",
        )
    counts = given.astype(np.int64)
    counts = np.asarray(counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0], np.int64)
    if min(counts.shape) < 2:
        raise StatisticsError(
            "Fewer than two rows or columns hold anybody, so there is nothing to compare.",
            remedy="Choose a question and groups with at least two categories in use.",
        )
    return counts


def _log_chance(tables: Ints | Floats, rows: Ints, columns: Ints) -> Floats:
    """Return the logarithm of the chance of tables given their margins."""
    fixed = special.gammaln(rows + 1).sum() + special.gammaln(columns + 1).sum()
    fixed -= special.gammaln(rows.sum() + 1)
    chance: Floats = fixed - special.gammaln(tables + 1).sum(axis=(1, 2))
    return chance


def _every_table(rows: Ints, columns: Ints) -> Floats | None:
    """Return the log chance of every table with these margins; None when there are too many.

    Column by column: what is left of the row totals, and the chance so far.
    """
    if len(columns) > len(rows):
        rows, columns = columns, rows
    left = rows[None, :]
    fixed = special.gammaln(rows + 1).sum() + special.gammaln(columns + 1).sum()
    chance = np.array([float(fixed - special.gammaln(rows.sum() + 1))])
    for total in columns[:-1]:
        ways = _ways(int(total), rows)
        if ways is None or len(ways) * len(left) > 20 * MOST_TABLES:
            return None
        cost = special.gammaln(ways + 1).sum(axis=1)
        after = left[:, None, :] - ways[None, :, :]
        fits = (after >= 0).all(axis=2)
        left, chance = after[fits], (chance[:, None] - cost[None, :])[fits]
        if len(left) > MOST_TABLES:
            return None
    listed: Floats = chance - special.gammaln(left + 1).sum(axis=1)
    return listed


def _ways(total: int, rows: Ints) -> Ints | None:
    """Return the ways to spread a column total over rows; None when there are too many."""
    ranges = [range(min(total, int(row)) + 1) for row in rows[:-1]]
    if np.prod([float(len(each)) for each in ranges]) > MOST_TABLES:
        return None
    heads = np.array(list(product(*ranges)), np.int64)
    last = total - heads.sum(axis=1)
    fits = (last >= 0) & (last <= rows[-1])
    return np.asarray(np.column_stack([heads, last])[fits], np.int64)
