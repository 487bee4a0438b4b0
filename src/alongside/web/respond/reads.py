"""What the pages show beside the questions: languages and wordings to choose from."""

from dataclasses import dataclass

from alongside.kernel.text import LANGUAGE_NAMES
from alongside.questionnaire import Study
from alongside.web.pages.wording import has_easy_read
from alongside.web.respond.visitor import EASY, STANDARD, Visitor


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes language or wording."""

    href: str
    name: str
    tag: str
    current: bool


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
