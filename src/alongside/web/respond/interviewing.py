"""Interviews by telephone: the same questions, with what an interviewer needs beside them.

The answers are kept like any others, with ``mode`` phone. Who interviewed is not kept with them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from alongside.questionnaire import Question, QuestionType
from alongside.web.pages import showing
from alongside.web.pages.estimate import about_minutes
from alongside.web.pages.wording import has_easy_read
from alongside.web.people.session import signed_in
from alongside.web.respond import services
from alongside.web.respond.counting import this_minute
from alongside.web.respond.entry import Call, of_open_study
from alongside.web.respond.visitor import Visitor

PHONE = "phone"
ROLE = "interview"
DECLINES = "declines-page"
"""Name of the button for a person who does not want to say; no question can have it."""
READ_FIRST = 8
"""With more answers than this, an interviewer reads them out only if the person asks."""

Rest = ParamSpec("Rest")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an interviewer should know at one question; not to be read out."""

    how: str
    note: str


def is_interview(visitor: Visitor) -> bool:
    """Return whether these answers are given by telephone."""
    return visitor.mode == PHONE


def for_interviewers(
    view: Callable[Concatenate[Call, Rest], HttpResponse],
) -> Callable[Concatenate[Call, Rest], HttpResponse]:
    """Let in who is signed in with the role; others are led to sign in, or told why not."""

    @wraps(view)
    def check_and_show(call: Call, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        member = signed_in(call.request.session, call.slug)
        if member is None:
            query = urlencode({"next": call.request.path})
            address = reverse("team", kwargs={"slug": call.slug})
            response = HttpResponseRedirect(f"{address}?{query}")
            response.status_code = 303
            return response
        if not member.may(ROLE):
            return call.show("interview_not_allowed.html", status=403)
        return view(call, *args, **kwargs)

    return check_and_show


@of_open_study
@for_interviewers
def interview(call: Call) -> HttpResponse:
    """Show what to say first; begin an interview, go on with one, or put it by."""
    going_on = call.visitor.started and is_interview(call.visitor)
    sent = call.request.POST
    if call.posted and "stop" in sent:
        if going_on:
            call.keep(_free(call.visitor))
        return call.go("interview", note="kept")
    if call.posted and "begin" in sent and not going_on:
        return _begin(call)
    if call.posted:
        return call.go("interview")
    progress = services.read_progress(call.slug, call.questionnaire, call.visitor)
    here = showing.next_page(call.questionnaire, progress)
    resume = call.address("page", here) if here else call.address("check")
    return call.show(
        "interview.html",
        going_on=going_on,
        own_answers=call.visitor.started and not going_on,
        resume=resume,
        note=call.request.GET.get("note", ""),
        minutes=about_minutes(call.study),
        channels=[(item.code, item.label.say("en")) for item in call.study.settings.channels],
        easy_offered=has_easy_read(call.study),
    )


def _begin(call: Call) -> HttpResponse:
    sent = call.request.POST
    channel = sent.get("channel", "")
    known = {item.code for item in call.study.settings.channels}
    visitor = call.visitor.anew(done=False).choosing(
        call.study, sent.get("lang", ""), sent.get("edition", "")
    )
    visitor = replace(visitor, mode=PHONE, channel=channel if channel in known else "")
    visitor = visitor.begun(this_minute())
    progress = services.start_response(call.slug, call.questionnaire, visitor, "")
    call.keep(visitor)
    page = showing.next_page(call.questionnaire, progress)
    return call.go("page", page) if page else call.go("check")


def _free(visitor: Visitor) -> Visitor:
    """Return the browser ready for whoever comes next; what was sent stays kept."""
    return replace(visitor.anew(done=False), channel="")


def end_interview(call: Call, note: str) -> HttpResponse:
    """Lead back to the interviewer's page, with nothing of the person left in the browser."""
    call.keep(_free(call.visitor))
    return call.go("interview", note=note)


def prompts_for(call: Call, page: str) -> tuple[Prompt, ...]:
    """Return what the interviewer should know at each question of a page."""
    found = next((item for item in call.questionnaire.pages if item.code == page), None)
    questions = found.questions if found else ()
    return tuple(
        Prompt(_how_to_ask(question), question.interviewer.say("en")) for question in questions
    )


def may_decline(call: Call, page: str) -> bool:
    """Return whether "does not want to say" has a place on this page."""
    found = next((item for item in call.questionnaire.pages if item.code == page), None)
    asked = [item for item in (found.questions if found else ()) if item.takes_answer]
    return bool(asked) and all(not item.required or _declined_option(item) for item in asked)


def declined_answers(call: Call, page: str) -> dict[str, list[str]]:
    """Return the form of somebody who does not want to say: the options for it, else blanks."""
    found = next((item for item in call.questionnaire.pages if item.code == page), None)
    return {
        question.code: [option]
        for question in (found.questions if found else ())
        if (option := _declined_option(question))
    }


def _declined_option(question: Question) -> str:
    return next((option.code for option in question.options if option.declined), "")


def _how_to_ask(question: Question) -> str:
    if question.type is QuestionType.INFORMATION:
        return "Read this out slowly. Ask if you should read it again."
    if question.type is QuestionType.SCALE:
        return "Read the question and what the two ends mean. Ask for a number."
    if question.type is QuestionType.ANY_OF:
        return "Read the question, then each answer. Wait for yes or no after each."
    if len(question.options) > READ_FIRST:
        return "Read the question only. Tick what fits. Read the answers out if the person asks."
    if question.options:
        return "Read the question and all the answers, in this order."
    if question.type in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT):
        return "Read the question. Write what the person says, in their own words."
    return "Read the question."
