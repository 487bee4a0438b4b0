"""What every view begins with: find the study, see whether it is open, know the visitor."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Questionnaire, Study, Window
from alongside.questionnaire.piping import say_moment
from alongside.web.records.catalogue import find_study
from alongside.web.records.stored import keeps_promise
from alongside.web.respond.keeping import hold_form, mark_as_trouble
from alongside.web.respond.reads import edition_link, language_choices
from alongside.web.respond.visitor import Visitor, keep_visitor, knows_visitor, read_visitor
from alongside.web.respond.wording import Wording, speaker

KEPT_PARAMETERS = ("from", "as", "note")

Rest = ParamSpec("Rest")


@dataclass(frozen=True)
class Call:
    """One request to one study that can be answered.

    ``is_new`` says whether this browser comes to the study for the first time.
    """

    request: HttpRequest
    study: Study
    questionnaire: Questionnaire
    visitor: Visitor
    is_new: bool = False

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

    def address(self, name: str, page: str = "", **query: str) -> str:
        """Return an address of this study."""
        kwargs = {"slug": self.slug, **({"page": page} if page else {})}
        return reverse(name, kwargs=kwargs) + (f"?{urlencode(query)}" if query else "")

    def go(self, name: str, page: str = "", **query: str) -> HttpResponseRedirect:
        """Send the browser on by GET, so that reloading never sends a form twice."""
        response = HttpResponseRedirect(self.address(name, page, **query))
        response.status_code = 303
        return response

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
            "helped": ", ".join(say(f"help-{way}") for way in self.visitor.helped),
        }
        return render(self.request, f"respond/{template}", frame | context, status=status)


def of_open_study(
    view: Callable[Concatenate[Call, Rest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Give the view a :class:`Call`; a study that takes no answers says so at every address.

    Pages are never kept by the browser: on a shared computer, going back must not show what
    someone else answered.
    """

    @wraps(view)
    def find_and_show(
        request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> HttpResponse:
        try:
            study = find_study(slug)
        except AlongsideError:
            return render(request, "respond/cannot_read.html", status=503)
        if study is None or study.questionnaire is None:
            raise Http404
        visitor = read_visitor(request.session, study)
        is_new = not knows_visitor(request.session, study)
        wanted = request.GET.get("lang", ""), request.GET.get("edition", "")
        call = Call(request, study, study.questionnaire, visitor.choosing(study, *wanted), is_new)
        window = study.window(timezone.now())
        finishing = window is Window.FINISHING and visitor.started
        if not (window is Window.OPEN or finishing):
            return _closed(call, window)
        if not keeps_promise(study):
            return call.show("cannot_open.html", status=503)
        if call.visitor != visitor:
            call.keep(call.visitor)
        try:
            return view(call, *args, **kwargs)
        except DatabaseError as fault:
            return _excused(call, fault)

    return never_cache(require_http_methods(["GET", "HEAD", "POST"])(find_and_show))


def _excused(call: Call, fault: DatabaseError) -> HttpResponse:
    """Say that it did not work, and hand back everything that was sent."""
    held = None
    if call.posted:
        visitor = call.visitor
        held = hold_form(
            call.request, Wording(call.questionnaire, visitor.language, visitor.easy_read)
        )
    page = call.show("not_kept.html", status=503, held=held, again=call.request.get_full_path())
    return mark_as_trouble(page, fault)


def _closed(call: Call, window: Window) -> HttpResponse:
    study = call.study
    zone = ZoneInfo(study.settings.timezone)
    today = timezone.now().astimezone(zone).date()
    not_yet = window in (Window.DRAFT, Window.NOT_YET)
    ends = study.settings.closes
    return call.show(
        "closed.html",
        status=403 if call.posted else 200,
        not_yet=not_yet,
        opens=study.settings.opens if window is Window.NOT_YET else None,
        opens_time=study.settings.opens_time,
        ended=ends if ends and today >= ends else None,
        closes_time=study.settings.closes_time,
        say_moment=partial(say_moment, language=call.visitor.language),
    )
