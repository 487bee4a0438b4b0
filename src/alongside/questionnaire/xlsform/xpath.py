"""The part of XLSForm's XPath that becomes conditions; everything else is refused by name.

Kept: ``${q} = 'a'``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` with a word or number;
``selected(${q}, 'a')``; ``count-selected(${q})`` and ``string-length(.)`` compared with a
number; ``and``, ``or``, ``not( )``, brackets; ``true()``, ``false()``; ``today()`` compared
with a date. ``.`` is the question itself (in constraints). ``${q} = ''`` means unanswered.
"""

from functools import cache

from lark import Lark, Token, Transformer, UnexpectedInput
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
    Not,
    Order,
)

SELF = "."
LENGTH_OF_SELF = ".length"
TODAY = "today()"

_GRAMMAR = r"""
?start: either
either: both ("or" both)*
both: single ("and" single)*
?single: "not" "(" either ")"                       -> negated
       | "(" either ")"
       | "selected" "(" ref "," literal ")"          -> selected
       | "count-selected" "(" ref ")" OPERATOR literal -> counted
       | "string-length" "(" ref ")" OPERATOR literal  -> length
       | ref OPERATOR literal                        -> compared
       | literal OPERATOR ref                        -> turned
       | "true" "(" ")"                              -> always
       | "false" "(" ")"                             -> never
       | BOOLEAN
ref: "${" NAME "}" | DOT
literal: STRING | NUMBER | TODAY_CALL
OPERATOR: "!=" | "<=" | ">=" | "=" | "<" | ">"
DOT: "."
BOOLEAN.3: /(true|false)(?![-\w(])/i
TODAY_CALL: /today\s*\(\s*\)/
STRING: /'[^']*'|"[^"]*"/
NUMBER: /-?\d+(\.\d+)?/
NAME: /[A-Za-z_][\w.\-]*/
%import common.WS
%ignore WS
"""
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class _Builder(Transformer[Token, Condition]):
    """Turns the parse tree into conditions."""

    def either(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negated(self, parts: list[Condition]) -> Condition:
        return Not(parts[0])

    def selected(self, parts: list[str]) -> Condition:
        return AnyIn(parts[0], (parts[1],))

    def counted(self, parts: list[str]) -> Condition:
        return _compare(parts[0], str(parts[1]), parts[2], counts=True)

    def length(self, parts: list[str]) -> Condition:
        if parts[0] != SELF:
            raise ValueError("the length of another answer")
        return _compare(LENGTH_OF_SELF, str(parts[1]), parts[2])

    def compared(self, parts: list[str]) -> Condition:
        return _compare(parts[0], str(parts[1]), parts[2])

    def turned(self, parts: list[str]) -> Condition:
        return _compare(parts[2], _TURNED[str(parts[1])], parts[0])

    def always(self, _parts: list[str]) -> Condition:
        return All(())

    def never(self, _parts: list[str]) -> Condition:
        return Any(())

    def BOOLEAN(self, token: Token) -> Condition:  # noqa: N802 - lark calls it by its terminal
        return All(()) if token.lower() == "true" else Any(())

    def ref(self, parts: list[Token]) -> str:
        return str(parts[0])

    def literal(self, parts: list[Token]) -> str:
        token = parts[0]
        if token.type == "STRING":
            return str(token[1:-1])
        return TODAY if token.type == "TODAY_CALL" else str(token)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="earley", maybe_placeholders=False)


def parse_xpath(words: str) -> Condition:
    """Return the condition an XPath expression says.

    >>> parse_xpath("${age} > 17 and not(selected(${needs}, 'none'))")  # doctest: +ELLIPSIS
    All(parts=(Compare(question='age', ...), Not(part=AnyIn(question='needs', values=('none',)))))

    Raises :class:`~alongside.kernel.errors.ExpressionError` when it is outside the subset.
    """
    try:
        return _Builder().transform(_parser().parse(words.strip()))
    except (UnexpectedInput, VisitError):
        raise ExpressionError(f"“{words}” is more than Alongside can keep.") from None


def _compare(question: str, operator: str, literal: str, *, counts: bool = False) -> Condition:
    if operator in ("=", "!="):
        if counts:
            number = float(literal)
            both = (
                Compare(question, Order.AT_LEAST, number, counts=True),
                Compare(question, Order.AT_MOST, number, counts=True),
            )
            return All(both) if operator == "=" else Not(All(both))
        if literal == "":
            return Not(Answered(question)) if operator == "=" else Answered(question)
        equal = Equals(question, literal)
        # in XPath an empty answer differs from every word, so "not" and not "answered and not"
        return equal if operator == "=" else Not(equal)
    if literal == TODAY:
        return All((Equals(question, f"{operator}{TODAY}"),))
    return Compare(question, Order(operator), float(literal), counts)
