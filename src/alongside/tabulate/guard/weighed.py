"""What weighted figures tell besides counts.

A weighted share with its weighted base is a sum of weights, and an interval or an effective base a
sum of their squares. Where weights follow the groups of a table (weighted to regions, counted by
region) such a sum is a second equation about the same people: 14 people, and what they weigh, say
how many of them are of each of two regions. So an outsider is taken to know the average weight, and
the average square, of everybody in each atom; there each sum is a known combination of numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from alongside.tabulate.guard.blocks import Block, Numbers
from alongside.tabulate.guard.traits import Group, Trait

WeightSums = Callable[[tuple[Trait, ...]], Mapping[tuple[str, ...], tuple[float, float, float]]]
"""Returns n, the sum of weights and the sum of their squares of each combination of states."""
_SAME = 1e-6


@dataclass(frozen=True, eq=False)
class Weighed:
    """Figures of one weight.

    Parameters
    ----------
    sums
        Of the weight.
    known
        Groups whose weighted figures left before.
    shown
        Groups whose weighted figures are about to be shown.
    """

    sums: WeightSums
    known: frozenset[Group] = frozenset()
    shown: frozenset[Group] = frozenset()


def average_weights(block: Block, sums: WeightSums) -> tuple[Numbers, Numbers]:
    """Return the average weight and the average square of each atom, over the average of all.

    Of an atom that holds nobody: what the others lead to expect, by one factor a class.
    """
    sizes = [len(block.merged[trait].names) for trait in block.traits]
    shape = sizes or [1]
    n, w, w2 = (np.zeros(shape) for _ in range(3))
    for states, parts in sums(block.traits).items():
        place = tuple(
            block.merged[trait].classes[state]
            for trait, state in zip(block.traits, states, strict=True)
        )
        for total, part in zip((n, w, w2), parts, strict=True):
            total[place or (0,)] += part
    here = tuple(block.atoms.T) if sizes else (np.zeros(len(block.atoms), np.int64),)
    n, w, w2 = n[here], w[here], w2[here]
    if not w.sum() > 0:
        return np.ones(len(n)), np.ones(len(n))
    mean = w.sum() / n.sum()
    held = (n > 0) & (w > 0)
    first = np.divide(w, n * mean, out=np.zeros(len(n)), where=held)
    second = np.divide(w2, n * mean**2, out=np.zeros(len(n)), where=held)
    empty = n <= 0
    if empty.any():
        ends = np.cumsum([0, *sizes])
        classes = np.zeros((len(n), int(ends[-1]) + 1))
        classes[:, -1] = 1.0
        for spot, start in enumerate(ends[:-1]):
            classes[np.arange(len(n)), start + block.atoms[:, spot]] = 1.0
        factors = np.linalg.lstsq(classes[held], np.log(first[held]), rcond=None)[0]
        first[empty] = np.exp(classes[empty] @ factors)
        second[empty] = first[empty] ** 2
    return first, second


def tells_more(weights: Numbers) -> bool:
    """Return whether sums of these weights say anything that counts do not."""
    return bool(weights.size and np.ptp(weights) > _SAME * np.abs(weights).max())
