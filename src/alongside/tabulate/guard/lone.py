"""A table by itself, read from its own counts, without the data behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from alongside.tabulate.counts import BASE
from alongside.tabulate.guard.claims import Sheet
from alongside.tabulate.guard.printed import NOT, Spot
from alongside.tabulate.guard.sizes import Kinds, kinds_from
from alongside.tabulate.guard.traits import IN, OUT, Group, Kind, Test, Trait, group_of, one_of
from alongside.tabulate.suppression import UNPLACED
from alongside.tabulate.table import TOTAL, Table

_Factor = tuple[Trait, Mapping[str, str]]
"""A trait of a table's rows or columns, with the row or column that each state is."""


@dataclass(frozen=True, eq=False)
class LoneTable:
    """What :class:`~alongside.tabulate.guard.system.System` needs of one table."""

    table: Table

    @property
    def rows(self) -> list[_Factor]:
        """The traits of the rows: one of all rows, or one a row where they overlap."""
        codes = [row.code for row in self.table.rows]
        if self.table.multiple:
            return [_option("row", code) for code in codes]
        return [(Trait(Kind.ANSWER, "row"), {code: code for code in codes})]

    @property
    def columns(self) -> list[_Factor]:
        """The traits of the columns, the total left out."""
        codes = [each.heading.code for each in self.table.columns if each.heading.code != TOTAL]
        if not codes:
            return []
        if self.table.unplaced:
            every = {code: code for code in (*codes, UNPLACED)}
            return [(Trait(Kind.ANSWER, "column"), every)]
        return [_option("column", code) for code in codes]

    @property
    def states(self) -> dict[Trait, tuple[str, ...]]:
        """The states of every trait."""
        return {trait: tuple(states) for trait, states in (*self.rows, *self.columns)}

    def n(self, row: str, column: str) -> int:
        """Return the people at a place of the table, printed or not."""
        if column.startswith(NOT):
            return self.n(row, TOTAL) - self.n(row, column.removeprefix(NOT))
        if row.startswith(NOT):
            return self.n(BASE, column) - self.n(row.removeprefix(NOT), column)
        if column == UNPLACED:
            return self.table.unplaced.get(row, 0)
        if row == BASE:
            return self.table.column(column).base_n or 0
        return self.table.cell(row, column).n or 0

    def w(self, row: str, column: str) -> float:
        """Return the sum of weights at a place of a weighted table, printed or not."""
        if column.startswith(NOT):
            return self.w(row, TOTAL) - self.w(row, column.removeprefix(NOT))
        if row.startswith(NOT):
            return self.w(BASE, column) - self.w(row.removeprefix(NOT), column)
        if column == UNPLACED:
            groups = (each.heading.code for each in self.table.columns)
            placed = sum(self.w(row, code) for code in groups if code != TOTAL)
            return self.w(row, TOTAL) - placed
        measures = self.table.measures
        base = measures.columns[column].base_w if measures else None
        share = 1.0 if row == BASE else self.table.cell(row, column).share
        return (base or 0.0) * (share or 0.0)

    def weigh(self, traits: tuple[Trait, ...]) -> dict[tuple[str, ...], tuple[float, float, float]]:
        """Return people, weights, and squares as if all of a combination had one weight."""
        found = {}
        for states, (row, column) in self._places(traits).items():
            n, w = self.n(row, column), max(self.w(row, column), 0.0)
            found[states] = (float(n), w if n else 0.0, w * w / n if n else 0.0)
        return found

    def count(self, traits: tuple[Trait, ...]) -> dict[tuple[str, ...], int]:
        """Return how many people have each combination of states."""
        return {
            states: self.n(row, column) for states, (row, column) in self._places(traits).items()
        }

    def kinds(self, traits: tuple[Trait, ...]) -> Kinds:
        """Return the combinations of states, as places, and how many people have each."""
        states = self.states
        return kinds_from(self.count(traits), [states[trait] for trait in traits])

    def _places(self, traits: tuple[Trait, ...]) -> dict[tuple[str, ...], Spot]:
        """Return the place of the table that each combination of states is."""
        factors = dict((*self.rows, *self.columns))
        found = {}
        for states in product(*(factors[trait] for trait in traits)):
            row, column = BASE, TOTAL
            for trait, state in zip(traits, states, strict=True):
                if trait.name == "row":
                    row = factors[trait][state]
                else:
                    column = factors[trait][state]
            found[states] = (row, column)
        return found

    def sheet(self) -> Sheet:
        """Return the table as an outsider reads it, who knows nothing else."""
        states = self.states
        figures: dict[Spot, Group] = {}
        unprinted: dict[Spot, Group] = {}
        for row, column in product(_places(self.rows, BASE), _places(self.columns, TOTAL)):
            spot = (row[0], column[0])
            hidden = spot[1] == UNPLACED or any(code.startswith(NOT) for code in spot)
            group = group_of([*row[1], *column[1]], states)
            (unprinted if hidden else figures)[spot] = group
        return Sheet(figures, unprinted)


def _option(name: str, code: str) -> _Factor:
    return Trait(Kind.OPTION, name, code), {IN: code, OUT: NOT + code}


def _places(factors: list[_Factor], whole: str) -> Iterator[tuple[str, list[Test]]]:
    yield whole, []
    for trait, states in factors:
        for state, code in states.items():
            yield code, [one_of(trait, [state])]
