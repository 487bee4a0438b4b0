"""Whether the site is alive and ready, for the machines that watch over it.

``/health/live``: the process answers; nothing else is looked at. ``/health/ready``: 200 when
people can answer, 503 with the reasons when not. Both are answered before anything else is
done, for every host name and without a cookie.
"""

import tempfile
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

from alongside.kernel.errors import AlongsideError
from alongside.web.records.catalogue import find_study

LIVE, READY = "/health/live", "/health/ready"
GOOD = "ok"
PROBE_BYTES = b"0" * 65_536
"""Written and thrown away: a disk with less room than this cannot take answers for long."""


class Health:
    """Answer the two addresses; let every other request through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        if request.path_info not in (LIVE, READY):
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        found = {} if request.path_info == LIVE else look()
        good = all(said == GOOD for said in found.values())
        response = JsonResponse(
            {"status": GOOD if good else "not ready", **({"parts": found} if found else {})},
            status=200 if good else 503,
        )
        response["Cache-Control"] = "no-store"
        if not good:
            response["Retry-After"] = "5"
        return response


def look() -> dict[str, str]:
    """Return what was found of each part: "ok", or what is wrong, without any secret."""
    return {"database": database(), "data folder": data_folder(), "studies": studies()}


def database() -> str:
    """Return "ok" when the database answers and its tables are those of this version."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return "cannot be reached"
    return GOOD if _wanted() <= applied else "not up to date: python -m alongside.web migrate"


def data_folder() -> str:
    """Return "ok" when something can be written to the data folder."""
    try:
        with tempfile.TemporaryFile(dir=settings.ALONGSIDE_DATA) as probe:
            probe.write(PROBE_BYTES)
    except OSError as fault:
        return f"cannot be written to: {fault.strerror}"
    return GOOD


def studies() -> str:
    """Return "ok" when every study of the site can be read."""
    folders = settings.ALONGSIDE_STUDIES
    faulty = sorted(folder.name for folder in folders if not _is_readable(folder.resolve().name))
    return f"cannot be read: {', '.join(faulty)}" if faulty else GOOD


def _is_readable(slug: str) -> bool:
    try:
        return find_study(slug) is not None
    except AlongsideError:
        return False


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """Return every migration of this version."""
    return frozenset(MigrationLoader(None).disk_migrations or ())
