"""What weights cost, and how far a sample is from the population."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.kernel.kish import kish_design_effect, kish_effective_base


@dataclass(frozen=True, slots=True)
class WeightDiagnostics:
    """The spread of weights, and what it costs.

    Parameters
    ----------
    n
        People with a weight above 0.
    effective_n
        Kish's effective base: so many people of equal weight would tell as much.
    design_effect
        n over that: by how much variances grow.
    low, high, mean
        Smallest, largest and average weight above 0.
    ratio
        Largest over smallest.
    quantiles
        Weights below which 1, 5, 25, 50, 75, 95 and 99 per cent of people lie, over the mean.
    top_share
        The share of all weight that the heaviest 5 per cent of people hold.
    """

    n: int
    effective_n: float
    design_effect: float
    low: float
    high: float
    mean: float
    ratio: float
    quantiles: tuple[float, ...]
    top_share: float


def diagnose_weights(weights: npt.ArrayLike, n: npt.ArrayLike | None = None) -> WeightDiagnostics:
    """Return the spread of weights and what it costs.

    Parameters
    ----------
    weights
        One a person, or one a group of people alike; 0 or more, not all 0.
    n
        People of each group; None: one each.

    >>> found = diagnose_weights([1, 1, 1, 3])
    >>> found.effective_n, round(found.design_effect, 4), found.ratio
    (3.0, 1.3333, 3.0)
    """
    each = np.asarray(weights, float)
    people = np.ones(each.size) if n is None else np.asarray(n, float)
    held = (each > 0) & (people > 0)
    if not held.any():
        raise ValueError("no weight is above 0")
    order = np.argsort(each[held], kind="stable")
    w, count = each[held][order], people[held][order]
    total, squares, everybody = count @ w, count @ w**2, count.sum()
    mean = total / everybody
    upto = np.cumsum(count)
    wanted = np.array([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) * everybody
    spots = np.minimum(np.searchsorted(upto, wanted - 1e-9), w.size - 1)
    # the heaviest: whole groups from above, and a part of the last one
    above = np.clip(0.05 * everybody - (everybody - upto), 0, count)
    return WeightDiagnostics(
        int(everybody),
        float(kish_effective_base(total, squares)),
        float(kish_design_effect(everybody, total, squares)),
        float(w[0]),
        float(w[-1]),
        float(mean),
        float(w[-1] / w[0]),
        tuple(float(value) for value in w[spots] / mean),
        float(above @ w / total),
    )


@dataclass(frozen=True, slots=True)
class CategoryFit:
    """One category of a margin, before and after weighting.

    Parameters
    ----------
    variable, category
        Which.
    n
        People in it, unweighted.
    target_share, before_share, after_share
        Of the population, of the sample with the weights before, and with those after, among
        people whose category is known; 0 to 1.
    """

    variable: str
    category: str
    n: int
    target_share: float
    before_share: float
    after_share: float

    @property
    def participation_ratio(self) -> float:
        """Share of the sample over share of the population; 1: as many as there should be."""
        return self.before_share / self.target_share if self.target_share else np.nan

    @property
    def standardised_difference(self) -> float:
        """Distance of the sample from the population in standard deviations, absolute."""
        spread = np.sqrt(self.target_share * (1 - self.target_share))
        return float(abs(self.before_share - self.target_share) / spread) if spread else np.nan


@dataclass(frozen=True, slots=True)
class MarginFit:
    """One margin, before and after weighting.

    Parameters
    ----------
    variable
        Which.
    categories
        In the order of the targets.
    unknown_n
        People whose category is not known: they keep their share of the weight here.
    """

    variable: str
    categories: tuple[CategoryFit, ...]
    unknown_n: int

    @property
    def proportional_similarity(self) -> float:
        """How much of the sample would stay where it is: 1 for a likeness, 0 for none."""
        return sum(min(each.before_share, each.target_share) for each in self.categories)

    @property
    def largest_deviation(self) -> float:
        """The largest distance from a target after weighting, as a share."""
        return max(abs(each.after_share - each.target_share) for each in self.categories)
