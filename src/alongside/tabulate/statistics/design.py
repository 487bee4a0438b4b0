"""How the people of a data set came to be in it, as far as variances need to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from alongside.kernel.errors import DataError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Labels = Sequence[object] | npt.NDArray[np.generic]


class SinglePsu(StrEnum):
    """What to do with a stratum in which only one cluster (or person) was drawn."""

    REFUSE = "refuse"
    """Say so; a variance within such a stratum cannot be known (the default, as in R)."""
    CERTAINTY = "certainty"
    """It was bound to be drawn, so it adds nothing to the variance."""
    OVERALL = "overall"
    """Measure it against the whole sample: cautious (R's ``adjust``)."""
    AVERAGE = "average"
    """It varies as the other strata do on average (R's ``average``)."""


@dataclass(frozen=True, eq=False)
class SurveyDesign:
    """Weights, strata, clusters and population sizes, one entry a person; or none of them.

    Make one with :meth:`of`, which checks. What the study did, and what that means for its
    intervals, is told in words elsewhere: these are only the numbers behind it.

    Parameters
    ----------
    weights
        At least 0; a person of weight 0 counts for nothing but keeps their cluster.
    stratum, psu
        Place in ``strata`` and ``psus`` (primary sampling units: the clusters drawn first).
        None: one stratum; every person their own unit. A unit belongs to one stratum; the
        same label in two strata means two units.
    fpc
        Units in the population of the person's stratum (a count), for the finite population
        correction; None: the sample is a small part of it.
    margins, base_weights
        The groups that the weights were raked to, each with one label number a person, and the
        weights before that. Standard errors then take account of it; see :meth:`calibrated`.
    """

    weights: Floats
    stratum: Ints | None = None
    psu: Ints | None = None
    fpc: Floats | None = None
    strata: tuple[object, ...] = ()
    psus: tuple[object, ...] = ()
    single_psu: SinglePsu = SinglePsu.REFUSE
    margins: tuple[Ints, ...] = ()
    base_weights: Floats | None = None

    @classmethod
    def of(
        cls,
        weights: npt.ArrayLike,
        *,
        strata: Labels | None = None,
        psu: Labels | None = None,
        fpc: npt.ArrayLike | None = None,
        single_psu: SinglePsu | str = SinglePsu.REFUSE,
    ) -> "SurveyDesign":
        """Check and encode a design.

        Parameters
        ----------
        weights
            One number a person, 0 or more, at least one above 0, none missing.
        strata, psu
            Labels of any kind, one a person, none missing (None or NaN).
        fpc
            Units in the population of the stratum, one number a person, the same for all of
            a stratum, and no fewer than the units drawn there.
        single_psu
            What to do with strata of one unit; see :class:`SinglePsu`.

        Raises
        ------
        DataError
            Naming what is missing, negative, of another length, or contradictory.

        >>> design = SurveyDesign.of([1, 1, 2], psu=["a", "a", "b"])
        >>> design.people, design.independent
        (3, False)
        """
        checked = _weights(weights)
        stratum, strata_names = _encode(strata, checked.size, "strata")
        unit, unit_names = _encode(psu, checked.size, "clusters")
        sizes = None
        if fpc is not None:
            sizes = np.asarray(fpc, float)
            if sizes.shape != checked.shape or not (np.isfinite(sizes) & (sizes >= 1)).all():
                raise DataError(
                    "The population sizes (fpc) are not one number of 1 or more for each person.",
                    remedy="Give how many units there are in the population of each stratum.",
                )
        return cls(checked, stratum, unit, sizes, strata_names, unit_names, SinglePsu(single_psu))

    @classmethod
    def equal(cls, people: int) -> "SurveyDesign":
        """Return the design of an unweighted survey: every weight is 1, nothing else known.

        >>> SurveyDesign.equal(3).weights.tolist()
        [1.0, 1.0, 1.0]
        """
        return cls.of(np.ones(people))

    @property
    def people(self) -> int:
        """People in the sample, whatever their weight."""
        return self.weights.size

    @property
    def independent(self) -> bool:
        """Whether n, sum w and sum w^2 hold all that variances need (the closed form)."""
        return self.stratum is None and self.psu is None and self.fpc is None and not self.margins

    def calibrated(self, weights: npt.ArrayLike, margins: Sequence[Labels]) -> "SurveyDesign":
        """Return the same design with weights that were raked or post-stratified to margins.

        Parameters
        ----------
        weights
            The new weights, one a person.
        margins
            For each margin the label of each person, none missing.

        Standard errors are then those of the residuals from a regression on the margins,
        weighted by the weights before (Deville and Sarndal 1992, doi:10.1080/01621459.1992
        .10475217): what the margins explain is known, and no longer uncertain.
        """
        groups = tuple(_encode(each, self.people, "margin")[0] for each in margins)
        return SurveyDesign(
            _weights(weights, self.people),
            self.stratum,
            self.psu,
            self.fpc,
            self.strata,
            self.psus,
            self.single_psu,
            tuple(group for group in groups if group is not None),
            self.weights,
        )


def _weights(weights: npt.ArrayLike, people: int | None = None) -> Floats:
    checked = np.array(weights, float)
    if checked.ndim != 1 or not checked.size or (people is not None and checked.size != people):
        raise DataError(
            "The weights are not one number for each person.",
            remedy="Give a list with as many weights as people.",
        )
    bad = ~np.isfinite(checked) | (checked < 0)
    if bad.any():
        raise DataError(
            f"{int(bad.sum())} weights are missing, infinite or below 0.",
            where=f"person {int(np.argmax(bad)) + 1}",
            remedy="Give every person a weight of 0 or more; 0 leaves them out.",
        )
    if not checked.any():
        raise DataError("Every weight is 0.", remedy="Give at least one person a weight above 0.")
    checked.setflags(write=False)
    return checked


def _encode(
    labels: Labels | None, people: int, what: str
) -> tuple[Ints | None, tuple[object, ...]]:
    """Return the place of each person's label among the sorted labels."""
    if labels is None:
        return None, ()
    if len(labels) != people:
        raise DataError(
            f"There are {len(labels)} {what} for {people} people.",
            remedy="Give one label for each person.",
        )
    if isinstance(labels, np.ndarray) and labels.dtype.kind in "iu":  # the way of large data
        values, codes = np.unique(labels, return_inverse=True)
        return codes.astype(np.int64), tuple(values.tolist())
    listed = labels.tolist() if isinstance(labels, np.ndarray) else list(labels)
    # a missing number is the one value that differs from itself
    missing = [spot for spot, label in enumerate(listed) if label is None or label != label]  # noqa: PLR0124
    if missing:
        raise DataError(
            f"{len(missing)} people have no label among the {what}.",
            where=f"person {missing[0] + 1}",
            remedy="Give each a label, or leave these people out.",
        )
    names = tuple(sorted(set(listed), key=lambda label: (type(label).__name__, label)))
    places = {label: place for place, label in enumerate(names)}
    return np.array([places[label] for label in listed], np.int64), names
