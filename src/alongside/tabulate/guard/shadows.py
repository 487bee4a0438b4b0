"""What subtracting tables of different people could show: the same question, other conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod

import numpy as np

from alongside.dataset import variables_in
from alongside.tabulate.guard.claims import Claim, Sheet
from alongside.tabulate.guard.printed import Printed, opposite, place_words
from alongside.tabulate.guard.traits import Group, Test, Words, group_of
from alongside.tabulate.people import as_condition

_MOST_CLASSES = 4096
_Way = tuple[str, str, bool]
"""A way of choosing people: the condition for being counted, a further one, and who is finished."""


def _ways(printed: Printed) -> set[_Way]:
    """Return how a table chooses people; of a single number also those for whom it holds."""
    ways = {(printed.where, "", printed.partial)}
    if printed.condition:
        ways.add((printed.where, printed.condition, printed.partial))
    return ways


def _subjects(printed: Printed) -> tuple[str, ...]:
    """Return what is counted: tables of the same can be subtracted."""
    return (
        (printed.variable,) if printed.variable else variables_in(as_condition(printed.condition))
    )


def filters_of(printed: Sequence[Printed], words: Words) -> dict[_Way, list[Test]]:
    """Return the tests of each way of choosing people that occurs."""
    found = {}
    for way in sorted({way for each in printed for way in _ways(each)}):
        where, further, partial = way
        tests = [*words.tests(as_condition(where)), *words.tests(as_condition(further))]
        found[way] = tests if partial else [*tests, words.finished()]
    return found


def shadows_of(
    printed: Sequence[Printed],
    sheets: Sequence[Sheet],
    filters: Mapping[_Way, list[Test]],
    words: Words,
) -> tuple[dict[Group, str], list[Claim]]:
    """Return the cells that subtracting tables of different people could show, and the rules.

    A table of everybody less the same table of staff is a table of those who are not staff, whether
    or not anybody ever asked for it.
    """
    ways: dict[str, set[_Way]] = {}
    for each in printed:
        for subject in _subjects(each):
            ways.setdefault(subject, set()).update(_ways(each))
    found: dict[Group, str] = {}
    rules: dict[Claim, None] = {}
    for each, sheet in zip(printed, sheets, strict=True):
        rules |= dict.fromkeys(sheet.rules)
        others = set[_Way]().union(*(ways[subject] for subject in _subjects(each)))
        others.discard((each.where, "", each.partial))
        composites = [
            test for way in sorted(others) if (test := _joined(filters[way], words)) is not None
        ]
        outside = [opposite(test, words) for test in composites]
        choices = [[test] for test in (*composites, *outside)]
        if len(outside) > 1:
            choices.append(outside)
        for (spot, group), tests in product(sheet.figures.items(), choices):
            made = group_of([*group, *tests], words.states)
            found.setdefault(made, f"{each.title}, less another table: {place_words(spot)}")
        for rule, tests in product(sheet.rules, choices):
            terms = (
                (weight, group_of([*group, *tests], words.states)) for weight, group in rule.terms
            )
            rules[replace(rule, terms=tuple(terms))] = None
    return found, [*rules]


def _joined(tests: Sequence[Test], words: Words) -> Test | None:
    """Return several tests as one; None when there are too many combinations or none."""
    tests = [*group_of(tests, words.states)]
    if len(tests) == 1 and list(tests[0].traits) == sorted(tests[0].traits):
        size = prod(len(words.states[trait]) for trait in tests[0].traits)
        return tests[0] if size <= _MOST_CLASSES else None
    traits = tuple(sorted({trait for test in tests for trait in test.traits}))
    size = 1
    for trait in traits:
        size *= len(words.states[trait])
    if not traits or size > _MOST_CLASSES:
        return None
    named = [words.states[trait] for trait in traits]
    places = [{state: place for place, state in enumerate(names)} for names in named]
    inside = np.ones([len(names) for names in named], np.bool_)
    for test in tests:
        axes = [traits.index(trait) for trait in test.traits]
        passes = np.zeros([len(named[axis]) for axis in axes], np.bool_)
        for states in test.passing:
            passes[tuple(places[axis][s] for axis, s in zip(axes, states, strict=True))] = True
        order = np.argsort(axes)
        shape = [len(names) if axis in axes else 1 for axis, names in enumerate(named)]
        inside &= passes.transpose(order).reshape(shape)
    passing = (
        tuple(names[place] for names, place in zip(named, spot, strict=True))
        for spot in np.argwhere(inside).tolist()
    )
    return Test(traits, frozenset(passing))
