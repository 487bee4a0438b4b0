"""The engine of compiled loops (numba)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.tabulate.engines import kernels
from alongside.tabulate.engines.contract import Floats, Places, Weights

_BLOCK = 1 << 18
"""People counted for all columns before the next: their rows and weights stay in the cache, and
threads seldom wait for each other to hand over the next block."""
_MOST_TALLIED = (1 << 32) - 1


@dataclass(frozen=True)
class CompiledEngine:
    """Counts with loops that numba compiles at their first use and keeps on the disk.

    >>> people = Places(np.array([0, 1, 1], np.uint16), 2)
    >>> everybody = Places(np.zeros(3, np.uint16), 1)
    >>> CompiledEngine().cross(people, [everybody], np.array([1.0, 2.0, 3.0]))[0].tolist()
    [[[1.0], [2.0]], [[1.0], [5.0]], [[1.0], [13.0]]]
    """

    name: str = "numba"

    def cross(self, rows: Places, columns: Sequence[Places], weights: Weights) -> list[Floats]:
        """See :meth:`Engine.cross`."""
        if weights is None:
            return [self._tally(rows, each) for each in columns]
        sums = [np.zeros((rows.size * each.size, 3)) for each in columns]
        for start in range(0, rows.place.size, _BLOCK):
            here = slice(start, start + _BLOCK)
            row, w = rows.place[here], weights[here]
            for spot in range(0, len(columns) - 1, 2):
                one, other = columns[spot], columns[spot + 1]
                kernels.weigh_two(
                    row,
                    one.place[here],
                    np.uint64(one.size),
                    other.place[here],
                    np.uint64(other.size),
                    w,
                    sums[spot],
                    sums[spot + 1],
                )
            if len(columns) % 2:
                last = columns[-1]
                kernels.weigh(row, last.place[here], np.uint64(last.size), w, sums[-1])
        return [
            np.ascontiguousarray(each.T).reshape(3, rows.size, column.size)
            for each, column in zip(sums, columns, strict=True)
        ]

    def _tally(self, rows: Places, column: Places) -> Floats:
        if rows.place.size > _MOST_TALLIED:
            raise ValueError("count at most 4,294,967,295 people at once, and add the parts")
        counts = np.zeros(rows.size * column.size, np.uint32)
        kernels.tally(rows.place, column.place, np.uint64(column.size), counts)
        return counts.astype(np.float64).reshape(1, rows.size, column.size)

    def add_values(self, groups: Places, values: Floats, weights: Weights) -> Floats:
        """See :meth:`Engine.add_values`."""
        sums = np.zeros((groups.size, 9))
        sums[:, 7], sums[:, 8] = np.inf, -np.inf
        known = np.ones(values.size) if weights is None else weights
        kernels.value(groups.place, values, known, sums)
        return np.ascontiguousarray(sums.T)
