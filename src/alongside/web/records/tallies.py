"""Counting what happens in each channel. A count is all that is kept: no row is a person."""

from django.db import IntegrityError, transaction
from django.db.models import F

from alongside.collect.fieldwork import ChannelTally
from alongside.web.records.models import Tally

ARRIVED = "arrived"
STARTED = "started"
MINUTES = "minutes:"
"""Begins the name of an event; the band of minutes follows."""


def count_event(slug: str, channel: str, event: str) -> None:
    """Count that something happened once more. Safe while others count the same."""
    with transaction.atomic():
        if _add_one(slug, channel, event):
            return
        try:
            with transaction.atomic():
                Tally.objects.create(study=slug, channel=channel, event=event, n=1)
        except IntegrityError:  # somebody else was first to count this
            _add_one(slug, channel, event)


def read_tallies(slug: str) -> dict[str, ChannelTally]:
    """Return what was counted, by code of the channel."""
    counts: dict[str, dict[str, int]] = {}
    for row in Tally.objects.filter(study=slug):
        counts.setdefault(row.channel, {})[row.event] = row.n
    return {
        channel: ChannelTally(
            arrived=events.get(ARRIVED, 0),
            started=events.get(STARTED, 0),
            minutes={
                event.removeprefix(MINUTES): n
                for event, n in events.items()
                if event.startswith(MINUTES)
            },
        )
        for channel, events in counts.items()
    }


def _add_one(slug: str, channel: str, event: str) -> bool:
    rows = Tally.objects.filter(study=slug, channel=channel, event=event)
    return rows.update(n=F("n") + 1) > 0
