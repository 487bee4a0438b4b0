"""Bands of minutes."""

import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.collect.minutes import BANDS, median_band, minutes_band


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(0, "0-4"), (4, "0-4"), (5, "5-9"), (59, "55-59"), (60, "60+"), (10_000, "60+")],
)
def test_each_minute_lies_in_one_band(minutes: int, band: str) -> None:
    assert minutes_band(minutes) == band
    assert band in BANDS


def test_nobody_finishes_before_beginning() -> None:
    with pytest.raises(ValueError, match="before beginning"):
        minutes_band(-1)


@given(st.lists(st.integers(0, 300), min_size=1))
def test_the_median_band_holds_the_median(times: list[int]) -> None:
    counts: dict[str, int] = {}
    for minutes in times:
        band = minutes_band(minutes)
        counts[band] = counts.get(band, 0) + 1
    assert median_band(counts) == minutes_band(statistics.median_low(times))


def test_nobody_timed_has_no_median() -> None:
    assert median_band({}) == ""
    assert median_band({"5-9": 0}) == ""
