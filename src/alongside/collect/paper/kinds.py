"""The printed forms that a study has: for each audience, edition and language one."""

import re
from dataclasses import dataclass, replace

from alongside.collect.channel_links import PAPER, channel_link
from alongside.collect.paper.cover import Handout
from alongside.collect.paper.form import paper_form
from alongside.collect.paper.model import Edition
from alongside.collect.paper.sheets import paper_pdf
from alongside.questionnaire import Study, find_routes
from alongside.questionnaire.pictures import PICTURES
from alongside.questionnaire.routes import ENOUGH_ROUTES

_COMMA = re.compile("[,\N{ARABIC COMMA}]")
EVERYBODY = "everybody"
"""In names of files: a form that leads every audience its way."""


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One form to print; ``audience`` is "" for a form for everybody."""

    audience: str
    edition: Edition
    language: str

    def file_name(self, slug: str) -> str:
        """Return the name of its PDF, such as ``care-staff-large-en.pdf``."""
        parts = (slug, self.audience or EVERYBODY, self.edition.value, self.language)
        return f"{'-'.join(parts)}.pdf"


def paper_kinds(study: Study) -> tuple[PaperKind, ...]:
    """Return the forms a study has: by language, then audience, then edition.

    A study with several audiences has a form for each. Easy Read is there when the study has
    Easy Read wording. None for imported data, which have no questionnaire.
    """
    questionnaire = study.questionnaire
    if questionnaire is None:
        return ()
    audiences = [audience.code for audience in questionnaire.audiences] or [""]
    editions = [
        edition for edition in Edition if not edition.easy_read or questionnaire.has_easy_read
    ]
    return tuple(
        PaperKind(audience, edition, language)
        for language in study.settings.languages
        for audience in audiences
        for edition in editions
    )


def print_kind(study: Study, kind: PaperKind, handout: Handout | None = None) -> bytes:
    """Return one form as tagged PDF; the cover says how long it takes and where it goes back to.

    Raises ``ValueError`` for a study without a questionnaire or an audience it does not have,
    and ``PrintError`` when the PDF would not be accessible.
    """
    if study.questionnaire is None:
        raise ValueError(f"the study {study.slug!r} has no questionnaire")
    form = paper_form(study.questionnaire, kind.audience, kind.language, kind.edition)
    handout = handout or Handout()
    if not handout.return_to:
        address = study.settings.paper_return.say(kind.language, easy_read=kind.edition.easy_read)
        handout = replace(handout, return_to=address_lines(address))
    if handout.minutes is None:
        routes = find_routes(study.questionnaire, ENOUGH_ROUTES)
        handout = replace(handout, minutes=routes.longest_minutes(kind.audience))
    return paper_pdf(form, study.settings, handout, study.folder / PICTURES)


def address_lines(address: str) -> str:
    """Return a postal address with its parts, which commas part, each on a line of its own.

    >>> address_lines("The lunch study, 1 High Street").splitlines()
    ['The lunch study', '1 High Street']
    """
    return "\n".join(part.strip() for part in _COMMA.split(address) if part.strip())


def paper_link(study: Study, address: str) -> str:
    """Return the link on a form for those who would rather answer on a screen.

    That of the channel ``paper``, if the study has it, so that such answers can be told apart.
    """
    channel = next((item for item in study.settings.channels if item.code == PAPER), None)
    return channel_link(address, study.slug, channel.short if channel else "")
