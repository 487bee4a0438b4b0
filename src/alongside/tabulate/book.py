"""Tables of any question by any group, as a page offers them, that agree whoever asks for which.

What a table withholds may not depend on which was asked for first. So the tables of one question
and one group are always protected as a family: the question alone, the group alone, one by the
other, and the other by the one. The two alone come first and are the same in every family.
"""

from collections.abc import Iterable
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
    printed_from,
)
from alongside.tabulate.table import ReleasedTable, Table

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
        self._alone: dict[str, Printed] = {}
        self._families: dict[tuple[str, str], dict[tuple[str, str], frozenset[Spot]]] = {}
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
                withheld = self._one(variable).withheld
            else:
                withheld = self._family(variable, by)[variable, by]
        return release_as(counted, withheld, self.rule)

    def printed(self, variable: str, by: str) -> list[Printed]:
        """Return the family of a question and a group, as it is published."""
        with self._lock:
            family = self._family(variable, by)
        found = [self._alone[code] for code in (variable, by) if code in self._alone]
        for (rows, columns), withheld in family.items():
            table = printed_from(self._count(rows, columns))
            found.append(_with(table, withheld, self.rule))
        return found

    def _count(self, variable: str, by: str | None = None) -> Table:
        return tabulate(self.dataset, variable, by, rule=self.rule)

    def _one(self, code: str) -> Printed:
        if code not in self._alone:
            table = self._count(code)
            first = frozenset() if self.rule.round_to else guard_alone(table, self.rule).withheld[0]
            printed = printed_from(table)
            earlier = [each for each in self._earlier if code in (each.variable, each.by)]
            found = guard_together(self.dataset, [printed], self.rule, earlier, first=[first])
            self._alone[code] = _with(printed, found.withheld[0], self.rule)
        return self._alone[code]

    def _family(self, one: str, two: str) -> dict[tuple[str, str], frozenset[Spot]]:
        pair = (min(one, two), max(one, two))
        if pair not in self._families:
            alone = [each for code in pair if (each := self._alone_if_counted(code)) is not None]
            ways = [way for way in (pair, pair[::-1]) if self._splits(*way)]
            tables = [self._count(*way) for way in ways]
            first = [
                frozenset[Spot]()
                if self.rule.round_to
                else guard_alone(table, self.rule).withheld[0]
                for table in tables
            ]
            earlier = [each for each in self._earlier if {each.variable, each.by} & set(pair)]
            found = guard_together(
                self.dataset,
                [printed_from(table) for table in tables],
                self.rule,
                [*earlier, *alone],
                first=first,
            )
            self._families[pair] = dict(zip(ways, found.withheld, strict=True))
        return self._families[pair]

    def _alone_if_counted(self, code: str) -> Printed | None:
        try:
            return self._one(code)
        except AlongsideError:
            return None

    def _splits(self, variable: str, by: str) -> bool:
        """Return whether a question can be counted by a group at all."""
        known = self.dataset.codebook.by_code
        return known[by].type in _GROUPS and self._alone_if_counted(variable) is not None


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
