"""The counts contract.

Rows are ``(variable, code, banner, banner_code, n, sum_w, sum_w2)``. They add across any
partition of the data, and everything statistical is computed from them. Beside the categories
a variable has the code ``__base__`` (people with an answer) and one code per kind of missing;
the banner ``""`` with code ``__total__`` holds everybody.

A banner is one variable, or several nested (:class:`Nested`): role within employer. Any number
of banners stand side by side. The same counts as arrays, which statistics prefer, are a
:class:`Crossing` for each variable and banner.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from alongside.dataset import DataSet, Variable
from alongside.tabulate.crossing import Banner, Crossing, Nested, cross_lanes
from alongside.tabulate.lanes import (
    BASE,
    Ints,
    answer_makers,
    categories_of,
    lane_makers,
    missing_code,
)

__all__ = [
    "BASE",
    "COUNTS_SCHEMA",
    "Banner",
    "Crossing",
    "Nested",
    "add_counts",
    "count_answers",
    "count_cells",
    "count_crossings",
    "count_many",
    "countable_categories",
    "counts_frame",
    "missing_code",
]

KEYS = ("variable", "code", "banner", "banner_code")
COUNTS_SCHEMA = {
    "variable": pl.String,
    "code": pl.String,
    "banner": pl.String,
    "banner_code": pl.String,
    "n": pl.Int64,
    "sum_w": pl.Float64,
    "sum_w2": pl.Float64,
}


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
    return cross_lanes(dataset, list(variables), lane_makers, banners, weight, engine, threads)


def count_answers(
    dataset: DataSet,
    variables: Iterable[Variable],
    banners: Sequence[Banner] = (),
    weight: str | None = None,
    *,
    engine: str | None = None,
    threads: int | None = None,
) -> pl.DataFrame:
    """Count who answered and who did not, for variables of every type.

    As :func:`count_many`, but with the rows ``__base__`` and the kinds of missing only, so that
    numbers of many values and open answers can be counted too.
    """
    found = cross_lanes(dataset, list(variables), answer_makers, banners, weight, engine, threads)
    return counts_frame(found)


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
