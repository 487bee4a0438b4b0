"""Signing in and out, what a member of the team may do, and how fieldwork goes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study
from alongside.web.people import session, team
from alongside.web.records.catalogue import find_study
from alongside.web.workspace import tries
from alongside.web.workspace.entry import LANGUAGE, TeamCall, for_role, redirect_to
from alongside.web.workspace.fieldwork import FieldworkWords, channels_csv, pages_csv
from alongside.web.workspace.reads import show_fieldwork

MISSING = "Type your pass: the five words you were given."
WRONG = (
    "This pass does not fit. Check each of the five words. If it still does not fit, ask the "
    "person who gave it to you for a new one."
)
TOO_MANY = (
    "Too many wrong passes were tried for this study. Wait a minute, then try again. Nothing is "
    "wrong with your pass."
)
WAIT_SECONDS = 60
REFRESH = "refresh"
REFRESH_SECONDS = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a pass; a right one leads on to where the person wanted to go."""
    try:
        study = find_study(slug)
    except AlongsideError:
        return render(request, "workspace/cannot_read.html", status=503)
    if study is None:
        raise Http404
    onward = _onward(study, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method != "POST":
        if session.signed_in(request.session, study.slug):
            return redirect_to(onward)
        return _ask(request, study, onward)
    words = request.POST.get("pass", "")
    if not words.strip():
        return _ask(request, study, onward, MISSING, 422)
    if not tries.may_try(study.slug):
        response = _ask(request, study, onward, TOO_MANY, 429)
        response["Retry-After"] = str(WAIT_SECONDS)
        return response
    member = team.find_by_pass(study.slug, words)
    if member is None:
        tries.count_wrong(study.slug)
        return _ask(request, study, onward, WRONG, 422)
    session.sign_in(request.session, member)
    rotate_token(request)
    return redirect_to(onward)


@for_role("")
def home(call: TeamCall) -> HttpResponse:
    """List what this member may do."""
    return call.show("home.html")


@for_role("")
def sign_out(call: TeamCall) -> HttpResponse:
    """Sign out, by a button only: a link could be followed by a program."""
    if not call.posted:
        return call.go("team-home")
    session.sign_out(call.request.session, call.slug)
    rotate_token(call.request)
    return call.go("team", {"note": "out"})


def _ask(
    request: HttpRequest, study: Study, onward: str, fault: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "study": study,
        "language": LANGUAGE,
        "onward": onward,
        "fault": fault,
        "signed_out": not fault and request.GET.get("note") == "out",
    }
    return render(request, "workspace/sign_in.html", context, status=status)


def _onward(study: Study, wanted: str) -> str:
    """Return where to go after signing in: a page of this study's team, or its home."""
    pages = reverse("team", kwargs={"slug": study.slug})
    # a browser would climb out of the team's pages by these
    climbs = ".." in wanted or "\\" in wanted
    if wanted.startswith(pages) and wanted != pages and not climbs:
        return wanted
    return reverse("team-home", kwargs={"slug": study.slug})


@for_role("watch")
def fieldwork(call: TeamCall) -> HttpResponse:
    """Show who came, began and finished, and where people left."""
    response = call.show(
        "fieldwork.html", words=_fieldwork(call), refreshing=REFRESH in call.request.GET
    )
    if REFRESH in call.request.GET:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@for_role("watch")
def fieldwork_csv(call: TeamCall, table: str) -> HttpResponse:
    """Give one table of fieldwork as a file; it holds what the page shows."""
    words = _fieldwork(call)
    text = channels_csv(words) if table == "channels" else pages_csv(words)
    # Excel takes a file for UTF-8 only when it begins with this mark
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{call.slug}-{table}.csv"'
    return response


def _fieldwork(call: TeamCall) -> FieldworkWords:
    def link(short: str) -> str:
        return call.request.build_absolute_uri(call.address("channel", short=short))

    return show_fieldwork(call.study, call.questionnaire, link)
