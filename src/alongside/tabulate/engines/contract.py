"""What every counting engine promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.unsignedinteger[Any]]
Weights = Floats | None


@dataclass(frozen=True, eq=False)
class Places:
    """The group of each person.

    Parameters
    ----------
    place
        One whole number a person, 0 to ``size - 1``, of a type no wider than needed: ``uint8``,
        ``uint16`` or ``uint32``. There is no missing: people in no group have a group of their own.
    size
        Number of groups, at least 1.
    """

    place: Numbers
    size: int


class Engine(Protocol):
    """Adds people up by pairs of groups."""

    @property
    def name(self) -> str:
        """Name by which the engine can be asked for."""
        ...

    def cross(self, rows: Places, columns: Sequence[Places], weights: Weights) -> list[Floats]:
        """Add people up by row group and, for each of several columns, column group.

        Parameters
        ----------
        rows, columns
            Of the same people.
        weights
            Above 0, none missing, one a person; None: every weight is 1.

        Returns
        -------
        For each of the columns an array of shape ``(3, rows.size, columns.size)``: people, sum
        of weights, sum of squared weights; without weights of shape ``(1, ...)``, people only.
        Numbers of people are exact below 2^53. Sums are added in the order of the people.
        """
        ...

    def add_values(self, groups: Places, values: Floats, weights: Weights) -> Floats:
        """Add values up by group.

        Parameters
        ----------
        groups, weights
            As in :meth:`cross`.
        values
            One a person; NaN: no value, not counted.

        Returns
        -------
        An array of shape ``(9, groups.size)``: people with a value, and the sums of w, w^2, wy,
        wy^2, w^2 y, w^2 y^2; then the least and the greatest value (infinite where nobody
        has one).
        """
        ...
