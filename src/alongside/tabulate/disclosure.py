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
from alongside.tabulate.wording import table_word


def release(table: Table, rule: Disclosure | None = None) -> ReleasedTable:
    """Return the table that may leave, with everything below the threshold withheld.

    Idempotent: releasing a released table by the same rule changes nothing. A threshold of 0
    or 1 withholds nothing.

    Raises :class:`~alongside.kernel.errors.DisclosureError` when a released table is to be
    released by another rule: the counts that a stricter one needs are gone.
    """
    rule = rule or Disclosure()
    if isinstance(table, ReleasedTable):
        if table.rule == _rule_text(rule, table.language):
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
        "rule": _rule_text(rule, table.language),
        "passed": ReleasedTable.PASSED,
    }
    return ReleasedTable(**fields)


def _rule_text(rule: Disclosure, language: str) -> str:
    name = "rule-nothing" if rule.withhold_below <= 1 else "rule-withheld"
    return table_word(name, language, most=rule.withhold_below - 1, mark=rule.small_base)


def _release_column(column: Column, hidden: frozenset[Spot], rule: Disclosure) -> Column:
    if (BASE, column.heading.code) in hidden:
        return Column(column.heading, None, caution=True)
    small = column.base_n is not None and column.base_n < rule.small_base
    return Column(column.heading, column.base_n, caution=small)


def _notes(table: Table, hidden: frozenset[Spot], rule: Disclosure) -> list[str]:
    notes = []
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
    return notes


def _word(table: Table, name: str, **params: object) -> str:
    return table_word(name, table.language, unit=table.unit, **params)
