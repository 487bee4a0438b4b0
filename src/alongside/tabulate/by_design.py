"""Intervals, comparisons and tests of tables from sums per cluster or stratum.

What :mod:`alongside.tabulate.measuring` is for independent people this is for any stated design:
the same measures, from totals with their covariance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from alongside.kernel.errors import StatisticsError
from alongside.questionnaire import Sampling
from alongside.tabulate.engines import Floats
from alongside.tabulate.measures import (
    NO_DIFFERENCES,
    Association,
    CellMeasures,
    ColumnDifferences,
    DesignBehind,
    Measures,
    Measuring,
)
from alongside.tabulate.measuring import TableSums, known_or_none
from alongside.tabulate.statistics import (
    REST,
    CellTotals,
    Versus,
    adjust_p_values,
    compare_columns_of_totals,
    cramers_v,
    independence,
    share_interval,
    shares_from_totals,
)
from alongside.tabulate.units import UnitCounts


@dataclass(frozen=True, eq=False)
class _Sums:
    """n, sums of weights and of squared weights of some cells; shape (3, cells, units)."""

    values: Floats

    def less(self, other: "_Sums") -> "_Sums":
        left = self.values - other.values
        # sums of weights leave dust where nobody is left
        return _Sums(np.where(left[:1] > 0, left, 0.0))

    def beside(self, *others: "_Sums") -> "_Sums":
        return _Sums(np.concatenate([self.values, *(each.values for each in others)], axis=1))

    def at(self, places: Sequence[int] | slice) -> "_Sums":
        return _Sums(self.values[:, places])

    def together(self) -> "_Sums":
        return _Sums(self.values.sum(axis=1, keepdims=True))

    def totals(self, units: UnitCounts) -> CellTotals:
        n, sum_w, sum_w2 = (each.T for each in self.values)
        return units.totals_of(n.astype(np.int64), sum_w, sum_w2)


@dataclass(frozen=True, eq=False)
class _Line:
    """One row: limits and design effect of each column; difference, limits and p of each pair."""

    figures: Floats
    gaps: Floats


def measure_by_design(
    table: TableSums, units: UnitCounts, plain: Measures, sampling: Sampling
) -> Measures:
    """Return the measures of a table of a design.

    Parameters
    ----------
    table
        Its sums with one more axis: cells of shape (rows, columns, units), bases (columns, units).
    units
        Which units there are; its own counts are not looked at.
    plain
        The measures of the same table without the design: the wish, letters and bases are theirs.
    sampling
        What the study states.

    Returns
    -------
    Measures whose cells, differences and test are those of the design.

    Raises
    ------
    DataError
        As :meth:`~alongside.tabulate.UnitCounts.totals_of`.
    """
    wish = plain.wish
    base = _Sums(np.stack([table.base_n, table.base_w, table.base_w2]))
    whole = np.stack([table.n, table.sum_w, table.sum_w2])
    line = _overlapping_line if table.overlapping else _line
    lines = []
    for row in range(len(table.rows)):
        inside = _Sums(whole[:, row])
        lines.append(line(inside, base.less(inside), units, wish))
    differences = _differences(table, lines, wish)
    above = differences.above()
    cells = {}
    for row_code, found in zip(table.rows, lines, strict=True):
        for column, low, high, effect in zip(
            table.columns, *map(known_or_none, found.figures), strict=True
        ):
            letters = above.get((row_code, column), "")
            cells[row_code, column] = CellMeasures(low, high, letters, effect)
    behind = DesignBehind(
        sampling.strata,
        sampling.clusters,
        sampling.population is not None,
        dict(zip(table.columns, _free(base, units), strict=True)),
        None if units.clustered else plain,
    )
    return replace(
        plain,
        cells=cells,
        differences=differences,
        association=_association(table, whole, units),
        design=behind,
    )


def _line(inside: _Sums, outside: _Sums, units: UnitCounts, wish: Measuring) -> _Line:
    """Measure one row of a table in which nobody is in two columns.

    The cells are each group, and those who are in none, with the answer; then without it.
    """
    groups = inside.values.shape[1] - 1
    width = groups + 1
    halves = []
    for half in (inside, outside):
        part = half.at(slice(1, None))
        halves.append(part.beside(half.at([0]).less(part.together())))
    every = halves[0].beside(halves[1]).totals(units)
    own = np.vstack([np.ones(width), np.eye(groups, width)])
    figures = _figures(every, np.hstack([own, np.zeros_like(own)]), np.hstack([own, own]), wish)
    if wish.versus is Versus.EACH:
        grouped = [half.at(slice(0, groups)) for half in halves]
        cells = grouped[0].beside(grouped[1])
        gaps = _gaps(cells.totals(units), groups, wish) if groups > 1 else np.zeros((4, 0))
    else:
        gaps = _gaps(every, width, wish)[:, :groups] if groups else np.zeros((4, 0))
    return _Line(figures, gaps)


def _overlapping_line(inside: _Sums, outside: _Sums, units: UnitCounts, wish: Measuring) -> _Line:
    """Measure one row of a table whose columns people can be in several of.

    Each column is a table of its own: who is in it and who is not, with the answer and without.
    """
    groups = inside.values.shape[1] - 1
    everybody = inside.at([0]).beside(outside.at([0])).totals(units)
    figures = [_figures(everybody, [[1, 0]], [[1, 1]], wish)]
    gaps = [np.zeros((4, 0))]
    for column in range(1, groups + 1):
        here = [half.at([column]) for half in (inside, outside)]
        rest = [half.at([0]).less(half.at([column])) for half in (inside, outside)]
        totals = here[0].beside(rest[0], here[1], rest[1]).totals(units)
        figures.append(_figures(totals, [[1, 0, 0, 0]], [[1, 0, 1, 0]], wish))
        gaps.append(_gaps(totals, 2, wish)[:, :1])
    return _Line(np.hstack(figures), np.hstack(gaps))


def _figures(
    totals: CellTotals,
    parts: Floats | list[list[int]],
    bases: Floats | list[list[int]],
    wish: Measuring,
) -> Floats:
    """Return limits and design effects of shares, as three rows."""
    shares = shares_from_totals(totals, parts, bases)
    interval = share_interval(shares, level=wish.level)
    return np.stack([interval.low, interval.high, shares.design_effect()])


def _gaps(totals: CellTotals, columns: int, wish: Measuring) -> Floats:
    """Return difference, limits and p-value of each pair of columns, for the first of two rows."""
    found = compare_columns_of_totals(
        totals, (2, columns), versus=wish.versus, level=wish.level, correction=wish.correction
    )
    gaps = found.differences
    return np.stack([gaps.difference[0], gaps.low[0], gaps.high[0], found.p_values[0]])


def _differences(table: TableSums, lines: Sequence[_Line], wish: Measuring) -> ColumnDifferences:
    groups = table.groups
    pairs = tuple(combinations(range(groups), 2))
    if wish.versus is Versus.REST:
        pairs = tuple((column, REST) for column in range(groups))
    if not lines or not pairs:
        return NO_DIFFERENCES
    points, low, high, alone = np.stack([line.gaps for line in lines], axis=1)
    adjusted = adjust_p_values(alone, wish.correction)
    return ColumnDifferences(
        table.rows,
        table.columns[1:],
        pairs,
        points,
        low,
        high,
        alone,
        adjusted,
        np.nan_to_num(adjusted, nan=1.0) <= 1 - wish.level,
        np.flatnonzero(~np.isnan(low)),
    )


def _association(table: TableSums, whole: Floats, units: UnitCounts) -> Association | None:
    """Return the test of the whole table; None where there is none, or none can be made."""
    answers = [row for row, code in enumerate(table.rows) if code not in table.left_out]
    if table.multiple or table.overlapping or min(len(answers), table.groups) < 2:
        return None
    shape = (len(answers), table.groups)
    cells = _Sums(whole[:, answers, 1:].reshape(3, shape[0] * shape[1], -1))
    try:
        found = independence(cells.totals(units), shape)
    except StatisticsError:
        return None
    return Association(found.statistic, found.df, found.df_below, found.p_value, cramers_v(found))


def _free(base: _Sums, units: UnitCounts) -> list[int]:
    """Return the free sums of units behind each column; see :class:`DesignBehind`."""
    here = base.values[0] > 0
    names = [stratum for stratum, _ in units.sums.keys]
    strata = np.unique(np.array(names, object).astype(str), return_inverse=True)[1].ravel()
    free = []
    for column in here:
        present = strata[column]
        groups = np.unique(present).size
        free.append(int(present.size - groups) if units.clustered else max(0, groups - 1))
    return free
