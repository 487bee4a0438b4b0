"""Made-up questionnaires, conditions and answers for property tests."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations, product

from hypothesis import strategies as st

from alongside.kernel.text import Text
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
    Value,
)
from alongside.questionnaire.model import (
    Audience,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)

CODES = ("a", "b", "c")
WORDS = st.text(
    alphabet=st.characters(
        codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\x85\u2028\u2029"
    ),
    min_size=1,
    max_size=30,
).filter(lambda words: bool(words.strip()) and words == words.strip())
VALUES = st.one_of(st.sampled_from([*CODES, "yes", "no", "or", "not", "count", "3"]), WORDS)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name not in {"or", "and", "not", "in", "includes", "any", "answered", "count"}
)


def leaves(names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[Condition]:
    """Return single comparisons of any kind."""
    many = st.lists(VALUES, min_size=1, max_size=3).map(tuple)
    numbers = st.integers(-50, 50).map(float) | st.sampled_from([0.5, 12.25, -3.75, 1234567.5])
    bounds = numbers | st.dates(date(1900, 1, 1), date(2100, 1, 1))
    return st.one_of(
        st.builds(Equals, names, VALUES),
        st.builds(In, names, many),
        st.builds(AnyIn, names, many),
        st.builds(Answered, names),
        st.builds(Compare, names, st.sampled_from(Order), bounds),
        st.builds(
            Compare, names, st.sampled_from(Order), st.integers(0, 5).map(float), st.just(True)
        ),
    )


def conditions(leaf: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Return trees of comparisons, each ``and`` and ``or`` with at least two parts."""

    def grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(st.builds(All, parts), st.builds(Any, parts), st.builds(Not, inner))

    return st.recursive(leaf, grow, max_leaves=4)


@cache
def _leaf_on(code: str, kind: QuestionType) -> st.SearchStrategy[Condition]:
    name = st.just(code)
    some = st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple)
    made: list[st.SearchStrategy[Condition]] = [st.builds(Answered, name)]
    if kind in (QuestionType.ONE_OF, QuestionType.ANY_OF):
        made += [
            st.builds(Equals, name, st.sampled_from(CODES)),
            st.builds(In, name, some),
            st.builds(AnyIn, name, some),
        ]
    if kind is QuestionType.ANY_OF:
        count = st.integers(0, 3).map(float)
        made.append(st.builds(Compare, name, st.sampled_from(Order), count, st.just(True)))
    if kind is QuestionType.NUMBER:
        bound = st.sampled_from([0.0, 1.0, 1.5, 2.0, 3.0])
        made.append(st.builds(Compare, name, st.sampled_from(Order), bound))
    return st.one_of(made)


def _draw_condition(draw: st.DrawFn, known: list[Question]) -> Condition:
    """Draw one or two comparisons; simple on purpose, because it is drawn very often."""
    shape = draw(st.sampled_from(["one", "one", "not", "all", "any"]))
    questions = [draw(st.sampled_from(known)) for _ in range(2 if shape in ("all", "any") else 1)]
    parts = tuple(draw(_leaf_on(question.code, question.type)) for question in questions)
    match shape:
        case "not":
            return Not(parts[0])
        case "all":
            return All(parts)
        case "any":
            return Any(parts)
        case _:
            return parts[0]


@st.composite
def questionnaires(draw: st.DrawFn, most: int = 4) -> Questionnaire:
    """Return questionnaires of up to ``most`` questions whose conditions look backwards."""
    earlier: list[Question] = []
    sections: list[Section] = []
    audiences = draw(st.booleans())

    def condition(chance: int = 2) -> Condition | None:
        known = [question for question in earlier if question.takes_answer]
        if not known or draw(st.integers(0, 3)) >= chance:
            return None
        return _draw_condition(draw, known)

    for section_number in range(draw(st.integers(1, 2))):
        section_condition = condition(1)
        pages = []
        for page_number in range(draw(st.integers(1, 2))):
            room = most - len(earlier)
            if room <= 0:
                break
            page_condition = condition(1)
            made: list[Question] = []
            for _ in range(draw(st.integers(1, min(2, room)))):
                number = len(earlier)
                if number == 0 and audiences:
                    made.append(_choice("q0", QuestionType.ONE_OF, True, ()))
                else:
                    made.append(draw(_question(f"q{number}", condition(), audiences, condition)))
                earlier.append(made[-1])
            alone = len(made) == 1 and page_condition is None
            code = made[0].code if alone else f"p{section_number}{page_number}"
            pages.append(Page(code, tuple(made), show_if=page_condition))
        if pages:
            title = Text({"en": f"Section {section_number}"})
            sections.append(Section(f"s{section_number}", title, tuple(pages), section_condition))
    groups = tuple(Audience(code, Text({"en": code})) for code in CODES) if audiences else ()
    return Questionnaire(
        Text({"en": "Made up"}),
        tuple(sections),
        audiences=groups,
        audience_question="q0" if audiences else "",
        version="1",
    )


@st.composite
def _question(
    draw: st.DrawFn, code: str, show_if: Condition | None, audiences: bool, condition: object
) -> Question:
    kind = draw(
        st.sampled_from(
            [
                QuestionType.ONE_OF,
                QuestionType.ANY_OF,
                QuestionType.NUMBER,
                QuestionType.SHORT_TEXT,
                QuestionType.INFORMATION,
            ]
        )
    )
    required = draw(st.booleans()) and kind is not QuestionType.INFORMATION
    asked = draw(st.sampled_from([(), (), ("a",), ("b", "c")])) if audiences else ()
    label = Text({"en": f"Question {code}?"})
    if kind in (QuestionType.ONE_OF, QuestionType.ANY_OF):
        option_condition = condition(1) if callable(condition) else None
        return _choice(code, kind, required, asked, show_if, option_condition, draw(st.booleans()))
    low = draw(st.sampled_from([None, 0.0, 1.0])) if kind is QuestionType.NUMBER else None
    high = 3.0 if kind is QuestionType.NUMBER and low is not None else None
    return Question(
        code,
        kind,
        label,
        required=required,
        minimum=low,
        maximum=high,
        show_if=show_if,
        audiences=asked,
    )


def _choice(
    code: str,
    kind: QuestionType,
    required: bool,
    asked: tuple[str, ...],
    show_if: Condition | None = None,
    option_condition: Condition | None = None,
    exclusive: bool = False,
) -> Question:
    options = tuple(
        Option(
            option,
            Text({"en": option}),
            exclusive=exclusive and kind is QuestionType.ANY_OF and option == "c",
            show_if=option_condition if option == "b" else None,
        )
        for option in CODES
    )
    return Question(
        code,
        kind,
        Text({"en": f"Question {code}?"}),
        options=options,
        required=required,
        show_if=show_if,
        audiences=asked,
    )


def every_answer(question: Question) -> tuple[Value | None, ...]:
    """Return every answer worth trying to a made-up question, and none."""
    if question.type is QuestionType.ANY_OF:
        alone = {option.code for option in question.options if option.exclusive}
        sets = [
            chosen
            for size in (1, 2, 3)
            for chosen in combinations(CODES, size)
            if size == 1 or not alone.intersection(chosen)
        ]
        return (*sets, None)
    if question.options:
        return (*CODES, None)
    if question.type is QuestionType.NUMBER:
        low = -1 if question.minimum is None else int(question.minimum)
        high = 4 if question.maximum is None else int(question.maximum)
        return (*range(low, high + 1), None)
    if question.takes_answer:
        return ("words", None)
    return (None,)


def every_answers(questionnaire: Questionnaire) -> Iterator[dict[str, Value]]:
    """Yield every combination of answers to a small questionnaire."""
    questions = list(questionnaire.walk())
    for row in product(*(every_answer(question) for question in questions)):
        yield {
            question.code: value
            for question, value in zip(questions, row, strict=True)
            if value is not None
        }
