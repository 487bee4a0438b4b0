"""What every page for the team begins with: find the study, know who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Questionnaire, Study
from alongside.web.people.session import signed_in
from alongside.web.people.team import TeamMember
from alongside.web.records.catalogue import find_study

LANGUAGE = "en"
"""The pages of the team are written in English."""

Rest = ParamSpec("Rest")
Page = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Task:
    """Something a member may do: a page of the workspace, and the role it asks for.

    ``asks`` is whether it needs a questionnaire, which a study of imported data has not.
    """

    role: str
    url_name: str
    title: str
    words: str
    asks: bool = True


TASKS = (
    Task(
        "watch",
        "fieldwork",
        "Fieldwork",
        "See how many people came, began and finished, by the way they heard of the study.",
    ),
    Task(
        "enter",
        "paper-entry",
        "Paper answers",
        "Type in questionnaires that were filled in on paper.",
    ),
    Task(
        "interview",
        "interview",
        "Telephone interviews",
        "Read the questions out and put down what a person says.",
    ),
    Task(
        "explore",
        "explore",
        "Explore",
        "See how people answered any question, by any groups, among anybody.",
        asks=False,
    ),
)


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A task with its address."""

    task: Task
    href: str


@dataclass(frozen=True)
class TeamCall:
    """One request to a page of a study's team, by somebody whose pass is valid."""

    request: HttpRequest
    study: Study
    member: TeamMember

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire; a study of imported data has no pages that need one."""
        if self.study.questionnaire is None:
            raise Http404
        return self.study.questionnaire

    @property
    def slug(self) -> str:
        """The study's name in addresses."""
        return self.study.slug

    @property
    def posted(self) -> bool:
        """Whether something was sent."""
        return self.request.method == "POST"

    @property
    def tasks(self) -> tuple[TaskLink, ...]:
        """What this member may do here, with addresses."""
        return tuple(
            TaskLink(task, href)
            for task in TASKS
            if self.member.may(task.role)
            and not (task.asks and self.study.questionnaire is None)
            and (href := _address_of(task, self.slug))
        )

    def address(self, name: str, query: dict[str, str] | None = None, **parts: object) -> str:
        """Return an address of this study; ``parts`` are what its pattern asks for."""
        found = reverse(name, kwargs={"slug": self.slug, **parts})
        return found + (f"?{urlencode(query)}" if query else "")

    def go(
        self, name: str, query: dict[str, str] | None = None, **parts: object
    ) -> HttpResponseRedirect:
        """Send the browser on by GET, so that reloading never sends a form twice."""
        return redirect_to(self.address(name, query, **parts))

    def show(self, template: str, status: int = 200, **context: object) -> HttpResponse:
        """Print a page of the workspace; ``template`` lies in ``workspace/``."""
        frame = {
            "study": self.study,
            "language": LANGUAGE,
            "member": self.member,
            "tasks": self.tasks,
            "here": self.request.path,
            "address": self.address,
        }
        return render(self.request, f"workspace/{template}", frame | context, status=status)


def for_role(
    role: str,
) -> Callable[[Callable[Concatenate[TeamCall, Rest], HttpResponse]], Page]:
    """Give the view a :class:`TeamCall`, if the person signed in has the role.

    Who is not signed in is led to the sign-in page and comes back afterwards; who has not the
    role gets a page that says so (403); an unknown study is not found (404). "" asks for no
    role, only for a valid pass. The table is asked each time: a pass taken back opens nothing.
    """

    def wrap(view: Callable[Concatenate[TeamCall, Rest], HttpResponse]) -> Page:
        @wraps(view)
        def check_and_show(
            request: HttpRequest, slug: str, *args: Rest.args, **kwargs: Rest.kwargs
        ) -> HttpResponse:
            try:
                study = find_study(slug)
            except AlongsideError:
                return render(request, "workspace/cannot_read.html", status=503)
            if study is None:
                raise Http404
            member = signed_in(request.session, study.slug)
            if member is None:
                return _to_sign_in(request, study)
            call = TeamCall(request, study, member)
            if role and not member.may(role):
                return call.show("not_allowed.html", status=403)
            return view(call, *args, **kwargs)

        # what a page of the team says must not be found by going back on a shared computer
        return never_cache(require_http_methods(["GET", "HEAD", "POST"])(check_and_show))

    return wrap


def redirect_to(address: str) -> HttpResponseRedirect:
    """Return a redirect that is always followed by GET."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _to_sign_in(request: HttpRequest, study: Study) -> HttpResponse:
    """Lead to signing in and back; a form that was sent cannot be sent again from there."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    query = urlencode({"next": back})
    return redirect_to(reverse("team", kwargs={"slug": study.slug}) + f"?{query}")


def _address_of(task: Task, slug: str) -> str:
    try:
        return reverse(task.url_name, kwargs={"slug": slug})
    except NoReverseMatch:  # this part of the workspace is not installed
        return ""
