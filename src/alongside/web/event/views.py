"""The page for events, what it is made of, its worker, and where parcels are taken in."""

import json
import logging
import re
from collections.abc import Callable
from functools import cache, wraps
from math import ceil
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alongside.collect.limits import Limiter, Rate
from alongside.collect.offline import LARGEST_PARCEL
from alongside.kernel.errors import AlongsideError
from alongside.web.event.reads import EventPage, event_page, site_keys
from alongside.web.event.services import Outcome, take_parcel
from alongside.web.records.catalogue import find_study
from alongside.web.records.stored import keeps_promise
from alongside.web.respond.guards import network_place

LOG = logging.getLogger(__name__)
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
WORKER_POLICY = "default-src 'none'; connect-src 'self'"
"""What the worker may do by itself: fetch from its own site."""
MARK, MARK_SAYS = "X-Alongside-Event", "parcel"
"""A header that only a script of this site can send: another site's would have to ask first."""
PARCEL_NAME = re.compile(r"[0-9a-f]{32}")
MOST_BYTES = LARGEST_PARCEL + 1_000
"""A sealed parcel with its name and the signs around it."""
SCRIPT = "text/javascript; charset=utf-8"


def of_study(view: Callable[[EventPage], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the page of the study it is asked for.

    The page is there whether the study takes answers or not: a device that kept answers must be
    able to send them when the study has closed. A study that would break its promise has none.
    """

    @wraps(view)
    def find_and_show(request: HttpRequest, slug: str, short: str = "") -> HttpResponse:  # noqa: ARG001
        try:
            study = find_study(slug)
            if study is None or study.questionnaire is None:
                raise Http404
            if keeps_promise(study):
                return view(event_page(study))
        except AlongsideError as fault:
            LOG.error("%s: the page for events cannot be shown: %s", slug, fault.sentence())
        return render(request, "respond/cannot_read.html", status=503)

    return never_cache(require_safe(find_and_show))


@of_study
def page(made: EventPage) -> HttpResponse:
    """Show the page. It is the same by every channel: its script reads the link."""
    response = HttpResponse(made.shell)
    response["Content-Security-Policy"] = PAGE_POLICY
    return response


@of_study
def bundle(made: EventPage) -> HttpResponse:
    """Hand out the questions, rules, words and pieces of pages."""
    return HttpResponse(made.bundle, content_type="application/json")


@of_study
def worker(made: EventPage) -> HttpResponse:
    """Hand out what the browser keeps running; it may serve this page and nothing else."""
    response = HttpResponse(made.worker, content_type=SCRIPT)
    response["Content-Security-Policy"] = WORKER_POLICY
    patch_vary_headers(response, ["Service-Worker"])
    return response


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, slug: str) -> HttpResponse:
    """Take in one sealed parcel; the answer says whether the device may let it go.

    There is no CSRF token, because nothing here rests on a cookie: who sends is not known and
    does not matter. So that no other site can send from its visitors' browsers all the same, the
    request must carry a header that browsers let only this site's own scripts send.

    Only ``{"parcel": "taken"}`` and ``{"parcel": "aside"}`` let the device delete its copy.
    Everything else leaves it there: 429 and 5xx to be tried again by itself, 4xx until somebody
    has looked. (A channel may be called "send": its link shows the page.)
    """
    if request.method != "POST":
        return page(request, slug=slug)
    if not _is_own_script(request):
        return _say("not-from-here", 403)
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return _say("too-large", 413)
    read = _read(request.body)
    if read is None:
        return _say("not-a-parcel", 400)
    wait = parcels_sent().take(network_place(request))
    if wait > 0:
        return _wait(ceil(wait), 429)
    try:
        study = find_study(slug)
        if study is None or study.questionnaire is None:
            return _say("no-such-study", 404)
        if not keeps_promise(study):
            return _wait(60, 503)
        now = timezone.now()
        outcome = take_parcel(study, *read, site_keys(), now)
    except AlongsideError as fault:
        LOG.error("%s: a parcel could not be taken in: %s", slug, fault.sentence())
        return _wait(60, 503)
    if outcome is Outcome.FULL:
        LOG.error("%s: no more parcels can be put aside; see “alongside parcels”", slug)
        return _wait(60, 503)
    return JsonResponse({"parcel": outcome.value})


@cache
def parcels_sent() -> Limiter:
    """Return the limit on how often parcels may come from one network address.

    After an event one device sends everybody's answers at once, and several may share an
    address, so there is room for ten times as many at once as there are starts in a minute.
    """
    per_minute = settings.ALONGSIDE_STARTS_PER_MINUTE
    return Limiter(Rate(at_once=10 * per_minute, per_minute=max(per_minute, 1)))


def _is_own_script(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return (
        request.headers.get(MARK) == MARK_SAYS
        and request.content_type == "application/json"
        and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        and (not origin or urlsplit(origin).netloc == request.get_host())
    )


def _read(body: bytes) -> tuple[str, str] | None:
    """Return the name of a parcel and what is sealed in it; None when it is no parcel."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(raw, dict) or set(raw) != {"id", "sealed"}:
        return None
    name, sealed = raw["id"], raw["sealed"]
    if not isinstance(name, str) or not PARCEL_NAME.fullmatch(name):
        return None
    if not isinstance(sealed, str) or len(sealed) > LARGEST_PARCEL or not sealed.isascii():
        return None
    return name, sealed


def _say(what: str, status: int) -> HttpResponse:
    return JsonResponse({"fault": what}, status=status)


def _wait(seconds: int, status: int) -> HttpResponse:
    response = _say("wait", status)
    response["Retry-After"] = str(seconds)
    return response
