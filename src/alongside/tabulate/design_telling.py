"""What figures of a design may leave where small numbers are withheld.

A variance is a sum of squares of what each cluster, or each stratum of people, adds up to. With two
strata it gives both of their counts away; with many nobody can tell which of the countless ways to
share the answers out it was. So it is told where at least ten such sums stay open when all else is
known: the rule that statistical offices have for figures other than counts (at least ten degrees of
freedom: Griffiths and others 2019, *Handbook on Statistical Disclosure Control for Outputs*). And
it is told no finer than it is printed.
"""

from dataclasses import replace

import numpy as np

from alongside.questionnaire import Disclosure
from alongside.tabulate.measures import (
    CellMeasures,
    ColumnDifferences,
    Measures,
)
from alongside.tabulate.table import TOTAL

FEWEST_FREE = 10
"""Sums of clusters or strata that must stay open for a variance to be told."""
_DIGITS = 3
"""Decimals of shares and p-values: a tenth of a point, as files print them."""


def tells_little(free: int, *, clustered: bool) -> bool:
    """Return whether a variance with so many free sums of units behind it may be told.

    One stratum of people has no free sum, and its variance follows from counts that are shown.

    >>> [tells_little(free, clustered=False) for free in (0, 3, 10)]
    [True, False, True]
    >>> tells_little(0, clustered=True)
    False
    """
    return free >= FEWEST_FREE or (free == 0 and not clustered)


def telling_little(measures: Measures, rule: Disclosure) -> Measures:
    """Return what may be told of a design's measures; all of it where nothing is withheld.

    Strata of people are left out where they would tell too much: without them intervals are
    rarely narrower. Clusters cannot be, so the figures of such columns are withheld.
    """
    behind = measures.design
    if behind is None or not rule.protects:
        return measures
    clustered = bool(behind.clusters)
    untold = [
        code
        for code, column in measures.columns.items()
        if column.base_w and not tells_little(behind.free[code], clustered=clustered)
    ]
    if behind.plain is not None:
        if not untold:
            return measures
        return replace(behind.plain, design=replace(behind, free={}, plain=None, left_out=True))
    if not untold:
        return measures
    rows = {row for row, _ in measures.cells}
    gone = {(row, column) for row in rows for column in untold}
    return replace(
        measures.without(gone, set()),
        association=None if TOTAL in untold else measures.association,
        design=replace(behind, left_out=True),
    )


def as_printed(measures: Measures | None, rule: Disclosure) -> Measures | None:
    """Return figures of a design no finer than files print them, where numbers are withheld."""
    if measures is None or measures.design is None or not rule.protects:
        return measures
    behind = measures.design
    if behind.left_out and not behind.clusters:  # figures of independent people, which are guarded
        return measures
    found = measures.association
    return replace(
        measures,
        cells={spot: _cell(cell) for spot, cell in measures.cells.items()},
        differences=_gaps(measures.differences),
        association=found
        and replace(
            found,
            statistic=round(found.statistic, 2),
            df=round(found.df, 1),
            df_below=round(found.df_below),
            p_value=round(found.p_value, _DIGITS),
            strength=round(found.strength, 2),
        ),
        design=replace(behind, free={}, plain=None),
    )


def _cell(cell: CellMeasures) -> CellMeasures:
    low, high, effect = cell.low, cell.high, cell.design_effect
    return replace(
        cell,
        low=None if low is None else round(low, _DIGITS),
        high=None if high is None else round(high, _DIGITS),
        design_effect=None if effect is None else round(effect, 1),
    )


def _gaps(gaps: ColumnDifferences) -> ColumnDifferences:
    names = ("low", "high", "alone", "adjusted")
    return replace(gaps, **{name: np.round(getattr(gaps, name), _DIGITS) for name in names})
