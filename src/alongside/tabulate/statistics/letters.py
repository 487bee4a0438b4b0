"""Letters of columns, and which of them stand beside a cell."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from alongside.tabulate.statistics.design import Floats

REST = -1
"""In place of the second column: everybody who is not in the first."""


def column_letter(column: int) -> str:
    """Return the letter of a column, counted from 0: a to z, then aa, ab and so on.

    >>> [column_letter(place) for place in (0, 25, 26, 52)]
    ['a', 'z', 'aa', 'ba']
    """
    letters = ""
    while column >= 0:
        letters = chr(ord("a") + column % 26) + letters
        column = column // 26 - 1
    return letters


def letters_above(
    pairs: Sequence[tuple[int, int]],
    found: npt.NDArray[np.bool_],
    difference: Floats,
    columns: int,
) -> list[list[str]]:
    """Return the letters of differences found; see :meth:`ColumnComparison.letters`.

    >>> letters_above([(0, 1)], np.array([[True]]), np.array([[0.2]]), 2)
    [['b', '']]
    """
    above = [[""] * columns for _ in found]
    names = [column_letter(place) for place in range(columns)]
    # beyond z letters come in twos, which need a space between
    space = "" if columns <= 26 else " "
    rows, places = np.nonzero(found)
    higher = (difference[rows, places] > 0).tolist()
    # pairs stand in order, so the letters of a cell come in that of the alphabet
    for row, place, up in zip(rows.tolist(), places.tolist(), higher, strict=True):
        one, two = pairs[place]
        if two == REST:
            above[row][one] = "+" if up else "-"
            continue
        winner, loser = (one, two) if up else (two, one)
        before = above[row][winner]
        above[row][winner] = before + space + names[loser] if before else names[loser]
    return above
