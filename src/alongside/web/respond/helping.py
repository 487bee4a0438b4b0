"""Somebody helps: who, and how. The person says so; nobody is named."""

from django.http import HttpResponse

from alongside.collect.responses import HELPERS, WAYS_OF_HELPING
from alongside.web.respond import services
from alongside.web.respond.entry import Call, of_open_study

NOBODY = "nobody"
CHECK = "check"


@of_open_study
def helping(call: Call) -> HttpResponse:
    """Ask who helps and how, and keep it beside the answers."""
    if not call.study.settings.supporters:
        return call.go("start")
    if not call.posted:
        return _show(call, call.visitor.helped, call.visitor.helper)
    sent = call.request.POST
    helped = tuple(way for way in WAYS_OF_HELPING if way in sent.getlist("helped"))
    helper = sent.get("helper", "")
    if NOBODY in sent:
        helped, helper = (), ""
    elif not helped:
        return _show(call, helped, helper, at_fault=True)
    visitor = call.visitor.helped_by(helper if helper in HELPERS else "", helped)
    call.keep(visitor)
    if visitor.started:
        services.keep_about(call.slug, visitor)
    came_from = _came_from(call)
    if came_from and visitor.started:
        return call.go("check") if came_from == CHECK else call.go("page", came_from)
    return call.go("start")


def _came_from(call: Call) -> str:
    """Return where the person was: a page of the questionnaire, the last look, or ""."""
    named = call.request.GET.get("from", "")
    known = named == CHECK or any(page.code == named for page in call.questionnaire.pages)
    return named if known else ""


def _show(
    call: Call, helped: tuple[str, ...], helper: str, *, at_fault: bool = False
) -> HttpResponse:
    came_from = _came_from(call)
    back = call.address("start")
    if came_from:
        back = call.address("check") if came_from == CHECK else call.address("page", came_from)
    return call.show(
        "helping.html",
        status=422 if at_fault else 200,
        ways=[(way, way in helped) for way in WAYS_OF_HELPING],
        helpers=[(who, who == helper) for who in HELPERS],
        at_fault=at_fault,
        back=back,
        action=call.address("helping", **({"from": came_from} if came_from else {})),
    )
