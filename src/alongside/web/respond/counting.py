"""Counting visits to each channel, so that it never comes between a person and the questions."""

import logging
import re
import time

from django.db import Error as DatabaseError
from django.http import HttpRequest

from alongside.collect.limits import Limiter, Rate
from alongside.collect.minutes import minutes_band
from alongside.web.records.tallies import ARRIVED, MINUTES, STARTED, count_event
from alongside.web.respond.visitor import Visitor

WEB = "web"
LOG = logging.getLogger(__name__)

# What fetches a page to show a picture of it in a chat or to list it, and is nobody. The name a
# program gives itself is looked at here and not kept.
_PROGRAMS = re.compile(
    # a telephone called Cubot is no bot
    r"(?<!cu)bot(?:\b|_)|crawl|spider|preview|externalhit|whatsapp/|curl/|wget/|python-",
    re.IGNORECASE,
)
# pressing Start twice at once is one start; what is remembered is thrown away with the process
_STARTS = Limiter(Rate(at_once=1, per_minute=1))


def is_ahead_of_time(request: HttpRequest) -> bool:
    """Return whether a browser fetches the page before anybody asked to see it."""
    said = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in said or request.headers.get("X-Moz", "") == "prefetch"


def count_arrival(request: HttpRequest, slug: str, channel: str) -> None:
    """Count that a person came; a program that looks a page up, or only its head, is nobody."""
    program = _PROGRAMS.search(request.headers.get("User-Agent", ""))
    if request.method == "GET" and not program and not is_ahead_of_time(request):
        _count(slug, channel, ARRIVED)


def count_start(slug: str, visitor: Visitor) -> None:
    """Count that a person pressed Start for the first time.

    Answers that come another way (by telephone, on paper) are counted by what is kept of them.
    """
    if visitor.mode == WEB and not _STARTS.take(visitor.key):
        _count(slug, visitor.channel, STARTED)


def count_minutes(slug: str, visitor: Visitor) -> None:
    """Count how long a person took from Start to sending, if their browser knows."""
    if visitor.began is None or visitor.mode != WEB:
        return
    minutes = this_minute() - visitor.began
    if minutes >= 0:
        _count(slug, visitor.channel, MINUTES + minutes_band(minutes))


def this_minute() -> int:
    """Return the whole minutes that have passed since 1970."""
    return int(time.time() // 60)


def _count(slug: str, channel: str, event: str) -> None:
    try:
        count_event(slug, channel, event)
    except DatabaseError as fault:
        LOG.error("%s: %s in channel %r was not counted: %s", slug, event, channel, fault)
