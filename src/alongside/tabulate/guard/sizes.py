"""How many people are in a group."""

import numpy as np
import numpy.typing as npt

from alongside.tabulate.guard.blocks import Count
from alongside.tabulate.guard.traits import Group, States, Trait, traits_of

_Known = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]


class Sizes:
    """Sizes of groups; each crossing of traits is counted once."""

    def __init__(self, states: States, count: Count) -> None:
        self._states, self._count = states, count
        self._known: dict[tuple[Trait, ...], _Known] = {}

    def of(self, group: Group) -> int:
        """Return how many people are in a group."""
        traits = tuple(sorted(traits_of(group)))
        if traits not in self._known:
            counted = self._count(traits)
            order = [{s: n for n, s in enumerate(self._states[trait])} for trait in traits]
            listed = [
                [place[state] for place, state in zip(order, states, strict=True)]
                for states in counted
            ]
            self._known[traits] = (
                np.array(listed, np.int64).reshape(len(listed), len(traits)),
                np.array([*counted.values()], np.int64),
            )
        places, people = self._known[traits]
        inside = np.ones(len(people), np.bool_)
        for test in group:
            shape = [len(self._states[trait]) for trait in test.traits]
            passes = np.zeros(shape, np.bool_)
            for states in test.passing:
                at = (
                    self._states[trait].index(state)
                    for trait, state in zip(test.traits, states, strict=True)
                )
                passes[tuple(at)] = True
            inside &= passes[tuple(places[:, traits.index(trait)] for trait in test.traits)]
        return int(people[inside].sum())
