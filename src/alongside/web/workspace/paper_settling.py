"""Settling two entries of one form: what the page shows, and what was chosen on it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from alongside.collect.entry import Entry, read_value
from alongside.collect.entry_compare import (
    ABOUT,
    Choice,
    Decision,
    Difference,
    Said,
    Settlement,
    compare_entries,
    said_of,
    settle,
)
from alongside.collect.paper import PaperItem
from alongside.questionnaire import Questionnaire, Value, find_path
from alongside.questionnaire.model import OTHER_SUFFIX, TEXT_TYPES
from alongside.web.pages.showing import Fault
from alongside.web.pages.wording import Wording
from alongside.web.records import papers
from alongside.web.workspace.entry import TeamCall
from alongside.web.workspace.paper_about import about_field, read_field
from alongside.web.workspace.paper_fields import TypedQuestion, form_wording, say, typed_question
from alongside.web.workspace.paper_reads import about_words

_WORDS = re.compile(r"\s+|\S+")
CHOICE_SUFFIX = "-settle"
"""Ends the name of the radios of one difference; with its hyphen no question can have it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of an answer, and whether the other entry has others in their place."""

    words: str
    differs: bool = False


@dataclass(frozen=True)
class Shown:
    """One difference as the page shows it.

    Parameters
    ----------
    first, second
        What each entry has, in words.
    needed
        For whose answers it is to be decided when another difference comes first; "" always.
    third
        What is filled in for the third way: a question of the form or something it says of
        itself.
    follows
        The differences that only matter as this one is settled.
    settled
        What was settled, in words; "" while it is not.
    """

    code: str
    label: str
    first: tuple[Piece, ...]
    second: tuple[Piece, ...]
    third: TypedQuestion
    needed: str = ""
    chosen: str = ""
    error: str = ""
    settled: str = ""
    follows: list["Shown"] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """What was sent from the page: decisions, and faults by the code of their difference."""

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def settle_alike(slug: str, number: str, questionnaire: Questionnaire) -> str:
    """Make the response of a form whose two entries agree; return how the form stands now.

    That is ``first`` while there is one entry, ``differs`` or ``settled``.
    """

    def decide(first: Entry, second: Entry) -> Settlement:
        return settle(questionnaire, first, second, {})

    done = papers.settle_paper(slug, number, "", questionnaire, {}, decide)
    if done is None:
        return "first"
    return "differs" if done.undecided else "settled"


def read_choices(call: TeamCall, first: Entry, second: Entry) -> Choices:
    """Return what was chosen on the page; a third value is checked as it is when typed in."""
    decisions: dict[str, Decision] = {}
    faults: dict[str, str] = {}
    sent = call.request.POST
    for name in sent:
        code = name.removesuffix(CHOICE_SUFFIX)
        item = _item(call.questionnaire, first, second, code)
        if code == name or (item is None and not code.startswith(ABOUT)):
            continue
        choice = sent.get(name, "")
        if choice in (Choice.FIRST, Choice.SECOND):
            decisions[code] = Decision(Choice(choice))
        elif choice == Choice.OTHER:
            said, fault = _third_value(call, item, code)
            if fault:
                faults[code] = fault
            else:
                decisions[code] = Decision(Choice.OTHER, said)
    return Choices(decisions, faults)


def show_differences(
    call: TeamCall, first: Entry, second: Entry, choices: Choices, settled: Entry | None = None
) -> list[Shown]:
    """Return the differences of two entries, those that follow from another under it.

    With choices, what these make a matter of decision is shown as well, and what is missing is
    marked.
    """
    found = list(compare_entries(call.questionnaire, first, second))
    known = {item.code for item in found}
    missing: set[str] = set()
    if call.posted:
        undecided = settle(call.questionnaire, first, second, choices.decisions).undecided
        found += [item for item in undecided if item.code not in known]
        missing = {item.code for item in undecided}
    shown: dict[str, Shown] = {}
    top: list[Shown] = []
    roots: dict[str, str] = {}
    for item in found:
        if not item.code.startswith(ABOUT) and not _item(
            call.questionnaire, first, second, item.code
        ):
            continue  # the form itself answers it
        root = roots.get(item.because, item.because)
        roots[item.code] = root or item.code
        made = _shown(call, (first, second), item, choices, missing, settled)
        shown[item.code] = made
        (shown[root].follows if root in shown else top).append(made)
    return top


def list_faults(differences: Sequence[Shown]) -> list[Fault]:
    """Return the list of what is still to be chosen or mended."""
    faults = []
    for shown in differences:
        if shown.error:
            faults.append(Fault(f"#{shown.code}{CHOICE_SUFFIX}", shown.error))
        faults += list_faults(shown.follows)
    return faults


def _third_value(call: TeamCall, item: PaperItem | None, code: str) -> tuple[Said, str]:
    """Return what was typed for the third way, or what is wrong with it."""
    if item is None:
        value = read_field(call, code.removeprefix(ABOUT), ABOUT)
        if value is None:
            return Said(), say("paper-settle-empty", label=say(f"paper-{code}"))
        return Said(value), ""
    sent = call.request.POST
    fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    read = read_value(item.question, fields)
    label = f"Question {item.number}"
    if read.problems:
        wording = Wording(call.questionnaire, "en")
        return Said(), f"{label}: {wording.fault(read.problems[0])}"
    answer = read.values.get(item.question.code)
    if answer is None and read.note is None:
        return Said(), say("paper-settle-empty", label=label)
    own_words = str(read.values.get(item.question.code + OTHER_SUFFIX, ""))
    return Said(answer, own_words, read.note), ""


def _shown(
    call: TeamCall,
    pair: tuple[Entry, Entry],
    item: Difference,
    choices: Choices,
    missing: set[str],
    settled: Entry | None,
) -> Shown:
    first, second = (
        _words(call, entry, item.code, asked=asked)
        for entry, asked in zip(pair, item.asked, strict=True)
    )
    written = _is_written(call.questionnaire, item.code) and all(
        said_of(entry, item.code).value is not None for entry in pair
    )
    left, right = _pieces(first, second) if written else ((Piece(first),), (Piece(second),))
    name, label, third = _third(call, pair, item.code)
    error = choices.faults.get(item.code, "")
    if not error and item.code in missing and item.code not in choices.decisions:
        error = say("paper-settle-missing", label=name)
    needed = {(True, False): "first", (False, True): "second"}.get(item.asked, "")
    chosen = call.request.POST.get(item.code + CHOICE_SUFFIX, "")
    outcome = _outcome(call, settled, item.code) if settled else ""
    return Shown(item.code, label, left, right, third, needed, chosen, error, outcome)


def _third(call: TeamCall, pair: tuple[Entry, Entry], code: str) -> tuple[str, str, TypedQuestion]:
    """Return a short name, the label and the boxes for what stands on the paper."""
    item = _item(call.questionnaire, *pair, code)
    if item is None:
        name = code.removeprefix(ABOUT)
        chosen = read_field(call, name, ABOUT) if call.posted else None
        label = say(f"paper-{code}")
        return label, label, TypedQuestion("", about_field(call, name, chosen, prefix=ABOUT))
    sent = call.request.POST
    fields = {name: [str(value) for value in sent.getlist(name)] for name in sent}
    wording = form_wording(call.questionnaire, pair[0])
    typed = typed_question(item, wording, fields, blank_too=True)
    name = f"Question {item.number}"
    return name, f"{item.number}. {wording.say(item.question.label)}", typed


def _words(call: TeamCall, entry: Entry, code: str, *, asked: bool) -> str:
    """Return in words what an entry has at one place."""
    said = said_of(entry, code)
    if code.startswith(ABOUT):
        name = code.removeprefix(ABOUT)
        return about_words(call.study, call.questionnaire, name, said.value or "")
    question = call.questionnaire.questions[code]
    answers: dict[str, Value] = {code: said.value} if said.value is not None else {}
    if said.own_words:
        answers[code + OTHER_SUFFIX] = said.own_words
    about = entry.about
    wording = Wording(call.questionnaire, about.language, about.edition.easy_read)
    words = wording.answer(question, answers)
    if said.note is None:
        return words or say("paper-nothing" if asked else "paper-not-asked")
    note = say(f"paper-note-{said.note}")
    return f"{words} [{note}]" if words else note


def _outcome(call: TeamCall, settled: Entry, code: str) -> str:
    """Return in words what was settled; what the settled answers do not lead to was not asked."""
    asked = find_path(call.questionnaire, settled.answers).question_codes
    if not code.startswith(ABOUT) and code not in asked:
        return say("paper-settled-not-asked")
    return _words(call, settled, code, asked=True)


def _pieces(first: str, second: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two texts with the words marked that the other has not; gaps never are."""
    ones, twos = (_WORDS.findall(words) for words in (first, second))
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = SequenceMatcher(None, ones, twos, autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        if words := "".join(ones[start:end]):
            left.append(Piece(words, kind != "equal" and not words.isspace()))
        if words := "".join(twos[begin:stop]):
            right.append(Piece(words, kind != "equal" and not words.isspace()))
    return tuple(left), tuple(right)


def _is_written(questionnaire: Questionnaire, code: str) -> bool:
    question = questionnaire.questions.get(code)
    return question is not None and question.type in TEXT_TYPES


def _item(questionnaire: Questionnaire, first: Entry, second: Entry, code: str) -> PaperItem | None:
    """Return the question as one of the forms has it; both have it nearly always."""
    for entry in (first, second):
        if (item := entry.about.form(questionnaire).item(code)) is not None:
            return item
    return None
