"""Counting data part after part on this machine: as much memory as one part needs."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

import polars as pl

from alongside.dataset import DataSet, PartedData, Variable
from alongside.tabulate.adding import Tree
from alongside.tabulate.countings import Counting, Tables, count_part
from alongside.tabulate.counts import COUNTS_SCHEMA, counts_frame
from alongside.tabulate.crossing import Banner
from alongside.tabulate.people import Filter

R = TypeVar("R")
Told = Callable[[int], None]
"""Called now and then with the number of rows counted so far, for progress."""


class Runner(Protocol):
    """Where data in parts are counted: on this machine, or on a cluster. The results are equal."""

    def run(self, data: PartedData, counting: Counting[R], told: Told | None = None) -> R:
        """Count every part and return the sum."""
        ...


class Here:
    """Counts on this machine, part after part.

    Parameters
    ----------
    threads
        As for :func:`~alongside.tabulate.count_crossings`.
    """

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads

    def run(self, data: PartedData, counting: Counting[R], told: Told | None = None) -> R:
        """See :meth:`Runner.run`."""
        reader = data.reader(counting.keep)
        tree: Tree[R] = Tree(counting.add)
        rows = 0
        for part in data.parts:
            tree.put(count_part(part, reader, counting, self._threads))
            rows += part.rows
            if told is not None:
                told(rows)
        found = tree.total()
        if found is None:
            found = counting.count(data.nobody(counting.keep), self._threads)
        return found


def count_parts(
    parts: Iterable[DataSet],
    variables: Sequence[Variable],
    banners: Sequence[Banner] = (),
    weight: str | None = None,
    *,
    where: Filter = None,
    include_partial: bool = False,
    threads: int | None = None,
    told: Told | None = None,
) -> pl.DataFrame:
    """Count a data set that comes in parts.

    Parameters
    ----------
    parts
        Each is let go before the next is taken. (For parts in Parquet files there is
        :class:`Here`.)
    variables, banners, weight, threads
        As for :func:`~alongside.tabulate.count_many`.
    where, include_partial
        As for :func:`~alongside.tabulate.select_people`.
    told
        Called after each part with the number of rows counted so far, for progress.

    Returns
    -------
    Rows of the counts contract, the same as counting the whole at once; weighted sums are
    added along a fixed tree, so the same parts give the same bits.
    """
    counting = Tables(tuple(variables), tuple(banners), weight, where, include_partial)
    tree = Tree(counting.add)
    rows = 0
    for part in parts:
        tree.put(counting.count(part, threads))
        rows += part.frame.height
        if told is not None:
            told(rows)
    found = tree.total()
    return pl.DataFrame(schema=COUNTS_SCHEMA) if found is None else counts_frame(found)
