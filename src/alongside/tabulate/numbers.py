"""Numbers by groups: sums that add across parts of the data, and what is made of them.

Means and standard deviations need only sums, one row a group (:func:`count_numbers`). Medians
and other quantiles need the values themselves, one row a group and value
(:func:`count_values`). Both add across any partition; who gave no number, and why, is counted
by :func:`~alongside.tabulate.count_answers`.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import DataSet, Variable, VariableType
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.adding import into_codes
from alongside.tabulate.crossing import Banner, people_and_weights, variables_of
from alongside.tabulate.engines import Floats, Weights, choose_engine
from alongside.tabulate.lanes import Lane, banner_lanes, everybody
from alongside.tabulate.statistics import (
    Means,
    Quantiles,
    ValueSums,
    means_from_sums,
    quantiles_from_counts,
)

_SUMS = ("n", "sum_w", "sum_w2", "sum_wy", "sum_wy2", "sum_w2y", "sum_w2y2")
NUMBERS_SCHEMA = {
    "variable": pl.String,
    "banner": pl.String,
    "banner_code": pl.String,
    "origin": pl.Float64,
    **dict.fromkeys(_SUMS, pl.Float64),
    "least": pl.Float64,
    "greatest": pl.Float64,
    "n": pl.Int64,
}
VALUES_SCHEMA: dict[str, type[pl.DataType]] = {
    "variable": pl.String,
    "banner": pl.String,
    "banner_code": pl.String,
    "value": pl.Float64,
    "n": pl.Int64,
    "sum_w": pl.Float64,
    "sum_w2": pl.Float64,
}


def count_numbers(
    dataset: DataSet,
    variables: Iterable[Variable],
    banners: Sequence[Banner] = (),
    weight: str | None = None,
    *,
    origins: Mapping[str, float] | None = None,
    engine: str | None = None,
) -> pl.DataFrame:
    """Sum numbers, in all and by every banner.

    Parameters
    ----------
    dataset
        Already filtered to the people to count.
    variables
        Numeric, or of one answer whose categories all have numbers for codes (a scale). People
        without an answer are not counted here.
    banners
        As for :func:`~alongside.tabulate.count_many`.
    weight
        Name of a weight column; None: every weight is 1. People of weight 0 are left out.
    origins
        By variable the number that values are measured from, so that sums of squares keep
        their digits; without one the rounded mean. Parts with different origins can be added.
    engine
        ``numba`` or ``numpy``; None: chosen by size.

    Returns
    -------
    One row a variable and banner code, empty groups included: ``n`` people, sums of weights w,
    of values y from the ``origin`` and of their products, the ``least`` and ``greatest`` value
    itself (null where there is nobody).

    Raises
    ------
    ExpressionError
        When a variable is no number.
    ValueError
        When there is no such weight, or one is missing, infinite or below 0.
    """
    asked = list(variables)
    frame, weights = people_and_weights(dataset, weight)
    columns = list(_columns(frame, banners))
    chosen = choose_engine(frame.height * len(asked) * len(columns), engine)
    rows: list[tuple[object, ...]] = []
    for variable in asked:
        values = numbers_of(frame, variable)
        origin = _origin(values) if origins is None else origins.get(variable.code, 0.0)
        shifted = values - origin
        for banner, lane in columns:
            sums = chosen.add_values(lane.places, shifted, weights)
            added = into_codes(sums[:7], lane.adds, axis=1)
            counts = lane.adds.astype(bool)
            least = np.min(np.where(counts, sums[7][:, None], np.inf), axis=0) + origin
            greatest = np.max(np.where(counts, sums[8][:, None], -np.inf), axis=0) + origin
            for spot, code in enumerate(lane.codes):
                n = int(added[0, spot])
                ends = (least[spot], greatest[spot]) if n else (None, None)
                part = added[1:, spot].tolist()
                rows.append((variable.code, banner, code, origin, n, *part, *ends))
    return pl.DataFrame(rows, schema=NUMBERS_SCHEMA, orient="row")


def add_numbers(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the sums of several parts of one data set, whatever their origins.

    All are brought to the origin of the first part that has the variable.
    """
    keys = ["variable", "banner", "banner_code"]
    whole = pl.concat(parts).with_columns(
        first=pl.col("origin").first().over("variable"),
    )
    moved = pl.col("origin") - pl.col("first")
    centred = whole.with_columns(
        sum_wy=pl.col("sum_wy") + moved * pl.col("sum_w"),
        sum_wy2=pl.col("sum_wy2") + 2 * moved * pl.col("sum_wy") + moved.pow(2) * pl.col("sum_w"),
        sum_w2y=pl.col("sum_w2y") + moved * pl.col("sum_w2"),
        sum_w2y2=pl.col("sum_w2y2")
        + 2 * moved * pl.col("sum_w2y")
        + moved.pow(2) * pl.col("sum_w2"),
        origin=pl.col("first"),
    )
    return centred.group_by(keys, maintain_order=True).agg(
        pl.col("origin").first(),
        pl.col(*_SUMS).sum(),
        pl.col("least").min(),
        pl.col("greatest").max(),
    )


def means_of(numbers: pl.DataFrame) -> Means:
    """Return mean, standard error and deviation for each row of :func:`count_numbers`.

    In the order of the rows; NaN where nobody gave a number. For independent people: designs
    with strata or clusters need sums per cluster (:func:`~alongside.tabulate.count_units`).
    """
    found = means_from_sums(
        ValueSums(*(numbers[name].cast(pl.Float64).to_numpy() for name in _SUMS))
    )
    return dataclasses.replace(found, mean=found.mean + numbers["origin"].to_numpy())


def count_values(
    dataset: DataSet,
    variable: Variable,
    banners: Sequence[Banner] = (),
    weight: str | None = None,
) -> pl.DataFrame:
    """Count each value of a number, in all and by every banner: what quantiles are made of.

    Parameters and errors are those of :func:`count_numbers`. Memory is needed for the values
    of one variable, several times.

    Returns
    -------
    One row a banner code and value that occurs there, values rising.
    """
    frame, weights = people_and_weights(dataset, weight)
    values = numbers_of(frame, variable)
    known = ~np.isnan(values)
    distinct, spots = np.unique(values[known], return_inverse=True)
    heavy = None if weights is None else weights[known]
    parts = [
        _values_in(variable.code, banner, code, distinct, spots[here], _of(heavy, here))
        for banner, lane in _columns(frame, banners)
        for group in [lane.places.place[known]]
        for spot, code in enumerate(lane.codes)
        for here in [lane.adds[:, spot].astype(bool)[group]]
    ]
    return pl.concat(parts)


def add_values(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the counts of values of several parts of one data set: as counting it whole."""
    keys = ["variable", "banner", "banner_code"]
    added = (
        pl.concat(parts)
        .group_by([*keys, "value"], maintain_order=True)
        .agg(pl.col("n", "sum_w", "sum_w2").sum())
    )
    places = added.select(keys).unique(maintain_order=True).with_row_index("place")
    return added.join(places, on=keys, how="left").sort("place", "value").drop("place")


def quantiles_of(
    values: pl.DataFrame, probability: npt.ArrayLike = (0.25, 0.5, 0.75), *, level: float = 0.95
) -> dict[tuple[str, str], Quantiles]:
    """Return quantiles with their intervals for each banner code of :func:`count_values`.

    Keys are (banner, banner code); groups in which nobody gave a number have none. For
    independent people; ``probability`` above 0, at most 1.
    """
    found = {}
    for (banner, code), rows in values.group_by("banner", "banner_code", maintain_order=True):
        value, n, sum_w, sum_w2 = (
            rows[name].to_numpy() for name in ("value", "n", "sum_w", "sum_w2")
        )
        found[str(banner), str(code)] = quantiles_from_counts(
            value, n, sum_w, sum_w2, probability, level=level
        )
    return found


def numbers_of(frame: pl.DataFrame, variable: Variable) -> Floats:
    """Return the numbers people gave, NaN for none.

    Raises :class:`~alongside.kernel.errors.ExpressionError` when the variable is no number.
    """
    column = frame[variable.code]
    if variable.type is VariableType.NUMERIC:
        return np.asarray(column.cast(pl.Float64).fill_null(np.nan).to_numpy(), np.float64)
    if variable.type is VariableType.SINGLE:
        codes = [category.code for category in variable.categories]
        scale = [_number(code) for code in codes]
        if codes and not np.isnan(scale).any():
            spots = column.to_physical().cast(pl.Int64).fill_null(len(codes)).to_numpy()
            numbers: Floats = np.array([*scale, np.nan])[spots]
            return numbers
    raise ExpressionError(
        f"“{variable.code}” holds no numbers.",
        remedy="Choose a number, or a question whose answers all have numbers for codes; others"
        " can be given numbers in derive.yaml.",
    )


def _number(code: str) -> float:
    try:
        return float(code)
    except ValueError:
        return float("nan")


def _columns(frame: pl.DataFrame, banners: Sequence[Banner]) -> Iterator[tuple[str, Lane]]:
    yield "", everybody(frame.height)
    for banner in banners:
        for lane in banner_lanes(frame, variables_of(banner)):
            yield banner.code, lane


def _origin(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(np.round(known.mean())) if known.size else 0.0


def _of(weights: Weights, here: npt.NDArray[np.bool_]) -> Weights:
    return None if weights is None else weights[here]


def _values_in(
    variable: str,
    banner: str,
    code: str,
    distinct: Floats,
    spots: npt.NDArray[np.intp],
    weights: Weights,
) -> pl.DataFrame:
    n = np.bincount(spots, minlength=distinct.size)
    there = n > 0
    parts = (None, None) if weights is None else (weights, weights * weights)
    sum_w, sum_w2 = (
        np.bincount(spots, part, distinct.size)[there].astype(np.float64) for part in parts
    )
    data = {"value": distinct[there], "n": n[there], "sum_w": sum_w, "sum_w2": sum_w2}
    names = {"variable": variable, "banner": banner, "banner_code": code}
    return (
        pl.DataFrame(data)
        .with_columns(pl.lit(word, dtype=pl.String).alias(name) for name, word in names.items())
        .select(pl.col(name).cast(kind) for name, kind in VALUES_SCHEMA.items())
    )
