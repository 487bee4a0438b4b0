"""Error pages: what happened and what to do, in plain words."""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.web.respond.entry import readmit

LOG = logging.getLogger(__name__)
MOST_READ_AWAY = 20_000_000
READ_AT_ONCE = 65_536
WORDS = {
    400: (
        "Something was wrong with that page",
        "Your browser sent something we could not read. Go back and try again.",
    ),
    403: (
        "You cannot do that here",
        "Go back to the start of the site and try from there.",
    ),
    404: (
        "We cannot find that page",
        "If you typed the address, check that it is right. If you followed a link, it may be old.",
    ),
    413: (
        "That was too much to send at once",
        "An answer can have up to 20,000 characters. Go back, make it shorter, and send it again.",
    ),
    500: (
        "Sorry, something went wrong here",
        "It is not your fault. The answers you sent before are safe. Try again in a few minutes.",
    ),
    503: (
        "We could not do that just now",
        "It is not your fault, and nothing you sent before is lost. Wait a moment, go back, and "
        "try again.",
    ),
}
CSRF_WORDS = (
    "Please open that page again",
    "This page was open for too long, or your browser does not allow cookies. We use one cookie, "
    "which ends when you close the browser. Go back to the start and try again.",
)


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
    return readmit(request) or _page(request, 403, CSRF_WORDS)


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
        title, words = WORDS[500]
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


def _page(request: HttpRequest, status: int, words: tuple[str, str]) -> HttpResponse:
    title, advice = words
    context = {"page_title": title, "advice": advice}
    return render(request, "errors/error.html", context, status=status)
