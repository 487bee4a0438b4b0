"""What a table says beyond its counts: intervals, effective bases, which columns differ.

Made from the same sums as the counts (see :mod:`alongside.tabulate.counts`), for independent
people with or without weights. Strata and clusters need the totals of
:mod:`alongside.tabulate.units`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from alongside.kernel.errors import DataError, StatisticsError
from alongside.tabulate.engines import Floats
from alongside.tabulate.statistics import (
    REST,
    ColumnComparison,
    Correction,
    Sums,
    Versus,
    adjust_p_values,
    column_letter,
    compare_columns,
    cramers_v,
    independence,
    share_interval,
    totals_from_counts,
)

EVERYONE_ELSE = ""
"""In place of the second column of a difference: everybody who is not in the first."""
Spot = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measuring:
    """What to work out beside the counts.

    Parameters
    ----------
    weight
        Name of a weight column of the data; "": every weight is 1.
    versus
        Compare each column with every other, or with everybody else. Where people can be in
        several columns, always with everybody else.
    level
        Of the intervals, such as 0.95; differences are found at 1 - level.
    correction
        For the comparisons of one row.
    """

    weight: str = ""
    versus: Versus = Versus.EACH
    level: float = 0.95
    correction: Correction = Correction.HOLM


@dataclass(frozen=True, slots=True)
class CellMeasures:
    """The interval of a share, 0 to 1 (None: cannot be known), and the columns it lies above.

    ``above`` holds letters of columns; "+" and "-" when compared with everybody else.
    """

    low: float | None
    high: float | None
    above: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMeasures:
    """The letter of a column ("" for the total), its weighted and its effective base.

    The effective base is Kish's: how many people of equal weight tell as much. None: withheld.
    """

    letter: str
    base_w: float | None
    effective_n: float | None


@dataclass(frozen=True, slots=True)
class ColumnDifference:
    """The share of a row in one column less that in another.

    Parameters
    ----------
    row, first, second
        Codes; ``second`` is :data:`EVERYONE_ELSE` when compared with the rest.
    points, low, high
        The difference and its interval; 0.16 is 16 points.
    p_value
        After correction; None where there are too few people for a test.
    found
        Whether it is more than chance would give.
    p_alone
        Before correction: what a correction for fewer comparisons begins with.
    """

    row: str
    first: str
    second: str
    points: float
    low: float
    high: float
    p_value: float | None
    found: bool
    p_alone: float | None = None


@dataclass(frozen=True, slots=True)
class Association:
    """Whether rows and columns are related: Rao and Scott's F, and Cramer's V for how strongly."""

    statistic: float
    df: float
    df_below: float
    p_value: float
    strength: float


@dataclass(frozen=True)
class Measures:
    """Everything beyond the counts of one table; keyed by codes of rows and columns."""

    wish: Measuring
    cells: Mapping[Spot, CellMeasures]
    columns: Mapping[str, ColumnMeasures]
    differences: tuple[ColumnDifference, ...] = ()
    association: Association | None = None

    @property
    def versus(self) -> Versus:
        """What columns were compared with."""
        return self.wish.versus

    def without(self, hidden: Set[Spot], bases: Set[str]) -> "Measures":
        """Return what may leave when some counts and bases may not.

        An interval or a difference tells its shares, and a test of the whole table is an
        equation with the withheld counts in it: so the first two go with their counts, the
        last with any of them. A letter tells between which bounds a share of the other column
        lies, and a correction where the p-values of the others rank: comparisons are corrected
        anew as if those that may not leave had never been made.
        """
        total, *_ = self.columns

        def gone(row: str, column: str) -> bool:
            return (row, column) in hidden or column in bases

        left: dict[str, list[ColumnDifference]] = {}
        for each in self.differences:
            beside = each.second if each.second != EVERYONE_ELSE else total
            if not (gone(each.row, each.first) or gone(each.row, beside)):
                left.setdefault(each.row, []).append(each)
        differences = tuple(again for row in left.values() for again in _corrected(row, self.wish))
        above = self._above(differences)
        return replace(
            self,
            cells={
                spot: CellMeasures(None, None)
                if gone(*spot)
                else replace(cell, above=above.get(spot, ""))
                for spot, cell in self.cells.items()
            },
            columns={
                code: ColumnMeasures(column.letter, None, None) if code in bases else column
                for code, column in self.columns.items()
            },
            differences=differences,
            association=None if any(gone(*spot) for spot in self.cells) else self.association,
        )

    def _above(self, differences: Iterable[ColumnDifference]) -> dict[Spot, str]:
        """Return the letters that differences put beside cells, as they are printed."""
        places = [*self.columns][1:]
        found: dict[Spot, list[int]] = {}
        for each in differences:
            if not each.found or each.second == EVERYONE_ELSE:
                continue
            ends = (each.first, each.second)
            winner, loser = ends if each.points > 0 else ends[::-1]
            found.setdefault((each.row, winner), []).append(places.index(loser))
        space = "" if len(places) <= 26 else " "
        letters = {
            spot: space.join(column_letter(place) for place in sorted(losers))
            for spot, losers in found.items()
        }
        signs = {
            (each.row, each.first): "+" if each.points > 0 else "-"
            for each in differences
            if each.found and each.second == EVERYONE_ELSE
        }
        return letters | signs


def _corrected(family: Sequence[ColumnDifference], wish: Measuring) -> Iterator[ColumnDifference]:
    """Yield the comparisons of one row, corrected for as many as there are."""
    alone = [np.nan if each.p_alone is None else each.p_alone for each in family]
    for each, p_value in zip(family, adjust_p_values(alone, wish.correction), strict=True):
        found = bool(p_value <= 1 - wish.level)
        yield replace(each, p_value=_known(p_value), found=found)


@dataclass(frozen=True, eq=False)
class TableSums:
    """The sums of a table: cells of shape (rows, columns), bases of shape (columns,).

    The first column holds everybody; the others are the groups. Unweighted, all three are n.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    n: Floats
    sum_w: Floats
    sum_w2: Floats
    base_n: Floats
    base_w: Floats
    base_w2: Floats

    def of(self, columns: slice) -> Sums:
        """Return the sums of some columns, as comparisons take them."""
        return Sums(
            self.sum_w[:, columns],
            self.sum_w2[:, columns],
            self.base_n[columns],
            self.base_w[columns],
            self.base_w2[columns],
        )


def measure(
    sums: TableSums, wish: Measuring, *, multiple: bool, overlapping: bool, left_out: Set[str]
) -> Measures:
    """Return intervals, bases, comparisons and the test of one table.

    Parameters
    ----------
    sums
        Of the table; the first column holds everybody.
    wish
        What to work out.
    multiple
        Whether a person can be in several rows: there is then no test of the whole table.
    overlapping
        Whether a person can be in several columns.
    left_out
        Rows that are no answer and take no part in the test.

    Returns
    -------
    Limits are None where the base has fewer than two people.

    >>> import numpy as np
    >>> n = np.array([[90.0, 30, 60], [110, 70, 40]])
    >>> base = n.sum(axis=0)
    >>> sums = TableSums(("yes", "no"), ("all", "a", "b"), n, n, n, base, base, base)
    >>> found = measure(sums, Measuring(), multiple=False, overlapping=False, left_out=set())
    >>> found.cells["yes", "b"].above
    'a'
    """
    shares = sums.of(slice(None)).shares()
    interval = share_interval(shares, level=wish.level)
    groups = len(sums.columns) - 1
    if overlapping:
        wish = replace(wish, versus=Versus.REST)
    comparison = None
    above = [[""] * groups for _ in sums.rows]
    if groups > 1 or (groups and wish.versus is Versus.REST):
        comparison = compare_columns(
            sums.of(slice(1, None)),
            versus=wish.versus,
            everybody=sums.of(slice(0, 1)),
            level=wish.level,
            correction=wish.correction,
        )
        above = comparison.letters(1 - wish.level)
    each = wish.versus is Versus.EACH and groups > 1
    return Measures(
        wish,
        {
            (row, column): CellMeasures(
                _known(interval.low[i, j]),
                _known(interval.high[i, j]),
                above[i][j - 1] if j else "",
            )
            for i, row in enumerate(sums.rows)
            for j, column in enumerate(sums.columns)
        },
        {
            column: ColumnMeasures(
                column_letter(j - 1) if j and each else "",
                float(sums.base_w[j]),
                float(np.broadcast_to(shares.effective_n, shares.share.shape)[0, j])
                if sums.rows
                else None,
            )
            for j, column in enumerate(sums.columns)
        },
        () if comparison is None else _differences(sums, comparison, 1 - wish.level),
        None if multiple or overlapping else _association(sums, left_out),
    )


def _differences(
    sums: TableSums, comparison: ColumnComparison, alpha: float
) -> tuple[ColumnDifference, ...]:
    groups, gaps = sums.columns[1:], comparison.differences
    found = comparison.found(alpha)
    return tuple(
        ColumnDifference(
            row,
            groups[one],
            EVERYONE_ELSE if two == REST else groups[two],
            float(gaps.difference[i, place]),
            float(gaps.low[i, place]),
            float(gaps.high[i, place]),
            _known(comparison.adjusted[i, place]),
            bool(found[i, place]),
            _known(comparison.p_values[i, place]),
        )
        for i, row in enumerate(sums.rows)
        for place, (one, two) in enumerate(comparison.pairs)
        if not np.isnan(gaps.low[i, place])
    )


def _association(sums: TableSums, left_out: Set[str]) -> Association | None:
    """Return the test of the whole table; None where one cannot be made."""
    answers = [i for i, row in enumerate(sums.rows) if row not in left_out]
    shape = (len(answers), len(sums.columns) - 1)
    if min(shape) < 2:
        return None
    n, w, w2 = (each[answers, 1:].ravel() for each in (sums.n, sums.sum_w, sums.sum_w2))
    try:
        found = independence(totals_from_counts(n, w, w2), shape)
    except (DataError, StatisticsError):
        return None
    return Association(found.statistic, found.df, found.df_below, found.p_value, cramers_v(found))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
