"""Whoever explores, in whatever order, finds out no small number."""

from collections.abc import Sequence

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.tabulate.attack import FILTERS, Outsider, dataset
from tests.tabulate.test_release_together import RULE, many

from alongside.kernel.errors import DisclosureError
from alongside.tabulate import Book, Explorer, LogEntry, ReleasedTable


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
