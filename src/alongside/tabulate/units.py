"""Counts per cluster and stratum: what variances of a drawn sample are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import DataSet, Variable, condition_to_expr
from alongside.kernel.errors import DataError
from alongside.tabulate.adding import into_codes
from alongside.tabulate.crossing import Banner, checked_weights, variables_of
from alongside.tabulate.engines import Floats, Numbers, Places, choose_engine
from alongside.tabulate.lanes import Ints, Lane, banner_lanes, everybody, join_places, lane_makers
from alongside.tabulate.people import Filter, as_condition
from alongside.tabulate.statistics import (
    CellTotals,
    PsuTotals,
    SinglePsu,
    add_psu_totals,
    totals_from_psus,
    totals_from_strata,
)


@dataclass(frozen=True, eq=False)
class UnitCounts:
    """The counts contract per unit of the design: each cluster, or each stratum of people.

    Parameters
    ----------
    cells
        (code, banner code) of each column of ``sums``: the codes of the variable with
        ``__base__`` and the kinds of missing, by the codes of the banner.
    sums
        Per unit and cell; every unit of the sample is there, those without anybody counted too.
    clustered
        Whether units are clusters (else strata, whose people were drawn one by one).
    """

    cells: tuple[tuple[str, str], ...]
    sums: PsuTotals
    clustered: bool

    def totals(self, cells: Sequence[tuple[str, str]] | None = None) -> CellTotals:
        """Return totals and their covariance for some cells, or all.

        With strata of people the cells must not overlap; with clusters they may.

        Raises
        ------
        DataError
            When variance cannot be known: one unit in all, or in a stratum where the design
            refuses that.
        """
        wanted = self.cells if cells is None else cells
        place = {cell: spot for spot, cell in enumerate(self.cells)}
        chosen = [place[cell] for cell in wanted]
        sums = self.sums
        return self.totals_of(sums.n[:, chosen], sums.sum_w[:, chosen], sums.sum_w2[:, chosen])

    def totals_of(self, n: Ints, sum_w: Floats, sum_w2: Floats) -> CellTotals:
        """Return totals of other cells of the same sample; arrays of shape (units, cells).

        Raises as :meth:`totals` does.
        """
        sums = replace(self.sums, n=n, sum_w=sum_w, sum_w2=sum_w2)
        if self.clustered:
            return totals_from_psus(sums)
        return totals_from_strata(
            n,
            sum_w,
            sum_w2,
            sums.people,
            fpc=sums.fpc,
            single_psu=sums.single_psu,
            names=tuple(stratum for stratum, _ in sums.keys),
        )


def count_units(
    dataset: DataSet,
    variable: Variable,
    by: Banner | None = None,
    *,
    psu: str | None = None,
    strata: str | None = None,
    fpc: str | None = None,
    weight: str | None = None,
    where: Filter = None,
    single_psu: SinglePsu | str = SinglePsu.REFUSE,
    engine: str | None = None,
) -> UnitCounts:
    """Count one variable by one banner per unit of the design, in one pass.

    Parameters
    ----------
    dataset
        The whole sample. Do not leave people out beforehand: a cluster in which nobody is
        counted still says how much clusters differ.
    variable, by
        As for :func:`~alongside.tabulate.count_cells`; None: everybody together.
    psu, strata
        Columns of the frame with the labels of clusters and strata, none missing.
    fpc
        Column with the units in the population of the person's stratum; None: no correction.
        Without any of the three :func:`~alongside.tabulate.count_cells` is all one needs.
    weight
        Column of weights; None: every weight is 1. People of weight 0 are in no cell.
    where
        Only people for whom this holds are in a cell; the others stay in the sample.
    single_psu
        What to do with strata of one unit.
    engine
        ``numba`` or ``numpy``; None: chosen by size.

    Notes
    -----
    Memory: units times cells times 24 bytes, and while counting units times groups of the
    variable times groups of the banner.

    Raises
    ------
    DataError
        When there are neither clusters, strata nor population sizes, a label is missing, or
        population sizes differ within a unit.
    ExpressionError
        When the variable, banner or condition does not fit the data.
    """
    if strata is None and psu is None and fpc is None:
        raise DataError(
            "There are neither clusters nor strata to count by.",
            remedy="Name the column of one of them, or count the cells without a design.",
        )
    frame = dataset.frame
    keys, place = _units(frame, strata, psu)
    weights = None if weight is None else checked_weights(frame, weight)
    inside = inside_of(dataset, where)
    if weights is not None:
        inside = inside & (weights > 0)
    counted, unit = frame, place
    if not inside.all():
        counted = frame.filter(pl.Series(inside, dtype=pl.Boolean))
        unit = place[inside]
        weights = None if weights is None else weights[inside]
    columns = [everybody(counted.height)]
    if by is not None:
        columns = list(banner_lanes(counted, variables_of(by)))
    units = Places(unit, max(1, len(keys)))
    chosen = choose_engine(counted.height * len(columns), engine)
    cells: list[tuple[str, str]] = []
    found: list[Floats] = []
    for row in (make(counted) for _, make in lane_makers(variable)):
        for column in columns:
            joined = join_places([row.places, column.places])
            (sums,) = chosen.cross(units, [joined], weights)
            found.append(_by_code(sums, row, column))
            cells += [(code, other) for code in row.codes for other in column.codes]
    sums = np.concatenate(found, axis=2)[:, : len(keys)]
    n, sum_w, sum_w2 = sums[[0, 0, 0] if len(sums) == 1 else [0, 1, 2]]
    totals = PsuTotals(
        tuple((key[0] if strata else "", key[-1] if psu else "") for key in keys),
        _sizes(frame, fpc, place, len(keys)),
        np.bincount(place, minlength=len(keys)),
        n.astype(np.int64),
        sum_w,
        sum_w2,
        SinglePsu(single_psu),
    )
    return UnitCounts(tuple(cells), totals, clustered=psu is not None)


def add_unit_counts(parts: Sequence[UnitCounts]) -> UnitCounts:
    """Add the counts of several parts of one sample: the same as counting it whole.

    Raises :class:`~alongside.kernel.errors.DataError` when the parts count different cells or
    disagree about population sizes.
    """
    if len({(part.cells, part.clustered) for part in parts}) != 1:
        raise DataError(
            "The parts do not count the same cells.",
            remedy="Count the same variable by the same banner and design in every part.",
        )
    first = parts[0]
    return UnitCounts(first.cells, add_psu_totals([part.sums for part in parts]), first.clustered)


def _by_code(sums: Floats, row: Lane, column: Lane) -> Floats:
    """Return sums per unit and pair of codes from sums per unit and pair of groups."""
    shape = (len(sums), -1, row.places.size, column.places.size)
    groups = sums.reshape(shape)
    codes = into_codes(into_codes(groups, row.adds, axis=2), column.adds, axis=3)
    flat: Floats = codes.reshape(len(sums), codes.shape[1], -1)
    return flat


def _units(
    frame: pl.DataFrame, strata: str | None, psu: str | None
) -> tuple[list[tuple[object, ...]], Numbers]:
    """Return the labels of the units in order, and each person's unit."""
    names = [name for name in (strata, psu) if name is not None]
    if not names:
        return ([()] if frame.height else []), np.zeros(frame.height, np.uint32)
    for name in names:
        if name not in frame.columns:
            raise DataError(
                f"There is no column “{name}” of clusters or strata.",
                remedy="Name a column of the data.",
            )
        if frame[name].null_count():
            raise DataError(
                f"{frame[name].null_count()} people have no label in “{name}”.",
                remedy="Give each a label, or leave these people out.",
            )
    labels = frame.select(names).unique().sort(names)
    place = frame.select(names).join(
        labels.with_row_index("__unit__"), on=names, how="left", maintain_order="left"
    )["__unit__"]
    return labels.rows(), place.cast(pl.UInt32).to_numpy()


def inside_of(dataset: DataSet, where: Filter) -> npt.NDArray[np.bool_]:
    """Return for whom of a sample a condition holds."""
    condition = as_condition(where)
    if condition is None:
        return np.ones(dataset.frame.height, bool)
    holds = condition_to_expr(condition, dataset.codebook)
    chosen = dataset.frame.select(holds.alias("holds")).to_series().to_numpy()
    return np.broadcast_to(chosen, dataset.frame.height)


def _sizes(frame: pl.DataFrame, fpc: str | None, place: Numbers, units: int) -> Floats:
    sizes = np.full(units, np.inf)
    if fpc is None:
        return sizes
    given = frame[fpc].cast(pl.Float64).fill_null(np.nan).to_numpy()
    sizes[place] = given
    if not (np.isfinite(given) & (given >= 1) & (sizes[place] == given)).all():
        raise DataError(
            f"The population sizes in “{fpc}” are missing, below 1, or differ within a unit.",
            remedy="Give every person of a stratum the number of units in its population.",
        )
    return sizes
