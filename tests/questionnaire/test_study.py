"""A study: when it is open, and what it is called."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.text import plain_text
from alongside.questionnaire import Study, StudySettings, Window

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def study_with(**settings: object) -> Study:
    return Study(Path("studies/care"), StudySettings(plain_text("A"), **settings))  # type: ignore[arg-type]


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(DAYS, DAYS, MOMENTS)
def test_both_end_days_take_answers(opens: date, closes: date, now: datetime) -> None:
    study = study_with(opens=opens, closes=closes, finish_within=0)
    today = now.astimezone(ZoneInfo("Europe/London")).date()
    assert (study.window(now) is Window.OPEN) is (opens <= today <= closes)


@pytest.mark.parametrize(("status", "window"), [("draft", "draft"), ("closed", "closed")])
def test_status_wins_over_dates(status: str, window: str) -> None:
    now = datetime(2023, 3, 14, 12, tzinfo=UTC)
    day = timedelta(days=1)
    study = study_with(status=status, opens=now.date() - day, closes=now.date() + day)
    assert study.window(now) == window


@given(MOMENTS)
def test_without_dates_it_is_open_every_day(now: datetime) -> None:
    assert study_with().window(now) is Window.OPEN
    assert study_with(opens=now.date() + 2 * timedelta(days=1)).window(now) is Window.NOT_YET


def test_times_are_meant_in_the_zone_of_the_study() -> None:
    closes = {"closes": date(2026, 7, 1), "closes_time": time(17)}
    five_in_london = datetime(2026, 7, 1, 16, tzinfo=UTC)  # summer time: an hour ahead
    second = timedelta(seconds=1)
    london = study_with(**closes)
    assert london.window(five_in_london - second) is Window.OPEN
    assert london.window(five_in_london) is Window.FINISHING
    tokyo = study_with(**closes, timezone="Asia/Tokyo")
    assert tokyo.window(datetime(2026, 7, 1, 8, tzinfo=UTC) - second) is Window.OPEN
    assert tokyo.window(datetime(2026, 7, 1, 8, tzinfo=UTC)) is Window.FINISHING


@pytest.mark.parametrize("closes", [date(2026, 3, 28), date(2026, 10, 24), date(2026, 6, 1)])
@pytest.mark.parametrize("hours", [0, 1, 24, 30])
def test_those_who_began_may_finish_for_as_many_hours_as_were_said(
    closes: date, hours: int
) -> None:
    """Nights in which the clocks change have as many hours as any."""
    study = study_with(closes=closes, finish_within=hours)
    end = study.last_moment
    assert end is not None
    last = end.astimezone(UTC) + timedelta(hours=hours)
    second = timedelta(seconds=1)
    expected = Window.FINISHING if hours else Window.OPEN
    assert study.window(last - second) is expected
    assert study.window(last) is Window.CLOSED


def test_the_folder_gives_the_name() -> None:
    assert study_with().slug == "care"
    assert Study(Path(), StudySettings(plain_text("A"))).slug == Path.cwd().name
