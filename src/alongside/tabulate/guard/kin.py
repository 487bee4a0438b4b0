"""Traits of which one says something about another: groupings of a question, linked questions.

A grouping and the question it was made from are told apart by nobody who reads the codebook: the
sum of two answers is a group of the grouping. Traits that hang together so, and occur in one set of
tables, become one trait here. Its states are the combinations of theirs that people have.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from alongside.dataset import Codebook, variables_in
from alongside.questionnaire import parse_condition
from alongside.tabulate.guard.blocks import Count
from alongside.tabulate.guard.claims import Claim, Sheet
from alongside.tabulate.guard.sizes import FindKinds, Kinds
from alongside.tabulate.guard.traits import (
    BETWEEN,
    Group,
    Kind,
    States,
    Test,
    Trait,
    group_of,
)

T = TypeVar("T")
MOST_JOINT = 1024
"""Above so many combinations, options of questions with several answers stay by themselves."""


@dataclass(frozen=True)
class Kin:
    """Traits that became one, and how.

    Parameters
    ----------
    joint
        For each new trait the traits it is made of.
    states
        Of all traits, the new ones too.
    complete
        Whether everything that hangs together was put together.
    """

    joint: Mapping[Trait, tuple[Trait, ...]]
    states: States
    complete: bool = True

    def group(self, group: Group) -> Group:
        """Return a group written with the new traits."""
        if not any(trait in self._home for test in group for trait in test.traits):
            return group
        return group_of((self._test(test) for test in group), self.states)

    def sheet(self, sheet: Sheet) -> Sheet:
        """Return a sheet written with the new traits."""
        return replace(
            sheet,
            figures={spot: self.group(group) for spot, group in sheet.figures.items()},
            unprinted={spot: self.group(group) for spot, group in sheet.unprinted.items()},
            bounded={spot: self.group(group) for spot, group in sheet.bounded.items()},
            rules=tuple(self.claim(rule) for rule in sheet.rules),
        )

    def claim(self, claim: Claim) -> Claim:
        """Return a claim written with the new traits."""
        return replace(claim, terms=tuple((w, self.group(group)) for w, group in claim.terms))

    @cached_property
    def _home(self) -> dict[Trait, Trait]:
        return {member: joint for joint, members in self.joint.items() for member in members}

    @cached_property
    def _made(self) -> dict[Test, Test]:
        """Tests written anew once for all the groups they are in."""
        return {}

    def _test(self, test: Test) -> Test:
        if test not in self._made:
            self._made[test] = self._written(test)
        return self._made[test]

    def _written(self, test: Test) -> Test:
        traits = tuple(sorted({self._home.get(trait, trait) for trait in test.traits}))
        if traits == test.traits:
            return test
        if len(test.traits) == 1:  # by far the most
            return Test(traits, self._passing(traits[0], test))
        passing = frozenset(
            states
            for states in product(*(self.states[trait] for trait in traits))
            if self._parts(traits, states, test.traits) in test.passing
        )
        return Test(traits, passing)

    def _passing(self, joint: Trait, test: Test) -> frozenset[tuple[str, ...]]:
        place = self.joint[joint].index(test.traits[0])
        return frozenset(
            (state,)
            for state in self.states[joint]
            if (state.split(BETWEEN)[place],) in test.passing
        )

    def _parts(
        self, traits: Sequence[Trait], states: Sequence[str], wanted: Sequence[Trait]
    ) -> tuple[str, ...]:
        has: dict[Trait, str] = {}
        for trait, state in zip(traits, states, strict=True):
            has |= self.parts(trait, state)
        return tuple(has[trait] for trait in wanted)

    def parts(self, trait: Trait, state: str) -> dict[Trait, str]:
        """Return what a state of a trait says of each trait it is made of."""
        if trait not in self.joint:
            return {trait: state}
        return dict(zip(self.joint[trait], state.split(BETWEEN), strict=True))

    def counting(
        self, count: Callable[[tuple[Trait, ...]], Mapping[tuple[str, ...], T]]
    ) -> Callable[[tuple[Trait, ...]], Mapping[tuple[str, ...], T]]:
        """Return how to count (or weigh) people by the new traits too."""

        def counted(traits: tuple[Trait, ...]) -> Mapping[tuple[str, ...], T]:
            if not any(trait in self.joint for trait in traits):
                return count(traits)
            members = [self.joint.get(trait, (trait,)) for trait in traits]
            flat = count(tuple(member for each in members for member in each))
            found: dict[tuple[str, ...], T] = {}
            for states, n in flat.items():
                left, key = list(states), []
                for each in members:
                    key.append(BETWEEN.join(left[: len(each)]))
                    left = left[len(each) :]
                found[tuple(key)] = n
            return found

        return counted

    def finding(self, find: FindKinds) -> FindKinds:
        """Return how to find the kinds of people by the new traits too."""

        def found(traits: tuple[Trait, ...]) -> Kinds:
            members = [self.joint.get(trait, (trait,)) for trait in traits]
            flat = find(tuple(member for each in members for member in each))
            if len(flat.places) == len(traits):
                return flat
            ends = np.cumsum([0, *map(len, members)])
            lines = [
                flat.places[start]
                if trait not in self.joint
                else self._line(trait, flat.places[start:end])
                for trait, start, end in zip(traits, ends, ends[1:], strict=False)
            ]
            return Kinds(np.stack(lines), flat.n)

        return found

    def _line(self, trait: Trait, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the state of a joint trait, from the states of what it is made of."""
        members = self.joint[trait]
        if trait not in self._codes:
            orders = [{s: n for n, s in enumerate(self.states[member])} for member in members]
            written = [state.split(BETWEEN) for state in self.states[trait]]
            listed = [
                [order[state] for state in line]
                for order, line in zip(orders, zip(*written, strict=True), strict=True)
            ]
            codes = self._code(members, np.array(listed, np.int64))
            order = np.argsort(codes)
            self._codes[trait] = (codes[order], order)
        codes, order = self._codes[trait]
        return order[np.searchsorted(codes, self._code(members, places))]

    def _code(
        self, members: Sequence[Trait], places: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        code = np.zeros(places.shape[1], np.int64)
        for member, line in zip(members, places, strict=True):
            code = code * len(self.states[member]) + line
        return code

    @cached_property
    def _codes(self) -> dict[Trait, tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        return {}


def find_kin(traits: Iterable[Trait], codebook: Codebook, states: States, count: Count) -> Kin:
    """Return which of these traits hang together.

    Two do when one was made from the other, or both from a third.
    """
    known = sorted(traits)
    related = relation(codebook)
    ancestors = {trait: _roots(trait, related) for trait in known}
    joint: dict[Trait, tuple[Trait, ...]] = {}
    complete = True
    made = dict(states)
    for part in _parts_of(known, ancestors):
        members = _with_siblings(part, known)
        held = count(members)
        if len(held) > MOST_JOINT:
            complete = False
            members = tuple(each for each in part if each.kind in (Kind.ANSWER, Kind.CONDITION))
            held = count(members) if len(members) > 1 else {}
            if not 0 < len(held) <= MOST_JOINT:
                continue
        trait = Trait(Kind.JOINT, BETWEEN.join(f"{m.kind}:{m.name}:{m.option}" for m in members))
        joint[trait] = members
        made[trait] = tuple(sorted(BETWEEN.join(each) for each in held))
    return Kin(joint, made, complete)


def relation(codebook: Codebook) -> Callable[[str], frozenset[str]]:
    """Return what finds everything that a variable was made from, itself included."""
    known: dict[str, frozenset[str]] = {}

    def made_from(code: str) -> frozenset[str]:
        if code not in known:
            variable = codebook.by_code.get(code)
            sources = variable.derived_from if variable else ()
            known[code] = frozenset([code]).union(*(made_from(each) for each in sources))
        return known[code]

    return made_from


def _roots(trait: Trait, made_from: Callable[[str], frozenset[str]]) -> frozenset[str]:
    if trait.kind is Kind.FINISHED:
        return frozenset()
    if trait.kind is Kind.CONDITION:
        named = variables_in(parse_condition(trait.name))
        return frozenset[str]().union(*(made_from(code) for code in named))
    return made_from(trait.name)


def _parts_of(
    traits: Sequence[Trait], ancestors: Mapping[Trait, frozenset[str]]
) -> list[tuple[Trait, ...]]:
    """Return the traits that hang together, but for those of one question only."""
    parts: list[set[Trait]] = []
    for trait in traits:
        touched = [part for part in parts if any(ancestors[trait] & ancestors[o] for o in part)]
        parts = [part for part in parts if part not in touched]
        parts.append({trait}.union(*touched))
    return [
        tuple(sorted(part))
        for part in parts
        if len({(each.kind is Kind.CONDITION, each.name) for each in part}) > 1
    ]


def _with_siblings(part: Sequence[Trait], known: Sequence[Trait]) -> tuple[Trait, ...]:
    names = {each.name for each in part if each.kind in (Kind.OPTION, Kind.REPLIED)}
    siblings = {e for e in known if e.name in names and e.kind in (Kind.OPTION, Kind.REPLIED)}
    return tuple(sorted(siblings.union(part)))


def kin_of(codes: Iterable[str], codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return, for each variable, all of these it hangs together with, itself included."""
    made_from = relation(codebook)
    parts: list[set[str]] = []
    for code in codes:
        touched = [part for part in parts if any(made_from(code) & made_from(o) for o in part)]
        parts = [part for part in parts if part not in touched]
        parts.append({code}.union(*touched))
    return {code: tuple(sorted(part)) for part in parts for code in part}
