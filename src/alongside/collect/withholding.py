"""Which numbers of fieldwork must be withheld so that no small one can be worked out.

A number other than zero below the threshold is small. A small number is withheld, and so are
others until nobody can narrow a small one down further than the threshold already says: what is
printed is a set of sums, and a withheld number lies between what the sums leave as least and as
most. The distance between the two is what protects it (Hundepool et al. 2012, Statistical
Disclosure Control, chapter 4, doi:10.1002/9781118348239).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

LEAST_TO_SAY = 3
"""Of a number that is not zero, "fewer than two" would say that it is one."""


def is_small(n: int, threshold: int) -> bool:
    """Return whether a number may not be shown; zero may."""
    return 0 < n < threshold


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is withheld of one column of numbers that add up to a total.

    Parameters
    ----------
    rows
        Whose numbers are withheld.
    total
        Whether the total is withheld too.
    few
        Whether it may be said of these numbers that they are below the threshold. If not, it is
        only said that they are withheld: the words would give too much away.
    total_is_few
        Whether it may be said of the total.
    """

    rows: frozenset[str] = frozenset()
    total: bool = False
    few: bool = False
    total_is_few: bool = False


def hide_in_funnel(columns: Sequence[Mapping[str, int]], threshold: int) -> tuple[Hidden, ...]:
    """Return what to withhold of each column, when each number holds the next in its row.

    From the first column that has a small number on, the same rows are withheld in each, zeros
    included: were they others in each column, one column would narrow down the next. Rows are
    added, the smallest first, until every total can be shown; totals that cannot be shown even
    then are withheld as well. In the first of these columns a zero stays, and so does a column
    of zeros.

    Parameters
    ----------
    columns
        Numbers by row; no number is larger than the one of its row in the column before.
    threshold
        Numbers below are small; 0 or 1 withholds nothing.
    """
    first = next(
        (spot for spot, column in enumerate(columns) if _small_rows(column, threshold)), None
    )
    if first is None:
        return tuple(Hidden() for _ in columns)
    rest = [_Column(column, threshold, int(column is columns[first])) for column in columns[first:]]
    at_most = dict(columns[first - 1]) if first else {}
    everybody = [row for row, n in columns[first].items() if n > 0]
    total_told = [column.keeps(everybody, at_most) for column in rest]
    hidden = set().union(*(_small_rows(column, threshold) for column in columns))
    further = sorted(set(everybody) - hidden, key=lambda row: (columns[first][row], row))
    while not _all_keep(rest, total_told, hidden, at_most):
        hidden.add(further.pop(0))
    found = [Hidden() for _ in columns[:first]]
    for spot, column in enumerate(rest):
        total = sum(column.counts.values())
        rows = frozenset(hidden) if total else frozenset[str]()
        few = threshold >= LEAST_TO_SAY and all(column.counts[row] < threshold for row in rows)
        narrower = at_most | {
            row: min(at_most.get(row, threshold - 1), threshold - 1) for row in rows
        }
        if few and _all_keep(rest[spot:], total_told[spot:], hidden, narrower):
            at_most = narrower
        else:
            few = False
        total_is_few = few and total < threshold and 2 * len(rows) <= threshold
        found.append(Hidden(rows, not total_told[spot], few, total_is_few and not total_told[spot]))
    return tuple(found)


def _small_rows(column: Mapping[str, int], threshold: int) -> frozenset[str]:
    return frozenset(row for row, n in column.items() if is_small(n, threshold))


def _all_keep(
    columns: Sequence["_Column"],
    total_told: Sequence[bool],
    hidden: Collection[str],
    at_most: Mapping[str, int],
) -> bool:
    return all(
        column.keeps(hidden, at_most)
        for column, told in zip(columns, total_told, strict=True)
        if told
    )


@dataclass(frozen=True)
class _Column:
    counts: Mapping[str, int]
    threshold: int
    least: int
    """What each withheld number is at least."""

    def keeps(self, hidden: Collection[str], at_most: Mapping[str, int]) -> bool:
        """Return whether the total may be shown beside every row that is not hidden.

        ``at_most`` is what anybody can see that a row's number cannot exceed.
        """
        together = sum(self.counts[row] for row in hidden)
        if is_small(together, self.threshold):
            return False
        others = self.least * (len(hidden) - 1)
        most = {row: min(at_most.get(row, together), together - others) for row in hidden}
        return all(
            is_wide_enough(
                max(self.least, together - (sum(most.values()) - most[row])),
                most[row],
                self.threshold,
            )
            for row in hidden
            if is_small(self.counts[row], self.threshold)
        )


def is_wide_enough(lowest: int, highest: int, threshold: int) -> bool:
    """Return whether a number known to lie between these is as safe as one called small."""
    return highest - lowest >= max(1, threshold - 2)


def gather_small(counts: Mapping[str, int], threshold: int) -> tuple[frozenset[str], int]:
    """Return which rows are told of together, and their sum, so that no sum of rows is small.

    Rows without anybody go together with the small ones: who is alone in a row is told apart
    from nobody. The sum is 0 when nobody is in them. Of a column whose whole sum is small, every
    row goes together, and the sum must not be shown.
    """
    small = {row for row, n in counts.items() if n < max(threshold, 1)}
    together = sum(counts[row] for row in small)
    for row in sorted(set(counts) - small, key=lambda row: (counts[row], row)):
        if not is_small(together, threshold):
            break
        small.add(row)
        together += counts[row]
    return frozenset(small), together


def hide_in_grid(rows: Mapping[str, Sequence[int]], threshold: int) -> frozenset[str] | None:
    """Return which rows of a grid must not be split, though their sums are shown; None: all.

    Each row is split into the same groups; the sums of rows and of groups are all known. What
    the sums of a part of a grid leave open is the interval of Fréchet (1940): a number is at
    least row + group - all, and at most the smaller of its row and its group.
    """
    hidden = {name for name, row in rows.items() if any(is_small(n, threshold) for n in row)}
    further = sorted(set(rows) - hidden, key=lambda name: (sum(rows[name]), name))
    while hidden and not _grid_keeps([rows[name] for name in hidden], threshold):
        if not further:
            return None
        hidden.add(further.pop(0))
    return frozenset(hidden)


def _grid_keeps(rows: Sequence[Sequence[int]], threshold: int) -> bool:
    groups = [sum(column) for column in zip(*rows, strict=True)]
    everybody = sum(groups)
    return all(
        is_wide_enough(max(0, sum(row) + group - everybody), min(sum(row), group), threshold)
        for row in rows
        for n, group in zip(row, groups, strict=True)
        if is_small(n, threshold)
    )
