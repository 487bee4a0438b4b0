"""A study: when it is open, and what it is called."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.text import plain_text
from alongside.questionnaire import Study, StudySettings

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def study_with(**settings: object) -> Study:
    return Study(Path("studies/care"), StudySettings(plain_text("A"), **settings))  # type: ignore[arg-type]


@given(DAYS, DAYS, DAYS)
def test_both_end_days_take_answers(opens: date, closes: date, today: date) -> None:
    study = study_with(opens=opens, closes=closes)
    assert study.is_open(today) is (opens <= today <= closes)


@pytest.mark.parametrize("status", ["draft", "closed"])
def test_status_wins_over_dates(status: str) -> None:
    today = date(2023, 3, 14)
    day = timedelta(days=1)
    assert not study_with(status=status, opens=today - day, closes=today + day).is_open(today)


@given(DAYS)
def test_without_dates_it_is_open_every_day(today: date) -> None:
    assert study_with().is_open(today)
    assert not study_with(opens=today + timedelta(days=1)).is_open(today)
    assert not study_with(closes=today - timedelta(days=1)).is_open(today)


def test_the_folder_gives_the_name() -> None:
    assert study_with().slug == "care"
    assert Study(Path(), StudySettings(plain_text("A"))).slug == Path.cwd().name
