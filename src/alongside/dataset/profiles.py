"""People put together who gave the same answers: what must be known of data too large to hold.

Disclosure control asks how many people have this and that together, for any combination of the
questions of some tables. That needs no person, only how many there are of each kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset.codebook import Codebook
from alongside.dataset.frame import MISSING_SUFFIX, STATUS, DataSet, Provenance
from alongside.kernel.errors import DataError

PEOPLE = "people__n"
"""Column that says how many people a row stands for."""
SUM, SQUARES = "__w", "__w2"
"""Ends of the columns with the sums of a weight, and of its squares, over these people."""
MOST_KINDS = 5_000_000
"""Kinds of people beyond which they are not put together: a few hundred megabytes."""


@dataclass(frozen=True)
class Profiles:
    """The kinds of people of a data set by some of its variables, and how many there are of each.

    Parameters
    ----------
    frame
        The columns of a :class:`~alongside.dataset.DataSet` for these variables, without
        ``respondent``; one row a kind of people, ``people__n`` of them. For a weight ``v`` two more
        columns: ``v__w``, the sum over these people, and ``v__w2``, that of the squares.
    codebook, provenance, unit
        Of the whole data set.
    """

    frame: pl.DataFrame
    codebook: Codebook
    provenance: Provenance
    unit: str = "respondent"

    def completed(self) -> "Profiles":
        """Return only the completed responses."""
        return replace(self, frame=self.frame.filter(pl.col(STATUS) == "completed"))


def people_n(data: DataSet | Profiles) -> int:
    """Return how many people there are."""
    if isinstance(data, Profiles):
        return int(data.frame[PEOPLE].sum())
    return data.frame.height


def people_of(data: DataSet | Profiles) -> npt.NDArray[np.int64] | None:
    """Return how many people each row stands for; None: one each."""
    return data.frame[PEOPLE].to_numpy() if isinstance(data, Profiles) else None


def has_weight(data: DataSet | Profiles, weight: str) -> bool:
    """Return whether it is known how much people weigh."""
    name = weight + SUM if isinstance(data, Profiles) else weight
    return name in data.frame.columns


def weight_sums(
    data: DataSet | Profiles, weight: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return people, sum of weights and sum of squares of each row; who has no weight has 0."""
    if isinstance(data, Profiles):
        names = (PEOPLE, weight + SUM, weight + SQUARES)
        n, w, w2 = (data.frame[name].cast(pl.Float64).to_numpy() for name in names)
        return n, w, w2
    w = data.frame[weight].cast(pl.Float64).fill_null(0.0).to_numpy()
    return np.ones(w.size), w, w * w


def profile_people(
    frame: pl.DataFrame, codes: Sequence[str], weights: Sequence[str] = ()
) -> pl.DataFrame:
    """Return the kinds of people by some variables, how many of each, and how much they weigh.

    ``frame`` has the columns of a data set, ``status`` among them.
    """
    names = [STATUS, *(code + end for code in codes for end in ("", MISSING_SUFFIX))]
    sums = [pl.len().cast(pl.Int64).alias(PEOPLE)]
    for weight in weights:
        w = pl.col(weight).cast(pl.Float64).fill_null(0.0)
        sums += [w.sum().alias(weight + SUM), (w * w).sum().alias(weight + SQUARES)]
    return frame.group_by(names).agg(sums)


def add_profiles(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Return the kinds of people of two parts as one.

    Raises :class:`~alongside.kernel.errors.DataError` when there are too many kinds.
    """
    sums = [name for name in one.columns if name == PEOPLE or name.endswith((SUM, SQUARES))]
    names = [name for name in one.columns if name not in sums]
    found = pl.concat([one, other]).group_by(names).agg(pl.col(sums).sum())
    if found.height > MOST_KINDS:
        raise DataError(
            f"There are more than {MOST_KINDS:,} different combinations of the answers to "
            f"{len(names) // 2} questions, too many to see what tables of them give away.",
            remedy="Count fewer questions at once, or begin a new release log with new data.",
        )
    return found
