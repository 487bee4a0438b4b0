"""Conditions over a data set: the same tree as routing, worked out for whole columns.

A comparison with a missing value is false, whatever the kind of missing, exactly as
:func:`alongside.questionnaire.conditions.holds` has it for one person. What can never hold by
mistake (an unknown code, a number compared with a date) is refused instead.
"""

import difflib
import math
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import assert_never

import polars as pl

from alongside.dataset.codebook import Codebook, Variable, VariableType
from alongside.kernel.errors import ExpressionError
from alongside.questionnaire.conditions import (
    All,
    Answered,
    Any,
    AnyIn,
    Compare,
    Condition,
    Equals,
    In,
    Not,
    Order,
    comparisons_in,
    questions_in,
)

MASK_BITS = 64


def find_variable(codebook: Codebook, code: str, *, where: str = "") -> Variable:
    """Return a variable that may be looked at.

    Raises :class:`~alongside.kernel.errors.ExpressionError` when there is none of that code
    (the nearest is suggested), or when it identifies people.
    """
    variable = codebook.by_code.get(code)
    if variable is None:
        raise ExpressionError(
            f"There is no question or variable “{code}”.",
            where=where,
            remedy=_nearest(code, codebook.by_code),
        )
    if variable.identifies:
        raise ExpressionError(
            f"“{code}” can identify people, so nothing may be counted by it.",
            where=where,
            remedy="Use another variable, or a grouping of this one.",
        )
    return variable


def variables_in(condition: Condition | None) -> tuple[str, ...]:
    """Return the variables a condition looks at, each once, in order."""
    return tuple(dict.fromkeys(questions_in(condition)))


def condition_to_expr(
    condition: Condition | None, codebook: Codebook, *, where: str = ""
) -> pl.Expr:
    """Return a Boolean expression, never null, that says for each row if a condition holds.

    Raises :class:`~alongside.kernel.errors.ExpressionError` naming an unknown variable or
    code, or a comparison that does not fit its variable.
    """
    match condition:
        case None:
            return pl.lit(value=True)
        case All(parts):
            made = [condition_to_expr(part, codebook, where=where) for part in parts]
            return reduce(and_, made, pl.lit(value=True))
        case Any(parts):
            made = [condition_to_expr(part, codebook, where=where) for part in parts]
            return reduce(or_, made, pl.lit(value=False))
        case Not(part):
            return ~condition_to_expr(part, codebook, where=where)
        case Answered(code):
            return pl.col(find_variable(codebook, code, where=where).code).is_not_null()
        case Equals(code, value):
            variable = find_variable(codebook, code, where=where)
            return _equals_one(variable, (value,), where).fill_null(value=False)
        case In(code, values):
            variable = find_variable(codebook, code, where=where)
            return _equals_one(variable, values, where).fill_null(value=False)
        case AnyIn(code, values):
            variable = find_variable(codebook, code, where=where)
            return _includes(variable, values, where).fill_null(value=False)
        case Compare():
            variable = find_variable(codebook, condition.question, where=where)
            return _compared(variable, condition, where).fill_null(value=False)
        case _:
            assert_never(condition)


def condition_faults(
    condition: Condition | None, codebook: Codebook, *, where: str = ""
) -> tuple[ExpressionError, ...]:
    """Return why a condition does not fit the data: one refusal per faulty comparison."""
    faults = []
    for leaf in comparisons_in(condition):
        try:
            condition_to_expr(leaf, codebook, where=where)
        except ExpressionError as fault:
            faults.append(fault)
    return tuple(faults)


def mask_of(variable: Variable, codes: Iterable[str]) -> int:
    """Return the bit mask of these categories; ``ValueError`` when one is unknown."""
    order = {category.code: bit for bit, category in enumerate(variable.categories)}
    unknown = [code for code in codes if code not in order]
    if unknown:
        raise ValueError(f"{variable.code} has no category {unknown[0]!r}")
    return sum(1 << order[code] for code in dict.fromkeys(codes))


def _equals_one(variable: Variable, values: tuple[str, ...], where: str) -> pl.Expr:
    column = pl.col(variable.code)
    match variable.type:
        case VariableType.SINGLE:
            _require_codes(variable, values, where)
            # compared as the small numbers they are stored as, which words would not be
            return reduce(or_, [column == value for value in values], pl.lit(value=False))
        case VariableType.MULTI:
            _require_codes(variable, values, where)
            masks = [mask_of(variable, (value,)) for value in values]
            return column.is_in(pl.Series(masks, dtype=pl.UInt64).implode())
        case VariableType.NUMERIC:
            return column.is_in([_as_number(variable, value, where) for value in values])
        case VariableType.TEXT:
            return column.is_in(list(values))
        case VariableType.DATE:
            return column.dt.to_string("%Y-%m-%d").is_in(list(values))


def _includes(variable: Variable, values: tuple[str, ...], where: str) -> pl.Expr:
    if variable.type is not VariableType.MULTI:
        return _equals_one(variable, values, where)
    _require_codes(variable, values, where)
    mask = pl.lit(mask_of(variable, values), dtype=pl.UInt64)
    return (pl.col(variable.code) & mask) != 0


def _compared(variable: Variable, condition: Compare, where: str) -> pl.Expr:
    bound = condition.bound
    dated = variable.type is VariableType.DATE and not condition.counts
    if isinstance(bound, date) != dated:
        raise ExpressionError(
            f"“{variable.code}” cannot be compared with {_bound_text(bound)}.",
            where=where,
            remedy="Compare numbers with numbers and dates with dates.",
        )
    if variable.type is VariableType.MULTI and not condition.counts:
        written = f"{variable.code} {condition.order.value} {_bound_text(bound)}"
        raise ExpressionError(
            f"“{variable.code}” takes several answers, which are no number.",
            where=where,
            remedy=f"To compare how many were chosen, write: count {written}",
        )
    left = _number_chosen(variable) if condition.counts else _measured(variable)
    right = pl.lit(bound)
    match condition.order:
        case Order.GREATER:
            return left > right
        case Order.LESS:
            return left < right
        case Order.AT_LEAST:
            return left >= right
        case Order.AT_MOST:
            return left <= right
        case _:
            assert_never(condition.order)


def _number_chosen(variable: Variable) -> pl.Expr:
    column = pl.col(variable.code)
    if variable.type is VariableType.MULTI:
        return column.bitwise_count_ones().cast(pl.Float64)
    return pl.when(column.is_not_null()).then(pl.lit(1.0))


def _measured(variable: Variable) -> pl.Expr:
    """Return a variable as numbers or dates, null where its words or code are neither."""
    column = pl.col(variable.code)
    match variable.type:
        case VariableType.SINGLE:
            codes = [category.code for category in variable.categories]
            numbers = pl.Series([_words_as_number(code) for code in codes], dtype=pl.Float64)
            return column.cast(pl.String).replace_strict(codes, numbers, return_dtype=pl.Float64)
        case VariableType.TEXT:
            # Polars reads fewer spellings of a number than Python, which reads single answers
            return column.map_elements(_words_as_number, return_dtype=pl.Float64)
        case VariableType.NUMERIC:
            return column.fill_nan(None)
        case _:
            return column


def _words_as_number(words: str) -> float | None:
    try:
        number = float(words)
    except ValueError:
        return None
    return None if math.isnan(number) else number


def number_text(number: float) -> str:
    """Return a number as conditions and tables write it.

    >>> number_text(18.0), number_text(7.5)
    ('18', '7.5')
    """
    return str(int(number)) if number.is_integer() else str(number)


def _bound_text(bound: float | date) -> str:
    return bound.isoformat() if isinstance(bound, date) else number_text(bound)


def _require_codes(variable: Variable, values: Iterable[str], where: str) -> None:
    known = [category.code for category in variable.categories]
    for value in values:
        if value not in known:
            raise ExpressionError(
                f"“{variable.code}” has no answer “{value}”.",
                where=where,
                remedy=_nearest(value, known),
            )


def _as_number(variable: Variable, value: str, where: str) -> float:
    number = _words_as_number(value)
    if number is None:
        raise ExpressionError(
            f"“{variable.code}” is a number and cannot be “{value}”.",
            where=where,
            remedy="Write a number such as 12.5.",
        )
    if number_text(number) != value:
        raise ExpressionError(
            f"“{variable.code}” is never “{value}”, because of how the number is written.",
            where=where,
            remedy=f"Write {number_text(number)}.",
        )
    return number


def _nearest(code: str, known: Iterable[str]) -> str:
    names = list(known)
    close = difflib.get_close_matches(code, names, n=1, cutoff=0.5)
    if close:
        return f"Did you mean “{close[0]}”?"
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"Known are: {shown}."
