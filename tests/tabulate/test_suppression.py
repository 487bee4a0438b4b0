"""Small counts stay unknown: attacked with linear algebra, and looked at by hand."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, multi, single

from alongside.dataset import DataSet
from alongside.questionnaire import Disclosure
from alongside.tabulate import TOTAL, Base, ReleasedTable, Table, release, tabulate
from alongside.tabulate.counts import BASE

THRESHOLD = 5
RULE = Disclosure(withhold_below=THRESHOLD)
GROUP = single("area", "a", "b", "c", "d")
ANSWER = single("heard", "yes", "no", "unsure", "never")
NEEDS = multi("needs", "time", "money", "trust")
NEED_CODES = ("time", "money", "trust")
JOBS = multi("jobs", "x", "y", "z")
VARIABLES = (GROUP, ANSWER, NEEDS, JOBS)
codes = {
    "area": [None, "a", "b", "c", "d"],
    "heard": [None, "yes", "no", "unsure", "never"],
}
numbers = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 15, 40]), min_size=25, max_size=25)


def people(cells: list[int]) -> DataSet:
    """Return so many people for each pair of area and answer, with needs that vary by both."""
    rows = []
    pairs = product(codes["area"], codes["heard"])
    for spot, (n, (area, heard)) in enumerate(zip(cells, pairs, strict=True)):
        needs = tuple(
            need for bit, need in enumerate(("time", "money", "trust")) if spot >> bit & 1
        )
        jobs = tuple(job for bit, job in enumerate(("x", "y", "z")) if spot + n >> bit & 1)
        row = {"area": area, "heard": heard, "needs": needs or None, "jobs": jobs or None}
        rows += [row] * n
    return dataset_of(VARIABLES, rows)


def equations(table: Table, unplaced: bool) -> list[dict[tuple[str, str], int]]:
    """Return what anybody knows of a table's shape: signed counts that add up to nothing."""
    rows = [row.code for row in table.rows]
    inner = [column.heading.code for column in table.columns if column.heading.code != TOTAL]
    inner += ["nowhere"] if unplaced else []
    known = []
    if not table.multiple:
        known += [
            {(BASE, column): -1, **{(row, column): 1 for row in rows}} for column in [TOTAL, *inner]
        ]
    if table.by and table.by != "jobs":
        known += [
            {(row, TOTAL): -1, **{(row, column): 1 for column in inner}} for row in [BASE, *rows]
        ]
    return known


def worked_out(table: Table, released: ReleasedTable) -> set[tuple[str, str]]:
    """Return the withheld counts that follow from the shown ones, by rank."""
    shown = {spot for spot, cell in released.cells.items() if cell.n is not None}
    shown |= {
        (BASE, column.heading.code) for column in released.columns if column.base_n is not None
    }
    known = equations(table, bool(table.unplaced.get(BASE)))
    unknown = sorted({spot for line in known for spot in line} - shown)
    if not unknown:
        return set()
    matrix = np.array([[line.get(spot, 0) for spot in unknown] for line in known], dtype=float)
    rank = np.linalg.matrix_rank(matrix) if len(known) else 0
    found = set()
    for spot in range(len(unknown)):
        with_one = np.vstack([matrix, np.eye(len(unknown))[spot]])
        if np.linalg.matrix_rank(with_one) == rank:
            found.add(unknown[spot])
    return found


def small_spots(table: Table) -> set[tuple[str, str]]:
    small = set()
    for (row, column), cell in table.cells.items():
        base = table.column(column).base_n
        left_over = base - cell.n if table.multiple else 0
        if 0 < cell.n < THRESHOLD or 0 < left_over < THRESHOLD or 0 < base < THRESHOLD:
            small.add((row, column))
    small |= {
        (BASE, column.heading.code) for column in table.columns if 0 < column.base_n < THRESHOLD
    }
    return small | {(row, "nowhere") for row, n in table.unplaced.items() if 0 < n < THRESHOLD}


@settings(max_examples=150, deadline=None)
@given(
    cells=numbers,
    variable=st.sampled_from(["heard", "needs"]),
    by=st.sampled_from([None, "area", "jobs"]),
    base=st.sampled_from(list(Base)),
)
def test_no_small_count_is_shown_or_follows_from_what_is_shown(
    cells: list[int], variable: str, by: str | None, base: Base
) -> None:
    table = tabulate(people(cells), variable, by, base=base)
    released = release(table, RULE)
    small = small_spots(table)
    for column in released.columns:
        assert column.base_n is None or (BASE, column.heading.code) not in small
    for spot, cell in released.cells.items():
        if cell.n is None:
            continue
        assert spot not in small
        assert cell == table.cells[spot]
    positive = {
        spot for spot in small if spot[0] == BASE or spot[1] == "nowhere" or table.cells[spot].n
    }
    assert worked_out(table, released) & positive == set()


@settings(max_examples=50, deadline=None)
@given(cells=numbers, by=st.sampled_from([None, "area"]))
def test_what_is_withheld_from_a_sum_reaches_the_threshold_together(
    cells: list[int], by: str | None
) -> None:
    table = tabulate(people(cells), "heard", by)
    released = release(table, RULE)
    for column in released.columns:
        if column.base_n is None:
            continue
        code = column.heading.code
        held = column.base_n - sum(released.cell(row.code, code).n or 0 for row in released.rows)
        assert held == 0 or held >= THRESHOLD


@settings(max_examples=25, deadline=None)
@given(cells=numbers, threshold=st.sampled_from([0, 1]))
def test_a_threshold_below_two_withholds_nothing(cells: list[int], threshold: int) -> None:
    table = tabulate(people(cells), "heard", "area")
    released = release(table, Disclosure(withhold_below=threshold))
    assert released.cells == table.cells
    assert [column.base_n for column in released.columns] == [
        column.base_n for column in table.columns
    ]


def table_of(**columns: dict[str, int]) -> Table:
    rows = [
        {"area": area, "heard": heard}
        for area, cells in columns.items()
        for heard, n in cells.items()
        for _ in range(n)
    ]
    return tabulate(dataset_of(VARIABLES, rows), "heard", "area")


def withheld(released: ReleasedTable) -> set[tuple[str, str]]:
    return {spot for spot, cell in released.cells.items() if cell.n is None}


def test_one_small_cell_takes_three_others_with_it() -> None:
    released = release(
        table_of(
            a={"yes": 3, "no": 20, "unsure": 7},
            b={"yes": 30, "no": 25, "unsure": 11},
            c={"yes": 40, "no": 35, "unsure": 12},
        ),
        RULE,
    )
    ring = {("yes", "a"), ("unsure", "a"), ("yes", "b"), ("unsure", "b")}
    assert withheld(released) == ring
    assert released.cell("yes").n == 73


def test_two_small_cells_protect_each_other_only_when_they_add_up() -> None:
    enough = release(table_of(a={"yes": 2, "no": 4, "unsure": 20}), RULE)
    assert {row for row, column in withheld(enough) if column == TOTAL} == {"yes", "no"}
    too_few = release(table_of(a={"yes": 2, "no": 2, "unsure": 20, "never": 30}), RULE)
    assert {row for row, column in withheld(too_few) if column == TOTAL} == {"yes", "no", "unsure"}


def test_a_bridge_between_two_rings_is_closed() -> None:
    """Two withheld in each line is not enough: a count may join two rings and follow anyway."""
    table = table_of(
        a={"yes": 2, "no": 3, "unsure": 90, "never": 90},
        b={"yes": 3, "no": 2, "unsure": 3, "never": 90},
        c={"yes": 90, "no": 90, "unsure": 2, "never": 3},
        d={"yes": 90, "no": 90, "unsure": 3, "never": 2},
    )
    released = release(table, RULE)
    assert not worked_out(table, released) & small_spots(table)


def test_zeros_stay_to_be_seen() -> None:
    released = release(table_of(a={"yes": 20, "no": 0}, b={"yes": 20, "no": 10}), RULE)
    assert withheld(released) == set()
    assert released.cell("no", "a").n == 0


def test_a_column_with_a_small_base_goes_whole_and_takes_another() -> None:
    released = release(
        table_of(a={"yes": 3}, b={"yes": 10, "no": 10}, c={"yes": 50, "no": 50}), RULE
    )
    gone = [column.heading.code for column in released.columns if column.base_n is None]
    assert gone == ["a", "b"]
    assert all(released.cell(row.code, "a").withheld for row in released.rows)


def test_almost_everybody_is_as_telling_as_almost_nobody() -> None:
    rows = [{"needs": ("time",)}] * 48 + [{"needs": ("money",)}] * 30
    rows += [{"needs": ("time", "money")}] * 20 + [{"needs": ("trust",)}] * 2
    dataset = dataset_of(VARIABLES, rows)
    assert withheld(release(tabulate(dataset, "needs"), RULE)) == {("trust", TOTAL)}
    nearly_all = dataset_of(VARIABLES, [{"needs": ("time",)}] * 48 + [{"needs": ("money",)}] * 2)
    assert withheld(release(tabulate(nearly_all, "needs"), RULE)) == {
        ("time", TOTAL),
        ("money", TOTAL),
    }


def test_people_without_a_group_cannot_be_worked_out() -> None:
    rows = [{"area": "a", "heard": "yes"}] * 20 + [{"area": "b", "heard": "yes"}] * 30
    rows += [{"heard": "yes"}] * 2 + [{"area": "a", "heard": "no"}] * 20
    rows += [{"area": "b", "heard": "no"}] * 20
    table = tabulate(dataset_of(VARIABLES, rows), "heard", "area")
    released = release(table, RULE)
    assert not worked_out(table, released) & {("yes", "nowhere"), (BASE, "nowhere")}
    assert released.unplaced == {}


@pytest.mark.parametrize("base", list(Base))
def test_an_empty_table_withholds_nothing(base: Base) -> None:
    released = release(tabulate(dataset_of(VARIABLES, []), "heard", "area", base=base), RULE)
    assert withheld(released) == set()
