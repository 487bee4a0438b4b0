"""The counts contract.

Rows are ``(variable, code, banner, banner_code, n, sum_w, sum_w2)``. They add across any
partition of the data, and everything statistical is computed from them. Beside the categories
a variable has the code ``__base__`` (people with an answer) and one code per kind of missing;
the banner ``""`` with code ``__total__`` holds everybody.

A banner is one variable, or several nested (:class:`Nested`): role within employer. Any number
of banners stand side by side. The same counts as arrays, which statistics prefer, are a
:class:`Crossing` for each variable and banner.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl

from alongside.dataset import DataSet, Variable
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.engines import Engine, Floats, Weights, choose_engine
from alongside.tabulate.lanes import (
    BASE,
    GAPS,
    NEST,
    Ints,
    Lane,
    banner_lanes,
    categories_of,
    everybody,
    join_places,
    lane_makers,
    missing_code,
    pack,
    unpack,
)

__all__ = [
    "BASE",
    "COUNTS_SCHEMA",
    "Banner",
    "Crossing",
    "Nested",
    "add_counts",
    "count_cells",
    "count_crossings",
    "count_many",
    "countable_categories",
    "counts_frame",
    "missing_code",
]

_MOST_COLUMNS = 192
"""Groups of banners joined: more, and a table of weights leaves the processor's cache."""
_MOST_CELLS = 16_384
_FEWEST_CELLS = 64

KEYS = ("variable", "code", "banner", "banner_code")
T = TypeVar("T")
COUNTS_SCHEMA = {
    "variable": pl.String,
    "code": pl.String,
    "banner": pl.String,
    "banner_code": pl.String,
    "n": pl.Int64,
    "sum_w": pl.Float64,
    "sum_w2": pl.Float64,
}


@dataclass(frozen=True)
class Nested:
    """A banner of variables within each other, outermost first: role within employer.

    Its columns are the combinations of their categories. People missing from any of the
    variables are in no column; with a variable of several answers they are in several.
    """

    variables: tuple[Variable, ...]

    def __post_init__(self) -> None:
        codes = [variable.code for variable in self.variables]
        if len(codes) < 2 or len(set(codes)) < len(codes):
            raise ExpressionError(
                "A nested banner needs two or more different variables.",
                where=NEST.join(codes),
                remedy=f"Write, for example, employer{NEST}role.",
            )

    @property
    def code(self) -> str:
        """Codes of the variables, outermost first, with `` > `` between."""
        return NEST.join(variable.code for variable in self.variables)


Banner = Variable | Nested


@dataclass(frozen=True, eq=False)
class Crossing:
    """The counts of one variable by one banner, as arrays of shape (codes, banner codes).

    Parameters
    ----------
    variable, banner
        What was counted by what; the banner ``""`` holds everybody.
    codes
        The categories, then ``__base__`` (people with an answer), then the kinds of missing.
    banner_codes
        The columns.
    n
        People, unweighted; people of weight 0 are left out.
    sum_w, sum_w2
        Their weights and squared weights; equal to ``n`` without weights.
    """

    variable: str
    banner: str
    codes: tuple[str, ...]
    banner_codes: tuple[str, ...]
    n: Floats
    sum_w: Floats
    sum_w2: Floats


def count_cells(
    dataset: DataSet, variable: Variable, by: Banner | None = None, weight: str | None = None
) -> pl.DataFrame:
    """Count one variable, in all and by the categories of another.

    Parameters
    ----------
    dataset
        Already filtered to the people to count.
    variable, by
        Single, multi, or numeric and date with few values. With a multi ``by`` a person is
        in every column they chose.
    weight
        Name of a weight column, never missing; None: every weight is 1. People of weight 0
        are left out.

    Returns
    -------
    Rows of the counts contract, in the order of the categories, zeros included.

    Raises
    ------
    ExpressionError
        When a variable cannot be counted: open answers, or a number with many values.
    ValueError
        When a weight is missing, infinite or below 0.
    """
    return count_many(dataset, [variable], [] if by is None else [by], weight)


def count_many(
    dataset: DataSet,
    variables: Iterable[Variable],
    banners: Sequence[Banner],
    weight: str | None = None,
    *,
    engine: str | None = None,
    threads: int | None = None,
) -> pl.DataFrame:
    """Count every variable, in all and by every banner; see :func:`count_cells`.

    Much cheaper than asking one by one, because one pass over the people serves several
    tables. ``engine`` and ``threads`` as for :func:`count_crossings`.
    """
    found = count_crossings(dataset, variables, banners, weight, engine=engine, threads=threads)
    return counts_frame(found)


def count_crossings(
    dataset: DataSet,
    variables: Iterable[Variable],
    banners: Sequence[Banner],
    weight: str | None = None,
    *,
    engine: str | None = None,
    threads: int | None = None,
) -> list[Crossing]:
    """Count every variable, in all and by every banner, as arrays.

    Parameters
    ----------
    dataset, variables, weight
        As for :func:`count_cells`.
    banners
        Variables, or :class:`Nested` ones.
    engine
        ``numba``, ``numpy``, or None to have it chosen
        (:func:`~alongside.tabulate.engines.choose_engine`). The counts are the same.
    threads
        How many to use; None: one per processor the program may use. The counts, weighted
        ones too, do not depend on it.

    Returns
    -------
    For each variable the total, then each banner.
    """
    asked = list(variables)
    frame, weights = people_and_weights(dataset, weight)
    total = everybody(frame.height)
    columns = [("", [total])]
    for banner in banners:
        parts = banner.variables if isinstance(banner, Nested) else (banner,)
        columns.append((banner.code, list(banner_lanes(frame, parts))))
    column_lanes = [lane for _, lanes in columns for lane in lanes]
    budget = min(_MOST_CELLS, max(_FEWEST_CELLS, frame.height // 4))
    sizes = [lane.places.size for lane in column_lanes]
    bundles = pack(sizes, min(_MOST_COLUMNS, budget))
    joined = [join_places([column_lanes[spot].places for spot in bundle]) for bundle in bundles]
    makers = [(spot, maker) for spot, each in enumerate(asked) for maker in lane_makers(each)]
    widest = max(places.size for places in joined)
    row_bundles = pack([maker[0] for _, maker in makers], max(1, budget // widest))
    chosen = choose_engine(frame.height * len(row_bundles) * len(joined), engine)

    def count(row_bundle: Sequence[int]) -> list[tuple[int, int, Lane, Floats]]:
        rows = [makers[spot][1][1](frame) for spot in row_bundle]
        sums = chosen.cross(join_places([lane.places for lane in rows]), joined, weights)
        return [
            (row_bundle[row], bundle[column], rows[row], found)
            for bundle, each in zip(bundles, sums, strict=True)
            for row, column, found in unpack(each, rows, [column_lanes[spot] for spot in bundle])
        ]

    counted: dict[tuple[int, int], tuple[Lane, Floats]] = {}
    for found in _side_by_side(count, row_bundles, chosen, threads):
        counted |= {(row, column): (lane, sums) for row, column, lane, sums in found}
    return list(_assembled(asked, [spot for spot, _ in makers], columns, counted))


def counts_frame(crossings: Sequence[Crossing]) -> pl.DataFrame:
    """Return crossings as rows of the contract, in one frame."""
    names: dict[str, int] = {}

    def numbers(words: Iterable[str]) -> Ints:
        return np.array([names.setdefault(word, len(names)) for word in words], np.int64)

    keys = []
    for crossing in crossings:
        codes, columns = numbers(crossing.codes), numbers(crossing.banner_codes)
        variable, banner = numbers([crossing.variable, crossing.banner])
        size = codes.size * columns.size
        keys.append(
            np.stack(
                [
                    np.full(size, variable),
                    np.repeat(codes, columns.size),
                    np.full(size, banner),
                    np.tile(columns, codes.size),
                ]
            )
        )
    if not keys:
        return pl.DataFrame(schema=COUNTS_SCHEMA)
    words = pl.Series(list(names), dtype=pl.String)
    places = np.concatenate(keys, axis=1)
    data = {name: words.gather(pl.Series(each)) for name, each in zip(KEYS, places, strict=True)}
    for name in ("n", "sum_w", "sum_w2"):
        data[name] = pl.Series(np.concatenate([getattr(each, name).ravel() for each in crossings]))
    return pl.DataFrame(data).cast({"n": pl.Int64})


def countable_categories(dataset: DataSet, variable: Variable) -> tuple[str, ...]:
    """Return the codes a variable can be counted by, in the order of the codebook.

    Raises :class:`~alongside.kernel.errors.ExpressionError` for open answers and for
    numbers or dates with more than 20 different values.
    """
    return categories_of(dataset.frame, variable)


def add_counts(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the counts of several parts of one data set: the same rows as counting it whole.

    Weighted sums are added in the order of the parts.
    """
    return (
        pl.concat(parts)
        .group_by(KEYS, maintain_order=True)
        .agg(pl.col("n", "sum_w", "sum_w2").sum())
    )


def people_and_weights(dataset: DataSet, weight: str | None) -> tuple[pl.DataFrame, Weights]:
    """Return the people who count, and their weights: those of weight 0 are left out.

    Raises ``ValueError`` when there is no such column, or a weight is missing, infinite or
    below 0.
    """
    if weight is None:
        return dataset.frame, None
    if weight not in dataset.frame.columns:
        raise ValueError(f"there is no weight {weight!r}: give the name of a column of numbers")
    column = dataset.frame[weight].cast(pl.Float64)
    if column.null_count():
        raise ValueError(f"the weight {weight!r} is missing for some people")
    weights = column.to_numpy()
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError(f"the weight {weight!r} is infinite or below 0 for some people")
    if (weights == 0).any():
        kept = weights > 0
        return dataset.frame.filter(pl.Series(kept)), weights[kept]
    return dataset.frame, weights


def _side_by_side(
    work: Callable[[Sequence[int]], T],
    bundles: Sequence[Sequence[int]],
    engine: Engine,
    threads: int | None,
) -> Iterator[T]:
    """Yield what the work gives for each bundle, in order, by several threads where that helps."""
    most = min(threads or len(os.sched_getaffinity(0)), len(bundles))
    if most < 2 or engine.name == "numpy":  # numpy's bin counts hold the lock of Python
        yield from map(work, bundles)
        return
    with ThreadPoolExecutor(most) as pool:
        yield from pool.map(work, bundles)


def _assembled(
    variables: Sequence[Variable],
    makers_of: Sequence[int],
    columns: Sequence[tuple[str, Sequence[Lane]]],
    counted: Mapping[tuple[int, int], tuple[Lane, Floats]],
) -> Iterator[Crossing]:
    """Yield a crossing for each variable and banner from what was counted by pairs of lanes."""
    for spot, variable in enumerate(variables):
        rows = [row for row, owner in enumerate(makers_of) if owner == spot]
        start = 0
        for banner, lanes in columns:
            here = range(start, start + len(lanes))
            start += len(lanes)
            codes = [code for row in rows for code in counted[row, here[0]][0].codes]
            sums = np.concatenate(
                [
                    np.concatenate([counted[row, column][1] for column in here], axis=2)
                    for row in rows
                ],
                axis=1,
            )
            # people with an answer and the gaps stand at the end of the first lane, not of all
            first = len(counted[rows[0], here[0]][0].codes)
            tail = range(first - len(GAPS) - 1, first)
            order = [*range(tail.start), *range(first, len(codes)), *tail]
            n, sum_w, sum_w2 = sums[[0, 0, 0] if len(sums) == 1 else [0, 1, 2]][:, order]
            yield Crossing(
                variable.code,
                banner,
                tuple(codes[place] for place in order),
                tuple(code for lane in lanes for code in lane.codes),
                n,
                sum_w,
                sum_w2,
            )
