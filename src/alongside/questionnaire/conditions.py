"""Conditions on answers: a small tree, and what it means for one person.

One tree serves routing, derived variables, table filters and reports. The reading of
*missing* is the same everywhere: a comparison with an unanswered question is false, and
``not`` turns that round (so ``not heard = yes`` holds for someone who skipped ``heard``;
write ``heard in (no, unsure)`` to leave them out).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

Value = str | tuple[str, ...] | int | float | date
"""One answer: a code, several codes, words, a number or a date."""

Answers = Mapping[str, Value]
"""Answers by question code. An unanswered question is absent, never None or empty."""


class Order(StrEnum):
    """How two numbers or dates are compared."""

    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds; an empty one always holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Holds when at least one part holds; an empty one never does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class Equals:
    """The answer is this code, number or text; for any-of: this is the only option chosen."""

    question: str
    value: str


@dataclass(frozen=True, slots=True)
class In:
    """The single answer is one of these codes."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyIn:
    """At least one of these codes was chosen (single or several)."""

    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """There is an answer."""

    question: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A number, a date (ISO text) or, with ``counts``, how many options were chosen."""

    question: str
    order: Order
    bound: float | date
    counts: bool = False


Condition = All | Any | Not | Equals | In | AnyIn | Answered | Compare


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Return whether a condition holds for these answers; None always holds.

    >>> holds(In("heard", ("no", "unsure")), {"heard": "no"})
    True
    >>> holds(Equals("heard", "yes"), {})
    False
    """
    match condition:
        case None:
            return True
        case All(parts):
            return all(holds(part, answers) for part in parts)
        case Any(parts):
            return any(holds(part, answers) for part in parts)
        case Not(part):
            return not holds(part, answers)
        case Answered(question):
            return question in answers
        case Equals(question, value):
            return _codes(answers.get(question)) == (value,)
        case In(question, values):
            codes = _codes(answers.get(question))
            return len(codes) == 1 and codes[0] in values
        case AnyIn(question, values):
            return any(code in values for code in _codes(answers.get(question)))
        case Compare():
            return _compare(condition, answers)
        case _:
            assert_never(condition)


def questions_in(condition: Condition | None) -> Iterator[str]:
    """Yield every question a condition looks at, in order, repeats included."""
    match condition:
        case None:
            return
        case All(parts) | Any(parts):
            for part in parts:
                yield from questions_in(part)
        case Not(part):
            yield from questions_in(part)
        case _:
            yield condition.question


def comparisons_in(
    condition: Condition | None,
) -> Iterator[Equals | In | AnyIn | Answered | Compare]:
    """Yield every leaf of a condition, in order."""
    match condition:
        case None:
            return
        case All(parts) | Any(parts):
            for part in parts:
                yield from comparisons_in(part)
        case Not(part):
            yield from comparisons_in(part)
        case _:
            yield condition


def _codes(value: Value | None) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, tuple):
        return value
    if isinstance(value, float) and value.is_integer():
        return (str(int(value)),)
    return (value.isoformat() if isinstance(value, date) else str(value),)


def _compare(condition: Compare, answers: Answers) -> bool:
    value = answers.get(condition.question)
    if value is None:
        return False
    left: float | date
    right = condition.bound
    if condition.counts:
        left = float(len(_codes(value)))
    elif isinstance(value, date):
        left = value
    elif isinstance(value, str | int | float):
        try:
            left = float(value)
        except ValueError:
            return False
    else:
        return False
    if isinstance(left, date) and isinstance(right, date):
        return _ordered(left.toordinal(), right.toordinal(), condition.order)
    if isinstance(left, date) or isinstance(right, date):
        return False
    return _ordered(left, right, condition.order)


def _ordered(left: float, right: float, order: Order) -> bool:
    match order:
        case Order.GREATER:
            return left > right
        case Order.LESS:
            return left < right
        case Order.AT_LEAST:
            return left >= right
        case Order.AT_MOST:
            return left <= right
        case _:
            assert_never(order)
