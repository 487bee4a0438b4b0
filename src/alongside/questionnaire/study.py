"""A study: its settings, its questionnaire, and the folder they live in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from alongside.kernel.text import Text
from alongside.questionnaire.model import Questionnaire
from alongside.questionnaire.promises import PromiseLine
from alongside.questionnaire.sampling import Sampling
from alongside.questionnaire.versions import Earlier

WITHHOLD_BELOW = 10
SMALL_BASE = 50
TIMEZONE = "Europe/London"
FINISH_WITHIN = 24


class Window(StrEnum):
    """Whether a study takes answers at a moment."""

    DRAFT = "draft"
    NOT_YET = "not-yet"
    OPEN = "open"
    FINISHING = "finishing"
    """Past its end: those who began may finish, nobody may begin."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way by which people hear of a study: a bulletin, an event, a partner.

    A channel is a crowd, never a person: a link for one person would name them.

    Parameters
    ----------
    code
        What is stored with each response.
    short
        What stands in the link (``/c/<study>/<short>/``); short enough to type from a poster.
    target
        How many complete responses are hoped for; None: not said.
    """

    code: str
    label: Text
    short: str
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Disclosure:
    """When a count may not leave because it could point to someone.

    Parameters
    ----------
    withhold_below
        Bases, and counts other than zero, below this are withheld; 0 or 1: none.
    small_base
        Groups below this are marked "small group".
    reason
        Why the study departs from the defaults; needed when the threshold is lower.
    round_to
        Counts are rounded to the nearest multiple of this instead of being withheld; 0: not.
    all_alike
        What happens when everybody in a group gave the same answer: ``show``, ``mark`` (a note
        says so), or ``withhold``.
    dominance_p
        Sums and means are withheld when the second largest giver could work out the largest to
        within so many per cent; None: no such rule.
    dominance_n, dominance_k
        Sums and means are withheld when the ``n`` largest givers make up more than ``k`` per cent;
        None: no such rule.
    """

    withhold_below: int = WITHHOLD_BELOW
    small_base: int = SMALL_BASE
    reason: str = ""
    round_to: int = 0
    all_alike: str = "show"
    dominance_p: float | None = None
    dominance_n: int | None = None
    dominance_k: float | None = None

    @property
    def protects(self) -> bool:
        """Whether anything is withheld or rounded at all."""
        return self.withhold_below > 1 or self.round_to > 0 or self.all_alike == "withhold"


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What study.yaml says.

    Parameters
    ----------
    promise
        The anonymity promise, one line each.
    opens, closes
        First and last day on which answers are taken; None: no bound.
    opens_time, closes_time
        The time of day on those days, if not midnight and the end of the day.
    timezone
        IANA name of the zone in which dates and times are meant.
    finish_within
        Hours after closing in which those who began may finish; 0: none.
    status
        ``draft``, ``open`` or ``closed``; draft and closed take nothing whatever the dates.
    fieldwork_opened, fieldwork_closed
        When the answers in the data set were given, if that is not the same as
        ``opens`` and ``closes`` (a study that is open again for a demonstration).
    channels
        The ways by which people hear of the study.
    return_codes
        Whether people may come back with a return code.
    supporters
        Whether a person is asked if somebody helps them to answer.
    paper_return
        Postal address that filled-in paper forms go to, its parts with commas. With one, the
        site offers forms to print.
    afterwards
        What happened because of the answers; shown to those who come back with their code.
    synthetic
        True when no person gave the answers; every page and output then says so.
    parquet
        Addresses of the answers, when they lie in Parquet files; those without a protocol begin
        in the study folder. Empty: the usual place.
    design
        How people were reached, in words.
    sampling
        How they came to be in the sample, as far as intervals need to know; None: not said.
    lines
        Line of each key in study.yaml, for messages.
    """

    title: Text
    summary: Text = field(default_factory=Text)
    asked_by: Text = field(default_factory=Text)
    use: Text = field(default_factory=Text)
    promise: tuple[PromiseLine, ...] = ()
    contact: Text = field(default_factory=Text)
    languages: tuple[str, ...] = ("en",)
    opens: date | None = None
    closes: date | None = None
    opens_time: time | None = None
    closes_time: time | None = None
    timezone: str = TIMEZONE
    finish_within: int = FINISH_WITHIN
    channels: tuple[Channel, ...] = ()
    return_codes: bool = True
    supporters: bool = True
    paper_return: Text = field(default_factory=Text)
    afterwards: Text = field(default_factory=Text)
    status: str = "open"
    fieldwork_opened: date | None = None
    fieldwork_closed: date | None = None
    synthetic: bool = False
    source: str = ""
    parquet: tuple[str, ...] = ()
    design: Text = field(default_factory=Text)
    sampling: Sampling | None = None
    disclosure: Disclosure = field(default_factory=Disclosure)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Study:
    """A study folder that has been read.

    Parameters
    ----------
    questionnaire
        The version that is asked now; None for imported data.
    earlier
        The versions before it, oldest first.
    """

    folder: Path
    settings: StudySettings
    questionnaire: Questionnaire | None = None
    earlier: tuple[Earlier, ...] = ()

    @property
    def versions(self) -> tuple[Questionnaire, ...]:
        """Every version of the questionnaire, oldest first; none for imported data."""
        if self.questionnaire is None:
            return ()
        return (*(item.questionnaire for item in self.earlier), self.questionnaire)

    @cached_property
    def slug(self) -> str:
        """The folder's name: what the study is called in addresses."""
        return self.folder.resolve().name

    def channel_of(self, short: str) -> Channel | None:
        """Return the channel whose link says this, however it was typed; None: there is none."""
        typed = short.strip().casefold()
        return next((item for item in self.settings.channels if item.short == typed), None)

    @property
    def first_moment(self) -> datetime | None:
        """When it begins to take answers; None: no bound."""
        settings = self.settings
        if settings.opens is None:
            return None
        zone = ZoneInfo(settings.timezone)
        return datetime.combine(settings.opens, settings.opens_time or time.min, zone)

    @property
    def last_moment(self) -> datetime | None:
        """When it stops taking answers; None: no bound. A day without a time counts whole."""
        settings = self.settings
        if settings.closes is None:
            return None
        zone = ZoneInfo(settings.timezone)
        if settings.closes_time is None:
            return datetime.combine(settings.closes + timedelta(days=1), time.min, zone)
        return datetime.combine(settings.closes, settings.closes_time, zone)

    @property
    def finish_moment(self) -> datetime | None:
        """Until when those who began may finish, in the zone of the study; None: no bound."""
        closes = self.last_moment
        if closes is None:
            return None
        # hours that pass, not hours on the clock: in UTC no night has 23 or 25 of them
        last = closes.astimezone(UTC) + timedelta(hours=self.settings.finish_within)
        return last.astimezone(ZoneInfo(self.settings.timezone))

    def window(self, now: datetime) -> Window:
        """Return whether answers are taken at this moment.

        ``now`` carries its time zone. A draft and a study closed by hand take nothing,
        whatever the dates say.
        """
        if self.settings.status != "open":
            return Window.DRAFT if self.settings.status == "draft" else Window.CLOSED
        opens, closes = self.first_moment, self.last_moment
        if opens is not None and now < opens:
            return Window.NOT_YET
        if closes is None or now < closes:
            return Window.OPEN
        last = self.finish_moment
        return Window.FINISHING if last is not None and now < last else Window.CLOSED
