"""Typing in questionnaires that were filled in on paper."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.utils import timezone

from alongside.collect.entry import (
    Entry,
    SectionStep,
    change_about,
    enter_section,
    finish_entry,
    open_sections,
    section_items,
)
from alongside.questionnaire import Window
from alongside.web.records import papers
from alongside.web.records.stored import keeps_promise
from alongside.web.workspace import paper_reads
from alongside.web.workspace.entry import TeamCall, for_role
from alongside.web.workspace.paper_about import AboutForm, read_about, show_about
from alongside.web.workspace.paper_fields import say, section_faults, section_runs
from alongside.web.workspace.paper_settling import settle_alike

NOTES = ("begun", "first", "differs", "settled", "deleted", "gone")
BLANKS = "blanks-are-meant"
WITH_KEYS = (
    "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""This one page runs a script of the site: figures pick answers. It works without."""
Rest = ParamSpec("Rest")
View = Callable[Concatenate[TeamCall, Rest], HttpResponse]


def for_typing(view: View[Rest]) -> Callable[..., HttpResponse]:
    """Let in who may type in from paper, once the study may take answers at all.

    Papers come in after the last day, so a study that is over still takes them.
    """

    @wraps(view)
    def check_and_show(call: TeamCall, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        early = call.study.window(timezone.now()) in (Window.DRAFT, Window.NOT_YET)
        if early or not keeps_promise(call.study):
            return call.show("paper_not_yet.html", early=early)
        return view(call, *args, **kwargs)

    return for_role(paper_reads.ROLE)(check_and_show)


@for_typing
def papers_list(call: TeamCall) -> HttpResponse:
    """Show every form and what is left to do."""
    note = call.request.GET.get("note", "")
    number = paper_reads.tidy_number(call.request.GET.get("form", ""))
    return call.show(
        "papers.html",
        papers=paper_reads.show_papers(call.slug, call.questionnaire, call.member.name),
        alone=paper_reads.enters_alone(call.slug, call.member.name),
        note=say(f"paper-said-{note}", number=number) if note in NOTES and number else "",
    )


@for_typing
def paper_new(call: TeamCall) -> HttpResponse:
    """Ask for the number of a form and what it says of itself; begin to type it in."""
    if not call.posted:
        usual = paper_reads.usual_about(call.study)
        about = papers.last_about(call.slug, call.member.name, call.questionnaire) or usual
        form = AboutForm(call.request.GET.get("form", "")[: paper_reads.MOST_LETTERS], about)
        return _ask_about(call, form)
    form = read_about(call)
    if form.faults:
        return _ask_about(call, form)
    paper = papers.find_paper(call.slug, form.number, call.questionnaire)
    own = paper.typed_by(call.member.name)
    unfinished = any(not typed.entry.completed for typed in own)
    alone = paper_reads.enters_alone(call.slug, call.member.name)
    if own and not unfinished and not paper.settled and paper.free_turn and alone:
        if "again" not in call.request.POST:
            return _ask_about(call, form, ask_again=True)
    elif own and not unfinished and not paper.settled:
        return _ask_about(call, form.refused("paper-own-done"))
    began = papers.begin_paper(
        call.slug, form.number, call.member.name, form.about, call.questionnaire, alone=alone
    )
    if not began:
        refusal = "paper-was-settled" if paper.settled else "paper-taken"
        return _ask_about(call, form.refused(refusal))
    return _go_on(call, form.number)


@for_typing
def paper_about(call: TeamCall, form: str) -> HttpResponse:
    """Mend what was said of a form."""
    entry = _own_entry(call, form)
    if entry is None:
        return _gone(call, form)
    if not call.posted:
        return _ask_about(call, AboutForm(form, entry.about), mending=True)
    sent = read_about(call, form)
    if sent.faults:
        return _ask_about(call, sent, mending=True)

    def change(entry: Entry) -> Entry:
        return change_about(call.questionnaire, entry, sent.about)

    papers.change_paper(call.slug, form, call.member.name, call.questionnaire, change)
    return _go_on(call, form)


@for_typing
def paper_form(call: TeamCall, form: str) -> HttpResponse:
    """Show how far a form is typed in; finish it."""
    entry = _own_entry(call, form)
    if entry is None:
        return _gone(call, form)
    if call.posted:
        return _finish(call, form)
    about = [
        (
            say(f"paper-about-{name}"),
            paper_reads.about_words(
                call.study, call.questionnaire, name, getattr(entry.about, name)
            ),
        )
        for name in show_about(call)
    ]
    return call.show(
        "paper_form.html",
        form=form,
        entry=entry,
        about=about,
        sections=paper_reads.show_sections(call.questionnaire, entry),
        remarks=paper_reads.show_remarks(call.questionnaire, entry),
        still=open_sections(call.questionnaire, entry),
    )


@for_typing
def paper_section(call: TeamCall, form: str, section: str) -> HttpResponse:
    """Show the questions of one section; keep what is typed and lead on."""
    entry = _own_entry(call, form)
    if entry is None:
        return _gone(call, form)
    if section not in section_items(call.questionnaire, entry.about):
        return _go_on(call, form)
    if not call.posted:
        return _show_section(call, form, entry, section)
    sent = call.request.POST
    fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    steps: list[SectionStep] = []

    def change(entry: Entry) -> Entry:
        step = enter_section(
            call.questionnaire,
            entry,
            section,
            fields,
            entry.about.language,
            blanks_are_meant=BLANKS in sent,
        )
        steps.append(step)
        return step.entry

    name = call.member.name
    kept = papers.change_paper(call.slug, form, name, call.questionnaire, change)
    if kept is None:
        return _gone(call, form)
    if steps[-1].problems or steps[-1].blank:
        return _show_section(call, form, entry, section, steps[-1])
    return _go_on(call, form)


@for_typing
def paper_delete(call: TeamCall, form: str) -> HttpResponse:
    """Ask whether to delete one's own entry of a form, and delete it."""
    paper = papers.find_paper(call.slug, form, call.questionnaire)
    own = paper.typed_by(call.member.name)
    if not own or paper.settled:
        return _gone(call, form)
    if not call.posted:
        return call.show("paper_delete.html", form=form, finished=own[-1].entry.completed)
    removed = papers.remove_entry(call.slug, form, call.member.name)
    return _to_list(call, "deleted" if removed else "gone", form)


def _own_entry(call: TeamCall, form: str) -> Entry | None:
    """Return the entry this member is typing; another's is never shown before it is whole."""
    paper = papers.find_paper(call.slug, form, call.questionnaire)
    for typed in paper.typed_by(call.member.name):
        if not typed.entry.completed and not paper.settled:
            return typed.entry
    return None


def _finish(call: TeamCall, form: str) -> HttpResponse:
    def change(entry: Entry) -> Entry:
        return finish_entry(call.questionnaire, entry)

    name = call.member.name
    entry = papers.change_paper(call.slug, form, name, call.questionnaire, change)
    if entry is None:
        return _gone(call, form)
    if not entry.completed:
        return _go_on(call, form)
    return _to_list(call, settle_alike(call.slug, form, call.questionnaire), form)


def _show_section(
    call: TeamCall, form: str, entry: Entry, section: str, step: SectionStep | None = None
) -> HttpResponse:
    sections = paper_reads.show_sections(call.questionnaire, entry)
    here = next(item for item in sections if item.code == section)
    faults = section_faults(call.questionnaire, entry, section, step) if step else []
    response = call.show(
        "paper_section.html",
        status=422 if faults else 200,
        form=form,
        about=entry.about,
        sections=sections,
        part=here,
        position=sections.index(here) + 1,
        runs=section_runs(call.questionnaire, entry, section, step),
        faults=faults,
        only_blank=bool(step and step.blank and not step.problems),
        blanks_name=BLANKS,
    )
    response["Content-Security-Policy"] = WITH_KEYS
    return response


def _ask_about(
    call: TeamCall, form: AboutForm, *, mending: bool = False, ask_again: bool = False
) -> HttpResponse:
    return call.show(
        "paper_new.html",
        status=422 if form.faults else 200,
        form=form,
        fields=form.fields(call),
        mending=mending,
        ask_again=ask_again,
        address_sent=call.address("paper-about", form=form.number)
        if mending
        else call.address("paper-new"),
    )


def _go_on(call: TeamCall, form: str) -> HttpResponse:
    """Lead to the next section to type in, or to finishing."""
    entry = _own_entry(call, form)
    if entry is None:
        return _gone(call, form)
    section = paper_reads.first_section(call.questionnaire, entry)
    if section is None:
        return call.go("paper-form", form=form)
    return call.go("paper-section", form=form, section=section)


def _gone(call: TeamCall, form: str) -> HttpResponse:
    return _to_list(call, "gone", form)


def _to_list(call: TeamCall, note: str, form: str) -> HttpResponse:
    return call.go("paper-entry", {"note": note, "form": form})
