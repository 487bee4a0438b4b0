"""What the pages of paper entry show: the list of forms, one form, how well entries agree."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.collect.entry import (
    AboutPaper,
    Entry,
    Note,
    open_sections,
    section_items,
    written_anyway,
)
from alongside.collect.entry_compare import compare_entries, measure_agreement
from alongside.kernel.text import LANGUAGE_NAMES
from alongside.questionnaire import Questionnaire, Study, find_path
from alongside.web.people.team import list_members
from alongside.web.records.papers import Paper, Typed, list_papers
from alongside.web.workspace.paper_fields import form_wording, say

MOST_LETTERS = 20
ROLE = "enter"
_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z-]*")


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One form in the list.

    Parameters
    ----------
    differences
        How many there are, or how many were settled; None while that is not known.
    own_open
        Whether the member who looks has an entry of it to go on with.
    own_done
        Whether they have finished one that may still be deleted.
    """

    number: str
    state: str
    first: str
    second: str
    differences: int | None
    own_open: bool
    own_done: bool
    may_type: bool

    @property
    def state_words(self) -> str:
        """The state in words."""
        return say(f"paper-state-{self.state}")


@dataclass(frozen=True, slots=True)
class PaperList:
    """Every form, those with something left to do first, and how many are in each state."""

    to_do: tuple[PaperRow, ...]
    settled: tuple[PaperRow, ...]
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section of the form somebody is typing in."""

    code: str
    title: str
    state: str
    numbers: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something noted at a question, to be looked at before finishing."""

    number: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """How often the two entries agreed on a question."""

    code: str
    label: str
    compared: int
    agreed: int
    percent: str


def tidy_number(typed: str) -> str:
    """Return the number of a form as it is kept; "" when it cannot be one.

    Small letters and zeros before figures make no other form: ``b-7`` is ``B-7``, ``007`` is 7.
    """
    number = typed.strip().upper()
    if number.isdigit() and number.isascii():
        number = number.lstrip("0") or "0"
    fits = len(number) <= MOST_LETTERS and _NUMBER.fullmatch(number)
    return number if fits else ""


def show_papers(slug: str, questionnaire: Questionnaire, member: str) -> PaperList:
    """Return the list of forms as this member sees it."""
    rows = [_row(questionnaire, paper, member) for paper in list_papers(slug, questionnaire)]
    order = ("differs", "waiting", "first-begun", "second-begun", "agrees", "settled")
    states = [(say(f"paper-state-{code}"), sum(r.state == code for r in rows)) for code in order]
    return PaperList(
        tuple(row for row in rows if row.state != "settled"),
        tuple(row for row in rows if row.state == "settled"),
        tuple((words, n) for words, n in states if n),
    )


def enters_alone(slug: str, member: str) -> bool:
    """Return whether nobody else of the team may type in from paper."""
    return [item.name for item in list_members(slug) if item.may(ROLE)] == [member]


def show_sections(questionnaire: Questionnaire, entry: Entry) -> list[SectionState]:
    """Return the sections of a form and which are still to be saved."""
    wording = form_wording(questionnaire, entry)
    still = open_sections(questionnaire, entry)
    asked = set(find_path(questionnaire, entry.answers).question_codes)
    titles = {section.code: section.title for section in questionnaire.sections}
    found = []
    for code, items in section_items(questionnaire, entry.about).items():
        skipped = not any(item.question.code in asked for item in items)
        state = "open" if code in still else "skipped" if skipped else "saved"
        first, last = items[0].number, items[-1].number
        numbers = first if first == last else f"{first} to {last}"
        found.append(SectionState(code, wording.say(titles[code]), state, numbers))
    return found


def show_remarks(questionnaire: Questionnaire, entry: Entry) -> list[Remark]:
    """Return what was noted, and what was written where the routing does not lead."""
    wording = form_wording(questionnaire, entry)
    anyway = set(written_anyway(questionnaire, entry))
    asked = set(find_path(questionnaire, entry.answers).question_codes)
    found = []
    for code, number in entry.about.form(questionnaire).numbers.items():
        label = wording.say(questionnaire.questions[code].label)
        note = entry.notes.get(code)
        if note is not None and (code in asked or note is not Note.BLANK):
            found.append(Remark(number, label, say(f"paper-note-{note}")))
        if code in anyway:
            words = "Written, though it is not asked: kept here, not counted"
            found.append(Remark(number, label, words))
    return found


def show_agreement(slug: str, questionnaire: Questionnaire) -> tuple[AgreementRow, ...]:
    """Return how often entries agreed, by question, the least agreed first."""
    pairs = [paper.pair for paper in list_papers(slug, questionnaire)]
    shares = measure_agreement(questionnaire, [pair for pair in pairs if pair is not None])
    rows = [
        AgreementRow(
            item.code,
            questionnaire.questions[item.code].label.say("en"),
            item.compared,
            item.agreed,
            percent_of(item.agreed, item.compared),
        )
        for item in shares
    ]
    return tuple(sorted(rows, key=lambda row: row.agreed / row.compared))


def percent_of(part: int, whole: int) -> str:
    """Return a share in whole per cent, never rounded up to all; "" of nothing."""
    if not whole:
        return ""
    return f"{100 * part // whole}%"


def about_words(study: Study, questionnaire: Questionnaire, name: str, value: object) -> str:
    """Return one thing that a form says of itself, in words."""
    match name:
        case "audience":
            known = {item.code: item.label.say("en") for item in questionnaire.audiences}
            return known.get(str(value)) or say("paper-everybody")
        case "language":
            return LANGUAGE_NAMES.get(str(value), str(value))
        case "edition":
            return say(f"paper-edition-{value}")
        case "channel":
            channels = {item.code: item.label.say("en") for item in study.settings.channels}
            return channels.get(str(value)) or say("paper-not-known")
        case _:
            named = value if isinstance(value, tuple) else (value,) if value else ()
            return ", ".join(say(f"help-{code}") for code in named) or say("paper-nobody")


def first_section(questionnaire: Questionnaire, entry: Entry) -> str | None:
    """Return the section to type in next; None when every one is saved."""
    return next(iter(open_sections(questionnaire, entry)), None)


def usual_about(study: Study) -> AboutPaper:
    """Return what a form most likely says before anybody has typed one in."""
    paper = next((item.code for item in study.settings.channels if item.code == "paper"), "")
    return AboutPaper(language=study.settings.languages[0], channel=paper)


def _row(questionnaire: Questionnaire, paper: Paper, member: str) -> PaperRow:
    own: Sequence[Typed] = paper.typed_by(member)
    differences = None
    if paper.settled:
        state, differences = "settled", paper.differences
    elif paper.pair is not None:
        differences = len(compare_entries(questionnaire, *paper.pair))
        state = "differs" if differences else "agrees"
    else:
        begun = sorted(paper.turns)
        done = [turn for turn in begun if paper.turns[turn].entry.completed]
        state = "first-begun" if len(begun) == 1 else "second-begun"
        state = "waiting" if len(begun) == 1 and done else state
    names = {turn: typed.member for turn, typed in paper.turns.items()}
    return PaperRow(
        paper.number,
        state,
        names.get(1, ""),
        names.get(2, ""),
        differences,
        own_open=any(not typed.entry.completed for typed in own),
        own_done=bool(own) and not paper.settled,
        may_type=not own and paper.free_turn is not None and not paper.settled,
    )
