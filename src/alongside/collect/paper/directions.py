"""Gates and jumps in words: "Answer this only if you ticked “Yes” at question 3"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from alongside.collect.paper.model import Gate, PaperForm, PaperItem
from alongside.collect.paper.saying import Saying
from alongside.questionnaire import Condition, Question, QuestionType, holds
from alongside.questionnaire.conditions import (
    All,
    Answered,
    Any,
    AnyIn,
    Compare,
    Equals,
    In,
    Not,
    Order,
    questions_in,
)
from alongside.questionnaire.model import CHOICE_TYPES, OTHER_SUFFIX
from alongside.questionnaire.piping import say_date

_ORDER_WORDS = {
    Order.GREATER: "more",
    Order.LESS: "less",
    Order.AT_LEAST: "least",
    Order.AT_MOST: "most",
}
_TURNED = {
    Order.GREATER: Order.AT_MOST,
    Order.LESS: Order.AT_LEAST,
    Order.AT_LEAST: Order.LESS,
    Order.AT_MOST: Order.GREATER,
}


@dataclass(frozen=True, slots=True)
class _Way:
    """The codes of one kind of direction: to a question, to a box, to the end."""

    question: str
    box: str
    end: str


_GO = _Way("go-question", "go-box", "go-end")
_THEN = _Way("then-question", "then-box", "then-end")
_ELSE = _Way("else-question", "else-box", "else-end")


class Directions:
    """Says the instructions of one form."""

    def __init__(self, form: PaperForm) -> None:
        self.form = form
        self.saying = Saying(form)

    def gate(self, item: PaperItem, gate: Gate) -> tuple[str, str]:
        """Return who goes on here, and where the others go."""
        only = "only-answer" if item.question.takes_answer else "only-read"
        condition = self.condition(gate.condition)
        return self.saying.words(only, condition=condition), self._place(_ELSE, gate.otherwise)

    def jump(self, target: int) -> str:
        """Return where an option leads."""
        return self._place(_GO, target)

    def then(self, target: int) -> str:
        """Return where everybody goes after an item."""
        return self._place(_THEN, target)

    def only_option(self, condition: Condition) -> str:
        """Return for whom an option is meant."""
        return self.saying.words("only-option", condition=self.condition(condition))

    def condition(self, condition: Condition) -> str:
        """Return a condition in words that go on after "only if".

        Where "and" and "or" meet, the inner part stands in brackets, so that it can be read
        in one way only.
        """
        return self._say(condition, truth=True, inside="")

    def _place(self, way: _Way, target: int) -> str:
        if target >= len(self.form.items):
            return self.saying.words(way.end)
        item = self.form.items[target]
        to = way.question if item.question.takes_answer else way.box
        return self.saying.words(to, number=item.number)

    def _say(self, condition: Condition, *, truth: bool, inside: str) -> str:
        chosen = self._of_one_choice(condition, truth=truth)
        if chosen is not None:
            return chosen
        match condition:
            case Not(part):
                return self._say(part, truth=not truth, inside=inside)
            case All(parts):
                return self._join(parts, "and" if truth else "or", truth, inside)
            case Any(parts):
                return self._join(parts, "or" if truth else "and", truth, inside)
            case Answered(code):
                return self._said("answered" if truth else "left-empty", code)
            case Equals(code, value):
                return self._just(code, (value,), truth)
            case In(code, values):
                return self._just(code, values, truth)
            case AnyIn(code, values):
                many = self._question(code).type is QuestionType.ANY_OF
                if not many:
                    return self._just(code, values, truth)
                way = "ticked" if truth else "ticked-not"
                return self._said(way, code, options=self._options(code, values))
            case Compare():
                return self._compare(condition, truth, inside)
            case _:
                assert_never(condition)

    def _join(self, parts: Sequence[Condition], word: str, truth: bool, inside: str) -> str:
        said = [self._say(part, truth=truth, inside=word) for part in parts]
        return self._list(said, word, inside)

    def _list(self, said: Iterable[str], word: str, inside: str) -> str:
        once = list(dict.fromkeys(said))
        joined = f" {self.saying.words(word)} ".join(once)
        return f"({joined})" if len(once) > 1 and inside not in ("", word) else joined

    def _of_one_choice(self, condition: Condition, *, truth: bool) -> str | None:
        """Say a condition on one tick-one question by the options that fulfil it."""
        codes = set(questions_in(condition))
        if len(codes) != 1:
            return None
        code = codes.pop()
        question = self._question(code)
        if question.code != code or question.type not in CHOICE_TYPES:
            return None
        every = [option.code for option in question.options]
        chosen = [one for one in every if holds(condition, {code: one}) is truth]
        others = [one for one in every if one not in chosen]
        if holds(condition, {}) is truth:
            if not chosen:
                return self._said("left-empty", code)
            return self._said("ticked-not", code, options=self._options(code, others))
        if not others:
            return self._said("ticked-any", code)
        if len(chosen) > max(3, len(others)):
            return self._said("ticked-other-than", code, options=self._options(code, others))
        return self._said("ticked", code, options=self._options(code, chosen))

    def _just(self, code: str, values: Sequence[str], truth: bool) -> str:
        """Say that this is the whole answer: the only tick, the number or the words."""
        many = self._question(code).type is QuestionType.ANY_OF and not code.endswith(OTHER_SUFFIX)
        if many:
            way = "ticked-just" if truth else "ticked-just-not"
            return self._said(way, code, options=self._options(code, values))
        way = "wrote" if truth else "wrote-not"
        return self._said(way, code, words=self._quoted(values))

    def _compare(self, condition: Compare, truth: bool, inside: str) -> str:
        order = condition.order if truth else _TURNED[condition.order]
        code, how = condition.question, _ORDER_WORDS[order]
        if isinstance(condition.bound, date):
            bound = say_date(condition.bound, self.form.language)
            said = self._said(f"date-{how}", code, bound=bound)
        else:
            way = f"count-{how}" if condition.counts else f"number-{how}"
            said = self._said(way, code, bound=f"{condition.bound:.10g}")
        if truth:
            return said
        # a comparison with no answer is false, so its opposite holds for who left it empty
        return self._list([said, self._said("left-empty", code)], "or", inside)

    def _said(self, way: str, code: str, **params: str) -> str:
        if way == "answered":
            way = "ticked-any" if self._question(code).options else "wrote-any"
        number = self.form.numbers[self._question(code).code]
        return self.saying.words(way, number=number, **params)

    def _options(self, code: str, values: Sequence[str]) -> str:
        labels = [self.saying.option(self._question(code).code, value) for value in values]
        return self._quoted(labels)

    def _quoted(self, words: Sequence[str]) -> str:
        quoted = [self.saying.words("quoted", words=item) for item in words]
        *first, last = quoted
        if not first:
            return last
        return f"{', '.join(first)} {self.saying.words('or')} {last}"

    def _question(self, code: str) -> Question:
        """Return the printed question; the words beside "other" belong to theirs."""
        item = self.form.item(code) or self.form.item(code.removesuffix(OTHER_SUFFIX))
        if item is None:
            raise ValueError(f"{code!r} is not printed on this form")
        return item.question
