"""Constraints become bounds and exclusive options; what is neither is named as lost."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from math import ceil, floor

from alongside.kernel.errors import ExpressionError
from alongside.questionnaire.conditions import (
    All,
    AnyIn,
    Compare,
    Condition,
    Equals,
    Not,
    Order,
    comparisons_in,
    holds,
)
from alongside.questionnaire.model import TEXT_TYPES, Question, QuestionType
from alongside.questionnaire.xlsform.losses import Losses
from alongside.questionnaire.xlsform.relevance import ALWAYS, simplify
from alongside.questionnaire.xlsform.rows import FormRow
from alongside.questionnaire.xlsform.xpath import LENGTH_OF_SELF, SELF, TODAY, parse_xpath

_MOST_NAMED = 5
_TURNED_ROUND = {
    Order.GREATER: Order.AT_MOST,
    Order.AT_MOST: Order.GREATER,
    Order.LESS: Order.AT_LEAST,
    Order.AT_LEAST: Order.LESS,
}


def constrain(
    question: Question, row: FormRow, options: Mapping[str, tuple[str, ...]], losses: Losses
) -> Question:
    """Return the question with the bounds that its constraint states.

    ``options`` are our codes of the choices by their names in the form.
    """
    words = str(row.bind.get("constraint") or "").strip()
    if not words:
        return question
    try:
        condition = simplify(parse_xpath(words))
    except ExpressionError:
        reason = "It is more than Alongside can keep."
        losses.add(row, "xlsform-constraint", words=words, reason=reason)
        return question
    parts = condition.parts if isinstance(condition, All) else (condition,)
    kept = 0
    for part in parts:
        bounded = _bounded(question, _positive(part)) or _exclusive(question, part, options)
        if bounded is not None:
            question, kept = bounded, kept + 1
            if _leaves_out_today(part):
                losses.add(row, "xlsform-constraint-today", words=words)
    if kept < len(parts) and kept:
        losses.add(row, "xlsform-constraint-part", words=words)
    elif not kept and condition != ALWAYS:
        reason = f"It is no bound that a {question.type.value} question has here."
        losses.add(row, "xlsform-constraint", words=words, reason=reason)
    return question


def _positive(part: Condition) -> Condition:
    """Return ``not(. > 5)`` as ``. <= 5``: a constraint looks at answers that are there."""
    match part:
        case Not(Compare(question, order, bound, counts)):
            return Compare(question, _TURNED_ROUND[order], bound, counts)
    return part


def _leaves_out_today(part: Condition) -> bool:
    match _positive(part):
        case Compare(bound=bound, order=Order.LESS | Order.GREATER):
            return bound == TODAY
    return False


def _bounded(question: Question, part: Condition) -> Question | None:
    """Return the question with one more bound; None when the part is no bound it can have."""
    if not isinstance(part, Compare):
        return None
    if isinstance(part.bound, date):
        return _day_bounded(question, part, part.bound)
    fits = (
        (part.question == SELF and part.counts and question.type is QuestionType.ANY_OF)
        or (part.question == SELF and not part.counts and question.type is QuestionType.NUMBER)
        or (part.question == LENGTH_OF_SELF and question.type in TEXT_TYPES)
    )
    if not fits:
        return None
    lowest, highest = _ends(part.order, part.bound, question.decimals)
    if lowest is not None and (question.minimum is None or lowest > question.minimum):
        question = replace(question, minimum=lowest)
    if highest is not None and (question.maximum is None or highest < question.maximum):
        question = replace(question, maximum=highest)
    return question


def _ends(order: Order, bound: float, decimals: int) -> tuple[float | None, float | None]:
    """Return the smallest and the largest value on the grid of decimals."""
    grid = 10**decimals
    steps = round(bound * grid, 6)
    match order:
        case Order.GREATER:
            return (floor(steps) + 1) / grid, None
        case Order.AT_LEAST:
            return ceil(steps) / grid, None
        case Order.LESS:
            return None, (ceil(steps) - 1) / grid
        case Order.AT_MOST:
            return None, floor(steps) / grid


def _day_bounded(question: Question, part: Compare, bound: date) -> Question | None:
    if question.type is not QuestionType.DATE or part.question != SELF or part.counts:
        return None
    if bound == TODAY:
        said = "today"
    else:
        shift = {Order.GREATER: 1, Order.LESS: -1}.get(part.order, 0)
        said = date.fromordinal(bound.toordinal() + shift).isoformat()
    if part.order in (Order.GREATER, Order.AT_LEAST):
        return replace(question, earliest=said)
    return replace(question, latest=said)


def _exclusive(
    question: Question, part: Condition, options: Mapping[str, tuple[str, ...]]
) -> Question | None:
    """Return the question with exclusive options when that is all the part says.

    However it is written, a rule about some named choices and how many were chosen makes
    them exclusive when it fails exactly where a named one stands beside another choice.
    """
    leaves = list(comparisons_in(part))
    named = {value for leaf in leaves if isinstance(leaf, AnyIn) for value in leaf.values}
    named |= {leaf.value for leaf in leaves if isinstance(leaf, Equals)}
    known = all(leaf.question == SELF for leaf in leaves) and named <= set(options)
    if question.type is not QuestionType.ANY_OF or not known or not 0 < len(named) <= _MOST_NAMED:
        return None
    others = ("\0", "\1", "\2")
    sets = chain.from_iterable(combinations(sorted(named), n) for n in range(len(named) + 1))
    for chosen in sets:
        for number in range(len(others) + 1):
            answer = (*chosen, *others[:number])
            mixed = bool(chosen) and len(answer) > 1
            if answer and holds(part, {SELF: answer}) == mixed:
                return None
    codes = {code for name in named for code in options[name]}
    return replace(
        question,
        options=tuple(
            replace(option, exclusive=option.exclusive or option.code in codes)
            for option in question.options
        ),
    )
