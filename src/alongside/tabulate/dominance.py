"""Sums and means that would tell about the few people who make them up.

A sum is *dominated* when one giver, who knows their own part, could work out another's too closely.
Rules and how far a dominated sum must stay unknown: Hundepool et al. 2012, Statistical Disclosure
Control, section 4.2.2, doi:10.1002/9781118348239.
"""

from collections.abc import Mapping, Sequence
from itertools import product

from alongside.questionnaire import Disclosure
from alongside.tabulate.guard.claims import Need, Target
from alongside.tabulate.guard.protect import protect
from alongside.tabulate.guard.system import System
from alongside.tabulate.guard.traits import Group, Kind, Test, Trait, group_of, one_of
from alongside.tabulate.table import TOTAL

Values = Mapping[tuple[str, str], Sequence[float]]
"""What each person gives, by row and column; everybody is in exactly one cell."""


def protection_level(values: Sequence[float], rule: Disclosure) -> float:
    """Return how far beyond a sum an outsider's range must reach; 0 when nothing dominates it.

    Parameters
    ----------
    values
        What each person gives to the sum, 0 or more.
    rule
        The study's: ``dominance_p``, ``dominance_n`` and ``dominance_k``.

    Raises ``ValueError`` for a value below 0: such sums cannot be bounded by their parts.
    """
    given = sorted(values, reverse=True)
    if given and given[-1] < 0:
        raise ValueError("the dominance rules are for values of 0 or more")
    whole, level = sum(given), 0.0
    if rule.dominance_p is not None and given:
        level = max(level, rule.dominance_p / 100 * given[0] - (whole - sum(given[:2])))
    if rule.dominance_n is not None and rule.dominance_k is not None:
        top = sum(given[: rule.dominance_n])
        level = max(level, 100 / rule.dominance_k * top - whole)
    return level if level > 1e-9 * max(whole, 1.0) else 0.0


def withheld_sums(values: Values, rule: Disclosure) -> frozenset[tuple[str, str]]:
    """Return which sums of a table (or means with their bases) may not be shown.

    Withheld are sums that few people make up (fewer than ``withhold_below``) or that somebody
    dominates, and what would give them away through totals of rows, columns and everybody.

    Parameters
    ----------
    values
        What each person gives, by row and column.
    rule
        The study's.

    Returns
    -------
    Places as (row, column), with ``__total__`` for the totals.
    """
    rows = tuple(dict.fromkeys(row for row, _ in values))
    columns = tuple(dict.fromkeys(column for _, column in values))
    states = {Trait(Kind.ANSWER, "row"): rows, Trait(Kind.ANSWER, "column"): columns}
    down, across = states
    sums = {
        (row, column): float(sum(values.get((row, column), ())))
        for row, column in product(rows, columns)
    }
    figures: dict[Group, float] = {}
    spots: dict[Group, tuple[str, str]] = {}
    targets = []
    for row, column in product((*rows, TOTAL), (*columns, TOTAL)):
        tests: list[Test] = [] if row == TOTAL else [one_of(down, [row])]
        tests += [] if column == TOTAL else [one_of(across, [column])]
        group = group_of(tests, states)
        here = [
            value
            for (one, other), given in values.items()
            if row in (one, TOTAL) and column in (other, TOTAL)
            for value in given
        ]
        if group not in spots:  # with one row or column, the total is that one
            spots[group], figures[group] = (row, column), float(sum(here))
        level = protection_level(here, rule)
        if 0 < len(here) < rule.withhold_below:
            level = max(level, max(here) or 1.0)
        if level:
            need = Need(below=min(level, sum(here)), above=level)
            targets.append(Target(group, float(sum(here)), need, f"{row}, {column}"))

    def count(traits: tuple[Trait, ...]) -> dict[tuple[str, ...], float]:
        found: dict[tuple[str, ...], float] = {}
        for (row, column), total in sums.items():
            key = tuple(row if trait == down else column for trait in traits)
            found[key] = found.get(key, 0.0) + total
        return found

    system = System(states, count, (), {group: (n, n) for group, n in figures.items()}, targets)
    order = {group: place for place, group in enumerate(spots)}

    def cost(group: Group) -> tuple[float, ...]:
        return (spots[group].count(TOTAL), figures[group], order[group])

    found = protect(system, frozenset(target.group for target in targets), cost, {})
    whole = {
        spot
        for spot in product((*rows, TOTAL), (*columns, TOTAL))
        if _place(spot, rows, columns) in {spots[group] for group in found.withheld}
    }
    return frozenset(whole)


def _place(spot: tuple[str, str], rows: Sequence[str], columns: Sequence[str]) -> tuple[str, str]:
    """Return the place under which a total of one row or column is known."""
    row, column = spot
    return (
        rows[0] if row == TOTAL and len(rows) == 1 else row,
        columns[0] if column == TOTAL and len(columns) == 1 else column,
    )
