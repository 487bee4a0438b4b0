"""What a table says beyond its counts: intervals, effective bases, which columns differ.

Values only; :mod:`alongside.tabulate.measuring` makes them from sums.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import isnan
from typing import overload

import numpy as np
import numpy.typing as npt

from alongside.tabulate.engines import Floats
from alongside.tabulate.statistics import (
    REST,
    Correction,
    Versus,
    adjust_p_values,
    letters_above,
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
    """What is known of a share.

    Parameters
    ----------
    low, high
        Its interval, 0 to 1; None: cannot be known.
    above
        Letters of the columns it lies above; "+" and "-" when compared with everybody else.
    design_effect
        Its variance over that of a simple random sample; None: withheld, or cannot be known
        (shares of 0 and 1).
    """

    low: float | None
    high: float | None
    above: str = ""
    design_effect: float | None = None


@dataclass(frozen=True, slots=True)
class ColumnMeasures:
    """The letter of a column ("" for the total), its weighted and its effective base.

    The effective base is Kish's: how many people of equal weight tell as much. The design effect is
    what unequal weights cost: people over the effective base. None: withheld, or nobody is there.
    """

    letter: str
    base_w: float | None
    effective_n: float | None
    design_effect: float | None = None


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


@dataclass(frozen=True, eq=False, repr=False)
class ColumnDifferences(Sequence[ColumnDifference]):
    """The comparisons of a table, row by row: kept as arrays, each told when it is asked for.

    A tab book has tens of thousands of them, of which few are ever looked at.

    Parameters
    ----------
    rows, groups
        Codes of the rows, and of the columns without everybody's.
    pairs
        First and second of the groups compared, by place;
        :data:`~alongside.tabulate.statistics.REST` for everybody else.
    points, low, high, alone, adjusted
        Arrays of rows x pairs; p-values, before correction and after, NaN where there are too few
        people for a test.
    found
        Whether there is a difference.
    kept
        Which are told, row by row, as places in the arrays.
    """

    rows: tuple[str, ...]
    groups: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    points: Floats
    low: Floats
    high: Floats
    alone: Floats
    adjusted: Floats
    found: npt.NDArray[np.bool_]
    kept: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.kept)

    @overload
    def __getitem__(self, place: int) -> ColumnDifference: ...
    @overload
    def __getitem__(self, place: slice) -> "ColumnDifferences": ...
    def __getitem__(self, place: int | slice) -> "ColumnDifference | ColumnDifferences":
        if isinstance(place, slice):
            return replace(self, kept=self.kept[place])
        return next(iter(replace(self, kept=self.kept[[place]])))

    def __iter__(self) -> Iterator[ColumnDifference]:
        codes = [self._codes(pair) for pair in self.pairs]
        rows, pairs = np.divmod(self.kept, max(len(codes), 1))
        arrays = (self.points, self.low, self.high, self.adjusted, self.found, self.alone)
        figures = (each.ravel()[self.kept].tolist() for each in arrays)
        for row, pair, points, low, high, p_value, found, alone in zip(
            rows.tolist(), pairs.tolist(), *figures, strict=True
        ):
            first, second = codes[pair]
            yield ColumnDifference(
                self.rows[row],
                first,
                second,
                points,
                low,
                high,
                None if isnan(p_value) else p_value,
                found,
                None if isnan(alone) else alone,
            )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"<{len(self)} differences between columns of {len(self.rows)} rows>"

    def only_found(self) -> "ColumnDifferences":
        """Return those that are more than chance would give."""
        return replace(self, kept=self.kept[self.found.ravel()[self.kept]])

    def without(self, hidden: Set[Spot], total: str, wish: Measuring) -> "ColumnDifferences":
        """Return those in which no hidden cell takes part, corrected for as many as are left.

        ``total`` is the code of the column that everybody else is told from.
        """
        told = np.zeros(self.found.size, bool)
        told[self.kept] = True
        told &= np.array(
            [
                not {(row, first), (row, second if second != EVERYONE_ELSE else total)} & hidden
                for row in self.rows
                for first, second in map(self._codes, self.pairs)
            ],
            bool,
        )
        asked = np.where(told.reshape(self.alone.shape), self.alone, np.nan)
        adjusted = adjust_p_values(asked, wish.correction)
        found = np.nan_to_num(adjusted, nan=1.0) <= 1 - wish.level
        return replace(self, adjusted=adjusted, found=found, kept=np.flatnonzero(told))

    def above(self) -> dict[Spot, str]:
        """Return the letters of the columns that a cell lies above, for those with any."""
        written = letters_above(self.pairs, self.found, self.points, len(self.groups))
        return {
            (row, group): letters
            for row, line in zip(self.rows, written, strict=True)
            for group, letters in zip(self.groups, line, strict=True)
            if letters
        }

    def _codes(self, pair: tuple[int, int]) -> Spot:
        one, two = pair
        return self.groups[one], EVERYONE_ELSE if two == REST else self.groups[two]


_NONE = np.zeros((0, 0))
NO_DIFFERENCES = ColumnDifferences(
    (), (), (), _NONE, _NONE, _NONE, _NONE, _NONE, _NONE.astype(bool), np.zeros(0, np.int64)
)


@dataclass(frozen=True, slots=True)
class Association:
    """Whether rows and columns are related: Rao and Scott's F, and Cramer's V for how strongly."""

    statistic: float
    df: float
    df_below: float
    p_value: float
    strength: float


@dataclass(frozen=True)
class DesignBehind:
    """The strata, clusters and population size that measures take account of.

    Parameters
    ----------
    strata, clusters
        Names of the columns; "": none.
    finite
        Whether the size of the population is.
    free
        For each column, how many sums of its units (clusters, or strata of people) a variance
        leaves open when all but that is known: units less strata, or strata less one.
        Emptied when released.
    plain
        What there would be to say without the design, where that is only more cautious: strata of
        people; else None.
    left_out
        Whether the design was left out when the table was released, because it would tell too much.
    """

    strata: str
    clusters: str
    finite: bool
    free: Mapping[str, int]
    plain: "Measures | None" = None
    left_out: bool = False


@dataclass(frozen=True)
class Measures:
    """Everything beyond the counts of one table; keyed by codes of rows and columns.

    ``design`` says what it takes account of beside weights; None: people are independent.
    """

    wish: Measuring
    cells: Mapping[Spot, CellMeasures]
    columns: Mapping[str, ColumnMeasures]
    differences: ColumnDifferences = NO_DIFFERENCES
    association: Association | None = None
    design: DesignBehind | None = None

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
        gone = {spot for spot in self.cells if spot in hidden or spot[1] in bases}
        if not gone:
            return self
        total, *_ = self.columns
        differences = self.differences.without(gone, total, self.wish)
        above = differences.above()
        return replace(
            self,
            cells={
                spot: CellMeasures(None, None)
                if spot in gone
                else replace(cell, above=above.get(spot, ""))
                for spot, cell in self.cells.items()
            },
            columns={
                code: ColumnMeasures(column.letter, None, None) if code in bases else column
                for code, column in self.columns.items()
            },
            differences=differences,
            association=None,
        )
