"""Two people typed in one paper questionnaire: where they differ, and what is settled."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from alongside.collect.answers import answer_codes
from alongside.collect.entry import Entry, Note, begin_entry, section_items
from alongside.collect.paper import Edition
from alongside.questionnaire import Question, Questionnaire, Value, find_path
from alongside.questionnaire.model import OTHER_SUFFIX, TEXT_TYPES

ABOUT = "about-"
"""Begins the code of a difference in what the form says of itself; no question has a hyphen."""
OF_AUDIENCE = ABOUT + "audience"
ABOUT_FIELDS = ("audience", "language", "edition", "channel", "helped", "helper")


@dataclass(frozen=True, slots=True)
class Said:
    """What one entry has for one question: an answer, own words beside it, a note."""

    value: Value | None = None
    own_words: str = ""
    note: Note | None = None

    def same_as(self, other: "Said", question: Question | None) -> bool:
        """Return whether both say the same.

        Of written words, spaces around them do not count, nor how wide a gap is or where a line
        ends: that is a matter of the sheet. That nothing stands there is the same with a note
        that says so.
        """
        return self._key(question) == other._key(question)

    def _key(self, question: Question | None) -> tuple[Value | None, str, Note | None]:
        written = question is not None and question.type in TEXT_TYPES
        value = _tidy(self.value) if written and isinstance(self.value, str) else self.value
        nothing = self.value is None and self.note is Note.BLANK
        return value, _tidy(self.own_words), None if nothing else self.note


@dataclass(frozen=True, slots=True)
class Difference:
    """One question for which two entries differ.

    Parameters
    ----------
    code
        Code of the question, or :data:`ABOUT` and the name of a field of
        :class:`~alongside.collect.entry.AboutPaper`.
    asked
        For the first and the second entry, whether its own answers lead to the question.
    because
        Code of the earlier difference but for which both entries would lead here, or both
        would not; "": the entries differ here of themselves.
    """

    code: str
    first: Said
    second: Said
    asked: tuple[bool, bool] = (True, True)
    because: str = ""


class Choice(StrEnum):
    """Whose typing stands."""

    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was settled for one difference; ``other`` is what was typed for the third way."""

    choice: Choice
    other: Said = Said()


@dataclass(frozen=True, slots=True)
class Settlement:
    """What two entries and some decisions come to.

    Parameters
    ----------
    entry
        The settled entry; complete when nothing is left to decide.
    undecided
        What stands on the settled path and is still to be decided, in order.
    """

    entry: Entry
    undecided: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two entries agreed on one question."""

    code: str
    compared: int
    agreed: int

    @property
    def share(self) -> float | None:
        """Agreed of compared, from 0 to 1; None when nothing was compared."""
        return self.agreed / self.compared if self.compared else None


def compare_entries(
    questionnaire: Questionnaire, first: Entry, second: Entry
) -> tuple[Difference, ...]:
    """Return where two entries of one form differ, in the order of the form.

    Looked at is what the form says of itself and every question to which at least one of the
    entries leads. Changing places changes nothing but the places.
    """
    found: list[Difference] = []
    for code, question, asked in _compared(questionnaire, first, second):
        one, two = said_of(first, code), said_of(second, code)
        if one.same_as(two, question):
            continue
        because = ""
        if code == questionnaire.audience_question and found and found[0].code == OF_AUDIENCE:
            because = OF_AUDIENCE
        elif asked[0] != asked[1]:
            because = _explained_by(questionnaire, first, second, code, found)
        found.append(Difference(code, one, two, asked, because))
    return tuple(found)


def settle(
    questionnaire: Questionnaire, first: Entry, second: Entry, decisions: Mapping[str, Decision]
) -> Settlement:
    """Return what two entries come to with these decisions; the routing decides what counts.

    Decisions on questions that the settled answers do not lead to are not used. A question
    that neither entry came to and the settled answers lead to is to be decided too.
    """
    undecided: list[str] = []
    about = first.about
    for name in ABOUT_FIELDS:
        code = ABOUT + name
        said = _settled(None, said_of(first, code), said_of(second, code), decisions.get(code))
        if said is None:
            undecided.append(code)
            continue
        value = said.value if name == "helped" else said.value or ""
        value = Edition(str(value)) if name == "edition" else value
        about = replace(about, **{name: value})  # type: ignore[arg-type]
    entry = begin_entry(questionnaire, about)
    answers, notes = dict(entry.answers), {}
    open_codes = []
    for question in _settling(questionnaire, set(answers)):
        one, two = said_of(first, question.code), said_of(second, question.code)
        said = _settled(question, one, two, decisions.get(question.code))
        if said is None:
            open_codes.append(question.code)
            continue
        answers |= _answers_of(question, said)
        if said.note is not None:
            notes[question.code] = said.note
    asked = find_path(questionnaire, answers).question_codes
    for question in (questionnaire.questions[code] for code in asked):
        unsaid = question.code not in answers and question.code not in notes
        if question.code in open_codes:
            undecided.append(question.code)
        elif question.takes_answer and question.required and unsaid:
            if question.code in decisions:
                notes[question.code] = Note.BLANK
            else:
                undecided.append(question.code)
    notes = {code: note for code, note in notes.items() if code in asked}
    sections = tuple(section_items(questionnaire, about))
    settled = replace(
        entry, answers=answers, notes=notes, sections=sections, completed=not undecided
    )
    differences = tuple(_difference(questionnaire, first, second, code) for code in undecided)
    return Settlement(settled, differences)


def measure_agreement(
    questionnaire: Questionnaire, pairs: Iterable[tuple[Entry, Entry]]
) -> tuple[Agreement, ...]:
    """Return for each question how many pairs of entries came to it and how many agreed.

    Questions that no pair came to are left out.
    """
    compared: dict[str, int] = {}
    differed: dict[str, int] = {}
    for first, second in pairs:
        differences = {item.code for item in compare_entries(questionnaire, first, second)}
        for code, _, _ in _compared(questionnaire, first, second):
            if not code.startswith(ABOUT):
                compared[code] = compared.get(code, 0) + 1
                differed[code] = differed.get(code, 0) + (code in differences)
    return tuple(
        Agreement(code, compared[code], compared[code] - differed[code])
        for code in questionnaire.questions
        if code in compared
    )


def said_of(entry: Entry, code: str) -> Said:
    """Return what an entry has for a question, or for a field of what the form says of itself."""
    if code.startswith(ABOUT):
        value: Value = getattr(entry.about, code.removeprefix(ABOUT))
        return Said(tuple(value) if isinstance(value, tuple) else str(value))
    return Said(
        entry.answers.get(code),
        str(entry.answers.get(code + OTHER_SUFFIX, "")),
        entry.notes.get(code),
    )


def _settled(
    question: Question | None, one: Said, two: Said, chosen: Decision | None
) -> Said | None:
    if one.same_as(two, question) and (chosen is None or chosen.choice is not Choice.OTHER):
        return two if one.note is None else one  # the one that notes a blank, if any does
    if chosen is None:
        return None
    return {Choice.FIRST: one, Choice.SECOND: two, Choice.OTHER: chosen.other}[chosen.choice]


def _settling(questionnaire: Questionnaire, given: set[str]) -> Iterator[Question]:
    for question in questionnaire.questions.values():
        if question.takes_answer and question.code not in given:
            yield question


def _answers_of(question: Question, said: Said) -> dict[str, Value]:
    answers: dict[str, Value] = {}
    if said.value is not None:
        answers[question.code] = said.value
    if said.own_words and any(option.other for option in question.options):
        answers[question.code + OTHER_SUFFIX] = said.own_words
    return answers


def _compared(
    questionnaire: Questionnaire, first: Entry, second: Entry
) -> Iterator[tuple[str, Question | None, tuple[bool, bool]]]:
    """Yield everything that is compared, and to which entry's path it belongs."""
    for name in ABOUT_FIELDS:
        yield ABOUT + name, None, (True, True)
    ones, twos = _asked(questionnaire, first), _asked(questionnaire, second)
    for question in questionnaire.questions.values():
        asked = question.code in ones, question.code in twos
        if question.takes_answer and any(asked):
            yield question.code, question, asked


def _difference(questionnaire: Questionnaire, first: Entry, second: Entry, code: str) -> Difference:
    asked = tuple(code in _asked(questionnaire, entry) for entry in (first, second))
    if code.startswith(ABOUT):
        asked = (True, True)
    return Difference(code, said_of(first, code), said_of(second, code), (asked[0], asked[1]))


def _explained_by(
    questionnaire: Questionnaire,
    first: Entry,
    second: Entry,
    code: str,
    earlier: list[Difference],
) -> str:
    """Return the earlier difference that, settled either way, brings both paths together."""
    on_first = code in _asked(questionnaire, first)
    for difference in earlier:
        as_first = _asked(questionnaire, _taking(questionnaire, second, difference.code, first))
        as_second = _asked(questionnaire, _taking(questionnaire, first, difference.code, second))
        if (code in as_first) == on_first or (code in as_second) != on_first:
            return difference.code
    return earlier[0].code if earlier else ""


def _taking(questionnaire: Questionnaire, entry: Entry, code: str, source: Entry) -> Entry:
    """Return an entry with what another says on one point."""
    if code == OF_AUDIENCE:
        answers = {**entry.answers, **source.about.form(questionnaire).given}
        return replace(entry, about=source.about, answers=answers)
    if code.startswith(ABOUT):
        return entry
    codes = answer_codes(questionnaire.questions[code])
    answers = {key: value for key, value in entry.answers.items() if key not in codes}
    answers |= {key: source.answers[key] for key in codes if key in source.answers}
    return replace(entry, answers=answers)


def _asked(questionnaire: Questionnaire, entry: Entry) -> frozenset[str]:
    return frozenset(find_path(questionnaire, entry.answers).question_codes)


def _tidy(words: str) -> str:
    """Return words without what is only a matter of the sheet: where lines end, and wide gaps."""
    return " ".join(words.split())
