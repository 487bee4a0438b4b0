"""The first and the last page of a printed form: what it is, how to fill it in, thank you."""

from dataclasses import dataclass

from alongside.collect.channel_links import short_address
from alongside.collect.paper.answer_space import Data
from alongside.collect.paper.saying import Saying, spoken
from alongside.collect.responses import WAYS_OF_HELPING
from alongside.questionnaire import PromiseLine, StudySettings
from alongside.questionnaire.piping import say_date

NOT_ON_PAPER = frozenset({"can-withdraw", "no-personal-links", "no-order", "no-devices"})
"""Promises about return codes, links, files' numbers and devices: they mean nothing on paper."""


@dataclass(frozen=True, slots=True)
class Handout:
    """How one print run is handed out and comes back.

    Parameters
    ----------
    link
        Where the same questions can be answered on a screen; "": nowhere.
    serials
        Numbers printed on the forms, one copy each; empty: one copy with a box to fill.
    return_to
        Postal address to send the form to, lines parted by line breaks; "": none.
    minutes
        About how long it takes; None: not said.
    """

    link: str = ""
    serials: tuple[str, ...] = ()
    return_to: str = ""
    minutes: int | None = None


def cover_parts(say: Saying, settings: StudySettings, handout: Handout) -> list[Data]:
    """Return the titled parts of the first page, in the order in which they are read."""
    parts = [
        _for_whom(say),
        _part(say, say.words("who-asks"), [say.study(settings.asked_by)]),
        _part(say, say.words("how-long"), [_minutes(say, handout)]),
        _part(say, say.words("promise"), _promises(say, settings.promise), points=True),
        _part(say, say.words("use"), [say.study(settings.use)]),
        {**_part(say, say.words("how-to"), _how_to(say), points=True), "kind": "how-to"},
        _return(say, settings, handout),
        _online(say, handout),
        _part(say, say.words("questions"), [say.study(settings.contact), _other_kinds(say)]),
    ]
    return [part for part in parts if part["lines"]]


def last_parts(say: Saying, settings: StudySettings, handout: Handout) -> list[Data]:
    """Return what stands at the end: who helped, thank you, and the way back."""
    parts: list[Data] = []
    if settings.supporters:
        language, easy = say.form.language, say.form.edition.easy_read
        ways = [spoken(f"web-help-{way}", language, easy_read=easy) for way in WAYS_OF_HELPING]
        part = _part(say, say.words("helped"), [say.words("helped-nobody"), *ways])
        parts.append({**part, "kind": "helped", "instruction": say.words("tick-all")})
    parts.append(_part(say, say.words("thanks"), [say.words("thanks-words")]))
    parts.append(_return(say, settings, handout))
    return parts


def _part(say: Saying, title: str, lines: list[str], *, points: bool = False) -> Data:
    return {
        "kind": "points" if points else "words",
        "title": title,
        "lines": [say.lines(line) for line in lines if line],
    }


def _for_whom(say: Saying) -> Data:
    form = say.form
    if not form.audience:
        return _part(say, "", [])
    label = say.option(form.questionnaire.audience_question, form.audience)
    return _part(
        say, say.words("for"), [say.words("for-one", label=label), say.words("for-others")]
    )


def _minutes(say: Saying, handout: Handout) -> str:
    return "" if handout.minutes is None else say.words("minutes", minutes=handout.minutes)


def _promises(say: Saying, lines: tuple[PromiseLine, ...]) -> list[str]:
    said = [say.study(line.text) for line in lines if line.keeps not in NOT_ON_PAPER]
    return [*said, say.words("form-number-why")]


def _how_to(say: Saying) -> list[str]:
    items = say.form.items
    needed = any(item.question.required and item.question.takes_answer for item in items)
    arrows = any(item.jumps or item.then is not None for item in items)
    named = any(item.question.identifies for item in items)
    codes = [
        "how-pen",
        "how-tick",
        "how-mistake",
        *(["how-arrow"] if arrows else []),
        "how-try" if needed else "how-skip",
        "how-help",
        "how-more",
        *([] if named else ["how-names"]),
    ]
    return [say.words(code) for code in codes]


def _return(say: Saying, settings: StudySettings, handout: Handout) -> Data:
    lines = [say.words("return-person")]
    if handout.return_to:
        lines = [say.words("return-post"), handout.return_to]
    if settings.closes is not None:
        lines.append(say.words("return-until", day=say_date(settings.closes, say.form.language)))
    return _part(say, say.words("return"), lines)


def _online(say: Saying, handout: Handout) -> Data:
    if not handout.link:
        return _part(say, "", [])
    shown = short_address(handout.link)
    part = _part(say, say.words("online"), [say.words("online-how")])
    alt = say.words("online-alt", address=handout.link)
    return {**part, "kind": "online", "link": handout.link, "shown": shown, "alt": alt}


def _other_kinds(say: Saying) -> str:
    easy = say.form.questionnaire.has_easy_read
    return say.words("other-kinds-both" if easy else "other-kinds-large")
