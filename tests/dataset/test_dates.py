"""Days as spreadsheets write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.dataset.dates import dates_fit, guess_date_order, parse_day
from alongside.dataset.numbers import has_decimal_comma, parse_number

ORDERS = {
    "day-first": "{d}/{m}/{y:04}",
    "month-first": "{m}-{d}-{y:04}",
    "year-first": "{y:04}.{m}.{d}",
}


@given(day=st.dates(), order=st.sampled_from(list(ORDERS)))
def test_a_day_is_read_back_in_its_order(day: date, order: str) -> None:
    words = ORDERS[order].format(d=day.day, m=day.month, y=day.year)
    assert parse_day(words, order) == day
    assert dates_fit([words], order)
    found = guess_date_order([words])
    assert found == order or (found == "either" and max(day.day, day.month) <= 12)


@given(day=st.dates(), order=st.sampled_from(list(ORDERS)))
def test_a_date_that_begins_with_the_year_is_always_understood(day: date, order: str) -> None:
    assert parse_day(day.isoformat(), order) == day
    assert parse_day(f"{day.isoformat()} 00:00:00", order) == day


@pytest.mark.parametrize(
    "words", ["31/02/2023", "2023-13-01", "1/1/23", "12:30", "", "2023-01-01 09:30", "May 2023"]
)
def test_what_is_no_day_is_none(words: str) -> None:
    assert parse_day(words, "day-first") is None


def test_slashes_mean_nothing_where_years_come_first() -> None:
    assert parse_day("01/02/2023", "year-first") is None


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["13/01/2023", "01/02/2023"], "day-first"),
        (["01/13/2023", "01/02/2023"], "month-first"),
        (["01/02/2023", "2023-01-13"], "either"),
        (["13/01/2023", "01/13/2023"], "mixed"),
        (["2023-01-13"], "year-first"),
        (["13/01/2023", "soon"], ""),
        ([], ""),
    ],
)
def test_the_order_is_told_from_all_values(values: list[str], order: str) -> None:
    assert guess_date_order(values) == order


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_that_python_writes_is_read_back(number: float) -> None:
    assert parse_number(repr(number)) == number


@given(st.integers(-(10**15), 10**15))
def test_commas_between_thousands_are_understood(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@pytest.mark.parametrize(
    "words",
    ["1,5", "1,50", "12,3456", "1,000,00", "nan", "inf", "1e999", "1_000", "٣", "", "1 000"],
)
def test_what_could_be_misread_is_no_number(words: str) -> None:
    assert parse_number(words) is None


def test_decimal_commas_are_recognised() -> None:
    assert has_decimal_comma("-1,5")
    assert not has_decimal_comma("1.5")
