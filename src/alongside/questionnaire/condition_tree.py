"""The YAML form of conditions: a tree of ``all``, ``any``, ``not`` and comparisons."""

from collections.abc import Mapping
from datetime import date

from alongside.kernel.errors import ExpressionError
from alongside.questionnaire.condition_text import parse_condition
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
)

_ORDERS = {
    "greater_than": Order.GREATER,
    "less_than": Order.LESS,
    "at_least": Order.AT_LEAST,
    "at_most": Order.AT_MOST,
}
_OPERATORS = (
    *("is", "is_not", "in", "includes", "includes_any", "answered"),
    *_ORDERS,
    *(f"count_{name}" for name in _ORDERS),
)
_REMEDY = "Write one of: all, any, not, or question with one comparison such as is or in."


def parse_tree(raw: object) -> Condition:
    """Return the condition a tree says; a string inside it is read as the written form.

    >>> parse_tree({"not": {"question": "heard", "is": "yes"}})
    Not(part=Equals(question='heard', value='yes'))

    Raises :class:`~alongside.kernel.errors.ExpressionError` when a branch is neither.
    """
    if isinstance(raw, str):
        return parse_condition(raw)
    if not isinstance(raw, Mapping):
        raise ExpressionError("A condition is neither words nor a tree.", remedy=_REMEDY)
    keys = set(raw)
    if keys == {"all"}:
        return All(tuple(parse_tree(part) for part in _list(raw["all"])))
    if keys == {"any"}:
        return Any(tuple(parse_tree(part) for part in _list(raw["any"])))
    if keys == {"not"}:
        return Not(parse_tree(raw["not"]))
    operators = [name for name in _OPERATORS if name in keys]
    if "question" not in keys or len(operators) != 1 or keys != {"question", operators[0]}:
        said = ", ".join(sorted(map(str, keys))) or "nothing"
        raise ExpressionError(f"A condition holds {said} together.", remedy=_REMEDY)
    return _comparison(str(raw["question"]), operators[0], raw[operators[0]])


def tree_of(condition: Condition) -> dict[str, object]:
    """Return the tree form of a condition; parsing it gives the same condition back."""
    match condition:
        case All(parts):
            return {"all": [tree_of(part) for part in parts]}
        case Any(parts):
            return {"any": [tree_of(part) for part in parts]}
        case Not(part):
            return {"not": tree_of(part)}
        case Equals(question, value):
            return {"question": question, "is": value}
        case In(question, values):
            return {"question": question, "in": list(values)}
        case AnyIn(question, values):
            return {"question": question, "includes_any": list(values)}
        case Answered(question):
            return {"question": question, "answered": True}
        case Compare(question, order, bound, counts):
            name = next(name for name, known in _ORDERS.items() if known is order)
            said = bound.isoformat() if isinstance(bound, date) else bound
            return {"question": question, f"count_{name}" if counts else name: said}


def _comparison(question: str, operator: str, value: object) -> Condition:
    match operator:
        case "is":
            return Equals(question, _code(value))
        case "is_not":
            return All((Answered(question), Not(Equals(question, _code(value)))))
        case "in":
            return In(question, tuple(_code(item) for item in _list(value)))
        case "includes":
            return AnyIn(question, (_code(value),))
        case "includes_any":
            return AnyIn(question, tuple(_code(item) for item in _list(value)))
        case "answered":
            return Answered(question) if value is True else Not(Answered(question))
    counts = operator.startswith("count_")
    order = _ORDERS[operator.removeprefix("count_")]
    return Compare(question, order, _bound(value), counts)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ExpressionError(
            "A condition needs a list here.", remedy="Write it like [no, unsure]."
        )
    return value


def _code(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _bound(value: object) -> float | date:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        pass
    try:
        return float(str(value))
    except ValueError:
        raise ExpressionError(
            f"“{value}” is neither a number nor a date.",
            remedy="Write numbers like 12.5 and dates like 2023-03-14.",
        ) from None
