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
import numpy.typing as npt

from alongside.tabulate.guard.blocks import Block, Numbers
from alongside.tabulate.guard.traits import Group, Trait

WeightSums = Callable[[tuple[Trait, ...]], Mapping[tuple[str, ...], tuple[float, float, float]]]
"""Returns n, the sum of weights and the sum of their squares of each combination of states."""
Flags = npt.NDArray[np.bool_]
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


@dataclass(frozen=True, eq=False)
class Averages:
    """What everybody in each atom weighs, over the average of all.

    Parameters
    ----------
    first, second
        The average weight and the average square. Of an atom that holds nobody: what the others
        lead to expect, by one factor a class.
    guessed
        Atoms that hold nobody and whose weight the others do not tell (it is not estimable: of a
        class that nobody is in, say). Somebody outside may know it, as the weights of a region
        follow from its margins, so such an atom must not be counted on to hide anybody.
    """

    first: Numbers
    second: Numbers
    guessed: Flags


def average_weights(block: Block, sums: WeightSums) -> Averages:
    """Return what is known of the weights of each atom of a block."""
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
        return Averages(np.ones(len(n)), np.ones(len(n)), np.zeros(len(n), bool))
    mean = w.sum() / n.sum()
    held = (n > 0) & (w > 0)
    first = np.divide(w, n * mean, out=np.zeros(len(n)), where=held)
    second = np.divide(w2, n * mean**2, out=np.zeros(len(n)), where=held)
    empty = n <= 0
    guessed = np.zeros(len(n), bool)
    if empty.any():
        ends = np.cumsum([0, *sizes])
        classes = np.zeros((len(n), int(ends[-1]) + 1))
        classes[:, -1] = 1.0
        for spot, start in enumerate(ends[:-1]):
            classes[np.arange(len(n)), start + block.atoms[:, spot]] = 1.0
        factors = np.linalg.lstsq(classes[held], np.log(first[held]), rcond=None)[0]
        first[empty] = np.exp(classes[empty] @ factors)
        second[empty] = first[empty] ** 2
        found = np.linalg.pinv(classes[held]) @ classes[held]
        guessed = empty & (np.abs(classes - classes @ found) > _SAME).any(axis=1)
    return Averages(first, second, guessed)


def tells_more(weights: Numbers) -> bool:
    """Return whether sums of these weights say anything that counts do not."""
    return bool(weights.size and np.ptp(weights) > _SAME * np.abs(weights).max())
