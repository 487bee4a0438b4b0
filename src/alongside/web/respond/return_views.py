"""Pages for coming back: the return code, what it opens, and taking answers back.

A code is sent by POST only and shown on pages that no browser keeps; it is never in an address.
"""

from dataclasses import replace
from math import ceil

from django.http import HttpResponse

from alongside.collect.code_words import WORDS_IN_CODE, count_words, strange_words
from alongside.questionnaire import Window
from alongside.web.pages.wording import Wording
from alongside.web.records.returning import Returned, find_by_code, find_by_key
from alongside.web.records.stored import keeps_promise
from alongside.web.respond import services, tries
from alongside.web.respond.entry import Call, of_any_study
from alongside.web.respond.visitor import DELETED, FILED

BOX = "return-code"
"""Name of the box for the code; with its hyphen no question can have it."""
MOST_SHOWN = 100
"""Letters of a wrong code that are shown again."""


@of_any_study
def code(call: Call) -> HttpResponse:
    """Show the return code of the answers this browser holds; give one when asked."""
    visitor = call.visitor
    if not call.study.settings.return_codes or not visitor.returns_to:
        return call.go("start")
    if call.posted:
        instead = "instead" in call.request.POST
        call.keep(services.ask_for_code(call.slug, visitor, instead=instead))
        return call.go("code")
    shown = services.knows_code(call.slug, visitor)
    row = None if shown else find_by_key(call.slug, visitor.returns_to)
    return call.show(
        "code.html",
        words=visitor.code.split("-") if shown else [],
        has_code=shown or (row is not None and row.has_code),
        nothing_kept=not shown and row is None,
        started=visitor.started,
        may_finish=_may_answer(call),
        where=call.request.build_absolute_uri(call.address("return")),
    )


@of_any_study
def leave(call: Call) -> HttpResponse:
    """Make this browser forget the answers it holds; they stay, for whoever has the code."""
    if call.posted and call.visitor.returns_to:
        call.keep(call.visitor.anew(done=False))
        return call.go("start", note="left")
    return call.go("start")


@of_any_study
def come_back(call: Call) -> HttpResponse:
    """Ask for the code, and open what it opens."""
    if not call.study.settings.return_codes:
        return call.go("start")
    if not call.posted:
        return _ask(call)
    typed = call.request.POST.get(BOX, "")
    fault = _fault(call, typed)
    if fault:
        return _ask(call, typed, fault, status=422)
    wait = ceil(tries.seconds_to_wait(call.request, call.slug))
    if wait > 0:
        response = _ask(call, typed, _say(call, "return-wait", seconds=wait), status=429)
        response["Retry-After"] = str(wait)
        return response
    found = find_by_code(call.slug, typed)
    if found is None:
        tries.count_wrong(call.request, call.slug)
        return _ask(call, typed, _say(call, "return-unknown"), status=422)
    return _open(call, found)


@of_any_study
def returned(call: Call) -> HttpResponse:
    """Offer what a code opens once everything was sent, or the study has closed."""
    row = find_by_key(call.slug, call.visitor.sent) if call.visitor.sent else None
    if row is None:
        return call.go("return")
    return call.show("returned.html", completed=row.completed)


@of_any_study
def afterwards(call: Call) -> HttpResponse:
    """Tell what happened because of the answers."""
    if not call.visitor.sent:
        return call.go("return")
    visitor = call.visitor
    wording = Wording(call.questionnaire, visitor.language, visitor.easy_read)
    told = call.study.settings.afterwards
    return call.show("afterwards.html", told=wording.prose(told) if told else "")


@of_any_study
def withdraw(call: Call) -> HttpResponse:
    """Ask whether to take the answers back, and do it."""
    row = find_by_key(call.slug, call.visitor.sent) if call.visitor.sent else None
    if not call.posted:
        if row is None:
            return call.go("return")
        return call.show("withdraw.html", filed=row.numbered)
    if call.visitor.sent:
        services.take_back(call.slug, call.visitor)
        visitor = call.visitor if call.visitor.started else call.visitor.anew(done=False)
        withdrew = FILED if row and row.numbered else DELETED
        call.keep(replace(visitor, code="", sent="", withdrew=withdrew))
        return call.go("withdrawn")
    return call.go("withdrawn" if call.visitor.withdrew else "return")


@of_any_study
def withdrawn(call: Call) -> HttpResponse:
    """Say that the answers are deleted, to whoever has just had them deleted in this browser.

    It changes nothing, so reloading it is harmless.
    """
    if not call.visitor.withdrew:
        return call.go("return")
    return call.show("withdrawn.html", filed=call.visitor.withdrew == FILED)


def _open(call: Call, found: Returned) -> HttpResponse:
    if not found.completed and _may_answer(call):
        visitor = call.visitor.resuming(found.key, found.about)
        call.keep(visitor.choosing(call.study, "", ""))
        return call.go("check")  # it leads on to the page that comes next
    call.keep(replace(call.visitor, sent=found.key, code=""))
    return call.go("returned")


def _may_answer(call: Call) -> bool:
    """Return whether who has begun may go on; the time to finish is theirs too."""
    return call.window in (Window.OPEN, Window.FINISHING) and keeps_promise(call.study)


def _fault(call: Call, typed: str) -> str:
    """Return what is wrong with a code, as far as that shows without looking it up; or ""."""
    if not typed.strip():
        return _say(call, "return-empty")
    strange = strange_words(typed)
    if strange:
        word = strange[0]
        if word.near:
            near = f" {_say(call, 'return-or')} ".join(f"“{other}”" for other in word.near[:4])
            return _say(call, "return-strange-near", word=word.typed, near=near)
        return _say(call, "return-strange", word=word.typed)
    number = count_words(typed)
    if number != WORDS_IN_CODE:
        return _say(call, "return-count", number=number)
    return ""


def _say(call: Call, name: str, **params: object) -> str:
    visitor = call.visitor
    wording = Wording(call.questionnaire, visitor.language, visitor.easy_read)
    return wording.interface(name, **params)


def _ask(call: Call, typed: str = "", fault: str = "", status: int = 200) -> HttpResponse:
    return call.show(
        "return.html",
        status=status,
        box=BOX,
        typed=typed[:MOST_SHOWN],
        fault=fault,
        begun=call.visitor.started,
        may_answer=_may_answer(call),
    )
