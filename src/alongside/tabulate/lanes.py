"""Variables and banners as lanes: disjoint groups of people, and what each group counts towards.

The lane of a question with one answer has a group per category and per kind of missing. A
question with several answers has lanes of up to seven options, with a group per combination of
them. Two lanes are crossed by counting people per pair of groups; lanes that are small enough
are joined first, so that one pass over the people serves several tables.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.dataset import MISSING_SUFFIX, Missing, Variable, VariableType
from alongside.dataset.expressions import number_text
from alongside.kernel.errors import ExpressionError
from alongside.tabulate.adding import into_codes
from alongside.tabulate.engines import Floats, Numbers, Places
from alongside.tabulate.table import TOTAL

BASE = "__base__"
"""Code of the row that counts everybody with an answer."""
MOST_VALUES = 20
"""A numeric variable with more distinct values than this needs grouping first."""
_BITS = 7  # 128 combinations: with two banners of ten groups each still in a processor's cache
_KINDS = len(Missing)
Ints = npt.NDArray[np.int64]


def missing_code(kind: Missing) -> str:
    """Return the code under which a kind of missing is counted.

    >>> missing_code(Missing.SKIPPED)
    '__skipped__'
    """
    return f"__{kind.value}__"


GAPS = tuple(missing_code(kind) for kind in Missing)
"""Codes of the kinds of missing, in order."""


@dataclass(frozen=True, eq=False)
class Lane:
    """Disjoint groups of people.

    Parameters
    ----------
    codes
        What is counted, in table order.
    places
        The group of each person.
    adds
        One row a group, one column a code: 1 where the group counts towards the code.
    """

    codes: tuple[str, ...]
    places: Places
    adds: Ints


def everybody(people: int) -> Lane:
    """Return the lane of the total: one group with everybody."""
    return Lane((TOTAL,), Places(np.zeros(people, np.uint16), 1), np.ones((1, 1), np.int64))


LaneMaker = tuple[int, Callable[[pl.DataFrame], Lane]]
"""How many groups a lane has at most, and how to make it."""


def lane_makers(variable: Variable) -> list[LaneMaker]:
    """Return how to make the lanes of a variable: its categories, those who answered, the gaps.

    Making raises :class:`~alongside.kernel.errors.ExpressionError` for what cannot be counted.
    """
    if variable.type is VariableType.MULTI:
        codes = [category.code for category in variable.categories]
        return [
            (
                (1 << len(here)) + (_KINDS + 1 if start == 0 else 0),
                partial(
                    _options, variable=variable, start=start, codes=tuple(here), gaps=start == 0
                ),
            )
            for start in range(0, max(len(codes), 1), _BITS)
            for here in [codes[start : start + _BITS]]
        ]
    most = len(variable.categories) or MOST_VALUES
    return [(most + _KINDS + 1, partial(_answers, variable=variable))]


def answer_makers(variable: Variable) -> list[LaneMaker]:
    """Return how to make the one lane of who answered, for variables of every type."""
    return [(_KINDS + 2, partial(_answered, variable=variable))]


def _answered(frame: pl.DataFrame, variable: Variable) -> Lane:
    places = pl.select(
        pl.when(frame[variable.code].is_not_null()).then(pl.lit(0, dtype=pl.UInt8))
    ).to_series()
    if places.len() != frame.height:  # an empty frame gives one row
        places = places.clear()
    group = _with_gaps(places, frame[variable.code + MISSING_SUFFIX], 1)
    adds = np.vstack([np.eye(1 + _KINDS, dtype=np.int64), np.zeros((1, 1 + _KINDS), np.int64)])
    return Lane((BASE, *GAPS), Places(group, len(adds)), adds)


def _answers(frame: pl.DataFrame, variable: Variable) -> Lane:
    codes, places = _coded(frame, variable)
    size = len(codes)
    adds = np.zeros((size + _KINDS + 1, size + 1 + _KINDS), np.int64)
    adds[:size, :size] = np.eye(size, dtype=np.int64)
    adds[:size, size] = 1
    adds[size : size + _KINDS, size + 1 :] = np.eye(_KINDS, dtype=np.int64)
    group = _with_gaps(places, frame[variable.code + MISSING_SUFFIX], size)
    return Lane((*codes, BASE, *GAPS), Places(group, len(adds)), adds)


def banner_lanes(frame: pl.DataFrame, variables: Sequence[Variable]) -> Iterator[Lane]:
    """Yield the lanes of a banner: the categories of one variable, or of several nested.

    People missing from any of the variables are in no column.
    """
    each = [list(_column_lanes(frame, variable)) for variable in variables]
    for lanes in product(*each):
        yield lanes[0] if len(lanes) == 1 else _nested(lanes)


def categories_of(frame: pl.DataFrame, variable: Variable) -> tuple[str, ...]:
    """Return the codes a variable can be counted by, in the order of the codebook.

    Raises :class:`~alongside.kernel.errors.ExpressionError` for open answers and for
    numbers or dates with more than 20 different values.
    """
    if variable.type in (VariableType.SINGLE, VariableType.MULTI):
        return tuple(category.code for category in variable.categories)
    return tuple(_shown(value) for value in _distinct_values(frame, variable))


NEST = " > "
"""Between the codes of nested variables, outermost first."""


def _nested(lanes: Sequence[Lane]) -> Lane:
    codes = tuple(NEST.join(codes) for codes in product(*(lane.codes for lane in lanes)))
    adds = lanes[0].adds
    for lane in lanes[1:]:
        adds = np.kron(adds, lane.adds)
    return Lane(codes, join_places([lane.places for lane in lanes]), adds)


def _column_lanes(frame: pl.DataFrame, banner: Variable) -> Iterator[Lane]:
    if banner.type is VariableType.MULTI:
        codes = [category.code for category in banner.categories]
        for start in range(0, len(codes), _BITS):
            yield _options(frame, banner, start, codes[start : start + _BITS], gaps=False)
        return
    codes_here, places = _coded(frame, banner)
    size = len(codes_here)
    adds = np.vstack([np.eye(size, dtype=np.int64), np.zeros((1, size), np.int64)])
    kind = pl.UInt8 if size < 256 else pl.UInt16
    group = places.cast(kind).fill_null(size).to_numpy()
    yield Lane(codes_here, Places(group, size + 1), adds)


def _options(
    frame: pl.DataFrame, variable: Variable, start: int, codes: Sequence[str], *, gaps: bool
) -> Lane:
    """Return the lane of a run of options; the first lane of a question holds its gaps too."""
    masks = frame[variable.code]
    size = 1 << len(codes)
    combinations = np.arange(size)
    adds = (combinations[:, None] >> np.arange(len(codes))) & 1
    # only the bits of this run are wanted, and narrow numbers are quicker to move
    narrow = pl.UInt16 if start + _BITS <= 16 else pl.UInt32 if start + _BITS <= 32 else pl.UInt64
    chosen = masks.cast(narrow, wrap_numerical=True).fill_null(0).to_numpy()
    group = ((chosen >> chosen.dtype.type(start)) & chosen.dtype.type(size - 1)).astype(np.uint16)
    if not gaps:
        return Lane(tuple(codes), Places(group, size), adds)
    whole = np.zeros((size + _KINDS + 1, len(codes) + 1 + _KINDS), np.int64)
    whole[:size, : len(codes)] = adds
    whole[:size, len(codes)] = 1
    whole[size : size + _KINDS, len(codes) + 1 :] = np.eye(_KINDS, dtype=np.int64)
    if masks.null_count():
        answers = pl.select(pl.when(masks.is_not_null()).then(pl.Series(group))).to_series()
        group = _with_gaps(answers, frame[variable.code + MISSING_SUFFIX], size)
    return Lane((*codes, BASE, *GAPS), Places(group, len(whole)), whole)


def _with_gaps(places: pl.Series, missing: pl.Series, size: int) -> Numbers:
    """Return places, with those of the kinds of missing behind them where there is none."""
    kind = pl.UInt8 if size + _KINDS < 256 else pl.UInt16
    found = places.cast(kind)
    if found.null_count():
        gap = missing.to_physical().cast(kind) + size
        found = found.zip_with(found.is_not_null(), gap).fill_null(size + _KINDS)
    return found.to_numpy()


def _coded(frame: pl.DataFrame, variable: Variable) -> tuple[tuple[str, ...], pl.Series]:
    """Return the codes of a variable and each person's place among them, null for none."""
    column = frame[variable.code]
    codes = categories_of(frame, variable)
    if variable.type is VariableType.SINGLE:
        return codes, column.to_physical()
    values = _distinct_values(frame, variable)
    places = pl.Series(range(values.len()), dtype=pl.UInt16)
    return codes, column.replace_strict(values, places, default=None, return_dtype=pl.UInt16)


def _distinct_values(frame: pl.DataFrame, variable: Variable) -> pl.Series:
    if variable.type is VariableType.TEXT:
        raise ExpressionError(
            f"“{variable.code}” holds open answers, which cannot be counted as they are.",
            remedy="Give the answers codes (derive.yaml, coded_in), then count those.",
        )
    values = frame[variable.code].drop_nulls().unique().sort()
    refuse_many_values(variable, values.len())
    return values


def refuse_many_values(variable: Variable, values: int) -> None:
    """Raise :class:`~alongside.kernel.errors.ExpressionError` for too many values for a table."""
    if values > MOST_VALUES:
        raise ExpressionError(
            f"“{variable.code}” has {values} different values, too many for a table.",
            remedy="Group them with a derived variable in derive.yaml.",
        )


def _shown(value: object) -> str:
    return number_text(value) if isinstance(value, float) else str(value)


def join_places(parts: Sequence[Places]) -> Places:
    """Return the groups of every combination, the first varying slowest.

    >>> two = Places(np.array([0, 1], np.uint16), 2)
    >>> join_places([two, two]).place.tolist()
    [0, 3]
    """
    size = prod(part.size for part in parts)
    kind = np.uint16 if size <= 1 << 16 else np.uint32
    place: Numbers = parts[0].place.astype(kind)
    for part in parts[1:]:
        np.multiply(place, kind(part.size), out=place)
        np.add(place, part.place, out=place)
    return Places(place, size)


def pack(sizes: Iterable[int], most: int) -> list[list[int]]:
    """Return the places of sizes in bundles whose product is at most ``most``.

    Smallest first, so that a bundle holds as many as possible; a size above ``most`` stays
    alone.

    >>> pack([3, 40, 4, 5], 60)
    [[0, 2, 3], [1]]
    """
    listed = list(sizes)
    bundles: list[list[int]] = []
    product_so_far = most + 1
    for spot in sorted(range(len(listed)), key=listed.__getitem__):
        if product_so_far * listed[spot] <= most:
            bundles[-1].append(spot)
            product_so_far *= listed[spot]
        else:
            bundles.append([spot])
            product_so_far = listed[spot]
    return bundles


def unpack(
    sums: Floats, rows: Sequence[Lane], columns: Sequence[Lane]
) -> Iterator[tuple[int, int, Floats]]:
    """Yield, for each pair of the joined lanes, their places and sums by code.

    ``sums`` has the shape ``(measures, row groups, column groups)`` of joined lanes; what is
    yielded ``(measures, row codes, column codes)``.
    """
    shape = [lane.places.size for lane in (*rows, *columns)]
    whole = sums.reshape(len(sums), *shape)
    axes = range(1, len(shape) + 1)
    for spot, row in enumerate(rows):
        for other, column in enumerate(columns):
            kept = (spot + 1, len(rows) + other + 1)
            pair = whole.sum(axis=tuple(axis for axis in axes if axis not in kept))
            by_row = into_codes(pair, row.adds, axis=1)
            yield spot, other, into_codes(by_row, column.adds, axis=2)
