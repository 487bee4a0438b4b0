"""Raking: weights that make every margin of a sample agree with the population."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.weigh.benchmarks import Benchmarks, Cells, Floats, Ints


@dataclass(frozen=True, slots=True)
class Bounds:
    """The smallest and largest weight allowed, as multiples of the average weight.

    Parameters
    ----------
    low
        0 or more, below 1.
    high
        Above 1; infinite: no upper bound.

    >>> Bounds(0.2, 5.0).high
    5.0
    """

    low: float = 0.0
    high: float = np.inf

    def __post_init__(self) -> None:
        if not 0 <= self.low < 1 < self.high:
            raise ValueError("bounds are multiples of the average weight: 0 <= low < 1 < high")


@dataclass(frozen=True, eq=False)
class Raked:
    """Weights of groups, and how raking got there.

    Parameters
    ----------
    weights
        The weight of each person of a group.
    deviations
        Sweeps x margins (and a last line after fitting the sum, where bounds kept a margin from
        being reached): the largest distance of a category from its target,
        as a share of the population (0.01 is one point).
    converged
        Whether every margin came as near as was asked, within the bounds.
    at_low, at_high
        Whether the weight of a group was stopped at a bound.
    """

    weights: Floats
    deviations: Floats
    converged: bool
    at_low: npt.NDArray[np.bool_]
    at_high: npt.NDArray[np.bool_]

    @property
    def sweeps(self) -> int:
        """How often raking went through all margins."""
        return len(self.deviations)


def rake_cells(
    cells: Cells,
    benchmarks: Benchmarks,
    *,
    total: float,
    bounds: Bounds | None = None,
    tolerance: float = 1e-9,
    most_sweeps: int = 1000,
) -> Raked:
    """Rake groups of people to margins.

    Parameters
    ----------
    cells
        See :func:`~alongside.weigh.cells_of`; every target above 0 has people.
    benchmarks
        The margins.
    total
        What the weights add up to.
    bounds
        Multiples of the average weight that no weight may leave. None: no bounds. People of
        weight 0 stay at 0.
    tolerance
        When to stop: the largest distance of any category from its target, as a share.
    most_sweeps
        Stop then at the latest, without having converged.

    Notes
    -----
    Without bounds this is iterative proportional fitting (Deming and Stephan 1940,
    doi:10.1214/aoms/1177731829): the weights nearest to those before, by Kullback and Leibler's
    measure, that reach all margins (Csiszar 1975, doi:10.1214/aop/1176996454). With bounds it
    is the nearest point among the weights within them: each weight is (weight before x one
    factor a category), stopped at a bound, and in each step the factors of one margin are solved
    for with the bounds in force (the truncated distance of Deville, Sarndal and Sautory 1993,
    doi:10.1080/01621459.1993.10476369). So trimming does not undo raking, nor raking trimming.
    People whose category is not known keep their share of the weight in that margin.

    >>> from alongside.weigh.benchmarks import Margin
    >>> benchmarks = Benchmarks((Margin("region", {"north": 0.3, "south": 0.7}),))
    >>> cells = Cells(np.array([[0], [1]]), np.ones(2), np.array([5, 5]))
    >>> raked = rake_cells(cells, benchmarks, total=10)
    >>> raked.weights.round(6).tolist(), raked.converged
    ([0.6, 1.4], True)
    """
    n = cells.n.astype(float)
    held = cells.base > 0
    start = cells.base * (total / (n @ cells.base))
    mean = total / n[held].sum()
    low, high = (bounds.low * mean, bounds.high * mean) if bounds else (0.0, np.inf)
    targets = [np.array(list(margin.shares().values())) for margin in benchmarks.margins]
    # people of unknown category, of the place behind the last
    places = [
        np.where(column < 0, target.size, column)
        for column, target in zip(cells.place.T, targets, strict=True)
    ]
    logs = [np.zeros(target.size + 1) for target in targets]
    weights = np.where(held, np.clip(start, low, high), 0.0)
    deviations: list[list[float]] = []
    converged = False
    for _ in range(most_sweeps):
        for spot, (place, target) in enumerate(zip(places, targets, strict=True)):
            unknown = n[place == target.size] @ weights[place == target.size]
            wanted = target * (total - unknown)
            if bounds:
                rest = sum(
                    (log[other] for log, other in zip(logs, places, strict=True)),
                    np.log(np.where(held, start, 1.0)) - logs[spot][place],
                )
                step = _Step(place, np.where(held, n, 0.0), rest, wanted, low, high)
                logs[spot] = step.solved(logs[spot])
                free = np.exp(rest + logs[spot][place])
                weights = np.where(held, np.clip(free, low, high), 0.0)
            else:
                sums = np.bincount(place, n * weights, target.size + 1)[:-1]
                factor = np.ones(target.size + 1)
                factor[:-1] = np.where(sums > 0, wanted / np.where(sums > 0, sums, 1.0), 1.0)
                weights = weights * factor[place]
        deviations.append(
            [
                _deviation(place, target, n * weights, total)
                for place, target in zip(places, targets, strict=True)
            ]
        )
        if max(deviations[-1]) <= tolerance:
            converged = True
            break
        if bounds and len(deviations) > 2 and _stands(deviations[-3:]):
            break
    if bounds and not converged:
        weights = np.where(held, _to_total(weights, n, total, low, high), 0.0)
        deviations.append(
            [
                _deviation(place, target, n * weights, total)
                for place, target in zip(places, targets, strict=True)
            ]
        )
    edge = 1e-9 * mean
    return Raked(
        weights,
        np.array(deviations),
        converged,
        held & (weights <= low + edge) & (low > 0),
        held & (weights >= high - edge),
    )


@dataclass(frozen=True, eq=False)
class _Step:
    """One margin's factors, to be solved for with the bounds in force.

    ``rest`` is the logarithm of the weight but for this margin's factor.
    """

    place: Ints
    n: Floats
    rest: Floats
    wanted: Floats
    low: float
    high: float

    def solved(self, begin: Floats) -> Floats:
        """Return the logarithms of the factors, by Newton's steps; 0 for the unknown category.

        What a category weighs only grows with its factor, so each step also narrows where the
        factor can be, and a step that would leave it goes to the middle. Where even the bounds
        cannot reach the target the factor ends at one side, and all of the category at a bound.
        """
        size = self.wanted.size
        # e^60 is beyond any weight; wider, several margins together would leave the numbers
        below, above = np.full(size, -60.0), np.full(size, 60.0)
        found = begin.copy()
        for _ in range(100):
            free = np.exp(self.rest + found[self.place])
            held = self.n * np.clip(free, self.low, self.high)
            loose = np.where((free > self.low) & (free < self.high), held, 0.0)
            gap = self.wanted - np.bincount(self.place, held, size + 1)[:-1]
            slope = np.bincount(self.place, loose, size + 1)[:-1]
            now = found[:-1]
            below, above = np.where(gap > 0, now, below), np.where(gap < 0, now, above)
            done = (np.abs(gap) <= 1e-14 * self.wanted.sum()) | (above - below < 1e-14)
            if done.all():
                break
            step = now + np.where(slope > 0, gap / np.where(slope > 0, slope, 1.0), np.inf)
            inside = (step > below) & (step < above)
            found[:-1] = np.where(done, now, np.where(inside, step, (below + above) / 2))
        return found


def _to_total(weights: Floats, n: Floats, total: float, low: float, high: float) -> Floats:
    """Return weights times one factor, stopped at the bounds, that add up to the total.

    Where margins cannot be reached within the bounds, the last of them leaves another sum, and the
    bounds would be multiples of another average.
    """
    below, above = 0.0, high / max(float(weights[weights > 0].min()), 1e-300)
    for _ in range(200):
        middle = (below + above) / 2
        if n @ np.where(weights > 0, np.clip(weights * middle, low, high), 0.0) < total:
            below = middle
        else:
            above = middle
    return np.clip(weights * above, low, high)


def _stands(last: list[list[float]]) -> bool:
    """Return whether raking has come to a stand away from its margins."""
    before, now = np.array(last[0]), np.array(last[-1])
    return bool(np.abs(before - now).max() <= 1e-6 * now.max())


def _deviation(place: Ints, target: Floats, held: Floats, total: float) -> float:
    sums = np.bincount(place, held, target.size + 1)
    return float(np.abs(sums[:-1] - target * (total - sums[-1])).max() / total)
