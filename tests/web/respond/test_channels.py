"""Links of channels, and what is counted when people come by them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from alongside.web.records.models import ResponseRecord, Tally
from alongside.web.records.tallies import read_tallies
from alongside.web.respond import counting
from alongside.web.respond.visitor import Visitor

pytestmark = pytest.mark.django_db
CHANNELS = """\
channels:
  - {code: bulletin, label: The bulletin, short: b}
  - {code: event, label: The event in May, short: may}
"""
BROWSER = "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) Chrome/120.0 Mobile Safari/537.36"
QUESTION = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - {code: tea, type: yes-no-unsure, label: Tea?}
"""


@pytest.fixture
def tea(make_study: Any) -> Path:
    return make_study(questions=QUESTION, more=CHANNELS)


@pytest.fixture
def come(visit: Any, tea: Path) -> Any:
    """Return a way to open an address as a new person, or as one who was here."""

    def open_address(address: str, person: Any = None, **how: Any) -> Any:
        person = person or visit(tea)
        method = how.pop("method", "get")
        headers = {"user-agent": BROWSER, **how}
        answer = getattr(person.client, method)(address, headers=headers, follow=True)
        return person._arrive(answer) and person

    return open_address


def arrived() -> dict[str, int]:
    return {code: tally.arrived for code, tally in read_tallies("tea").items() if tally.arrived}


def started() -> dict[str, int]:
    return {code: tally.started for code, tally in read_tallies("tea").items() if tally.started}


def send_everything(person: Any) -> None:
    person.answer("tea", tea="yes")
    person.post("check/")
    assert person.at == "/s/tea/done/"


def test_a_link_counts_leads_to_the_start_and_is_kept_with_the_answers(come: Any) -> None:
    person = come("/c/tea/may/")
    assert person.at == "/s/tea/"
    assert arrived() == {"event": 1}
    person.post()
    assert started() == {"event": 1}
    person.answer("tea", tea="yes")
    assert ResponseRecord.objects.get().channel == "event"


def test_a_link_is_redirected_by_303_and_keeps_the_audience(visit: Any, tea: Path) -> None:
    person = visit(tea)
    answer = person.client.get("/c/tea/b/?as=staff&lang=cy")
    assert (answer.status_code, answer["Location"]) == (303, "/s/tea/?as=staff")
    person.get()
    assert 'lang="cy"' in person.page


@pytest.mark.parametrize("typed", ["MAY", "May", "%20may"])
def test_a_link_may_be_typed_as_a_poster_shows_it(come: Any, typed: str) -> None:
    assert come(f"/c/tea/{typed}/").status == 200
    assert arrived() == {"event": 1}


def test_a_link_without_its_last_stroke_works(come: Any) -> None:
    assert come("/c/tea/may").at == "/s/tea/"
    assert arrived() == {"event": 1}


@pytest.mark.parametrize("typed", ["mai", "event", "x" * 300, "a b", "%00", "%F0%9F%98%80"])
def test_an_unknown_link_leads_to_the_start_with_a_note(come: Any, typed: str) -> None:
    person = come(f"/c/tea/{typed}/")
    assert person.at == "/s/tea/?note=link"
    assert "The link you came by is not complete" in person.words
    assert arrived() == {"": 1}
    person.post()
    person.answer("tea", tea="no")
    assert ResponseRecord.objects.get().channel == ""


def test_an_unknown_study_is_not_found(come: Any) -> None:
    assert come("/c/coffee/may/").status == 404


def test_who_comes_without_a_link_is_counted_once(come: Any) -> None:
    person = come("/s/tea/")
    come("/s/tea/", person)
    come("/s/tea/?lang=cy", person)
    assert arrived() == {"": 1}


def test_who_opens_a_page_without_starting_is_counted_at_the_start(come: Any) -> None:
    come("/s/tea/p/tea/")
    assert arrived() == {"": 1}


def test_the_same_link_again_is_the_same_visit(come: Any) -> None:
    person = come("/c/tea/may/")
    come("/c/tea/may/", person)
    come("/s/tea/", person)
    assert arrived() == {"event": 1}


def test_the_last_link_before_start_counts_and_none_after_it(come: Any) -> None:
    person = come("/c/tea/b/")
    come("/c/tea/may/", person)
    person.post()
    come("/c/tea/b/", person)
    assert arrived() == {"bulletin": 1, "event": 1}
    assert started() == {"event": 1}
    person.answer("tea", tea="no")
    assert ResponseRecord.objects.get().channel == "event"


def test_the_next_person_at_a_shared_tablet_is_counted(come: Any) -> None:
    person = come("/c/tea/may/")
    person.post()
    send_everything(person)
    come("/c/tea/may/", person)
    assert arrived() == {"event": 2}
    person.post()
    send_everything(person)
    assert started() == {"event": 2}


def test_going_on_and_starting_again_is_no_second_start(come: Any) -> None:
    person = come("/c/tea/may/")
    person.post()
    person.answer("tea", tea="no")
    person.get()
    person.post()
    person.get()
    person.post(fresh="1")
    assert started() == {"event": 1}


def test_pressing_start_twice_at_once_is_one_start(come: Any) -> None:
    person = come("/c/tea/may/")
    before = person.client.cookies["alongside"].value
    person.post(follow=False)
    person.client.cookies["alongside"] = before
    person.post(follow=False)
    assert started() == {"event": 1}


def test_a_study_that_takes_no_answers_counts_nobody(come: Any, make_study: Any) -> None:
    make_study(questions=QUESTION, more=CHANNELS + "status: closed\n")
    assert "closed" in come("/c/tea/may/").words.lower()
    come("/s/tea/")
    assert arrived() == {}


@pytest.mark.parametrize(
    "how",
    [
        {"method": "head"},
        {"user-agent": "WhatsApp/2.23.20.0"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://example.org/bot.html)"},
        {"user-agent": "Slackbot-LinkExpanding 1.0"},
        {"user-agent": "Twitterbot/1.0"},
        {"user-agent": "TelegramBot (like TwitterBot)"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
    ],
)
@pytest.mark.parametrize("address", ["/c/tea/may/", "/s/tea/"])
def test_programs_and_glances_ahead_are_nobody(
    come: Any, address: str, how: dict[str, str]
) -> None:
    assert come(address, **how).status == 200
    assert arrived() == {}


def test_who_follows_a_page_fetched_ahead_is_counted(come: Any) -> None:
    for address, channel in (("/c/tea/may/", "event"), ("/s/tea/", "")):
        person = come(address, **{"sec-purpose": "prefetch"})
        come(address, person)
        assert arrived().pop(channel) == 1


def test_minutes_are_counted_in_bands_once(come: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = come("/c/tea/may/")
    person.post()
    now = counting.this_minute()
    monkeypatch.setattr(counting, "this_minute", lambda: now + 12)
    send_everything(person)
    assert read_tallies("tea")["event"].minutes == {"10-14": 1}


def test_interviews_are_counted_by_what_is_kept_and_not_as_visits() -> None:
    caller = Visitor("a" * 32, "en", mode="phone", began=counting.this_minute())
    counting.count_start("tea", caller)
    counting.count_minutes("tea", caller)
    assert read_tallies("tea") == {}


def test_sending_twice_at_once_is_one_completion(come: Any) -> None:
    person = come("/c/tea/may/")
    person.post()
    person.answer("tea", tea="yes")
    before = person.client.cookies["alongside"].value
    person.post("check/", follow=False)
    person.client.cookies["alongside"] = before
    person.post("check/", follow=False)
    assert sum(read_tallies("tea")["event"].minutes.values()) == 1


def test_a_clock_set_back_counts_no_minutes(come: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = come("/c/tea/may/")
    person.post()
    monkeypatch.setattr(counting, "this_minute", lambda: 5)
    send_everything(person)
    assert read_tallies("tea")["event"].minutes == {}


def test_the_next_person_is_timed_from_their_own_start(
    come: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    minute = counting.this_minute()
    monkeypatch.setattr(counting, "this_minute", lambda: minute)
    monkeypatch.setattr("alongside.web.respond.views.this_minute", lambda: minute)
    person = come("/c/tea/may/")
    for _ in range(2):
        person.get()
        person.post()
        minute += 7
        send_everything(person)
        minute += 600
    assert read_tallies("tea")["event"].minutes == {"5-9": 2}


def test_counts_that_fail_stop_nobody_and_are_logged(
    come: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: str) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(counting, "count_event", fail)
    monkeypatch.setattr(counting.LOG.parent, "propagate", True)
    person = come("/c/tea/may/")
    assert person.status == 200
    person.post()
    send_everything(person)
    assert ResponseRecord.objects.get().completed
    assert "arrived in channel 'event' was not counted: the disk is full" in caplog.text
    assert not Tally.objects.exists()
