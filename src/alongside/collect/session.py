"""One person's way through a questionnaire, as pure steps.

A step takes what is known and what was sent and returns what is known next. Where the person
stands is never stored: it follows from the answers and the pages seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Self

from alongside.collect.answers import Form, answer_codes, parse_answers
from alongside.kernel.problems import Problem
from alongside.questionnaire import Answers, Questionnaire, Value, find_path
from alongside.questionnaire.routing import Path


@dataclass(frozen=True, slots=True)
class Reading:
    """In which version, language and wording something was read."""

    version: str
    language: str = "en"
    edition: str = "standard"

    def __str__(self) -> str:
        """Return it as the exposure record holds it: ``1/en/standard``."""
        return f"{self.version}/{self.language}/{self.edition}"

    @classmethod
    def parse(cls, words: str) -> Self:
        """Read what the exposure record holds.

        >>> Reading.parse("1.2/cy/easy")
        Reading(version='1.2', language='cy', edition='easy')

        Raises ``ValueError`` when the words have not three parts.
        """
        version, language, edition = words.rsplit("/", 2)
        return cls(version, language, edition)


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of one person's response.

    Parameters
    ----------
    answers
        Every answer given, those left behind on an abandoned branch included;
        ``find_path(...).answers`` decides which ones count.
    seen
        Codes of the pages that were sent without faults, in the order of sending. A page that
        another answer added a question to is taken out until it is sent again.
    shown
        The exposure record: the reading in which each question and information box was last
        shown or answered, by code.
    """

    answers: Answers = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    completed: bool = False
    shown: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What came of sending one page.

    Parameters
    ----------
    progress
        Unchanged when there are problems.
    next_page
        Code of the page to show now; None when every page is done.
    entered
        What was typed, by field name, to be shown again when there are problems.
    path
        The path of ``progress``, for steps that follow at once; None when it was not needed.
    """

    progress: Progress
    problems: tuple[Problem, ...]
    next_page: str | None
    entered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    path: Path | None = field(default=None, compare=False, repr=False)


def submit_page(
    questionnaire: Questionnaire,
    progress: Progress,
    page_code: str,
    form: Form,
    language: str = "en",
    *,
    today: date | None = None,
    reading: Reading | None = None,
) -> Step:
    """Take one sent page.

    Sending the same page twice gives the same progress as sending it once. A page out of
    reach (:func:`is_within_reach`), or any page of a response that is complete, changes
    nothing; the step then says where the person should be.

    Parameters
    ----------
    questionnaire, progress, page_code
        What is asked, what is known, and which page was sent.
    form
        Values by field name, see :func:`alongside.collect.field_names`.
    language
        Language in which problems name the questions.
    today
        What the bound ``today`` of a date means; None: the day it is.
    reading
        What the exposure record says of the questions that were shown; None: it is not kept.
    """
    path = find_path(questionnaire, progress.answers)
    visit = path.visit(page_code)
    if visit is None or not is_within_reach(questionnaire, progress, page_code, path):
        return Step(progress, (), resume_at(questionnaire, progress, path), path=path)
    earlier = _answers_before(path, page_code)
    sent = parse_answers(visit.questions, form, earlier, language, today=today)
    on_page = {code for question in visit.questions for code in answer_codes(question)}
    answers = {code: value for code, value in progress.answers.items() if code not in on_page}
    answers |= sent.values
    following = find_path(questionnaire, answers)
    # a fault counts only while its question is still asked: an answer on this very page may
    # have led the person to another audience, or hidden every option of a question
    asked = set(following.question_codes)
    problems = tuple(item for item in sent.problems if item.params["question"] in asked)
    if problems:
        return Step(progress, problems, page_code, sent.entered)
    seen = progress.seen if page_code in progress.seen else (*progress.seen, page_code)
    opened = _opened_pages(path, following)
    seen = tuple(code for code in seen if code not in opened)
    shown = dict(progress.shown)
    if reading is not None:
        shown |= {question.code: str(reading) for question in visit.questions}
    progress = replace(progress, answers=answers, seen=seen, shown=shown)
    after = following.after(page_code)
    next_page = page_code if page_code in opened else after.page.code if after else None
    return Step(progress, (), next_page, path=following)


def show_page(
    questionnaire: Questionnaire,
    progress: Progress,
    page_code: str | None,
    reading: Reading,
    path: Path | None = None,
) -> Progress:
    """Return the progress with a page put on the exposure record.

    What was answered in one reading and is only looked at again in another keeps the first:
    the record says what the answer was given to. A page off the path changes nothing.
    ``path`` is the path of the progress; None: it is found.
    """
    path = path or find_path(questionnaire, progress.answers)
    visit = path.visit(page_code) if page_code else None
    if visit is None:
        return progress
    answered = page_code in progress.seen
    fresh = {
        question.code: str(reading)
        for question in visit.questions
        if not answered or question.code not in progress.shown
    }
    return replace(progress, shown={**progress.shown, **fresh}) if fresh else progress


def resume_at(
    questionnaire: Questionnaire, progress: Progress, path: Path | None = None
) -> str | None:
    """Return the first page on the path that is still to be sent; None when all were.

    A page sent before is to be sent again when a question on it that must be answered has
    no answer that counts: a later change elsewhere opened the question or closed the option.
    ``path`` is the path of the progress; None: it is found.
    """
    path = path or find_path(questionnaire, progress.answers)
    for visit in path.visits:
        if visit.page.code not in progress.seen:
            return visit.page.code
        for question in visit.questions:
            if question.required and question.takes_answer and question.code not in path.answers:
                return visit.page.code
    return None


def is_within_reach(
    questionnaire: Questionnaire, progress: Progress, page_code: str, path: Path | None = None
) -> bool:
    """Return whether the person may see and send this page now.

    That is every page on the path up to the first one still to be sent, until the response
    is complete. ``path`` is the path of the progress; None: it is found.
    """
    path = path or find_path(questionnaire, progress.answers)
    codes = path.page_codes
    if progress.completed or page_code not in codes:
        return False
    here = resume_at(questionnaire, progress, path)
    return here is None or codes.index(page_code) <= codes.index(here)


def finish(questionnaire: Questionnaire, progress: Progress) -> Progress:
    """Return the progress as complete, or unchanged while a page is still to be sent."""
    if resume_at(questionnaire, progress) is not None:
        return progress
    return replace(progress, completed=True)


def _opened_pages(before: Path, after: Path) -> set[str]:
    """Return the pages of both paths that show more questions now: they are to be seen again."""
    opened: set[str] = set()
    if before.way == after.way:
        return opened
    earlier = {visit.page.code: visit for visit in before.visits}
    for visit in after.visits:
        old = earlier.get(visit.page.code)
        if old is None or old is visit:
            continue
        shown = {question.code for question in old.questions}
        if any(question.code not in shown for question in visit.questions):
            opened.add(visit.page.code)
    return opened


def _answers_before(path: Path, page_code: str) -> dict[str, Value]:
    """Return the answers of the pages before this one."""
    before: dict[str, Value] = {}
    for visit in path.visits:
        if visit.page.code == page_code:
            break
        for question in visit.questions:
            for code in answer_codes(question):
                if code in path.answers:
                    before[code] = path.answers[code]
    return before
