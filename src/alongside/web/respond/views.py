"""Pages for people who answer: start, one page at a time, check, done."""

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpResponse
from django.utils.datastructures import MultiValueDict

from alongside.questionnaire import Window
from alongside.web.pages import showing
from alongside.web.pages.estimate import about_minutes
from alongside.web.pages.pictures import picture_addresses
from alongside.web.respond import services
from alongside.web.respond.counting import (
    count_arrival,
    count_start,
    is_ahead_of_time,
    this_minute,
)
from alongside.web.respond.entry import Call, of_open_study, of_open_study_or_done
from alongside.web.respond.guards import TRAP, refuse_start
from alongside.web.respond.interviewing import (
    DECLINES,
    declined_answers,
    end_interview,
    is_interview,
    may_decline,
    prompts_for,
)
from alongside.web.respond.keeping import mark_as_trouble

CHECK = "check"
SKIP = "skip-page"
"""Name of the button that leaves a page blank; with its hyphen no question can have it."""
SAVE = "save-later"
"""Name of the button that keeps a page and gives a return code."""


@of_open_study
def start(call: Call) -> HttpResponse:
    """Say what the study is; Start begins it, once."""
    visitor = call.visitor
    if call.posted:
        refused = refuse_start(call)
        if refused is not None:
            return refused
        visitor = visitor.choosing(
            call.study, call.request.POST.get("lang", ""), call.request.POST.get("edition", "")
        )
        first_time = not visitor.started
        if visitor.started and "fresh" in call.request.POST:
            if call.window is not Window.OPEN:
                # what is deleted now could not be begun again
                return call.go("start", note="finish")
            services.delete_answers(call.slug, visitor)
            visitor = visitor.anew(done=False)
        visitor = visitor.begun(this_minute())
        audience = call.request.POST.get("as", "")
        progress = services.start_response(call.slug, call.questionnaire, visitor, audience)
        call.keep(visitor)
        if first_time:
            count_start(call.slug, visitor)
        return _go_to(call, showing.next_page(call.questionnaire, progress))
    if not is_ahead_of_time(call.request):
        call.keep(visitor)
    if call.is_new:
        count_arrival(call.request, call.slug, visitor.channel)
    audience = call.request.GET.get("as", "")
    known = audience in {item.code for item in call.questionnaire.audiences}
    return call.show(
        "start.html",
        audience=audience if known else "",
        minutes=about_minutes(call.study, audience if known else ""),
        note=call.request.GET.get("note", ""),
        started=visitor.started,
        done=visitor.done,
        sent=visitor.sent,
        trap=TRAP,
        cookieless=settings.SESSION_COOKIE_NAME not in call.request.COOKIES,
    )


@of_open_study
def channel(call: Call, short: str) -> HttpResponse:
    """Count that somebody came by this channel, and lead to the start."""
    found = call.study.channel_of(short)
    audience = call.request.GET.get("as", "")
    query = {"as": audience} if audience else {}
    if found is None:
        return call.go("start", note="link", **query)
    # going back and pressing the link again is still one visit; after sending, it is the next
    again = not call.is_new and call.visitor.channel == found.code and not call.visitor.done
    if not is_ahead_of_time(call.request):
        call.keep(call.visitor.coming_by(found.code))
        if not again and not call.visitor.started:
            count_arrival(call.request, call.slug, found.code)
    return call.go("start", **query)


@of_open_study
def page(call: Call, page: str) -> HttpResponse:
    """Show one page; take what is sent and lead on along the path."""
    if not call.visitor.started:
        return _to_start(call)
    if call.posted:
        return _take_page(call, page)
    progress = services.read_progress(call.slug, call.questionnaire, call.visitor)
    if progress.completed:
        return _sent_elsewhere(call)
    view = showing.view_page(
        call.questionnaire, progress, call.visitor, page, pictures=picture_addresses(call.study)
    )
    if view is None:
        return _go_to(call, showing.next_page(call.questionnaire, progress))
    return _show_page(call, view)


@of_open_study
def check(call: Call) -> HttpResponse:
    """Show every answer with a way to change it; take them all when sent."""
    if not call.visitor.started:
        return call.go("done") if call.visitor.done else _to_start(call)
    if _wants_to_save(call):
        return _save(call)
    if call.posted:
        missing = services.send_all(
            call.slug, call.questionnaire, call.visitor, kept_before=_kept_before(call)
        )
        if missing is not None:
            return _go_to(call, missing)
        if is_interview(call.visitor):
            return end_interview(call, "sent")
        codes = call.study.settings.return_codes
        call.keep(call.visitor.finished() if codes else call.visitor.anew(done=True))
        return call.go("done")
    progress = services.read_progress(call.slug, call.questionnaire, call.visitor)
    if progress.completed:
        return _sent_elsewhere(call)
    missing = showing.next_page(call.questionnaire, progress)
    if missing is not None:
        return _go_to(call, missing)
    return call.show(
        "check.html",
        sections=showing.view_check(call.questionnaire, progress, call.visitor),
        back=showing.last_page(call.questionnaire, progress),
    )


@of_open_study_or_done
def done(call: Call) -> HttpResponse:
    """Say thank you. It shows no answers, so reloading it is harmless."""
    if not call.visitor.done:
        return call.go("check") if call.visitor.started else _to_start(call)
    return call.show("done.html", sent=call.visitor.sent, code=call.visitor.code)


@of_open_study
def stop(call: Call) -> HttpResponse:
    """Ask whether to delete what was sent, and delete it."""
    if not call.visitor.started:
        return _to_start(call)
    if call.posted:
        services.delete_answers(call.slug, call.visitor)
        if is_interview(call.visitor):
            return end_interview(call, "deleted")
        call.keep(call.visitor.anew(done=False))
        return call.go("start", note="deleted")
    progress = services.read_progress(call.slug, call.questionnaire, call.visitor)
    if progress.completed:
        return _sent_elsewhere(call)
    return call.show("stop.html", back=showing.next_page(call.questionnaire, progress))


def _take_page(call: Call, page: str) -> HttpResponse:
    sent: MultiValueDict[str, str] = call.request.POST
    if SKIP in sent or DECLINES in sent:
        sent = MultiValueDict(declined_answers(call, page) if DECLINES in sent else {})
    elif _wants_to_save(call) and not call.held_form().answers:
        return _save(call)  # a page that was not looked at yet is not sent blank
    try:
        step = services.send_page(
            call.slug,
            call.questionnaire,
            call.visitor,
            page,
            sent,
            kept_before=_kept_before(call),
        )
    except DatabaseError as fault:
        return _show_unkept(call, page, sent, fault)
    if step.problems:
        view = showing.view_page(
            call.questionnaire,
            step.progress,
            call.visitor,
            page,
            step.entered,
            step.problems,
            pictures=picture_addresses(call.study),
        )
        if view is not None:
            return _show_page(call, view, status=422, may_save_rest=_wants_to_save(call))
    if _wants_to_save(call):
        return _save(call)
    if call.request.GET.get("from") == CHECK and step.next_page != page:
        return _go_to(call, showing.next_page(call.questionnaire, step.progress), from_check=True)
    return _go_to(call, step.next_page, from_check=call.request.GET.get("from") == CHECK)


def _show_unkept(
    call: Call, page: str, sent: MultiValueDict[str, str], fault: DatabaseError
) -> HttpResponse:
    """Show the page again as it was filled in; raises what happened when it cannot be read."""
    progress = services.read_progress(call.slug, call.questionnaire, call.visitor)
    entered = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    view = showing.view_page(
        call.questionnaire,
        progress,
        call.visitor,
        page,
        entered,
        pictures=picture_addresses(call.study),
    )
    if view is None:
        raise fault
    return mark_as_trouble(_show_page(call, view, status=503, not_kept=True), fault)


def _show_page(
    call: Call,
    view: showing.PageView,
    status: int = 200,
    *,
    not_kept: bool = False,
    may_save_rest: bool = False,
) -> HttpResponse:
    from_check = call.request.GET.get("from") == CHECK
    interviewed = is_interview(call.visitor)
    if from_check:
        back = call.address("check")
    else:
        back = call.address("page", view.back) if view.back else call.address("start")
    return call.show(
        "page.html",
        status=status,
        page=view,
        not_kept=not_kept,
        prompts=prompts_for(call, view.code) if interviewed else (),
        declines=DECLINES if interviewed and may_decline(call, view.code) else "",
        may_save_rest=may_save_rest,
        back=back,
        action=call.address("page", view.code, **({"from": CHECK} if from_check else {})),
    )


def _go_to(call: Call, page: str | None, *, from_check: bool = False) -> HttpResponse:
    """Lead to a page, or to checking the answers when there is none left."""
    if page is None:
        return call.go("check")
    return call.go("page", page, **({"from": CHECK} if from_check else {}))


def _wants_to_save(call: Call) -> bool:
    return call.posted and SAVE in call.request.POST and call.study.settings.return_codes


def _save(call: Call) -> HttpResponse:
    """Lead to the return code, which is given now if it was not before."""
    call.keep(services.ask_for_code(call.slug, call.visitor))
    return call.go("code")


def _kept_before(call: Call) -> bool:
    """Return whether answers were kept already when the form that was sent was shown."""
    return call.ticket is not None and call.ticket.kept


def _sent_elsewhere(call: Call) -> HttpResponse:
    """Say thank you: the answers begun here were sent from another browser, with the code."""
    call.keep(call.visitor.anew(done=True))
    return call.go("done")


def _to_start(call: Call) -> HttpResponse:
    if call.visitor.done:
        return call.go("start")
    return call.go("start", note="begin")
