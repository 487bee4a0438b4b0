"""Tables released together: an outsider with a linear programme finds out nothing small."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.tabulate.attack import (
    ATOMS,
    FILTERS,
    Outsider,
    Person,
    dataset,
    row_of,
    weighted_dataset,
)

from alongside.questionnaire import Disclosure
from alongside.tabulate import (
    Base,
    Cell,
    Measuring,
    Printed,
    Released,
    ReleasedTable,
    release,
    release_together,
    tabulate,
)

RULE = Disclosure(withhold_below=5)
many = st.dictionaries(
    st.integers(0, len(ATOMS) - 1),
    st.sampled_from([1, 1, 2, 3, 4, 5, 9, 20, 60]),
    min_size=1,
    max_size=40,
).map(lambda held: [held.get(atom, 0) for atom in range(len(ATOMS))])
asked = st.tuples(
    st.sampled_from(["heard", "area", "needs", "role", "side", "haste"]),
    st.sampled_from([None, "area", "role", "needs", "heard", "side", "haste", "area > role"]),
    st.sampled_from(sorted(FILTERS)),
    st.sampled_from([Base.ANSWERED, Base.SHOWN]),
)


by_area = st.tuples(
    st.sampled_from(["heard", "needs", "role"]),
    st.sampled_from(["", "heard = yes", "role = x", "area in (a, b)"]),
    st.sampled_from([Base.ANSWERED, Base.SHOWN]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=many, wanted=st.lists(asked, min_size=1, max_size=4, unique=True))
def test_no_small_number_is_bounded_tighter_than_the_rule_allows(
    people: list[int], wanted: list[tuple[str, str | None, str, Base]]
) -> None:
    assume(sum(people) >= RULE.withhold_below)  # how many answered is no secret
    data = dataset(people)
    tables = [
        tabulate(data, variable, by, where=where, base=base)
        for variable, by, where, base in wanted
        if variable not in (by or "").split(" > ")
    ]
    released = release_together(data, tables, RULE)
    outsider = Outsider(people)
    for table in released.tables:
        outsider.read(table)
    outsider.subtract(released.tables)
    assert outsider.found_out() == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    people=many,
    wanted=st.lists(asked, min_size=1, max_size=3, unique=True),
    to=st.sampled_from([3, 5, 10]),
)
def test_rounded_tables_together_say_no_more_than_rounding(
    people: list[int], wanted: list[tuple[str, str | None, str, Base]], to: int
) -> None:
    assume(sum(people) >= RULE.withhold_below)
    data = dataset(people)
    tables = [
        tabulate(data, variable, by, where=where, base=base)
        for variable, by, where, base in wanted
        if variable not in (by or "").split(" > ")
    ]
    released = release_together(data, tables, replace(RULE, round_to=to))
    outsider = Outsider(people, width=(to - 1) // 2)
    for table in released.tables:
        assert all(cell.n is None or cell.n % to == 0 for cell in table.cells.values())
        outsider.read(table)
    outsider.subtract(released.tables)
    assert outsider.found_out() == {}


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    people=many,
    wanted=st.lists(st.tuples(by_area, st.booleans()), min_size=1, max_size=3, unique=True),
)
def test_weighted_shares_beside_counts_give_nothing_away(
    people: list[int], wanted: list[tuple[tuple[str, str, Base], bool]]
) -> None:
    assume(sum(people) >= RULE.withhold_below)
    data = weighted_dataset(people)
    tables = [
        tabulate(
            data, code, "area", where=where, base=base, measuring=Measuring("w") if heavy else None
        )
        for (code, where, base), heavy in wanted
    ]
    outsider = Outsider(people)
    released = release_together(data, tables, RULE)
    for table in released.tables:
        outsider.read(table)
    assert outsider.found_out() == {}


def test_weights_that_follow_the_groups_are_a_second_equation() -> None:
    """12 of area a and 2 of area c are withheld: their sum and their weight say which is which."""
    people = people_of(
        (12, "a", "yes", None), (60, "a", "no", None), (40, "b", "yes", None),
        (50, "b", "no", None), (2, "c", "yes", None), (40, "c", "no", None),
    )  # fmt: skip
    data, weighted = dataset(people), weighted_dataset(people)
    careless = release(tabulate(data, "heard", "area"), RULE)
    spied = replace(careless, weight="w")
    assert seen(people, [careless]) == {}
    assert (2, 2.0, 2.0) in seen(people, [spied]).values()
    counted = tabulate(weighted, "heard", "area", measuring=Measuring("w"))
    assert seen(people, [release(counted, RULE)]) == {}
    first = release_together(weighted, [tabulate(weighted, "heard", "area")], RULE)
    total = tabulate(weighted, "heard", measuring=Measuring("w"))
    later = release_together(weighted, [total], RULE, earlier=first.printed)
    assert seen(people, [*first.tables, *later.tables]) == {}
    assert any(cell.withheld for cell in later.tables[0].cells.values())


def people_of(*held: tuple[int, str | None, str | None, str | None]) -> list[int]:
    """Return people by number, area, whether heard, and role; nobody said what they need."""
    numbers = {(area, heard, role): n for n, area, heard, role in held}
    return [
        numbers.get((atom["area"], atom["heard"], atom["role"]), 0) if not atom["needs"] else 0
        for atom in ATOMS
    ]


SEVERAL = people_of(
    (30, "a", "yes", "x"), (2, "a", "yes", "y"), (20, "a", "no", "x"), (12, "a", "no", "y"),
    (25, "b", "yes", "x"), (9, "b", "yes", "y"), (40, "b", "no", "x"), (14, "b", "no", "y"),
)  # fmt: skip


def seen(people: list[int], tables: list[ReleasedTable]) -> dict[str, tuple[int, float, float]]:
    outsider = Outsider(people)
    for table in tables:
        outsider.read(table)
    outsider.subtract(tables)
    return outsider.found_out()


def test_a_filtered_table_less_the_unfiltered_one_shows_nobody() -> None:
    data = dataset(SEVERAL)
    tables = [tabulate(data, "heard", "area", where=where) for where in ("", "role = x")]
    one_by_one = [release(table, RULE) for table in tables]
    assert all(cell.n is not None for table in one_by_one for cell in table.cells.values())
    assert (2, 2.0, 2.0) in seen(SEVERAL, one_by_one).values()
    assert seen(SEVERAL, [*release_together(data, tables, RULE).tables]) == {}


def test_small_numbers_alone_are_not_enough_to_withhold() -> None:
    data = dataset(SEVERAL)
    counted = tabulate(data, "heard", "area", where="role = y")
    cells = {
        spot: Cell(None, None) if cell.n == 2 else cell for spot, cell in counted.cells.items()
    }
    careless = replace(release(counted, RULE), cells=cells, columns=counted.columns)
    assert seen(SEVERAL, [careless])
    assert seen(SEVERAL, [*release_together(data, [counted], RULE).tables]) == {}


def test_a_later_table_is_held_against_the_earlier_ones() -> None:
    data = dataset(SEVERAL)
    first = release_together(data, [tabulate(data, "heard", "area")], RULE)
    counted = tabulate(data, "heard", "area", where="role = x")
    later = release_together(data, [counted], RULE, earlier=first.printed)
    assert seen(SEVERAL, [*first.tables, *later.tables]) == {}
    assert seen(SEVERAL, [*first.tables, release(counted, RULE)]) != {}


@pytest.mark.parametrize("decimals", [0, 1, 2])
def test_a_percentage_with_its_base_counts_as_the_count(decimals: int) -> None:
    data = dataset(SEVERAL)
    number = Printed("", condition="heard = yes", where="role = x and area = a", rows=("holds",))
    table = tabulate(data, "heard", where="area = a")

    def not_x(person: Person) -> bool:
        return (person["heard"], person["area"], person["role"]) == ("yes", "a", "y")

    def attacked(released: Released, *, told: bool) -> Outsider:
        outsider = Outsider(SEVERAL)
        for each in released.tables:
            outsider.read(each)
        outsider.keep("heard, in a, not x", row_of(not_x))
        if told:
            among = FILTERS["role = x and area = a"]
            outsider.read_percent(lambda p: p["heard"] == "yes", among, 30, 50, decimals)
        return outsider

    careless = release_together(data, [table], RULE)
    assert attacked(careless, told=True).found_out() != {}
    released = release_together(data, [table], RULE, numbers=[number])
    assert attacked(released, told=not released.numbers[0].withheld).found_out() == {}
    beside = release_together(data, [], RULE, numbers=[number], earlier=careless.printed)
    assert beside.numbers[0].withheld


def test_that_everybody_was_asked_is_known() -> None:
    held = {0: 1, 1: 1, 37: 3, 38: 3, 2: 1, 3: 1}
    people = [held.get(atom, 0) for atom in range(len(ATOMS))]
    data = dataset(people)
    tables = [
        tabulate(data, "heard", where="needs includes time", base=Base.SHOWN),
        tabulate(data, "needs", where="area = a"),
    ]
    assert seen(people, [*release_together(data, tables, RULE).tables]) == {}


def test_people_in_none_of_several_groups_stay_unknown() -> None:
    people = [{12: 1, 13: 1, 14: 4}.get(atom, 0) for atom in range(len(ATOMS))]
    data = dataset(people)
    tables = [tabulate(data, "heard", "needs"), tabulate(data, "needs")]
    assert seen(people, [*release_together(data, tables, RULE).tables]) == {}
