"""The counts contract, and the engine that fulfils it.

Rows are ``(variable, code, banner, banner_code, n, sum_w, sum_w2)``. They add across any
partition of the data, and everything statistical is computed from them. Beside the categories
a variable has the code ``__base__`` (people with an answer) and one code per kind of missing;
the banner ``""`` with code ``__total__`` holds everybody.

The engine sees a variable as *lanes*. A lane sorts the people into disjoint groups, numbered
from 0, and says which codes each group counts towards. Two lanes are crossed by one bin count
over the pair of groups. The lane of a question with one answer has a group per category; that
of several answers has one per combination of up to ten options, so ten options cost one pass.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import MISSING_SUFFIX, DataSet, Missing, Variable, VariableType
from alongside.dataset.expressions import number_text
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.table import TOTAL

BASE = "__base__"
"""Code of the row that counts everybody with an answer."""
MOST_VALUES = 20
"""A numeric variable with more distinct values than this needs grouping first."""
_VARIABLE_BITS = 10
_BANNER_BITS = 6  # a pair of lanes then has at most 2^16 groups, which fit in a processor's cache

COUNTS_SCHEMA = {
    "variable": pl.String,
    "code": pl.String,
    "banner": pl.String,
    "banner_code": pl.String,
    "n": pl.Int64,
    "sum_w": pl.Float64,
    "sum_w2": pl.Float64,
}
_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


def missing_code(kind: Missing) -> str:
    """Return the code under which a kind of missing is counted."""
    return f"__{kind.value}__"


@dataclass(frozen=True)
class _Lane:
    """Disjoint groups of people.

    Parameters
    ----------
    codes
        What is counted, in table order.
    group
        The group of each person, 0 to ``len(adds) - 1``.
    adds
        One row a group, one column a code: 1 where the group counts towards the code.
    """

    codes: tuple[str, ...]
    group: _Ints
    adds: _Ints


@dataclass(frozen=True)
class _Crossed:
    """What crossing two lanes gave: names, and one row a code, one column a banner code."""

    keys: tuple[str, tuple[str, ...], str, tuple[str, ...]]
    n: _Ints | _Floats
    sum_w: _Ints | _Floats
    sum_w2: _Ints | _Floats


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
    ValueError
        When a weight is missing.
    """
    return count_many(dataset, [variable], [] if by is None else [by], weight)


def count_many(
    dataset: DataSet,
    variables: Iterable[Variable],
    banners: Sequence[Variable],
    weight: str | None = None,
) -> pl.DataFrame:
    """Count every variable, in all and by every banner; see :func:`count_cells`.

    Cheaper than asking one by one, because each variable is prepared once.
    """
    weights: _Floats | None = None
    if weight is not None:
        column = dataset.frame[weight].cast(pl.Float64)
        if column.null_count():
            raise ValueError(f"the weight {weight!r} is missing for some people")
        weights = column.to_numpy()
    everybody = _Lane((TOTAL,), np.zeros(dataset.frame.height, np.int64), np.ones((1, 1), np.int64))
    prepared = [("", [everybody])]
    prepared += [(banner.code, _banner_lanes(dataset, banner)) for banner in banners]
    counted = [
        _cross(variable.code, lane, banner, columns, weights)
        for variable in variables
        for lanes in [_variable_lanes(dataset, variable)]
        for banner, banner_lanes in prepared
        for lane in lanes
        for columns in banner_lanes
    ]
    return _as_rows(counted)


def countable_categories(dataset: DataSet, variable: Variable) -> tuple[str, ...]:
    """Return the codes a variable can be counted by, in table order.

    Raises :class:`~alongside.kernel.errors.ExpressionError` for open answers and for
    numbers or dates with more than 20 different values.
    """
    if variable.type in (VariableType.SINGLE, VariableType.MULTI):
        return tuple(category.code for category in variable.categories)
    return tuple(_shown(value) for value in _distinct_values(dataset, variable))


def add_counts(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the counts of several parts of one data set: the same rows as counting it whole."""
    keys = ["variable", "code", "banner", "banner_code"]
    return (
        pl.concat(parts)
        .group_by(keys, maintain_order=True)
        .agg(pl.col("n", "sum_w", "sum_w2").sum())
    )


def _variable_lanes(dataset: DataSet, variable: Variable) -> list[_Lane]:
    """Return the lanes of a variable: its categories, people with an answer, and the gaps."""
    gaps = [missing_code(kind) for kind in Missing]
    if variable.type is VariableType.MULTI:
        masks = dataset.frame[variable.code]
        answered = _group(masks.is_null().cast(pl.Int64).replace(1, None), _gap(dataset, variable))
        size = 1 + len(gaps)
        status = np.vstack([np.zeros((1, size), np.int64), np.eye(size, dtype=np.int64)])
        lanes = _mask_lanes(dataset, variable, _VARIABLE_BITS)
        return [*lanes, _Lane((BASE, *gaps), answered, status)]
    codes, places = _coded(dataset, variable)
    size = len(codes)
    adds = np.zeros((1 + size + len(gaps), size + 1 + len(gaps)), np.int64)
    adds[1 : 1 + size, :size] = np.eye(size, dtype=np.int64)
    adds[1 : 1 + size, size] = 1
    adds[1 + size :, size + 1 :] = np.eye(len(gaps), dtype=np.int64)
    gap = _gap(dataset, variable) + (size - 1)
    return [_Lane((*codes, BASE, *gaps), _group(places, gap), adds)]


def _banner_lanes(dataset: DataSet, banner: Variable) -> list[_Lane]:
    """Return the lanes of a banner: its categories only."""
    if banner.type is VariableType.MULTI:
        return _mask_lanes(dataset, banner, _BANNER_BITS)
    codes, places = _coded(dataset, banner)
    adds = np.vstack([np.zeros((1, len(codes)), np.int64), np.eye(len(codes), dtype=np.int64)])
    return [_Lane(codes, _group(places, None), adds)]


def _mask_lanes(dataset: DataSet, variable: Variable, bits: int) -> list[_Lane]:
    """Return one lane per run of ``bits`` options, with a group per combination of them."""
    masks = dataset.frame[variable.code].fill_null(0).to_numpy()
    codes = [category.code for category in variable.categories]
    lanes = []
    for start in range(0, len(codes), bits):
        here = tuple(codes[start : start + bits])
        combinations = np.arange(1 << len(here))
        adds = (combinations[:, None] >> np.arange(len(here))) & 1
        chosen = (masks >> np.uint64(start)) & np.uint64((1 << len(here)) - 1)
        lanes.append(_Lane(here, chosen.astype(np.int64), adds))
    return lanes


def _coded(dataset: DataSet, variable: Variable) -> tuple[tuple[str, ...], pl.Series]:
    """Return the codes of a variable and each person's place among them, null for none."""
    column = dataset.frame[variable.code]
    codes = countable_categories(dataset, variable)
    if variable.type is VariableType.SINGLE:
        return codes, column.to_physical().cast(pl.Int64)
    values = _distinct_values(dataset, variable)
    places = pl.Series(range(values.len()), dtype=pl.Int64)
    return codes, column.replace_strict(values, places, default=None, return_dtype=pl.Int64)


def _gap(dataset: DataSet, variable: Variable) -> pl.Series:
    """Return the place of each person's kind of missing, from 1; null where answered."""
    return dataset.frame[variable.code + MISSING_SUFFIX].to_physical().cast(pl.Int64) + 1


def _group(places: pl.Series, otherwise: pl.Series | None) -> _Ints:
    """Return places as groups from 1, those of ``otherwise`` where there is none, else 0."""
    known = places if otherwise is None else places.fill_null(otherwise)
    return np.asarray((known + 1).fill_null(0).to_numpy(), np.int64)


def _distinct_values(dataset: DataSet, variable: Variable) -> pl.Series:
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
    return values


def _cross(
    variable: str, lane: _Lane, banner: str, columns: _Lane, weights: _Floats | None
) -> _Crossed:
    """Count one lane by another: a bin count over pairs of groups, then add up the codes."""
    shape = (len(lane.adds), len(columns.adds))
    pair = lane.group if shape[1] == 1 else lane.group * shape[1] + columns.group
    n = _add_up(np.bincount(pair, minlength=shape[0] * shape[1]).reshape(shape), lane, columns)
    sum_w, sum_w2 = n, n
    if weights is not None:
        sum_w, sum_w2 = (
            _add_up(np.bincount(pair, each, shape[0] * shape[1]).reshape(shape), lane, columns)
            for each in (weights, weights * weights)
        )
    keys = (variable, lane.codes, banner, columns.codes)
    return _Crossed(keys, n, sum_w, sum_w2)


def _as_rows(counted: Sequence[_Crossed]) -> pl.DataFrame:
    """Return everything counted as rows of the contract, in one frame."""
    keys = [
        (variable, code, banner, banner_code)
        for variable, codes, banner, banner_codes in (crossed.keys for crossed in counted)
        for code in codes
        for banner_code in banner_codes
    ]
    data: dict[str, object] = {
        name: [key[spot] for key in keys]
        for spot, name in enumerate(("variable", "code", "banner", "banner_code"))
    }
    for name in ("n", "sum_w", "sum_w2"):
        parts = [getattr(crossed, name).ravel() for crossed in counted]
        data[name] = np.concatenate(parts) if parts else []
    return pl.DataFrame(data, schema=COUNTS_SCHEMA)


def _add_up(groups: _Ints | _Floats, lane: _Lane, columns: _Lane) -> _Ints | _Floats:
    added: _Ints | _Floats = lane.adds.T @ groups @ columns.adds
    return added


def _shown(value: object) -> str:
    return number_text(value) if isinstance(value, float) else str(value)
