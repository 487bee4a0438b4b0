"""Columns of a table compared: each with every other, or with everybody else."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics.design import Floats, Ints
from alongside.tabulate.statistics.differences import (
    Differences,
    Scored,
    correlation_of,
    scored,
    scored_differences,
)
from alongside.tabulate.statistics.effects import cohens_h
from alongside.tabulate.statistics.exact import fisher_exact_pairs
from alongside.tabulate.statistics.letters import REST, letters_above
from alongside.tabulate.statistics.multiplicity import Correction, adjust_p_values
from alongside.tabulate.statistics.shares import Shares, shares_from_counts, shares_from_totals
from alongside.tabulate.statistics.totals import CellTotals

SMALLEST_EXPECTED = 5.0
"""Below so many expected people the normal approximation is not used (Cochran 1954)."""


class Versus(StrEnum):
    """What a column is compared with."""

    EACH = "each"
    """Every other column."""
    REST = "rest"
    """Everybody counted who is not in the column."""


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of the counts contract for a table, and for the bases its cells are shares of.

    Parameters
    ----------
    sum_w, sum_w2
        Of the cells; shape ``(rows, columns)``. Rows of several questions may stand in one.
    base_n, base_w, base_w2
        Of the bases; shape ``(columns,)`` or ``(rows, columns)``.
    """

    sum_w: Floats
    sum_w2: Floats
    base_n: Floats
    base_w: Floats
    base_w2: Floats

    def shares(self) -> Shares:
        """Return the shares, each column as a sample of its own."""
        return shares_from_counts(self.sum_w, self.sum_w2, self.base_n, self.base_w, self.base_w2)


@dataclass(frozen=True, eq=False)
class Overlap:
    """People who are in two columns at once, as with groups of which people can be in several.

    Parameters
    ----------
    sum_w2
        Squared weights of the people of each cell in both; ``(rows, columns, columns)``.
    base_w2
        The same for the bases; ``(columns, columns)`` or ``(rows, columns, columns)``.
    """

    sum_w2: Floats
    base_w2: Floats


@dataclass(frozen=True, eq=False)
class ColumnComparison:
    """Every comparison of a table; arrays are rows x pairs.

    Parameters
    ----------
    pairs
        First and second column of each; :data:`REST` for everybody else.
    differences
        First minus second, with interval and test.
    p_values
        Exact where people are few and weights equal, else those of ``differences``; NaN where
        neither can be trusted.
    adjusted
        After correction, each row of the table a family.
    exact
        Where the p-value is Fisher's.
    effects
        Cohen's h.
    correction, columns
        How adjusted, and how many columns the table has.
    """

    pairs: tuple[tuple[int, int], ...]
    differences: Differences
    p_values: Floats
    adjusted: Floats
    exact: npt.NDArray[np.bool_]
    effects: Floats
    correction: Correction
    columns: int

    def of_rows(self, start: int, end: int) -> "ColumnComparison":
        """Return the comparisons of some rows of the table."""
        here = slice(start, end)
        return replace(
            self,
            differences=self.differences.of_rows(here),
            p_values=self.p_values[here],
            adjusted=self.adjusted[here],
            exact=self.exact[here],
            effects=self.effects[here],
        )

    def found(self, alpha: float = 0.05) -> npt.NDArray[np.bool_]:
        """Return where there is a difference: adjusted p-value at most ``alpha``."""
        return np.nan_to_num(self.adjusted, nan=1.0) <= alpha

    def letters(self, alpha: float = 0.05) -> list[list[str]]:
        """Return for each row and column the letters of the columns it lies above.

        Columns are a, b, c and so on (after z: aa, ab). A comparison with the rest gives "+"
        above it and "-" below it. Empty where no difference was found or none could be tested.
        """
        gap = self.differences.difference
        return letters_above(self.pairs, self.found(alpha), gap, self.columns)


def compare_columns(
    table: Sums,
    *,
    versus: Versus | str = Versus.EACH,
    everybody: Sums | None = None,
    overlap: Overlap | None = None,
    level: float = 0.95,
    correction: Correction | str = Correction.HOLM,
) -> ColumnComparison:
    """Compare the columns of a table of independent people.

    Parameters
    ----------
    table
        Sums of the columns, without the one for everybody.
    versus
        See :class:`Versus`.
    everybody
        Sums of the column of everybody, shape ``(rows, 1)``: needed against the rest. The
        column is taken out of it, so that nobody is on both sides.
    overlap
        For groups of which people can be in several, compared with each other.
    level
        Of the intervals.
    correction
        For the comparisons of one row; see :class:`Correction`.

    Raises
    ------
    StatisticsError
        When columns overlap and ``overlap`` is missing, or ``everybody`` is.

    Notes
    -----
    See :func:`share_differences`. With A and B two columns, c2 and B2 squared weights in both:
    ``cov = (c2 (1 - pA - pB) + B2 pA pB) / (WA WB)``.

    >>> table = Sums(*(np.array(each, float) for each in (
    ...     [[30, 60], [70, 40]], [[30, 60], [70, 40]], [100, 100], [100, 100], [100, 100])))
    >>> compare_columns(table).letters()
    [['', 'a'], ['b', '']]
    """
    versus = Versus(versus)
    shares = table.shares()
    columns = shares.share.shape[1]
    if versus is Versus.REST:
        if everybody is None:
            raise StatisticsError(
                "Comparing with the rest needs the sums of everybody.",
                remedy="Give the total column as “everybody”.",
            )
        rest = Sums(*(_less(getattr(everybody, name), getattr(table, name)) for name in _NAMES))
        pairs = tuple((column, REST) for column in range(columns))
        return _compared(
            scored(shares, level),
            scored(rest.shares(), level),
            pairs,
            np.zeros(shares.share.shape),
            level,
            correction,
            np.inf,
            columns=columns,
        )
    if overlap is None and everybody is not None:
        bases = np.broadcast_to(table.base_n, shares.share.shape).sum(axis=1)
        if (bases > np.broadcast_to(everybody.base_n, (len(bases), 1))[:, 0]).any():
            raise StatisticsError(
                "People are in several of these columns, so they cannot be compared as if not.",
                remedy="Give the overlap of the columns, or compare each with the rest.",
            )
    pairs = tuple(combinations(range(columns), 2))
    one, two = _ends(pairs)
    correlation = np.zeros((len(shares.share), len(pairs)))
    if overlap is not None:
        p, w = np.nan_to_num(shares.share), shares.base_weighted_n
        both = np.broadcast_to(overlap.base_w2, overlap.sum_w2.shape)[:, one, two]
        cells = overlap.sum_w2[:, one, two]
        weight = np.where(w > 0, w, 1.0)
        factor = both * p[:, one] * p[:, two] + cells * (1 - p[:, one] - p[:, two])
        covariance = factor / (weight[:, one] * weight[:, two])
        correlation = correlation_of(
            covariance, *(np.nan_to_num(shares.se[:, e]) for e in (one, two))
        )
    each = scored(shares, level)
    return _compared(
        each.at(slice(None), one),
        each.at(slice(None), two),
        pairs,
        correlation,
        level,
        correction,
        np.inf,
        columns=columns,
        disjoint=overlap is None,
    )


def compare_columns_of_totals(
    totals: CellTotals,
    shape: tuple[int, int],
    *,
    versus: Versus | str = Versus.EACH,
    base_row: int | None = None,
    level: float = 0.95,
    correction: Correction | str = Correction.HOLM,
) -> ColumnComparison:
    """Compare the columns of a table of any design.

    Parameters
    ----------
    totals
        Of the cells, row by row. Columns may share people and clusters: the covariance of the
        cells tells.
    shape
        Rows and columns of the cells.
    versus
        See :class:`Versus`. The rest of a column is the other columns together; so give
        columns that do not overlap.
    base_row
        The row that holds everybody asked, for questions of several answers; it is the base
        and is not compared. None: the rows of a column add up to its base.
    level, correction
        As for :func:`compare_columns`.

    >>> from alongside.tabulate.statistics.totals import totals_from_counts
    >>> counts = [30, 60, 70, 40]
    >>> found = compare_columns_of_totals(totals_from_counts(counts, counts, counts), (2, 2))
    >>> found.letters()
    [['', 'a'], ['b', '']]
    """
    versus = Versus(versus)
    rows, columns = shape
    if totals.n.size != rows * columns:
        raise ValueError(f"{totals.n.size} cells are not a table of {rows} x {columns}")
    compared = [row for row in range(rows) if row != base_row]
    bases_in = [base_row] if base_row is not None else list(range(rows))
    own, others = np.eye(columns), 1 - np.eye(columns)

    def spread(in_rows: list[int], in_columns: Floats) -> Floats:
        return np.kron(np.isin(np.arange(rows), in_rows).astype(float), in_columns)

    kinds = [own] if versus is Versus.EACH else [own, others]
    tops = [spread([row], kind[c]) for kind in kinds for row in compared for c in range(columns)]
    bottoms = [
        spread(bases_in, kind[c]) for kind in kinds for _ in compared for c in range(columns)
    ]
    shares = shares_from_totals(totals, tops, bottoms)
    if versus is Versus.EACH:
        pairs = tuple(combinations(range(columns), 2))
        one, two = _ends(pairs)
    else:
        pairs = tuple((column, REST) for column in range(columns))
        one = np.arange(columns)
        two = one + len(compared) * columns
    start = np.arange(len(compared))[:, None] * columns
    left, right = start + one[None, :], start + two[None, :]
    covariance = (
        np.zeros(left.shape) if shares.covariance is None else shares.covariance[left, right]
    )
    se = np.nan_to_num(shares.se)
    correlation = correlation_of(covariance, se[left], se[right])
    disjoint = totals.independent and bool((np.abs(correlation) < 1e-9).all())
    degrees = np.full(len(pairs), np.inf)
    if not totals.independent:
        in_base = np.isin(np.arange(rows), bases_in)
        for place, (left_column, right_column) in enumerate(pairs):
            sides = np.ones(columns, bool)
            if right_column != REST:
                sides = np.isin(np.arange(columns), (left_column, right_column))
            degrees[place] = totals.degrees_of_freedom(np.outer(in_base, sides).ravel())
    each = scored(shares, level)
    return _compared(
        each.at(left),
        each.at(right),
        pairs,
        correlation,
        level,
        correction,
        degrees,
        columns=columns,
        disjoint=disjoint,
    )


_NAMES = ("sum_w", "sum_w2", "base_n", "base_w", "base_w2")


def _compared(
    first: Scored,
    second: Scored,
    pairs: tuple[tuple[int, int], ...],
    correlation: Floats,
    level: float,
    correction: Correction | str,
    degrees: Floats | float,
    *,
    columns: int,
    disjoint: bool = True,
) -> ColumnComparison:
    found = scored_differences(first, second, correlation, level, degrees)
    p_values = np.where(found.expected >= SMALLEST_EXPECTED, found.p_value, np.nan)
    # few people, all of one weight, nobody and no cluster on both sides: count exactly
    few = (found.expected < SMALLEST_EXPECTED) & ~np.isnan(found.difference)
    exact = few & np.isinf(degrees) & disjoint
    for side in (first, second):
        exact = exact & (np.abs(side.effective_n - side.base_n) < 1e-6 * side.base_n)
    if exact.any():
        p_values[exact] = fisher_exact_pairs(
            (first.share * first.base_n)[exact],
            first.base_n[exact],
            (second.share * second.base_n)[exact],
            second.base_n[exact],
        )
    adjusted = adjust_p_values(p_values, correction)
    effects = cohens_h(*(np.clip(side.share, 0, 1) for side in (first, second)))
    return ColumnComparison(
        pairs, found, p_values, adjusted, exact, effects, Correction(correction), columns
    )


def _less(whole: Floats, part: Floats) -> Floats:
    left = np.asarray(whole, float) - np.asarray(part, float)
    # sums of weights leave dust where nobody is left
    return np.where(np.abs(left) <= 1e-9 * np.abs(whole), 0.0, left)


def _ends(pairs: tuple[tuple[int, int], ...]) -> tuple[Ints, Ints]:
    ends = np.array(pairs, np.int64).reshape(len(pairs), 2)
    return ends[:, 0], ends[:, 1]
