"""The pages for respondents as pieces of HTML, for a browser to put together by itself.

Every piece is printed by the same templates and words as the pages of the site, once in each
language and wording. Where an earlier answer is repeated stands a slot; the browser fills it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string

from alongside.collect.offline import EASY, offered_editions
from alongside.collect.responses import HELPERS, WAYS_OF_HELPING
from alongside.kernel.text import LANGUAGE_NAMES
from alongside.questionnaire import Question, Questionnaire, Study
from alongside.web.pages.aids import add_aids
from alongside.web.pages.estimate import about_minutes
from alongside.web.pages.fields import make_field
from alongside.web.pages.pictures import picture_addresses
from alongside.web.pages.wording import Wording, speaker

PIECES = ("header", "start", "page", "check", "helping", "stop", "done")
SLOT_OPENS, SLOT_CLOSES = "\ue000", "\ue001"
"""Around the code of the question whose answer stands there. Both signs are for private use, so
no text has them, and Markdown takes them for letters: no answer changes what is emphasised."""
_SLOT = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_SOURCE = re.compile(r'\ssrc="([^"]+)"')

Pieces = Mapping[str, object]


@dataclass(frozen=True)
class SlotWording(Wording):
    """Says texts with slots in place of earlier answers."""

    def _fill(self, words: str, *, markdown: bool) -> str:  # noqa: ARG002 - the same for both
        return _SLOT.sub(rf"{SLOT_OPENS}\1{SLOT_CLOSES}", words)


def make_fragments(study: Study, questionnaire: Questionnaire) -> dict[str, dict[str, Pieces]]:
    """Return the pieces of a study's pages, by language and wording."""
    return {
        language: {
            edition: _pieces(study, questionnaire, language, easy_read=edition == EASY)
            for edition in offered_editions(study)
        }
        for language in study.settings.languages
    }


def images_in(fragments: Mapping[str, Mapping[str, Pieces]]) -> tuple[str, ...]:
    """Return the addresses of all pictures the pieces show, each once, in order."""
    found: dict[str, None] = {}
    for editions in fragments.values():
        for pieces in editions.values():
            for html in _all_html(pieces):
                found |= dict.fromkeys(_SOURCE.findall(html))
    return tuple(address for address in found if not address.startswith("data:"))


def _pieces(
    study: Study, questionnaire: Questionnaire, language: str, *, easy_read: bool
) -> dict[str, object]:
    context: dict[str, Any] = {
        "study": study,
        "language": language,
        "easy_read": easy_read,
        "t": speaker(language, easy_read=easy_read),
        "languages": _languages(study, language),
        "has_easy_read": EASY in offered_editions(study),
        "minutes": about_minutes(study),
        "ways": [(way, False) for way in WAYS_OF_HELPING],
        "helpers": [(helper, False) for helper in HELPERS],
    }
    pieces: dict[str, object] = {
        name: render_to_string(f"event/{name}.html", context) for name in PIECES
    }
    wording = SlotWording(questionnaire, language, easy_read)
    pieces["fields"] = {
        question.code: [
            _print_field(question, wording, context, only=True),
            # a page of one question never shows it among others
            _print_field(question, wording, context, only=False) if len(page.questions) > 1 else "",
        ]
        for page in questionnaire.pages
        for question in page.questions
    }
    return pieces


def _print_field(
    question: Question, wording: Wording, context: Mapping[str, Any], *, only: bool
) -> str:
    """Return a question with all its options: the browser takes out what is not offered."""
    options = tuple(replace(option, show_if=None) for option in question.options)
    field = make_field(replace(question, options=options), wording, {}, (), only=only)
    aided = add_aids(field, question, wording, picture_addresses(context["study"]))
    return render_to_string("event/field.html", {**context, "field": aided})


def _languages(study: Study, language: str) -> list[dict[str, object]]:
    tags = study.settings.languages
    if len(tags) < 2:
        return []
    return [
        {"tag": tag, "name": LANGUAGE_NAMES.get(tag, tag), "current": tag == language}
        for tag in tags
    ]


def _all_html(pieces: Pieces) -> Iterator[str]:
    for piece in pieces.values():
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Mapping):
            for both in piece.values():
                yield from both
