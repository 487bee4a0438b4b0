"""Data counted part after part equal data counted whole, and files that do not fit say so."""

from pathlib import Path

import polars as pl
import pytest
from tests.made_data import PROVENANCE, dataset_of, multi, number, single

from alongside.dataset import Codebook, DataSet, export_parquet, parquet_parts
from alongside.kernel.errors import DataError
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


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    frame = weighted().frame
    made = [tmp_path / f"part{spot}.parquet" for spot in range(3)]
    for spot, file in enumerate(made):
        frame[spot * 20 : (spot + 1) * 20].write_parquet(file)
    return made


@pytest.mark.parametrize("rows", [1, 7, 1000])
@pytest.mark.parametrize("where", [None, "area = north and not heard = no"])
def test_parts_of_files_equal_the_whole(files: list[Path], rows: int, where: str | None) -> None:
    asked = (HEARD, NEEDS, YEARS)
    keep = needed_columns(asked, BANNERS, "w", where)
    parts = parquet_parts(files, Codebook(VARIABLES), PROVENANCE, keep=keep, rows=rows)
    told: list[int] = []
    found = count_parts(parts, asked, BANNERS, "w", where=where, told=told.append)
    people = select_people(weighted(), where)
    whole = count_many(people, asked, BANNERS, "w")
    keys = ["variable", "code", "banner", "banner_code"]
    # a number has only the values it takes in a part, so compare where there is somebody
    left, right = (each.filter(pl.col("n") > 0).sort(keys) for each in (found, whole))
    assert left.select(*keys, "n").equals(right.select(*keys, "n"))
    assert left["sum_w2"].to_list() == pytest.approx(right["sum_w2"].to_list(), rel=1e-9)
    assert told[-1] == people.frame.height
    assert len(told) == sum(-(-each // rows) for each in (20, 20, 10))


def test_only_what_is_needed_is_read(files: list[Path]) -> None:
    assert needed_columns([HEARD], BANNERS, "w", "needs includes time") == (
        "heard", "area", "needs", "w",
    )  # fmt: skip
    part = next(parquet_parts(files, Codebook(VARIABLES), PROVENANCE, keep=["heard"]))
    assert part.frame.columns == ["heard", "heard__missing", "status"]


def test_an_export_can_be_counted(tmp_path: Path) -> None:
    file = tmp_path / "study.parquet"
    dataset = dataset_of(VARIABLES, ROWS)
    export_parquet(dataset, file)
    parts = parquet_parts([file], dataset.codebook, PROVENANCE, keep=["heard", "area"])
    assert count_parts(parts, [HEARD], [AREA]).equals(count_many(dataset, [HEARD], [AREA]))


def test_no_parts_are_counted_as_nothing() -> None:
    assert count_parts([], [HEARD], [AREA]).height == 0


def test_files_that_do_not_fit_say_so(files: list[Path], tmp_path: Path) -> None:
    codebook = Codebook(VARIABLES)

    def first(file: Path, keep: list[str]) -> DataSet:
        return next(parquet_parts([file], codebook, PROVENANCE, keep=keep))

    with pytest.raises(DataError, match="no column “weight”") as caught:
        first(files[0], ["weight"])
    assert "part0.parquet" in caught.value.where
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        first(tmp_path / "nowhere.parquet", ["heard"])
    (tmp_path / "words.parquet").write_text("no table")
    with pytest.raises(DataError, match="cannot be read as Parquet"):
        first(tmp_path / "words.parquet", ["heard"])
    other = Codebook((single("heard", "ja", "nein"),))
    with pytest.raises(DataError, match="does not fit the codebook"):
        next(parquet_parts(files, other, PROVENANCE, keep=["heard"]))
    with pytest.raises(ValueError, match="1 or more"):
        next(parquet_parts(files, codebook, PROVENANCE, keep=["heard"], rows=0))
