"""The end of a study passes while somebody answers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from alongside.kernel.text import Text
from alongside.questionnaire import Study, StudySettings
from alongside.web.pages.wording import say_end
from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db
CLOSES = "closes: 2024-05-17T17:00\ntimezone: Europe/London\n"
END = datetime(2024, 5, 17, 16, tzinfo=UTC)
"""17:00 in London, in summer."""
AMOUNTS = {"cups": "7", "last_day": "1", "last_month": "2", "last_year": "2023"}
Clock = Callable[[timedelta], None]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Return what sets the clock to so long after the end."""

    def stand(after: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: END + after)

    return stand


@pytest.fixture
def begun(visit: Any, make_study: Any, clock: Clock) -> Any:
    """Return somebody who sent one page just before the end."""
    person = visit(make_study(more=CLOSES))
    person.client.defaults["HTTP_ORIGIN"] = "http://localhost"
    clock(-MINUTE)
    person.start()
    person.answer("likes", likes="no")
    assert "You can still finish" not in person.words
    return person


def test_who_began_may_finish_and_each_page_says_until_when(begun: Any, clock: Clock) -> None:
    clock(MINUTE)
    said = "You had begun, so you can still finish, until 18 May 2024, 17:00."
    for part in ("", "p/amounts/"):
        begun.get(part)
        assert said in begun.words
    begun.answer("amounts", **AMOUNTS)
    begun.answer("box")
    begun.answer("words", words="x" * 40)
    assert (begun.status, said in begun.words) == (422, True)
    begun.answer("words", words="Warm")
    assert begun.at == "/s/tea/check/"
    assert said in begun.words
    begun.post("check/")
    assert begun.heading == "Thank you. We have your answers"
    assert ResponseRecord.objects.get().completed
    begun.get()
    assert begun.heading == "This study is closed"
    clock(2 * DAY)
    begun.get("done/")
    assert begun.heading == "Thank you. We have your answers"


def test_nobody_may_begin_after_the_end(begun: Any, clock: Clock) -> None:
    clock(MINUTE)
    late = type(begun)("tea")
    late.get()
    assert late.heading == "This study is closed"
    assert "It closed on 17 May 2024, 17:00." in late.words
    late.page = begun.page  # has a token that does not fit, and a ticket that is not used
    late.post("", lang="en")
    assert late.status == 403


def test_start_pressed_too_late_begins_nothing(visit: Any, make_study: Any, clock: Clock) -> None:
    person = visit(make_study(more=CLOSES))
    clock(-MINUTE)
    person.get()
    clock(MINUTE)
    person.post()
    assert (person.status, person.heading) == (403, "This study is closed")
    assert not ResponseRecord.objects.exists()


def test_after_the_end_nothing_is_deleted_to_begin_again(begun: Any, clock: Clock) -> None:
    begun.get()
    assert "Delete those answers and start again" in begun.words
    before = begun.page
    clock(MINUTE)
    begun.get()
    assert "Delete those answers and start again" not in begun.words
    assert "Carry on where you were" in begun.words
    begun.page = before
    begun.post("", fresh="1")
    assert "Nothing was deleted" in begun.words
    assert "until 18 May 2024, 17:00" in begun.words
    assert ResponseRecord.objects.get().answers == {"likes": "no"}


def test_deleting_for_good_is_possible_after_the_end(begun: Any, clock: Clock) -> None:
    clock(MINUTE)
    begun.get("stop/")
    begun.post("stop/")
    assert begun.heading == "This study is closed"
    assert "Your answers are deleted" in begun.words
    assert not ResponseRecord.objects.exists()


@pytest.mark.parametrize("cookie", [True, False])
def test_a_page_sent_too_late_is_not_kept_and_the_ones_before_are(
    begun: Any, clock: Clock, cookie: bool
) -> None:
    clock(DAY + MINUTE)
    if not cookie:
        begun.client.cookies.clear()
    begun.answer("amounts", **{**AMOUNTS, "cups": "41"})
    assert (begun.status, begun.heading) == (403, "This study is closed")
    assert "the pages you sent were kept" in begun.words
    assert "The page you have just sent came after the end. It was not kept." in begun.words
    assert "41" in begun.words
    kept = ResponseRecord.objects.get()
    assert (kept.answers, kept.completed) == ({"likes": "no"}, False)


def test_one_second_before_the_last_moment_is_not_too_late(begun: Any, clock: Clock) -> None:
    clock(DAY - timedelta(seconds=1))
    begun.answer("amounts", **AMOUNTS)
    assert begun.at == "/s/tea/p/box/"
    clock(DAY)
    begun.answer("box")
    assert begun.status == 403


def test_a_browser_that_lost_its_cookie_may_finish_by_ticket(begun: Any, clock: Clock) -> None:
    clock(MINUTE)
    begun.client.cookies.clear()
    begun.answer("amounts", **AMOUNTS)
    assert begun.at == "/s/tea/p/box/"
    assert ResponseRecord.objects.get().answers["cups"] == 7


def test_a_study_without_time_to_finish_closes_for_everyone(
    visit: Any, make_study: Any, clock: Clock
) -> None:
    person = visit(make_study(more=CLOSES + "finish_within: 0\n"))
    clock(-MINUTE)
    person.start()
    clock(timedelta(0))
    person.answer("likes", likes="no")
    assert person.status == 403


def test_a_day_without_a_time_ends_at_midnight_and_is_said_so() -> None:
    study = Study(
        folder=Path("tea"),
        settings=StudySettings(Text({"en": "Tea"}), closes=date(2024, 3, 30), finish_within=24),
    )
    # the clocks go forward in that night: 24 hours later it is one o'clock
    assert say_end(study.finish_moment, "en") == "1 April 2024, 01:00"
    assert say_end(datetime(2024, 5, 18), "en") == "the end of 17 May 2024"
    assert say_end(datetime(2024, 5, 18), "cy") == "ddiwedd 17 Mai 2024"
    assert say_end(None, "en") == ""
