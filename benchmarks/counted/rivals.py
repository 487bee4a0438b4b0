"""The same counts by other software: n, sum of weights and of squared weights of every cell."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
from benchmarks.counted.made import WEIGHT, People

from alongside.dataset import Variable, VariableType
from alongside.tabulate import TOTAL, Crossing, count_crossings

Key = tuple[str, str, str, str]
Sums = tuple[int, float, float]


def count_ours(people: People, engine: str | None = None) -> list[Crossing]:
    """Count with Alongside: categories, bases and each kind of missing, totals included."""
    return count_crossings(people.dataset, people.variables, people.banners, WEIGHT, engine=engine)


def read_ours(found: Sequence[Crossing]) -> dict[Key, Sums]:
    """Return the sums of categories, by key, without zeros."""
    return {
        (each.variable, code, each.banner, column): (
            int(each.n[row, spot]),
            float(each.sum_w[row, spot]),
            float(each.sum_w2[row, spot]),
        )
        for each in found
        for row, code in enumerate(each.codes)
        if not code.startswith("__")
        for spot, column in enumerate(each.banner_codes)
        if each.n[row, spot]
    }


def count_polars(people: People) -> list[pl.DataFrame]:
    """Count with polars: one lazy group-by a table, all collected together (every core)."""
    frame = people.dataset.frame.lazy().with_columns(w2=pl.col(WEIGHT) ** 2)
    plain = (pl.len(), pl.col(WEIGHT).sum().alias("sw"), pl.col("w2").sum().alias("sw2"))
    return pl.collect_all(
        [
            frame.group_by(banner.code, variable.code)
            .agg(*plain)
            .group_by(banner.code)
            .agg(*_bit_sums(variable))
            if variable.type is VariableType.MULTI
            else frame.group_by(banner.code, variable.code).agg(*plain)
            for variable in people.variables
            for banner in people.banners
        ]
    )


def read_polars(people: People, found: Sequence[pl.DataFrame]) -> dict[Key, Sums]:
    """Return polars' sums by key, the totals added up from the groups and the ungrouped."""
    counts: dict[Key, Sums] = {}
    tables = iter(found)
    for variable in people.variables:
        for banner in people.banners:
            table = next(tables)
            rows: list[tuple[Any, ...]] = []
            if variable.type is VariableType.MULTI:
                for group, *values in table.iter_rows():
                    parts = [values[spot : spot + 3] for spot in range(0, len(values), 3)]
                    rows += [
                        (item.code, group, *part)
                        for item, part in zip(variable.categories, parts, strict=True)
                    ]
            else:
                rows = table.select(variable.code, banner.code, "len", "sw", "sw2").rows()
            _add(counts, variable, banner, rows)
    return counts


def _bit_sums(variable: Variable) -> list[pl.Expr]:
    """Return sums by option over combinations of options: far fewer rows than people."""
    return [
        pl.col(name)
        .filter((pl.col(variable.code) & pl.lit(1 << bit, dtype=pl.UInt64)) != 0)
        .sum()
        .alias(f"{item.code} {name}")
        for bit, item in enumerate(variable.categories)
        for name in ("len", "sw", "sw2")
    ]


def open_duckdb(people: People, folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that holds the people in memory, categories as small numbers."""
    numbers = [
        pl.col(variable.code).to_physical() for variable in (*people.variables, *people.banners)
    ]
    file = folder / "people.parquet"
    people.dataset.frame.select(*numbers, WEIGHT).write_parquet(file)
    connection = duckdb.connect()
    connection.sql(f"create table people as select * from read_parquet('{file}')")  # noqa: S608
    return connection


def count_duckdb(
    people: People, connection: duckdb.DuckDBPyConnection
) -> list[list[tuple[Any, ...]]]:
    """Count with DuckDB: one query a table, on as many threads as there are cores."""
    found = []
    for variable in people.variables:
        for banner in people.banners:
            summed = f"count(*) n, sum({WEIGHT}) w, sum({WEIGHT} * {WEIGHT}) w2"
            query = f"select {banner.code}, {variable.code}, {summed} from people group by all"  # noqa: S608
            if variable.type is VariableType.MULTI:
                # combinations first: far fewer rows than people to filter by option
                what = ", ".join(
                    f"sum({each}) filter (where {variable.code} & {1 << bit} <> 0)"
                    for bit in range(len(variable.categories))
                    for each in ("n", "w", "w2")
                )
                query = f"select {banner.code}, {what} from ({query}) group by all"  # noqa: S608
            found.append(connection.sql(query).fetchall())
    return found


def read_duckdb(people: People, found: Sequence[list[tuple[Any, ...]]]) -> dict[Key, Sums]:
    """Return DuckDB's sums by key, the totals added up from the groups and the ungrouped."""
    counts: dict[Key, Sums] = {}
    tables = iter(found)
    for variable in people.variables:
        codes = [category.code for category in variable.categories]
        for banner in people.banners:
            groups = [category.code for category in banner.categories]
            rows: list[tuple[Any, ...]] = []
            for group, *values in next(tables):
                name = None if group is None else groups[group]
                if variable.type is VariableType.MULTI:
                    parts = [values[spot : spot + 3] for spot in range(0, len(values), 3)]
                    rows += [(code, name, *part) for code, part in zip(codes, parts, strict=True)]
                elif values[0] is not None:
                    rows.append((codes[values[0]], name, *values[1:]))
            _add(counts, variable, banner, rows)
    return counts


def open_pandas(people: People) -> pd.DataFrame:
    """Return the people as a pandas frame: categoricals, masks as numbers, -1 for missing."""
    data: dict[str, Any] = {WEIGHT: people.dataset.frame[WEIGHT].to_numpy()}
    data["w2"] = data[WEIGHT] ** 2
    for variable in (*people.variables, *people.banners):
        column = people.dataset.frame[variable.code]
        if variable.type is VariableType.MULTI:
            data[variable.code] = column.fill_null(0).to_numpy()
        else:
            places = column.to_physical().cast(pl.Int16).fill_null(-1).to_numpy()
            codes = [category.code for category in variable.categories]
            data[variable.code] = pd.Categorical.from_codes(places, codes)
    return pd.DataFrame(data)


def count_pandas(people: People, frame: pd.DataFrame) -> list[pd.DataFrame]:
    """Count with pandas: one group-by a table, or one an option."""
    found = []
    for variable in people.variables:
        for banner in people.banners:
            if variable.type is VariableType.SINGLE:
                keys = [variable.code, banner.code]
                grouped = frame.groupby(keys, observed=True, dropna=False)
                found.append(grouped[[WEIGHT, "w2"]].agg(["size", "sum"]))
                continue
            for bit in range(len(variable.categories)):
                chosen = frame[(frame[variable.code] & (1 << bit)) != 0]
                grouped = chosen.groupby(banner.code, observed=True, dropna=False)
                found.append(grouped[[WEIGHT, "w2"]].agg(["size", "sum"]))
    return found


def read_pandas(people: People, found: Sequence[pd.DataFrame]) -> dict[Key, Sums]:
    """Return pandas' sums by key, the totals added up from the groups and the ungrouped."""
    counts: dict[Key, Sums] = {}
    tables = iter(found)
    for variable in people.variables:
        for banner in people.banners:
            rows: list[tuple[Any, ...]] = []
            one = variable.type is VariableType.SINGLE
            for item in variable.categories[: 1 if one else None]:
                for key, n, w, _, w2 in next(tables).itertuples(name=None):
                    code, group = key if one else (item.code, key)
                    rows.append((_or_none(code), _or_none(group), n, w, w2))
            _add(counts, variable, banner, rows)
    return counts


def _or_none(value: object) -> object:
    return value if isinstance(value, str) else None


def _add(
    counts: dict[Key, Sums], variable: Variable, banner: Variable, rows: Iterable[tuple[Any, ...]]
) -> None:
    totals: dict[str, list[float]] = {}
    for code, group, n, w, w2 in rows:
        if code is None or not n:
            continue  # no answer, or nobody
        total = totals.setdefault(code, [0, 0.0, 0.0])
        for spot, part in enumerate((n, w, w2)):
            total[spot] += part
        if group is not None:
            counts[variable.code, code, banner.code, group] = (int(n), w, w2)
    for code, (n, w, w2) in totals.items():
        counts[variable.code, code, "", TOTAL] = (int(n), w, w2)


def same_sums(one: dict[Key, Sums], other: dict[Key, Sums]) -> bool:
    """Return whether counts are equal and weighted sums within 1e-9 of each other."""
    return one.keys() == other.keys() and all(
        left[0] == other[key][0]
        and all(abs(a - b) <= 1e-9 * abs(b) for a, b in zip(left[1:], other[key][1:], strict=True))
        for key, left in one.items()
    )
