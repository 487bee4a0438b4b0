"""What the pages show: view models made from a questionnaire, answers and their wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from alongside.collect import Progress, is_within_reach, resume_at
from alongside.kernel.problems import Problem
from alongside.questionnaire import Questionnaire, QuestionType, find_path
from alongside.web.pages.aids import AidedField, add_aids
from alongside.web.pages.estimate import count_questions
from alongside.web.pages.fields import entered_values, make_field
from alongside.web.pages.pictures import Addresses, no_pictures
from alongside.web.pages.wording import Wording


class Reader(Protocol):
    """Whoever reads a page, or has it read out."""

    @property
    def language(self) -> str:
        """Tag of the language."""

    @property
    def easy_read(self) -> bool:
        """Whether in the Easy Read wording."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the list of errors: what to mend, and the field it leads to."""

    href: str
    text: str


@dataclass(frozen=True)
class PageView:
    """One page of questions, ready to print."""

    code: str
    heading: str
    section: str
    fields: tuple[AidedField, ...]
    faults: tuple[Fault, ...]
    position: tuple[int, int] | None
    back: str | None
    may_skip: bool
    kept: bool = False
    """Whether pages were sent before this one."""

    @property
    def pictured(self) -> bool:
        """Whether any question of the page has a picture beside it."""
        return any(field.picture for field in self.fields)

    @property
    def title(self) -> str:
        """The words for the browser's title bar."""
        return self.heading or self.fields[0].label


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One answer to check."""

    label: str
    answer: str
    page: str


@dataclass(frozen=True)
class CheckSection:
    """The answers of one section."""

    title: str
    rows: list[CheckRow] = field(default_factory=list)


def view_page(
    questionnaire: Questionnaire,
    progress: Progress,
    reader: Reader,
    page_code: str,
    entered: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[Problem] = (),
    *,
    pictures: Addresses = no_pictures,
) -> PageView | None:
    """Return a page, or None when the person cannot be on it now.

    ``pictures`` gives the addresses of the pictures that go with Easy Read wording.
    """
    path = find_path(questionnaire, progress.answers)
    visit = path.visit(page_code)
    if visit is None or not is_within_reach(questionnaire, progress, page_code, path):
        return None
    wording = Wording(questionnaire, reader.language, reader.easy_read, path.answers)
    if entered is None:
        entered = entered_values(visit.questions, path.answers)
    only = len(visit.questions) == 1
    heading = "" if only else wording.say(visit.page.title)
    before = path.before(page_code)
    section = questionnaire.section_of[page_code]
    fields = [
        add_aids(
            make_field(question, wording, entered, problems, only=only), question, wording, pictures
        )
        for question in visit.questions
    ]
    return PageView(
        code=page_code,
        heading=heading if only or heading else wording.say(section.title),
        section=wording.say(section.title),
        fields=tuple(fields),
        faults=tuple(Fault(f"#{item.params['field']}", wording.fault(item)) for item in problems),
        position=count_questions(questionnaire, progress.answers, page_code),
        back=before.page.code if before else None,
        may_skip=all(not (item.required and item.takes_answer) for item in visit.questions)
        and any(item.options for item in visit.questions),
        kept=progress != Progress(),
    )


def view_check(
    questionnaire: Questionnaire, progress: Progress, reader: Reader
) -> list[CheckSection]:
    """Return every question on the path with its answer in words, by section."""
    path = find_path(questionnaire, progress.answers)
    wording = Wording(questionnaire, reader.language, reader.easy_read, path.answers)
    sections: dict[str, CheckSection] = {}
    for visit in path.visits:
        section = questionnaire.section_of[visit.page.code]
        for question in visit.questions:
            if question.type is QuestionType.INFORMATION:
                continue
            entry = sections.setdefault(section.code, CheckSection(wording.say(section.title)))
            row = CheckRow(
                wording.say(question.label),
                wording.answer(question, path.answers),
                visit.page.code,
            )
            entry.rows.append(row)
    return list(sections.values())


def last_page(questionnaire: Questionnaire, progress: Progress) -> str | None:
    """Return the last page of the path; None when there is none."""
    codes = find_path(questionnaire, progress.answers).page_codes
    return codes[-1] if codes else None


def next_page(questionnaire: Questionnaire, progress: Progress) -> str | None:
    """Return the page the person should be on; None when every page was sent."""
    return resume_at(questionnaire, progress)
