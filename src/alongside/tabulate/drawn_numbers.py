"""Intervals and comparisons of means in a sample with strata or clusters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.dataset import DataSet, Variable
from alongside.questionnaire import Disclosure
from alongside.tabulate.crossing import Banner, checked_weights, variables_of
from alongside.tabulate.design_telling import tells_little
from alongside.tabulate.engines import Floats
from alongside.tabulate.lanes import banner_lanes
from alongside.tabulate.measures import DesignBehind, Measuring
from alongside.tabulate.numbers import numbers_of
from alongside.tabulate.people import Filter
from alongside.tabulate.sampling import designed_sampling, require_sampling, with_population
from alongside.tabulate.statistics import (
    CellTotals,
    ColumnComparison,
    SurveyDesign,
    Versus,
    compare_mean_columns_of_totals,
    mean_interval,
    means_from_totals,
    totals_of_people,
)
from alongside.tabulate.table import TOTAL
from alongside.tabulate.units import inside_of

Place = tuple[str, str]
"""A banner and one of its codes; ``("", "__total__")`` for everybody."""


@dataclass(frozen=True, eq=False)
class DrawnMeans:
    """What a design says of the means of a number, by group.

    Parameters
    ----------
    behind
        For the notes.
    places
        Where each group stands among the cells of the totals.
    totals
        Of people, numbers and squares of numbers, group by group.
    untold
        Groups whose interval would tell too much; see
        :mod:`alongside.tabulate.design_telling`. None of them where the strata are left out.
    coarse
        Whether intervals are told no finer than to two digits of their width.
    """

    behind: DesignBehind
    places: Mapping[Place, int]
    totals: CellTotals
    untold: frozenset[Place]
    coarse: bool

    @property
    def left_out(self) -> bool:
        """Whether intervals are to be those of independent people."""
        return self.behind.left_out and not self.behind.clusters

    def intervals(self, level: float) -> dict[Place, tuple[float, float]]:
        """Return the limits of each mean less the mean itself; NaN: cannot be known or told."""
        chosen = [*self.places]
        values, bases, _ = self._cells(chosen)
        means = means_from_totals(self.totals, values, bases)
        half = mean_interval(means, level).high - means.mean
        if self.coarse:
            half = _two_digits(half)
        half[[place in self.untold for place in chosen]] = np.nan
        return {place: (-each, each) for place, each in zip(chosen, half.tolist(), strict=True)}

    def compare(self, places: Sequence[Place], wish: Measuring) -> ColumnComparison:
        """Return each of some groups, in which nobody is twice, compared with each other."""
        return compare_mean_columns_of_totals(
            self.totals,
            *self._cells(places),
            versus=Versus.EACH,
            level=wish.level,
            correction=wish.correction,
        )

    def _cells(self, places: Sequence[Place]) -> tuple[Floats, Floats, Floats]:
        """Return where the cells of values, people and squares of some groups are."""
        one = np.eye(self.totals.n.size)
        spots = np.array([self.places[place] for place in places], np.int64)
        size = len(self.places)
        return one[spots + size], one[spots], one[spots + 2 * size]


def drawn_means(
    dataset: DataSet,
    variable: Variable,
    banners: Sequence[Banner],
    rule: Disclosure,
    *,
    where: Filter = None,
    weight: str = "",
) -> DrawnMeans | None:
    """Return what the stated design says of the means of a number; None: there is no design.

    Parameters
    ----------
    dataset
        Everybody; the completed responses are the sample.
    variable, banners, where, weight
        As for :func:`~alongside.tabulate.count_numbers`.
    rule
        The study's: what may be told.

    Raises
    ------
    ProblemsFoundError
        When the data do not fit the design.
    """
    sampling = designed_sampling(dataset)
    if sampling is None:
        return None
    require_sampling(dataset)
    sample, size = with_population(dataset.completed(), sampling)
    frame = sample.frame
    if frame.height < 2:
        return None
    design = SurveyDesign.of(
        checked_weights(frame, weight) if weight else np.ones(frame.height),
        strata=frame[sampling.strata].to_list() if sampling.strata else None,
        psu=frame[sampling.clusters].to_list() if sampling.clusters else None,
        fpc=frame[size].to_numpy() if size is not None else None,
        single_psu=sampling.lone_units.value,
    )
    values = numbers_of(frame, variable)
    counted = inside_of(sample, where) & ~np.isnan(values) & (design.weights > 0)
    places: dict[Place, int] = {("", TOTAL): 0}
    members = [counted]
    for banner in banners:
        for lane in banner_lanes(frame, variables_of(banner)):
            groups = lane.adds.astype(bool)[lane.places.place]
            for spot, code in enumerate(lane.codes):
                places[banner.code, code] = len(members)
                members.append(counted & groups[:, spot])
    people = np.column_stack(members).astype(float)
    origin = float(values[counted].mean()) if counted.any() else 0.0  # squares stay small
    shifted = np.where(counted, values - origin, 0.0)[:, None]
    totals = totals_of_people(design, np.hstack([people, people * shifted, people * shifted**2]))
    free = _free(design, members, clustered=bool(sampling.clusters))
    untold = frozenset(
        place
        for place, spot in places.items()
        if rule.protects
        and members[spot].any()
        and not tells_little(free[spot], clustered=bool(sampling.clusters))
    )
    behind = DesignBehind(
        sampling.strata,
        sampling.clusters,
        sampling.population is not None,
        {},
        left_out=bool(untold),
    )
    return DrawnMeans(behind, places, totals, untold, coarse=rule.protects)


def _free(
    design: SurveyDesign,
    members: Sequence[np.ndarray[tuple[int], np.dtype[np.bool_]]],
    *,
    clustered: bool,
) -> list[int]:
    """Return the free sums of units behind each group, as in ``DesignBehind``."""
    stratum = np.zeros(design.people, np.int64) if design.stratum is None else design.stratum
    free = []
    for member in members:
        strata = np.unique(stratum[member]).size
        if clustered and design.psu is not None:
            width = int(design.psu.max()) + 1
            units = np.unique(stratum[member] * width + design.psu[member]).size
            free.append(units - strata)
        else:
            free.append(max(0, strata - 1))
    return free


def _two_digits(values: Floats) -> Floats:
    """Return numbers above 0 rounded to two significant digits.

    >>> _two_digits(np.array([123.4, 0.01234, 0.0])).tolist()
    [120.0, 0.012, 0.0]
    """
    fine = np.isfinite(values) & (values > 0)
    digits = 1 - np.floor(np.log10(np.where(fine, values, 1.0))).astype(int)
    return np.array(
        [
            round(value, digit) if known else value
            for value, digit, known in zip(
                values.tolist(), digits.tolist(), fine.tolist(), strict=True
            )
        ]
    )
