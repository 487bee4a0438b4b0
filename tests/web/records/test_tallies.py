"""Counts of what happens in each channel."""

import pytest

from alongside.web.records import tallies
from alongside.web.records.models import Tally
from alongside.web.records.tallies import ARRIVED, MINUTES, STARTED, count_event, read_tallies


@pytest.mark.django_db
def test_events_are_counted_by_channel_and_study() -> None:
    for channel, event in [
        ("event", ARRIVED),
        ("event", ARRIVED),
        ("event", STARTED),
        ("event", MINUTES + "5-9"),
        ("", ARRIVED),
    ]:
        count_event("tea", channel, event)
    count_event("coffee", "event", ARRIVED)
    found = read_tallies("tea")
    assert set(found) == {"event", ""}
    assert (found["event"].arrived, found["event"].started) == (2, 1)
    assert found["event"].minutes == {"5-9": 1}
    assert (found[""].arrived, found[""].started, found[""].minutes) == (1, 0, {})
    assert Tally.objects.count() == 5  # a row for each thing that happens, none for a person


@pytest.mark.django_db
def test_whoever_is_second_to_count_first_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking for the row and making it, another process makes it."""
    count_event("tea", "event", ARRIVED)
    really_add, seen = tallies._add_one, []

    def look_too_early(slug: str, channel: str, event: str) -> bool:
        seen.append(event)
        return len(seen) > 1 and really_add(slug, channel, event)

    monkeypatch.setattr(tallies, "_add_one", look_too_early)
    count_event("tea", "event", ARRIVED)
    assert len(seen) == 2
    assert read_tallies("tea")["event"].arrived == 2
