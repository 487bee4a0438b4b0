"""The page of fieldwork and its files."""

import csv
import html
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from alongside.web.records.models import ResponseRecord, Tally

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("buses")]
PAGE = "/s/buses/team/fieldwork/"
PAGES = ["who", "late", "words"]


def words_of(page: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))


def row_of(page: str, label: str) -> list[str]:
    """Return the cells of the row with this head, as words."""
    for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL):
        cells = [words_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        if cells[0] == label:
            return cells[1:]
    raise AssertionError(f"no row {label!r}")


def tally(channel: str, **events: int) -> None:
    for event, n in events.items():
        name = event.replace("minutes_", "minutes:").replace("_", "-")
        Tally.objects.create(study="buses", channel=channel, event=name, n=n)


def keep(
    n: int, channel: str = "", *, seen: int = 3, mode: str = "web", who: str = "rider"
) -> None:
    """Keep so many responses of which so many pages were sent; three is all."""
    answers = {"who": who, "late": "no", "words": "Fine"}
    start = ResponseRecord.objects.count()
    ResponseRecord.objects.bulk_create(
        ResponseRecord(
            key=f"{start + number:032x}",
            study="buses",
            channel=channel,
            mode=mode,
            answers={code: answers[code] for code in PAGES[:seen]},
            seen=PAGES[:seen],
            completed=seen == 3,
        )
        for number in range(n)
    )


@pytest.fixture
def watcher(sign_in: Callable[..., Client]) -> Client:
    return sign_in("watch")


@pytest.fixture
def fieldwork() -> None:
    """Keep some fieldwork: two large channels and a small one; the threshold is five."""
    tally("bulletin", arrived=60, started=40, minutes_5_9=18, minutes_10_14=12)
    keep(30, "bulletin")
    keep(6, "bulletin", seen=1)
    tally("event", arrived=20, started=12, minutes_0_4=3)
    keep(9, "event", who="driver")
    keep(3, "event", seen=2, who="driver")
    tally("", arrived=3, started=2)
    keep(2, "", seen=1)
    keep(8, "paper", mode="paper")


def test_it_is_for_those_who_watch(sign_in: Callable[..., Client]) -> None:
    assert Client().get(PAGE).status_code == 303
    assert sign_in("enter", "interview", name="Bo").get(PAGE).status_code == 403
    for part in ("channels.csv", "pages.csv"):
        assert Client().get(PAGE + part).status_code == 303


def test_before_anybody_came_it_says_what_will_be_here(watcher: Client) -> None:
    page = watcher.get(PAGE).content.decode()
    assert "Nobody has come yet" in page
    assert "http://testserver/c/buses/may/" in page
    assert "<table" not in page


def test_a_study_without_channels_says_how_to_have_some(
    make_study: Any, sign_in: Callable[..., Client]
) -> None:
    make_study("trains", settings_text="title: Trains\n")
    page = sign_in("watch", slug="trains").get("/s/trains/team/fieldwork/").content.decode()
    assert "name its channels in study.yaml" in page


@pytest.mark.usefixtures("fieldwork")
def test_channels_are_told_with_targets_rates_and_minutes(watcher: Client) -> None:
    page = watcher.get(PAGE).content.decode()
    assert row_of(page, "The bulletin") == ["60", "40", "30 of 40 hoped for", "75%", "5 to 9"]
    assert 'width="75%"' in page


@pytest.mark.usefixtures("fieldwork")
def test_small_numbers_are_withheld_and_cannot_be_worked_out(watcher: Client) -> None:
    page = watcher.get(PAGE).content.decode()
    # three came without a link: the next smallest row goes with them
    assert row_of(page, "No channel’s link") == ["withheld", "withheld", "withheld", "–", "–"]
    assert row_of(page, "paper (not in study.yaml)")[:3] == ["withheld"] * 3
    assert row_of(page, "The event in May") == ["20", "12", "9", "75%", "–"]
    assert row_of(page, "All together") == ["91", "62", "47", "76%", "5 to 9"]
    assert "Withheld: fewer than 5 people" in page


@pytest.mark.usefixtures("fieldwork")
def test_where_people_left_is_told_by_page(watcher: Client) -> None:
    page = watcher.get(PAGE).content.decode()
    assert row_of(page, "Was the bus late?")[0] == "8 53%"
    # three at the last page go with the four who never sent one
    assert row_of(page, "All other pages together")[0] == "7 47%"
    assert row_of(page, "All who left")[0] == "15"
    assert "Anything else?" not in page


@pytest.mark.usefixtures("fieldwork")
def test_the_files_hold_what_the_page_holds(watcher: Client) -> None:
    answer = watcher.get(PAGE + "channels.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="buses-channels.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["channel"] for row in rows] == ["bulletin", "event", "paper", "", "total"]
    assert rows[0] == {
        "channel": "bulletin",
        "label": "The bulletin",
        "arrived": "60",
        "started": "40",
        "completed": "30",
        "completed_percent": "75",
        "target": "40",
        "median_minutes": "5 to 9",
    }
    assert rows[3]["completed"] == "withheld"
    assert rows[3]["median_minutes"] == ""
    pages = watcher.get(PAGE + "pages.csv").content.decode("utf-8-sig")
    assert [row["left"] for row in csv.DictReader(StringIO(pages))] == ["8", "7", "15"]


def test_thousands_are_plain_numbers_in_files(watcher: Client) -> None:
    tally("bulletin", arrived=12_345, started=2_000)
    assert row_of(watcher.get(PAGE).content.decode(), "The bulletin")[0] == "12,345"
    assert "12345,2000,0" in watcher.get(PAGE + "channels.csv").content.decode()


def test_few_people_are_said_to_be_few(watcher: Client) -> None:
    tally("event", arrived=4, started=2)
    page = watcher.get(PAGE).content.decode()
    assert row_of(page, "The event in May")[:3] == ["fewer than 5", "fewer than 5", "0"]
    assert "Where people left" in page
    assert "Fewer than 5 people left" in page


def test_it_refreshes_by_itself_only_when_asked(watcher: Client) -> None:
    assert "Refresh" not in watcher.get(PAGE).headers
    tally("event", arrived=4)
    answer = watcher.get(PAGE + "?refresh=1")
    assert answer["Refresh"] == "60"
    assert "Stop that" in answer.content.decode()


@pytest.mark.parametrize(
    ("settings_text", "state"),
    [
        ("status: draft\n", "Draft Nobody can answer"),
        ("status: closed\n", "Closed By hand"),
        ("status: open\n", "Open No end is set."),
        ("opens: 2099-05-01\n", "Not open yet It opens on 1 May 2099 (time of Europe/London)."),
        (
            "opens: 2020-05-01\ncloses: 2099-05-02T17:00\ntimezone: Asia/Tokyo\n",
            "Open Since 1 May 2020. It closes on 2 May 2099, 17:00 (time of Asia/Tokyo).",
        ),
        ("closes: 2020-05-02\n", "Closed The last day was 2 May 2020 (time of Europe/London)."),
        ("closes: 2020-05-02T12:30\n", "Closed Since 2 May 2020, 12:30"),
    ],
)
def test_it_says_whether_the_study_takes_answers(
    make_study: Any, sign_in: Callable[..., Client], settings_text: str, state: str
) -> None:
    make_study("trains", settings_text="title: Trains\n" + settings_text)
    page = sign_in("watch", slug="trains").get("/s/trains/team/fieldwork/").content.decode()
    assert state in words_of(page)


def test_it_says_until_when_those_who_began_may_finish(
    make_study: Any, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The night the clocks go back has 25 hours: 24 hours later is an hour earlier."""
    from datetime import UTC, datetime  # noqa: PLC0415

    make_study("trains", settings_text="title: Trains\ncloses: 2026-10-24T18:00\n")
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 10, 25, 9, tzinfo=UTC))
    page = sign_in("watch", slug="trains").get("/s/trains/team/fieldwork/").content.decode()
    assert (
        "Since 24 October 2026, 18:00. Those who began may finish until 25 October 2026, 17:00"
        in page
    )


@pytest.mark.usefixtures("fieldwork")
def test_the_command_tells_what_the_page_tells() -> None:
    said = StringIO()
    call_command("fieldwork", "buses", stdout=said)
    told = json.loads(said.getvalue())
    assert [line["completed"] for line in told["channels"]] == ["30", "9", "withheld", "withheld"]
    assert told["channels"][0]["link"] == "/c/buses/b/"
    with pytest.raises(CommandError, match="no study called ferries"):
        call_command("fieldwork", "ferries", stdout=said)


def test_answers_that_no_longer_fit_stop_nothing(watcher: Client, buses: Path) -> None:
    keep(8, "event", seen=2)
    ResponseRecord.objects.update(answers={"who": "pilot", "gone": ["x"]}, seen=["who", "gone"])
    assert row_of(watcher.get(PAGE).content.decode(), "Who are you?")[0] == "8 100%"
    assert buses.name == "buses"
