"""Taking in what devices kept: opened, judged like any other answers, and kept exactly once."""

import logging
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from alongside.collect.parcels import (
    Parcel,
    Reason,
    UnfitError,
    read_parcel,
    replay,
    takes_parcels,
    version_asked,
)
from alongside.questionnaire import Study
from alongside.web.event.keys import KeyRing
from alongside.web.event.sealing import CannotOpenError, open_sealed
from alongside.web.records import parcels
from alongside.web.records.mapping import About

LOG = logging.getLogger(__name__)
MODE = "offline"


class Outcome(StrEnum):
    """What became of a parcel. All but ``FULL`` mean that the device may let it go."""

    TAKEN = "taken"
    ASIDE = "aside"
    FULL = "full"


def take_parcel(study: Study, parcel: str, sealed: str, keys: KeyRing, now: datetime) -> Outcome:
    """Take in one parcel. Doing it again, at once or later, changes nothing more.

    A parcel that cannot become a response is put aside as it came, so that nothing is lost.

    Parameters
    ----------
    study
        What the parcel was sent to.
    parcel, sealed
        The parcel's random name, and what the device sealed.
    keys
        The site's keys.
    now
        This moment, with its time zone. It decides whether parcels are still taken in, and is
        not kept.
    """
    if parcels.is_kept(parcel):
        return Outcome.TAKEN
    if parcels.is_aside(parcel):
        return Outcome.ASIDE
    try:
        keep_response(study, parcel, sealed, keys, now)
    except UnfitError as fault:
        LOG.warning("%s: a parcel was put aside: %s (%s)", study.slug, fault.reason, fault)
        kept = parcels.put_aside(study.slug, parcel, sealed, fault.reason)
        return Outcome.ASIDE if kept else Outcome.FULL
    return Outcome.TAKEN


def keep_response(
    study: Study,
    parcel: str,
    sealed: str,
    keys: KeyRing,
    now: datetime,
    *,
    even_late: bool = False,
) -> None:
    """Open a parcel, judge it, and keep it as a response.

    ``even_late`` takes it in although the study has closed. Raises :class:`UnfitError` when it
    cannot become a response.
    """
    if not even_late and not takes_parcels(study, now):
        raise UnfitError(Reason.LATE)
    try:
        words = open_sealed(sealed, study.slug, parcel, keys.private)
    except CannotOpenError as fault:
        raise UnfitError(Reason(str(fault))) from None
    opened = read_parcel(words, study)
    today = now.astimezone(ZoneInfo(study.settings.timezone)).date()
    questionnaire = version_asked(study, opened)
    progress = replay(questionnaire, opened, today)
    about = _about(opened)
    parcels.keep_parcel(study.slug, parcel, progress, questionnaire, about, opened.version)


def _about(parcel: Parcel) -> About:
    return About(
        parcel.language, parcel.edition, parcel.channel, MODE, parcel.helped, parcel.helper
    )
