"""The whole way: check, rake within bounds, report; and post-stratify."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.problems import Problem, Severity, has_errors
from alongside.weigh.benchmarks import Answers, Benchmarks, Cells, Floats, Margin, cells_of
from alongside.weigh.checks import (
    TINY_CATEGORY,
    check_attainable,
    check_benchmarks,
    check_weights,
)
from alongside.weigh.diagnostics import (
    CategoryFit,
    MarginFit,
    WeightDiagnostics,
    diagnose_weights,
)
from alongside.weigh.raking import Bounds, Raked, rake_cells


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights, and everything that has to be told about them.

    Parameters
    ----------
    weights
        One a person, in the order of the answers.
    margins
        Every margin before and after.
    deviations
        Sweeps x margins: the largest distance from a target after each sweep, as a share.
    converged
        Whether every margin was reached, within the bounds.
    bounds
        What was asked; None: no bounds.
    raised_n, lowered_n
        People whose weight was stopped at the lower and at the upper bound.
    diagnostics, diagnostics_before
        Spread and cost of the weights, and of those before.
    problems
        Warnings: what speaks against using these weights.
    source
        Of the benchmarks.
    """

    weights: Floats
    margins: tuple[MarginFit, ...]
    deviations: Floats
    converged: bool
    bounds: Bounds | None
    raised_n: int
    lowered_n: int
    diagnostics: WeightDiagnostics
    diagnostics_before: WeightDiagnostics
    problems: tuple[Problem, ...]
    source: str

    @property
    def sweeps(self) -> int:
        """How often raking went through all margins."""
        return len(self.deviations)


def weigh_sample(
    answers: Answers,
    benchmarks: Benchmarks,
    *,
    base_weights: npt.ArrayLike | None = None,
    bounds: Bounds | None = None,
    tolerance: float = 1e-9,
    most_sweeps: int = 1000,
    tiny: int = TINY_CATEGORY,
) -> Weighting:
    """Weight people so that every margin agrees with the population.

    Parameters
    ----------
    answers
        For each variable of a margin the category of each person; None where it is not known
        (they keep their share of the weight in that margin).
    benchmarks
        Margins as shares (weights then average 1) or as numbers of people (weights then add up
        to the population), and their source.
    base_weights
        What people weigh by design, 0 or more; None: all alike. 0 leaves a person out.
    bounds
        Multiples of the average weight that no weight may leave. They hold in any case; if
        the margins cannot be reached within them, ``converged`` is False and a problem says
        which category stays how far away.
    tolerance, most_sweeps
        As for :func:`~alongside.weigh.rake_cells`.
    tiny
        Categories of fewer people than this get a warning.

    Raises
    ------
    ProblemsFoundError
        Naming all at once what makes weights impossible: categories missing in data or
        margin, targets that are no shares, totals that differ, margins that contradict.
    DataError
        When answers and base weights are not of one length, or a base weight is below 0.

    >>> benchmarks = Benchmarks((Margin("region", {"north": 0.5, "south": 0.5}),), "Census 2021")
    >>> made = weigh_sample({"region": ["north"] * 60 + ["south"] * 40}, benchmarks)
    >>> made.weights[[0, 99]].round(4).tolist(), made.converged, made.problems
    ([0.8333, 1.25], True, ())
    """
    base = _base(answers, base_weights)
    counted: Answers = answers
    if (base == 0).any():  # people left out neither fill a category nor lack a target
        inside = np.flatnonzero(base > 0).tolist()
        counted = {name: [labels[spot] for spot in inside] for name, labels in answers.items()}
    problems = check_benchmarks(counted, benchmarks, tiny=tiny)
    _refuse(problems)
    cells = cells_of(counted, benchmarks, base[base > 0])
    people = float(cells.n.sum())
    total = benchmarks.people or people
    problems += check_attainable(cells, benchmarks)
    _refuse(problems)
    raked = rake_cells(
        cells,
        benchmarks,
        total=total,
        bounds=bounds,
        tolerance=tolerance,
        most_sweeps=most_sweeps,
    )
    if not raked.converged:
        missed = check_attainable(cells, benchmarks, bounds=bounds)
        problems += missed or [_not_converged(benchmarks, raked)]
    diagnostics = diagnose_weights(raked.weights, cells.n)
    problems += check_weights(diagnostics)
    weights = np.zeros(base.size)
    weights[base > 0] = raked.weights[cells.member]
    return Weighting(
        weights,
        tuple(_fits(cells, benchmarks, raked.weights)),
        raked.deviations,
        raked.converged,
        bounds,
        int(cells.n[raked.at_low].sum()),
        int(cells.n[raked.at_high].sum()),
        diagnostics,
        diagnose_weights(cells.base, cells.n),
        tuple(problems),
        benchmarks.source,
    )


def post_stratify(
    strata: Sequence[str | None],
    targets: Mapping[str, float],
    *,
    source: str = "",
    base_weights: npt.ArrayLike | None = None,
    bounds: Bounds | None = None,
    tiny: int = TINY_CATEGORY,
) -> Weighting:
    """Weight people so that every cell of a full cross-classification agrees.

    The same as raking to one margin: exact after one sweep, without bounds. Categories of
    several variables are crossed into one label first ("north, 16 to 24").

    Parameters
    ----------
    strata
        The cell of each person; None where it is not known.
    targets
        Cell to share or number of people of the population.
    source, base_weights, bounds, tiny
        As for :func:`weigh_sample` and :class:`~alongside.weigh.Benchmarks`.

    Notes
    -----
    Source: Holt and Smith 1979 (doi:10.2307/2344652).

    >>> made = post_stratify(["a"] * 30 + ["b"] * 30, {"a": 200, "b": 400}, source="Register")
    >>> made.weights[[0, 59]].round(4).tolist()
    [6.6667, 13.3333]
    """
    benchmarks = Benchmarks((Margin("stratum", targets),), source)
    return weigh_sample(
        {"stratum": strata}, benchmarks, base_weights=base_weights, bounds=bounds, tiny=tiny
    )


def _base(answers: Answers, base_weights: npt.ArrayLike | None) -> Floats:
    sizes = {len(labels) for labels in answers.values()}
    if len(sizes) > 1 or sizes == {0}:
        raise DataError(
            "The variables of the margins have answers of different numbers of people, or none.",
            remedy="Give one entry for each person, None where the category is not known.",
        )
    people = sizes.pop() if sizes else 0
    base = np.ones(people) if base_weights is None else np.asarray(base_weights, float)
    if base.shape != (people,) or not np.isfinite(base).all() or (base < 0).any():
        raise DataError(
            "The weights by design are not one number of 0 or more for each person.",
            remedy="Give every person a weight; 0 leaves a person out.",
        )
    if people and not base.any():
        raise DataError("Every weight is 0.", remedy="Give at least one person a weight above 0.")
    return base


def _refuse(problems: list[Problem]) -> None:
    if has_errors(problems):
        raise ProblemsFoundError(
            "These people cannot be weighted to these benchmarks.",
            problems,
            remedy="Mend what is named, or do not weight.",
        )


def _not_converged(benchmarks: Benchmarks, raked: Raked) -> Problem:
    last = raked.deviations[-1]
    worst = int(np.argmax(last))
    params = {
        "sweeps": raked.sweeps,
        "variable": benchmarks.margins[worst].variable,
        "points": f"{100 * last[worst]:.2g}",
    }
    return Problem("weigh-not-converged", params=params, severity=Severity.WARNING)


def _fits(cells: Cells, benchmarks: Benchmarks, weights: Floats) -> list[MarginFit]:
    fits = []
    for column, margin in zip(cells.place.T, benchmarks.margins, strict=True):
        known, size = column >= 0, len(margin.targets)
        n, before, after = (
            np.bincount(column[known], values[known], size)
            for values in (cells.n.astype(float), cells.n * cells.base, cells.n * weights)
        )
        fitted = tuple(
            CategoryFit(
                margin.variable,
                category,
                int(n[place]),
                share,
                float(before[place] / before.sum()),
                float(after[place] / after.sum()),
            )
            for place, (category, share) in enumerate(margin.shares().items())
        )
        fits.append(MarginFit(margin.variable, fitted, int(cells.n[~known].sum())))
    return fits
