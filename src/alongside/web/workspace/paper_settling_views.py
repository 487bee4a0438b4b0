"""Settling forms that were typed in twice, and how well the entries agree."""

from django.http import HttpResponse

from alongside.collect.entry import Entry
from alongside.collect.entry_compare import Settlement, settle
from alongside.web.records import papers
from alongside.web.workspace import paper_reads
from alongside.web.workspace.entry import TeamCall
from alongside.web.workspace.paper_settling import (
    Choices,
    list_faults,
    read_choices,
    show_differences,
)
from alongside.web.workspace.paper_views import for_typing


@for_typing
def paper_settle(call: TeamCall, form: str) -> HttpResponse:
    """Show only where two entries differ; make the response once all of it is settled."""
    paper = papers.find_paper(call.slug, form, call.questionnaire)
    pair = paper.pair
    if pair is None:
        return call.go("paper-entry", {"note": "gone", "form": form})
    if not call.posted or paper.settled:
        return _show(call, paper, pair, Choices())
    choices = read_choices(call, *pair)
    if choices.faults:
        return _show(call, paper, pair, choices)

    def decide(first: Entry, second: Entry) -> Settlement:
        return settle(call.questionnaire, first, second, choices.decisions)

    done = papers.settle_paper(
        call.slug, form, call.member.name, call.questionnaire, choices.decisions, decide
    )
    if done is None:
        return call.go("paper-entry", {"note": "gone", "form": form})
    if done.undecided:
        return _show(call, paper, pair, choices)
    return call.go("paper-entry", {"note": "settled", "form": form})


@for_typing
def paper_agreement(call: TeamCall) -> HttpResponse:
    """Show how often two entries agreed, question by question."""
    rows = paper_reads.show_agreement(call.slug, call.questionnaire)
    compared, agreed = sum(row.compared for row in rows), sum(row.agreed for row in rows)
    return call.show(
        "paper_agreement.html",
        rows=rows,
        compared=compared,
        agreed=agreed,
        percent=paper_reads.percent_of(agreed, compared),
    )


def _show(
    call: TeamCall, paper: papers.Paper, pair: tuple[Entry, Entry], choices: Choices
) -> HttpResponse:
    settled = paper.settled
    differences = show_differences(call, *pair, choices, settled.entry if settled else None)
    faults = list_faults(differences)
    return call.show(
        "paper_settle.html",
        status=422 if faults else 200,
        form=paper.number,
        first=paper.turns[1],
        second=paper.turns[2],
        settled=settled,
        about=pair[0].about,
        differences=differences,
        choices=paper.choices,
        faults=faults,
    )
