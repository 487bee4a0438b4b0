"""Kish's effective base: how much unequal weights cost, before anything is counted.

Both rooms that think about weights, ``weigh`` and ``tabulate``, use these two functions.
Source: Kish, L. (1965) Survey Sampling, section 11.7; (1992) Weighting for unequal Pi,
Journal of Official Statistics 8, 183-200.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def kish_effective_base(sum_w: npt.ArrayLike, sum_w2: npt.ArrayLike) -> Floats:
    """Return how many equally weighted people would tell as much: ``(sum w)^2 / sum w^2``.

    Parameters
    ----------
    sum_w, sum_w2
        Sum of the weights and of their squares; any shapes that broadcast. Nothing may be
        missing.

    Returns
    -------
    People, from 0 (nobody, or only weights of 0) to the unweighted count.

    >>> float(kish_effective_base(4, 4))  # four people of weight 1
    4.0
    >>> round(float(kish_effective_base(1 + 1 + 4, 1 + 1 + 16)), 6)
    2.0
    """
    total = np.asarray(sum_w, float)
    squares = np.asarray(sum_w2, float)
    empty = squares <= 0
    return np.where(empty, 0.0, total**2 / np.where(empty, 1.0, squares))


def kish_design_effect(n: npt.ArrayLike, sum_w: npt.ArrayLike, sum_w2: npt.ArrayLike) -> Floats:
    """Return by how much unequal weights widen variances: ``n sum w^2 / (sum w)^2``.

    Parameters
    ----------
    n
        People with a weight above 0.
    sum_w, sum_w2
        As for :func:`kish_effective_base`.

    Returns
    -------
    A ratio from 1 (equal weights); NaN where there is nobody. It is an upper guide: it
    knows the weights, not how they go with the answers.

    >>> round(float(kish_design_effect(3, 6, 18)), 6)
    1.5
    """
    base = kish_effective_base(sum_w, sum_w2)
    people = np.asarray(n, float)
    return np.where(base > 0, people / np.where(base > 0, base, 1.0), np.nan)
