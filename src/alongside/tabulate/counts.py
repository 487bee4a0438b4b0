"""The counts contract, and the engine that fulfils it.

Rows are ``(variable, code, banner, banner_code, n, sum_w, sum_w2)``. They add across any
partition of the data, and everything statistical is computed from them. Beside the categories
a variable has the code ``__base__`` (people with an answer) and one code per kind of missing;
the banner ``""`` with code ``__total__`` holds everybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import MISSING_SUFFIX, DataSet, Missing, Variable, VariableType
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.table import TOTAL

BASE = "__base__"
"""Code of the row that counts everybody with an answer."""
MOST_VALUES = 20
"""A numeric variable with more distinct values than this needs grouping first."""

COUNTS_SCHEMA = {
    "variable": pl.String,
    "code": pl.String,
    "banner": pl.String,
    "banner_code": pl.String,
    "n": pl.Int64,
    "sum_w": pl.Float64,
    "sum_w2": pl.Float64,
}


def missing_code(kind: Missing) -> str:
    """Return the code under which a kind of missing is counted."""
    return f"__{kind.value}__"


@dataclass(frozen=True)
class _Partition:
    """Disjoint groups of rows: ``of[i]`` is the group of row i, -1 for none."""

    codes: tuple[str, ...]
    of: npt.NDArray[np.int64]


def count_cells(
    dataset: DataSet, variable: Variable, by: Variable | None = None, weight: str | None = None
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
        Name of a weight column, never missing; None: every weight is 1.

    Returns
    -------
    Rows of the counts contract, in the order of the categories, zeros included.

    Raises
    ------
    ExpressionError
        When a variable cannot be counted: open answers, or a number with many values.
    """
    rows = dataset.frame.height
    weights = np.ones(rows) if weight is None else dataset.frame[weight].cast(pl.Float64).to_numpy()
    everybody = _Partition((TOTAL,), np.zeros(rows, dtype=np.int64))
    banners = [("", [everybody])]
    if by is not None:
        banners.append((by.code, _partitions(dataset, by)))
    counted = [
        _cross(variable.code, part, banner, columns, weights)
        for banner, parts in banners
        for columns in parts
        for part in _partitions(dataset, variable)
    ]
    return pl.concat(counted)


def countable_categories(dataset: DataSet, variable: Variable) -> tuple[str, ...]:
    """Return the codes a variable can be counted by, in table order.

    Raises :class:`~alongside.kernel.errors.ExpressionError` for open answers and for
    numbers or dates with more than 20 different values.
    """
    if variable.type in (VariableType.SINGLE, VariableType.MULTI):
        return tuple(category.code for category in variable.categories)
    if variable.type is VariableType.TEXT:
        raise ExpressionError(
            f"“{variable.code}” holds open answers, which cannot be counted as they are.",
            remedy="Give the answers codes (derive.yaml, coded_in), then count those.",
        )
    values = dataset.frame[variable.code].drop_nulls().unique().sort()
    if values.len() > MOST_VALUES:
        raise ExpressionError(
            f"“{variable.code}” has {values.len()} different values, too many for a table.",
            remedy="Group them with a derived variable in derive.yaml.",
        )
    return tuple(_shown(value) for value in values)


def _partitions(dataset: DataSet, variable: Variable) -> list[_Partition]:
    """Return a variable as partitions: its categories, and answered or why not."""
    codes = countable_categories(dataset, variable)
    column = dataset.frame[variable.code]
    reasons = [BASE, *(missing_code(kind) for kind in Missing)]
    gap = dataset.frame[variable.code + MISSING_SUFFIX].to_physical().cast(pl.Int64)
    status = _Partition(tuple(reasons), np.asarray(gap.fill_null(-1).to_numpy() + 1, np.int64))
    if variable.type is VariableType.MULTI:
        mask = column.fill_null(0).to_numpy()
        bits = [
            _Partition((code,), np.where((mask >> np.uint64(bit)) & np.uint64(1), 0, -1))
            for bit, code in enumerate(codes)
        ]
        return [*bits, status]
    if variable.type is VariableType.SINGLE:
        order = column.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        return [_Partition(codes, np.asarray(order, np.int64)), status]
    place = {code: spot for spot, code in enumerate(codes)}
    spots = [-1 if value is None else place[_shown(value)] for value in column]
    return [_Partition(codes, np.asarray(spots, np.int64)), status]


def _cross(
    variable: str,
    part: _Partition,
    banner: str,
    columns: _Partition,
    weights: npt.NDArray[np.float64],
) -> pl.DataFrame:
    """Count one partition by another with bin counts over the pair of groups."""
    width = len(columns.codes)
    size = len(part.codes) * width
    both = (part.of >= 0) & (columns.of >= 0)
    pair = part.of[both] * width + columns.of[both]
    weight = weights[both]
    return pl.DataFrame(
        {
            "variable": [variable] * size,
            "code": [code for code in part.codes for _ in columns.codes],
            "banner": [banner] * size,
            "banner_code": list(columns.codes) * len(part.codes),
            "n": np.bincount(pair, minlength=size),
            "sum_w": np.bincount(pair, weights=weight, minlength=size),
            "sum_w2": np.bincount(pair, weights=weight * weight, minlength=size),
        },
        schema=COUNTS_SCHEMA,
    )


def add_counts(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the counts of several parts of one data set: the same rows as counting it whole."""
    keys = ["variable", "code", "banner", "banner_code"]
    return (
        pl.concat(parts)
        .group_by(keys, maintain_order=True)
        .agg(pl.col("n", "sum_w", "sum_w2").sum())
    )


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
