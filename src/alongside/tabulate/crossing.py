"""Crossing variables by banners: lanes joined, counted side by side, and taken apart again."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import polars as pl

from alongside.dataset import DataSet, Variable
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.engines import Engine, Floats, Weights, choose_engine
from alongside.tabulate.lanes import (
    GAPS,
    NEST,
    Lane,
    LaneMaker,
    banner_lanes,
    everybody,
    join_places,
    pack,
    unpack,
)

_MOST_COLUMNS = 192
"""Groups of banners joined: more, and a table of weights leaves the processor's cache."""
_MOST_CELLS = 16_384
_FEWEST_CELLS = 64

T = TypeVar("T")


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


def variables_of(banner: Banner | None) -> tuple[Variable, ...]:
    """Return the variables of a banner, outermost first; none for None."""
    if banner is None:
        return ()
    return banner.variables if isinstance(banner, Nested) else (banner,)


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


def cross_lanes(
    dataset: DataSet,
    asked: Sequence[Variable],
    lanes_of: Callable[[Variable], list[LaneMaker]],
    banners: Sequence[Banner],
    weight: str | None,
    engine: str | None,
    threads: int | None,
) -> list[Crossing]:
    """Count every variable by every banner, as arrays.

    Lanes (``lanes_of`` says how a variable's are made) are joined, crossed side by side, and the
    single tables are taken out of what was joined. The other parameters, and errors, are those
    of :func:`~alongside.tabulate.count_crossings`.
    """
    frame, weights = people_and_weights(dataset, weight)
    total = everybody(frame.height)
    columns = [("", [total])]
    columns += [
        (banner.code, list(banner_lanes(frame, variables_of(banner)))) for banner in banners
    ]
    column_lanes = [lane for _, lanes in columns for lane in lanes]
    budget = min(_MOST_CELLS, max(_FEWEST_CELLS, frame.height // 4))
    sizes = [lane.places.size for lane in column_lanes]
    bundles = pack(sizes, min(_MOST_COLUMNS, budget))
    joined = [join_places([column_lanes[spot].places for spot in bundle]) for bundle in bundles]
    makers = [(spot, maker) for spot, each in enumerate(asked) for maker in lanes_of(each)]
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


def people_and_weights(dataset: DataSet, weight: str | None) -> tuple[pl.DataFrame, Weights]:
    """Return the people who count, and their weights: those of weight 0 are left out.

    Raises ``ValueError`` as :func:`checked_weights` does.
    """
    if weight is None:
        return dataset.frame, None
    weights = checked_weights(dataset.frame, weight)
    if (weights == 0).any():
        kept = weights > 0
        return dataset.frame.filter(pl.Series(kept)), weights[kept]
    return dataset.frame, weights


def checked_weights(frame: pl.DataFrame, weight: str) -> Floats:
    """Return the weights of people.

    Raises ``ValueError`` when there is no such column, or a weight is missing, infinite or
    below 0.
    """
    if weight not in frame.columns:
        raise ValueError(f"there is no weight {weight!r}: give the name of a column of numbers")
    column = frame[weight].cast(pl.Float64)
    if column.null_count():
        raise ValueError(f"the weight {weight!r} is missing for some people")
    weights = column.to_numpy()
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError(f"the weight {weight!r} is infinite or below 0 for some people")
    return weights


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
