"""What conditions, audiences and piping name: it must exist, come earlier, and fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from alongside.kernel.problems import Place, Problem, Severity, has_errors
from alongside.questionnaire.answer_classes import Comparison
from alongside.questionnaire.condition_text import condition_text
from alongside.questionnaire.conditions import Answered, AnyIn, Compare, Equals, In, comparisons_in
from alongside.questionnaire.model import (
    CHOICE_TYPES,
    OTHER_SUFFIX,
    Question,
    Questionnaire,
    QuestionType,
)
from alongside.questionnaire.sites import Site, SiteKey, known_answers, pipes_of, walk_sites
from alongside.questionnaire.suggest import suggestion


@dataclass(frozen=True, slots=True)
class _Known:
    """What can be named, and where each question stands."""

    questionnaire: Questionnaire
    answers: Mapping[str, Question]
    positions: Mapping[str, int]


def check_references(questionnaire: Questionnaire) -> tuple[list[Problem], frozenset[SiteKey]]:
    """Return the faults of naming, and the sites whose conditions are faulty by them."""
    positions: dict[str, int] = {}
    for spot, question in enumerate(questionnaire.walk()):
        positions.setdefault(question.code, spot)
        positions.setdefault(question.code + OTHER_SUFFIX, spot)
    known = _Known(questionnaire, known_answers(questionnaire), positions)
    problems: list[Problem] = []
    faulty: set[SiteKey] = set()
    for site in walk_sites(questionnaire):
        found = list(_of_site(known, site))
        problems += found
        if has_errors(found):
            faulty.add(site.key)
    problems += _audience_question(known)
    for site_key, problem in _audiences(known):
        faulty.add(site_key)
        problems.append(problem)
    problems += _piping(known)
    return problems, frozenset(faulty)


def _of_site(known: _Known, site: Site) -> Iterator[Problem]:
    place = site.place(known.questionnaire)
    said: set[tuple[str, str]] = set()
    for leaf in comparisons_in(site.written):
        for problem in _of_leaf(known, site, place, leaf):
            mark = (problem.code, str(sorted(map(str, problem.params.items()))))
            if mark not in said:
                said.add(mark)
                yield problem


def _of_leaf(known: _Known, site: Site, place: Place, leaf: Comparison) -> Iterator[Problem]:
    question = known.answers.get(leaf.question)
    if question is None:
        box = known.questionnaire.questions.get(leaf.question)
        if box is not None:
            yield Problem("condition-on-box", place, {"question": leaf.question})
            return
        hint = suggestion(leaf.question, known.answers)
        yield Problem(
            "condition-unknown-question", place, {"question": leaf.question, "hint": hint}
        )
        return
    if known.positions[leaf.question] >= site.position:
        code = "condition-looks-ahead"
        if known.positions[leaf.question] == site.position and site.kind in ("question", "option"):
            code = "condition-on-itself"
        yield Problem(code, place, {"question": leaf.question})
    own_words = leaf.question not in known.questionnaire.questions
    reason = _misfit(question, leaf, own_words)
    if reason is not None:
        params = {"comparison": condition_text(leaf), "question": leaf.question, "reason": reason}
        yield Problem("condition-wrong-operator", place, params)
        return
    if own_words or not question.options:
        return
    yield from _only_one_chosen(question, place, leaf)
    codes = [option.code for option in question.options]
    for code in _codes_of(leaf):
        if code not in codes:
            params = {
                "question": leaf.question,
                "code": code,
                "hint": suggestion(code, codes),
            }
            yield Problem("condition-unknown-code", place, params)


def _only_one_chosen(question: Question, place: Place, leaf: Comparison) -> Iterator[Problem]:
    """Warn that = and in mean "only this" where several options can be chosen."""
    if question.type is not QuestionType.ANY_OF or not isinstance(leaf, Equals | In):
        return
    chosen = [question.option(code) for code in _codes_of(leaf)]
    if any(option is not None and not option.exclusive for option in chosen):
        better = condition_text(AnyIn(leaf.question, _codes_of(leaf)))
        params = {"comparison": condition_text(leaf), "better": better}
        yield Problem("condition-only-one-chosen", place, params, Severity.WARNING)


def _codes_of(leaf: Comparison) -> tuple[str, ...]:
    match leaf:
        case Equals(_, value):
            return (value,)
        case In(_, values) | AnyIn(_, values):
            return values
        case _:
            return ()


def _misfit(question: Question, leaf: Comparison, own_words: bool) -> str | None:
    """Return why a comparison cannot work on this type of question, or None when it can."""
    kind = QuestionType.SHORT_TEXT if own_words else question.type
    match leaf:
        case Answered():
            return None
        case Compare(counts=True):
            return None if kind is QuestionType.ANY_OF else "only any-of has a number of choices"
        case Compare(bound=date()):
            return None if kind is QuestionType.DATE else "it does not hold a date"
        case Compare():
            numeric = kind in (QuestionType.NUMBER, QuestionType.SCALE)
            if kind is QuestionType.DATE:
                return "a date is compared with a date such as 2023-03-14"
            return None if numeric else "it does not hold a number"
        case AnyIn():
            several = kind is QuestionType.ANY_OF or kind in CHOICE_TYPES
            return None if several else "includes needs options to choose from"
        case Equals(value=value):
            return _unreadable(kind, (value,))
        case In(values=values):
            return _unreadable(kind, values)


def _unreadable(kind: QuestionType, values: tuple[str, ...]) -> str | None:
    for value in values:
        try:
            if kind is QuestionType.NUMBER:
                float(value)
            elif kind is QuestionType.DATE:
                date.fromisoformat(value)
        except ValueError:
            wanted = "a number" if kind is QuestionType.NUMBER else "a date such as 2023-03-14"
            return f"“{value}” is not {wanted}"
    return None


def _audience_question(known: _Known) -> Iterator[Problem]:
    questionnaire = known.questionnaire
    place = Place(questionnaire.file, None, "audiences")
    codes = [audience.code for audience in questionnaire.audiences]
    chooser = questionnaire.questions.get(questionnaire.audience_question)
    if questionnaire.audience_question and chooser is None:
        params = {
            "question": questionnaire.audience_question,
            "hint": suggestion(questionnaire.audience_question, questionnaire.questions),
        }
        yield Problem("audience-question-unknown", place, params)
    if codes and not questionnaire.audience_question:
        yield Problem("audience-question-missing", place)
    if chooser is not None:
        spot = Place(questionnaire.file, chooser.line, f"question {chooser.code}")
        if chooser.type not in (QuestionType.ONE_OF, QuestionType.YES_NO_UNSURE):
            yield Problem("audience-question-type", spot, {"type": chooser.type.value})
        elif not chooser.required:
            yield Problem("audience-question-optional", spot)
        offered = [option.code for option in chooser.options]
        for code in codes:
            if code not in offered:
                yield Problem("audience-not-offered", spot, {"audience": code})
        for code in offered:
            if codes and code not in codes:
                params = {"audience": code, "hint": suggestion(code, codes)}
                yield Problem("audience-not-listed", spot, params)


def _audiences(known: _Known) -> Iterator[tuple[SiteKey, Problem]]:
    """Yield the faults of ``audiences: [...]`` with the site that they make faulty."""
    questionnaire = known.questionnaire
    codes = [audience.code for audience in questionnaire.audiences]
    first = known.positions.get(questionnaire.audience_question, -1)
    for position, question in enumerate(questionnaire.walk()):
        spot = Place(questionnaire.file, question.line, f"question {question.code}")
        key = ("question", position, question.code)
        for code in question.audiences:
            if code not in codes:
                params = {"audience": code, "hint": suggestion(code, codes)}
                yield key, Problem("audience-unknown", spot, params)
        if question.audiences and position <= first:
            params = {"question": questionnaire.audience_question}
            yield key, Problem("audience-too-early", spot, params)


def _piping(known: _Known) -> Iterator[Problem]:
    questionnaire = known.questionnaire
    pairs = ((page, question) for page in questionnaire.pages for question in page.questions)
    for position, (page, question) in enumerate(pairs):
        place = Place(questionnaire.file, question.line, f"question {question.code}")
        for code in pipes_of(page, question):
            if code not in known.answers:
                params = {"question": code, "hint": suggestion(code, known.answers)}
                yield Problem("piping-unknown", place, params)
            elif known.positions[code] >= position:
                yield Problem("piping-looks-ahead", place, {"question": code})
