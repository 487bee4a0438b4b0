"""Responses that came from devices: each kept once, or put aside as it came."""

from dataclasses import dataclass

from django.db.models import Count

from alongside.collect import Progress
from alongside.collect.parcels import Reason
from alongside.questionnaire import Questionnaire
from alongside.web.records.attempts import whole
from alongside.web.records.mapping import About, fill_row
from alongside.web.records.models import ParcelAside, ParcelGone, ResponseRecord
from alongside.web.records.store import new_key

MOST_ASIDE = 2_000
"""Parcels of one study that may lie aside; anybody can send rubbish, and disks end."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A parcel that was put aside: its random name, what came, and why it was not taken in."""

    parcel: str
    sealed: str
    reason: Reason


def is_kept(parcel: str) -> bool:
    """Return whether a parcel has become a response, one that was taken back since included."""
    # in this order: taking back moves the name from the first table to the second in one step
    return (
        ResponseRecord.objects.filter(parcel=parcel).exists()
        or ParcelGone.objects.filter(parcel=parcel).exists()
    )


def is_aside(parcel: str) -> bool:
    """Return whether a parcel was put aside."""
    return ParcelAside.objects.filter(parcel=parcel).exists()


def keep_parcel(
    slug: str,
    parcel: str,
    progress: Progress,
    questionnaire: Questionnaire,
    about: About,
    version: str,
) -> bool:
    """Keep a parcel as a response, once; return whether it is new.

    Two servers that are sent the same parcel at once keep one response: the parcel's name is
    unique, and who comes second begins again and finds it there. What lay aside under the name
    goes in the same step. What was taken back does not come back.
    """

    def work() -> bool:
        ParcelAside.objects.filter(parcel=parcel).delete()
        if is_kept(parcel):
            return False
        row = ResponseRecord(key=new_key(), study=slug, parcel=parcel)
        fill_row(row, progress, questionnaire, about)
        row.version = version
        row.save(force_insert=True)
        return True

    return whole(work)


def put_aside(slug: str, parcel: str, sealed: str, reason: Reason) -> bool:
    """Put a parcel aside as it came; return False when there is no room for more."""

    def work() -> bool:
        if is_aside(parcel):
            return True
        if ParcelAside.objects.filter(study=slug).count() >= MOST_ASIDE:
            return False
        row = ParcelAside(parcel=parcel, study=slug, sealed=sealed, reason=reason.value)
        row.save(force_insert=True)
        return True

    return whole(work)


def count_aside(slug: str) -> dict[Reason, int]:
    """Return how many parcels of a study lie aside, by reason."""
    rows = ParcelAside.objects.filter(study=slug).values("reason").annotate(n=Count("parcel"))
    return {Reason(row["reason"]): row["n"] for row in rows.order_by("reason")}


def list_aside(slug: str) -> list[Aside]:
    """Return every parcel of a study that lies aside, in the order of their random names."""
    rows = ParcelAside.objects.filter(study=slug).order_by("parcel")
    return [Aside(row.parcel, row.sealed, Reason(row.reason)) for row in rows]


def give_reason(parcel: str, reason: Reason) -> None:
    """Say anew why a parcel lies aside."""
    ParcelAside.objects.filter(parcel=parcel).update(reason=reason.value)


def delete_aside(slug: str, reason: Reason) -> int:
    """Delete the parcels that lie aside for one reason, for good; return how many."""
    deleted, _ = ParcelAside.objects.filter(study=slug, reason=reason.value).delete()
    return deleted
