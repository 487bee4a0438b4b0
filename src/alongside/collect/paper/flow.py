"""From conditions to instructions: which question to answer, and where to go after it.

Two kinds of knowledge are used on purpose. Whether a gate can be *left out* is judged from
all the ways that lead to the place. Where a gate or an option *leads* is judged only from
what stands at the place itself, so that somebody who overlooked an earlier arrow is still
led right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from alongside.collect.paper.knowledge import (
    Knowledge,
    assume,
    may_answer,
    merge,
    settle,
    unanswered,
)
from alongside.collect.paper.model import Gate, PaperItem
from alongside.questionnaire import Condition
from alongside.questionnaire.conditions import All
from alongside.questionnaire.model import CHOICE_TYPES, OTHER_SUFFIX

Levels = tuple[Condition, ...]
"""What must hold for an item, from the outside in: its section, its page, itself."""


@dataclass
class _Sheet:
    """The items with what must hold for each, while the instructions are worked out."""

    items: Sequence[PaperItem]
    levels: Sequence[Levels]
    given: Knowledge

    def at(self, spot: int, upto: int | None = None) -> Knowledge:
        """Return what is certain for everyone at an item, after its first ``upto`` levels."""
        known = self.before[spot]
        for level in self.levels[spot][:upto]:
            known = assume(level, True, known)
        return known

    @cached_property
    def before(self) -> Sequence[Knowledge]:
        """For each item, what is certain before it: whatever comes later has no answer yet."""
        codes = [item.question.code for item in self.items]
        known = self.given.blank(*codes, *(code + OTHER_SUFFIX for code in codes))
        found = []
        for item in self.items:
            found.append(known)
            known = may_answer(item.question, known)
        return found

    def next_from(self, spot: int, known: Knowledge) -> int:
        """Return the first later item that somebody with this knowledge may have to read."""
        for later in range(spot + 1, len(self.items)):
            if settle(All(self.levels[later]), known) is not False:
                return later
            known = unanswered(self.items[later].question, known)
        return len(self.items)

    def passed_over(self, spot: int, target: int, known: Knowledge) -> Knowledge:
        """Return what is known after going from one item to a later one."""
        codes = [item.question.code for item in self.items[spot + 1 : target]]
        return known.blank(*codes, *(code + OTHER_SUFFIX for code in codes)) if codes else known


def direct(
    items: Sequence[PaperItem], levels: Sequence[Levels], given: Knowledge
) -> tuple[PaperItem, ...]:
    """Return the items with their gates and jumps.

    ``levels`` says what must hold for each item, in words about earlier items only;
    ``given`` is what the form itself settles, such as the audience it is printed for.
    """
    sheet = _Sheet(items, levels, given)
    arriving: list[Knowledge | None] = [None] * (len(items) + 1)
    if items:
        arriving[0] = sheet.before[0]
    directed: list[PaperItem] = []
    for spot, item in enumerate(items):
        # nobody led here: the sound reading is that anybody may come
        known = arriving[spot] or sheet.at(spot, upto=0)
        gates, known = _gates(sheet, spot, known, arriving)
        then, jumps = _ways_on(sheet, spot)
        _leave(sheet, spot, known, then, jumps, arriving)
        directed.append(replace(item, gates=gates, then=then, jumps=jumps))
    return tuple(directed)


def _gates(
    sheet: _Sheet, spot: int, known: Knowledge, arriving: list[Knowledge | None]
) -> tuple[tuple[Gate, ...], Knowledge]:
    """Return the gates before an item, and what is known of those who pass them."""
    gates: list[Gate] = []
    for depth, level in enumerate(sheet.levels[spot]):
        left = settle(level, known)
        if left is True:
            continue
        condition = level if left is False else left
        failing = assume(level, False, sheet.at(spot, upto=depth))
        failing = unanswered(sheet.items[spot].question, failing)
        target = sheet.next_from(spot, failing)
        astray = unanswered(sheet.items[spot].question, assume(condition, False, known))
        arriving[target] = merge(arriving[target], sheet.passed_over(spot, target, astray))
        if gates and gates[-1].otherwise == target:
            condition = All((*_parts(gates.pop().condition), *_parts(condition)))
        gates.append(Gate(condition, target))
        known = assume(level, True, assume(condition, True, known))
    return tuple(gates), known


def _ways_on(sheet: _Sheet, spot: int) -> tuple[int | None, Mapping[str, int]]:
    """Return where everybody goes after an item, or where each option leads."""
    question = sheet.items[spot].question
    here = may_answer(question, sheet.at(spot))
    target = sheet.next_from(spot, here)
    if target > spot + 1:
        return target, {}
    if question.type not in CHOICE_TYPES:
        return None, {}
    jumps = {
        option.code: sheet.next_from(spot, here.knowing(question.code, option.code))
        for option in question.options
    }
    return None, jumps if any(target > spot + 1 for target in jumps.values()) else {}


def _leave(
    sheet: _Sheet,
    spot: int,
    known: Knowledge,
    then: int | None,
    jumps: Mapping[str, int],
    arriving: list[Knowledge | None],
) -> None:
    """Carry what is known along every way that leads on from an item."""
    question = sheet.items[spot].question
    known = may_answer(question, known)
    ways: list[tuple[int, Knowledge]] = []
    if jumps:
        ways += [(jumps[code], known.knowing(question.code, code)) for code in jumps]
        ways.append((spot + 1, unanswered(question, known)))
    else:
        ways.append((spot + 1 if then is None else then, known))
    for target, carried in ways:
        arriving[target] = merge(arriving[target], sheet.passed_over(spot, target, carried))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, All) else (condition,)
