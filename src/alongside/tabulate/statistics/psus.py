"""Sums per stratum, cluster and cell, and the totals of any design that come from them."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError
from alongside.tabulate.statistics.design import Floats, Ints, SinglePsu, SurveyDesign
from alongside.tabulate.statistics.totals import CellTotals, check_people, unit_scale


@dataclass(frozen=True, eq=False)
class PsuTotals:
    """The counts contract, extended: sums per stratum, cluster (PSU) and cell.

    Parameters
    ----------
    keys
        (stratum, cluster) of each unit. Every unit of the sample is here, those without
        anybody in a cell too: they belong to the variance.
    fpc
        Units in the population of the unit's stratum; infinite without a correction.
    people
        People of each unit, in a cell or not.
    n, sum_w, sum_w2
        People, weights (times values, for means) and squared weights (the same) per unit and
        cell; shape ``(units, cells)``.
    single_psu
        What to do with strata of one unit.
    """

    keys: tuple[tuple[Hashable, Hashable], ...]
    fpc: Floats
    people: Ints
    n: Ints
    sum_w: Floats
    sum_w2: Floats
    single_psu: SinglePsu = SinglePsu.REFUSE


def psu_totals(design: SurveyDesign, cells: npt.ArrayLike) -> PsuTotals:
    """Sum a sample per stratum, cluster and cell.

    Parameters
    ----------
    design
        Of everybody in this part of the sample. That weights were raked is not taken into
        account here, because a part does not know the whole: see :func:`totals_of_people`.
    cells
        People x cells, 1 (or True) where the person is in the cell, else 0; or a value there,
        for the total of weight times value that means need. Cells may overlap.

    >>> design = SurveyDesign.of([1, 2, 3], psu=["a", "a", "b"])
    >>> psu_totals(design, [[1, 0], [0, 1], [1, 0]]).sum_w.tolist()
    [[1.0, 2.0], [3.0, 0.0]]
    """
    member = _member(design, cells)
    units, place = _units(design)
    weights = design.weights[:, None]
    fpc = np.full(len(units), np.inf)
    if design.fpc is not None:
        fpc[place] = design.fpc
    keys = tuple(
        (
            design.strata[stratum] if design.strata else "",
            design.psus[unit] if design.psus else int(unit),
        )
        for stratum, unit in units
    )
    return PsuTotals(
        keys,
        fpc,
        np.bincount(place, minlength=len(units)),
        _sum_by(place, (member != 0).astype(float), len(units)).astype(np.int64),
        _sum_by(place, weights * member, len(units)),
        _sum_by(place, weights**2 * member, len(units)),
        design.single_psu,
    )


def add_psu_totals(parts: Sequence[PsuTotals]) -> PsuTotals:
    """Add the totals of several parts of one sample: the same as summing it whole.

    Clusters are recognised by their label, so a design without clusters, whose units have no
    label of their own, cannot be added: use the closed form there.

    Raises
    ------
    DataError
        When there is no part, or parts disagree about cells or population sizes.

    >>> design = SurveyDesign.of([1, 2], psu=["a", "b"])
    >>> one = psu_totals(design, [[1], [1]])
    >>> add_psu_totals([one, one]).sum_w.tolist()
    [[2.0], [4.0]]
    """
    if not parts or len({part.n.shape[1] for part in parts}) != 1:
        raise DataError(
            "The parts do not count the same cells.",
            remedy="Count every part by the same list of cells, empty cells included.",
        )
    keys = sorted({key for part in parts for key in part.keys}, key=repr)
    spot = {key: place for place, key in enumerate(keys)}
    fpc = np.full(len(keys), np.nan)
    shape = (len(keys), parts[0].n.shape[1])
    people, n = np.zeros(len(keys), np.int64), np.zeros(shape, np.int64)
    sum_w, sum_w2 = np.zeros(shape), np.zeros(shape)
    for part in parts:
        where = np.array([spot[key] for key in part.keys], np.int64)
        known = ~np.isnan(fpc[where])
        if (fpc[where][known] != part.fpc[known]).any():
            raise DataError(
                "Two parts give different population sizes (fpc) for one cluster.",
                remedy="Use the same population size for a stratum in every part.",
            )
        fpc[where] = part.fpc
        people[where] += part.people
        n[where] += part.n
        sum_w[where] += part.sum_w
        sum_w2[where] += part.sum_w2
    return PsuTotals(tuple(keys), fpc, people, n, sum_w, sum_w2, parts[0].single_psu)


def totals_from_psus(sums: PsuTotals) -> CellTotals:
    """Return totals and covariance from sums per stratum, cluster and cell.

    Clusters count as drawn with replacement, with the finite population correction of the
    first stage: ``V = sum over strata of (1 - f) m/(m-1) sum over clusters of (t - mean)^2``
    (Sarndal, Swensson and Wretman 1992, section 4.6; ``survey`` in R does the same).

    Raises
    ------
    DataError
        When a stratum has one unit and the design says to refuse, when there are more units
        than the population has, or only one unit in all.
    """
    names = sorted({stratum for stratum, _ in sums.keys}, key=repr)
    spot = {name: place for place, name in enumerate(names)}
    stratum = np.array([spot[name] for name, _ in sums.keys], np.int64)
    covariance = _spread(sums.sum_w, stratum, sums.fpc, sums.single_psu, names)
    return CellTotals(
        sums.n.sum(axis=0),
        sums.sum_w.sum(axis=0),
        sums.sum_w2.sum(axis=0),
        covariance,
        int(sums.people.sum()),
        present=sums.n > 0,
        stratum=stratum,
        finite=bool(np.isfinite(sums.fpc).any()),
    )


def totals_of_people(design: SurveyDesign, cells: npt.ArrayLike) -> CellTotals:
    """Return totals and covariance straight from people, for any design.

    The same figures as summing first, but nothing has to be summed per cluster by the caller,
    cells may overlap, and raked weights are taken into account.

    Parameters
    ----------
    design
        One entry a person.
    cells
        People x cells of any numbers: 1 where the person is in the cell; or a value, whose
        weighted total is then estimated. Not missing.

    >>> design = SurveyDesign.of([1, 1, 2, 2])
    >>> totals = totals_of_people(design, [[1, 1], [0, 1], [1, 1], [0, 1]])
    >>> totals.weighted.tolist(), totals.degrees_of_freedom()
    ([3.0, 6.0], 3.0)
    """
    member = _member(design, cells)
    check_people(design.people, design.people)
    units, place = _units(design)
    stratum = np.array([stratum for stratum, _ in units], np.int64)
    left = design.weights[:, None] * _residuals(design, member)
    fpc = np.full(len(units), np.inf)
    if design.fpc is not None:
        fpc[place] = design.fpc
    unit_sums = _sum_by(place, left, len(units))
    covariance = _spread(unit_sums, stratum, fpc, design.single_psu, design.strata or ("",))
    here = (member != 0) & (design.weights > 0)[:, None]
    weights = design.weights[:, None]
    return CellTotals(
        here.sum(axis=0),
        (weights * member).sum(axis=0),
        (weights**2 * member).sum(axis=0),
        covariance,
        design.people,
        present=_sum_by(place, here.astype(float), len(units)) > 0,
        stratum=stratum,
        finite=bool(np.isfinite(fpc).any()),
    )


def _spread(
    sums: Floats, stratum: Ints, fpc: Floats, single: SinglePsu, names: Sequence[object]
) -> Floats:
    """Return the covariance of totals from the sums of units."""
    strata = int(stratum.max()) + 1
    if len(sums) < 2:
        raise DataError(
            "The whole sample is one cluster, so nothing can be said about its variance.",
            remedy="Give the clusters as they were drawn, or none.",
        )
    units = np.bincount(stratum, minlength=strata)
    sizes = np.full(strata, np.inf)
    sizes[stratum] = fpc
    if (sizes[stratum] != fpc).any():
        raise DataError(
            "The population size (fpc) differs within a stratum.",
            where=f"stratum {names[int(stratum[np.argmax(sizes[stratum] != fpc)])]}",
            remedy="Give every person of a stratum the same number of units in the population.",
        )
    scale = unit_scale(units, sizes, single, tuple(names))
    means = _sum_by(stratum, sums, strata) / np.maximum(units, 1)[:, None]
    if single is SinglePsu.OVERALL:
        means[units == 1] = 0.0
    centred = (sums - means[stratum]) * np.sqrt(scale[stratum])[:, None]
    covariance: Floats = centred.T @ centred
    return covariance


def _residuals(design: SurveyDesign, member: Floats) -> Floats:
    """Return what the margins of raked weights leave unexplained; all of it without margins."""
    if not design.margins or design.base_weights is None:
        return member
    columns = [np.eye(int(margin.max()) + 1)[margin] for margin in design.margins]
    known = np.hstack(columns)
    root = np.sqrt(design.base_weights)[:, None]
    effects = np.linalg.lstsq(root * known, root * member, rcond=None)[0]
    left: Floats = member - known @ effects
    return left


def _units(design: SurveyDesign) -> tuple[list[tuple[int, int]], Ints]:
    """Return the (stratum, unit) pairs of a sample, and each person's place among them."""
    stratum = np.zeros(design.people, np.int64) if design.stratum is None else design.stratum
    unit = np.arange(design.people) if design.psu is None else design.psu
    width = int(unit.max()) + 1
    pairs, place = np.unique(stratum * width + unit, return_inverse=True)
    return [divmod(int(pair), width) for pair in pairs], place.ravel()


def _member(design: SurveyDesign, cells: npt.ArrayLike) -> Floats:
    member = np.asarray(cells, float)
    if member.ndim != 2 or len(member) != design.people or not np.isfinite(member).all():
        raise DataError(
            "The cells are not a table with one row for each person and nothing missing.",
            remedy="Give people x cells, with 0 where a person is not in a cell.",
        )
    return member


def _sum_by(place: Ints, values: Floats, units: int) -> Floats:
    columns = [np.bincount(place, column, minlength=units) for column in values.T]
    return np.column_stack(columns) if columns else np.zeros((units, 0))
