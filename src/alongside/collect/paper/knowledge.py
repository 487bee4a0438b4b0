"""What is certain about a person's answers at one place of a printed form.

A small abstract reading of conditions: sound, not complete. When it says that a condition
holds, it holds for everyone who stands there; when it cannot say, the condition is printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.questionnaire.conditions import (
    All,
    Any,
    Condition,
    Not,
    holds,
    questions_in,
)
from alongside.questionnaire.model import CHOICE_TYPES, OTHER_SUFFIX, Question


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of the answers so far.

    Parameters
    ----------
    values
        What the answer to a question may be, None standing for "no answer"; a question that
        is not named may have any answer.
    facts
        Conditions that are known to hold, or not to.
    """

    values: Mapping[str, frozenset[str | None]] = field(default_factory=dict)
    facts: Mapping[Condition, bool] = field(default_factory=dict)

    def knowing(self, code: str, *answers: str | None) -> "Knowledge":
        """Return this knowledge with a question narrowed to some answers."""
        return Knowledge({**self.values, code: frozenset(answers)}, self.facts)

    def blank(self, *codes: str) -> "Knowledge":
        """Return this knowledge with questions known to have no answer."""
        return Knowledge({**self.values, **{code: frozenset([None]) for code in codes}}, self.facts)


def settle(condition: Condition | None, knowledge: Knowledge) -> Condition | bool:
    """Return True or False when the condition is settled, else what is left to judge."""
    if condition is None:
        return True
    if condition in knowledge.facts:
        return knowledge.facts[condition]
    certain = _certain(condition, knowledge)
    if certain is not None:
        return certain
    match condition:
        case All(parts):
            return _settle_parts(parts, knowledge, every=True)
        case Any(parts):
            return _settle_parts(parts, knowledge, every=False)
        case Not(part):
            left = settle(part, knowledge)
            return not left if isinstance(left, bool) else Not(left)
        case _:
            return condition


def assume(condition: Condition | None, truth: bool, knowledge: Knowledge) -> Knowledge:
    """Return what is known once the condition has been found true or false."""
    if condition is None:
        return knowledge
    known = Knowledge(knowledge.values, {**knowledge.facts, condition: truth})
    match condition:
        case Not(part):
            known = assume(part, not truth, known)
        case All(parts) if truth:
            for part in parts:
                known = assume(part, True, known)
        case Any(parts) if not truth:
            for part in parts:
                known = assume(part, False, known)
        case _:
            pass
    code = _only_question(condition)
    if code is not None and code in known.values:
        kept = {
            answer for answer in known.values[code] if _holds_for(condition, code, answer) is truth
        }
        known = known.knowing(code, *kept)
    return known


def merge(first: Knowledge | None, second: Knowledge) -> Knowledge:
    """Return what is known when either may be the case; ``first`` None: only the second."""
    if first is None:
        return second
    values = {
        code: first.values[code] | answers
        for code, answers in second.values.items()
        if code in first.values
    }
    facts = {
        condition: truth
        for condition, truth in second.facts.items()
        if first.facts.get(condition) is truth
    }
    return Knowledge(values, facts)


def may_answer(question: Question, known: Knowledge) -> Knowledge:
    """Return the knowledge with the question open: any of its options, or none."""
    if question.type in CHOICE_TYPES:
        opened = known.knowing(question.code, None, *(option.code for option in question.options))
        values = dict(opened.values)
    else:
        values = dict(known.values)
        if question.takes_answer:
            values.pop(question.code, None)
    values.pop(question.code + OTHER_SUFFIX, None)
    return Knowledge(values, known.facts)


def unanswered(question: Question, known: Knowledge) -> Knowledge:
    """Return the knowledge with the question known to have no answer."""
    return known.blank(question.code, question.code + OTHER_SUFFIX)


def _settle_parts(
    parts: tuple[Condition, ...], knowledge: Knowledge, *, every: bool
) -> Condition | bool:
    """Settle ``and`` (every) or ``or``: a part that does not matter falls away."""
    left: list[Condition] = []
    for part in parts:
        settled = settle(part, knowledge)
        if settled is not every and isinstance(settled, bool):
            return not every
        if not isinstance(settled, bool) and settled not in left:
            left.append(settled)
    if not left:
        return every
    if len(left) == 1:
        return left[0]
    rest: Condition = All(tuple(left)) if every else Any(tuple(left))
    certain = _certain(rest, knowledge)
    return rest if certain is None else certain


def _certain(condition: Condition, knowledge: Knowledge) -> bool | None:
    """Return the outcome when every answer that is possible gives the same one."""
    code = _only_question(condition)
    if code is None:
        return None if next(questions_in(condition), None) else holds(condition, {})
    if code not in knowledge.values:
        return None
    outcomes = {_holds_for(condition, code, answer) for answer in knowledge.values[code]}
    return outcomes.pop() if len(outcomes) == 1 else None


def _only_question(condition: Condition) -> str | None:
    codes = set(questions_in(condition))
    return codes.pop() if len(codes) == 1 else None


def _holds_for(condition: Condition, code: str, answer: str | None) -> bool:
    return holds(condition, {} if answer is None else {code: answer})
