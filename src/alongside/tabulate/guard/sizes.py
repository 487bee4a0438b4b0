"""How many people are in a group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.tabulate.guard.traits import Group, States, Test, Trait, traits_of

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Kinds:
    """Combinations of states that people have.

    Parameters
    ----------
    places
        One line a trait: for each combination the place of its state.
    n
        How many people have each.
    """

    places: Places
    n: Places

    def named(self, names: Sequence[Sequence[str]]) -> dict[tuple[str, ...], int]:
        """Return how many people have each combination, by the names of its states."""
        if not names:
            return {(): int(self.n.sum())}
        each = [
            [known[place] for place in line.tolist()]
            for known, line in zip(names, self.places, strict=True)
        ]
        return dict(zip(zip(*each, strict=True), self.n.tolist(), strict=True))


FindKinds = Callable[[tuple[Trait, ...]], Kinds]
"""Returns the combinations of states of these traits that people have."""


def kinds_from(count: Mapping[tuple[str, ...], int], names: Sequence[Sequence[str]]) -> Kinds:
    """Return combinations counted by name."""
    orders = [{state: place for place, state in enumerate(each)} for each in names]
    places = [
        [order[state] for state in line]
        for order, line in zip(orders, zip(*count, strict=True), strict=False)
    ]
    n = np.fromiter(count.values(), np.int64, len(count))
    return Kinds(np.array(places, np.int64).reshape(len(names), len(count)), n)


class Sizes:
    """Sizes of groups; each crossing of traits is counted once, each test of it made once.

    ``quickly`` may know a size without such a crossing.
    """

    def __init__(
        self,
        states: States,
        kinds: FindKinds,
        quickly: Callable[[Group], int | None] = lambda _: None,
    ) -> None:
        self._states, self._kinds, self._quickly = states, kinds, quickly
        self._orders: dict[Trait, dict[str, int]] = {}
        self._known: dict[tuple[Trait, ...], Kinds] = {}
        self._passing: dict[tuple[tuple[Trait, ...], Test], npt.NDArray[np.bool_]] = {}
        self._sizes: dict[Group, int] = {}

    def of(self, group: Group) -> int:
        """Return how many people are in a group."""
        if group not in self._sizes:
            known = self._quickly(group)
            self._sizes[group] = self._from_kinds(group) if known is None else known
        return self._sizes[group]

    def _from_kinds(self, group: Group) -> int:
        traits = tuple(sorted(traits_of(group)))
        people = self._kinds_of(traits).n
        tests = [self._passes(traits, test) for test in group]
        inside = np.logical_and.reduce(tests) if tests else np.ones(len(people), np.bool_)
        return int(people @ inside)

    def _kinds_of(self, traits: tuple[Trait, ...]) -> Kinds:
        if traits not in self._known:
            self._known[traits] = self._kinds(traits)
        return self._known[traits]

    def _order(self, trait: Trait) -> dict[str, int]:
        if trait not in self._orders:
            self._orders[trait] = {s: n for n, s in enumerate(self._states[trait])}
        return self._orders[trait]

    def _passes(self, traits: tuple[Trait, ...], test: Test) -> npt.NDArray[np.bool_]:
        if (traits, test) not in self._passing:
            places = self._kinds_of(traits).places
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
