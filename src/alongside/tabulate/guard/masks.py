"""People as bits: who has a state, who passes a test, and how many pass several.

Eight people a byte: whether a million people pass three tests is found in some hundredths of a
millisecond, once the bits of each state are there.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import prod

import numpy as np
import numpy.typing as npt

from alongside.tabulate.engines import Places
from alongside.tabulate.guard.traits import Group, States, Test, Trait
from alongside.tabulate.lanes import join_places

Bits = npt.NDArray[np.uint64]
_MOST_BYTES = 1 << 27
_WORD = 64


class Masks:
    """The bits of the states and tests of some people; those not asked for longest are forgotten.

    ``places`` says for each person the place of their state of a trait.
    """

    def __init__(self, people_n: int, places: Callable[[Trait, tuple[str, ...]], Places]) -> None:
        self._people_n, self._places = people_n, places
        self._kept: OrderedDict[object, Bits] = OrderedDict()
        self._bytes = 0

    def size(self, group: Group, states: States) -> int:
        """Return how many people pass all the tests of a group."""
        if not group:
            return self._people_n
        return _bits_n(_all_of([self._test(test, states) for test in group]))

    def fewest(self, lines: Sequence[Places], keys: Sequence[object]) -> int:
        """Return the least number of people in any combination of places; 0 if there are none.

        ``keys`` tell the lines apart.
        """
        found = [
            self._keep((key, place), partial(_is_at, line, place))
            for line, key in zip(lines, keys, strict=True)
            for place in range(line.size)
        ]
        least = 0
        listed = iter(found)
        parts: list[Bits] = []
        for line in lines:
            here = [next(listed) for _ in range(line.size)]
            parts = [one & other for one in parts for other in here] if parts else here
            parts = [each for each in parts if each.any()]
        for each in parts:
            n = _bits_n(each)
            least = min(least, n) if least else n
        return least

    def _test(self, test: Test, states: States) -> Bits:
        return self._keep(test, lambda: self._passing(test, states))

    def _passing(self, test: Test, states: States) -> npt.NDArray[np.bool_]:
        sizes = [len(states[trait]) for trait in test.traits]
        passes = np.zeros(prod(sizes), np.bool_)
        orders = [{s: n for n, s in enumerate(states[trait])} for trait in test.traits]
        for combination in test.passing:
            place = 0
            for order, size, state in zip(orders, sizes, combination, strict=True):
                place = place * size + order[state]
            passes[place] = True
        parts = [self._places(trait, states[trait]) for trait in test.traits]
        return passes[join_places(parts).place if len(parts) > 1 else parts[0].place]

    def _keep(self, key: object, make: Callable[[], npt.NDArray[np.bool_]]) -> Bits:
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        packed = np.packbits(make())
        bits = np.zeros(-(-self._people_n // _WORD) * (_WORD // 8), np.uint8)
        bits[: packed.size] = packed
        self._kept[key] = bits.view(np.uint64)
        self._bytes += bits.size
        while self._bytes > _MOST_BYTES and len(self._kept) > 1:
            self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return bits.view(np.uint64)


def _is_at(line: Places, place: int) -> npt.NDArray[np.bool_]:
    return np.asarray(line.place == place)


def _all_of(parts: Iterable[Bits]) -> Bits:
    first, *others = parts
    for other in others:
        first = first & other
    return first


def _bits_n(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))
