"""What may leave: the only door from a table to a reader.

Which counts are withheld is decided in :mod:`alongside.tabulate.guard`; here they are taken out or
rounded, small groups are marked, and the reasons are put in plain words.
"""

import dataclasses
from collections.abc import Iterable, Sequence

from alongside.dataset import DataSet, Profiles
from alongside.kernel.errors import DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import BASE
from alongside.tabulate.design_telling import as_printed, telling_little
from alongside.tabulate.guard import (
    Printed,
    Spot,
    Watch,
    guard_alone,
    guard_together,
    printed_from,
)
from alongside.tabulate.measures import Measures
from alongside.tabulate.rounding import round_count
from alongside.tabulate.suppression import withheld_spots
from alongside.tabulate.table import TOTAL, Cell, Column, ReleasedTable, Table
from alongside.tabulate.wording import table_word


def release(table: Table, rule: Disclosure | None = None) -> ReleasedTable:
    """Return the table that may leave by itself: small numbers, and what gives them away, withheld.

    Nothing that was published before is taken into account: for that, and for several tables of
    one study, :func:`release_together`. Idempotent: releasing a released table by the same rule
    changes nothing. A threshold of 0 or 1 withholds nothing.

    Raises :class:`~alongside.kernel.errors.DisclosureError` when a released table is to be
    released by another rule: the counts that a stricter one needs are gone.
    """
    rule = rule or Disclosure()
    if isinstance(table, ReleasedTable):
        return _again(table, rule)
    if not rule.protects:
        return _clear(table, frozenset(), rule)
    return _clear(table, guard_alone(table, rule).withheld[0], rule)


@dataclasses.dataclass(frozen=True)
class Released:
    """Tables and single numbers that may leave together.

    Parameters
    ----------
    tables
        In the order given.
    numbers
        The single numbers, in the order given: those withheld say so.
    exact
        Whether everything outsiders could work out was looked at. If not, everything from any two
        tables was, and everything that adds up or can be subtracted.
    """

    tables: tuple[ReleasedTable, ...]
    numbers: tuple[Printed, ...]
    exact: bool

    @property
    def printed(self) -> tuple[Printed, ...]:
        """Everything, as the release log keeps it."""
        return (*(printed_from(table) for table in self.tables), *self.numbers)


def release_together(
    dataset: DataSet | Profiles,
    tables: Sequence[Table],
    rule: Disclosure | None = None,
    *,
    numbers: Sequence[Printed] = (),
    earlier: Iterable[Printed] = (),
    watch: Watch | None = None,
) -> Released:
    """Return tables that may leave together, and beside everything that left before.

    No sum or difference of them, of whatever kind, gives a small number away.

    Parameters
    ----------
    dataset
        What the tables were counted from: everybody, finished or not; or the kinds of people there
        are by everything that the tables look at.
    tables, numbers
        To be published; numbers as made by :func:`number`.
    rule
        The study's rule; None: the usual one.
    earlier
        What was published from the same data before.
    watch
        Told now and then how many numbers have been looked at, of how many.

    Raises
    ------
    DisclosureError
        When nothing of a table could be shown without giving a small number of an earlier one
        away: which table, which number, and what to do.
    """
    rule = rule or Disclosure()
    raw = [table for table in tables if not isinstance(table, ReleasedTable)]
    if len(raw) < len(tables):
        raise DisclosureError(
            "A table among these was released before.",
            remedy="Give the tables that were counted, not released ones.",
        )
    if not rule.protects:
        return Released(
            tuple(_clear(table, frozenset(), rule) for table in raw), tuple(numbers), True
        )
    new = [*(printed_from(table) for table in raw), *numbers]
    begin = [
        *(
            frozenset[Spot]() if rule.round_to else guard_alone(table, rule).withheld[0]
            for table in raw
        ),
        *(frozenset[Spot]() for _ in numbers),
    ]
    before = [*earlier]
    found = guard_together(dataset, new, rule, before, first=begin, watch=watch)
    for printed, alone, withheld, because in zip(
        new, begin, found.withheld, found.because, strict=True
    ):
        lost = (BASE, TOTAL) in withheld and (BASE, TOTAL) not in alone
        if before and lost and printed.variable:
            given = because.get((BASE, TOTAL)) or next(iter(because.values()), "")
            raise DisclosureError(
                f"This table cannot be shown beside what was published before: it would give away "
                f"{given or 'a small number'}.",
                where=printed.title,
                remedy="Leave out the condition or the groups, put small answers together, or ask "
                "for a table that was published before.",
            )
    released = tuple(
        _clear(table, withheld, rule) for table, withheld in zip(raw, found.withheld, strict=False)
    )
    told = zip(numbers, found.withheld[len(raw) :], strict=True)
    return Released(
        released,
        tuple(
            dataclasses.replace(each, withheld=withheld, rounded_to=rule.round_to)
            for each, withheld in told
        ),
        found.exact,
    )


def release_as(table: Table, withheld: frozenset[Spot], rule: Disclosure) -> ReleasedTable:
    """Return a table with what was found for it in a book of tables, and all it must withhold.

    For tables that were protected together before (:mod:`alongside.tabulate.book`). Small numbers
    are withheld whatever ``withheld`` says.
    """
    if isinstance(table, ReleasedTable):
        return _again(table, rule)
    small = frozenset[Spot]() if rule.round_to else withheld_spots(table, rule.withhold_below)
    return _clear(table, withheld | small, rule)


def _again(table: ReleasedTable, rule: Disclosure) -> ReleasedTable:
    if table.rule == _rule_text(rule, table.language):
        return table
    raise DisclosureError(
        f"The table was released by another rule: {table.rule}.",
        remedy="Release the table that was counted, not the released one.",
    )


def _clear(table: Table, hidden: frozenset[Spot], rule: Disclosure) -> ReleasedTable:
    """Return the table without what is hidden; the one place that makes a released table."""
    columns = tuple(_release_column(column, hidden, rule) for column in table.columns)
    bases = {column.heading.code: column.base_n for column in columns}
    cells = {
        spot: Cell(None, None) if spot in hidden else _release_cell(cell, bases[spot[1]], rule)
        for spot, cell in table.cells.items()
    }
    fields = {item.name: getattr(table, item.name) for item in dataclasses.fields(Table)}
    fields |= {
        "columns": columns,
        "cells": cells,
        "unplaced": {},
        "measures": _release_measures(table, hidden, rule),
        "notes": (*table.notes, *_notes(table, hidden, rule)),
        "rounded_to": rule.round_to,
        "rule": _rule_text(rule, table.language),
        "passed": ReleasedTable.PASSED,
    }
    return ReleasedTable(**fields)


def _rule_text(rule: Disclosure, language: str) -> str:
    name = "rule-nothing" if rule.withhold_below <= 1 else "rule-withheld"
    if rule.round_to:
        name = "rule-rounded"
    return table_word(
        name, language, most=rule.withhold_below - 1, mark=rule.small_base, to=rule.round_to
    )


def _release_cell(cell: Cell, base: int | None, rule: Disclosure) -> Cell:
    if not rule.round_to or cell.n is None:
        return cell
    n = round_count(cell.n, rule.round_to)
    return Cell(n, min(1.0, n / base) if base else None)


def _release_measures(table: Table, hidden: frozenset[Spot], rule: Disclosure) -> Measures | None:
    """Return what may be said beyond the counts; exact figures would undo rounding."""
    if rule.round_to and table.weight:
        raise DisclosureError(
            "Weighted shares would tell what rounding hides.",
            where=table.title,
            remedy="Leave the weight out, or withhold small numbers instead of rounding.",
        )
    if table.measures is None or rule.round_to:
        return None
    told = telling_little(table.measures, rule)
    kept = told.without(hidden, {column for row, column in hidden if row == BASE})
    return as_printed(kept, rule)


def _release_column(column: Column, hidden: frozenset[Spot], rule: Disclosure) -> Column:
    if (BASE, column.heading.code) in hidden:
        return Column(column.heading, None, caution=True)
    n = column.base_n
    if rule.round_to and n is not None:
        n = round_count(n, rule.round_to)
    return Column(column.heading, n, caution=n is not None and n < rule.small_base)


def _notes(table: Table, hidden: frozenset[Spot], rule: Disclosure) -> list[str]:
    notes = []
    if rule.round_to:
        notes.append(_word(table, "note-rounded", to=rule.round_to))
    cells = sum(1 for row, _ in hidden if row != BASE)
    if cells:
        name = "note-withheld-one" if cells == 1 else "note-withheld-many"
        notes.append(_word(table, name, n=cells, threshold=rule.withhold_below))
    small = [
        column.heading.label
        for column in table.columns
        if 0 < (column.base_n or 0) < rule.small_base
    ]
    if small:
        groups = "; ".join(small)
        mark = rule.small_base
        notes.append(_word(table, "note-small", mark=mark, groups=groups))
    alike = [
        column.heading.label
        for column in table.columns
        for row in table.rows
        if table.cell(row.code, column.heading.code).n == column.base_n != 0
        and (row.code, column.heading.code) not in hidden
        and not (column.base_n is not None and column.base_n < rule.withhold_below)
    ]
    if alike and rule.all_alike == "mark":
        groups = "; ".join(dict.fromkeys(alike))
        notes.append(_word(table, "note-alike", groups=groups))
    return notes


def _word(table: Table, name: str, **params: object) -> str:
    return table_word(name, table.language, unit=table.unit, **params)
