"""How many people of a data set have each combination of states."""

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import STATUS, DataSet, Missing, Profiles, people_n, people_of, weight_sums
from alongside.dataset.expressions import condition_to_expr, mask_of
from alongside.questionnaire import parse_condition
from alongside.tabulate.engines import Numbers, Places
from alongside.tabulate.guard.masks import Masks
from alongside.tabulate.guard.sizes import Kinds
from alongside.tabulate.guard.traits import (
    ANSWERED,
    ELSEWHERE,
    GAP_STATES,
    IN,
    OUT,
    Group,
    Kind,
    States,
    Trait,
    traits_of,
)
from alongside.tabulate.lanes import Lane, answer_makers, join_places, lane_makers

_MOST_BINS = 1 << 22
"""Combinations up to which each has a bin of its own, empty ones too."""
_MOST_KEPT = 4096
_FEW = 64
"""Combinations up to which the people of each are counted bit by bit."""


class People:
    """The people of a data set, finished or not, as states of traits.

    What was counted once is kept: one object may serve any number of checks of the same data.
    """

    def __init__(self, dataset: DataSet | Profiles) -> None:
        self.dataset = dataset
        self._stood_for = people_of(dataset)
        self._places: dict[Trait, Places] = {}
        self._masks = Masks(dataset.frame.height, self._of)
        self._joined: dict[Trait, Places] = {}
        self._fewest: dict[tuple[Trait, ...], int] = {}
        self._counts: dict[tuple[Trait, ...], Mapping[tuple[str, ...], int]] = {}
        self._kinds: dict[tuple[Trait, ...], Kinds] = {}

    def count(self, traits: tuple[Trait, ...], states: States) -> Mapping[tuple[str, ...], int]:
        """Return how many people have each combination of states that occurs."""
        if traits not in self._counts:
            if len(self._counts) >= _MOST_KEPT:
                self._counts.clear()
            self._counts[traits] = self.kinds(traits, states).named(
                [states[trait] for trait in traits]
            )
        return self._counts[traits]

    def kinds(self, traits: tuple[Trait, ...], states: States) -> Kinds:
        """Return the combinations of states that occur, as places, and how many have each."""
        if traits not in self._kinds:
            if len(self._kinds) >= _MOST_KEPT:
                self._kinds.clear()
            self._kinds[traits] = self._find_kinds(traits, states)
        return self._kinds[traits]

    def size(self, group: Group, states: States) -> int | None:
        """Return how many people are in a group; None: to be found from the kinds there are."""
        joint = any(trait.kind is Kind.JOINT for trait in traits_of(group))
        if self._stood_for is not None or joint:
            return None
        return self._masks.size(group, states)

    def fewest(self, traits: tuple[Trait, ...], states: States) -> int:
        """Return the least number of people who share states of all these traits; 0 if nobody does.

        Those who gave no answer are one class, whatever the reason.
        """
        if traits not in self._fewest:
            parts = [self._with_gaps_joined(trait, states[trait]) for trait in traits]
            if self._stood_for is None and parts and prod(part.size for part in parts) <= _FEW:
                self._fewest[traits] = self._masks.fewest(parts, traits)
                return self._fewest[traits]
            joined = join_places(parts) if parts else Places(np.zeros(0, np.uint8), 1)
            bins = self._bins(joined.place, joined.size)
            held = bins[bins > 0]
            self._fewest[traits] = int(held.min()) if held.size else 0
        return self._fewest[traits]

    def _with_gaps_joined(self, trait: Trait, names: tuple[str, ...]) -> Places:
        if trait.kind in (Kind.OPTION, Kind.CONDITION, Kind.FINISHED):
            return self._of(trait, names)
        if trait not in self._joined:
            known = [name for name in names if name == ANSWERED or not name.startswith("·")]
            number = {name: place for place, name in enumerate(known)}
            classes = _narrow([number.get(name, len(known)) for name in names])
            place = classes[self._of(trait, names).place]
            self._joined[trait] = Places(place, len(known) + 1)
        return self._joined[trait]

    def _find_kinds(self, traits: tuple[Trait, ...], states: States) -> Kinds:
        if not traits:
            return Kinds(np.zeros((0, 1), np.int64), np.array([people_n(self.dataset)]))
        sizes = [len(states[trait]) for trait in traits]
        parts = [self._of(trait, states[trait]) for trait in traits]
        if prod(sizes) <= _MOST_BINS:
            joint: Numbers | npt.NDArray[np.int64] = join_places(parts).place
            bins = self._bins(joint, prod(sizes))
            held = np.flatnonzero(bins)
            people = bins[held]
        else:
            joint = np.zeros(self.dataset.frame.height, np.int64)
            for part in parts:
                joint = joint * part.size + part.place
            held, spots = np.unique(joint, return_inverse=True)
            people = self._bins(spots, len(held))
        return Kinds(np.stack(np.unravel_index(held, sizes)).astype(np.int64), people)

    def weigh(
        self, traits: tuple[Trait, ...], weight: str, states: States
    ) -> Mapping[tuple[str, ...], tuple[float, float, float]]:
        """Return people, sum of weights and sum of squares of each combination that occurs.

        Who has no weight has 0.
        """
        n, w, w2 = weight_sums(self.dataset, weight)
        sizes = [len(states[trait]) for trait in traits]
        joint = np.zeros(w.size, np.int64)
        for trait, size in zip(traits, sizes, strict=True):
            joint = joint * size + self._of(trait, states[trait]).place
        held, place = np.unique(joint, return_inverse=True)
        spots = [*zip(*np.unravel_index(held, sizes), strict=True)] if traits else [()]
        sums = [np.bincount(place.ravel(), each) for each in (n, w, w2)]
        return {
            tuple(states[trait][spot] for trait, spot in zip(traits, each, strict=True)): (
                float(n),
                float(one),
                float(two),
            )
            for each, n, one, two in zip(spots[: len(held)], *sums, strict=True)
        }

    def _bins(self, places: npt.NDArray[Any], size: int) -> npt.NDArray[np.int64]:
        """Return how many people are in each place: a row may stand for several."""
        stood_for = self._stood_for if places.size else None
        return np.bincount(places, stood_for, size).astype(np.int64)

    def _of(self, trait: Trait, names: tuple[str, ...]) -> Places:
        if trait not in self._places:
            self._places[trait] = Places(self._place(trait, names), len(names))
        return self._places[trait]

    def _place(self, trait: Trait, names: tuple[str, ...]) -> Numbers:
        codebook = self.dataset.codebook
        match trait.kind:
            case Kind.FINISHED:
                return self._either(pl.col(STATUS).cast(pl.String) == "completed", names)
            case Kind.CONDITION:
                return self._either(condition_to_expr(parse_condition(trait.name), codebook), names)
            case Kind.OPTION:
                bits = np.uint64(mask_of(codebook.by_code[trait.name], (trait.option,)))
                ticked = self.dataset.frame[trait.name].fill_null(0).to_numpy() & bits
                out = ticked == 0 if names == (IN, OUT) else ticked != 0
                return np.asarray(out.view(np.uint8))
            case Kind.REPLIED:
                return self._sorted(answer_makers(codebook.by_code[trait.name])[0][1], names)
            case Kind.ANSWER:
                return self._sorted(lane_makers(codebook.by_code[trait.name])[0][1], names)
            case Kind.JOINT:
                raise ValueError("a joint trait is counted by the traits it is made of")

    def _either(self, holds: pl.Expr, names: tuple[str, ...]) -> Numbers:
        """Return the states of a condition; one that looks at nobody holds for all or none."""
        held = self.dataset.frame.select(holds.alias("holds")).to_series()
        if held.len() != self.dataset.frame.height:
            held = held.new_from_index(0, self.dataset.frame.height)
        number = {name: place for place, name in enumerate(names)}
        out, inside = number.get(OUT, 0), number.get(IN, 0)
        return np.where(held.fill_null(value=False).to_numpy(), inside, out).astype(np.uint8)

    def _sorted(self, make: Callable[[pl.DataFrame], Lane], names: tuple[str, ...]) -> Numbers:
        """Return the states of a variable, gaps put together as outsiders can tell them apart."""
        lane = make(self.dataset.frame)
        number = {name: place for place, name in enumerate(names)}
        gaps = [number[GAP_STATES[kind]] for kind in Missing]
        answers = len(lane.adds) - len(gaps) - 1
        known = range(answers) if answers > 1 or ANSWERED not in number else [number[ANSWERED]]
        return _narrow([*known, *gaps, number[ELSEWHERE]])[lane.places.place]


def _narrow(places: Sequence[int]) -> Numbers:
    """Return small numbers in as little room as they need."""
    if max(places, default=0) < 256:
        return np.array(places, np.uint8)
    return np.array(places, np.uint16)
