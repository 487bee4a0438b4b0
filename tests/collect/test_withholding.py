"""Nothing that is withheld can be worked out."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.collect.withholding import (
    Hidden,
    gather_small,
    hide_in_funnel,
    hide_in_grid,
    is_small,
)

COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=6).map(
    lambda numbers: {f"r{spot}": n for spot, n in enumerate(numbers)}
)
THRESHOLDS = st.integers(0, 12)


def hide(threshold: int, **counts: int) -> Hidden:
    (hidden,) = hide_in_funnel([counts], threshold)
    return hidden


@pytest.mark.parametrize("threshold", [0, 1])
def test_a_low_threshold_withholds_nothing(threshold: int) -> None:
    assert hide(threshold, a=1, b=0, c=40) == Hidden()


def test_large_numbers_and_zeros_are_told() -> None:
    assert hide(10, a=10, b=0, c=40) == Hidden()


def test_one_small_number_takes_the_next_smallest_with_it() -> None:
    hidden = hide(10, a=3, b=0, c=40, d=15)
    assert hidden.rows == {"a", "d"}
    assert not hidden.total
    assert not hidden.few  # the words would say that the other one is not small


def test_small_numbers_protect_one_another_when_there_are_enough() -> None:
    hidden = hide(10, a=6, b=4, c=40)
    assert hidden.rows == {"a", "b"}
    assert hidden.few
    assert not hidden.total


def test_words_that_would_give_the_numbers_away_are_not_said() -> None:
    """Of 18 people in two numbers below ten, nine are in each."""
    hidden = hide(10, a=9, b=9, c=40)
    assert hidden.rows == {"a", "b"}
    assert not hidden.few


def test_a_small_total_is_withheld_and_says_so() -> None:
    assert hide(10, a=3, b=0) == Hidden(frozenset("a"), total=True, few=True, total_is_few=True)


def test_ten_times_one_person_is_not_told_as_ten() -> None:
    hidden = hide(10, **{f"r{spot}": 1 for spot in range(10)})
    assert hidden.total


def test_nine_times_one_person_is_not_told_as_few() -> None:
    hidden = hide(10, **{f"r{spot}": 1 for spot in range(9)})
    assert hidden.total
    assert not hidden.total_is_few


def test_what_is_small_later_is_told_before() -> None:
    came = {"a": 80, "b": 30, "c": 20}
    began = {"a": 60, "b": 20, "c": 12}
    ended = {"a": 45, "b": 12, "c": 7}
    first, second, third = hide_in_funnel([came, began, ended], 10)
    assert first == second == Hidden()
    assert third.rows == {"b", "c"}


def test_what_is_small_at_first_is_withheld_to_the_end() -> None:
    hidden = hide_in_funnel([{"a": 80, "b": 30, "c": 5}, {"a": 60, "b": 20, "c": 0}], 10)
    assert [column.rows for column in hidden] == [{"b", "c"}, {"b", "c"}]


@given(COUNTS, THRESHOLDS)
def test_no_small_number_can_be_worked_out_of_a_column(
    counts: dict[str, int], threshold: int
) -> None:
    hidden = hide(threshold, **counts)
    small = {row for row, n in counts.items() if is_small(n, threshold)}
    assert small <= hidden.rows
    assert not hidden.few or hidden.rows == small
    if hidden.total:
        assert small
        return
    together = sum(counts[row] for row in hidden.rows)
    assert not is_small(together, threshold)
    others = len(hidden.rows) - 1
    top = threshold - 1 if hidden.few else together
    for row in small:
        least = max(1, together - others * top)
        most = min(top, together - others)
        assert least <= counts[row] <= most
        assert most - least >= max(1, threshold - 2)


@given(COUNTS, THRESHOLDS)
def test_sums_of_rows_told_together_are_never_small(counts: dict[str, int], threshold: int) -> None:
    rows, together = gather_small(counts, threshold)
    assert together == sum(counts[row] for row in rows)
    assert all(counts[row] >= max(threshold, 1) for row in set(counts) - rows)
    if not is_small(sum(counts.values()), threshold):
        assert not is_small(together, threshold)


GRIDS = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 6), min_size=width, max_size=width), min_size=1, max_size=3
    )
)


@settings(deadline=None)
@given(GRIDS, st.integers(2, 4))
def test_no_small_number_can_be_worked_out_of_a_grid(grid: list[list[int]], threshold: int) -> None:
    """Every grid with the same sums is tried: a small number must be open in them."""
    rows = {f"r{spot}": row for spot, row in enumerate(grid)}
    hidden = hide_in_grid(rows, threshold)
    small = [
        (name, spot)
        for name, row in rows.items()
        for spot, n in enumerate(row)
        if is_small(n, threshold)
    ]
    if hidden is None:
        assert small
        return
    assert {name for name, _ in small} <= hidden
    names = sorted(hidden)
    sums = [sum(column) for column in zip(*(rows[name] for name in names), strict=True)]
    possible = [
        [
            row
            for row in product(range(sum(rows[name]) + 1), repeat=len(rows[name]))
            if sum(row) == sum(rows[name])
        ]
        for name in names
    ]
    seen: dict[tuple[str, int], set[int]] = {spot: set() for spot in small}
    for candidate in product(*possible):
        if [sum(column) for column in zip(*candidate, strict=True)] == sums:
            for name, spot in small:
                seen[name, spot].add(candidate[names.index(name)][spot])
    assert all(len(values) > max(1, threshold - 2) for values in seen.values())
