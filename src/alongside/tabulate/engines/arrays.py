"""The engine without a compiler: bin counts of numpy."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alongside.tabulate.engines.contract import Floats, Places, Weights


@dataclass(frozen=True)
class ArrayEngine:
    """Counts with numpy alone: nothing to compile, at most a few times slower.

    >>> people = Places(np.array([0, 1, 1], np.uint16), 2)
    >>> everybody = Places(np.zeros(3, np.uint16), 1)
    >>> ArrayEngine().cross(people, [everybody], np.array([1.0, 2.0, 3.0]))[0].tolist()
    [[[1.0], [2.0]], [[1.0], [5.0]], [[1.0], [13.0]]]
    """

    name: str = "numpy"

    def cross(self, rows: Places, columns: Sequence[Places], weights: Weights) -> list[Floats]:
        """See :meth:`Engine.cross`."""
        wide = rows.place.astype(np.int64)
        found = []
        for each in columns:
            pair = wide if each.size == 1 else wide * each.size + each.place
            size = rows.size * each.size
            parts = [None] if weights is None else [None, weights, weights * weights]
            sums = [np.bincount(pair, part, size).astype(np.float64) for part in parts]
            found.append(np.stack(sums).reshape(len(sums), rows.size, each.size))
        return found

    def add_values(self, groups: Places, values: Floats, weights: Weights) -> Floats:
        """See :meth:`Engine.add_values`."""
        known = ~np.isnan(values)
        place, y = groups.place[known].astype(np.int64), values[known]
        w = np.ones(y.size) if weights is None else weights[known]
        wy = w * y
        sums = np.zeros((9, groups.size))
        for spot, part in enumerate((None, w, w * w, wy, wy * y, w * wy, wy * wy)):
            sums[spot] = np.bincount(place, part, groups.size)
        sums[7], sums[8] = np.inf, -np.inf
        np.minimum.at(sums[7], place, y)
        np.maximum.at(sums[8], place, y)
        return sums
