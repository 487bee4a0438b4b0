"""Times counting: our engine, polars and DuckDB on the same made-up people, same answers checked.

Run ``python benchmarks/tabulate.py`` (a million people) or with ``--quick`` (200,000). The last
line holds every figure as ``name=value``.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import numpy as np
import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    Category,
    Codebook,
    DataSet,
    Missing,
    Provenance,
    Variable,
    VariableType,
)
from alongside.dataset.frame import MISSING_TYPE
from alongside.kernel.seeds import Seed
from alongside.kernel.text import plain_text
from alongside.tabulate import TOTAL, count_many

SINGLES = (3, 3, 3, 2, 5, 5, 5, 5, 7, 7, 7, 4, 4, 4, 10, 10, 12, 12, 6, 6)
"""Categories of the twenty questions with one answer."""
MULTIS = (6, 10, 12, 20)
"""Options of the four questions with several answers."""
BANNERS = (4, 9, 15)
"""Groups of the three banners."""
MISSING_SHARE = 0.1
Key = tuple[str, str, str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class People:
    """Made-up people and the names of what is counted."""

    dataset: DataSet
    variables: tuple[Variable, ...]
    banners: tuple[Variable, ...]


@dataclass(frozen=True)
class Timing:
    """The fastest of several runs: seconds on the clock, seconds of processor."""

    wall: float
    cpu: float


def make_people(number: int, seed: int) -> People:
    """Return made-up people; a tenth of every column is missing, for one of four reasons."""
    random = Seed(seed, "benchmark tabulate").generator()
    made = [("single", f"q{spot}", size) for spot, size in enumerate(SINGLES)]
    made += [("multi", f"m{spot}", size) for spot, size in enumerate(MULTIS)]
    made += [("single", f"by{spot}", size) for spot, size in enumerate(BANNERS)]
    columns = [
        pl.Series(RESPONDENT, np.arange(1, number + 1)),
        pl.Series(STATUS, ["completed"]).new_from_index(0, number).alias(STATUS),
    ]
    variables = []
    for kind, code, size in made:
        categories = tuple(
            Category(f"c{spot}", plain_text(f"Answer {spot}")) for spot in range(size)
        )
        variables.append(Variable(code, VariableType(kind), plain_text(code), categories))
        if kind == "multi":
            chosen = random.random((size, number)) < 0.3
            bits = np.left_shift(np.uint64(1), np.arange(size, dtype=np.uint64))
            values = pl.Series(code, chosen.T @ bits, dtype=pl.UInt64)
        else:
            shares = random.dirichlet(np.full(size, 3.0))
            places = random.choice(size, number, p=shares)
            names = [category.code for category in categories]
            values = pl.Series(code, names, dtype=pl.Enum(names)).gather(places)
        kinds = pl.Series(code + MISSING_SUFFIX, list(Missing), dtype=MISSING_TYPE)
        gap = kinds.gather(random.integers(0, len(Missing), number))
        missing = pl.Series("missing", random.random(number) < MISSING_SHARE)
        columns.append(values.to_frame().select(pl.when(~missing).then(pl.col(code))).to_series())
        columns.append(gap.to_frame().select(pl.when(missing).then(pl.col(gap.name))).to_series())
    dataset = DataSet(
        pl.DataFrame(columns),
        Codebook(tuple(variables)),
        Provenance("Benchmark", synthetic=True, source="Made up", fingerprint=str(seed)),
    )
    asked = len(SINGLES) + len(MULTIS)
    return People(dataset, tuple(variables[:asked]), tuple(variables[asked:]))


def count_ours(people: People) -> pl.DataFrame:
    """Count with Alongside: categories, bases and each kind of missing, totals included."""
    return count_many(people.dataset, people.variables, people.banners)


def read_ours(found: pl.DataFrame) -> dict[Key, int]:
    """Return the counts of categories, by key, without zeros."""
    kept = found.filter(~pl.col("code").str.starts_with("__"), pl.col("n") > 0)
    return {row[:4]: row[4] for row in kept.iter_rows()}


def count_polars(people: People) -> list[pl.DataFrame]:
    """Count with polars: one lazy group-by a table, all collected together (both cores)."""
    frame = people.dataset.frame.lazy()
    return pl.collect_all(
        [
            frame.group_by(banner.code).agg(*_bit_sums(variable))
            if variable.type is VariableType.MULTI
            else frame.group_by(banner.code, variable.code).len()
            for variable in people.variables
            for banner in people.banners
        ]
    )


def read_polars(people: People, found: Sequence[pl.DataFrame]) -> dict[Key, int]:
    """Return polars' counts by key, the totals added up from the groups and the ungrouped."""
    counts: dict[Key, int] = {}
    tables = iter(found)
    for variable in people.variables:
        for banner in people.banners:
            table = next(tables)
            if variable.type is VariableType.MULTI:
                table = table.unpivot(index=banner.code, variable_name="code", value_name="len")
            else:
                table = table.rename({variable.code: "code"})
            rows = table.select("code", banner.code, "len").iter_rows()
            _add(counts, variable, banner, rows)
    return counts


def open_duckdb(people: People, folder: Path) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that holds the people in memory, categories as small numbers."""
    numbers = [
        pl.col(variable.code).to_physical() for variable in (*people.variables, *people.banners)
    ]
    file = folder / "people.parquet"
    people.dataset.frame.select(numbers).write_parquet(file)
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
            if variable.type is VariableType.MULTI:
                what = ", ".join(
                    f"count(*) filter (where {variable.code} & {1 << bit} <> 0)"
                    for bit in range(len(variable.categories))
                )
            else:
                what = f"{variable.code}, count(*)"
            query = f"select {banner.code}, {what} from people group by all"  # noqa: S608
            found.append(connection.sql(query).fetchall())
    return found


def read_duckdb(people: People, found: Sequence[list[tuple[Any, ...]]]) -> dict[Key, int]:
    """Return DuckDB's counts by key, the totals added up from the groups and the ungrouped."""
    counts: dict[Key, int] = {}
    tables = iter(found)
    for variable in people.variables:
        codes = [category.code for category in variable.categories]
        for banner in people.banners:
            groups = [category.code for category in banner.categories]
            rows = []
            for group, *values in next(tables):
                name = None if group is None else groups[group]
                if variable.type is VariableType.MULTI:
                    rows += [(code, name, n) for code, n in zip(codes, values, strict=True)]
                elif values[0] is not None:
                    rows.append((codes[values[0]], name, values[1]))
            _add(counts, variable, banner, rows)
    return counts


def _bit_sums(variable: Variable) -> list[pl.Expr]:
    return [
        ((pl.col(variable.code) & pl.lit(1 << bit, dtype=pl.UInt64)) != 0).sum().alias(item.code)
        for bit, item in enumerate(variable.categories)
    ]


def _add(
    counts: dict[Key, int], variable: Variable, banner: Variable, rows: Iterable[tuple[Any, ...]]
) -> None:
    totals: dict[str, int] = {}
    for code, group, n in rows:
        if code is None or not n:
            continue
        totals[code] = totals.get(code, 0) + n
        if group is not None:
            counts[variable.code, code, banner.code, group] = n
    counts.update({(variable.code, code, "", TOTAL): n for code, n in totals.items()})


def fastest(work: Callable[[], T], repeats: int) -> tuple[T, Timing]:
    """Return what the work gives, and its fastest time of so many runs."""
    taken = []
    for _ in range(max(1, repeats)):
        wall, cpu = time.perf_counter(), time.process_time()
        found = work()
        taken.append(Timing(time.perf_counter() - wall, time.process_time() - cpu))
    return found, min(taken, key=lambda timing: timing.wall)


def run_engines(
    people: People, connection: duckdb.DuckDBPyConnection, repeats: int
) -> tuple[dict[str, Timing], dict[str, dict[Key, int]]]:
    """Return the time each engine took, and what it counted."""
    cells, ours = fastest(lambda: count_ours(people), repeats)
    frames, by_polars = fastest(lambda: count_polars(people), repeats)
    rows, by_duckdb = fastest(lambda: count_duckdb(people, connection), repeats)
    return (
        {"ours": ours, "polars": by_polars, "duckdb": by_duckdb},
        {
            "ours": read_ours(cells),
            "polars": read_polars(people, frames),
            "duckdb": read_duckdb(people, rows),
        },
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; 1 when the counts differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="200,000 people, under 45 seconds")
    parser.add_argument("--people", type=int, help="how many people (default: 1,000,000)")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument("--seed", type=int, default=2023)
    chosen = parser.parse_args(arguments)
    number = chosen.people or (200_000 if chosen.quick else 1_000_000)
    people = make_people(number, chosen.seed)
    tables = len(people.variables) * len(people.banners)
    print(
        f"{number:,} people, {tables} tables ({len(SINGLES)} questions with one answer, "
        f"{len(MULTIS)} with several, {len(BANNERS)} banners); {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, numpy {np.__version__}, polars {pl.__version__}, "
        f"DuckDB {duckdb.__version__}"
    )
    one = People(people.dataset, (people.variables[10],), (people.banners[1],))
    figures: dict[str, object] = {"people": number, "tables": tables}
    equal = True
    with tempfile.TemporaryDirectory() as folder, open_duckdb(people, Path(folder)) as connection:
        for name, what, part in (("", f"{tables} tables", people), ("one_", "1 table", one)):
            timings, counts = run_engines(part, connection, chosen.repeats)
            same = counts["ours"] == counts["polars"] == counts["duckdb"]
            equal = equal and same
            print(f"\n{what:<10}{'seconds':>10}{'processor':>12}{'times ours':>12}")
            for engine, timing in timings.items():
                ratio = timing.wall / timings["ours"].wall
                print(f"{engine:<10}{timing.wall:>10.4f}{timing.cpu:>12.4f}{ratio:>12.2f}")
                figures[f"{name}{engine}_s"] = f"{timing.wall:.4f}"
                figures[f"{name}{engine}_cpu_s"] = f"{timing.cpu:.4f}"
            print(f"{len(counts['ours']):,} counts, {'all equal' if same else 'NOT EQUAL'}")
    figures["counts_equal"] = str(equal).lower()
    print("\n" + " ".join(f"{name}={value}" for name, value in figures.items()))
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
