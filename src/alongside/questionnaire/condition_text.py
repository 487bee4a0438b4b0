"""The written form of conditions: ``heard in (no, unsure) and not role = carer``.

Grammar (case matters for codes, not for the little words)::

    condition : condition or condition | condition and condition | not condition
              | ( condition )
              | NAME = VALUE  |  NAME != VALUE
              | NAME in (VALUE, ...)          one answer, among these
              | NAME includes VALUE           several answers allowed, this one among them
              | NAME includes any (VALUE, ...)
              | NAME answered                 there is an answer
              | NAME > NUMBER | < | >= | <=   number or date (2023-03-14)
              | count NAME > NUMBER           how many options were chosen

A value with spaces or odd signs goes between double quotes. ``!=`` means "answered, and
not this".
"""

from datetime import date
from decimal import Decimal
from functools import cache

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken
from lark.exceptions import VisitError

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
)

_GRAMMAR = r"""
?start: either
?either: both (_OR both)*          -> either
?both: single (_AND single)*       -> both
?single: _NOT single               -> negated
       | "(" either ")"
       | NAME "=" value            -> equals
       | NAME "!=" value           -> differs
       | NAME _IN values           -> within
       | NAME _INCLUDES _ANY values -> includes_any
       | NAME _INCLUDES value      -> includes
       | NAME _ANSWERED            -> answered
       | NAME ORDER bound          -> compared
       | _COUNT NAME ORDER bound   -> counted
values: "(" value ("," value)* ")"
value: NAME | NUMBER | DATE | ESCAPED_STRING
bound: NUMBER | DATE
_OR.2: /or\b/i
_AND.2: /and\b/i
_NOT.2: /not\b/i
_IN.2: /in\b/i
_INCLUDES.2: /includes\b/i
_ANY.2: /any\b(?=\s*\()/i
_ANSWERED.2: /answered\b/i
_COUNT.2: /count\b(?=\s+[A-Za-z_])/i
ORDER: ">=" | "<=" | ">" | "<"
DATE.3: /\d{4}-\d{2}-\d{2}/
NUMBER.1: /-?\d+(\.\d+)?(?![\w-])/
NAME: /[A-Za-z0-9_][A-Za-z0-9_\-]*/
%import common.ESCAPED_STRING
%import common.WS
%ignore WS
"""


class _Builder(Transformer[Token, Condition]):
    """Turns lark's parse tree into conditions, bottom up."""

    def either(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negated(self, parts: list[Condition]) -> Condition:
        return Not(parts[0])

    def equals(self, parts: list[str]) -> Condition:
        return Equals(str(parts[0]), parts[1])

    def differs(self, parts: list[str]) -> Condition:
        name = str(parts[0])
        return All((Answered(name), Not(Equals(name, parts[1]))))

    def within(self, parts: list[str]) -> Condition:
        return In(str(parts[0]), tuple(parts[1]))

    def includes(self, parts: list[str]) -> Condition:
        return AnyIn(str(parts[0]), (parts[1],))

    def includes_any(self, parts: list[str]) -> Condition:
        return AnyIn(str(parts[0]), tuple(parts[1]))

    def answered(self, parts: list[str]) -> Condition:
        return Answered(str(parts[0]))

    def compared(self, parts: list[str]) -> Condition:
        return Compare(str(parts[0]), Order(str(parts[1])), _bound(parts[2]))

    def counted(self, parts: list[str]) -> Condition:
        return Compare(str(parts[0]), Order(str(parts[1])), _bound(parts[2]), counts=True)

    def values(self, parts: list[str]) -> tuple[str, ...]:
        return tuple(parts)

    def value(self, parts: list[Token]) -> str:
        token = parts[0]
        if token.type == "ESCAPED_STRING":
            return token[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        return str(token)

    def bound(self, parts: list[Token]) -> str:
        return str(parts[0])


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


def parse_condition(words: str, where: str = "") -> Condition:
    """Return the condition that these words say.

    >>> parse_condition("heard in (no, unsure)")
    In(question='heard', values=('no', 'unsure'))

    Raises :class:`~alongside.kernel.errors.ExpressionError` naming the column where the
    words stop making sense.
    """
    try:
        tree = _parser().parse(words)
    except UnexpectedInput as fault:
        ended = isinstance(fault, UnexpectedToken) and fault.token.type == "$END"
        at = getattr(fault, "column", -1)
        spot = (
            f"at character {at}" if not ended and isinstance(at, int) and at > 0 else "at the end"
        )
        raise ExpressionError(
            f"The condition “{words}” cannot be read {spot}.",
            where=where,
            remedy="Write it like: heard = yes and not role in (carer, manager).",
        ) from None
    try:
        return _Builder().transform(tree)
    except RecursionError:
        raise ExpressionError(
            "The condition has too many brackets inside each other.",
            where=where,
            remedy="Say it in fewer steps.",
        ) from None
    except VisitError as fault:
        raise ExpressionError(
            f"The condition “{words}” holds a number or date that does not exist.",
            where=where,
            remedy="Write numbers like 12.5 and dates like 2023-03-14.",
        ) from fault


def condition_text(condition: Condition) -> str:
    """Return the written form; parsing it gives the same condition back.

    >>> condition_text(parse_condition("NOT (heard=yes or count needs >= 2)"))
    'not (heard = yes or count needs >= 2)'
    """
    match condition:
        case All(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case Any(parts):
            return " or ".join(_bracketed(part) for part in parts)
        case Not(part):
            inner = condition_text(part)
            return f"not ({inner})" if isinstance(part, All | Any) else f"not {inner}"
        case Equals(question, value):
            return f"{question} = {_quoted(value)}"
        case In(question, values):
            return f"{question} in ({', '.join(map(_quoted, values))})"
        case AnyIn(question, (value,)):
            return f"{question} includes {_quoted(value)}"
        case AnyIn(question, values):
            return f"{question} includes any ({', '.join(map(_quoted, values))})"
        case Answered(question):
            return f"{question} answered"
        case Compare(question, order, bound, counts):
            said = bound.isoformat() if isinstance(bound, date) else _number(bound)
            return f"{'count ' if counts else ''}{question} {order.value} {said}"


def _bracketed(part: Condition) -> str:
    written = condition_text(part)
    return f"({written})" if isinstance(part, All | Any) else written


def _quoted(value: str) -> str:
    plain = bool(value) and all(char.isalnum() or char in "_-" for char in value)
    little = value.lower() in {"or", "and", "not", "in", "includes", "any", "answered", "count"}
    if plain and value.isascii() and not value.startswith("-") and not little:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(bound: float) -> str:
    """Return every digit, never the form 1e+06, which the grammar does not know."""
    return f"{Decimal(repr(bound)):f}" if bound % 1 else str(int(bound))


def _bound(written: str) -> float | date:
    if len(written) == 10 and written[4:5] == "-":
        return date.fromisoformat(written)
    return float(written)
