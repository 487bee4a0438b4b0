"""Error pages: what happened and what to do, in plain words."""

import logging
import re
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation.trans_real import parse_accept_lang_header

from alongside.kernel.messages import message
from alongside.web.pages.wording import interface_words
from alongside.web.respond.entry import readmit

LOG = logging.getLogger(__name__)
MOST_READ_AWAY = 20_000_000
READ_AT_ONCE = 65_536
WORDS = {
    400: ("request-title", "request-words"),
    403: ("refused-title", "refused-words"),
    404: ("missing-title", "missing-words"),
    413: ("too-much-title", "too-much-words"),
    500: ("ours-title", "ours-words"),
    503: ("busy-title", "busy-words"),
}
"""The messages of each status: what happened, and what to do."""
TOO_OLD = ("too-old-title", "too-old-words")
LANGUAGES = ("en", "cy", "ar")
"""Languages in which every word of the site is known."""
IN_A_STUDY = re.compile(r"/[sc]/([-\w]+)/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request could not be read, or was too long."""
    too_long = isinstance(exception, RequestDataTooBig | TooManyFieldsSent)
    if too_long:
        _read_away(request)
    status = 413 if too_long else 400
    return _page(request, status, WORDS[status])


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that this is not allowed."""
    return _page(request, 403, WORDS[403])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such page."""
    return _page(request, 404, WORDS[404])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Take a form that can show whose it is; say of others that they are too old.

    Cookies may also be switched off.
    """
    return readmit(request) or _page(request, 403, TOO_OLD)


class DatabaseTrouble:
    """Excuse a database that is full, busy or away, where the view itself has not done so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Return the page for a fault of the database, None for any other."""
        if not isinstance(fault, DatabaseError):
            return None
        LOG.error("a page could not be kept or shown: %s", type(fault).__name__)
        response = _page(request, 503, WORDS[503])
        response["Retry-After"] = "5"
        return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say sorry. Even when templates are what is broken, something readable comes."""
    try:
        return _page(request, 500, WORDS[500])
    except Exception:  # the last resort must not fail itself
        LOG.exception("the error page failed")
        title, words = (message(f"web-fault-{part}", "say", {}) for part in WORDS[500])
        page = (
            f'<!DOCTYPE html><html lang="en"><title>{title}</title><h1>{title}</h1><p>{words}</p>'
        )
        return HttpResponse(page, status=500)


def _read_away(request: HttpRequest) -> None:
    """Read what is still coming: many browsers show no answer while they cannot finish sending."""
    left = MOST_READ_AWAY
    try:
        while left > 0 and (chunk := request.read(READ_AT_ONCE)):
            left -= len(chunk)
    except OSError:
        LOG.debug("the browser stopped sending")


def _page(request: HttpRequest, status: int, parts: tuple[str, str]) -> HttpResponse:
    language = _language_of(request)
    title, advice = (interface_words(f"fault-{part}", language) for part in parts)
    context = {
        "page_title": title,
        "advice": advice,
        "language": language,
        "way_out": interface_words("to-site", language),
    }
    return render(request, "errors/error.html", context, status=status)


def _language_of(request: HttpRequest) -> str:
    """Return the language the person reads in: as the study's cookie says, else the browser."""
    found = IN_A_STUDY.match(request.path_info)
    session = getattr(request, "session", None)
    try:
        kept = session["studies"][found[1]]["language"] if session and found else ""
    except (KeyError, TypeError):  # never here before, or a cookie of another version
        kept = ""
    wished = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    offered = [str(kept), *(tag.split("-")[0] for tag, _ in wished)]
    return next((tag for tag in offered if tag in LANGUAGES), LANGUAGES[0])
