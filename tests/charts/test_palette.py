from itertools import combinations, pairwise

import pytest

from alongside.charts.palette import (
    ACCENT,
    CATEGORY_COLOURS,
    INK,
    NO_ANSWER_FILL,
    PAPER,
    SOFT_INK,
    category_colour,
    contrast_ratio,
    lightness,
)

# Viénot, Brettel and Mollon 1999: linear RGB as seen without long- or middle-wave cones
SIMULATIONS = {
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


def seen(colour: str, kind: str) -> tuple[float, ...]:
    linear = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (1, 3, 5)]
    rows = SIMULATIONS[kind]
    mixed = [sum(a * b for a, b in zip(row, linear, strict=True)) for row in rows]
    return tuple(100 * max(0.0, value) ** (1 / 2.2) for value in mixed)


@pytest.mark.parametrize("colour", [*CATEGORY_COLOURS, ACCENT])
def test_marks_stand_out_from_paper(colour: str) -> None:
    assert contrast_ratio(colour, PAPER) >= 3


@pytest.mark.parametrize("colour", [INK, SOFT_INK])
def test_words_can_be_read(colour: str) -> None:
    assert contrast_ratio(colour, PAPER) >= 4.5


def test_colours_differ_in_grey() -> None:
    steps = sorted(lightness(colour) for colour in CATEGORY_COLOURS)
    assert min(later - earlier for earlier, later in pairwise(steps)) >= 7


def test_first_neighbours_differ_most_in_grey() -> None:
    first, second, *_ = CATEGORY_COLOURS
    assert abs(lightness(first) - lightness(second)) >= 15


@pytest.mark.parametrize("kind", SIMULATIONS)
def test_colours_differ_for_colour_blind_readers(kind: str) -> None:
    for one, other in combinations((*CATEGORY_COLOURS, NO_ANSWER_FILL), 2):
        gaps = [abs(a - b) for a, b in zip(seen(one, kind), seen(other, kind), strict=True)]
        assert max(gaps) >= 12, f"{one} and {other} look alike ({kind})"


def test_a_sixth_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 5"):
        category_colour(5)
    assert category_colour(-1) == NO_ANSWER_FILL
