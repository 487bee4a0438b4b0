"""How far a number can be bounded: a linear programme that is solved again and again by HiGHS.

The unknowns are how far the numbers an outsider could imagine lie from the true ones, so that the
truth is always zero: the programme can be solved from there, and large counts cost no precision.
Huangfu and Hall 2018, Parallelizing the dual revised simplex method, Mathematical Programming
Computation 10, 119-142, doi:10.1007/s12532-017-0130-5.
"""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array

Numbers = npt.NDArray[np.float64]
_EXACT = 1e-7


@dataclass(frozen=True, eq=False)
class Extreme:
    """The largest (or smallest) value of a sum, where it is taken, and which rows bind it."""

    value: float
    point: Numbers
    prices: Numbers


class Programme:
    """Minimise or maximise sums of unknowns between bounds, under rows between bounds.

    Deterministic: one thread, simplex, no randomness. Rows can be let go, never put back.
    """

    def __init__(
        self, rows: csc_array, row_low: Numbers, row_high: Numbers, low: Numbers, high: Numbers
    ) -> None:
        self._width = rows.shape[1]
        self._all = np.arange(self._width, dtype=np.int32)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = rows.shape[1], rows.shape[0]
        model.col_cost_ = np.zeros(self._width)
        model.col_lower_, model.col_upper_ = low, high
        model.row_lower_, model.row_upper_ = row_low, row_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = rows.indptr
        model.a_matrix_.index_ = rows.indices
        model.a_matrix_.value_ = rows.data
        self._solver = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("solver", "simplex"),
            ("simplex_strategy", 4),  # primal: the last point stays feasible for the next sum
            ("primal_feasibility_tolerance", _EXACT),
            ("dual_feasibility_tolerance", _EXACT),
            ("random_seed", 0),
        ):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)

    def highest(self, weights: Numbers) -> Extreme:
        """Return the largest value that the weighted sum of unknowns can take."""
        self._solver.changeColsCost(self._width, self._all, -weights)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS stopped with {status}")  # bounded and feasible by make
        solution = self._solver.getSolution()
        point = np.asarray(solution.col_value)
        return Extreme(float(weights @ point), point, np.abs(np.asarray(solution.row_dual)))

    def let_go(self, row: int) -> None:
        """Forget a row: nobody knows its value any more."""
        self._solver.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
