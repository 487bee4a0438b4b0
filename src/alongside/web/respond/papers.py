"""Forms to print: for people who would rather answer on paper, and whoever prints for them.

A study offers them when it says where filled-in forms go (``paper_return``). A form takes a
fraction of a second to set; it is set once for each reading of the study's files, by one
thread of a process at a time, and kept in memory.
"""

import logging
from collections import OrderedDict
from threading import Lock

from django.http import Http404, HttpResponse
from django.urls import reverse

from alongside.collect.channel_links import public_address
from alongside.collect.paper import (
    Handout,
    PaperKind,
    address_lines,
    paper_kinds,
    paper_link,
    print_kind,
)
from alongside.kernel.errors import AlongsideError, PrintError
from alongside.questionnaire import Study
from alongside.questionnaire.piping import say_date
from alongside.web.pages.wording import Wording
from alongside.web.respond.entry import Call, of_open_study

LOG = logging.getLogger(__name__)
MOST_KEPT = 60
"""Forms kept in memory, of about 100 kB each; the one not asked for longest goes first."""
LONGEST_WAIT = 10
"""Seconds to wait for somebody else's form to be set before saying that it is being made."""
AGAIN_AFTER = 15

_KEPT: OrderedDict[tuple[str, PaperKind, str], tuple[Study, bytes]] = OrderedDict()
_PRESS = Lock()


@of_open_study
def papers(call: Call) -> HttpResponse:
    """Say how to answer on paper, and offer every form in the reader's language."""
    address = _return_address(call)
    settings, language = call.study.settings, call.visitor.language
    return call.show(
        "papers.html",
        sections=_sections(call),
        return_to=address_lines(address).splitlines(),
        closes=say_date(settings.closes, language) if settings.closes else "",
    )


@of_open_study
def form(call: Call, file: str) -> HttpResponse:
    """Hand out one form as PDF."""
    _return_address(call)
    kind = next(
        (kind for kind in paper_kinds(call.study) if kind.file_name(call.slug) == file), None
    )
    if kind is None:
        raise Http404
    try:
        made = _print(call, kind)
    except PrintError as fault:
        LOG.error("%s cannot be printed: %s", file, fault.sentence())
        return call.show(
            "paper_trouble.html", status=503, title="papers-fault-title", words="papers-fault"
        )
    if made is None:
        page = call.show(
            "paper_trouble.html", status=503, title="papers-busy-title", words="papers-busy"
        )
        page["Retry-After"] = str(AGAIN_AFTER)
        return page
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file}"'
    return response


def _return_address(call: Call) -> str:
    """Return where forms go back to; a study that does not say offers no forms."""
    visitor = call.visitor
    address = call.study.settings.paper_return.say(visitor.language, easy_read=visitor.easy_read)
    if not address:
        raise Http404
    return address


def _sections(call: Call) -> list[dict[str, object]]:
    """Return the forms by audience, each audience in the words it answers by."""
    questionnaire, language = call.questionnaire, call.visitor.language
    wording = Wording(questionnaire, language, call.visitor.easy_read)
    found: dict[str, list[dict[str, str]]] = {}
    for kind in paper_kinds(call.study):
        if kind.language == language:
            file = kind.file_name(call.slug)
            href = reverse("paper", kwargs={"slug": call.slug, "file": file})
            found.setdefault(kind.audience, []).append(
                {"words": f"papers-{kind.edition.value}", "href": href}
            )
    asked = questionnaire.questions.get(questionnaire.audience_question)
    sections: list[dict[str, object]] = []
    for audience, forms in found.items():
        option = asked.option(audience) if asked else None
        sections.append({"label": wording.say(option.label) if option else "", "forms": forms})
    return sections


def _link(call: Call) -> str:
    """Return where to answer on a screen; "" where that would not be safe to print."""
    request = call.request
    try:
        site = public_address(f"{request.scheme}://{request.get_host()}")
    except AlongsideError:
        return ""
    return paper_link(call.study, site)


def _print(call: Call, kind: PaperKind) -> bytes | None:
    """Return a form, set now or before; None when others are being set for too long."""
    link = _link(call)
    key = (call.slug, kind, link)
    if not _PRESS.acquire(timeout=LONGEST_WAIT):
        return None
    try:
        kept = _KEPT.get(key)
        if kept is None or kept[0] is not call.study:
            kept = (call.study, print_kind(call.study, kind, Handout(link=link)))
            _KEPT[key] = kept
        _KEPT.move_to_end(key)
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
        return kept[1]
    finally:
        _PRESS.release()
