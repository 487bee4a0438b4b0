"""What changed between two versions of a questionnaire, and what can still be compared.

Codes carry the meaning: a question is the same question while its code and type stay, an option
the same option while its code stays. Everything else about them may change, and each change says
how far answers given before and after can stand in one table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from alongside.questionnaire.condition_text import condition_text
from alongside.questionnaire.conditions import Condition
from alongside.questionnaire.model import Option, Page, Question, Questionnaire
from alongside.questionnaire.wording_changes import (
    option_wordings,
    question_wordings,
    title_wordings,
    word_distance,
)


class Kind(StrEnum):
    """What a change is about."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    TYPE = "type"
    WORDING = "wording"
    OTHER_WORDING = "other-wording"
    """Easy Read, a translation, a hint, a definition or a picture: the question itself stays."""
    SETTING = "setting"
    """How it is shown, what it is linked to, or whether it can say who someone is."""
    OPTION_ADDED = "option-added"
    OPTION_REMOVED = "option-removed"
    OPTION_MOVED = "option-moved"
    OPTION_WORDING = "option-wording"
    OPTION_RULE = "option-rule"
    """Exclusive, other or declined was switched; or when the option is offered changed."""
    ASKED_OF = "asked-of"
    """Its condition, its audiences, or those of its page or section changed."""
    BOUNDS = "bounds"
    REQUIRED = "required"
    PAGE = "page"
    """It stands on another page than before, with other questions beside it."""


class Comparable(IntEnum):
    """How far answers of both versions can stand in one table."""

    YES = 0
    WITH_CAUTION = 1
    NO = 2


COMPARABLE = {
    Kind.ADDED: Comparable.NO,
    Kind.REMOVED: Comparable.NO,
    Kind.MOVED: Comparable.WITH_CAUTION,
    Kind.TYPE: Comparable.NO,
    Kind.WORDING: Comparable.WITH_CAUTION,
    Kind.OTHER_WORDING: Comparable.YES,
    Kind.SETTING: Comparable.YES,
    Kind.OPTION_ADDED: Comparable.WITH_CAUTION,
    Kind.OPTION_REMOVED: Comparable.WITH_CAUTION,
    Kind.OPTION_MOVED: Comparable.YES,
    Kind.OPTION_WORDING: Comparable.WITH_CAUTION,
    Kind.OPTION_RULE: Comparable.WITH_CAUTION,
    Kind.ASKED_OF: Comparable.WITH_CAUTION,
    Kind.BOUNDS: Comparable.WITH_CAUTION,
    Kind.REQUIRED: Comparable.WITH_CAUTION,
    Kind.PAGE: Comparable.YES,
}
"""Context and order effects, wording and the set of options offered are known to move answers
(Schuman and Presser, Questions and Answers in Attitude Surveys, 1981): a table may join the
versions, but says so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Parameters
    ----------
    question
        Code of the question it is about.
    option
        Code of the option, or "".
    before, after
        What stood there, in words; "" for nothing.
    wordings
        Which wordings differ, by part, language and edition: ``hint (cy, Easy Read)``.
    distance
        How many words of the question or answer were put in, taken out or replaced, in the first
        language; 0 for other kinds of change.
    """

    kind: Kind
    question: str
    option: str = ""
    before: str = ""
    after: str = ""
    wordings: tuple[str, ...] = ()
    distance: int = 0

    @property
    def comparable(self) -> Comparable:
        """How far answers before and after can be compared."""
        return COMPARABLE[self.kind]


def compare(old: Questionnaire, new: Questionnaire) -> tuple[Change, ...]:
    """Return every change from one version to the next, in the order of the new one.

    Questions that were removed come last, in their old order. Two equal questionnaires give no
    change; the version's own name is no change.
    """
    changes: list[Change] = []
    kept = [code for code in new.questions if code in old.questions]
    moved = _moved([code for code in old.questions if code in new.questions], kept)
    for code, question in new.questions.items():
        before = old.questions.get(code)
        if before is None:
            said = question.label.say(new.languages[0])
            changes.append(Change(Kind.ADDED, code, after=said))
            continue
        changes += _compare_questions(before, question, new.languages[0])
        if code in moved:
            changes.append(Change(Kind.MOVED, code))
        changes += _compare_places(old, new, code)
    changes += [
        Change(Kind.REMOVED, code, before=question.label.say(old.languages[0]))
        for code, question in old.questions.items()
        if code not in new.questions
    ]
    return tuple(changes)


def worst(changes: Sequence[Change]) -> Comparable:
    """Return how far a question with all these changes can be compared; YES for none."""
    return max((change.comparable for change in changes), default=Comparable.YES)


def _compare_questions(old: Question, new: Question, language: str) -> Iterator[Change]:
    code = new.code
    if old.type is not new.type:
        yield Change(Kind.TYPE, code, before=old.type.value, after=new.type.value)
        return
    wordings = question_wordings(old, new)
    was, now = _question_words(old, language), _question_words(new, language)
    if was != now:
        yield Change(
            Kind.WORDING,
            code,
            before=old.label.say(language),
            after=new.label.say(language),
            wordings=wordings,
            distance=word_distance(was, now),
        )
    elif wordings:
        yield Change(Kind.OTHER_WORDING, code, wordings=wordings)
    if _settings(old) != _settings(new):
        yield Change(Kind.SETTING, code, before=_settings(old), after=_settings(new))
    bounds = _bounds(old, language), _bounds(new, language)
    if bounds[0] != bounds[1]:
        yield Change(Kind.BOUNDS, code, before=bounds[0], after=bounds[1])
    if old.required != new.required:
        yield Change(Kind.REQUIRED, code, before=_yes(old.required), after=_yes(new.required))
    yield from _compare_options(old, new, language)


def _compare_options(old: Question, new: Question, language: str) -> Iterator[Change]:
    before = {option.code: option for option in old.options}
    after = {option.code: option for option in new.options}
    moved = _moved(
        [code for code in before if code in after], [code for code in after if code in before]
    )
    for code, option in after.items():
        known = before.get(code)
        said = option.label.say(language)
        if known is None:
            yield Change(Kind.OPTION_ADDED, new.code, code, after=said)
            continue
        was, wordings = known.label.say(language), option_wordings(known, option)
        if was != said:
            distance = word_distance(was, said)
            yield Change(Kind.OPTION_WORDING, new.code, code, was, said, wordings, distance)
        elif wordings:
            yield Change(Kind.OTHER_WORDING, new.code, code, wordings=wordings)
        if _rules(known) != _rules(option):
            yield Change(Kind.OPTION_RULE, new.code, code, _rules(known), _rules(option))
        if code in moved:
            yield Change(Kind.OPTION_MOVED, new.code, code)
    for code, option in before.items():
        if code not in after:
            yield Change(Kind.OPTION_REMOVED, new.code, code, before=option.label.say(language))


def _compare_places(old: Questionnaire, new: Questionnaire, code: str) -> Iterator[Change]:
    was, now = _asked_of(old, code), _asked_of(new, code)
    if was != now:
        yield Change(Kind.ASKED_OF, code, before=was, after=now)
    if _page_mates(old, code, new) != _page_mates(new, code, old):
        yield Change(Kind.PAGE, code)
    page, before = _page_of(new, code), _page_of(old, code)
    if page.questions[0].code == code and (wordings := title_wordings(before, page)):
        yield Change(Kind.OTHER_WORDING, code, wordings=wordings)


def _asked_of(questionnaire: Questionnaire, code: str) -> str:
    """Return in words of whom a question is asked; "" for everyone."""
    page, question = _page_of(questionnaire, code), questionnaire.questions[code]
    section = questionnaire.section_of[page.code]
    parts = [_condition(section.show_if), _condition(page.show_if), _condition(question.show_if)]
    if question.audiences:
        parts.append(f"{questionnaire.audience_question} in ({', '.join(question.audiences)})")
    return "; ".join(part for part in parts if part)


def _page_mates(questionnaire: Questionnaire, code: str, other: Questionnaire) -> frozenset[str]:
    """Return the questions on the same page that both versions have."""
    codes = {question.code for question in _page_of(questionnaire, code).questions}
    return frozenset(codes & set(other.questions))


def _page_of(questionnaire: Questionnaire, code: str) -> Page:
    return next(
        page
        for page in questionnaire.pages
        if any(question.code == code for question in page.questions)
    )


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return the fewest codes that must be taken out for the rest to stand in the old order.

    Both hold the same codes. What stays is a longest common subsequence.
    """
    spot = {code: place for place, code in enumerate(before)}
    best: list[list[str]] = []
    for code in after:
        fits = [run for run in best if spot[run[-1]] < spot[code]]
        best.append([*_longest(fits), code])
    return frozenset(after).difference(_longest(best))


def _longest(runs: Sequence[list[str]]) -> list[str]:
    return max(runs, key=len, default=[])


def _question_words(question: Question, language: str) -> str:
    return f"{question.label.say(language)}\n{question.body.say(language)}".strip()


def _settings(question: Question) -> str:
    parts = [
        f"shown as {question.display}" if question.display != "radio" else "",
        f"linked to {question.construct}" if question.construct else "",
        "can say who someone is" if question.identifies else "",
    ]
    return ", ".join(part for part in parts if part)


def _bounds(question: Question, language: str) -> str:
    parts = {
        "minimum": question.minimum,
        "maximum": question.maximum,
        "decimals": question.decimals or None,
        "unit": question.unit.say(language) or None,
        "earliest": question.earliest,
        "latest": question.latest,
    }
    said = {name: f"{part:g}" if isinstance(part, float) else part for name, part in parts.items()}
    return ", ".join(f"{name} {part}" for name, part in said.items() if part is not None)


def _rules(option: Option) -> str:
    parts = [name for name in ("exclusive", "other", "declined") if getattr(option, name)]
    parts += [f"offered if {_condition(option.show_if)}"] if option.show_if else []
    return ", ".join(parts)


def _condition(condition: Condition | None) -> str:
    return condition_text(condition) if condition is not None else ""


def _yes(held: bool) -> str:
    return "yes" if held else "no"
