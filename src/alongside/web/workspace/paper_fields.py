"""Questions as the person types them in from paper: all of a section, dense, with their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from alongside.collect.entry import (
    NOTE_PREFIX,
    NOTE_SUFFIX,
    Entry,
    Note,
    SectionStep,
    folded_codes,
    section_items,
)
from alongside.collect.paper import PaperItem
from alongside.kernel.problems import Problem
from alongside.questionnaire import Question, Questionnaire, QuestionType, find_path
from alongside.questionnaire.model import TEXT_TYPES
from alongside.web.pages.fields import Field, Params, entered_values, make_field
from alongside.web.pages.showing import Fault
from alongside.web.pages.wording import Wording, interface_words

TEAM = "en"
"""The language of the team's own words; those of the form are in the language of the form."""
ROW_ANSWERS, ROW_LETTERS = 7, 16
"""Most answers, and most letters of each, that stand side by side."""


@dataclass(frozen=True)
class TypedQuestion:
    """One question to type in: its field and, where notes have no place in that, theirs."""

    number: str
    field: Field
    notes: Field | None = None


@dataclass(frozen=True)
class Run:
    """Questions one after the other, either all asked or all skipped by the routing.

    Parameters
    ----------
    opened
        Whether something stands in one of them, so that they may not stay out of sight.
    """

    questions: tuple[TypedQuestion, ...]
    folded: bool
    opened: bool = False

    @property
    def numbers(self) -> str:
        """The numbers in words: ``5``, ``5 to 8``."""
        first, last = self.questions[0].number, self.questions[-1].number
        return first if first == last else f"{first} to {last}"


def section_runs(
    questionnaire: Questionnaire, entry: Entry, section: str, step: SectionStep | None = None
) -> tuple[Run, ...]:
    """Return the questions of a section, those that the routing skips folded away.

    ``step`` is what came of sending the section, when it was not kept: what was typed is then
    shown again with its faults.
    """
    items = section_items(questionnaire, entry.about).get(section, [])
    folded = folded_codes(questionnaire, entry, section)
    entered = step.entered if step else entered_from(entry, [item.question for item in items])
    problems = step.problems if step else ()
    blank = step.blank if step else ()
    wording = form_wording(questionnaire, entry)
    runs: list[Run] = []
    for item in items:
        code = item.question.code
        typed = typed_question(item, wording, entered, _errors(item, wording, problems, blank))
        closed = code in folded
        opened = any(entered.get(name) for name in (code, code + NOTE_SUFFIX, f"{code}_day"))
        if runs and runs[-1].folded == closed:
            last = runs.pop()
            runs.append(Run((*last.questions, typed), closed, last.opened or opened))
        else:
            runs.append(Run((typed,), closed, opened))
    return tuple(runs)


def section_faults(
    questionnaire: Questionnaire, entry: Entry, section: str, step: SectionStep
) -> list[Fault]:
    """Return the list of what is to be mended, or looked at again, in the order of the form."""
    wording = form_wording(questionnaire, entry)
    faults = []
    for item in section_items(questionnaire, entry.about).get(section, []):
        for problem in step.problems:
            if problem.params["question"] == item.question.code:
                words = _fault(wording, problem)
                said = say("paper-fault", number=item.number, fault=words)
                faults.append(Fault(f"#{problem.params['field']}", said))
        if item.question.code in step.blank:
            words = say("paper-fault-blank", number=item.number)
            faults.append(Fault(f"#{_first_box(item.question)}", words))
    return faults


def typed_question(
    item: PaperItem,
    wording: Wording,
    entered: Mapping[str, Sequence[str]],
    error: str = "",
    *,
    blank_too: bool = False,
) -> TypedQuestion:
    """Return one question with its options in the order of the paper, and the notes beside it.

    ``blank_too`` offers the note "left blank" where an empty box says as much.
    """
    question = item.question
    order = {printed.option.code: place for place, printed in enumerate(item.options)}
    as_printed = sorted(question.options, key=lambda option: order.get(option.code, len(order)))
    options = tuple(replace(option, show_if=None) for option in as_printed)
    printed = replace(question, show_if=None, options=options)
    field = make_field(printed, wording, entered, (), only=False)
    params = field.params
    params.pop("hint", None)
    heading = {"text": f"{item.number}. {wording.say(question.label)}"}
    if "fieldset" in params:
        params["fieldset"] = {
            "legend": {**heading, "classes": "govuk-fieldset__legend--s"},
            "attributes": {"data-typed": question.code},
        }
    else:
        params["label"] = {**heading, "classes": "govuk-label--s"}
    if error:
        params["errorMessage"] = {"text": error, "visuallyHiddenText": "Error"}
    notes = notes_for(question, blank_too=blank_too)
    if question.options:
        _put_notes_among_options(field, notes, entered.get(question.code, ()))
        return TypedQuestion(item.number, field)
    chosen = entered.get(question.code + NOTE_SUFFIX, ())
    return TypedQuestion(item.number, field, _notes_beside(item, notes, chosen))


def notes_for(question: Question, *, blank_too: bool = False) -> tuple[Note, ...]:
    """Return the notes that may be true of such a question."""
    if question.type is QuestionType.ANY_OF:
        some: tuple[Note, ...] = (Note.MANY, Note.UNREADABLE)
    elif question.options:
        return (Note.BLANK, Note.MANY, Note.UNREADABLE)
    elif question.type in TEXT_TYPES:
        some = (Note.UNREADABLE,)
    else:
        some = (Note.UNREADABLE, Note.UNFIT)
    return (Note.BLANK, *some) if blank_too else some


def entered_from(entry: Entry, questions: Sequence[Question]) -> dict[str, tuple[str, ...]]:
    """Return what stands in the boxes for what was typed in before."""
    found = entered_values(questions, entry.answers)
    for question in questions:
        note = entry.notes.get(question.code)
        if note is None or (note is Note.BLANK and note not in notes_for(question)):
            continue
        if question.options:
            found[question.code] = (*found.get(question.code, ()), NOTE_PREFIX + note.value)
        else:
            found[question.code + NOTE_SUFFIX] = (note.value,)
    return found


def form_wording(questionnaire: Questionnaire, entry: Entry) -> Wording:
    """Return the words as they are printed on the form."""
    about = entry.about
    answers = find_path(questionnaire, entry.answers).answers
    return Wording(questionnaire, about.language, about.edition.easy_read, answers)


def say(code: str, **params: object) -> str:
    """Return words of the team's pages."""
    return interface_words(code, TEAM, easy_read=False, **params)


def _put_notes_among_options(field: Field, notes: Sequence[Note], chosen: Sequence[str]) -> None:
    params = field.params
    items: list[Params] = params["items"]
    if field.kind == "select":
        items += [
            {**_note_item(note, chosen), "selected": NOTE_PREFIX + note.value in chosen}
            for note in notes
        ]
        return
    for option in items:
        option.pop("hint", None)
    words = [option["text"] for option in items if "text" in option]
    in_row = len(words) <= ROW_ANSWERS and max(map(len, words), default=0) <= ROW_LETTERS
    row = " al-typed__options--row" if in_row and field.other is None else ""
    params["classes"] = f"govuk-{field.kind}--small al-typed__options{row}"
    items.append({"divider": say("paper-notes")})
    items += [_note_item(note, chosen) for note in notes]


def _note_item(note: Note, chosen: Sequence[str]) -> Params:
    value = NOTE_PREFIX + note.value
    return {"value": value, "text": say(f"paper-note-{note}"), "checked": value in chosen}


def _notes_beside(item: PaperItem, notes: Sequence[Note], chosen: Sequence[str]) -> Field:
    name = item.question.code + NOTE_SUFFIX
    legend = {
        "text": f"{item.number}, {say('paper-notes')}",
        "classes": "govuk-visually-hidden",
    }
    params: Params = {
        "name": name,
        "idPrefix": name,
        "classes": "govuk-checkboxes--small al-typed__notes",
        "fieldset": {"legend": legend},
        "items": [
            {"value": note.value, "text": say(f"paper-note-{note}"), "checked": note in chosen}
            for note in notes
        ],
    }
    return Field("checkboxes", params)


def _errors(
    item: PaperItem, wording: Wording, problems: Sequence[Problem], blank: Sequence[str]
) -> str:
    own = [found for found in problems if found.params["question"] == item.question.code]
    words = [_fault(wording, found) for found in own]
    if item.question.code in blank:
        words.append(say("paper-fault-blank", number=item.number))
    return ". ".join(dict.fromkeys(words))


def _fault(wording: Wording, problem: Problem) -> str:
    """Return a fault in the team's words; the question keeps those of the form."""
    return replace(wording, language=TEAM, easy_read=False).fault(problem)


def _first_box(question: Question) -> str:
    return f"{question.code}_day" if question.type is QuestionType.DATE else question.code
