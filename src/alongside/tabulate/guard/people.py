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
from alongside.tabulate.guard.traits import (
    ANSWERED,
    ELSEWHERE,
    GAP_STATES,
    IN,
    OUT,
    Kind,
    States,
    Trait,
)
from alongside.tabulate.lanes import Lane, answer_makers, join_places, lane_makers

_MOST_BINS = 1 << 22
"""Combinations up to which each has a bin of its own, empty ones too."""
_MOST_KEPT = 4096


class People:
    """The people of a data set, finished or not, as states of traits.

    What was counted once is kept: one object may serve any number of checks of the same data.
    """

    def __init__(self, dataset: DataSet | Profiles) -> None:
        self.dataset = dataset
        self._stood_for = people_of(dataset)
        self._places: dict[Trait, Places] = {}
        self._joined: dict[Trait, Places] = {}
        self._fewest: dict[tuple[Trait, ...], int] = {}
        self._counts: dict[tuple[Trait, ...], Mapping[tuple[str, ...], int]] = {}

    def count(self, traits: tuple[Trait, ...], states: States) -> Mapping[tuple[str, ...], int]:
        """Return how many people have each combination of states that occurs."""
        if not traits:
            return {(): people_n(self.dataset)}
        if traits not in self._counts:
            if len(self._counts) >= _MOST_KEPT:
                self._counts.clear()
            self._counts[traits] = self._count(traits, [states[trait] for trait in traits])
        return self._counts[traits]

    def fewest(self, traits: tuple[Trait, ...], states: States) -> int:
        """Return the least number of people who share states of all these traits; 0 if nobody does.

        Those who gave no answer are one class, whatever the reason.
        """
        if traits not in self._fewest:
            parts = [self._with_gaps_joined(trait, states[trait]) for trait in traits]
            joined = join_places(parts) if parts else Places(np.zeros(0, np.uint8), 1)
            bins = self._bins(joined.place, joined.size)
            held = bins[bins > 0]
            self._fewest[traits] = int(held.min()) if held.size else 0
        return self._fewest[traits]

    def _with_gaps_joined(self, trait: Trait, names: tuple[str, ...]) -> Places:
        if trait not in self._joined:
            known = [name for name in names if name == ANSWERED or not name.startswith("·")]
            number = {name: place for place, name in enumerate(known)}
            classes = _narrow([number.get(name, len(known)) for name in names])
            place = classes[self._of(trait, names).place]
            self._joined[trait] = Places(place, len(known) + 1)
        return self._joined[trait]

    def _count(
        self, traits: tuple[Trait, ...], named: list[tuple[str, ...]]
    ) -> Mapping[tuple[str, ...], int]:
        sizes = [len(names) for names in named]
        parts = [self._of(trait, names) for trait, names in zip(traits, named, strict=True)]
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
        places = np.unravel_index(held, sizes)
        return {
            tuple(names[place] for names, place in zip(named, each, strict=True)): int(n)
            for *each, n in zip(*places, people, strict=True)
        }

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
                bits = mask_of(codebook.by_code[trait.name], (trait.option,))
                bit = pl.lit(bits, dtype=pl.UInt64)
                ticked = ((pl.col(trait.name) & bit) != 0).fill_null(value=False)
                return self._either(ticked, names)
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
