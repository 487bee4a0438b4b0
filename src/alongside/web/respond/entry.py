"""What every view begins with: find the study, see whether it is open, know the visitor."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial, wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Questionnaire, Study, Window
from alongside.questionnaire.piping import say_moment
from alongside.web.pages.wording import Wording, say_end, speaker
from alongside.web.records.catalogue import find_study
from alongside.web.records.returning import find_by_key
from alongside.web.records.stored import keeps_promise
from alongside.web.respond.keeping import HeldForm, hold_form, mark_as_trouble
from alongside.web.respond.reads import edition_link, language_choices
from alongside.web.respond.tickets import (
    TICKET,
    Late,
    LateFormError,
    Ticket,
    make_ticket,
    read_ticket,
    whose_form,
)
from alongside.web.respond.visitor import Visitor, keep_visitor, knows_visitor, read_visitor

KEPT_PARAMETERS = ("from", "as", "note")
NOT_KEPT = "max-age=0, no-cache, no-store, must-revalidate, private"
"""What tells a browser to keep nothing of a page."""
READ_ALOUD = ("start.html", "page.html", "check.html", "done.html")
"""Pages that carry the script which reads aloud; every other page may run none."""
WITH_SCRIPT = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

Rest = ParamSpec("Rest")


class SeeOther(HttpResponse):
    """Sends the browser on to an address of ours by GET.

    Django's own looks through each address for what could lead elsewhere; these are made here.
    """

    status_code = 303

    def __init__(self, url: str) -> None:
        super().__init__(headers={"Location": url})
        self.url = url


@dataclass(frozen=True)
class Call:
    """One request to one study that can be answered.

    Parameters
    ----------
    is_new
        Whether this browser comes to the study for the first time.
    window
        Whether the study takes answers now.
    ticket
        The ticket of the form that was sent; None: it had none, or nothing was sent.
    """

    request: HttpRequest
    study: Study
    questionnaire: Questionnaire
    visitor: Visitor
    is_new: bool = False
    window: Window = Window.OPEN
    ticket: Ticket | None = None

    @property
    def slug(self) -> str:
        """The study's name in addresses."""
        return self.study.slug

    @property
    def posted(self) -> bool:
        """Whether something was sent."""
        return self.request.method == "POST"

    def keep(self, visitor: Visitor) -> None:
        """Keep the visitor in the cookie."""
        keep_visitor(self.request.session, self.study, visitor)

    @property
    def finish_until(self) -> datetime | None:
        """Until when this person may finish, if the study has closed to everyone else."""
        return self.study.finish_moment if self.window is Window.FINISHING else None

    def ticket_field(self, *, kept: bool = False) -> Markup:
        """Return the hidden field that every form carries beside Django's own.

        ``kept`` says whether answers are kept already.
        """
        words = make_ticket(self.slug, self.visitor, kept=kept)
        return Markup('<input type="hidden" name="{}" value="{}">').format(TICKET, words)

    def held_form(self) -> HeldForm:
        """Return what was sent, with the answers in the words of the person who sent it."""
        visitor = self.visitor
        wording = Wording(self.questionnaire, visitor.language, visitor.easy_read)
        return hold_form(self.request, wording)

    def address(self, name: str, page: str = "", **query: str) -> str:
        """Return an address of this study."""
        address = _address(get_script_prefix(), name, self.slug, page)
        return f"{address}?{urlencode(query)}" if query else address

    def go(self, name: str, page: str = "", **query: str) -> HttpResponse:
        """Send the browser on by GET, so that reloading never sends a form twice."""
        return SeeOther(self.address(name, page, **query))

    def show(self, template: str, status: int = 200, **context: object) -> HttpResponse:
        """Print a page in the visitor's language and wording."""
        kept = "".join(
            f"&{urlencode({name: self.request.GET[name]})}"
            for name in KEPT_PARAMETERS
            if name in self.request.GET
        )
        say = speaker(self.visitor.language, easy_read=self.visitor.easy_read)
        frame = {
            "study": self.study,
            "language": self.visitor.language,
            "easy_read": self.visitor.easy_read,
            "t": say,
            "languages": language_choices(self.study, self.visitor, kept),
            "edition_link": edition_link(self.study, self.visitor, kept),
            "address": self.address,
            "ticket_field": self.ticket_field,
            "until": say_end(self.finish_until, self.visitor.language),
            "helped": ", ".join(say(f"help-{way}") for way in self.visitor.helped),
        }
        frame["aloud"] = aloud = template in READ_ALOUD and self.visitor.mode == "web"
        page = render(self.request, f"respond/{template}", frame | context, status=status)
        if aloud:
            page["Content-Security-Policy"] = WITH_SCRIPT
        return page


View = Callable[Concatenate[Call, Rest], HttpResponse]


def of_open_study(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Give the view a :class:`Call`; a study that takes no answers says so at every address.

    Pages are never kept by the browser: on a shared computer, going back must not show what
    someone else answered.
    """
    return _entrance(view, besides=lambda _: False)


def of_any_study(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Give the view a :class:`Call`, whether the study takes answers or not."""
    return _entrance(view, besides=lambda _: True)


def of_open_study_or_done(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Give the view a :class:`Call`; who has sent everything is let in when nobody else is."""
    return _entrance(view, besides=lambda call: call.visitor.done)


def _entrance(view: View[Rest], *, besides: Callable[[Call], bool]) -> Callable[..., HttpResponse]:
    def enter(
        request: HttpRequest, slug: str, by_ticket: bool, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        try:
            study = find_study(slug)
        except AlongsideError:
            return render(request, "respond/cannot_read.html", status=503)
        if study is None or study.questionnaire is None:
            raise Http404
        call = _call(request, study, study.questionnaire)
        try:
            call = _settle(call, by_ticket=by_ticket)
            if not besides(call):
                finishing = call.window is Window.FINISHING and call.visitor.started
                if not (call.window is Window.OPEN or finishing):
                    return _closed(call)
                if not keeps_promise(study):
                    return call.show("cannot_open.html", status=503)
            return view(call, *args, **kwargs)
        except LateFormError as late:
            return _not_taken(call, late.late)
        except DatabaseError as fault:
            return _excused(call, fault)

    @wraps(view)
    def find_and_show(
        request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        return _unkept(enter(request, slug, False, *args, **kwargs))

    @wraps(view)
    def readmit(
        request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        return _unkept(enter(request, slug, True, *args, **kwargs))

    guarded = require_http_methods(["GET", "HEAD", "POST"])(find_and_show)
    guarded.readmit = readmit  # type: ignore[attr-defined]
    return guarded


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NOT_KEPT
    return response


@lru_cache(maxsize=4096)
def _address(prefix: str, name: str, slug: str, page: str) -> str:  # noqa: ARG001 - part of the key
    """Return an address; ``prefix`` is where the site is mounted, which ``reverse`` looks up."""
    return reverse(name, kwargs={"slug": slug, **({"page": page} if page else {})})


def readmit(request: HttpRequest) -> HttpResponse | None:
    """Take a form whose cookie has gone, by its ticket; None when that may not be.

    Django refuses a form that does not match the cookie, because another site could have had it
    sent. A ticket alone does not answer that: another site could send its own, and make a
    person go on with answers that it can read. So the browser itself must say that the form was
    sent from a page of this site, which no page elsewhere can make it say; and what was begun
    in the browser is never let go of (:func:`~alongside.web.respond.tickets.whose_form`).
    """
    match = request.resolver_match
    view = getattr(match.func, "readmit", None) if match else None
    if match is None or view is None or not _sent_from_here(request):
        return None
    try:
        study = find_study(str(match.kwargs["slug"]))
    except AlongsideError:
        return None
    if study is None or read_ticket(request.POST.get(TICKET, ""), study) is None:
        return None
    response: HttpResponse = view(request, *match.args, **match.kwargs)
    return response


def _sent_from_here(request: HttpRequest) -> bool:
    """Return whether the browser says that a page of this site sent the form."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    origin = request.headers.get("Origin")
    if origin is None:
        origin = "/".join(request.headers.get("Referer", "").split("/")[:3])
    return origin in ours


def _call(request: HttpRequest, study: Study, questionnaire: Questionnaire) -> Call:
    return Call(
        request,
        study,
        questionnaire,
        read_visitor(request.session, study),
        not knows_visitor(request.session, study),
        study.window(timezone.now()),
        read_ticket(request.POST.get(TICKET, ""), study) if request.method == "POST" else None,
    )


def _settle(call: Call, *, by_ticket: bool) -> Call:
    """Return the call with the visitor who really sent it, reading as they wish to."""
    live = call.visitor
    visitor = whose_form(
        call.ticket,
        live,
        partial(find_by_key, call.slug),
        trusted=not (by_ticket or call.is_new),
    )
    wanted = call.request.GET.get("lang", ""), call.request.GET.get("edition", "")
    visitor = visitor.choosing(call.study, *wanted)
    if visitor == live:
        return call
    call.keep(visitor)
    return replace(call, visitor=visitor)


def _not_taken(call: Call, late: Late) -> HttpResponse:
    """Say kindly that a form is older than what happened since; nothing was changed by it."""
    match = call.request.resolver_match
    sent_again = late is Late.SENT and match is not None and match.url_name == "check"
    if sent_again and call.visitor.done:
        return call.go("done")
    if late is not Late.OTHER and call.visitor.started:
        # what this browser had begun was sent or deleted elsewhere
        call.keep(call.visitor.anew(done=late is Late.SENT))
    return call.show(
        "not_taken.html",
        status=410 if late is Late.DELETED else 409,
        late=late.value,
        wrote=call.held_form().answers,
    )


def _excused(call: Call, fault: DatabaseError) -> HttpResponse:
    """Say that it did not work, and hand back everything that was sent."""
    held = call.held_form() if call.posted else None
    page = call.show("not_kept.html", status=503, held=held, again=call.request.get_full_path())
    return mark_as_trouble(page, fault)


def _closed(call: Call) -> HttpResponse:
    study = call.study
    zone = ZoneInfo(study.settings.timezone)
    today = timezone.now().astimezone(zone).date()
    not_yet = call.window in (Window.DRAFT, Window.NOT_YET)
    ends = study.settings.closes
    return call.show(
        "closed.html",
        status=403 if call.posted else 200,
        not_yet=not_yet,
        opens=study.settings.opens if call.window is Window.NOT_YET else None,
        opens_time=study.settings.opens_time,
        ended=ends if ends and today >= ends else None,
        closes_time=study.settings.closes_time,
        say_moment=partial(say_moment, language=call.visitor.language),
        wrote=call.held_form().answers if call.posted else (),
        note=call.request.GET.get("note", ""),
    )
