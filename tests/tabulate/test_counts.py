"""The counts contract against SQL, and its laws: it adds up, and order does not matter."""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, day, multi, number, single, words

from alongside.dataset import DataSet, Missing, Variable, VariableType
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.counts import (
    BASE,
    COUNTS_SCHEMA,
    Nested,
    add_counts,
    count_cells,
    count_crossings,
    count_many,
    missing_code,
)
from alongside.tabulate.engines import compiled_engine_there
from alongside.tabulate.table import TOTAL

HEARD = single("heard", "yes", "no", "unsure")
NEEDS = multi("needs", *(f"n{spot}" for spot in range(23)))
YEARS = number("years")
VARIABLES = (HEARD, NEEDS, YEARS)
KEYS = ["variable", "code", "banner", "banner_code"]

ENGINES = ["numpy", "numba"] if compiled_engine_there() else ["numpy"]

gaps = st.sampled_from([None, *Missing])
needs = st.lists(st.sampled_from(["n0", "n5", "n6", "n9", "n10", "n22"]), min_size=1, unique=True)
person = st.fixed_dictionaries(
    {
        "heard": st.sampled_from(["yes", "no", "unsure"]) | gaps,
        "needs": needs.map(tuple) | gaps,
        "years": st.sampled_from([0.0, 1.5, 3.0]) | gaps,
    }
)
people = st.lists(person, max_size=30)
weights = st.floats(0.1, 9) | st.just(0.0)


def with_weights(dataset: DataSet, values: list[float]) -> DataSet:
    column = pl.Series("w", values, dtype=pl.Float64)
    return DataSet(dataset.frame.with_columns(column), dataset.codebook, dataset.provenance)


def by_sql(dataset: DataSet, variable: Variable, by: Variable | None, file: Path) -> dict:
    """Count with DuckDB: people joined to their codes, joined to their banner codes."""
    duckdb.sql("set enable_external_file_cache = false")  # the file is written anew each time
    dataset.frame.write_parquet(file)
    banner = in_sql(by) if by is not None else "select 0 as person, '' as code where false"
    query = f"""
        with people as (select * from read_parquet('{file}') where w > 0),
        rows as (
            {in_sql(variable)}
            union all select respondent, '{BASE}' from people where {variable.code} is not null
            union all select respondent, '__' || {variable.code}__missing || '__' from people
                where {variable.code}__missing is not null
        ),
        banners as (
            select respondent as person, '' as banner, '{TOTAL}' as code from people
            union all select person, '{by.code if by else ""}', code from ({banner})
        )
        select '{variable.code}', rows.code, banners.banner, banners.code,
            count(*), sum(w), sum(w * w)
        from rows join banners using (person) join people on person = respondent
        group by all
    """  # noqa: S608
    return {row[:4]: row[4:] for row in duckdb.sql(query).fetchall()}


def in_sql(variable: Variable) -> str:
    """Return a query for (person, code): one row for each code a person has."""
    if variable.type is VariableType.NUMERIC:
        code = f"replace({variable.code}::varchar, '.0', '')"
        return f"select respondent as person, {code} as code from people where {variable.code} >= 0"  # noqa: S608
    if variable.type is VariableType.SINGLE:
        return (
            f"select respondent as person, {variable.code}::varchar as code from people "  # noqa: S608
            f"where {variable.code} is not null"
        )
    masks = ", ".join(f"('{c.code}', {1 << bit})" for bit, c in enumerate(variable.categories))
    return (
        f"select respondent as person, code from people, (values {masks}) as options(code, bit) "  # noqa: S608
        f"where ({variable.code} & bit) <> 0"
    )


@settings(max_examples=25, deadline=None)
@given(
    rows=people,
    variable=st.sampled_from(VARIABLES),
    by=st.sampled_from([None, *VARIABLES]),
    data=st.data(),
)
def test_counts_equal_those_of_sql(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list,
    variable: Variable,
    by: Variable | None,
    data: st.DataObject,
) -> None:
    values = data.draw(st.lists(weights, min_size=len(rows), max_size=len(rows)))
    dataset = with_weights(dataset_of(VARIABLES, rows), values)
    engine = data.draw(st.sampled_from(ENGINES))
    found = count_many(dataset, [variable], [by] if by else [], "w", engine=engine)
    expected = by_sql(dataset, variable, by, tmp_path_factory.getbasetemp() / "counts.parquet")
    counted = {row[:4]: row[4:] for row in found.iter_rows() if row[4]}
    assert {key: row[0] for key, row in counted.items()} == {
        key: row[0] for key, row in expected.items()
    }
    for key, row in counted.items():
        assert row == pytest.approx(expected[key])


@settings(max_examples=30, deadline=None)
@given(rows=people, cut=st.integers(0, 30), by=st.sampled_from(VARIABLES))
def test_parts_add_up_to_the_whole(rows: list, cut: int, by: Variable) -> None:
    whole = dataset_of((HEARD, NEEDS, YEARS), rows)
    parts = [
        DataSet(frame, whole.codebook, whole.provenance)
        for frame in (whole.frame[:cut], whole.frame[cut:])
    ]
    for variable in (HEARD, NEEDS):
        counted = count_cells(whole, variable, by)
        added = add_counts([count_cells(part, variable, by) for part in parts])
        # a number has only the values it takes in a part, so compare where there is somebody
        left, right = (frame.filter(pl.col("n") > 0).sort(KEYS) for frame in (added, counted))
        assert left.equals(right)


@settings(max_examples=30, deadline=None)
@given(rows=people, data=st.data())
def test_the_order_of_rows_does_not_matter(rows: list, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))
    one, other = (
        count_many(dataset_of(VARIABLES, given_rows), VARIABLES, VARIABLES)
        for given_rows in (rows, shuffled)
    )
    assert one.equals(other)


@settings(max_examples=30, deadline=None)
@given(rows=people)
def test_margins_equal_totals(rows: list) -> None:
    dataset = dataset_of(VARIABLES, rows)
    counts = {row[1:4]: row[4] for row in count_cells(dataset, HEARD, YEARS).iter_rows()}
    for banner, code in {key[1:] for key in counts}:
        answered = sum(counts[category.code, banner, code] for category in HEARD.categories)
        assert counts[BASE, banner, code] == answered
    everybody = counts[BASE, "", TOTAL] + sum(
        counts[missing_code(kind), "", TOTAL] for kind in Missing
    )
    assert everybody == len(rows)


def test_the_contract_has_its_columns_and_zeros() -> None:
    found = count_cells(dataset_of(VARIABLES, []), NEEDS, HEARD)
    assert found.schema == COUNTS_SCHEMA
    assert found.height == (23 + 1 + len(Missing)) * (1 + 3)
    assert found["n"].sum() == 0
    assert count_many(dataset_of(VARIABLES, []), [], []).schema == COUNTS_SCHEMA


def test_without_weights_every_weight_is_one() -> None:
    dataset = dataset_of(VARIABLES, [{"heard": "yes"}] * 3)
    found = count_cells(dataset, HEARD).filter(pl.col("code") == "yes")
    assert found.select("n", "sum_w", "sum_w2").row(0) == (3, 3.0, 3.0)


def test_all_64_options_are_counted() -> None:
    wide = multi("wide", *(f"o{spot}" for spot in range(64)))
    rows = [{"wide": tuple(f"o{spot}" for spot in range(0, 64, step))} for step in (1, 3, 63)]
    dataset = dataset_of([wide], rows)
    counts = {row[1]: row[4] for row in count_cells(dataset, wide).iter_rows()}
    for spot in range(64):
        assert counts[f"o{spot}"] == sum(spot % step == 0 for step in (1, 3, 63))


def test_a_missing_weight_is_a_mistake() -> None:
    dataset = dataset_of([YEARS], [{"years": 1.0}, {"years": None}])
    with pytest.raises(ValueError, match="missing for some"):
        count_cells(dataset, YEARS, weight="years")


def test_what_cannot_be_counted_says_what_to_do() -> None:
    many = [{"years": float(spot), "said": "x"} for spot in range(21)]
    dataset = dataset_of([YEARS, words("said")], many)
    with pytest.raises(ExpressionError, match="21 different values") as caught:
        count_cells(dataset, YEARS)
    assert "derived variable" in caught.value.remedy
    with pytest.raises(ExpressionError, match="open answers"):
        count_cells(dataset, words("said"))


def test_dates_with_few_values_are_counted_in_order() -> None:
    met = day("met")
    rows = [{"met": date(2023, 3, 15)}, {"met": date(2023, 3, 14)}, {"met": date(2023, 3, 15)}]
    found = count_cells(dataset_of([met], rows), met)
    counted = [(code, n) for _, code, _, _, n, _, _ in found.iter_rows() if n]
    assert counted == [("2023-03-14", 1), ("2023-03-15", 2), (BASE, 3)]


@settings(max_examples=40, deadline=None)
@given(rows=people, engine=st.sampled_from(ENGINES), threads=st.sampled_from([1, 3]))
def test_nested_banners_are_the_combinations_of_their_variables(
    rows: list, engine: str, threads: int
) -> None:
    dataset = dataset_of(VARIABLES, rows)
    nested = Nested((HEARD, NEEDS))
    found = count_many(dataset, [YEARS, HEARD], [nested, HEARD], engine=engine, threads=threads)
    counts = {row[:4]: row[4] for row in found.iter_rows()}
    assert nested.code == "heard > needs"
    for outer in ("yes", "no", "unsure"):
        for inner in ("n0", "n6", "n7", "n22"):
            here = [
                row
                for row in rows
                if row["heard"] == outer
                and isinstance(row["needs"], tuple)
                and inner in row["needs"]
            ]
            column = ("heard > needs", f"{outer} > {inner}")
            assert counts["heard", outer, *column] == len(here)
            answered = sum(isinstance(row["years"], float) for row in here)
            assert counts["years", BASE, *column] == answered


def test_a_banner_nested_in_itself_is_refused() -> None:
    for variables in ((HEARD,), (HEARD, HEARD)):
        with pytest.raises(ExpressionError, match="two or more different"):
            Nested(variables)


def test_arrays_hold_what_the_rows_hold() -> None:
    rows = [{"heard": "yes", "needs": ("n0", "n22")}, {"heard": "no"}, {"heard": "yes"}]
    dataset = with_weights(dataset_of(VARIABLES, rows), [1.0, 2.0, 4.0])
    total, banner = count_crossings(dataset, [NEEDS], [HEARD], "w")
    assert (total.banner, total.banner_codes) == ("", (TOTAL,))
    assert total.codes[:23] == tuple(f"n{spot}" for spot in range(23))
    assert total.codes[23:25] == (BASE, missing_code(Missing.NOT_ASKED))
    spot = (banner.codes.index(missing_code(Missing.SKIPPED)), banner.banner_codes.index("yes"))
    assert (banner.n[spot], banner.sum_w[spot], banner.sum_w2[spot]) == (1, 4, 16)


def test_people_of_weight_0_are_left_out() -> None:
    dataset = with_weights(dataset_of([HEARD], [{"heard": "yes"}, {"heard": "yes"}]), [0.0, 3.0])
    found = count_cells(dataset, HEARD, weight="w").filter(pl.col("code") == "yes")
    assert found.select("n", "sum_w", "sum_w2").row(0) == (1, 3.0, 9.0)


@pytest.mark.parametrize("bad", [-1.0, float("inf"), float("nan")])
def test_a_weight_that_is_no_weight_is_a_mistake(bad: float) -> None:
    dataset = with_weights(dataset_of([HEARD], [{"heard": "yes"}]), [bad])
    with pytest.raises(ValueError, match="infinite or below 0"):
        count_cells(dataset, HEARD, weight="w")
    with pytest.raises(ValueError, match="no weight 'heavy'"):
        count_cells(dataset, HEARD, weight="heavy")


def test_many_people_are_counted_the_same_by_any_number_of_threads() -> None:
    rows = [
        {"heard": ("yes", "no", "unsure", None)[spot % 4], "needs": (f"n{spot % 23}",)}
        for spot in range(500)
    ]
    dataset = dataset_of(VARIABLES, rows)
    grown = DataSet(pl.concat([dataset.frame] * 100), dataset.codebook, dataset.provenance)
    heavy = grown.frame.with_columns(w=pl.Series([0.1 + spot % 97 for spot in range(50_000)]))
    grown = DataSet(heavy, dataset.codebook, dataset.provenance)
    banners = [HEARD, NEEDS, Nested((HEARD, NEEDS))]
    one, *others = (
        count_many(grown, VARIABLES[:2], banners, "w", engine=engine, threads=threads)
        for engine in ENGINES
        for threads in (1, 2, 5)
    )
    assert one.filter(pl.col("code") == "yes")["n"][0] == 12_500
    for other in others:
        assert other.equals(one)
