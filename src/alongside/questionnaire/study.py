"""A study: its settings, its questionnaire, and the folder they live in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alongside.kernel.text import Text
from alongside.questionnaire.model import Questionnaire

WITHHOLD_BELOW = 10
SMALL_BASE = 50


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
    """

    withhold_below: int = WITHHOLD_BELOW
    small_base: int = SMALL_BASE
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What study.yaml says.

    Parameters
    ----------
    promise
        The anonymity promise, one line each.
    opens, closes
        First and last day on which answers are taken; None: no bound.
    status
        ``draft``, ``open`` or ``closed``; draft and closed take nothing whatever the dates.
    fieldwork_opened, fieldwork_closed
        When the answers in the data set were given, if that is not the same as
        ``opens`` and ``closes`` (a study that is open again for a demonstration).
    synthetic
        True when no person gave the answers; every page and output then says so.
    lines
        Line of each key in study.yaml, for messages.
    """

    title: Text
    summary: Text = field(default_factory=Text)
    asked_by: Text = field(default_factory=Text)
    use: Text = field(default_factory=Text)
    promise: tuple[Text, ...] = ()
    contact: Text = field(default_factory=Text)
    languages: tuple[str, ...] = ("en",)
    opens: date | None = None
    closes: date | None = None
    status: str = "open"
    fieldwork_opened: date | None = None
    fieldwork_closed: date | None = None
    synthetic: bool = False
    source: str = ""
    design: Text = field(default_factory=Text)
    disclosure: Disclosure = field(default_factory=Disclosure)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Study:
    """A study folder that has been read. ``questionnaire`` is None for imported data."""

    folder: Path
    settings: StudySettings
    questionnaire: Questionnaire | None = None

    @property
    def slug(self) -> str:
        """The folder's name: what the study is called in addresses."""
        return self.folder.resolve().name

    def is_open(self, today: date) -> bool:
        """Return whether answers are taken on this day."""
        settings = self.settings
        return (
            settings.status == "open"
            and (settings.opens is None or today >= settings.opens)
            and (settings.closes is None or today <= settings.closes)
        )
