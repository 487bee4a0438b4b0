"""The design that a study states, held against its data before anything is worked out from it."""

from collections.abc import Collection, Hashable, Iterator, Sequence

import numpy as np
import polars as pl

from alongside.dataset import Codebook, DataSet, PartedData, Variable, VariableType
from alongside.kernel.errors import ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import LoneUnits, Sampling
from alongside.questionnaire.suggest import suggestion
from alongside.tabulate.engines import Floats
from alongside.tabulate.lanes import Ints
from alongside.tabulate.units import UnitCounts

POPULATION = "__population__"
"""Column of population sizes where the study gives numbers."""
UNWEIGHTED = "none"
"""Asks for no weight where the study states one."""
_PLACE = Place("study.yaml", None, "sampling")
_MOST_NAMED = 5
_SIZE, _SIZE_TO, _PEOPLE = "__size__", "__size_to__", "__people__"
_KEYS = (("weight", "weight"), ("strata", "strata"), ("clusters", "clusters"))


def designed_sampling(dataset: DataSet | PartedData) -> Sampling | None:
    """Return what the study says of its sample if variances need it; None: people independent."""
    sampling = dataset.provenance.sampling
    return sampling if sampling is not None and sampling.designed else None


def chosen_weight(sampling: Sampling | None, asked: str) -> str:
    """Return the weight to use: the one asked for, else the one the study states.

    ``none`` asks for no weight; "" is returned for none.

    >>> from alongside.questionnaire import Selection
    >>> stated = Sampling(Selection.RANDOM, weight="w_design")
    >>> [chosen_weight(stated, asked) for asked in ("", "w_census", "none")]
    ['w_design', 'w_census', '']
    """
    if asked == UNWEIGHTED:
        return ""
    return asked or (sampling.weight if sampling is not None else "")


def check_sampling(dataset: DataSet, *, include_partial: bool = False) -> list[Problem]:
    """Return everything in which the data do not have the sample that the study states.

    Parameters
    ----------
    dataset
        Everybody.
    include_partial
        Whether unfinished responses belong to the sample; else what they lack does not matter.
    """
    sampling = dataset.provenance.sampling
    if sampling is None:
        return []
    frame = (dataset if include_partial else dataset.completed()).frame
    found = [*check_columns(sampling, dataset.codebook, frame.columns)]
    if found:
        return found
    found += _gaps(sampling, frame)
    if found or not sampling.designed or not frame.height:
        return found
    return [*_structure(sampling, frame)]


def require_sampling(dataset: DataSet, *, include_partial: bool = False) -> None:
    """Raise :class:`~alongside.kernel.errors.ProblemsFoundError` for what is found.

    See :func:`check_sampling`.
    """
    refuse_sampling(check_sampling(dataset, include_partial=include_partial))


def refuse_sampling(found: Sequence[Problem]) -> None:
    """Raise all problems, if there are any."""
    if found:
        raise ProblemsFoundError(
            "The data do not fit the sample that the study states.",
            found,
            remedy="Mend the block sampling in study.yaml, or the data.",
        )


def check_columns(
    sampling: Sampling, codebook: Codebook, columns: Collection[str]
) -> Iterator[Problem]:
    """Yield columns that the sample names and the data do not have, or not of that kind."""
    named = [(key, getattr(sampling, name)) for key, name in _KEYS]
    if isinstance(sampling.population, str):
        named.append(("population", sampling.population))
    for key, column in named:
        if not column:
            continue
        variable: Variable | None = codebook.by_code.get(column)
        params: dict[str, object] = {"key": key, "column": column}
        if column not in columns:
            hint = suggestion(column, codebook.by_code)
            yield Problem("sampling-unknown-column", _PLACE, params | {"hint": hint})
        elif variable is None:
            continue
        elif variable.type is VariableType.MULTI:
            yield Problem("sampling-several-answers", _PLACE, params)
        elif key in ("weight", "population") and variable.type is not VariableType.NUMERIC:
            yield Problem("sampling-not-numbers", _PLACE, params)


def check_units(sampling: Sampling, counted: UnitCounts) -> Iterator[Problem]:
    """Yield what speaks against the units of a sample that was counted in parts."""
    sums = counted.sums
    yield from _unit_problems(sampling, sums.keys, sums.people, sums.fpc)


def with_population(dataset: DataSet, sampling: Sampling) -> tuple[DataSet, str | None]:
    """Return the data with a column of population sizes, and its name; None: not said."""
    sizes = sampling.population
    if sizes is None or isinstance(sizes, str):
        return dataset, sizes
    column = pl.lit(sizes) if isinstance(sizes, float) else _sized(sampling, sizes)
    frame = dataset.frame.with_columns(column.alias(POPULATION))
    return DataSet(frame, dataset.codebook, dataset.provenance, dataset.unit), POPULATION


def _sized(sampling: Sampling, sizes: Sequence[tuple[str, float]]) -> pl.Expr:
    strata = pl.col(sampling.strata).cast(pl.String)
    return strata.replace_strict(dict(sizes), default=None, return_dtype=pl.Float64)


def _gaps(sampling: Sampling, frame: pl.DataFrame) -> Iterator[Problem]:
    named = [(key, getattr(sampling, name)) for key, name in _KEYS]
    if isinstance(sampling.population, str):
        named.append(("population", sampling.population))
    for key, column in named:
        gaps = frame[column].null_count() if column else 0
        if gaps:
            params: dict[str, object] = {"n": f"{gaps:,}", "column": column, "key": key}
            yield Problem("sampling-missing", _PLACE, params)
    if sampling.weight:
        weights = frame[sampling.weight].cast(pl.Float64).drop_nulls().to_numpy()
        bad = int((~(np.isfinite(weights) & (weights >= 0))).sum())
        if bad:
            params = {"n": f"{bad:,}", "column": sampling.weight}
            yield Problem("sampling-bad-weight", _PLACE, params)


def _structure(sampling: Sampling, frame: pl.DataFrame) -> Iterator[Problem]:
    """Yield faults of strata, clusters and sizes, of people none of whom lacks any."""
    sizes = sampling.population
    size = pl.lit(np.inf)
    if isinstance(sizes, str):
        size = pl.col(sizes).cast(pl.Float64)
    elif isinstance(sizes, float):
        size = pl.lit(sizes)
    elif sizes is not None:
        labels = frame[sampling.strata].cast(pl.String).unique().sort().to_list()
        unsized = [label for label in labels if label not in dict(sizes)]
        if unsized:
            yield Problem("sampling-size-missing", _PLACE, {"found": _listed(unsized)})
            return
        size = _sized(sampling, sizes)
    names = [name for name in (sampling.strata, sampling.clusters) if name]
    keys = [pl.col(name).alias(f"__{spot}__") for spot, name in enumerate(names)]
    grouped = (
        frame.lazy()
        .with_columns(*(keys or [pl.lit("").alias("__0__")]), size.alias(_SIZE))
        .group_by([f"__{spot}__" for spot in range(max(1, len(keys)))])
        .agg(
            pl.col(_SIZE).min(),
            pl.col(_SIZE).max().alias(_SIZE_TO),
            pl.len().alias(_PEOPLE),
        )
        .collect()
        .sort(f"__{spot}__" for spot in range(max(1, len(keys))))
    )
    strata = grouped["__0__"].to_list() if sampling.strata else [""] * grouped.height
    units = grouped[f"__{len(names) - 1}__"].to_list() if sampling.clusters else strata
    by_stratum = pl.DataFrame(
        {"s": [str(each) for each in strata], "a": grouped[_SIZE], "b": grouped[_SIZE_TO]}
    )
    spread = by_stratum.group_by("s", maintain_order=True).agg(pl.min("a"), pl.max("b"))
    odd = spread.filter(~((pl.col("a") == pl.col("b")) & (pl.col("a") >= 1)))["s"].to_list()
    if odd:
        named = _listed(odd if sampling.strata else ["everybody"])
        yield Problem("sampling-size-differs", _PLACE, {"column": sizes, "found": named})
        return
    keyed = tuple(zip(strata, units, strict=True))
    yield from _unit_problems(
        sampling, keyed, grouped[_PEOPLE].to_numpy().astype(np.int64), grouped[_SIZE].to_numpy()
    )


def _unit_problems(
    sampling: Sampling,
    keys: Sequence[tuple[Hashable, Hashable]],
    people: Ints,
    sizes: Floats,
) -> Iterator[Problem]:
    """Yield clusters across strata, strata of one unit, and more units than there are."""
    unit = "cluster" if sampling.clusters else "person"
    drawn: dict[Hashable, int] = {}
    size_of: dict[Hashable, float] = {}
    strata_of: dict[Hashable, set[Hashable]] = {}
    for (stratum, label), n, size in zip(keys, people.tolist(), sizes.tolist(), strict=True):
        drawn[stratum] = drawn.get(stratum, 0) + (1 if sampling.clusters else n)
        size_of[stratum] = size
        strata_of.setdefault(label, set()).add(stratum)
    if sampling.clusters and sampling.strata and not sampling.nested:
        across = [label for label, strata in strata_of.items() if len(strata) > 1]
        if across:
            params: dict[str, object] = {"n": len(across), "found": _listed(across)}
            yield Problem("sampling-crossing", _PLACE, params)
            return
    few = [
        f"{_name(stratum)} ({n:,} of {size_of[stratum]:,.0f})"
        for stratum, n in drawn.items()
        if n > size_of[stratum]
    ]
    if few:
        units = "clusters" if sampling.clusters else "people"
        yield Problem("sampling-size-too-small", _PLACE, {"units": units, "found": _listed(few)})
    alone = [stratum for stratum, n in drawn.items() if n == 1 and size_of[stratum] > 1]
    if sampling.clusters and len(keys) < 2:
        yield Problem("sampling-one-cluster", _PLACE)
    elif alone and sampling.lone_units is LoneUnits.REFUSE:
        yield Problem("sampling-lone", _PLACE, {"unit": unit, "found": _listed(alone)})
    elif len(alone) == len(drawn) and sampling.lone_units is LoneUnits.AVERAGE:
        yield Problem("sampling-all-lone", _PLACE, {"unit": unit})


def _name(stratum: Hashable) -> str:
    return str(stratum) or "everybody"


def _listed(names: Sequence[object]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(map(str, names[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
