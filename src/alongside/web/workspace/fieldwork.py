"""Fieldwork as the words, percentages and bars of a page, and as files.

Nothing is counted here: every number comes out of a
:class:`~alongside.collect.fieldwork.Fieldwork`, and what that keeps back stays back.
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from alongside.collect.fieldwork import (
    CHECK,
    NOTHING_SENT,
    ChannelFigures,
    DropOff,
    Fieldwork,
    Figure,
    LeftAt,
)
from alongside.questionnaire import Questionnaire, Study, StudySettings, Window
from alongside.questionnaire.piping import fill_text, say_moment

LANGUAGE = "en"
WITHHELD = "withheld"
NOBODY_TIMED = "–"
NO_LINK = "No channel’s link"
OTHER_PAGES = "All other pages together"


@dataclass(frozen=True, slots=True)
class ChannelWords:
    """One line of the table of channels; ``bar`` is the way to the target, 0 to 100."""

    code: str
    label: str
    link: str
    arrived: str
    started: str
    completed: str
    rate: str
    target: str
    bar: int | None
    minutes: str


@dataclass(frozen=True, slots=True)
class PageWords:
    """One line of the table of pages people left at; ``bar`` is the share of all, 0 to 100."""

    code: str
    label: str
    n: str
    share: str
    bar: int
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldworkWords:
    """Everything that is shown of fieldwork.

    Parameters
    ----------
    state
        Whether the study takes answers, in a word; ``state_words`` says until when.
    drop_off_words
        Why there is no table of pages; "" when there is one.
    """

    state: str
    state_words: str
    anybody: bool
    withholds: bool
    threshold: int
    channels: tuple[ChannelWords, ...]
    total: ChannelWords
    pages: tuple[PageWords, ...]
    pages_total: PageWords | None
    groups: tuple[str, ...]
    drop_off_words: str


def say_fieldwork(
    study: Study,
    questionnaire: Questionnaire,
    fieldwork: Fieldwork,
    now: datetime,
    link: Callable[[str], str],
) -> FieldworkWords:
    """Return fieldwork in words; ``link`` gives the address behind a channel's short name."""
    say = _Sayer(study, questionnaire, fieldwork.threshold)
    state, state_words = say_window(study, now)
    known = {channel.code: channel for channel in study.settings.channels}
    channels = []
    for code, figures in fieldwork.channels.items():
        channel = known.get(code)
        address = link(channel.short) if channel else ""
        target = channel.target if channel else None
        channels.append(say.channel(code, say.channel_label(code), address, figures, target))
    targets = [channel.target for channel in known.values()]
    hoped = sum(target or 0 for target in targets) if targets and all(targets) else None
    shown = (*fieldwork.channels.values(), fieldwork.total)
    return FieldworkWords(
        state=state,
        state_words=state_words,
        anybody=fieldwork.anybody,
        withholds=any(_is_withheld(figures) for figures in shown),
        threshold=fieldwork.threshold,
        channels=tuple(channels),
        total=say.channel("total", "All together", "", fieldwork.total, hoped),
        pages=tuple(say.page(row, fieldwork.drop_off) for row in fieldwork.drop_off.rows),
        pages_total=say.pages_total(fieldwork.drop_off),
        groups=tuple(say.group(code, fieldwork.drop_off) for code in fieldwork.drop_off.groups),
        drop_off_words=say.why_no_pages(fieldwork),
    )


def say_window(study: Study, now: datetime) -> tuple[str, str]:
    """Return whether the study takes answers, and since or until when in its own time zone."""
    settings = study.settings
    zone = f" (time of {settings.timezone})"
    opens = say_moment(settings.opens, settings.opens_time) if settings.opens else ""
    closes = say_moment(settings.closes, settings.closes_time) if settings.closes else ""
    ended = f"Since {closes}" if settings.closes_time else f"The last day was {closes}"
    match study.window(now):
        case Window.DRAFT:
            return "Draft", "Nobody can answer until study.yaml says status: open."
        case Window.NOT_YET:
            return "Not open yet", f"It opens on {opens}{zone}."
        case Window.OPEN:
            since = f"Since {opens}. " if opens else ""
            end = "It closes on" if settings.closes_time else "The last day is"
            return "Open", since + (f"{end} {closes}{zone}." if closes else "No end is set.")
        case Window.FINISHING:
            last = _last_to_finish(study)
            return "Closed", f"{ended}. Those who began may finish until {last}{zone}."
        case _ if settings.status == "closed":
            return "Closed", "By hand: study.yaml says status: closed."
        case _:
            return "Closed", f"{ended}{zone}."


def channels_csv(words: FieldworkWords) -> str:
    """Return the table of channels as CSV; what is withheld says so."""
    heads = ("channel", "label", "arrived", "started", "completed", "completed_percent")
    rows = (
        (
            *(item.code, item.label, item.arrived, item.started, item.completed),
            *(item.rate.removesuffix("%"), item.target, item.minutes.strip(NOBODY_TIMED)),
        )
        for item in (*words.channels, words.total)
    )
    return _csv((*heads, "target", "median_minutes"), rows)


def pages_csv(words: FieldworkWords) -> str:
    """Return the table of pages as CSV; what is withheld says so."""
    total = (words.pages_total,) if words.pages_total else ()
    rows = ((item.code, item.label, item.n, *item.groups) for item in (*words.pages, *total))
    return _csv(("page", "label", "left", *words.groups), rows)


@dataclass(frozen=True)
class _Sayer:
    study: Study
    questionnaire: Questionnaire
    threshold: int

    @property
    def settings(self) -> StudySettings:
        return self.study.settings

    def figure(self, figure: Figure) -> str:
        if figure.n is not None:
            return f"{figure.n:,}"
        return f"fewer than {self.threshold}" if figure.few else WITHHELD

    def channel(
        self, code: str, label: str, link: str, figures: ChannelFigures, target: int | None
    ) -> ChannelWords:
        percent = figures.completed_percent
        completed = figures.completed.n
        reached = None if target is None or completed is None else 100 * completed // target
        return ChannelWords(
            code=code,
            label=label,
            link=link,
            arrived=self.figure(figures.arrived),
            started=self.figure(figures.started),
            completed=self.figure(figures.completed),
            rate=NOBODY_TIMED if percent is None else f"{percent}%",
            target="" if target is None else f"{target:,}",
            bar=None if reached is None else min(reached, 100),
            # spelled out: a spreadsheet takes 5-9 for a day in September
            minutes=figures.minutes.replace("-", " to ") or NOBODY_TIMED,
        )

    def channel_label(self, code: str) -> str:
        for channel in self.settings.channels:
            if channel.code == code:
                return channel.label.say(LANGUAGE)
        return f"{code} (not in study.yaml)" if code else NO_LINK

    def page(self, row: LeftAt, drop_off: DropOff) -> PageWords:
        share = 100 * row.n / (drop_off.total or 1)
        groups = tuple(f"{n:,}" for n in row.groups)
        return PageWords(
            code=row.page or "",
            label=self.page_label(row.page),
            n=f"{row.n:,}",
            share=f"{int(share + 0.5)}%",
            bar=int(share + 0.5),
            groups=groups or (WITHHELD,) * len(drop_off.groups),
        )

    def page_label(self, code: str | None) -> str:
        match code:
            case None:
                return OTHER_PAGES
            case _ if code == NOTHING_SENT:
                return "Before sending a page, or after deleting what they had sent"
            case _ if code == CHECK:
                return "Check your answers"
        page = next(page for page in self.questionnaire.pages if page.code == code)
        words = page.title or page.questions[0].label
        return fill_text(words.say(LANGUAGE), self.questionnaire, {}, LANGUAGE)

    def pages_total(self, drop_off: DropOff) -> PageWords | None:
        if not drop_off.total:
            return None
        totals = tuple(f"{n:,}" for n in drop_off.group_totals)
        return PageWords("total", "All who left", f"{drop_off.total:,}", "100%", 100, totals)

    def group(self, code: str, drop_off: DropOff) -> str:
        for audience in self.questionnaire.audiences:
            if audience.code == code:
                return audience.label.say(LANGUAGE)
        known = {item.code for item in self.questionnaire.audiences}
        return "Group not known" if known <= {*drop_off.groups} else "Other groups, or not known"

    def why_no_pages(self, fieldwork: Fieldwork) -> str:
        if fieldwork.drop_off.total is None:
            return (
                f"Fewer than {self.threshold} people left, or so few finished that where people "
                f"left would give it away. The pages are shown when there are more."
            )
        return "" if fieldwork.drop_off.total else "Everybody who began has finished."


def _is_withheld(figures: ChannelFigures) -> bool:
    return None in (figures.arrived.n, figures.started.n, figures.completed.n)


def _last_to_finish(study: Study) -> str:
    closes = study.last_moment
    if closes is None:  # it could not have ended
        return ""
    # hours that pass, not hours on the clock
    passed = closes.timestamp() + 3600 * study.settings.finish_within
    last = datetime.fromtimestamp(passed, ZoneInfo(study.settings.timezone))
    return say_moment(last.date(), last.time())


def _csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([_plain_number(cell) for cell in row] for row in rows)
    return out.getvalue()


def _plain_number(cell: str) -> str:
    """Return a number without the commas that help people to read it."""
    digits = cell.replace(",", "")
    return digits if digits.isdigit() else cell
