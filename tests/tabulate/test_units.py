"""Counts per cluster and stratum against sums made from a table of people by cells."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, multi, single

from alongside.dataset import DataSet, Missing
from alongside.kernel.errors import DataError
from alongside.tabulate import add_unit_counts, count_cells, count_units
from alongside.tabulate.statistics import (
    SurveyDesign,
    psu_totals,
    shares_from_totals,
    totals_of_people,
)

HEARD = single("heard", "yes", "no")
AREA = single("area", "north", "south")
NEEDS = multi("needs", *(f"n{spot}" for spot in range(8)))
gaps = st.sampled_from([None, *Missing])
person = st.fixed_dictionaries(
    {
        "heard": st.sampled_from(["yes", "no"]) | gaps,
        "area": st.sampled_from(["north", "south"]) | gaps,
        "needs": st.sampled_from([("n0",), ("n0", "n7"), ("n3", "n6")]) | gaps,
        "school": st.sampled_from("abcde"),
        "type": st.sampled_from("EH"),
        "w": st.floats(0.1, 9) | st.just(0.0),
    }
)
people = st.lists(person, min_size=1, max_size=30)


def sample(rows: list) -> DataSet:
    dataset = dataset_of((HEARD, AREA, NEEDS), rows)
    columns = [pl.Series(name, [row[name] for row in rows]) for name in ("school", "type", "w")]
    frame = dataset.frame.with_columns(columns).with_columns(drawn_from=pl.lit(40))
    return DataSet(frame, dataset.codebook, dataset.provenance)


def cell_of(row: dict, code: str, column: str) -> bool:
    chosen = row["needs"] if isinstance(row["needs"], tuple) else ()
    return row["w"] > 0 and row["area"] == column and code in (row["heard"], *chosen)


@settings(max_examples=40, deadline=None)
@given(rows=people, variable=st.sampled_from([HEARD, NEEDS]))
def test_sums_per_cluster_equal_those_of_a_table_of_people(rows: list, variable: object) -> None:
    found = count_units(sample(rows), variable, AREA, psu="school", strata="type", weight="w")
    codes = [category.code for category in variable.categories]
    cells = [(code, column) for code in codes for column in ("north", "south")]
    member = [[cell_of(row, *cell) for cell in cells] for row in rows]
    design = (
        SurveyDesign.of(
            np.array([row["w"] for row in rows]) + 0.0,
            strata=[row["type"] for row in rows],
            psu=[row["school"] for row in rows],
        )
        if any(row["w"] for row in rows)
        else None
    )
    if design is None:
        assert not found.sums.n.any()
        return
    expected = psu_totals(design, member)
    assert found.sums.keys == expected.keys
    chosen = [found.cells.index(cell) for cell in cells]
    np.testing.assert_array_equal(found.sums.people, expected.people)
    np.testing.assert_array_equal(found.sums.n[:, chosen], expected.n)
    np.testing.assert_allclose(found.sums.sum_w[:, chosen], expected.sum_w, rtol=1e-9)
    np.testing.assert_allclose(found.sums.sum_w2[:, chosen], expected.sum_w2, rtol=1e-9)


@settings(max_examples=30, deadline=None)
@given(rows=people, cut=st.integers(0, 30))
def test_parts_of_a_sample_add_up_and_units_sum_to_the_cells(rows: list, cut: int) -> None:
    whole = sample(rows)
    counted = count_units(whole, NEEDS, AREA, psu="school", weight="w")
    halves = [whole.frame[:cut], whole.frame[cut:]]
    parts = [
        count_units(
            DataSet(frame, whole.codebook, whole.provenance), NEEDS, AREA, psu="school", weight="w"
        )
        for frame in halves
    ]
    added = add_unit_counts(parts)
    assert added.sums.keys == counted.sums.keys
    np.testing.assert_array_equal(added.sums.n, counted.sums.n)
    np.testing.assert_allclose(added.sums.sum_w, counted.sums.sum_w, rtol=1e-9)
    cells = {
        (row[1], row[3]): row[4:]
        for row in count_cells(whole, NEEDS, AREA, "w").iter_rows()
        if row[2]
    }
    for spot, cell in enumerate(counted.cells):
        sums = (counted.sums.n, counted.sums.sum_w, counted.sums.sum_w2)
        assert [each[:, spot].sum() for each in sums] == pytest.approx(cells[cell], rel=1e-9)


ROWS = [
    {"heard": heard, "area": area, "needs": None, "school": school, "type": kind, "w": weight}
    for heard, area, school, kind, weight in [
        ("yes", "north", "a", "E", 1.0), ("no", "north", "a", "E", 2.0),
        ("yes", "south", "b", "E", 1.5), ("no", "south", "b", "E", 1.0),
        ("yes", "north", "c", "H", 3.0), ("yes", "south", "d", "H", 1.0),
        ("no", "north", "d", "H", 2.0), ("no", "south", "c", "H", 1.0),
    ]
]  # fmt: skip


@pytest.mark.parametrize(
    "design",
    [
        {"psu": "school"},
        {"psu": "school", "strata": "type"},
        {"strata": "type"},
        {"strata": "type", "fpc": "drawn_from"},
    ],
)
def test_shares_of_a_design_equal_those_from_people(design: dict) -> None:
    dataset = sample(ROWS)
    counted = count_units(dataset, HEARD, weight="w", where="area = north", **design)
    totals = counted.totals([("yes", "__total__"), ("no", "__total__")])
    found = shares_from_totals(totals, [[1, 0]])
    north = np.array([row["area"] == "north" for row in ROWS])
    member = np.column_stack(
        [north & np.array([row["heard"] == code for row in ROWS]) for code in ("yes", "no")]
    )
    made = SurveyDesign.of(
        [row["w"] for row in ROWS],
        strata=[row["type"] for row in ROWS] if "strata" in design else None,
        psu=[row["school"] for row in ROWS] if "psu" in design else None,
        fpc=[40] * len(ROWS) if "fpc" in design else None,
    )
    expected = shares_from_totals(totals_of_people(made, member), [[1, 0]])
    assert found.share == pytest.approx(expected.share)
    assert found.se == pytest.approx(expected.se, rel=1e-9)


def test_a_filter_keeps_clusters_in_which_nobody_is_counted() -> None:
    counted = count_units(sample(ROWS), HEARD, psu="school", where="area = north")
    assert [key[1] for key in counted.sums.keys] == ["a", "b", "c", "d"]
    assert counted.sums.people.tolist() == [2, 2, 2, 2]
    yes = counted.cells.index(("yes", "__total__"))
    assert counted.sums.n[:, yes].tolist() == [1, 0, 1, 0]


def test_designs_that_cannot_be_say_why() -> None:
    dataset = sample(ROWS)
    with pytest.raises(DataError, match="neither clusters nor strata"):
        count_units(dataset, HEARD)
    with pytest.raises(DataError, match="no column “ward”"):
        count_units(dataset, HEARD, psu="ward")
    holed = dataset.frame.with_columns(school=pl.lit(None, dtype=pl.String))
    with pytest.raises(DataError, match="8 people have no label"):
        count_units(DataSet(holed, dataset.codebook, dataset.provenance), HEARD, psu="school")
    with pytest.raises(DataError, match="differ within a unit"):
        count_units(dataset, HEARD, strata="type", fpc="w")
    one = count_units(dataset, HEARD, psu="school")
    other = count_units(dataset, HEARD, AREA, psu="school")
    with pytest.raises(DataError, match="do not count the same cells"):
        add_unit_counts([one, other])
