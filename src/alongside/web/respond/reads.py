"""What the pages show: view models made from a study, a person's answers and their wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alongside.collect import Progress, is_within_reach, resume_at
from alongside.kernel.problems import Problem
from alongside.questionnaire import Questionnaire, QuestionType, Study, find_path
from alongside.web.respond.estimate import count_questions
from alongside.web.respond.fields import Field, entered_values, make_field
from alongside.web.respond.visitor import EASY, STANDARD, Visitor
from alongside.web.respond.wording import Wording, has_easy_read

# A language is offered in its own name; others are offered by their tag.
LANGUAGE_NAMES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cy": "Cymraeg",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "gu": "ગુજરાતી",
    "it": "Italiano",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "so": "Soomaali",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}


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
    fields: tuple[Field, ...]
    faults: tuple[Fault, ...]
    position: tuple[int, int] | None
    back: str | None
    may_skip: bool
    kept: bool = False
    """Whether pages were sent before this one."""

    @property
    def title(self) -> str:
        """The words for the browser's title bar."""
        if self.heading:
            return self.heading
        params = self.fields[0].params
        legend = params.get("fieldset", {}).get("legend", params.get("label", ""))
        return legend["text"] if isinstance(legend, Mapping) else str(legend)


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


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes language or wording."""

    href: str
    name: str
    tag: str
    current: bool


def view_page(
    questionnaire: Questionnaire,
    progress: Progress,
    visitor: Visitor,
    page_code: str,
    entered: Mapping[str, Sequence[str]] | None = None,
    problems: Sequence[Problem] = (),
) -> PageView | None:
    """Return a page, or None when the person cannot be on it now."""
    path = find_path(questionnaire, progress.answers)
    visit = path.visit(page_code)
    if visit is None or not is_within_reach(questionnaire, progress, page_code):
        return None
    wording = Wording(questionnaire, visitor.language, visitor.easy_read, path.answers)
    if entered is None:
        entered = entered_values(visit.questions, path.answers)
    only = len(visit.questions) == 1
    heading = "" if only else wording.say(visit.page.title)
    before = path.before(page_code)
    section = questionnaire.section_of[page_code]
    fields = [
        make_field(question, wording, entered, problems, only=only) for question in visit.questions
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
    questionnaire: Questionnaire, progress: Progress, visitor: Visitor
) -> list[CheckSection]:
    """Return every question on the path with its answer in words, by section."""
    path = find_path(questionnaire, progress.answers)
    wording = Wording(questionnaire, visitor.language, visitor.easy_read, path.answers)
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


def language_choices(study: Study, visitor: Visitor, kept: str = "") -> list[Choice]:
    """Return the languages of a study as links; none when it has only one.

    ``kept`` is the rest of the query that links must not lose.
    """
    tags = study.settings.languages
    if len(tags) < 2:
        return []
    return [
        Choice(f"?lang={tag}{kept}", LANGUAGE_NAMES.get(tag, tag), tag, tag == visitor.language)
        for tag in tags
    ]


def edition_link(study: Study, visitor: Visitor, kept: str = "") -> str:
    """Return the link to the other wording, or "" when the study has only one."""
    if not has_easy_read(study):
        return ""
    return f"?edition={STANDARD if visitor.easy_read else EASY}{kept}"


def next_page(questionnaire: Questionnaire, progress: Progress) -> str | None:
    """Return the page the person should be on; None when every page was sent."""
    return resume_at(questionnaire, progress)
