"""Tables of any question by any group, as a page offers them, that agree whoever asks for which.

What a table withholds may not depend on which was asked for first. So the tables of one question
and one group are always protected as a family: the question alone, the group alone, one by the
other, and the other by the one, with all that was made from the one or the other. Those alone come
first and are the same in every family; and no family narrows what they leave unknown, so that
families cannot be held against each other to find it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, product
from threading import RLock

from alongside.dataset import DataSet, Variable, VariableType, find_variable
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Disclosure
from alongside.tabulate.crosstab import tabulate
from alongside.tabulate.disclosure import release, release_as
from alongside.tabulate.guard import (
    People,
    Printed,
    Spot,
    Words,
    all_roomy,
    guard_together,
    kin_of,
    units_of,
)
from alongside.tabulate.making import codes_shown
from alongside.tabulate.measures import Measuring
from alongside.tabulate.suppression import withheld_spots
from alongside.tabulate.table import TOTAL, ReleasedTable

Way = tuple[str, str]
"""A question and its groups."""
_GROUPS = (VariableType.SINGLE, VariableType.MULTI)


class Book:
    """The tables of one data set under one rule; each family is worked out once and kept.

    Parameters
    ----------
    dataset
        Everybody, finished or not.
    rule
        The study's.
    earlier
        What was published from these data before.
    """

    def __init__(self, dataset: DataSet, rule: Disclosure, earlier: Iterable[Printed] = ()) -> None:
        self.dataset, self.rule = dataset, rule
        self.earlier = tuple(earlier)
        self.completed = dataset.completed()
        self.people = People(self.completed)
        self._kin = kin_of((each.code for each in dataset.codebook), dataset.codebook)
        self._alone: dict[tuple[str, ...], dict[str, Printed]] = {}
        self._families: dict[frozenset[tuple[str, ...]], dict[Way, Printed]] = {}
        self._codes: dict[str, list[str]] = {}
        self._lock = RLock()

    def table(
        self,
        variable: str,
        by: str | None = None,
        *,
        language: str = "en",
        title: str = "",
        measuring: Measuring | None = None,
    ) -> ReleasedTable:
        """Return a question, by groups if asked, that may leave beside every table of the book.

        Raises what :func:`alongside.tabulate.tabulate` raises.
        """
        counted = tabulate(
            self.dataset,
            variable,
            by,
            rule=self.rule,
            language=language,
            title=title or None,
            measuring=measuring,
        )
        if not self.rule.protects:
            return release(counted, self.rule)
        return release_as(counted, self.withheld(variable, by), self.rule)

    def withheld(self, variable: str, by: str | None = None) -> frozenset[Spot]:
        """Return what the table of a question, by groups if asked, withholds."""
        with self._lock:
            if by is None:
                return self._alone_in(self._kin[variable])[variable].withheld
            return self._family(variable, by)[variable, by].withheld

    def get_ready(self) -> None:
        """Count once what every table of the book looks at, so that the first need not wait."""
        words = Words(self.completed)
        for variable in self.dataset.codebook:
            if variable.type in _GROUPS:
                for traits in units_of(words, variable.code):
                    self.people.fewest(traits, words.states)

    def printed(self, variable: str, by: str) -> list[Printed]:
        """Return the family of a question and a group, as it is published."""
        with self._lock:
            family = self._family(variable, by)
            return [*self._alone_of(variable, by), *family.values()]

    def kin(self, code: str) -> tuple[str, ...]:
        """Return the variables that hang together with one, itself included."""
        return self._kin[code]

    def printed_alone(self, codes: Iterable[str]) -> list[Printed]:
        """Return some questions, and all that hang together with them, each without groups."""
        with self._lock:
            return self._alone_of(*codes)

    def printed_of(self, codes: Iterable[str]) -> list[Printed]:
        """Return the families of every two of some variables, as they are published."""
        kin = sorted({self._kin[code] for code in codes})
        found: dict[Printed, None] = {}
        for one, two in combinations_with_replacement(kin, 2):
            if one != two or len(one) > 1:
                found |= dict.fromkeys(self.printed(one[0], two[-1]))
        return [*(found or dict.fromkeys(self.printed_alone(codes)))]

    def _count(self, variable: str, by: str | None = None) -> Printed:
        """Return a table without its numbers: that needs no counting."""
        known = self.dataset.codebook
        groups = [] if by is None else self._codes_of(find_variable(known, by))
        rows = self._codes_of(find_variable(known, variable))
        return Printed(variable, by or "", rows=tuple(rows), columns=(TOTAL, *groups))

    def _codes_of(self, variable: Variable) -> list[str]:
        if variable.code not in self._codes:
            self._codes[variable.code] = codes_shown(self.completed, variable)
        return self._codes[variable.code]

    def _first(self, variable: str, by: str | None = None) -> frozenset[Spot]:
        """Return what one table withholds by itself."""
        if self.rule.round_to:
            return frozenset()
        table = tabulate(self.dataset, variable, by, rule=self.rule)
        return withheld_spots(table, self.rule.withhold_below)

    def _alone_in(self, kin: tuple[str, ...]) -> dict[str, Printed]:
        """Return the questions that hang together, each without groups; those that have tables."""
        if kin not in self._alone:
            printed = {code: table for code in kin if (table := self._countable(code)) is not None}
            found = self._guarded([*printed.values()], [(code, None) for code in printed], kin)
            self._alone[kin] = dict(zip(printed, found, strict=True))
        return self._alone[kin]

    def _alone_of(self, *codes: str) -> list[Printed]:
        every = {kin: self._alone_in(kin) for kin in sorted({self._kin[code] for code in codes})}
        return [table for alone in every.values() for table in alone.values()]

    def _guarded(
        self,
        tables: Sequence[Printed],
        ways: Sequence[tuple[str, str | None]],
        codes: Collection[str],
        alone: Sequence[Printed] = (),
    ) -> list[Printed]:
        """Return tables as they are published together, beside their questions alone."""
        earlier = [each for each in self.earlier if {*each.shown} & {*codes}]
        if not earlier and all_roomy(self.people, tables, self.rule, self._kin):
            return [replace(each, rounded_to=self.rule.round_to) for each in tables]
        found = guard_together(
            self.dataset,
            tables,
            self.rule,
            [*earlier, *alone],
            first=[self._first(*way) for way in ways],
            unmoved=alone,
            people=self.people,
        )
        return [
            replace(each, withheld=withheld, rounded_to=self.rule.round_to)
            for each, withheld in zip(tables, found.withheld, strict=True)
        ]

    def _family(self, one: str, two: str) -> dict[Way, Printed]:
        both = frozenset([self._kin[one], self._kin[two]])
        if both not in self._families:
            codes = {code for kin in both for code in kin}
            ends = (self._kin[one], self._kin[two])
            ways = sorted(
                way
                for here, there in (ends, ends[::-1])
                for way in {*product(here, there)}
                if way[0] != way[1] and self._splits(*way)
            )
            ways = [*dict.fromkeys(ways)]
            tables = [self._count(*way) for way in ways]
            found = self._guarded(tables, ways, codes, self._alone_of(one, two))
            self._families[both] = dict(zip(ways, found, strict=True))
        return self._families[both]

    def _countable(self, code: str) -> Printed | None:
        try:
            return self._count(code)
        except AlongsideError:
            return None

    def _splits(self, variable: str, by: str) -> bool:
        """Return whether a question can be counted by a group at all."""
        known = self.dataset.codebook.by_code
        return known[by].type in _GROUPS and variable in self._alone_in(self._kin[variable])
