"""Whoever explores, in whatever order, finds out no small number."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.tabulate.attack import ATOMS, FILTERS, Outsider, dataset
from tests.tabulate.test_release_together import RULE, SEVERAL, many

from alongside.kernel.errors import DisclosureError
from alongside.tabulate import Book, Explorer, LogEntry, ReleasedTable, exploring


class Notes:
    """A ledger in memory."""

    def __init__(self) -> None:
        self.kept: list[LogEntry] = []

    def entries(self) -> Sequence[LogEntry]:
        return list(self.kept)

    def note(self, entry: LogEntry, after: int) -> bool:
        if after != len(self.kept):
            return False
        self.kept.append(entry)
        return True


Wanted = tuple[str, str | None, str]
asked = st.tuples(
    st.sampled_from(["heard", "area", "needs", "role"]),
    st.sampled_from([None, "area", "role", "needs", "heard"]),
    st.sampled_from(sorted(FILTERS)),
)


def explore(explorer: Explorer, wanted: Sequence[Wanted]) -> list[ReleasedTable]:
    """Return what can be seen of the tables wanted; a refusal shows nothing."""
    seen = []
    for variable, by, where in wanted:
        if variable != by:
            try:
                seen.append(explorer.table(variable, by, where=where))
            except DisclosureError:
                continue
    return seen


def found_out(people: list[int], tables: Sequence[ReleasedTable]) -> object:
    outsider = Outsider(people)
    for table in tables:
        outsider.read(table)
    outsider.subtract(tables)
    return outsider.found_out()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(people=many, wanted=st.lists(asked, min_size=2, max_size=5, unique=True))
def test_no_order_of_asking_finds_a_small_number_out(
    people: list[int], wanted: list[Wanted]
) -> None:
    assume(sum(people) >= RULE.withhold_below)
    explorer = Explorer(Book(dataset(people), RULE), Notes())
    assert found_out(people, explore(explorer, wanted)) == {}


def test_a_filtered_table_less_that_of_everybody_shows_nobody_in_either_order() -> None:
    ways: list[Wanted] = [("heard", "area", ""), ("heard", "area", "role = x")]
    for wanted in (ways, ways[::-1]):
        seen = explore(Explorer(Book(dataset(SEVERAL), RULE), Notes()), wanted)
        assert len(seen) == 2
        assert found_out(SEVERAL, seen) == {}


def test_what_was_noted_is_the_same_for_everybody_after() -> None:
    data, notes = dataset(SEVERAL), Notes()
    first = Explorer(Book(data, RULE), notes).table("heard", "area", where="role = x")
    again = Explorer(Book(data, RULE), notes).table("heard", "area", where="role = x")
    assert first == again
    assert len(notes.kept) == 1


def test_a_table_that_takes_too_long_is_given_up_and_not_noted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exploring, "PATIENCE", -1.0)
    notes = Notes()
    with pytest.raises(DisclosureError, match="too finely divided"):
        Explorer(Book(dataset(SEVERAL), RULE), notes).table("heard", "area", where="role = x")
    assert notes.kept == []


def test_somebody_else_who_notes_at_the_same_moment_is_held_against() -> None:
    class Busy(Notes):
        refused = 0

        def note(self, entry: LogEntry, after: int) -> bool:
            if not self.refused:
                self.refused += 1
                other = Explorer(Book(dataset(SEVERAL), RULE), self)
                other.table("heard", "area", where="role = y")
            return super().note(entry, after)

    notes = Busy()
    mine = Explorer(Book(dataset(SEVERAL), RULE), notes).table("heard", "area", where="role = x")
    theirs = Explorer(Book(dataset(SEVERAL), RULE), notes).table("heard", "area", where="role = y")
    assert len(notes.kept) == 2
    assert found_out(SEVERAL, [theirs, mine]) == {}


def test_a_filter_by_a_grouping_after_a_filter_by_what_it_was_made_from() -> None:
    some = {0: 1, 42: 1, 56: 1, 3: 4, 100: 60, 1: 1, 2: 1, 103: 5}
    people = [some.get(atom, 0) for atom in range(len(ATOMS))]
    explorer = Explorer(Book(dataset(people), RULE), Notes())
    seen = explore(
        explorer, [("needs", None, "area in (a, b)"), ("heard", "area", "haste = hurry")]
    )
    assert found_out(people, seen) == {}


def test_groupings_do_not_make_a_small_number_seem_known() -> None:
    some = {18: 5, 31: 1, 45: 1, 47: 1, 0: 1, 49: 3}
    people = [some.get(atom, 0) for atom in range(len(ATOMS))]
    explorer = Explorer(Book(dataset(people), RULE), Notes())
    seen = explore(explorer, [("needs", None, ""), ("needs", None, "area = a")])
    assert found_out(people, seen) == {}
