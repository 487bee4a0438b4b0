"""Counting data part after part: as much memory as one part needs, whatever the whole."""

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from alongside.dataset import DataSet, Variable, variables_in
from alongside.tabulate.counts import COUNTS_SCHEMA, add_counts, count_many
from alongside.tabulate.crossing import Banner, variables_of
from alongside.tabulate.people import Filter, as_condition, select_people


def count_parts(
    parts: Iterable[DataSet],
    variables: Sequence[Variable],
    banners: Sequence[Banner] = (),
    weight: str | None = None,
    *,
    where: Filter = None,
    include_partial: bool = False,
    engine: str | None = None,
    threads: int | None = None,
    told: Callable[[int], None] | None = None,
) -> pl.DataFrame:
    """Count a data set that comes in parts.

    Parameters
    ----------
    parts
        For example of :func:`~alongside.dataset.parquet_parts`; each is let go before the next
        is taken.
    variables, banners, weight, engine, threads
        As for :func:`~alongside.tabulate.count_many`.
    where, include_partial
        As for :func:`~alongside.tabulate.select_people`.
    told
        Called after each part with the number of people counted so far, for progress.

    Returns
    -------
    Rows of the counts contract, the same as counting the whole at once; weighted sums are
    added in the order of the parts, so the same parts give the same bits.
    """
    wanted = needed_columns(variables, banners, weight, where)
    whole = pl.DataFrame(schema=COUNTS_SCHEMA)
    people = 0
    for part in parts:
        kept = select_people(part, where, include_partial=include_partial, keep=wanted)
        counted = count_many(kept, variables, banners, weight, engine=engine, threads=threads)
        whole = add_counts([whole, counted])
        people += kept.frame.height
        if told is not None:
            told(people)
    return whole


def needed_columns(
    variables: Sequence[Variable],
    banners: Sequence[Banner] = (),
    weight: str | None = None,
    where: Filter = None,
) -> tuple[str, ...]:
    """Return the columns that counting will look at, each once: what to read of a large file."""
    names = [variable.code for variable in variables]
    names += [variable.code for banner in banners for variable in variables_of(banner)]
    names += variables_in(as_condition(where))
    names += [weight] if weight is not None else []
    return tuple(dict.fromkeys(names))
