"""Against machines and stampedes, at the one door: the Start button.

Nothing about who pressed it is kept: see :mod:`alongside.collect.limits`.
"""

from functools import cache
from math import ceil

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from alongside.collect.limits import Limiter, Rate
from alongside.web.respond.entry import Call

TRAP = "company-website"
"""Name of a box that people never see and machines fill in."""
KEPT = ("as", "lang", "edition", "fresh")
"""What the Start button says besides; pressing it again must say the same."""


def refuse_start(call: Call) -> HttpResponse | None:
    """Return the page that asks to wait or to leave the trap empty; None to go on.

    A person is never sent away for good: each page says what to do, and nothing is lost.
    """
    if call.request.POST.get(TRAP, ""):
        return call.show("trapped.html", status=422)
    wait = starts().take(network_place(call.request))
    if wait > 0:
        again = [(name, call.request.POST[name]) for name in KEPT if name in call.request.POST]
        response = call.show("too_many.html", status=429, seconds=ceil(wait), again=again)
        response["Retry-After"] = str(ceil(wait))
        return response
    return None


@cache
def starts() -> Limiter:
    """Return the limit on how often people may start from one network address.

    Many people share one address: a care home, a council, an event. So the limit is wide.
    """
    per_minute = settings.ALONGSIDE_STARTS_PER_MINUTE
    return Limiter(Rate(at_once=2 * per_minute, per_minute=max(per_minute, 1)))


def network_place(request: HttpRequest) -> str:
    """Return the network address of the browser, for this moment only.

    Behind a proxy of one's own, the last address it added is the browser's; without one, that
    header is the browser's own invention and is not looked at.
    """
    if settings.ALONGSIDE_BEHIND_PROXY:
        forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))
