"""Conditions over a form's names become conditions over our questions and options."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

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
    holds,
)
from alongside.questionnaire.model import TEXT_TYPES, Question, QuestionType
from alongside.questionnaire.xlsform.xpath import TODAY, parse_xpath

ALWAYS = All(())
NEVER = Any(())


class NotKeptError(Exception):
    """A condition that cannot be kept; its words say why, for the notes."""


class NoSuchChoiceError(NotKeptError):
    """A comparison with a choice that the question does not have: it can never be true."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked before, and our codes of its options by their name."""

    question: Question
    options: Mapping[str, tuple[str, ...]]


def read_condition(
    words: str, asked: Mapping[str, Asked], *, other_choices: bool = False
) -> Condition:
    """Return the condition an XPath expression says about questions asked before.

    With ``other_choices`` a comparison with a choice that a question does not have is simply
    false (cells of a choice filter often name one); without it that is refused, because it
    is most likely a mistake.

    Raises :class:`NotKeptError` when it is outside the subset, or looks at what is not asked.
    """
    try:
        parsed = parse_xpath(words)
    except ExpressionError:
        raise NotKeptError("It is more than Alongside can keep.") from None
    return simplify(_fit(parsed, asked, other_choices))


def simplify(condition: Condition) -> Condition:
    """Return the same condition without needless brackets; ALWAYS and NEVER when it is fixed.

    >>> simplify(All((ALWAYS, All((Equals("a", "x"), Not(NEVER))))))
    Equals(question='a', value='x')
    """
    match condition:
        case Not(part):
            inner = simplify(part)
            if inner in (ALWAYS, NEVER):
                return NEVER if inner == ALWAYS else ALWAYS
            return inner.part if isinstance(inner, Not) else Not(inner)
        case All(parts):
            kept = _flat(parts, All)
            if NEVER in kept:
                return NEVER
            return kept[0] if len(kept) == 1 else All(kept)
        case Any(parts):
            kept = _flat(parts, Any)
            if ALWAYS in kept:
                return ALWAYS
            kept = tuple(_joined(kept))
            return kept[0] if len(kept) == 1 else Any(kept)
    return condition


def both(outer: Condition | None, inner: Condition | None) -> Condition | None:
    """Return the condition that both hold; None always holds."""
    parts = [part for part in (outer, inner) if part is not None]
    joined = simplify(All(tuple(parts)))
    return None if joined == ALWAYS else joined


def _flat(parts: Iterable[Condition], kind: type[All] | type[Any]) -> tuple[Condition, ...]:
    """Return simplified parts, those of the same kind opened up, each once."""
    found: dict[Condition, None] = {}
    for part in map(simplify, parts):
        inner = part.parts if isinstance(part, kind) else (part,)
        found.update(dict.fromkeys(inner))
    return tuple(found)


def _joined(parts: Iterable[Condition]) -> Iterator[Condition]:
    """Join ``a = x or a = y`` into ``a in (x, y)``, where the first of them stands."""
    listed = list(parts)
    values: dict[str, list[str]] = {}
    for part in listed:
        if isinstance(part, Equals):
            values.setdefault(part.question, []).append(part.value)
    for part in listed:
        if not isinstance(part, Equals):
            yield part
        elif values.get(part.question):
            found = values.pop(part.question)
            yield part if len(found) == 1 else In(part.question, tuple(found))


def _fit(condition: Condition, asked: Mapping[str, Asked], other_choices: bool) -> Condition:
    match condition:
        case All(parts):
            return All(tuple(_fit(part, asked, other_choices) for part in parts))
        case Any(parts):
            return Any(tuple(_fit(part, asked, other_choices) for part in parts))
        case Not(part):
            return Not(_fit(part, asked, other_choices))
    try:
        return _fit_leaf(condition, asked)
    except NoSuchChoiceError:
        if other_choices:
            return NEVER
        raise


def _fit_leaf(
    condition: Equals | In | AnyIn | Answered | Compare, asked: Mapping[str, Asked]
) -> Condition:
    if condition.question not in asked:
        raise NotKeptError(f"“{condition.question}” is not asked before it.")
    known = asked[condition.question]
    code, kind = known.question.code, known.question.type
    match condition:
        case Answered():
            return Answered(code)
        case Compare(counts=True) if kind is QuestionType.ANY_OF:
            count = Compare(code, condition.order, condition.bound, counts=True)
            # in XPath nothing chosen counts as 0; here it is no answer, which no count fits
            with_nothing = holds(replace(count, counts=False), {code: 0})
            return Any((count, Not(Answered(code)))) if with_nothing else count
        case Compare(counts=False) if condition.bound != TODAY:
            return _fit_comparison(condition, known)
        case Equals(_, value):
            return _fit_equality(value, known)
        case AnyIn(_, (value,)) if kind is QuestionType.ANY_OF:
            return AnyIn(code, _codes(value, known))
        case AnyIn(_, (value,)) if kind is QuestionType.ONE_OF:
            return _one_of(code, _codes(value, known))
    raise NotKeptError(f"A {kind.value} question such as “{condition.question}” cannot answer it.")


def _fit_comparison(condition: Compare, known: Asked) -> Condition:
    code, kind = known.question.code, known.question.type
    dated = isinstance(condition.bound, date)
    if kind is QuestionType.DATE and dated:
        return Compare(code, condition.order, condition.bound)
    if kind in (QuestionType.NUMBER, QuestionType.SCALE) and not dated:
        return Compare(code, condition.order, condition.bound)
    if kind is QuestionType.ONE_OF and not dated:
        fitting = [
            option
            for name, codes in known.options.items()
            if holds(condition, {condition.question: name})
            for option in codes
        ]
        return _one_of(code, tuple(fitting)) if fitting else NEVER
    raise NotKeptError(f"“{condition.question}” is not compared with that kind of value.")


def _fit_equality(value: str, known: Asked) -> Condition:
    code, kind = known.question.code, known.question.type
    if kind is QuestionType.ONE_OF:
        return _one_of(code, _codes(value, known))
    if kind is QuestionType.ANY_OF:
        codes = _codes(value, known)
        return Equals(code, codes[0]) if len(codes) == 1 else In(code, codes)
    if kind in TEXT_TYPES:
        return Equals(code, value)
    try:
        if kind is QuestionType.DATE:
            return Equals(code, date.fromisoformat(value).isoformat())
        number = float(value)
    except ValueError:
        raise NotKeptError(f"“{value}” is no answer to “{code}”.") from None
    written = str(int(number)) if number.is_integer() else repr(number)
    if kind is QuestionType.SCALE and known.question.option(written) is None:
        raise NotKeptError(f"“{value}” is no answer to “{code}”.")
    return Equals(code, written)


def _one_of(code: str, options: tuple[str, ...]) -> Condition:
    return Equals(code, options[0]) if len(options) == 1 else In(code, options)


def _codes(value: str, known: Asked) -> tuple[str, ...]:
    if value not in known.options:
        raise NoSuchChoiceError(f"“{value}” is no choice of “{known.question.code}”.")
    return known.options[value]
