"""The linear system behind a set of tables, and what can be worked out from it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from alongside.kernel.seeds import Seed
from alongside.tabulate.guard.blocks import (
    MOST_ATOMS,
    Count,
    RuledOut,
    make_block,
    make_edges,
    merge_states,
)
from alongside.tabulate.guard.claims import Claim, Target
from alongside.tabulate.guard.kin import Kin
from alongside.tabulate.guard.programme import Extreme, Programme
from alongside.tabulate.guard.traits import ELSEWHERE, Group, States, Trait, traits_of
from alongside.tabulate.guard.weighed import Weighed, average_weights, tells_more

Watch = Callable[[int, int], None]
"""Told now and then how many numbers have been looked at, of how many."""
_SLACK = 1e-6
_ROUNDS = 12
_REACH = 50.0
_SIGNS = Seed(1, "which way each number is pushed")
Numbers = npt.NDArray[np.float64]
Range = tuple[float, float]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an outsider can work out of a number: between ``low`` and ``high``.

    Bounds further from the truth than 50 times the rule's need are given at that distance.
    """

    target: Target
    low: float
    high: float

    @property
    def safe(self) -> bool:
        """Whether this is as little as the rule asks."""
        need, n = self.target.need, self.target.n
        return (
            self.high - self.low >= need.width - _SLACK
            and self.high - n >= need.above - _SLACK
            and n - self.low >= need.below - _SLACK
        )


class System:
    """What outsiders know, what is about to be shown, and what must stay unknown.

    Parameters
    ----------
    states
        Of every trait in any group.
    count
        How many people have each combination of states.
    claims
        What is known already and cannot be taken back.
    figures
        Counts about to be shown, each of which may be let go: what each says of its group.
    targets
        What must stay unknown.
    rules
        What follows from what the tables are; where it does not hold, nobody can count on it.
    options
        All the options of each question with several answers.
    kin
        How traits that hang together became one.
    weighed
        Which of the claims and figures were weighted, for each weight.
    most_atoms
        Blocks are put together up to this size.
    """

    def __init__(
        self,
        states: States,
        count: Count,
        claims: Sequence[Claim],
        figures: Mapping[Group, Range],
        targets: Sequence[Target],
        rules: Sequence[Claim] = (),
        *,
        options: Mapping[Trait, frozenset[Trait]] = MappingProxyType({}),
        kin: Kin | None = None,
        weighed: Sequence[Weighed] = (),
        most_atoms: int = MOST_ATOMS,
    ) -> None:
        groups = {group for claim in (*claims, *rules) for _, group in claim.terms}
        groups |= set(figures) | {target.group for target in targets}
        groups |= {group for each in weighed for group in each.known | each.shown}
        merged = self._merged = merge_states(states, groups)
        edges, exact = make_edges(groups, merged, most_atoms)
        self.exact = exact and (kin is None or kin.complete)
        parts = kin.joint if kin is not None else {}
        ruled_out = RuledOut(states, count, ELSEWHERE, options, parts)
        self.blocks = [make_block(edge, merged, count, ruled_out) for edge in edges]
        self._starts = np.cumsum([0, *(len(block.atoms) for block in self.blocks)])
        self._cells: dict[Group, Places] = {}
        self._homes: dict[frozenset[Trait], int] = {}
        self.targets = list(targets)
        self._rows_of: dict[Group, list[int]] = {}
        self._people = np.concatenate([block.people for block in self.blocks] or [np.zeros(0)])
        self._stay_empty = np.zeros(len(self._people), bool)
        known = [*claims, *(rule for rule in rules if self._holds(rule))]
        self._build(known, figures, weighed, any(not group for group in groups))

    def _holds(self, rule: Claim) -> bool:
        truth = sum(
            weight * float(self._people[self._cells_of(group)].sum())
            for weight, group in rule.terms
        )
        return rule.low <= truth <= rule.high

    def _build(
        self,
        claims: Sequence[Claim],
        figures: Mapping[Group, Range],
        weighed: Sequence[Weighed],
        everybody: bool,
    ) -> None:
        people = self._people
        low: list[float] = []
        high: list[float] = []
        rows: list[Places] = []
        columns: list[Places] = []
        values: list[Numbers] = []

        def add(terms: Iterable[tuple[float, Group]], least: float, most: float) -> None:
            truth = 0.0
            for weight, group in terms:
                cells = self._cells_of(group)
                truth += weight * float(people[cells].sum())
                rows.append(np.full(len(cells), len(low)))
                columns.append(cells)
                values.append(np.full(len(cells), weight))
            if not least - _SLACK <= truth <= most + _SLACK:
                raise ValueError(f"what was said ({least} to {most}) is not so: {truth}")
            low.append(min(least - truth, 0.0))
            high.append(max(most - truth, 0.0))

        for claim in claims:
            add(claim.terms, claim.low, claim.high)
        for group, (least, most) in figures.items():
            self._rows_of[group] = [len(low)]
            add(((1.0, group),), least, most)
        for figure, atoms, weights in self._weighed_rows(weighed):
            if figure is not None:
                self._rows_of.setdefault(figure, []).append(len(low))
            rows.append(np.full(len(atoms), len(low)))
            columns.append(atoms)
            values.append(weights)
            low.append(0.0)
            high.append(0.0)
        height, unknowns = len(low), len(people)
        for number, places, first, size in self._overlaps(everybody, unknowns):
            block = np.arange(self._starts[number], self._starts[number + 1])
            rows += [height + places, height + np.arange(size)]
            columns += [block, first + np.arange(size)]
            values += [np.ones(len(block)), np.full(size, -1.0)]
            height += size
            unknowns = max(unknowns, first + size)
        reach = _REACH * max(
            [10.0, *(max(t.need.width, t.need.above, t.need.below) for t in self.targets)]
        )
        free = np.full(unknowns - len(people), np.inf)
        agree = np.zeros(height - len(low))
        matrix = csr_array(
            (_joined(values, float), (_joined(rows, int), _joined(columns, int))),
            shape=(height, unknowns),
        )
        self._programme = Programme(
            matrix.tocsc(),
            np.concatenate([low, agree]),
            np.concatenate([high, agree]),
            np.concatenate([-np.minimum(people, reach), -free]),
            np.concatenate([np.where(self._stay_empty, 0.0, reach), free]),
        )
        cells = [self._cells_of(target.group) for target in self.targets]
        numbers = [np.full(len(each), number) for number, each in enumerate(cells)]
        at = (_joined(numbers, int), _joined(cells, int))
        shape = (len(self.targets), unknowns)
        self._sums = csr_array((np.ones(len(at[0])), at), shape=shape)
        self._low = np.zeros(len(self.targets))
        self._high = np.zeros(len(self.targets))

    def _weighed_rows(
        self, weighed: Sequence[Weighed]
    ) -> Iterator[tuple[Group | None, Places, Numbers]]:
        """Yield the sums of weights that outsiders know.

        Yields the figure (None: it left before), the atoms, and their weights; for every block that
        has the traits, since blocks agree on counts only.
        """
        for each in weighed:
            for number, block in enumerate(self.blocks):
                here = [g for g in each.known | each.shown if traits_of(g) <= set(block.traits)]
                if not here:
                    continue
                averages = average_weights(block, each.sums)
                for group in sorted(here, key=repr):
                    inside = np.flatnonzero(block.members(group))
                    for average in (averages.first, averages.second):
                        if tells_more(weights := average[inside]):
                            figure = None if group in each.known else group
                            atoms = inside + self._starts[number]
                            self._stay_empty[atoms[averages.guessed[inside]]] = True
                            yield figure, atoms, weights

    def _cells_of(self, group: Group) -> Places:
        if group not in self._cells:
            number = self._block_of(traits_of(group))
            block = self.blocks[number]
            self._cells[group] = np.flatnonzero(block.members(group)) + self._starts[number]
        return self._cells[group]

    def _block_of(self, wanted: frozenset[Trait]) -> int:
        """Return the smallest block that has these traits."""
        if wanted not in self._homes:
            fitting = [
                number for number, block in enumerate(self.blocks) if wanted.issubset(block.traits)
            ]
            self._homes[wanted] = min(fitting, key=lambda each: len(self.blocks[each].atoms))
        return self._homes[wanted]

    def _overlaps(self, everybody: bool, free: int) -> Iterator[tuple[int, Places, int, int]]:
        """Yield the traits that blocks share, once for each block that has them.

        Yields the block, the class of each of its atoms, the first of the unknowns that stand for
        the classes, and how many there are: by these rows the blocks agree.
        """
        sets = [frozenset(block.traits) for block in self.blocks]
        shared = {one & two for one, two in combinations(sets, 2)}
        for traits in sorted(tuple(sorted(each)) for each in shared if each or everybody):
            sizes = [len(self._merged[trait].names) for trait in traits]
            size = int(np.prod(sizes, dtype=np.int64))
            for number, block in enumerate(self.blocks):
                if sets[number].issuperset(traits):
                    places = np.zeros(len(block.atoms), np.int64)
                    for trait, states in zip(traits, sizes, strict=True):
                        places = places * states + block.atoms[:, block.traits.index(trait)]
                    yield number, places, free, size
            free += size

    def bounds(self, number: int) -> Bounds:
        """Return what is known so far of a target's range; never wider than the true range."""
        target = self.targets[number]
        return Bounds(target, target.n + self._low[number], target.n + self._high[number])

    def _note(self, extreme: Extreme) -> None:
        values = np.asarray(self._sums @ extreme.point, float)
        np.minimum(self._low, values, out=self._low)
        np.maximum(self._high, values, out=self._high)

    def _weighted(self, weights: Numbers) -> Numbers:
        return np.asarray(self._sums.T @ weights, float)

    def unsafe(self) -> list[int]:
        """Return the targets not yet seen to be as unknown as they must be."""
        return [number for number in range(len(self.targets)) if not self.bounds(number).safe]

    def explore(self) -> None:
        """See how far many targets can move at once, so that few need solving alone."""
        signs = _SIGNS.generator()
        for turn in range(_ROUNDS):
            left = self.unsafe()
            if not left:
                return
            weights = np.zeros(len(self.targets))
            weights[left] = (
                (1.0 if turn == 0 else -1.0) if turn < 2 else signs.choice([-1.0, 1.0], len(left))
            )
            self._note(self._programme.highest(self._weighted(weights)))
            if turn > 1 and len(self.unsafe()) > 0.9 * len(left):
                return

    def press(self, number: int, *, fully: bool = False) -> Numbers | None:
        """Solve for one target until it is seen to be safe; return what binds it if it is not.

        With ``fully`` both ends are solved for whatever the rule needs.
        """
        prices: Numbers | None = None
        for sign in (1.0, -1.0):
            if not fully and self.bounds(number).safe:
                return None
            weights = np.zeros(len(self.targets))
            weights[number] = sign
            extreme = self._programme.highest(self._weighted(weights))
            self._note(extreme)
            prices = extreme.prices if prices is None else np.maximum(prices, extreme.prices)
        return None if self.bounds(number).safe else prices

    def binding(self, prices: Numbers) -> list[Group]:
        """Return the figures whose rows bind."""
        return [group for group, rows in self._rows_of.items() if (prices[rows] > _SLACK).any()]

    def let_go(self, group: Group) -> None:
        """Withhold a figure."""
        for row in self._rows_of.pop(group, ()):
            self._programme.let_go(row)

    @property
    def shown(self) -> frozenset[Group]:
        """The figures not let go."""
        return frozenset(self._rows_of)


def _joined(parts: Sequence[npt.NDArray[Any]], kind: type) -> npt.NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, kind)
