"""Sums and values of numbers against DuckDB, and their laws: they add up, order does not matter."""

import duckdb
import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, multi, number, single, words

from alongside.dataset import DataSet, Missing
from alongside.kernel.errors import ExpressionError
from alongside.tabulate import (
    TOTAL,
    Nested,
    add_numbers,
    add_values,
    count_answers,
    count_numbers,
    count_values,
    means_of,
    quantiles_of,
)
from alongside.tabulate.engines import compiled_engine_there

AREA = single("area", "north", "south")
NEEDS = multi("needs", "time", "money")
YEARS = number("years")
EASE = single("ease", "1", "2", "3")
VARIABLES = (AREA, NEEDS, YEARS, EASE, words("said"))
ENGINES = ["numpy", "numba"] if compiled_engine_there() else ["numpy"]
gaps = st.sampled_from([None, *Missing])
person = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["north", "south"]) | gaps,
        "needs": st.sampled_from([("time",), ("time", "money")]) | gaps,
        "years": st.floats(-1e4, 1e4).map(lambda value: round(value, 3)) | gaps,
        "ease": st.sampled_from(["1", "2", "3"]) | gaps,
        "said": st.just("x") | gaps,
        "w": st.floats(0.05, 20) | st.just(0.0),
    }
)
people = st.lists(person, max_size=25)
BANNERS = (AREA, NEEDS, Nested((AREA, NEEDS)))


def weighted(rows: list) -> DataSet:
    dataset = dataset_of(VARIABLES, rows)
    column = pl.Series("w", [row["w"] for row in rows], dtype=pl.Float64)
    return DataSet(dataset.frame.with_columns(column), dataset.codebook, dataset.provenance)


def members(rows: list, banner: str, code: str) -> list:
    """Return the rows in a column: the oracle of membership, one person at a time."""
    parts = list(zip(banner.split(" > "), code.split(" > "), strict=True)) if banner else []
    return [
        row
        for row in rows
        if row["w"] > 0
        and all(
            row[name] is not None
            and not isinstance(row[name], Missing)
            and (part in row[name] if name == "needs" else part == row[name])
            for name, part in parts
        )
    ]


@settings(max_examples=12, deadline=None)
@given(rows=people, engine=st.sampled_from(ENGINES), origin=st.sampled_from([None, 0.0, 1983.0]))
def test_sums_of_numbers_equal_those_of_sql(rows: list, engine: str, origin: float | None) -> None:
    origins = None if origin is None else {"years": origin}
    found = count_numbers(weighted(rows), [YEARS], BANNERS, "w", engine=engine, origins=origins)
    assert found.height == 1 + 2 + 2 + 4
    for row in found.iter_rows(named=True):
        here = members(rows, row["banner"], row["banner_code"])
        known = [r for r in here if isinstance(r["years"], float)]
        columns = [[r["w"] for r in known], [r["years"] - row["origin"] for r in known]]
        expected = duckdb.execute(
            "select count(*), sum(w), sum(w*w), sum(w*y), sum(w*y*y), sum(w*w*y), sum(w*w*y*y)"
            " from (select unnest(?::double[]) as w, unnest(?::double[]) as y)",
            columns,
        ).fetchone()
        counted = [
            row[name]
            for name in ("n", "sum_w", "sum_w2", "sum_wy", "sum_wy2", "sum_w2y", "sum_w2y2")
        ]
        assert counted == pytest.approx([value or 0 for value in expected], rel=1e-9, abs=1e-4)
        ends = (row["least"], row["greatest"])
        if known:
            values = [r["years"] for r in known]
            assert ends == pytest.approx((min(values), max(values)), abs=1e-9)
        else:
            assert ends == (None, None)


@settings(max_examples=30, deadline=None)
@given(rows=people, cut=st.integers(0, 25))
def test_parts_add_up_whatever_their_origins(rows: list, cut: int) -> None:
    dataset = weighted(rows)
    halves = [
        DataSet(frame, dataset.codebook, dataset.provenance)
        for frame in (dataset.frame[:cut], dataset.frame[cut:])
    ]
    whole = count_numbers(dataset, [YEARS, EASE], BANNERS, "w", origins={"years": 0.0, "ease": 2.0})
    added = add_numbers(
        [
            count_numbers(halves[0], [YEARS, EASE], BANNERS, "w", origins={"years": 0.0}),
            count_numbers(halves[1], [YEARS, EASE], BANNERS, "w"),
        ]
    )
    assert added.select("variable", "banner_code", "n").equals(
        whole.select("variable", "banner_code", "n")
    )
    np.testing.assert_allclose(means_of(added).mean, means_of(whole).mean, rtol=1e-7, atol=1e-7)
    np.testing.assert_allclose(means_of(added).sd, means_of(whole).sd, rtol=1e-5, atol=1e-3)
    assert added.select("least", "greatest").equals(whole.select("least", "greatest")) or (
        np.allclose(
            added.select("least", "greatest").fill_null(0),
            whole.select("least", "greatest").fill_null(0),
        )
    )
    values = add_values([count_values(half, YEARS, BANNERS, "w") for half in halves])
    expected = count_values(dataset, YEARS, BANNERS, "w")
    keys = ["banner", "banner_code", "value"]
    left, right = values.sort(keys), expected.sort(keys)
    assert left.select(*keys, "n").equals(right.select(*keys, "n"))
    np.testing.assert_allclose(left["sum_w"], right["sum_w"], rtol=1e-9)


@settings(max_examples=30, deadline=None)
@given(rows=people)
def test_quantiles_are_values_of_the_group(rows: list) -> None:
    found = quantiles_of(count_values(weighted(rows), YEARS, BANNERS), [0.5, 1.0])
    for banner in BANNERS:
        codes = ["north", "south"] if banner is AREA else ["time", "money"]
        if isinstance(banner, Nested):
            codes = [f"{one} > {other}" for one in ("north", "south") for other in codes]
        for code in codes:
            here = members([{**row, "w": 1.0} for row in rows], banner.code, code)
            values = [row["years"] for row in here if isinstance(row["years"], float)]
            if not values:
                assert (banner.code, code) not in found
                continue
            median, top = found[banner.code, code].value
            assert top == max(values)
            # the inverse of the distribution function, as DuckDB's discrete quantile
            query = "select quantile_disc(y, 0.5) from (select unnest(?::double[]) as y)"
            assert median == duckdb.execute(query, [values]).fetchone()[0]


def test_weighted_figures_of_a_small_group_by_hand() -> None:
    rows = [
        {"area": "north", "years": 2.0, "w": 1.0},
        {"area": "north", "years": 4.0, "w": 3.0},
        {"area": "south", "years": 10.0, "w": 2.0},
        {"area": "north", "years": Missing.DECLINED, "w": 5.0},
    ]
    dataset = weighted(rows)
    found = count_numbers(dataset, [YEARS], [AREA], "w")
    assert found["banner_code"].to_list() == [TOTAL, "north", "south"]
    assert found["n"].to_list() == [3, 2, 1]
    assert means_of(found).mean.tolist() == pytest.approx([34 / 6, 14 / 4, 10.0])
    values = quantiles_of(count_values(dataset, YEARS, [AREA], "w"), [0.5])
    assert {code: each.value[0] for (_, code), each in values.items()} == {
        TOTAL: 4.0,
        "north": 4.0,
        "south": 10.0,
    }


def test_a_scale_of_numbers_has_a_mean_and_words_have_none() -> None:
    dataset = weighted([{"ease": "1", "w": 1.0}, {"ease": "3", "w": 1.0}, {"w": 1.0}])
    assert means_of(count_numbers(dataset, [EASE])).mean.tolist() == [2.0]
    for variable in (AREA, NEEDS, VARIABLES[-1]):
        with pytest.raises(ExpressionError, match="holds no numbers"):
            count_numbers(dataset, [variable])


def test_numbers_far_from_nought_keep_their_digits() -> None:
    years = [1_700_000_000.0 + spot / 8 for spot in range(9)]
    dataset = weighted([{"years": year, "w": 1.0} for year in years])
    deviation = means_of(count_numbers(dataset, [YEARS])).sd[0]
    assert deviation == pytest.approx(np.std(np.arange(9) / 8, ddof=1), rel=1e-12)


@settings(max_examples=20, deadline=None)
@given(rows=people)
def test_who_gave_no_answer_is_counted_for_every_type(rows: list) -> None:
    found = count_answers(weighted(rows), VARIABLES, [AREA], "w")
    assert found.height == len(VARIABLES) * 7 * 3
    for row in found.filter(pl.col("banner") != "").iter_rows(named=True):
        here = members(rows, "area", row["banner_code"])
        given = [each[row["variable"]] for each in here]
        if row["code"] == "__base__":
            expected = sum(value is not None and not isinstance(value, Missing) for value in given)
        else:
            kinds = [Missing.SKIPPED if value is None else value for value in given]
            expected = sum(
                isinstance(kind, Missing) and row["code"] == f"__{kind.value}__" for kind in kinds
            )
        assert row["n"] == expected
