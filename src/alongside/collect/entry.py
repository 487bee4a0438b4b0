"""Typing in one questionnaire that was filled in on paper.

The routing and the checks are those of the screen. What only paper can do is noted beside a
question instead of being forced into an answer: left blank, not to be read, ticked twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain

from alongside.collect.answers import Form, answer_codes, field_names, parse_answers
from alongside.collect.answers_checks import problem
from alongside.collect.paper import Edition, PaperForm, PaperItem, paper_form
from alongside.collect.session import Progress, Reading
from alongside.kernel.problems import Problem
from alongside.questionnaire import Answers, Question, Questionnaire, Value, find_path
from alongside.questionnaire.conditions import questions_in
from alongside.questionnaire.model import TEXT_TYPES

NOTE_SUFFIX = "-note"
"""Ends the name of the form field with the note; with its hyphen no question can have it."""
NOTE_PREFIX = "note:"
"""Begins a note that is chosen among the options, in their field; no option has a colon."""


class Note(StrEnum):
    """What was found on the paper in place of an answer that counts."""

    BLANK = "blank"
    """Left blank, though it was asked."""
    UNREADABLE = "unreadable"
    """Something is written that two eyes cannot read."""
    MANY = "many"
    """More is ticked than was asked for."""
    UNFIT = "unfit"
    """What is written is no possible answer: a word for a number, a day that never was."""


@dataclass(frozen=True, slots=True)
class AboutPaper:
    """What a form says of itself, and who helped to fill it in.

    Parameters
    ----------
    audience
        Code of the audience the form is printed for; "": everybody.
    channel
        Code of the channel by which the form went out; "": not known.
    helped, helper
        As in :class:`alongside.collect.Response`.
    """

    audience: str = ""
    language: str = "en"
    edition: Edition = Edition.STANDARD
    channel: str = ""
    helped: tuple[str, ...] = ()
    helper: str = ""

    def form(self, questionnaire: Questionnaire) -> PaperForm:
        """Return the form as it is printed."""
        return paper_form(questionnaire, self.audience, self.language, self.edition)

    def reading(self, questionnaire: Questionnaire) -> Reading:
        """Return what the exposure record says: large print has the standard wording."""
        wording = "easy" if self.edition.easy_read else "standard"
        return Reading(questionnaire.version, self.language, wording)


@dataclass(frozen=True, slots=True)
class Entry:
    """One typing-in of one form.

    Parameters
    ----------
    answers
        Everything that stands on the form and can be read, answers to questions that the
        routing skips included; ``find_path(...).answers`` are the ones that count.
    notes
        What stands there in place of an answer, by question code.
    sections
        Codes of the sections that were saved.
    completed
        Whether the person typing has finished.
    """

    about: AboutPaper
    answers: Answers = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    completed: bool = False


@dataclass(frozen=True, slots=True)
class SectionStep:
    """What came of saving one section.

    Parameters
    ----------
    entry
        Unchanged when there are problems or blanks to confirm.
    blank
        Codes of the questions that must be answered, are on the path and have neither an
        answer nor a note: each is either overlooked or left blank on the paper.
    """

    entry: Entry
    problems: tuple[Problem, ...] = ()
    blank: tuple[str, ...] = ()
    entered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def begin_entry(questionnaire: Questionnaire, about: AboutPaper) -> Entry:
    """Return an entry with nothing typed in but what the form itself says.

    Raises ``ValueError`` for an audience the questionnaire does not have.
    """
    return Entry(about, dict(about.form(questionnaire).given))


def section_items(questionnaire: Questionnaire, about: AboutPaper) -> dict[str, list[PaperItem]]:
    """Return the printed questions that take an answer, by section; sections without are absent."""
    found: dict[str, list[PaperItem]] = {}
    for item in about.form(questionnaire).items:
        if item.question.takes_answer:
            found.setdefault(item.section.code, []).append(item)
    return found


def enter_section(
    questionnaire: Questionnaire,
    entry: Entry,
    section: str,
    form: Form,
    language: str = "en",
    *,
    blanks_are_meant: bool = False,
    today: date | None = None,
) -> SectionStep:
    """Take one section as it was typed; saving it twice is the same as saving it once.

    Everything typed is judged as on the screen, except that nothing has to be answered and
    that an option may be ticked that is not meant for this person: it is kept and not counted.

    Parameters
    ----------
    questionnaire, entry
        What is asked, and what was typed in so far; a complete entry is not changed.
    section
        Code of a section of the form; one it does not have changes nothing.
    form
        Values by field name, see :func:`alongside.collect.field_names`; the note of a
        question is in the field that ends in :data:`NOTE_SUFFIX`, or among its options.
    language
        Language in which problems name the questions.
    blanks_are_meant
        Whether questions without an answer are left blank on the paper; otherwise those
        that must be answered are given back in ``blank`` and nothing is kept.
    today
        What the bound ``today`` of a date means; None: the day it is.
    """
    items = section_items(questionnaire, entry.about).get(section, [])
    if entry.completed or not items:
        return SectionStep(entry)
    questions = [item.question for item in items]
    entered = {
        name: tuple(form.get(name, ())) for question in questions for name in _names(question)
    }
    here = {code for question in questions for code in answer_codes(question)}
    answers = {code: value for code, value in entry.answers.items() if code not in here}
    notes = {code: note for code, note in entry.notes.items() if code not in here}
    problems: list[Problem] = []
    for question in questions:
        read = read_value(question, form, language, today=today)
        answers |= read.values
        problems += read.problems
        if read.note is not None:
            notes[question.code] = read.note
    if problems:
        return SectionStep(entry, tuple(problems), (), entered)
    blank = _blanks(questionnaire, answers, notes, questions)
    if blank and not blanks_are_meant:
        return SectionStep(entry, (), blank, entered)
    notes |= dict.fromkeys(blank, Note.BLANK)
    saved = entry.sections if section in entry.sections else (*entry.sections, section)
    return SectionStep(replace(entry, answers=answers, notes=notes, sections=saved))


def change_about(questionnaire: Questionnaire, entry: Entry, about: AboutPaper) -> Entry:
    """Return an entry that is not complete with something else said of the form.

    What was typed stays; only what the form itself answers changes with it.
    """
    if entry.completed:
        return entry
    given = entry.about.form(questionnaire).given
    answers = {code: value for code, value in entry.answers.items() if code not in given}
    return replace(entry, about=about, answers={**answers, **about.form(questionnaire).given})


def folded_codes(questionnaire: Questionnaire, entry: Entry, section: str) -> frozenset[str]:
    """Return the questions of a section that the routing skips whatever is typed in there.

    In a section that was saved these are the questions off the path; in one that was not, a
    question that hangs on another of the same section is still open.
    """
    asked = set(find_path(questionnaire, entry.answers).question_codes)
    items = section_items(questionnaire, entry.about).get(section, [])
    off = [item.question.code for item in items if item.question.code not in asked]
    if section in entry.sections:
        return frozenset(off)
    folded: set[str] = set()
    unfolded: set[str] = set()
    needs = _needs(questionnaire)
    for item in items:
        code = item.question.code
        (folded if code in off and not needs[code] & unfolded else unfolded).add(code)
    return frozenset(folded)


@dataclass(frozen=True, slots=True)
class ReadValue:
    """What was typed for one question: the answer and own words beside it, note and faults."""

    values: Mapping[str, Value] = field(default_factory=dict)
    note: Note | None = None
    problems: tuple[Problem, ...] = ()


def read_value(
    question: Question, form: Form, language: str = "en", *, today: date | None = None
) -> ReadValue:
    """Read what was typed for one question, whoever was asked it and whether it had to be.

    A note stands in place of an answer; only written words can be there in part and not to
    be read in another.
    """
    boxes = {name: list(form.get(name, ())) for name in _names(question)}
    note = _take_note(boxes, question)
    typed = any(words.strip() for words in chain.from_iterable(boxes.values()))
    if note is not None and typed and not _may_stand_beside(note, question):
        return ReadValue(problems=(problem("entry-note-and-answer", question, language),))
    options = tuple(replace(option, show_if=None) for option in question.options)
    as_printed = replace(question, required=False, show_if=None, options=options)
    read = parse_answers([as_printed], boxes, {}, language, today=today)
    return ReadValue(read.values, note, read.problems)


def open_sections(questionnaire: Questionnaire, entry: Entry) -> tuple[str, ...]:
    """Return the sections still to be saved: those with a question on the path.

    A section saved before is open again when a later change put a question on the path that
    must be answered and has neither answer nor note.
    """
    asked = set(find_path(questionnaire, entry.answers).question_codes)
    still = []
    for section, items in section_items(questionnaire, entry.about).items():
        questions = [item.question for item in items]
        on_path = any(question.code in asked for question in questions)
        blank = _blanks(questionnaire, entry.answers, entry.notes, questions)
        if on_path and (section not in entry.sections or blank):
            still.append(section)
    return tuple(still)


def finish_entry(questionnaire: Questionnaire, entry: Entry) -> Entry:
    """Return the entry as complete, or unchanged while a section is still to be saved."""
    if open_sections(questionnaire, entry):
        return entry
    return replace(entry, completed=True)


def written_anyway(questionnaire: Questionnaire, entry: Entry) -> tuple[str, ...]:
    """Return the questions with an answer or a part of one that does not count, in order."""
    aside = find_path(questionnaire, entry.answers).set_aside
    return tuple(
        question.code
        for question in questionnaire.questions.values()
        if any(code in aside for code in answer_codes(question))
    )


def progress_from(questionnaire: Questionnaire, entry: Entry) -> Progress:
    """Return what is kept of a settled form: the answers that count, as on the screen.

    Everything on the printed pages counts as shown, and the question that the form itself
    answers as well; what was written in the wrong place stays with the entries.
    """
    path = find_path(questionnaire, entry.answers)
    form = entry.about.form(questionnaire)
    reading = str(entry.about.reading(questionnaire))
    shown = dict.fromkeys((*form.given, *form.numbers), reading)
    return Progress(dict(path.answers), path.page_codes, True, shown)


def _needs(questionnaire: Questionnaire) -> dict[str, set[str]]:
    """Return which questions decide whether each question is asked."""
    found: dict[str, set[str]] = {}
    for section in questionnaire.sections:
        for page in section.pages:
            above = {*questions_in(section.show_if), *questions_in(page.show_if)}
            for question in page.questions:
                own = set(questions_in(question.show_if))
                for option in question.options:
                    own |= set(questions_in(option.show_if))
                if question.audiences:
                    own.add(questionnaire.audience_question)
                found.setdefault(question.code, above | own)
    return found


def _names(question: Question) -> tuple[str, ...]:
    return (*field_names(question), question.code + NOTE_SUFFIX)


def _take_note(form: dict[str, list[str]], question: Question) -> Note | None:
    """Take the note out of the form and return it; what is no note is left as it is."""
    sent = form.pop(question.code + NOTE_SUFFIX)
    if question.options:
        chosen = form[question.code]
        sent += [code.removeprefix(NOTE_PREFIX) for code in chosen if code.startswith(NOTE_PREFIX)]
        form[question.code] = [code for code in chosen if not code.startswith(NOTE_PREFIX)]
    return next((Note(words) for words in sent if words in set(Note)), None)


def _may_stand_beside(note: Note, question: Question) -> bool:
    return note is Note.UNREADABLE and question.type in TEXT_TYPES


def _blanks(
    questionnaire: Questionnaire,
    answers: Answers,
    notes: Mapping[str, Note],
    questions: Sequence[Question],
) -> tuple[str, ...]:
    asked = set(find_path(questionnaire, answers).question_codes)
    return tuple(
        question.code
        for question in questions
        if question.required
        and question.code in asked
        and question.code not in answers
        and question.code not in notes
    )
