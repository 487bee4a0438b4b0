"""What a device kept while it was offline, opened and judged by the server.

Everything in a parcel was written by a browser, so nothing of it is believed: the pages are sent
again, one by one, through the same steps as on the site.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from alongside.collect.answers import field_names
from alongside.collect.answers_entries import read_date
from alongside.collect.offline import FORM, offered_editions
from alongside.collect.responses import HELPERS, WAYS_OF_HELPING
from alongside.collect.session import Progress, Reading, finish, resume_at, submit_page
from alongside.questionnaire import Questionnaire, QuestionType, Study, Window, find_path

LATE_DAYS = 14
"""Days after the last moment to finish in which parcels are still taken in."""
DAYS_ON_A_DEVICE = 60
"""How far back the day may lie on which a parcel was filled in."""
LONGEST_VERSION = 100
PARTS = frozenset(
    {"form", "version", "language", "edition", "channel", "helped", "helper", "pages"}
)
PAGE_PARTS = frozenset({"page", "language", "edition", "boxes"})

Boxes = Mapping[str, tuple[str, ...]]


class Reason(StrEnum):
    """Why a parcel is put aside instead of becoming a response."""

    WRONG_KEY = "wrong-key"
    """Sealed with a key that this site does not have."""
    DAMAGED = "damaged"
    """It does not open, or holds something else than answers."""
    CHANGED = "changed"
    """It does not fit the questionnaire as it is now."""
    LATE = "late"
    """It came when the study had been closed for long, or does not take answers."""


class UnfitError(ValueError):
    """A parcel that cannot become a response.

    Parameters
    ----------
    reason
        Why it is put aside.
    detail
        What is wrong, for the people who run the study; it never repeats an answer.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class ParcelPage:
    """What was sent with one page, and in which language and wording it was read."""

    language: str
    edition: str
    boxes: Boxes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One person's answers from a device.

    Parameters
    ----------
    version
        Version of the questionnaire that was asked.
    language, edition
        In which they were read last.
    pages
        The pages on the path, by code.
    """

    version: str
    language: str
    edition: str
    channel: str
    helped: tuple[str, ...]
    helper: str
    pages: Mapping[str, ParcelPage]


def read_parcel(words: str, study: Study) -> Parcel:
    """Return what an opened parcel holds, checked against what a study has.

    A channel that the study no longer has is left out: the answers count all the same.

    Raises :class:`UnfitError` when anything else in it is not what a page of this study writes.
    """
    try:
        raw = json.loads(words)
    except (ValueError, RecursionError):
        raise UnfitError(Reason.DAMAGED, "it is not JSON") from None
    if not isinstance(raw, dict) or set(raw) != PARTS:
        raise UnfitError(Reason.DAMAGED, "its parts are not those of a response")
    if raw["form"] != FORM:
        raise UnfitError(Reason.CHANGED, f"it has another form than {FORM}")
    helped, helper, version = raw["helped"], raw["helper"], raw["version"]
    codes = {channel.code for channel in study.settings.channels}
    well_formed = (
        isinstance(version, str)
        and len(version) <= LONGEST_VERSION
        and isinstance(raw["channel"], str)
        and _is_list_of_words(helped)
        and set(helped) <= set(WAYS_OF_HELPING)
        and helper in ("", *HELPERS)
        and isinstance(raw["pages"], list)
    )
    if not well_formed:
        raise UnfitError(Reason.DAMAGED, "one of its parts has the wrong form")
    _check_reading(raw["language"], raw["edition"], study)
    pages: dict[str, ParcelPage] = {}
    for page in raw["pages"]:
        code, read = _read_page(page, study)
        if code in pages:
            raise UnfitError(Reason.DAMAGED, "a page stands twice")
        pages[code] = read
    return Parcel(
        version=_clean(version),
        language=raw["language"],
        edition=raw["edition"],
        channel=raw["channel"] if raw["channel"] in codes else "",
        helped=tuple(way for way in WAYS_OF_HELPING if way in helped),
        helper=helper,
        pages=pages,
    )


def replay(questionnaire: Questionnaire, parcel: Parcel, today: date) -> Progress:
    """Return a parcel as a finished response: its pages sent again, in the order of the path.

    Parameters
    ----------
    questionnaire
        What was asked, see :func:`version_asked`.
    parcel
        What a device kept.
    today
        The day on which the parcel came. Bounds of dates that say ``today`` mean the day on
        which the page was answered, see :func:`day_of`.

    Raises :class:`UnfitError` when a page is missing, left over, or no longer fits.
    """
    day = day_of(questionnaire, parcel, today)
    progress = Progress()
    # a page is sent again when an answer on it opens another of its questions
    most = len(questionnaire.questions) + len(questionnaire.pages)
    for _ in range(most + 1):
        code = resume_at(questionnaire, progress)
        if code is None:
            break
        page = parcel.pages.get(code)
        if page is None:
            raise UnfitError(Reason.CHANGED, f"the page {code} is missing")
        reading = Reading(parcel.version, page.language, page.edition)
        step = submit_page(
            questionnaire, progress, code, page.boxes, page.language, today=day, reading=reading
        )
        if step.problems:
            named = ", ".join(f"{item.params['question']} ({item.code})" for item in step.problems)
            raise UnfitError(Reason.CHANGED, f"on the page {code}: {named}")
        progress = step.progress
    _check_all_used(questionnaire, parcel, progress)
    return finish(questionnaire, progress)


def version_asked(study: Study, parcel: Parcel) -> Questionnaire:
    """Return the questionnaire that a parcel was answered to, if the study still has that version.

    If not, today's is returned: what fits it is taken in all the same. ``ValueError`` for a study
    that never had one.
    """
    if not study.versions:
        raise ValueError("a study without a questionnaire cannot be answered")
    fitting = [item for item in study.versions if item.version == parcel.version]
    return fitting[-1] if fitting else study.versions[-1]


def day_of(questionnaire: Questionnaire, parcel: Parcel, today: date) -> date:
    """Return a day on which a parcel can have been filled in; nobody keeps on which it was.

    The latest that its answers allow: not after a day that was to be today or later, and not
    more than :data:`DAYS_ON_A_DEVICE` days ago. Where the device is it may be tomorrow.
    """
    days = [today + timedelta(days=1)]
    for page in questionnaire.pages:
        sent = parcel.pages.get(page.code)
        for question in page.questions if sent else ():
            if sent and question.type is QuestionType.DATE and question.earliest == "today":
                typed = [next(iter(sent.boxes.get(n, ())), "") for n in field_names(question)]
                read = read_date(question, (typed[0], typed[1], typed[2]), sent.language)
                days += [read] if isinstance(read, date) else []
    return max(min(days), today - timedelta(days=DAYS_ON_A_DEVICE))


def takes_parcels(study: Study, now: datetime) -> bool:
    """Return whether a study takes in what devices kept while it was open.

    That is while it is open, and after its last moment for ``finish_within`` hours and
    :data:`LATE_DAYS` days more. A study closed by hand takes them as long as one that closed by
    date; with no date it takes none. Nothing is taken before it opened, nor for a draft.
    ``now`` carries its time zone.
    """
    window = study.window(now)
    if window in (Window.OPEN, Window.FINISHING):
        return True
    opens, closes = study.first_moment, study.last_moment
    if window is not Window.CLOSED or closes is None or (opens is not None and now < opens):
        return False
    grace = timedelta(hours=study.settings.finish_within, days=LATE_DAYS)
    return now.timestamp() < closes.timestamp() + grace.total_seconds()


def _check_all_used(questionnaire: Questionnaire, parcel: Parcel, progress: Progress) -> None:
    """Refuse a parcel of which something would be lost."""
    path = find_path(questionnaire, progress.answers)
    left = set(parcel.pages) - set(path.page_codes)
    if left:
        raise UnfitError(Reason.CHANGED, f"{len(left)} of its pages are not asked any more")
    for visit in path.visits:
        known = {name for question in visit.questions for name in field_names(question)}
        boxes = parcel.pages[visit.page.code].boxes
        lost = [name for name, values in boxes.items() if any(values) and name not in known]
        if lost:
            raise UnfitError(
                Reason.CHANGED, f"on the page {visit.page.code}: {len(lost)} boxes are not known"
            )


def _read_page(raw: object, study: Study) -> tuple[str, ParcelPage]:
    if not isinstance(raw, dict) or set(raw) != PAGE_PARTS or not isinstance(raw["page"], str):
        raise UnfitError(Reason.DAMAGED, "one of its pages has the wrong form")
    _check_reading(raw["language"], raw["edition"], study)
    boxes = raw["boxes"]
    if not isinstance(boxes, dict) or not all(map(_is_list_of_words, boxes.values())):
        raise UnfitError(Reason.DAMAGED, "one of its pages has the wrong form")
    cleaned = {name: tuple(map(_clean, values)) for name, values in boxes.items()}
    return raw["page"], ParcelPage(raw["language"], raw["edition"], cleaned)


def _check_reading(language: object, edition: object, study: Study) -> None:
    if not isinstance(language, str) or not isinstance(edition, str):
        raise UnfitError(Reason.DAMAGED, "its language is not a word")
    if language not in study.settings.languages or edition not in offered_editions(study):
        raise UnfitError(Reason.CHANGED, "its language or wording is not offered any more")


def _is_list_of_words(raw: object) -> bool:
    return isinstance(raw, list) and all(isinstance(word, str) for word in raw)


def _clean(words: str) -> str:
    """Return words that every database can keep: no half of a character, no sign NUL."""
    return words.encode("utf-8", "replace").decode().replace("\0", "")
