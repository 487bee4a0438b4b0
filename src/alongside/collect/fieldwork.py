"""How fieldwork goes: who came, began and finished by each channel, and where people left.

Counted from tallies and from what is kept of responses; told only after small numbers were
withheld (:func:`release_fieldwork`). How many began and did not finish is no secret: it says
something about the questionnaire and nothing about a person's answers. On which page they left
and in which group they are is protected, and so is how many came by a channel.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alongside.collect.minutes import BANDS, median_band
from alongside.collect.session import Progress
from alongside.collect.standing import Standings
from alongside.collect.withholding import (
    Hidden,
    gather_small,
    hide_in_funnel,
    hide_in_grid,
    is_small,
)
from alongside.questionnaire import Questionnaire

# codes of pages hold no spaces
CHECK = "every page sent"
"""Stands for the page on which people check their answers."""
NOTHING_SENT = "nothing sent"
"""Stands for leaving before a page was sent, and for deleting what was sent."""
NO_PAGE = "no page"
"""Stands for all pages that are not named one by one."""
NO_GROUP = ""
"""Stands for people whose audience is not known, or is in too small a group to be told."""


@dataclass(frozen=True, slots=True)
class ChannelTally:
    """What was counted in one channel on the web.

    Parameters
    ----------
    minutes
        How many people took how long, by band (:data:`alongside.collect.minutes.BANDS`).
    """

    arrived: int = 0
    started: int = 0
    minutes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many responses of a channel are kept that came in one way (``web``, ``paper``, …)."""

    channel: str
    mode: str
    completed: bool
    n: int


@dataclass(frozen=True, slots=True)
class ChannelCounts:
    """The numbers of one channel, before anything is withheld; each holds the next."""

    arrived: int
    started: int
    completed: int
    minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FieldworkCounts:
    """The numbers of fieldwork, before anything is withheld.

    Parameters
    ----------
    channels
        By code; every channel of the study, "" for no channel, and others that were counted.
    left
        How many left, by page and audience. Pages in the order of the questionnaire;
        :data:`NOTHING_SENT` first, :data:`CHECK` last.
    """

    channels: Mapping[str, ChannelCounts]
    left: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be told.

    Parameters
    ----------
    n
        None: withheld.
    few
        Whether it is withheld as "fewer than the threshold".
    """

    n: int | None
    few: bool = False


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """What may be told of one channel.

    Parameters
    ----------
    minutes
        Band of the person in the middle; "" when too few were timed.
    """

    arrived: Figure
    started: Figure
    completed: Figure
    minutes: str

    @property
    def completed_percent(self) -> int | None:
        """Percent of those who started that finished, halves up; None: cannot be told."""
        started, completed = self.started.n, self.completed.n
        if not started or completed is None:
            return None
        return (200 * completed + started) // (2 * started)


@dataclass(frozen=True, slots=True)
class LeftAt:
    """How many left at a page, and of which groups.

    Parameters
    ----------
    page
        Code of the page, :data:`CHECK` or :data:`NOTHING_SENT`; None: all pages not named.
    groups
        By audience, in the order of :attr:`DropOff.groups`; empty: cannot be told.
    """

    page: str | None
    n: int
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DropOff:
    """Where people left.

    Parameters
    ----------
    total
        How many began and did not finish; None: cannot be told.
    groups
        Codes of the audiences that are told apart, :data:`NO_GROUP` last; empty: none are.
    group_totals
        In the order of ``groups``.
    """

    total: int | None
    rows: tuple[LeftAt, ...] = ()
    groups: tuple[str, ...] = ()
    group_totals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """What may be told of fieldwork; every number in it is protected."""

    threshold: int
    channels: Mapping[str, ChannelFigures]
    total: ChannelFigures
    drop_off: DropOff
    anybody: bool
    """Whether anybody has come yet."""


def count_fieldwork(
    questionnaire: Questionnaire,
    channels: Sequence[str],
    tallies: Mapping[str, ChannelTally],
    kept: Iterable[Kept],
    unfinished: Iterable[Progress],
) -> FieldworkCounts:
    """Count fieldwork.

    A response that came on paper, by telephone or offline counts as one who arrived and started.
    Who started has arrived, and who is kept has started, even if a tally missed it.

    Parameters
    ----------
    questionnaire
        What is asked; it says which page comes next.
    channels
        Codes of the study's channels, in its order.
    tallies
        What was counted on the web, by channel.
    kept
        Responses that are kept; the incomplete ones are those of ``unfinished``.
    unfinished
        Progress of every incomplete response. Who left stands at the first page still to be sent.
    """
    kept = tuple(kept)
    found = {*tallies, *(item.channel for item in kept)}
    codes = dict.fromkeys((*channels, *sorted(found - {""} - set(channels)), ""))
    counts = {code: _count_channel(code, tallies.get(code), kept) for code in codes}
    groups = (*(item.code for item in questionnaire.audiences), NO_GROUP)
    pages = (NOTHING_SENT, *(item.code for item in questionnaire.pages), CHECK)
    left = {page: dict.fromkeys(groups, 0) for page in pages}
    standings = Standings(questionnaire)
    for progress in unfinished:
        stands = standings.find(progress)
        left[stands.page or CHECK][stands.audience if stands.audience in groups else NO_GROUP] += 1
    gone = sum(item.started for item in counts.values()) - sum(item.n for item in kept)
    if gone > 0:
        left[NOTHING_SENT][NO_GROUP] += gone
    return FieldworkCounts(counts, left)


def release_fieldwork(counts: FieldworkCounts, threshold: int) -> Fieldwork:
    """Return what may be told; a threshold of 0 or 1 withholds nothing.

    A channel of which a number is withheld does not tell the numbers within that one either,
    unless they are zero: who started is among those who arrived, who finished among those who
    started.
    """
    columns = {
        name: {code: getattr(item, name) for code, item in counts.channels.items()}
        for name in ("arrived", "started", "completed")
    }
    found = hide_in_funnel(tuple(columns.values()), threshold)
    hidden = dict(zip(columns, found, strict=True))
    told = {
        code: _tell_channel(counts.channels[code], code, hidden, threshold)
        for code in counts.channels
    }
    total = _tell_total(counts, columns, hidden, threshold)
    both_told = total.started.n is not None and total.completed.n is not None
    return Fieldwork(
        threshold=threshold,
        channels=told,
        total=total,
        drop_off=_tell_drop_off(counts.left, threshold) if both_told else DropOff(None),
        anybody=any(item.arrived for item in counts.channels.values()),
    )


def _count_channel(code: str, tally: ChannelTally | None, kept: Sequence[Kept]) -> ChannelCounts:
    tally = tally or ChannelTally()
    own = [item for item in kept if item.channel == code]
    elsewhere = sum(item.n for item in own if item.mode != "web")
    web = sum(item.n for item in own if item.mode == "web")
    started = max(tally.started, web) + elsewhere
    return ChannelCounts(
        arrived=max(tally.arrived + elsewhere, started),
        started=started,
        completed=sum(item.n for item in own if item.completed),
        minutes=tally.minutes,
    )


def _tell_channel(
    counts: ChannelCounts, code: str, hidden: Mapping[str, Hidden], threshold: int
) -> ChannelFigures:
    def tell(name: str, n: int) -> Figure:
        if code not in hidden[name].rows:
            return Figure(n)
        return Figure(None, few=hidden[name].few)

    completed = tell("completed", counts.completed)
    return ChannelFigures(
        arrived=tell("arrived", counts.arrived),
        started=tell("started", counts.started),
        completed=completed,
        minutes="" if completed.n is None else _tell_minutes(counts.minutes, threshold),
    )


def _tell_total(
    counts: FieldworkCounts,
    columns: Mapping[str, Mapping[str, int]],
    hidden: Mapping[str, Hidden],
    threshold: int,
) -> ChannelFigures:
    def tell(name: str) -> Figure:
        if hidden[name].total:
            return Figure(None, few=hidden[name].total_is_few)
        return Figure(sum(columns[name].values()))

    together: Counter[str] = Counter()
    for item in counts.channels.values():
        together.update(item.minutes)
    return ChannelFigures(
        arrived=tell("arrived"),
        started=tell("started"),
        completed=tell("completed"),
        minutes=_tell_minutes(together, threshold),
    )


def _tell_minutes(minutes: Mapping[str, int], threshold: int) -> str:
    timed = sum(minutes.get(band, 0) for band in BANDS)
    return "" if is_small(timed, threshold) else median_band(minutes)


def _tell_drop_off(left: Mapping[str, Mapping[str, int]], threshold: int) -> DropOff:
    by_page = {page: sum(groups.values()) for page, groups in left.items()}
    total = sum(by_page.values())
    if is_small(total, threshold):
        return DropOff(None)
    together, n_together = gather_small(by_page, threshold)
    named = [page for page in left if page not in together]
    groups = _tell_groups(left, threshold)
    grid = {page: _split(groups, [left[page]]) for page in named}
    if n_together:
        grid[NO_PAGE] = _split(groups, [left[page] for page in together])
    unsplit = hide_in_grid(grid, threshold) if len(groups) > 1 else None
    rows = [
        LeftAt(
            page=None if page == NO_PAGE else page,
            n=sum(row),
            groups=row if unsplit is not None and page not in unsplit else (),
        )
        for page, row in grid.items()
    ]
    if unsplit is None:
        return DropOff(total, tuple(rows))
    codes = tuple(codes[0] for codes in groups)
    return DropOff(total, tuple(rows), codes, _split(groups, list(left.values())))


def _tell_groups(
    left: Mapping[str, Mapping[str, int]], threshold: int
) -> tuple[tuple[str, ...], ...]:
    """Return the audiences to tell apart; those in the last go together with the unknown."""
    counts: Counter[str] = Counter()
    for groups in left.values():
        counts.update(groups)
    known = {code: n for code, n in counts.items() if code != NO_GROUP}
    rest = {NO_GROUP: counts[NO_GROUP]}
    for code in sorted(known, key=lambda code: (known[code], code)):
        if known[code] < threshold or is_small(sum(rest.values()), threshold):
            rest[code] = known[code]
    apart = tuple((code,) for code in known if code not in rest)
    return (*apart, tuple(rest)) if sum(rest.values()) else apart


def _split(groups: Sequence[Sequence[str]], counts: Sequence[Mapping[str, int]]) -> tuple[int, ...]:
    return tuple(sum(item.get(code, 0) for item in counts for code in codes) for codes in groups)
