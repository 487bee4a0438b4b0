"""Wrong return codes: how often one may be tried, without knowing who tries.

Two limits, both in memory and for each process of the site by itself. Tries from one network
address wait longer each time, so that somebody who guesses stops only themselves. All tries at
one study share a bucket, so that many addresses together get nowhere either.
"""

from functools import cache

from django.http import HttpRequest

from alongside.collect.limits import Growth, Limiter, Patience, Rate
from alongside.web.respond.guards import network_place

# People who share an address, as in a care home, get a few slips before anybody waits.
OF_ONE_PLACE = Growth(free=5, first=5, longest=60, forgiven=900)
OF_ONE_STUDY = Rate(at_once=120, per_minute=60)


@cache
def patience() -> Patience:
    """Return the memory of wrong codes by network address."""
    return Patience(OF_ONE_PLACE)


@cache
def bucket() -> Limiter:
    """Return the limit on wrong codes by study."""
    return Limiter(OF_ONE_STUDY)


def seconds_to_wait(request: HttpRequest, slug: str) -> float:
    """Return for how long no code may be tried; 0.0: one may be tried now."""
    wait = patience().wait(network_place(request))
    if wait <= 0 and bucket().is_empty(slug):
        wait = 60 / OF_ONE_STUDY.per_minute
    return wait


def count_wrong(request: HttpRequest, slug: str) -> None:
    """Count a code that belongs to no answers."""
    patience().count_wrong(network_place(request))
    bucket().take(slug)
