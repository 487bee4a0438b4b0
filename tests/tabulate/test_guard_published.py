"""What can be worked out of a table from the literature, against numbers worked out by hand."""

from itertools import product

import pytest

from alongside.tabulate.guard.claims import Claim, Need, Target
from alongside.tabulate.guard.protect import protect
from alongside.tabulate.guard.system import System
from alongside.tabulate.guard.traits import Group, Kind, Trait, group_of, one_of

# Investment of enterprises by activity and region, in millions of guilders: the table on which
# Fischetti and Salazar explain cell suppression (2000, Journal of the American Statistical
# Association 95, 916-928, doi:10.1080/01621459.2000.10474282). The 22 is confidential.
ACTIVITY, REGION = Trait(Kind.ANSWER, "activity"), Trait(Kind.ANSWER, "region")
STATES = {ACTIVITY: ("I", "II", "III"), REGION: ("A", "B", "C")}
CELLS = {
    ("I", "A"): 20, ("I", "B"): 50, ("I", "C"): 10,
    ("II", "A"): 8, ("II", "B"): 19, ("II", "C"): 22,
    ("III", "A"): 17, ("III", "B"): 32, ("III", "C"): 12,
}  # fmt: skip


def place(activity: str = "", region: str = "") -> Group:
    tests = [one_of(ACTIVITY, [activity])] if activity else []
    tests += [one_of(REGION, [region])] if region else []
    return group_of(tests, STATES)


def count(traits: tuple[Trait, ...]) -> dict[tuple[str, ...], float]:
    found: dict[tuple[str, ...], float] = {}
    for (activity, region), n in CELLS.items():
        key = tuple(activity if trait == ACTIVITY else region for trait in traits)
        found[key] = found.get(key, 0) + n
    return found


def claims() -> list[Claim]:
    """Return the totals, which are printed whatever is withheld."""
    totals = [(activity, "") for activity in STATES[ACTIVITY]]
    totals += [("", region) for region in STATES[REGION]]
    return [
        Claim(((1.0, place(*spot)),), n, n)
        for spot in totals
        for n in [sum(v for cell, v in CELLS.items() if set(spot) - {""} <= set(cell))]
    ]


def system(need: Need) -> System:
    target = Target(place("II", "C"), 22, need, "activity II in region C")
    figures = {place(*cell): (float(n), float(n)) for cell, n in CELLS.items()}
    return System(STATES, count, claims(), figures, [target])


def test_totals_give_a_cell_away_that_is_withheld_alone() -> None:
    made = system(Need(width=1))
    made.let_go(place("II", "C"))
    assert made.press(0, fully=True) is not None
    assert (made.bounds(0).low, made.bounds(0).high) == pytest.approx((22, 22))


def test_the_range_that_four_withheld_cells_leave() -> None:
    made = system(Need(width=1))
    for cell in product(("II", "III"), ("A", "C")):
        made.let_go(place(*cell))
    # row II leaves 8 + 22 = 30, row III 17 + 12 = 29, region C 22 + 12 = 34: from 34 - 29 to 30
    assert made.press(0, fully=True) is None
    assert (made.bounds(0).low, made.bounds(0).high) == pytest.approx((5, 30))


@pytest.mark.parametrize("level", [1, 5, 8, 12])
def test_protection_reaches_the_level_asked_for(level: int) -> None:
    made = system(Need(below=level, above=level))
    found = protect(made, frozenset({place("II", "C")}), lambda group: (sum_of(group),), {})
    assert found.open == ()
    assert place("II", "C") in found.withheld
    assert 4 <= len(found.withheld) <= 9
    bounds = made.bounds(0)
    assert bounds.low <= 22 - level + 1e-6
    assert bounds.high >= 22 + level - 1e-6


def sum_of(group: Group) -> float:
    return next(n for cell, n in CELLS.items() if place(*cell) == group)


def test_what_cannot_be_protected_is_told() -> None:
    made = system(Need(above=200))
    found = protect(made, frozenset({place("II", "C")}), lambda group: (sum_of(group),), {})
    assert [bounds.target.words for bounds in found.open] == ["activity II in region C"]
    assert found.open[0].high <= 49 + 1e-6  # all of row II
