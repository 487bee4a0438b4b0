"""Which counts of a table must be withheld so that no small one can be worked out.

*Primary*: a count other than zero, or a base, below the threshold; in a question with several
answers also a count that leaves fewer than the threshold who did not choose it. Where a base
is withheld, so is its whole column.

*Secondary*: a table is a set of sums that anybody can check. Seen as a network, rows and
columns are knots, each count is a thread between its row and its column, and the threads at a
knot add up to a known total. A withheld count can be worked out exactly when its thread lies on
no ring of withheld threads. So for each small count the cheapest ring is closed: the one that
withholds the fewest further people (Kelly, Golden and Assad 1992, Networks 22(4), 397-417,
doi:10.1002/net.3230220407; Hundepool et al. 2012, Statistical Disclosure Control, chapter 4,
doi:10.1002/9781118348239). Besides, the withheld counts of a sum must together reach the
threshold, because their sum is no secret.

People who are in the total but in no column (no answer to the grouping question) make one more
column, which is never printed but can be worked out like the rest.

This stops exact recovery within one table. It does not look at ranges, nor at what several
tables reveal together.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from alongside.tabulate.counts import BASE
from alongside.tabulate.table import TOTAL, Table

Spot = tuple[str, str]
"""A count: (row code or BASE, column code or UNPLACED)."""
UNPLACED = "__unplaced__"
_Knot = tuple[str, str]
_FREE: _Knot = ("", "")


@dataclass(frozen=True)
class _Network:
    """The counts of a table and which of its sums are known.

    Parameters
    ----------
    columns_add_up
        The rows of a column add up to its base (not so with several answers).
    rows_add_up
        The columns of a row add up to the total (not so when people are in several).
    """

    counts: Mapping[Spot, int]
    columns_add_up: bool
    rows_add_up: bool

    def ends(self, spot: Spot) -> tuple[_Knot, _Knot]:
        """Return the two knots of a count; sums nobody knows all share the free knot."""
        row, column = spot
        return (
            ("row", row) if self.rows_add_up else _FREE,
            ("column", column) if self.columns_add_up else _FREE,
        )

    def lines(self) -> Iterator[tuple[Spot, ...]]:
        """Yield the counts that add up to one known total, without the total."""
        rows = dict.fromkeys(row for row, _ in self.counts)
        columns = dict.fromkeys(column for _, column in self.counts)
        if self.columns_add_up:
            for column in columns:
                yield tuple((row, column) for row in rows if row != BASE)
        if self.rows_add_up:
            for row in rows:
                yield tuple((row, column) for column in columns if column != TOTAL)


def withheld_spots(table: Table, threshold: int) -> frozenset[Spot]:
    """Return every count of a table that may not be shown, bases included.

    A threshold of 0 or 1 withholds nothing.
    """
    if threshold <= 1:
        return frozenset()
    network = _Network(
        counts=_counts(table),
        columns_add_up=not table.multiple,
        rows_add_up=table.by is not None and bool(table.unplaced),
    )
    small = _small_spots(table, network.counts, threshold)
    unknown = small | {spot for spot in network.counts if spot[1] == UNPLACED}
    before = -1
    while len(unknown) != before:
        before = len(unknown)
        unknown |= _columns_without_base(network, unknown)
        for line in network.lines():
            unknown |= _complete_line(line, network.counts, unknown, threshold)
        threads = _threads(network, network.counts)
        for spot in sorted(small & _bridges(network, unknown)):
            unknown |= _close_ring(network, threads, unknown, spot)
    return frozenset(spot for spot in unknown if spot[1] != UNPLACED)


def _counts(table: Table) -> dict[Spot, int]:
    counts: dict[Spot, int] = {
        spot: cell.n for spot, cell in table.cells.items() if cell.n is not None
    }
    for column in table.columns:
        counts[BASE, column.heading.code] = column.base_n or 0
    if table.unplaced.get(BASE):
        counts |= {(row, UNPLACED): n for row, n in table.unplaced.items()}
    return counts


def _small_spots(table: Table, counts: Mapping[Spot, int], threshold: int) -> set[Spot]:
    small = {spot for spot, n in counts.items() if 0 < n < threshold}
    if table.multiple:
        small |= {
            (row, column)
            for (row, column), n in counts.items()
            if row != BASE and 0 < counts[BASE, column] - n < threshold
        }
    return small


def _columns_without_base(network: _Network, unknown: set[Spot]) -> set[Spot]:
    lost = {column for row, column in unknown if row == BASE}
    return {spot for spot in network.counts if spot[1] in lost}


def _complete_line(
    line: tuple[Spot, ...], counts: Mapping[Spot, int], unknown: set[Spot], threshold: int
) -> set[Spot]:
    """Return further counts to withhold until those withheld in a sum reach the threshold."""
    kept_back = [spot for spot in line if spot in unknown and counts[spot] > 0]
    if all(spot[1] == UNPLACED for spot in kept_back):
        kept_back = [spot for spot in kept_back if counts[spot] < threshold]
    if not kept_back:
        return set()
    held = sum(counts[spot] for spot in kept_back)
    number = len(kept_back)
    added: set[Spot] = set()
    shown = [spot for spot in line if spot not in unknown and counts[spot] > 0]
    for spot in sorted(shown, key=lambda spot: (counts[spot], spot)):
        if number >= 2 and held >= threshold:
            break
        added.add(spot)
        held += counts[spot]
        number += 1
    return added


def _threads(network: _Network, spots: Iterable[Spot]) -> dict[_Knot, list[tuple[_Knot, Spot]]]:
    """Return, for each knot, the knots beyond and the thread that leads there."""
    threads: dict[_Knot, list[tuple[_Knot, Spot]]] = {}
    for spot in spots:
        one, two = network.ends(spot)
        if one != two:
            threads.setdefault(one, []).append((two, spot))
            threads.setdefault(two, []).append((one, spot))
    return threads


def _bridges(network: _Network, unknown: Set[Spot]) -> set[Spot]:
    """Return the withheld counts that lie on no ring.

    After: Tarjan 1974, A note on finding the bridges of a graph, doi:10.1016/0020-0190(74)90003-9.
    """
    threads = _threads(network, unknown)
    found: set[Spot] = set()
    entered: dict[_Knot, int] = {}
    lowest: dict[_Knot, int] = {}
    for root in threads:
        if root in entered:
            continue
        entered[root] = lowest[root] = len(entered)
        trail: list[tuple[_Knot, Spot | None, Iterator[tuple[_Knot, Spot]]]] = [
            (root, None, iter(threads[root]))
        ]
        while trail:
            knot, came_by, onward = trail[-1]
            for beyond, thread in onward:
                if thread == came_by:
                    continue
                if beyond in entered:
                    lowest[knot] = min(lowest[knot], entered[beyond])
                    continue
                entered[beyond] = lowest[beyond] = len(entered)
                trail.append((beyond, thread, iter(threads[beyond])))
                break
            else:
                trail.pop()
                if came_by is not None:
                    before = trail[-1][0]
                    lowest[before] = min(lowest[before], lowest[knot])
                    if lowest[knot] == entered[knot]:
                        found.add(came_by)
    return found


def _close_ring(
    network: _Network,
    threads: Mapping[_Knot, Sequence[tuple[_Knot, Spot]]],
    unknown: Set[Spot],
    spot: Spot,
) -> set[Spot]:
    """Return the counts to withhold so that ``spot`` lies on a ring of withheld counts.

    Finds the cheapest way from one end of the thread to the other without it, where withheld
    threads cost nothing and shown ones the people behind them; zeros stay shown.
    """
    start, goal = network.ends(spot)
    queue: list[tuple[int, int, _Knot, tuple[Spot, ...]]] = [(0, 0, start, ())]
    done: set[_Knot] = set()
    while queue:
        cost, steps, knot, way = heapq.heappop(queue)
        if knot == goal:
            return set(way) - unknown
        if knot in done:
            continue
        done.add(knot)
        for beyond, thread in threads.get(knot, ()):
            n = network.counts[thread]
            if thread == spot or beyond in done or (n == 0 and thread not in unknown):
                continue
            more = 0 if thread in unknown else n
            heapq.heappush(queue, (cost + more, steps + 1, beyond, (*way, thread)))
    return {other for other in network.counts if other[0] == spot[0] or other[1] == spot[1]}
