"""How many people are in a group."""

import numpy as np
import numpy.typing as npt

from alongside.tabulate.guard.blocks import Count
from alongside.tabulate.guard.traits import Group, States, Test, Trait, traits_of

Kinds = npt.NDArray[np.int64]


class Sizes:
    """Sizes of groups; each crossing of traits is counted once, each test of it made once."""

    def __init__(self, states: States, count: Count) -> None:
        self._states, self._count = states, count
        self._orders: dict[Trait, dict[str, int]] = {}
        self._known: dict[tuple[Trait, ...], tuple[Kinds, Kinds]] = {}
        self._passing: dict[tuple[tuple[Trait, ...], Test], npt.NDArray[np.bool_]] = {}
        self._sizes: dict[Group, int] = {}

    def of(self, group: Group) -> int:
        """Return how many people are in a group."""
        if group not in self._sizes:
            traits = tuple(sorted(traits_of(group)))
            people = self._kinds(traits)[1]
            tests = [self._passes(traits, test) for test in group]
            inside = np.logical_and.reduce(tests) if tests else np.ones(len(people), np.bool_)
            self._sizes[group] = int(people @ inside)
        return self._sizes[group]

    def _kinds(self, traits: tuple[Trait, ...]) -> tuple[Kinds, Kinds]:
        """Return the combinations of states that people have, as places, and how many have each."""
        if traits not in self._known:
            counted = self._count(traits)
            orders = [self._order(trait) for trait in traits]
            places = [
                np.fromiter(map(order.__getitem__, states), np.int64, len(counted))
                for order, states in zip(orders, zip(*counted, strict=True), strict=False)
            ]
            self._known[traits] = (
                np.array(places, np.int64).reshape(len(traits), len(counted)),
                np.fromiter(counted.values(), np.int64, len(counted)),
            )
        return self._known[traits]

    def _order(self, trait: Trait) -> dict[str, int]:
        if trait not in self._orders:
            self._orders[trait] = {s: n for n, s in enumerate(self._states[trait])}
        return self._orders[trait]

    def _passes(self, traits: tuple[Trait, ...], test: Test) -> npt.NDArray[np.bool_]:
        if (traits, test) not in self._passing:
            places = self._kinds(traits)[0]
            orders = [self._order(trait) for trait in test.traits]
            passes = np.zeros([len(order) for order in orders], np.bool_)
            at = [
                [*map(order.__getitem__, states)]
                for order, states in zip(orders, zip(*test.passing, strict=True), strict=False)
            ]
            if test.passing:
                passes[tuple(at)] = True
            here = tuple(places[traits.index(trait)] for trait in test.traits)
            self._passing[traits, test] = passes[here]
        return self._passing[traits, test]
