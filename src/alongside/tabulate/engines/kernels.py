"""The loops that numba compiles: everything an engine does for each single person.

Each adds to ``sums`` in the order of the people, without reordering of floating-point sums
(``fastmath`` is off), and holds no lock of Python, so that threads can work side by side.
Two columns are crossed in one loop because the row and the weight are then read once, and
because additions to two tables do not wait for each other.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit


def _compiled(loop: Callable[..., None]) -> Any:
    """Return a loop compiled at its first call, kept on the disk where that is possible."""
    try:
        return njit(nogil=True, boundscheck=False, error_model="numpy", cache=True)(loop)
    except RuntimeError:  # no folder to write to: compile in each process
        return njit(nogil=True, boundscheck=False, error_model="numpy")(loop)


def _tally(rows: Any, columns: Any, width: Any, sums: Any) -> None:
    for i in range(rows.shape[0]):
        sums[np.uint64(rows[i]) * width + np.uint64(columns[i])] += np.uint32(1)


def _weigh(rows: Any, columns: Any, width: Any, weights: Any, sums: Any) -> None:
    for i in range(rows.shape[0]):
        cell = np.uint64(rows[i]) * width + np.uint64(columns[i])
        w = weights[i]
        sums[cell, 0] += 1.0
        sums[cell, 1] += w
        sums[cell, 2] += w * w


def _weigh_two(
    rows: Any,
    one: Any,
    width: Any,
    other: Any,
    other_width: Any,
    weights: Any,
    sums: Any,
    more: Any,
) -> None:
    for i in range(rows.shape[0]):
        row = np.uint64(rows[i])
        cell = row * width + np.uint64(one[i])
        beside = row * other_width + np.uint64(other[i])
        w = weights[i]
        w2 = w * w
        sums[cell, 0] += 1.0
        sums[cell, 1] += w
        sums[cell, 2] += w2
        more[beside, 0] += 1.0
        more[beside, 1] += w
        more[beside, 2] += w2


def _value(groups: Any, values: Any, weights: Any, sums: Any) -> None:
    for i in range(groups.shape[0]):
        y = values[i]
        if np.isnan(y):
            continue
        group = np.uint64(groups[i])
        w = weights[i]
        wy = w * y
        sums[group, 0] += 1.0
        sums[group, 1] += w
        sums[group, 2] += w * w
        sums[group, 3] += wy
        sums[group, 4] += wy * y
        sums[group, 5] += w * wy
        sums[group, 6] += wy * wy
        sums[group, 7] = min(sums[group, 7], y)
        sums[group, 8] = max(sums[group, 8], y)


tally = _compiled(_tally)
weigh = _compiled(_weigh)
weigh_two = _compiled(_weigh_two)
value = _compiled(_value)
