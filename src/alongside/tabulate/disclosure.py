"""What may leave: small counts are withheld, and so is what would give them away.

*Primary*: a base, or a count other than zero, below the study's threshold; in a question with
several answers also a count that leaves fewer than the threshold who did not choose it.
*Secondary*: wherever the withheld cells of a line (a row or a column that adds up to a shown
total) could be worked out, the next smallest is withheld as well, until every line holds none,
or at least two whose sum reaches the threshold. People who are in the total but in no column
(no answer to the grouping question) count as one more column, which anybody can work out.

This protects within one table. What two tables reveal together is a matter for the release log.
After: Hundepool et al., Statistical Disclosure Control (Wiley, 2012), chapter 4,
doi:10.1002/9781118348239.
"""

import dataclasses
from collections.abc import Iterator

from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import BASE
from alongside.tabulate.table import TOTAL, Cell, Column, ReleasedTable, Table

Spot = tuple[str, str]
"""A count: (row code or BASE, column code or UNPLACED)."""
UNPLACED = "__unplaced__"


def release(table: Table, rule: Disclosure | None = None) -> ReleasedTable:
    """Return the table that may leave, with everything below the threshold withheld.

    Idempotent: releasing a released table changes nothing. A threshold of 0 or 1 withholds
    nothing.
    """
    if isinstance(table, ReleasedTable):
        return table
    rule = rule or Disclosure()
    hidden = withheld_spots(table, rule)
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
        "rule": f"counts from 1 to {rule.withhold_below - 1} withheld"
        if rule.withhold_below > 1
        else "nothing withheld",
        "passed": ReleasedTable.PASSED,
    }
    return ReleasedTable(**fields)


def withheld_spots(table: Table, rule: Disclosure) -> frozenset[Spot]:
    """Return every count of a table that may not be shown, bases included."""
    threshold = rule.withhold_below
    if threshold <= 1:
        return frozenset()
    counts = _counts(table)
    hidden = {spot for spot, n in counts.items() if 0 < n < threshold}
    if table.multiple:
        hidden |= {
            (row, column)
            for (row, column), n in counts.items()
            if row != BASE and 0 < counts[BASE, column] - n < threshold
        }
    lines = list(_lines(table, counts))
    changed = True
    while changed:
        changed = False
        for _, column in [spot for spot in hidden if spot[0] == BASE]:
            whole = {spot for spot in counts if spot[1] == column}
            changed = changed or not whole <= hidden
            hidden |= whole
        for line in lines:
            addition = _next_to_hide(line, counts, hidden, threshold)
            if addition is not None:
                hidden.add(addition)
                changed = True
    return frozenset(spot for spot in hidden if spot[1] != UNPLACED)


def _counts(table: Table) -> dict[Spot, int]:
    counts: dict[Spot, int] = {
        spot: cell.n for spot, cell in table.cells.items() if cell.n is not None
    }
    for column in table.columns:
        counts[BASE, column.heading.code] = column.base_n or 0
    if table.unplaced.get(BASE):
        counts |= {(row, UNPLACED): n for row, n in table.unplaced.items()}
    return counts


def _lines(table: Table, counts: dict[Spot, int]) -> Iterator[tuple[Spot, ...]]:
    """Yield the sets of counts that add up to a total somebody could see."""
    rows = [row.code for row in table.rows]
    columns = list(dict.fromkeys(column for _, column in counts))
    if not table.multiple:
        for column in columns:
            yield tuple((row, column) for row in rows)
    if table.by is not None and table.unplaced:
        inner = [column for column in columns if column != TOTAL]
        for row in (BASE, *rows):
            yield tuple((row, column) for column in inner)


def _next_to_hide(
    line: tuple[Spot, ...], counts: dict[Spot, int], hidden: set[Spot], threshold: int
) -> Spot | None:
    """Return one more count to withhold so that a line gives nothing away, or None."""
    kept_back = [spot for spot in line if spot in hidden and counts[spot] > 0]
    if not kept_back:
        return None
    if len(kept_back) >= 2 and sum(counts[spot] for spot in kept_back) >= threshold:
        return None
    shown = [spot for spot in line if spot not in hidden and spot[1] != UNPLACED]
    with_people = [spot for spot in shown if counts[spot] > 0]
    if not with_people:
        return None
    return min(with_people, key=lambda spot: (counts[spot], spot))


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
