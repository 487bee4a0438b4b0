"""Data counted part after part equal data counted whole."""

import polars as pl
import pytest
from tests.made_data import PROVENANCE, dataset_of, multi, number, single

from alongside.dataset import DataSet
from alongside.tabulate import Nested, count_many, count_parts, needed_columns, select_people

HEARD = single("heard", "yes", "no")
AREA = single("area", "north", "south")
NEEDS = multi("needs", "time", "money")
YEARS = number("years")
VARIABLES = (HEARD, AREA, NEEDS, YEARS)
BANNERS = [AREA, Nested((AREA, HEARD))]
ROWS = [
    {
        "heard": ("yes", "no", None)[spot % 3],
        "area": ("north", "south")[spot % 2],
        "needs": ("time", "money") if spot % 4 else None,
        "years": float(spot % 5),
    }
    for spot in range(50)
]


def weighted() -> DataSet:
    dataset = dataset_of(VARIABLES, ROWS, partial=[0, 7, 49])
    column = pl.Series("w", [0.25 * (spot % 7) for spot in range(50)])
    return DataSet(dataset.frame.with_columns(column), dataset.codebook, PROVENANCE)


@pytest.mark.parametrize("rows", [1, 7, 1000])
@pytest.mark.parametrize("where", [None, "area = north and not heard = no"])
def test_parts_equal_the_whole(rows: int, where: str | None) -> None:
    asked = (HEARD, NEEDS, YEARS)
    whole = weighted()
    parts = (
        DataSet(whole.frame[start : start + rows], whole.codebook, PROVENANCE)
        for start in range(0, 50, rows)
    )
    told: list[int] = []
    found = count_parts(parts, asked, BANNERS, "w", where=where, told=told.append)
    expected = count_many(select_people(whole, where), asked, BANNERS, "w")
    keys = ["variable", "code", "banner", "banner_code"]
    assert found.select(*keys, "n").equals(expected.select(*keys, "n"))
    assert found["sum_w2"].to_list() == pytest.approx(expected["sum_w2"].to_list(), rel=1e-9)
    assert told == [min(50, start + rows) for start in range(0, 50, rows)]


def test_only_what_is_needed_is_read() -> None:
    assert needed_columns([HEARD], BANNERS, "w", "needs includes time") == (
        "heard", "area", "needs", "w",
    )  # fmt: skip


def test_no_parts_are_counted_as_nothing() -> None:
    assert count_parts([], [HEARD], [AREA]).height == 0
