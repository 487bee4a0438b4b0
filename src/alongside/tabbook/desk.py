"""Hands out tables of one data set one after the other, each held against all before it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from threading import Lock

import numpy as np
import polars as pl

from alongside.dataset import DataSet, VariableType, find_variable
from alongside.kernel.errors import DataError, ExpressionError
from alongside.questionnaire import Disclosure
from alongside.tabulate import Printed, ReleasedTable, Table, release_as, release_together
from alongside.tabulate.guard import Watch, printed_from


class Desk:
    """What may leave of one data set, whoever asks for what and in which order.

    A table that was handed out stays out, so what comes later withholds whatever would give a
    small number of either away; asked for again, a table withholds what it withheld before.

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
        self._given: dict[Printed, Printed] = {_what(each): each for each in earlier}
        self._new: dict[Printed, None] = {}
        self._lock = Lock()
        self.exact = True
        """Whether every inference from what was handed out was looked at; see
        :class:`~alongside.tabulate.Released`."""

    @property
    def given(self) -> tuple[Printed, ...]:
        """Everything handed out here, as the release log keeps it; what was there before is not."""
        return tuple(self._new)

    def tables(
        self, tables: Sequence[Table], watch: Watch | None = None
    ) -> tuple[ReleasedTable, ...]:
        """Return tables that may leave together and beside everything before.

        Raises :class:`~alongside.kernel.errors.DisclosureError` when nothing of one may.
        """
        if not self.rule.protects:
            return release_together(self.dataset, tables, self.rule).tables
        with self._lock:
            asked = {_what(printed_from(table)): table for table in tables}
            fresh = {what: table for what, table in asked.items() if what not in self._given}
            if fresh:
                made = release_together(
                    self.dataset,
                    list(fresh.values()),
                    self.rule,
                    earlier=list(self._given.values()),
                    watch=watch,
                )
                self._note(made.printed)
                self.exact = self.exact and made.exact
            held = [self._given[_what(printed_from(table))].withheld for table in tables]
        return tuple(
            release_as(table, withheld, self.rule)
            for table, withheld in zip(tables, held, strict=True)
        )

    def numbers(self, numbers: Sequence[Printed]) -> tuple[bool, ...]:
        """Return, for each single number, whether it may be told beside everything before."""
        if not self.rule.protects:
            return (True,) * len(numbers)
        with self._lock:
            fresh = [each for each in numbers if _what(each) not in self._given]
            if fresh:
                made = release_together(
                    self.dataset,
                    [],
                    self.rule,
                    numbers=fresh,
                    earlier=list(self._given.values()),
                )
                self._note(made.numbers)
                self.exact = self.exact and made.exact
            return tuple(not self._given[_what(each)].withheld for each in numbers)

    def _note(self, printed: Iterable[Printed]) -> None:
        for each in printed:
            self._given[_what(each)] = each
            self._new[each] = None


def _what(printed: Printed) -> Printed:
    """Return what a table is, whatever it withholds."""
    return replace(printed, withheld=frozenset(), rounded_to=0)


def check_weight(dataset: DataSet, weight: str, rule: Disclosure) -> None:
    """Refuse a weight that cannot be used, or that would undo what is withheld.

    Raises
    ------
    ExpressionError
        When there is no such column of numbers; the nearest is suggested.
    DataError
        When a weight of a completed response is missing, infinite or below 0; or is 0 while
        small numbers are withheld: people of weight 0 are left out, and a table without a few
        people less the same table with them shows those few.
    """
    frame = dataset.completed().frame
    if weight not in frame.columns or not frame.schema[weight].is_numeric():
        variable = find_variable(dataset.codebook, weight)
        raise ExpressionError(
            f"“{variable.code}” is no weight: it does not hold numbers.",
            remedy="Give a column of numbers, or make weights with rake().",
        )
    variable_type = getattr(dataset.codebook.by_code.get(weight), "type", VariableType.NUMERIC)
    if variable_type is VariableType.MULTI:
        raise ExpressionError(
            f"“{weight}” holds several answers and is no weight.",
            remedy="Give a column of numbers, or make weights with rake().",
        )
    values = frame[weight].cast(pl.Float64)
    array = values.to_numpy()
    bad = int((~(np.isfinite(array) & (array >= 0))).sum())
    if bad:
        raise DataError(
            f"{bad:,} people have no weight, or one below 0.",
            where=weight,
            remedy="Give every completed response a weight above 0.",
        )
    zeros = int((array == 0).sum())
    if zeros and rule.protects:
        raise DataError(
            f"{zeros:,} people have a weight of 0. They would be left out, and tables with and "
            "without them could be subtracted.",
            where=weight,
            remedy="Give everybody a weight above 0, and leave people out by a condition instead.",
        )
