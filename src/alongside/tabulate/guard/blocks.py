"""The cells behind a set of tables, as few as an exact check allows.

What outsiders do not know are the numbers of people in the finest cross-classification that the
tables touch: one *atom* for each combination of states. For a tab book that is astronomic, and not
needed. Where tables (as sets of traits) can be taken apart one after the other, each overlapping
the rest in traits that one other table holds, numbers of each table that agree on the overlaps come
from numbers of the whole (Vorob'ev 1962, Theory of Probability and its Applications 7, 147-163,
doi:10.1137/1107014; Beeri, Fagin, Maier and Yannakakis 1983, Journal of the ACM 30, 479-513,
doi:10.1145/2402.322389). Any two tables can be taken apart so, and so can any number of questions
by one banner, or one question by any number of banners. What remains (several questions by several
banners) is put together into one block where its atoms are few enough; else each table stays a
block of its own, agreeing with the others on every overlap, and ``exact`` is False.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import prod
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from alongside.tabulate.guard.traits import (
    ANSWERED,
    BETWEEN,
    NEVER_ASKED,
    OUT,
    Group,
    States,
    Test,
    Trait,
    impossible,
    traits_of,
)

MOST_ATOMS = 4096
"""A part that cannot be taken apart is put together up to so many atoms."""
Booleans = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Count = Callable[[tuple[Trait, ...]], Mapping[tuple[str, ...], float]]
"""Returns how many people have each combination of states of these traits (those that occur)."""
Edge = frozenset[Trait]


@dataclass(frozen=True)
class Merged:
    """The states of a trait that the groups tell apart: class number of each state."""

    trait: Trait
    classes: Mapping[str, int]

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The states of each class."""
        found: dict[int, list[str]] = {}
        for state, number in self.classes.items():
            found.setdefault(number, []).append(state)
        return tuple(tuple(found[number]) for number in sorted(found))


def merge_states(states: States, groups: Iterable[Group]) -> dict[Trait, Merged]:
    """Return, for each trait that a group looks at, its states put together as far as possible."""
    tests = {test for group in groups for test in group}
    by_trait: dict[Trait, list[Test]] = {}
    for test in sorted(tests, key=lambda test: (test.traits, sorted(test.passing))):
        for trait in test.traits:
            by_trait.setdefault(trait, []).append(test)
    merged = {}
    for trait, known in by_trait.items():
        seen: dict[tuple[frozenset[tuple[str, ...]], ...], int] = {}
        slices = [_slices(test, trait) for test in known]
        classes = {}
        for state in states[trait]:
            mark = tuple(each.get(state, frozenset()) for each in slices)
            classes[state] = seen.setdefault(mark, len(seen))
        merged[trait] = Merged(trait, classes)
    return merged


def _slices(test: Test, trait: Trait) -> dict[str, frozenset[tuple[str, ...]]]:
    place = test.traits.index(trait)
    found: dict[str, set[tuple[str, ...]]] = {}
    for passing in test.passing:
        found.setdefault(passing[place], set()).add(passing[:place] + passing[place + 1 :])
    return {state: frozenset(rest) for state, rest in found.items()}


@dataclass(frozen=True, eq=False)
class Block:
    """The atoms of one set of traits.

    Parameters
    ----------
    traits
        In order.
    atoms
        One row an atom: the class of each trait.
    people
        How many people each atom holds.
    """

    traits: tuple[Trait, ...]
    merged: Mapping[Trait, Merged]
    atoms: npt.NDArray[np.int64]
    people: Numbers

    def members(self, group: Group) -> Booleans:
        """Return which atoms a group is made of; its traits must all be of this block."""
        if not group:
            return np.ones(len(self.atoms), np.bool_)
        return np.asarray(np.logical_and.reduce([self._passes(test) for test in group]))

    def _passes(self, test: Test) -> Booleans:
        if test not in self._passing:
            classes = [self.merged[trait].classes for trait in test.traits]
            passes = np.zeros([len(self.merged[trait].names) for trait in test.traits], np.bool_)
            spots = {
                tuple([known[state] for known, state in zip(classes, states, strict=True)])
                for states in test.passing
            }
            if spots:
                passes[tuple(zip(*spots, strict=True))] = True
            places = [self.traits.index(trait) for trait in test.traits]
            self._passing[test] = passes[tuple(self.atoms[:, place] for place in places)]
        return self._passing[test]

    @cached_property
    def _passing(self) -> dict[Test, Booleans]:
        """The same tests are in many groups."""
        return {}


def make_edges(
    groups: Iterable[Group], merged: Mapping[Trait, Merged], most_atoms: int = MOST_ATOMS
) -> tuple[list[Edge], bool]:
    """Return the sets of traits that need a block, and whether they are enough for exactness."""
    edges = _largest({traits_of(group) for group in groups})
    core = _core(edges)
    exact = True
    for part in _connected(core):
        whole = frozenset(trait for edge in part for trait in edge)
        if prod(len(merged[trait].names) for trait in whole) <= most_atoms:
            edges = _largest([*edges, whole])
        else:
            exact = False
    return edges, exact


def _largest(edges: Collection[Edge]) -> list[Edge]:
    kept: list[Edge] = []
    for edge in sorted(set(edges), key=lambda edge: (-len(edge), sorted(edge))):
        if not any(edge <= other for other in kept):
            kept.append(edge)
    return kept


def _core(edges: Sequence[Edge]) -> list[Edge]:
    """Return what is left when everything that can be taken apart has been (Graham's reduction)."""
    left = {number: set(edge) for number, edge in enumerate(edges)}
    before = None
    while before != (before := (len(left), sum(map(len, left.values())))):
        often: dict[Trait, int] = {}
        for edge in left.values():
            for trait in edge:
                often[trait] = often.get(trait, 0) + 1
        for edge in left.values():
            edge -= {trait for trait in edge if often[trait] == 1}
        for number in sorted(left):
            here = left[number]
            if not here or any(here <= other for place, other in left.items() if place != number):
                del left[number]
    return [edges[number] for number in sorted(left)]


def _connected(edges: Sequence[Edge]) -> list[list[Edge]]:
    parts: list[list[Edge]] = []
    for edge in edges:
        touched = [part for part in parts if any(edge & other for other in part)]
        parts = [part for part in parts if part not in touched]
        parts.append([edge, *(other for part in touched for other in part)])
    return parts


def make_block(
    edge: Edge, merged: Mapping[Trait, Merged], count: Count, ruled_out: "RuledOut"
) -> Block:
    """Return the block of a set of traits, without the combinations that nobody can have."""
    traits = tuple(sorted(edge))
    sizes = [len(merged[trait].names) for trait in traits]
    atoms = np.array([*product(*map(range, sizes))], np.int64).reshape(prod(sizes), len(traits))
    possible = np.ones(len(atoms), np.bool_)
    for one, two in combinations(range(len(traits)), 2):
        allowed = ruled_out.allowed(merged[traits[one]], merged[traits[two]])
        possible &= allowed[atoms[:, one], atoms[:, two]]
    people = np.zeros(sizes if sizes else [1])
    for states, n in count(traits).items():
        place = tuple(
            merged[trait].classes[state] for trait, state in zip(traits, states, strict=True)
        )
        people[place or (0,)] += n
    people = people.reshape(-1)
    for column, trait in enumerate(traits):
        possible &= ruled_out.occurs(merged[trait])[atoms[:, column]]
    possible &= ~ruled_out.unticked(traits, merged, atoms)
    possible |= people > 0
    return Block(traits, merged, atoms[possible], people[possible])


class RuledOut:
    """Which pairs of states nobody can have: by what options are, or because of routing.

    ``elsewhere`` is the state of those who were not asked; a question that nobody of a group was
    asked is known not to be asked of that group. ``options`` are all the options of a question with
    several answers: who answered ticked at least one. ``parts`` are the traits that a joint one is
    made of.
    """

    def __init__(
        self,
        states: States,
        count: Count,
        elsewhere: str,
        options: Mapping[Trait, frozenset[Trait]],
        parts: Mapping[Trait, tuple[Trait, ...]] = MappingProxyType({}),
    ) -> None:
        self.states, self.count, self.elsewhere, self.options = states, count, elsewhere, options
        self.parts = parts
        self._plain: dict[tuple[Trait, Trait], Booleans] = {}
        self._asked: dict[Trait, Booleans] = {}
        self._known: dict[tuple[Trait, Trait], Booleans] = {}

    def occurs(self, merged: Merged) -> Booleans:
        """Return the classes that are not merely of people never asked, when nobody is.

        Whether a question is put to everybody can be seen from the questionnaire.
        """
        trait = merged.trait
        if trait not in self._asked:
            people = self.count((trait,))
            self._asked[trait] = np.array(
                [
                    any(state not in NEVER_ASKED or people.get((state,), 0) for state in names)
                    for names in merged.names
                ]
            )
        return self._asked[trait]

    def unticked(
        self,
        traits: Sequence[Trait],
        merged: Mapping[Trait, Merged],
        atoms: npt.NDArray[np.int64],
    ) -> Booleans:
        """Return the atoms of people who answered, and ticked none of all the options."""
        none = np.zeros(len(atoms), np.bool_)
        for replied, options in self.options.items():
            if replied in traits and options <= set(traits):
                wanted = {replied: ANSWERED} | dict.fromkeys(options, OUT)
                places = {trait: traits.index(trait) for trait in wanted}
                none |= np.logical_and.reduce(
                    [
                        atoms[:, place] == merged[trait].classes[wanted[trait]]
                        for trait, place in places.items()
                    ]
                )
        return none

    def allowed(self, one: Merged, two: Merged) -> Booleans:
        """Return, for each pair of classes, whether somebody could be in both."""
        pair = (one.trait, two.trait)
        if pair not in self._known:
            here, there = self.states[one.trait], self.states[two.trait]
            fits = np.ones((len(here), len(there)), np.bool_)
            for (a, here_of), (b, there_of) in product(
                self._parts(one.trait), self._parts(two.trait)
            ):
                fits &= self._fits(a, b)[np.ix_(here_of, there_of)]
            allowed = np.zeros((len(one.names), len(two.names)), np.bool_)
            classes = [
                [each.classes[state] for state in self.states[each.trait]] for each in (one, two)
            ]
            np.logical_or.at(allowed, np.ix_(*classes), fits)
            self._known[pair] = allowed
        return self._known[pair]

    def _parts(self, trait: Trait) -> list[tuple[Trait, list[int]]]:
        """Return the traits this one is made of, each with its state's place by state of this."""
        members = self.parts.get(trait)
        if members is None:
            return [(trait, [*range(len(self.states[trait]))])]
        split = [state.split(BETWEEN) for state in self.states[trait]]
        order = [{s: n for n, s in enumerate(self.states[member])} for member in members]
        return [
            (member, [order[spot][states[spot]] for states in split])
            for spot, member in enumerate(members)
        ]

    def _fits(self, one: Trait, two: Trait) -> Booleans:
        """Return, for each pair of states of two plain traits, whether somebody could have both."""
        if (one, two) not in self._plain:
            here, there = self.states[one], self.states[two]
            people = self.count((one, two))
            fits = {(a, b): not impossible(one, a, two, b) for a, b in product(here, there)}
            if self.elsewhere in here:
                for b in there:
                    held = [a for a in here if people.get((a, b), 0)]
                    if held == [self.elsewhere]:
                        fits |= {(a, b): False for a in here if a != self.elsewhere}
            if self.elsewhere in there:
                for a in here:
                    held = [b for b in there if people.get((a, b), 0)]
                    if held == [self.elsewhere]:
                        fits |= {(a, b): False for b in there if b != self.elsewhere}
            self._plain[one, two] = np.array([[fits[a, b] for b in there] for a in here], np.bool_)
        return self._plain[one, two]
