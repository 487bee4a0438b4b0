"""All the answers to a question, sorted into classes that no condition can tell apart.

To follow every way through a questionnaire it is enough to try one answer of each class:
two answers of one class satisfy exactly the same comparisons, so they lead the same way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import ceil, floor

from alongside.questionnaire.conditions import (
    Answered,
    AnyIn,
    Compare,
    Equals,
    In,
    Value,
    comparisons_in,
    holds,
)
from alongside.questionnaire.model import (
    OTHER_SUFFIX,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)
from alongside.questionnaire.sites import pipes_of, walk_sites

Comparison = Equals | In | AnyIn | Answered | Compare

MOST_COMBINATIONS = 5_000
"""Sets of options of one any-of question that are looked through one by one; beyond this
only sets of up to two kinds of option are, and the result says that it is not exact."""


@dataclass(frozen=True, slots=True)
class AnswerClasses:
    """One answer of each class; None stands for leaving the question out.

    Parameters
    ----------
    exact
        False when there were too many sets of options to look at them all.
    """

    answers: tuple[Value | None, ...]
    exact: bool = True


def comparisons_by_question(questionnaire: Questionnaire) -> dict[str, tuple[Comparison, ...]]:
    """Return every comparison that conditions, audiences and piping make, by question."""
    found: dict[str, dict[Comparison, None]] = {}
    for site in walk_sites(questionnaire):
        for leaf in comparisons_in(site.condition):
            found.setdefault(leaf.question, {})[leaf] = None
    for page in questionnaire.pages:
        for question in page.questions:
            for code in pipes_of(page, question):
                found.setdefault(code, {})[Answered(code)] = None
    return {code: tuple(leaves) for code, leaves in found.items()}


def answer_classes(
    question: Question, comparisons: Sequence[Comparison], offered: Sequence[Option]
) -> AnswerClasses:
    """Return one answer of each class, among the options offered.

    Parameters
    ----------
    question
        The question; whether it may be left out decides on None.
    comparisons
        What is ever asked about this question's answer.
    offered
        The options a person can choose; ignored for questions without options.
    """
    exact = True
    candidates: Iterator[Value]
    if question.type is QuestionType.ANY_OF:
        exact, candidates = _sets_of_options(question, comparisons, offered)
    elif question.options:
        candidates = (option.code for option in offered)
    elif question.type is QuestionType.NUMBER:
        candidates = _numbers(question, comparisons)
    elif question.type is QuestionType.DATE:
        candidates = _dates(question, comparisons)
    else:
        candidates = text_answers(comparisons)
    kept: dict[tuple[bool, ...], Value | None] = {}
    for candidate in candidates:
        kept.setdefault(_signature(question.code, candidate, comparisons), candidate)
    answers = tuple(kept.values())
    return AnswerClasses(answers if question.required else (*answers, None), exact)


def text_answers(comparisons: Sequence[Comparison]) -> Iterator[str]:
    """Yield some words of no meaning, and each wording a comparison asks for."""
    asked = set(_values_asked(comparisons))
    filler = "words"
    while filler in asked:
        filler += "s"
    yield filler
    yield from sorted(asked)


def other_words_leaf(question: Question) -> AnyIn:
    """Return the comparison that decides whether there can be own words for "other"."""
    return AnyIn(question.code, tuple(option.code for option in question.options if option.other))


def base_code(code: str) -> str:
    """Return the question that ``<question>_other`` belongs to, else the code itself."""
    return code.removesuffix(OTHER_SUFFIX)


def _signature(code: str, value: Value, comparisons: Sequence[Comparison]) -> tuple[bool, ...]:
    return tuple(holds(leaf, {code: value}) for leaf in comparisons)


def _values_asked(comparisons: Sequence[Comparison]) -> Iterator[str]:
    for leaf in comparisons:
        match leaf:
            case Equals(_, value):
                yield value
            case In(_, values) | AnyIn(_, values):
                yield from values
            case _:
                pass


def _sets_of_options(
    question: Question, comparisons: Sequence[Comparison], offered: Sequence[Option]
) -> tuple[bool, Iterator[Value]]:
    """Choose so many of each kind of option; a kind is what no comparison tells apart."""
    kinds: dict[tuple[bool, ...], list[str]] = {}
    alone = [option.code for option in offered if option.exclusive]
    for option in offered:
        if not option.exclusive:
            named = tuple(option.code in tuple(_values_asked([leaf])) for leaf in comparisons)
            kinds.setdefault(named, []).append(option.code)
    groups = list(kinds.values())
    total = 1
    for group in groups:
        total *= len(group) + 1
    order = {option.code: spot for spot, option in enumerate(offered)}
    return total <= MOST_COMBINATIONS, _sets(question, groups, alone, total, order)


def _sets(
    question: Question,
    groups: list[list[str]],
    alone: list[str],
    total: int,
    order: dict[str, int],
) -> Iterator[Value]:
    fewest = max(1, int(question.minimum or 1))
    most = int(question.maximum) if question.maximum is not None else len(order)
    counts: Iterable[tuple[int, ...]]
    if total <= MOST_COMBINATIONS:
        counts = product(*(range(len(group) + 1) for group in groups))
    else:
        counts = _few_kinds([len(group) for group in groups])
    for numbers in counts:
        if fewest <= sum(numbers) <= most:
            chosen = [
                code
                for group, number in zip(groups, numbers, strict=True)
                for code in group[:number]
            ]
            yield tuple(sorted(chosen, key=order.__getitem__))
    for code in alone:
        yield (code,)


def _few_kinds(sizes: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield sets of at most two kinds, all or one of each, and the set of everything."""
    nothing = [0] * len(sizes)
    yield tuple(sizes)
    for first in range(len(sizes)):
        for number in sorted({1, sizes[first]}):
            row = nothing.copy()
            row[first] = number
            yield tuple(row)
            for second in range(first + 1, len(sizes)):
                pair = row.copy()
                pair[second] = 1
                yield tuple(pair)


def _numbers(question: Question, comparisons: Sequence[Comparison]) -> Iterator[Value]:
    """Yield each bound asked about, its neighbours on the grid of decimals, and the ends."""
    step = 10**question.decimals
    marks: list[float] = [0.0]
    bounds = [leaf.bound for leaf in comparisons if isinstance(leaf, Compare)]
    marks += [float(bound) for bound in bounds if isinstance(bound, int | float)]
    for value in _values_asked(comparisons):
        try:
            marks.append(float(value))
        except ValueError:
            continue
    marks += [end for end in (question.minimum, question.maximum) if end is not None]
    points: set[int] = set()
    for mark in marks:
        low, high = floor(mark * step + 1e-9), ceil(mark * step - 1e-9)
        points.update({low - 1, low, high, high + 1})
    for point in sorted(points):
        value = point // step if point % step == 0 else point / step
        above = question.minimum is None or value >= question.minimum
        if above and (question.maximum is None or value <= question.maximum):
            yield value


def _dates(question: Question, comparisons: Sequence[Comparison]) -> Iterator[Value]:
    """Yield each day asked about, the days around it and the ends; "today" bounds nothing."""
    ends = [_day(question.earliest), _day(question.latest)]
    marks = [date(2000, 1, 1), *(end for end in ends if end)]
    bounds = [leaf.bound for leaf in comparisons if isinstance(leaf, Compare)]
    marks += [bound for bound in bounds if isinstance(bound, date)]
    marks += [day for value in _values_asked(comparisons) if (day := _day(value))]
    points = {day + timedelta(days=shift) for day in marks for shift in (-1, 0, 1) if _fits(day)}
    for point in sorted(points):
        if (ends[0] is None or point >= ends[0]) and (ends[1] is None or point <= ends[1]):
            yield point


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        return None


def _fits(day: date) -> bool:
    return date.min < day < date.max
