"""Data in parts give the tables of the whole, whatever is counted, and are protected alike."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.made_data import PROVENANCE, dataset_of, day, multi, number, single

from alongside.dataset import Codebook, DataSet, PartedData, find_parts
from alongside.dataset.parquet_codebook import About
from alongside.kernel.errors import DataError, ExpressionError
from alongside.questionnaire import Disclosure
from alongside.tabulate import (
    Answers,
    Both,
    Here,
    Measuring,
    Nested,
    Numbers,
    TableOptions,
    Tables,
    Units,
    Values,
    count_answers,
    count_crossings,
    count_numbers,
    count_units,
    count_values,
    entry_of,
    means_of,
    quantiles_of,
    release_together,
    select_people,
    standing,
    tabulate_many,
    tabulate_parts,
)
from alongside.tabulate.adding import into_codes
from alongside.tabulate.statistics import Versus

HEARD = single("heard", "yes", "no")
AREA = single("area", "north", "south", "east")
NEEDS = multi("needs", "time", "money", "rest")
YEARS = number("years")
BORN = day("born")
VARIABLES = (HEARD, AREA, NEEDS, YEARS, BORN)
BANNERS = (AREA, Nested((AREA, HEARD)), YEARS, NEEDS, Nested((YEARS, HEARD)), BORN)
PEOPLE = 150


def everybody() -> DataSet:
    random = np.random.default_rng(3)
    rows = [
        {
            "heard": (("yes", "no", None)[random.integers(3)]),
            "area": ("north", "south", "east")[random.choice(3, p=[0.6, 0.3, 0.1])],
            "needs": ("time", "money") if random.random() < 0.5 else ("rest",),
            "years": float(spot // 30) if spot % 7 else None,
            "born": date(1990 + spot // 50, 1, 1),
        }
        for spot in range(PEOPLE)
    ]
    made = dataset_of(VARIABLES, rows, partial=[0, 7, 149])
    more = [
        pl.Series("w", random.lognormal(0, 1, PEOPLE)),
        pl.Series("home", [f"home {spot % 11}" for spot in range(PEOPLE)]),
        pl.Series("region", [f"region {spot % 11 % 2}" for spot in range(PEOPLE)]),
    ]
    return DataSet(made.frame.with_columns(more), made.codebook, PROVENANCE)


WHOLE = everybody()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> PartedData:
    folder = tmp_path_factory.mktemp("people")
    ends = [0, 1, 40, 41, 90, PEOPLE]
    for spot, (start, end) in enumerate(pairwise(ends)):
        file = folder / f"part-{spot}.parquet"
        WHOLE.frame[start:end].write_parquet(file, row_group_size=9)
    about = About(Codebook(VARIABLES), PROVENANCE, "respondent")
    return find_parts([str(folder)], about, part_rows=10)


def same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert_frame_equal(found, expected, rel_tol=1e-12, check_row_order=True)


@pytest.mark.parametrize("weight", [None, "w"])
@pytest.mark.parametrize("where", [None, "area = north and not heard = no", "area = east"])
def test_tables_of_parts_are_those_of_the_whole(
    data: PartedData, weight: str | None, where: str | None
) -> None:
    counting = Tables(VARIABLES, BANNERS, weight, where)
    found = Here().run(data, counting.without_words())
    expected = count_crossings(select_people(WHOLE, where), VARIABLES, BANNERS, weight)
    for one, other in zip(found, expected, strict=True):
        assert (one.variable, one.banner) == (other.variable, other.banner)
        assert (one.codes, one.banner_codes) == (other.codes, other.banner_codes)
        np.testing.assert_array_equal(one.n, other.n)
        np.testing.assert_allclose(one.sum_w, other.sum_w, rtol=1e-12)
        np.testing.assert_allclose(one.sum_w2, other.sum_w2, rtol=1e-12)


def test_the_same_parts_give_the_same_bits_with_any_number_of_threads(data: PartedData) -> None:
    counting = Tables(VARIABLES, BANNERS, "w")
    one, other = (Here(threads).run(data, counting) for threads in (1, 2))
    for left, right in zip(one, other, strict=True):
        np.testing.assert_array_equal(left.sum_w, right.sum_w)


def test_numbers_values_answers_and_units_add_up_too(data: PartedData) -> None:
    people = select_people(WHOLE, None)
    found = Here().run(data, Both(Numbers((YEARS,), (AREA,), "w"), Answers((YEARS,), (AREA,))))
    expected = count_numbers(people, [YEARS], [AREA], "w")
    np.testing.assert_allclose(means_of(found[0]).mean, means_of(expected).mean, rtol=1e-12)
    np.testing.assert_allclose(means_of(found[0]).se, means_of(expected).se, rtol=1e-9)
    same(found[1], count_answers(people, [YEARS], [AREA]))
    values = Here().run(data, Values((YEARS,), (AREA,), "w"))
    same(values, count_values(people, YEARS, [AREA], "w"))
    assert quantiles_of(values).keys() == {("", "__total__"), *(("area", c) for c in AREA_CODES)}
    design = {"psu": "home", "strata": "region", "weight": "w", "where": "heard = yes"}
    units = Here().run(data, Units(HEARD, AREA, **design))
    whole = count_units(WHOLE, HEARD, AREA, **design)
    assert (units.cells, units.sums.keys) == (whole.cells, whole.sums.keys)
    np.testing.assert_array_equal(units.sums.n, whole.sums.n)
    np.testing.assert_allclose(units.sums.sum_w, whole.sums.sum_w, rtol=1e-12)


AREA_CODES = [category.code for category in AREA.categories]


def test_too_many_values_are_refused_even_when_each_part_has_few(tmp_path: Path) -> None:
    rows = [{"years": float(spot)} for spot in range(24)]
    file = tmp_path / "people.parquet"
    dataset_of([YEARS], rows).frame.write_parquet(file, row_group_size=12)
    about = About(Codebook((YEARS,)), PROVENANCE, "respondent")
    data = find_parts([str(file)], about, part_rows=12)
    with pytest.raises(ExpressionError, match="24 different values"):
        Here().run(data, Tables((YEARS,)))


def test_a_missing_weight_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    WHOLE.frame.with_columns(w=pl.lit(None, pl.Float64)).write_parquet(file)
    about = About(Codebook(VARIABLES), PROVENANCE, "respondent")
    with pytest.raises(DataError, match="missing for some people") as caught:
        Here().run(find_parts([str(file)], about), Tables((HEARD,), (), "w"))
    assert caught.value.where == str(file)


def test_what_is_no_weight_and_weights_of_nothing_are_refused(
    data: PartedData, tmp_path: Path
) -> None:
    for weight, said in (("heard", "does not hold numbers"), ("home", "cannot be counted")):
        options = TableOptions(measuring=Measuring(weight=weight))
        with pytest.raises((DataError, ExpressionError), match=said):
            tabulate_parts(data, Here(), ["heard"], (), options)
    file = tmp_path / "people.parquet"
    WHOLE.frame.with_columns(w=pl.when(pl.col("area") == "east").then(0.0).otherwise(1.0)).pipe(
        lambda frame: frame.write_parquet(file)
    )
    about = About(Codebook(VARIABLES), PROVENANCE, "respondent")
    parts = find_parts([str(file)], about)
    with pytest.raises(DataError, match="weight of 0"):
        tabulate_parts(parts, Here(), ["heard"], (), TableOptions(measuring=Measuring(weight="w")))
    nothing = TableOptions(rule=Disclosure(withhold_below=0), measuring=Measuring(weight="w"))
    assert tabulate_parts(parts, Here(), ["heard"], (), nothing).tables


def test_files_without_people_give_tables_of_nobody(tmp_path: Path) -> None:
    file = tmp_path / "people.parquet"
    WHOLE.frame.clear().write_parquet(file)
    about = About(Codebook(VARIABLES), PROVENANCE, "respondent")
    (table,) = tabulate_parts(find_parts([str(file)], about), Here(), ["heard"], ["area"]).tables
    assert table.columns[0].base_n == 0


@pytest.mark.parametrize("by", [(), ("area",), ("area > heard", "years", "born")])
@pytest.mark.parametrize(("partial", "weight"), [(False, ""), (True, ""), (False, "w")])
def test_tables_and_what_is_withheld_are_those_of_the_whole(
    data: PartedData, by: Sequence[str], partial: bool, weight: str
) -> None:
    rule = Disclosure(withhold_below=10)
    measuring = Measuring(weight, Versus.EACH)
    options = TableOptions(rule=rule, include_partial=partial, measuring=measuring)
    first = tabulate_many(WHOLE, ["needs"], ["area"], rule=rule, measuring=Measuring(weight))
    before = release_together(WHOLE, first, rule)
    log = [entry_of(WHOLE, "table", before.printed, date(2026, 1, 1))]
    found = tabulate_parts(data, Here(), ["heard", "years"], by, options, earlier=log)
    expected = tabulate_many(
        WHOLE, ["heard", "years"], by, rule=rule, include_partial=partial, measuring=measuring,
    )  # fmt: skip
    for one, other in zip(found.tables, expected, strict=True):
        assert (one.rows, one.columns) == (other.rows, other.columns)
        for spot, cell in one.cells.items():
            assert cell.n == other.cells[spot].n
            assert cell.share == pytest.approx(other.cells[spot].share, rel=1e-9)
        assert (one.title, one.notes, one.unplaced) == (other.title, other.notes, other.unplaced)
    released, alike = (
        release_together(what, tables, rule, earlier=standing(log, what, rule))
        for what, tables in ((found.profiles, found.tables), (WHOLE, expected))
    )
    assert [each.withheld for each in released.printed] == [each.withheld for each in alike.printed]
    assert not by or any(each.withheld for each in released.printed)
    today = date(2026, 1, 2)
    assert entry_of(found.profiles, "table", (), today).people == 147
    assert entry_of(WHOLE, "table", (), today).people == 147


def test_too_many_kinds_of_people_are_refused(
    data: PartedData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.dataset.profiles.MOST_KINDS", 3)
    with pytest.raises(DataError, match="more than 3 different combinations"):
        tabulate_parts(data, Here(), ["heard"], ["area"])


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 5), st.integers(0, 2**32 - 1), st.sampled_from([0, 1, 2]))
def test_groups_are_added_one_after_the_other(
    groups: int, codes: int, seed: int, axis: int
) -> None:
    random = np.random.default_rng(seed)
    adds = (random.random((groups, codes)) < 0.5).astype(np.int64)
    shape = [2, 3, 4]
    shape[axis] = groups
    sums = random.lognormal(0, 3, shape)
    found = np.moveaxis(into_codes(sums, adds, axis), axis, 0)
    for code in range(codes):
        expected = np.zeros_like(found[code])
        for group in np.flatnonzero(adds[:, code]):
            expected = expected + np.moveaxis(sums, axis, 0)[group]
        np.testing.assert_array_equal(found[code], expected)
