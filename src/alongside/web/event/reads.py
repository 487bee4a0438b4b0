"""What the page of an event is made of, put together once for each reading of a study's files."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from alongside.collect.offline import offline_bundle
from alongside.collect.responses import WAYS_OF_HELPING
from alongside.questionnaire import Study
from alongside.web.event.fragments import images_in, make_fragments
from alongside.web.event.keys import KeyRing, find_keys
from alongside.web.pages.wording import speaker

SCRIPTS = Path(__file__).parent.parent / "static" / "event"
WORKER = "event/worker.js"
"""What the browser keeps running for the page; it is handed out under the page's own address."""
SITES_OWN = ("vendor/app.css", "favicon.svg", "mark.svg", "respond/aloud.js")
"""What the page shares with the others of the site."""
WORDS = (
    *("web-progress", "web-scale-end", "web-or", "web-no-answer", "web-back", "web-error-title"),
    *("web-error-prefix", "web-check-title", "web-help-title", "web-help-fault", "web-stop-title"),
    *("web-help-row-none", "web-closed-title", "web-closed-words", "web-not-yet-title"),
    *("web-not-yet-words",),
    *(f"web-help-{way}" for way in WAYS_OF_HELPING),
    *(
        f"web-event-{name}"
        for name in (
            *("kept-none", "kept-one", "kept-many", "send", "sending", "sent-one", "sent-many"),
            *("aside", "no-connection", "busy", "refused", "not-kept", "too-long", "done-title"),
            *("ready-yes", "ready-no", "ready-page-yes", "ready-page-no", "ready-store-yes"),
            *("ready-store-no", "ready-time-yes", "ready-time-no"),
        )
    ),
)
"""Words of the site that the script says by itself; all others stand in the pieces."""


@dataclass(frozen=True)
class EventPage:
    """Everything one study's page needs.

    Parameters
    ----------
    edition
        A digest of all of it: another one means that browsers must fetch it again.
    files
        Addresses that a browser keeps, the page itself first.
    """

    edition: str
    shell: str
    bundle: str
    worker: str
    files: tuple[str, ...]


def event_page(study: Study) -> EventPage:
    """Return the page of a study, made once for each reading of its files.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when the site's key cannot be read.
    """
    kept = _MADE.get(study.slug)
    if kept is None or kept[0] is not study:
        kept = (study, _make_page(study))
        _MADE[study.slug] = kept
    return kept[1]


@cache
def site_keys() -> KeyRing:
    """Return the site's keys, read once in each process.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when they cannot be read.
    """
    return find_keys(Path(settings.ALONGSIDE_DATA))


def _make_page(study: Study) -> EventPage:
    questionnaire = study.questionnaire
    if questionnaire is None:
        raise ValueError("a study without a questionnaire has no page for events")
    address = reverse("event", kwargs={"slug": study.slug})
    fragments = make_fragments(study, questionnaire)
    public = site_keys().public
    content = {
        **offline_bundle(study, WORDS),
        "fragments": fragments,
        "key": {"name": public.name, "point": base64.b64encode(public.point).decode()},
    }
    bundle = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    language = study.settings.languages[0]
    shell = render_to_string(
        "event/shell.html",
        {
            "study": study,
            "language": language,
            "address": address,
            "t": speaker(language, easy_read=False),
        },
    )
    parts = _static_parts()
    files = (
        address,
        reverse("event-bundle", kwargs={"slug": study.slug}),
        *(static(name) for name in parts if name != WORKER),
        *images_in(fragments),
    )
    marks = [shell, bundle, *files, *(f"{name} {digest}" for name, digest in parts.items())]
    edition = hashlib.sha256("\n".join(marks).encode()).hexdigest()[:16]
    return EventPage(edition, shell, bundle, _worker(study, edition, files), files)


def _worker(study: Study, edition: str, files: tuple[str, ...]) -> str:
    """Return the worker's script, with what it is to keep written at its top."""
    about = {"study": study.slug, "edition": edition, "files": files}
    body = (SCRIPTS / "worker.js").read_text("utf-8")
    return f"const ABOUT = {json.dumps(about)};\n{body}"


@cache
def _static_parts() -> Mapping[str, str]:
    """Return the scripts of the page, and what it shares, with a digest of each, in order."""
    names = [*SITES_OWN, *(f"event/{path.name}" for path in sorted(SCRIPTS.glob("*.js")))]
    found = {}
    for name in names:
        path = finders.find(name)
        if path is None:
            raise FileNotFoundError(f"{name} is missing: build the package again")
        found[name] = hashlib.sha256(Path(str(path)).read_bytes()).hexdigest()
    return found


_MADE: dict[str, tuple[Study, EventPage]] = {}
