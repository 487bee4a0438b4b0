"""Whether tables are of so many people that no question of small numbers comes up.

Where every combination of answers that tables can tell apart was given by nobody or by enough
people, so is every group that they, or any sums and differences of them, can speak of: each is made
of such combinations. Nothing then needs to be withheld, and nothing to be solved for.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from math import prod

from alongside.dataset import VariableType
from alongside.questionnaire import Disclosure
from alongside.tabulate.guard.people import People
from alongside.tabulate.guard.printed import Printed
from alongside.tabulate.guard.traits import Trait, Words
from alongside.tabulate.people import as_condition
from alongside.tabulate.table import Base

_COUNTED = (VariableType.SINGLE, VariableType.MULTI)
_MOST_CROSSINGS = 64
_MOST_COMBINATIONS = 1 << 20


def all_roomy(
    people: People, tables: Iterable[Printed], rule: Disclosure, kin: Mapping[str, Sequence[str]]
) -> bool:
    """Return whether nothing that these tables could tell is of few people.

    ``people`` are the completed responses; ``kin`` says of each variable which ones hang together
    with it, and all of these are looked at. False also where looking would take long, and for
    tables of unfinished responses or with other bases than the people who answered.
    """
    if rule.all_alike == "withhold":
        return False
    words = Words(people.dataset)
    return all(_roomy(people, words, table, rule.withhold_below, kin) for table in tables)


def _roomy(
    people: People, words: Words, table: Printed, fewest: int, kin: Mapping[str, Sequence[str]]
) -> bool:
    if table.partial or not table.variable or table.base is not Base.ANSWERED:
        return False
    every = {other for code in table.looked_at for other in kin[code]}
    asked = every.difference(table.shown)
    if any(words.codebook.by_code[code].type not in _COUNTED for code in every):
        return False  # numbers and dates can be cut anywhere
    units = [units_of(words, code) for code in (*table.shown, *sorted(asked))]
    tests = words.tests(as_condition(table.where))
    chosen_by = tuple(dict.fromkeys(trait for test in tests for trait in test.traits))
    if prod(len(unit) for unit in units) > _MOST_CROSSINGS:
        return False
    for parts in product(*units):
        traits = tuple(dict.fromkeys(trait for part in (*parts, chosen_by) for trait in part))
        if prod(len(words.states[trait]) for trait in traits) > _MOST_COMBINATIONS:
            return False
        if 0 < people.fewest(traits, words.states) < fewest:
            return False
    return True


def units_of(words: Words, code: str) -> Sequence[tuple[Trait, ...]]:
    """Return the traits that a variable shows at once: of several answers one at a time."""
    variable = words.codebook.by_code[code]
    if variable.type is not VariableType.MULTI:
        return [(words.answer(code),)]
    replied = words.replied(code)
    return [(replied, words.option(code, each.code)) for each in variable.categories]
