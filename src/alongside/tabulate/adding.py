"""Adding sums in an order that depends on nothing but the data.

A matrix product adds in an order that depends on the kind of processor, and so do sums by groups
with the number of threads. Both move the last digits of weighted sums. What is counted on many
machines must not, so it is added here: groups into codes one after the other, and parts two at a
time along a tree whose shape depends on the number of parts alone.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from alongside.tabulate.engines import Floats

T = TypeVar("T")
FAN = 8
"""Parts added together at each branch of the tree."""


def into_codes(sums: Floats, adds: npt.NDArray[np.integer[Any]], axis: int) -> Floats:
    """Return sums by code from sums by group, along one axis.

    Parameters
    ----------
    sums
        Sums of groups.
    adds
        One row a group, one column a code: 1 where the group counts towards the code, else 0.
    axis
        Which axis of ``sums`` has the groups.

    >>> adds = np.array([[1, 0], [1, 1], [0, 1]])
    >>> into_codes(np.array([[1.0, 2.0, 4.0]]), adds, axis=1).tolist()
    [[3.0, 6.0]]
    """
    groups = np.moveaxis(sums, axis, 0)
    found = np.zeros((adds.shape[1], *groups.shape[1:]))
    chosen = adds.astype(bool)
    size = chosen.sum(axis=0)
    lone = size == 1
    found[lone] = groups[chosen[:, lone].argmax(axis=0)]
    for code in np.flatnonzero(size > 1):
        # the sum of a running total is taken one by one, which numpy never reorders
        found[code] = np.add.accumulate(groups[chosen[:, code]], axis=0)[-1]
    return np.moveaxis(found, 0, axis)


class Tree(Generic[T]):
    """Adds parts as they come, along the same tree as :func:`branches`; keeps few at a time.

    >>> tree = Tree(lambda one, other: f"({one}{other})")
    >>> for part in "abcdefghi":
    ...     tree.put(part)
    >>> tree.total()
    '((((((((ab)c)d)e)f)g)h)i)'
    """

    def __init__(self, add: Callable[[T, T], T]) -> None:
        self._add = add
        self._levels: list[list[T]] = [[]]

    def put(self, part: T) -> None:
        """Take the next part."""
        level = 0
        self._levels[0].append(part)
        while len(self._levels[level]) == FAN:
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._levels[level + 1].append(reduce(self._add, self._levels[level]))
            self._levels[level] = []
            level += 1

    def total(self) -> T | None:
        """Return the sum of all parts; None when there were none."""
        over: list[T] = []
        for level in self._levels:
            whole = [*level, *over]
            over = [reduce(self._add, whole)] if whole else []
        return over[0] if over else None


def branches(parts: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield what is added together at one level of the tree, in order.

    >>> [len(each) for each in branches(range(19))]
    [8, 8, 3]
    """
    for start in range(0, len(parts), FAN):
        yield parts[start : start + FAN]
