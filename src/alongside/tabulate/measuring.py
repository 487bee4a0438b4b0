"""Intervals, bases, comparisons and tests of a whole tab book at once, from the sums of its tables.

Made from the same sums as the counts (see :mod:`alongside.tabulate.counts`), for independent
people with or without weights. A book has hundreds of small tables, so what is worked out for
one is worked out for all: cells in one row, tables with as many columns one under the other,
tables to be tested padded to one shape. One table is a book of one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import isnan

import numpy as np

from alongside.kernel.kish import kish_design_effect, kish_effective_base
from alongside.tabulate.engines import Floats
from alongside.tabulate.measures import (
    NO_DIFFERENCES,
    Association,
    CellMeasures,
    ColumnDifferences,
    ColumnMeasures,
    Measures,
    Measuring,
)
from alongside.tabulate.statistics import (
    ColumnComparison,
    Shares,
    Sums,
    Versus,
    column_letter,
    compare_columns,
    cramers_v_of_tables,
    independence_of_tables,
    share_interval,
    shares_from_counts,
)

_CELLS = ("sum_w", "sum_w2")
_BASES = ("base_n", "base_w", "base_w2")
_MOST_NUMBERS = 4_000_000
"""Numbers that matrices of the tables tested together may hold: 32 MB."""


@dataclass(frozen=True, eq=False)
class TableSums:
    """The sums of a table: cells of shape (rows, columns), bases of shape (columns,).

    Parameters
    ----------
    rows, columns
        Codes. The first column holds everybody; the others are the groups.
    n, sum_w, sum_w2, base_n, base_w, base_w2
        The counts contract; unweighted, all three are n.
    multiple
        Whether a person can be in several rows: there is then no test of the whole table.
    overlapping
        Whether a person can be in several columns: each is then compared with the rest.
    left_out
        Rows that are no answer and take no part in the test.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n: Floats
    sum_w: Floats
    sum_w2: Floats
    base_n: Floats
    base_w: Floats
    base_w2: Floats
    multiple: bool = False
    overlapping: bool = False
    left_out: frozenset[str] = frozenset()

    @property
    def groups(self) -> int:
        """How many columns beside everybody's."""
        return len(self.columns) - 1


def shares_of(tables: Sequence[TableSums]) -> Shares:
    """Return the shares of all cells of all tables in one row: table by table, row by row."""
    bases = [
        np.concatenate(
            [np.broadcast_to(getattr(each, name), each.sum_w.shape).ravel() for each in tables]
        )
        for name in _BASES
    ]
    return shares_from_counts(_joined(tables, "sum_w"), _joined(tables, "sum_w2"), *bases)


def measure_tables(
    tables: Sequence[TableSums], wish: Measuring, shares: Shares | None = None
) -> list[Measures]:
    """Return intervals, bases, comparisons and the test of each table.

    Parameters
    ----------
    tables
        Sums of the tables.
    wish
        What to work out.
    shares
        Of :func:`shares_of`, if known already.

    Returns
    -------
    Limits are None where the base has fewer than two people.

    >>> import numpy as np
    >>> n = np.array([[90.0, 30, 60], [110, 70, 40]])
    >>> base = n.sum(axis=0)
    >>> sums = TableSums(("yes", "no"), ("all", "a", "b"), n, n, n, base, base, base)
    >>> (found,) = measure_tables([sums], Measuring())
    >>> found.cells["yes", "b"].above
    'a'
    """
    if not tables:
        return []
    wishes = [replace(wish, versus=Versus.REST) if t.overlapping else wish for t in tables]
    known = shares_of(tables) if shares is None else shares
    interval = share_interval(known, level=wish.level)
    figures = zip(
        known_or_none(interval.low),
        known_or_none(interval.high),
        known_or_none(known.design_effect()),
        strict=True,
    )
    bases = _bases(tables)
    comparisons = _compared(tables, wishes)
    associations = _associations(tables)
    made = []
    for place, table in enumerate(tables):
        comparison = comparisons.get(place)
        made.append(
            Measures(
                wishes[place],
                _cells(table, figures, comparison, 1 - wish.level),
                _columns(table, bases, wishes[place]),
                NO_DIFFERENCES
                if comparison is None
                else differences_of(table, comparison, 1 - wish.level),
                associations.get(place),
            )
        )
    return made


def known_or_none(values: Floats) -> list[float | None]:
    """Return numbers as Python's, None for NaN."""
    listed: list[float | None] = values.tolist()
    for place in np.flatnonzero(np.isnan(values)).tolist():
        listed[place] = None
    return listed


def differences_of(
    table: TableSums, comparison: ColumnComparison, alpha: float
) -> ColumnDifferences:
    """Return the comparisons of a table by the codes of its rows and columns."""
    gaps = comparison.differences
    return ColumnDifferences(
        table.rows,
        table.columns[1:],
        comparison.pairs,
        gaps.difference,
        gaps.low,
        gaps.high,
        comparison.p_values,
        comparison.adjusted,
        comparison.found(alpha),
        np.flatnonzero(~np.isnan(gaps.low)),
    )


def _cells(
    table: TableSums,
    figures: Iterator[tuple[float | None, float | None, float | None]],
    comparison: ColumnComparison | None,
    alpha: float,
) -> dict[tuple[str, str], CellMeasures]:
    """Return the measures of the cells; takes as many figures as there are cells."""
    above = [[""] * table.groups] * len(table.rows)
    if comparison is not None:
        above = comparison.letters(alpha)
    cells = {}
    for row, letters in zip(table.rows, above, strict=True):
        for column, letter in zip(table.columns, ("", *letters), strict=True):
            low, high, effect = next(figures)
            cells[row, column] = CellMeasures(low, high, letter, effect)
    return cells


def _bases(tables: Sequence[TableSums]) -> Iterator[tuple[float, float, float | None]]:
    """Yield the weighted and the effective base and the design effect of each column."""
    n, w, w2 = (_joined(tables, name) for name in ("base_n", "base_w", "base_w2"))
    effect = known_or_none(kish_design_effect(n, w, w2))
    yield from zip(w.tolist(), kish_effective_base(w, w2).tolist(), effect, strict=True)


def _columns(
    table: TableSums, bases: Iterator[tuple[float, float, float | None]], wish: Measuring
) -> dict[str, ColumnMeasures]:
    """Return the measures of the columns; takes as many bases as there are."""
    each = wish.versus is Versus.EACH and table.groups > 1
    return {
        column: ColumnMeasures(column_letter(j - 1) if j and each else "", *next(bases))
        for j, column in enumerate(table.columns)
    }


def _compared(
    tables: Sequence[TableSums], wishes: Sequence[Measuring]
) -> dict[int, ColumnComparison]:
    """Return the comparisons of the tables that have any, by their places."""

    def kind(place: int) -> tuple[int, str]:
        return tables[place].groups, wishes[place].versus.value

    several = [
        place
        for place, table in enumerate(tables)
        if table.rows and table.groups > (wishes[place].versus is Versus.EACH)
    ]
    found = {}
    for _, alike in groupby(sorted(several, key=kind), key=kind):
        places = list(alike)
        wish, here = wishes[places[0]], [tables[place] for place in places]
        together = compare_columns(
            _stacked(here, slice(1, None)),
            versus=wish.versus,
            everybody=_stacked(here, slice(0, 1)),
            level=wish.level,
            correction=wish.correction,
        )
        start = 0
        for place, table in zip(places, here, strict=True):
            found[place] = together.of_rows(start, start + len(table.rows))
            start += len(table.rows)
    return found


def _stacked(tables: Sequence[TableSums], columns: slice) -> Sums:
    """Return some columns of tables, one table under the other."""
    cells = [np.vstack([getattr(t, name)[:, columns] for t in tables]) for name in _CELLS]
    rows = [len(table.rows) for table in tables]
    bases = [
        np.repeat(np.stack([getattr(t, name)[columns] for t in tables]), rows, axis=0)
        for name in _BASES
    ]
    return Sums(*cells, *bases)


def _associations(tables: Sequence[TableSums]) -> dict[int, Association]:
    """Return the tests of the tables that can be tested as a whole, by their places."""
    asked: list[tuple[int, list[int]]] = []
    for place, table in enumerate(tables):
        answers = [i for i, row in enumerate(table.rows) if row not in table.left_out]
        if not table.multiple and not table.overlapping and min(len(answers), table.groups) > 1:
            asked.append((place, answers))
    # tables of one size together, so that little is padded
    asked.sort(key=lambda each: (tables[each[0]].groups, len(each[1])))
    found: dict[int, Association] = {}
    while asked:
        width = max(len(answers) + tables[place].groups for place, answers in asked)
        fit = max(1, _MOST_NUMBERS // width**2)
        part, asked = asked[:fit], asked[fit:]
        found |= _tested(tables, part)
    return found


def _tested(
    tables: Sequence[TableSums], asked: Sequence[tuple[int, list[int]]]
) -> dict[int, Association]:
    height = max(len(answers) for _, answers in asked)
    width = max(tables[place].groups for place, _ in asked)
    sums = np.zeros((3, len(asked), height, width))
    for spot, (place, answers) in enumerate(asked):
        table = tables[place]
        for each, name in zip(sums, ("n", *_CELLS), strict=True):
            each[spot, : len(answers), : table.groups] = getattr(table, name)[answers, 1:]
    found = independence_of_tables(*sums)
    figures = np.stack(
        [found.statistic, found.df, found.df_below, found.p_value, cramers_v_of_tables(found)],
        axis=1,
    )
    return {
        place: Association(*row)
        for (place, _), row in zip(asked, figures.tolist(), strict=True)
        if not isnan(row[0])
    }


def _joined(tables: Iterable[TableSums], name: str) -> Floats:
    return np.concatenate([getattr(each, name).ravel() for each in tables])
