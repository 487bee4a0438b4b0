"""Tables of any question by any group, as a page offers them, that agree whoever asks for which.

What a table withholds may not depend on which was asked for first. So the tables of one question
and one group are always protected as a family: the question alone, the group alone, one by the
other, and the other by the one, with all that was made from the one or the other. Those alone come
first and are the same in every family; and no family narrows what they leave unknown, so that
families cannot be held against each other to find it.
"""

from collections.abc import Iterable
from itertools import product
from threading import Lock

from alongside.dataset import DataSet, VariableType
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Disclosure
from alongside.tabulate.crosstab import tabulate
from alongside.tabulate.disclosure import release, release_as
from alongside.tabulate.guard import (
    Printed,
    Spot,
    guard_alone,
    guard_together,
    kin_of,
    printed_from,
)
from alongside.tabulate.table import ReleasedTable

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
        self._earlier = tuple(earlier)
        self._kin = kin_of((each.code for each in dataset.codebook), dataset.codebook)
        self._alone: dict[tuple[str, ...], dict[str, Printed]] = {}
        self._families: dict[frozenset[tuple[str, ...]], dict[Way, frozenset[Spot]]] = {}
        self._lock = Lock()

    def table(
        self, variable: str, by: str | None = None, *, language: str = "en", title: str = ""
    ) -> ReleasedTable:
        """Return a question, by groups if asked, that may leave beside every table of the book.

        Raises what :func:`alongside.tabulate.tabulate` raises.
        """
        counted = tabulate(
            self.dataset, variable, by, rule=self.rule, language=language, title=title or None
        )
        if not self.rule.protects:
            return release(counted, self.rule)
        with self._lock:
            if by is None:
                withheld = self._alone_in(self._kin[variable])[variable].withheld
            else:
                withheld = self._family(variable, by)[variable, by]
        return release_as(counted, withheld, self.rule)

    def printed(self, variable: str, by: str) -> list[Printed]:
        """Return the family of a question and a group, as it is published."""
        with self._lock:
            family = self._family(variable, by)
            found = self._alone_of(variable, by)
        for (rows, columns), withheld in family.items():
            found.append(_with(self._count(rows, columns), withheld, self.rule))
        return found

    def _count(self, variable: str, by: str | None = None) -> Printed:
        return printed_from(tabulate(self.dataset, variable, by, rule=self.rule))

    def _first(self, variable: str, by: str | None = None) -> frozenset[Spot]:
        """Return what one table withholds by itself."""
        if self.rule.round_to:
            return frozenset()
        table = tabulate(self.dataset, variable, by, rule=self.rule)
        return guard_alone(table, self.rule).withheld[0]

    def _alone_in(self, kin: tuple[str, ...]) -> dict[str, Printed]:
        """Return the questions that hang together, each without groups; those that have tables."""
        if kin not in self._alone:
            printed = {code: table for code in kin if (table := self._countable(code)) is not None}
            earlier = [each for each in self._earlier if {each.variable, each.by} & set(kin)]
            first = [self._first(code) for code in printed]
            tables = [*printed.values()]
            found = guard_together(self.dataset, tables, self.rule, earlier, first=first)
            self._alone[kin] = {
                code: _with(table, withheld, self.rule)
                for (code, table), withheld in zip(printed.items(), found.withheld, strict=True)
            }
        return self._alone[kin]

    def _alone_of(self, *codes: str) -> list[Printed]:
        every = {kin: self._alone_in(kin) for kin in sorted({self._kin[code] for code in codes})}
        return [table for alone in every.values() for table in alone.values()]

    def _family(self, one: str, two: str) -> dict[Way, frozenset[Spot]]:
        both = frozenset([self._kin[one], self._kin[two]])
        if both not in self._families:
            codes = {code for kin in both for code in kin}
            alone = self._alone_of(one, two)
            ends = (self._kin[one], self._kin[two])
            ways = sorted(
                way
                for here, there in (ends, ends[::-1])
                for way in {*product(here, there)}
                if way[0] != way[1] and self._splits(*way)
            )
            ways = [*dict.fromkeys(ways)]
            found = guard_together(
                self.dataset,
                [self._count(*way) for way in ways],
                self.rule,
                [*(e for e in self._earlier if {e.variable, e.by} & codes), *alone],
                first=[self._first(*way) for way in ways],
                unmoved=alone,
            )
            self._families[both] = dict(zip(ways, found.withheld, strict=True))
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


def _with(printed: Printed, withheld: frozenset[Spot], rule: Disclosure) -> Printed:
    return Printed(
        printed.variable,
        by=printed.by,
        where=printed.where,
        base=printed.base,
        partial=printed.partial,
        rows=printed.rows,
        columns=printed.columns,
        withheld=withheld,
        rounded_to=rule.round_to,
    )
