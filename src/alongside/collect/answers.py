"""From a sent form to answers: every box read, every fault named, nothing guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alongside.collect.answers_checks import (
    check_answer,
    check_other_words,
    missing_answer,
    problem,
)
from alongside.collect.answers_entries import DATE_PARTS, read_date, read_number
from alongside.kernel.problems import Problem
from alongside.questionnaire import Answers, Question, QuestionType, Value, holds
from alongside.questionnaire.model import OTHER_SUFFIX, TEXT_TYPES

Form = Mapping[str, Sequence[str]]
"""What was sent: values by field name. A missing field and an empty one mean the same."""


@dataclass(frozen=True, slots=True)
class Submission:
    """One sent page.

    Parameters
    ----------
    values
        The answers that fit their questions, ``<code>_other`` included; blank ones absent.
    problems
        Everything to mend; each one's ``params["field"]`` is the form field it belongs to.
    entered
        What was typed, by field name, to be shown again unchanged.
    """

    values: Mapping[str, Value]
    problems: tuple[Problem, ...]
    entered: Mapping[str, tuple[str, ...]]


def field_names(question: Question) -> tuple[str, ...]:
    """Return the form fields of a question; an information box has none."""
    if not question.takes_answer:
        return ()
    if question.type is QuestionType.DATE:
        return tuple(f"{question.code}_{part}" for part in DATE_PARTS)
    if any(option.other for option in question.options):
        return (question.code, question.code + OTHER_SUFFIX)
    return (question.code,)


def answer_codes(question: Question) -> tuple[str, ...]:
    """Return the codes under which a question's answers are kept."""
    if not question.takes_answer:
        return ()
    if any(option.other for option in question.options):
        return (question.code, question.code + OTHER_SUFFIX)
    return (question.code,)


def parse_answers(
    visit_questions: Iterable[Question],
    form: Form,
    earlier: Answers,
    language: str = "en",
    *,
    today: date | None = None,
) -> Submission:
    """Read a sent page.

    A question whose condition fails because of an answer on the same page is not asked of
    the form. Written answers are kept exactly as typed, but for the line ends, which forms
    change to CR LF on their way.

    Parameters
    ----------
    visit_questions
        The questions that were shown.
    form
        Values by field name, see :func:`field_names`.
    earlier
        Answers on the path before this page.
    language
        Language in which problems name the questions.
    today
        What the bound ``today`` of a date means; None: the day it is.
    """
    known = dict(earlier)
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    entered: dict[str, tuple[str, ...]] = {}
    for question in visit_questions:
        for name in field_names(question):
            entered[name] = tuple(form.get(name, ()))
            known.pop(name, None)
        known.pop(question.code, None)
        if not question.takes_answer or not holds(question.show_if, known):
            continue
        found, faults = _read_question(question, form, known, language, today)
        problems += faults
        values |= found
        known |= found
    return Submission(values, tuple(problems), entered)


def _read_question(
    question: Question, form: Form, known: Answers, language: str, today: date | None
) -> tuple[dict[str, Value], list[Problem]]:
    value = _read_value(question, form, language)
    if isinstance(value, list):
        return {}, value
    own_words = _line_ends(_first(form, question.code + OTHER_SUFFIX))
    faults = check_other_words(question, value, own_words, language)
    if value is None:
        if question.required and not faults:
            faults = [missing_answer(question, language)]
        return {}, faults
    faults = check_answer(question, value, known, language, today=today) + faults
    if faults:
        return {}, faults
    found = {question.code: value}
    if own_words.strip() and any(option.other for option in question.options):
        found[question.code + OTHER_SUFFIX] = own_words
    return found, []


def _read_value(question: Question, form: Form, language: str) -> Value | list[Problem] | None:
    """Return what the boxes hold: a value not judged yet, what is wrong, or None for nothing."""
    if question.type is QuestionType.DATE:
        day, month, year = (_first(form, f"{question.code}_{part}") for part in DATE_PARTS)
        if not (day.strip() or month.strip() or year.strip()):
            return None
        return read_date(question, (day, month, year), language)
    if question.type is QuestionType.NUMBER:
        typed = _first(form, question.code)
        return read_number(question, typed, language) if typed.strip() else None
    if question.type in TEXT_TYPES:
        words = _line_ends(_first(form, question.code))
        return words if words.strip() else None
    sent = list(dict.fromkeys(code for code in form.get(question.code, ()) if code))
    if question.type is QuestionType.ANY_OF:
        order = [option.code for option in question.options]
        known = sorted((code for code in sent if code in order), key=order.index)
        return tuple(known + [code for code in sent if code not in order]) or None
    if len(sent) > 1:
        return [problem("answer-one-only", question, language)]
    return sent[0] if sent else None


def _first(form: Form, name: str) -> str:
    values = form.get(name, ())
    return values[0] if values else ""


def _line_ends(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n")
