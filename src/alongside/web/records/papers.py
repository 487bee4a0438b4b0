"""Paper questionnaires as they are typed in twice, settled, and made one response."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError

from alongside.collect.entry import AboutPaper, Entry, Note, begin_entry, progress_from
from alongside.collect.entry_compare import ABOUT, Decision, Settlement
from alongside.collect.paper import Edition
from alongside.collect.responses import value_to_json
from alongside.questionnaire import Questionnaire, find_path
from alongside.web.records.attempts import whole
from alongside.web.records.mapping import About, fill_row, read_answers
from alongside.web.records.models import PaperEntry, ResponseRecord
from alongside.web.records.store import new_key

SETTLED = 3
TURNS = (1, 2)


@dataclass(frozen=True, slots=True)
class Typed:
    """One entry as it is kept.

    Parameters
    ----------
    turn
        1 or 2 for the entries, 3 for what was settled.
    member
        Who typed it; for turn 3 who settled it, "" when the entries agreed.
    alone
        Whether the person had typed the form in before: the team has nobody else.
    """

    turn: int
    member: str
    entry: Entry
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One form: who has typed it in, and what came of it.

    Parameters
    ----------
    differences
        How many differences were settled; 0 while it is not settled.
    choices
        What was chosen for each difference, by its code.
    """

    number: str
    turns: Mapping[int, Typed] = field(default_factory=dict)
    differences: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def settled(self) -> Typed | None:
        """What was settled; None while it is not."""
        return self.turns.get(SETTLED)

    @property
    def pair(self) -> tuple[Entry, Entry] | None:
        """Both entries once both are complete, else None."""
        first, second = self.turns.get(1), self.turns.get(2)
        if first and second and first.entry.completed and second.entry.completed:
            return first.entry, second.entry
        return None

    def typed_by(self, member: str) -> list[Typed]:
        """Return the entries of one person."""
        return [
            self.turns[turn]
            for turn in TURNS
            if turn in self.turns and self.turns[turn].member == member
        ]

    @property
    def free_turn(self) -> int | None:
        """The turn that nobody has begun; None when both are begun."""
        return next((turn for turn in TURNS if turn not in self.turns), None)


def list_papers(slug: str, questionnaire: Questionnaire) -> list[Paper]:
    """Return every form of a study that somebody has begun to type in, by its number."""
    rows: dict[str, list[PaperEntry]] = {}
    for row in PaperEntry.objects.filter(study=slug).order_by("form", "turn"):
        rows.setdefault(row.form, []).append(row)
    found = [_paper(number, of_form, questionnaire) for number, of_form in rows.items()]
    return sorted(found, key=lambda paper: (len(paper.number), paper.number))


def find_paper(slug: str, number: str, questionnaire: Questionnaire) -> Paper:
    """Return a form; one without entries when nobody has begun to type it in."""
    rows = list(PaperEntry.objects.filter(study=slug, form=number).order_by("turn"))
    return _paper(number, rows, questionnaire)


def last_about(slug: str, member: str, questionnaire: Questionnaire) -> AboutPaper | None:
    """Return what the form said that this person began last; None when there is none."""
    rows = PaperEntry.objects.filter(study=slug, member=member, turn__in=TURNS)
    row = rows.order_by("-pk").first()
    return _about(row.about, questionnaire) if row else None


def begin_paper(
    slug: str,
    number: str,
    member: str,
    about: AboutPaper,
    questionnaire: Questionnaire,
    *,
    alone: bool,
) -> bool:
    """Begin to type a form in; return whether this person has an entry of it to go on with.

    Whoever is typing it in already goes on with that; ``alone`` lets somebody begin a second
    entry who has finished the first. False when both turns belong to others, or the only free
    turn is not for this person.
    """

    def work() -> bool:
        paper = _locked(slug, number, questionnaire)
        own = paper.typed_by(member)
        if any(not typed.entry.completed for typed in own):
            return True
        turn = paper.free_turn
        if turn is None or paper.settled or (own and not alone):
            return False
        row = PaperEntry(study=slug, form=number, turn=turn, member=member)
        _fill(row, begin_entry(questionnaire, about), alone=bool(own))
        row.save(force_insert=True)
        return True

    try:
        return whole(work)
    except IntegrityError:  # somebody else began the same turn at the same moment
        return whole(work)


def change_paper(
    slug: str,
    number: str,
    member: str,
    questionnaire: Questionnaire,
    change: Callable[[Entry], Entry],
) -> Entry | None:
    """Change the entry this person is typing; None when there is none that is not complete."""

    def work() -> Entry | None:
        for row in _rows(slug, number).filter(member=member, turn__in=TURNS, completed=False):
            before = _entry(row, questionnaire)
            after = change(before)
            if after != before:
                _fill(row, after, alone=bool(row.about.get("alone")))
                row.save(force_update=True)
            return after
        return None

    return whole(work)


def settle_paper(
    slug: str,
    number: str,
    member: str,
    questionnaire: Questionnaire,
    decisions: Mapping[str, Decision],
    settle: Callable[[Entry, Entry], Settlement],
) -> Settlement | None:
    """Settle a form and make its response, once; None when there are not two whole entries.

    Nothing is kept while something is undecided. What was settled before is given back as it
    is, whatever the decisions.
    """

    def work() -> Settlement | None:
        paper = _locked(slug, number, questionnaire)
        if paper.settled:
            return Settlement(paper.settled.entry, ())
        if paper.pair is None:
            return None
        settlement = settle(*paper.pair)
        if settlement.undecided:
            return settlement
        key = _make_response(slug, questionnaire, settlement.entry)
        row = PaperEntry(study=slug, form=number, turn=SETTLED, member=member)
        _fill(row, settlement.entry, alone=False)
        asked = find_path(questionnaire, settlement.entry.answers).question_codes
        row.about["choices"] = {
            code: item.choice.value
            for code, item in decisions.items()
            if code.startswith(ABOUT) or code in asked
        }
        row.shown = dict(progress_from(questionnaire, settlement.entry).shown)
        row.save(force_insert=True)
        _rows(slug, number).update(response_key=key)
        return settlement

    return whole(work)


def remove_entry(slug: str, number: str, member: str) -> bool:
    """Delete what this person typed last of a form, unless it is settled; return whether."""

    def work() -> bool:
        rows = list(_rows(slug, number).order_by("-turn"))
        if any(row.turn == SETTLED for row in rows):
            return False
        for row in rows:
            if row.member == member:
                row.delete()
                return True
        return False

    return whole(work)


def _make_response(slug: str, questionnaire: Questionnaire, entry: Entry) -> str:
    said = entry.about
    edition = said.reading(questionnaire).edition
    about = About(said.language, edition, said.channel, "paper", said.helped, said.helper)
    response = ResponseRecord(key=new_key(), study=slug)
    fill_row(response, progress_from(questionnaire, entry), questionnaire, about)
    response.save(force_insert=True)
    return response.key


def _rows(slug: str, number: str) -> Any:
    return PaperEntry.objects.select_for_update().filter(study=slug, form=number)


def _locked(slug: str, number: str, questionnaire: Questionnaire) -> Paper:
    return _paper(number, list(_rows(slug, number).order_by("turn")), questionnaire)


def _paper(number: str, rows: list[PaperEntry], questionnaire: Questionnaire) -> Paper:
    turns = {
        row.turn: Typed(
            row.turn, row.member, _entry(row, questionnaire), bool(row.about.get("alone"))
        )
        for row in rows
    }
    choices: Mapping[str, str] = next(
        (row.about.get("choices", {}) for row in rows if row.turn == SETTLED), {}
    )
    return Paper(number, turns, len(choices), choices)


def _entry(row: PaperEntry, questionnaire: Questionnaire) -> Entry:
    known = set(Note)
    return Entry(
        _about(row.about, questionnaire),
        read_answers(row, questionnaire).answers,
        {code: Note(words) for code, words in row.notes.items() if words in known},
        tuple(row.seen),
        row.completed,
    )


def _fill(row: PaperEntry, entry: Entry, *, alone: bool) -> None:
    about = entry.about
    row.answers = {code: value_to_json(value) for code, value in entry.answers.items()}
    row.notes = {code: note.value for code, note in entry.notes.items()}
    row.seen = list(entry.sections)
    row.completed = entry.completed
    row.about = {
        "audience": about.audience,
        "language": about.language,
        "edition": about.edition.value,
        "channel": about.channel,
        "helped": list(about.helped),
        "helper": about.helper,
    }
    if alone:
        row.about["alone"] = True


def _about(kept: Mapping[str, Any], questionnaire: Questionnaire) -> AboutPaper:
    """Read what a form said of itself; an audience that has gone is taken for everybody."""
    audiences = {item.code for item in questionnaire.audiences}
    audience = kept.get("audience", "")
    return AboutPaper(
        audience if audience in audiences else "",
        kept.get("language", "en"),
        Edition(kept.get("edition", "standard")),
        kept.get("channel", ""),
        tuple(kept.get("helped", ())),
        kept.get("helper", ""),
    )
