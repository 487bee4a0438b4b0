"""Rao and Scott's correction for tables of any shape, many at once, without large matrices.

The generalised design effects of a table of r x c live in (r-1)(c-1) dimensions. What a test needs
is only the sum of them and of their squares, and both can be had from matrices as large as the
margins, r + c: with W the inverse of the shares and B the margins of a table,
``X (X' W X)^-1 X' = D - D B G B' D`` for every set of contrasts X, where G inverts ``B' D B``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse, special

from alongside.tabulate.statistics.design import Floats

Bools = npt.NDArray[np.bool_]
LEAST_VARIATION = 1e-12
"""A sum of generalised design effects up to this is none: the answers do not vary."""
LEAST_SHARE = 1e-10
"""A cell this small beside the largest gives figures that rounding made."""


@dataclass(frozen=True, eq=False)
class Spread:
    """What the covariance V of the shares of tables says to their margins.

    Parameters
    ----------
    first, second
        tr(V W) and tr(V W V W); shape ``(tables,)``.
    margins, margins2
        B' V B and B' V W V B; shape ``(tables, rows + columns, rows + columns)``.
    """

    first: Floats
    second: Floats
    margins: Floats
    margins2: Floats


@dataclass(frozen=True, eq=False)
class DesignEffects:
    """The generalised design effects of tables; one entry a table.

    Parameters
    ----------
    total, squares
        Their sum and the sum of their squares.
    solvable
        Whether the cells in use suffice: not where empty cells surround an interaction.
    """

    total: Floats
    squares: Floats
    solvable: Bools


def spread_of_weights(share: Floats, squares: Floats, people: Floats) -> Spread:
    """Return the spread of independent people.

    Parameters
    ----------
    share, squares
        Weighted shares p of the cells, and a = sum w^2 / W^2; shape ``(tables, rows, columns)``.
    people
        Everybody in the sample, N; shape ``(tables,)``.

    Notes
    -----
    ``V = N/(N-1) (diag(a) - p a' - a p' + A p p')``, A the sum of a: the linearised covariance of
    ratios (Sarndal, Swensson and Wretman 1992, section 5.7). With u = a - A p / 2 it is
    ``diag(a) - p u' - u p'``, from which every product follows.
    """
    scale = people / np.maximum(people - 1, 1)
    inverse = inverse_shares(share)
    relative = squares * inverse  # a / p
    pull = squares * relative  # a^2 / p
    whole, lean = squares.sum(axis=(1, 2)), pull.sum(axis=(1, 2))
    half = whole[:, None, None] / 2
    p, a, u, e = (
        _sums(each) for each in (share, squares, squares - half * share, pull - half * squares)
    )
    own = lean - 0.75 * whole**2  # u' W u
    margins = bordered(squares) - _both(p, u)
    margins2 = bordered(pull) - _both(a, u) - _both(e, p)
    margins2 += (whole / 2)[:, None, None] * _both(p, u) + own[:, None, None] * _outer(p, p)
    margins2 += _outer(u, u)
    first = relative.sum(axis=(1, 2)) - whole
    second = (relative**2).sum(axis=(1, 2)) - 2 * lean + whole**2
    wide = scale[:, None, None]
    return Spread(scale * first, scale**2 * second, wide * margins, wide**2 * margins2)


def spread_of_covariance(share: Floats, covariance: Floats) -> Spread:
    """Return the spread of one table of any design.

    Parameters
    ----------
    share
        Weighted shares; shape ``(1, rows, columns)``.
    covariance
        Of the shares; shape ``(cells, cells)``.
    """
    _, rows, columns = share.shape
    inverse = inverse_shares(share).ravel()
    row, column = np.divmod(np.arange(rows * columns), columns)
    known = np.hstack([np.eye(rows)[row], np.eye(columns)[column]])
    scaled = covariance * inverse
    reached = known.T @ covariance
    return Spread(
        np.array([np.trace(scaled)]),
        np.array([float((scaled * scaled.T).sum())]),
        (reached @ known)[None],
        ((reached * inverse) @ reached.T)[None],
    )


def design_effects(share: Floats, n: Floats, spread: Spread) -> DesignEffects:
    """Return the generalised design effects of the interactions of tables.

    Parameters
    ----------
    share
        Weighted shares that add up to 1; shape ``(tables, rows, columns)``. Rows and columns that
        hold nobody are left out.
    n
        People in each table.
    spread
        Of the same tables.
    """
    inverse, solvable = _margin_inverse(share)
    turned = inverse @ spread.margins
    total = spread.first - np.trace(turned, axis1=1, axis2=2)
    squares = spread.second + (turned * turned.transpose(0, 2, 1)).sum(axis=(1, 2))
    squares -= 2 * (inverse * spread.margins2).sum(axis=(1, 2))
    return DesignEffects(n * total, n**2 * squares, solvable)


def pearson(share: Floats, n: Floats) -> Floats:
    """Return Pearson's chi-square of weighted shares, scaled to n people.

    >>> pearson(np.array([[[0.3, 0.2], [0.1, 0.4]]]), np.array([100.0])).round(4).tolist()
    [16.6667]
    """
    expected = share.sum(axis=2)[:, :, None] * share.sum(axis=1)[:, None, :]
    gap = (share - expected) ** 2 / np.where(expected > 0, expected, 1.0)
    found: Floats = n * gap.sum(axis=(1, 2))
    return found


def referred(
    chi_square: Floats, effects: DesignEffects, degrees: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return F, its p-value and its two degrees of freedom; NaN where there is no test.

    ``degrees`` are those of the design.
    """
    fine = effects.solvable & (effects.total > LEAST_VARIATION) & (degrees > 0)
    total = np.where(fine, effects.total, np.nan)
    df = total**2 / np.where(fine, effects.squares, 1.0)
    statistic, below = chi_square / total, df * degrees
    p_value = np.asarray(special.fdtrc(df, below, np.maximum(statistic, 0.0)), float)
    return statistic, p_value, df, below


def inverse_shares(share: Floats) -> Floats:
    """Return 1 / share, and 0 for cells that hold nobody."""
    return np.where(share > 0, 1 / np.where(share > 0, share, 1.0), 0.0)


def bordered(cells: Floats) -> Floats:
    """Return B' diag(cells) B: row and column sums on the diagonal, the cells beside them.

    >>> bordered(np.array([[[1.0, 2.0]]])).tolist()
    [[[3.0, 1.0, 2.0], [1.0, 1.0, 0.0], [2.0, 0.0, 2.0]]]
    """
    tables, rows, columns = cells.shape
    size = rows + columns
    made = np.zeros((tables, size, size))
    made[:, :rows, rows:] = cells
    made[:, rows:, :rows] = cells.transpose(0, 2, 1)
    made[:, np.arange(size), np.arange(size)] = _sums(cells)
    return made


def _margin_inverse(share: Floats) -> tuple[Floats, Bools]:
    """Return G of each table, and whether it can be trusted.

    With the sign of columns turned, B' D B is the Laplacian of the graph whose points are rows and
    columns and whose edges are the cells. An empty cell ties its row to its column: they move as
    one point. If ties close a ring, they surround an interaction nobody can speak for.
    """
    tables, rows, columns = share.shape
    size = rows + columns
    used = np.concatenate([share.sum(axis=2), share.sum(axis=1)], axis=1) > 0
    inside = used[:, :rows, None] & used[:, None, rows:]
    empty = inside & (share <= 0)
    point = _tied(empty)
    sign = np.concatenate([np.ones(rows), -np.ones(columns)])
    member = (point[:, :, None] == np.arange(size)) * sign[:, None] * used[:, :, None]
    graph = member.transpose(0, 2, 1) @ bordered(share) @ member
    # one point stands still: the heaviest; points that are not there stand alone
    there = (member != 0).any(axis=1)
    degree = np.where(there, np.diagonal(graph, axis1=1, axis2=2), -1.0)
    free = there.copy()
    free[np.arange(tables), degree.argmax(axis=1)] = False
    both = free[:, :, None] & free[:, None, :]
    solved = np.linalg.inv(np.where(both, graph, np.eye(size)))
    inverse = member @ np.where(both, solved, 0.0) @ member.transpose(0, 2, 1)
    ring = empty.sum(axis=(1, 2)) > used.sum(axis=1) - there.sum(axis=1)
    least = np.where(share > 0, share, np.inf).min(axis=(1, 2))
    return inverse, ~ring & (least > LEAST_SHARE * share.max(axis=(1, 2)))


def _tied(empty: Bools) -> npt.NDArray[np.int64]:
    """Return for each row and column the first of those tied to it by empty cells."""
    tables, rows, columns = empty.shape
    size = rows + columns
    itself = np.broadcast_to(np.arange(size), (tables, size))
    table, row, column = np.nonzero(empty)
    if not table.size:
        return itself
    edges = sparse.coo_array(
        (np.ones(table.size), (table * size + row, table * size + rows + column)),
        shape=(tables * size, tables * size),
    )
    labels = sparse.csgraph.connected_components(edges, directed=False)[1]
    first = np.full(tables * size, size)
    np.minimum.at(first, labels, itself.ravel())
    return first[labels].reshape(tables, size)


def _sums(cells: Floats) -> Floats:
    """Return the row sums of tables, then their column sums."""
    return np.concatenate([cells.sum(axis=2), cells.sum(axis=1)], axis=1)


def _outer(one: Floats, two: Floats) -> Floats:
    return one[:, :, None] * two[:, None, :]


def _both(one: Floats, two: Floats) -> Floats:
    return _outer(one, two) + _outer(two, one)
