"""Which numbers of fieldwork must be withheld so that no small one can be worked out.

A number other than zero below the threshold is small. A small number is withheld, and so are
others until nobody can narrow a small one down further than the threshold already says: what is
printed is a set of sums, and a withheld number lies between what the sums leave as least and as
most. The distance between the two is what protects it (Hundepool et al. 2012, Statistical
Disclosure Control, chapter 4, doi:10.1002/9781118348239).
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass


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
    says_few
        Whether each small number may be called "fewer than the threshold"; if not, all that is
        withheld is only called so, because the words would give too much away.
    """

    rows: frozenset[str]
    total: bool
    says_few: bool


def hide_in_column(
    counts: Mapping[str, int],
    threshold: int,
    *,
    forced: Set[str] = frozenset(),
    at_most: Mapping[str, int] | None = None,
) -> Hidden:
    """Return what to withhold of a column whose total is to be shown if that can be.

    Parameters
    ----------
    counts
        The numbers, by row.
    threshold
        Numbers below are small; 0 or 1 withholds nothing but what is forced.
    forced
        Rows that are withheld whatever their number.
    at_most
        What anybody can see that a row's number cannot exceed; rows without are not bounded.
    """
    column = _Column(counts, threshold, at_most or {}, least=0 if forced else 1)
    needed = frozenset(forced) | {row for row, n in counts.items() if is_small(n, threshold)}
    if not needed:
        return Hidden(needed, total=False, says_few=False)
    hidden = needed
    further = sorted(
        (row for row, n in counts.items() if n > 0 and row not in needed),
        key=lambda row: (counts[row], row),
    )
    if not is_small(sum(counts.values()), threshold):
        for row in [*further, None]:
            if column.keeps(hidden):
                return Hidden(hidden, total=False, says_few=column.keeps_when_few(hidden))
            hidden |= {row} if row is not None else set()
    return Hidden(needed, total=True, says_few=True)


@dataclass(frozen=True)
class _Column:
    counts: Mapping[str, int]
    threshold: int
    at_most: Mapping[str, int]
    least: int

    def keeps(self, hidden: Set[str]) -> bool:
        """Return whether the total may be shown beside every row that is not hidden."""
        together = sum(self.counts[row] for row in hidden)
        if is_small(together, self.threshold):
            return False
        most = {row: min(together, self.at_most.get(row, together)) for row in hidden}
        return self._is_wide(hidden, most, together)

    def keeps_when_few(self, hidden: Set[str]) -> bool:
        """Return the same when besides each hidden number is known to be small."""
        if any(self.counts[row] >= self.threshold for row in hidden):
            return False
        together = sum(self.counts[row] for row in hidden)
        return self._is_wide(hidden, dict.fromkeys(hidden, self.threshold - 1), together)

    def _is_wide(self, hidden: Set[str], most: Mapping[str, int], together: int) -> bool:
        others_least = self.least * (len(hidden) - 1)
        all_most = sum(most.values())
        return all(
            is_wide_enough(
                max(self.least, together - (all_most - most[row])),
                min(most[row], together - others_least),
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
