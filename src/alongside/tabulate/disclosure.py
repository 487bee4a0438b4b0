"""What may leave: the only door from a table to a reader.

Which counts are withheld is decided in :mod:`alongside.tabulate.suppression`; here they are
taken out, small groups are marked, and the reasons are put in plain words.
"""

import dataclasses

from alongside.kernel.errors import DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import BASE
from alongside.tabulate.suppression import Spot, withheld_spots
from alongside.tabulate.table import Cell, Column, ReleasedTable, Table


def release(table: Table, rule: Disclosure | None = None) -> ReleasedTable:
    """Return the table that may leave, with everything below the threshold withheld.

    Idempotent: releasing a released table by the same rule changes nothing. A threshold of 0
    or 1 withholds nothing.

    Raises :class:`~alongside.kernel.errors.DisclosureError` when a released table is to be
    released by another rule: the counts that a stricter one needs are gone.
    """
    rule = rule or Disclosure()
    if isinstance(table, ReleasedTable):
        if table.rule == _rule_text(rule):
            return table
        raise DisclosureError(
            f"The table was released by another rule: {table.rule}.",
            remedy="Release the table that was counted, not the released one.",
        )
    hidden = withheld_spots(table, rule.withhold_below)
    columns = tuple(_release_column(column, hidden, rule) for column in table.columns)
    cells = {
        spot: Cell(None, None) if spot in hidden else cell for spot, cell in table.cells.items()
    }
    fields = {item.name: getattr(table, item.name) for item in dataclasses.fields(Table)}
    fields |= {
        "columns": columns,
        "cells": cells,
        "unplaced": {},
        "notes": (*table.notes, *_notes(table, hidden, rule)),
        "rule": _rule_text(rule),
        "passed": ReleasedTable.PASSED,
    }
    return ReleasedTable(**fields)


def _rule_text(rule: Disclosure) -> str:
    small = f"groups below {rule.small_base} marked"
    if rule.withhold_below <= 1:
        return f"nothing withheld, {small}"
    return f"counts from 1 to {rule.withhold_below - 1} withheld, {small}"


def _release_column(column: Column, hidden: frozenset[Spot], rule: Disclosure) -> Column:
    if (BASE, column.heading.code) in hidden:
        return Column(column.heading, None, caution=True)
    small = column.base_n is not None and column.base_n < rule.small_base
    return Column(column.heading, column.base_n, caution=small)


def _notes(table: Table, hidden: frozenset[Spot], rule: Disclosure) -> list[str]:
    notes = []
    cells = sum(1 for row, _ in hidden if row != BASE)
    if cells:
        one = cells == 1
        notes.append(
            f"{cells} {'number is' if one else 'numbers are'} withheld because fewer than "
            f"{rule.withhold_below} people are behind {'it' if one else 'them'}, or because "
            f"{'it' if one else 'they'} would give such a number away."
        )
    small = [
        column.heading.label
        for column in table.columns
        if 0 < (column.base_n or 0) < rule.small_base
    ]
    if small:
        notes.append(f"Read with care, fewer than {rule.small_base} people: {'; '.join(small)}.")
    return notes
