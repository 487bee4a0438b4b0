"""The part of XLSForm's XPath that becomes conditions; everything else is refused by name.

Kept: ``${q}`` compared (``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=``) with a word, a number or
``date('2023-03-14')``; ``selected(${q}, 'a')``; ``count-selected(${q})`` compared with a number;
``string-length(.)`` compared with a number and ``string-length(${q}) > 0``; ``today()`` in
constraints; ``and``, ``or``, ``not( )``, brackets, ``if( , , )``; ``true()``, ``false()``. ``.`` is
the question itself (in constraints). ``${q} = ''`` means unanswered.
"""

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

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
TODAY = date.min
"""Stands for the day of answering; only a constraint can keep it."""

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
       | literal OPERATOR literal                    -> fixed
       | "if" "(" either "," either "," either ")"   -> branch
       | "true" "(" ")"                              -> always
       | "false" "(" ")"                             -> never
       | BOOLEAN
ref: "${" NAME "}" | DOT
literal: STRING | NUMBER | TODAY_CALL | DATE_CALL
OPERATOR: "!=" | "<=" | ">=" | "=" | "<" | ">"
DOT: "."
BOOLEAN.3: /(true|false)(?![-\w(])/i
TODAY_CALL: /today\s*\(\s*\)/
DATE_CALL: /date\s*\(\s*('\d{4}-\d{2}-\d{2}'|"\d{4}-\d{2}-\d{2}")\s*\)/
STRING: /'[^']*'|"[^"]*"/
NUMBER: /-?(\d+(\.\d+)?|\.\d+)/
NAME: /[A-Za-z_][\w.\-]*/
%import common.WS
%ignore WS
"""
_RELATIONS = {
    **{"=": operator.eq, "!=": operator.ne, "<": operator.lt},
    **{"<=": operator.le, ">": operator.gt, ">=": operator.ge},
}
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_BARE = re.compile(
    r"""'[^']*'|"[^"]*"|\$\{[^}]*\}|[A-Za-z_][\w.\-]*(?=\s*\()|(?P<name>[A-Za-z_][\w.\-]*)"""
)
_LITTLE_WORDS = {"and", "or", "not", "true", "false", "mod", "div"}


@dataclass(frozen=True, slots=True)
class _Literal:
    """A word, a number as it is written, or a day."""

    value: str | date
    is_number: bool = False


class _Builder(Transformer[Token, Condition]):
    """Turns the parse tree into conditions; ``ValueError`` for what has no meaning here."""

    def either(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def both(self, parts: list[Condition]) -> Condition:
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def negated(self, parts: list[Condition]) -> Condition:
        return Not(parts[0])

    def selected(self, parts: tuple[str, _Literal]) -> Condition:
        return AnyIn(parts[0], (_word(parts[1]),))

    def counted(self, parts: tuple[str, Token, _Literal]) -> Condition:
        question, sign, literal = parts
        number = float(_word(literal))
        if sign not in ("=", "!="):
            return Compare(question, Order(sign), number, counts=True)
        both = (
            Compare(question, Order.AT_LEAST, number, counts=True),
            Compare(question, Order.AT_MOST, number, counts=True),
        )
        return All(both) if sign == "=" else Not(All(both))

    def length(self, parts: tuple[str, Token, _Literal]) -> Condition:
        question, sign, literal = parts
        number = float(_word(literal))
        if question == SELF:
            return _compare(LENGTH_OF_SELF, str(sign), literal)
        if (str(sign), number) in ((">", 0), (">=", 1), ("!=", 0)):
            return Answered(question)
        if (str(sign), number) in (("=", 0), ("<", 1), ("<=", 0)):
            return Not(Answered(question))
        raise ValueError("the length of another answer")

    def compared(self, parts: tuple[str, Token, _Literal]) -> Condition:
        return _compare(parts[0], str(parts[1]), parts[2])

    def turned(self, parts: tuple[_Literal, Token, str]) -> Condition:
        return _compare(parts[2], _TURNED[str(parts[1])], parts[0])

    def fixed(self, parts: tuple[_Literal, Token, _Literal]) -> Condition:
        left, sign, right = _word(parts[0]), str(parts[1]), _word(parts[2])
        equality = sign in ("=", "!=")
        if equality and not (parts[0].is_number or parts[2].is_number):
            true = (left == right) == (sign == "=")
        else:
            true = _RELATIONS[sign](float(left), float(right))
        return All(()) if true else Any(())

    def branch(self, parts: list[Condition]) -> Condition:
        asked, then, otherwise = parts
        return Any((All((asked, then)), All((Not(asked), otherwise))))

    def always(self, _parts: list[str]) -> Condition:
        return All(())

    def never(self, _parts: list[str]) -> Condition:
        return Any(())

    def BOOLEAN(self, token: Token) -> Condition:  # noqa: N802 - lark calls it by its terminal
        return All(()) if token.lower() == "true" else Any(())

    def ref(self, parts: list[Token]) -> str:
        return str(parts[0])

    def literal(self, parts: list[Token]) -> _Literal:
        token = parts[0]
        match token.type:
            case "STRING":
                return _Literal(str(token[1:-1]))
            case "TODAY_CALL":
                return _Literal(TODAY)
            case "DATE_CALL":
                return _Literal(date.fromisoformat(re.sub(r"[^\d-]", "", token)))
            case _:
                return _Literal(str(token), is_number=True)


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="earley", maybe_placeholders=False)


@lru_cache(maxsize=4096)
def parse_xpath(words: str) -> Condition:
    """Return the condition an XPath expression says.

    >>> parse_xpath("${age} > 17 and not(selected(${needs}, 'none'))")  # doctest: +ELLIPSIS
    All(parts=(Compare(question='age', ...), Not(part=AnyIn(question='needs', values=('none',)))))

    Raises :class:`~alongside.kernel.errors.ExpressionError` when it is outside the subset.
    """
    try:
        return _Builder().transform(_parser().parse(words.strip()))
    except (UnexpectedInput, VisitError, RecursionError):
        raise ExpressionError(f"“{words}” is more than Alongside can keep.") from None


def fill_columns(words: str, cells: Mapping[str, object]) -> str:
    """Return a choice filter with one choice's own cells in place of column names.

    >>> fill_columns("region = ${region} and size > 3", {"region": "north", "size": 5})
    "'north' = ${region} and '5' > 3"

    Raises ``ValueError`` when a cell holds both kinds of quotation marks.
    """

    def fill(found: re.Match[str]) -> str:
        name = found.group("name")
        if name is None or name.lower() in _LITTLE_WORDS:
            return found.group()
        value = str(cells.get(name) or "").strip()
        if "'" in value and '"' in value:
            raise ValueError("both kinds of quotation marks")
        mark = '"' if "'" in value else "'"
        return f"{mark}{value}{mark}"

    return _BARE.sub(fill, words)


def column_names(words: str) -> set[str]:
    """Return the columns of the choices sheet that a choice filter looks at."""
    names = {found.group("name") for found in _BARE.finditer(words)}
    return {name for name in names if name and name.lower() not in _LITTLE_WORDS}


def _word(literal: _Literal) -> str:
    if isinstance(literal.value, date):
        if literal.value == TODAY:
            raise ValueError("today is no word")
        return literal.value.isoformat()
    return literal.value


def _compare(question: str, sign: str, literal: _Literal) -> Condition:
    if sign in ("=", "!="):
        word = _word(literal)
        if word == "":
            return Not(Answered(question)) if sign == "=" else Answered(question)
        equal = Equals(question, word)
        # in XPath an empty answer differs from every word, so "not" and not "answered and not"
        return equal if sign == "=" else Not(equal)
    bound = literal.value if isinstance(literal.value, date) else float(literal.value)
    return Compare(question, Order(sign), bound)
