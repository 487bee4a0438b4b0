"""The one door: only release() makes a released table, and it says what it did."""

import dataclasses

import pytest
from tests.made_data import dataset_of, single

from alongside.dataset import Provenance
from alongside.kernel.errors import DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate import ReleasedTable, Table, release, tabulate

HEARD = single("heard", "yes", "no", "unsure")
AREA = single("area", "north", "south")
RULE = Disclosure(withhold_below=5, small_base=50)


def table(yes: int, no: int, unsure: int) -> Table:
    rows = [{"heard": "yes"}] * yes + [{"heard": "no"}] * no + [{"heard": "unsure"}] * unsure
    return tabulate(dataset_of([HEARD, AREA], rows), "heard", rule=RULE)


def test_releasing_twice_changes_nothing() -> None:
    released = release(table(60, 20, 3), RULE)
    assert release(released, RULE) is released


def test_another_rule_needs_the_counted_table() -> None:
    released = release(table(60, 20, 3), RULE)
    with pytest.raises(DisclosureError, match="counts from 1 to 4 withheld"):
        release(released, Disclosure(withhold_below=10))


def test_the_rule_defaults_to_ten() -> None:
    released = release(table(60, 20, 9))
    assert released.cell("unsure").withheld
    assert released.rule == "counts from 1 to 9 withheld, groups below 50 marked"


def test_a_released_table_cannot_be_made_by_hand() -> None:
    counted = table(60, 20, 3)
    fields = {item.name: getattr(counted, item.name) for item in dataclasses.fields(Table)}
    with pytest.raises(TypeError, match="release only"):
        ReleasedTable(**fields)


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        ((60, 20, 3), "2 numbers are withheld because fewer than 5 people are behind them"),
        ((3, 0, 0), "3 numbers are withheld"),
    ],
)
def test_what_is_withheld_is_said_in_plain_words(cells: tuple[int, int, int], note: str) -> None:
    assert any(words.startswith(note) for words in release(table(*cells), RULE).notes)


def test_nothing_is_said_when_nothing_is_withheld() -> None:
    assert release(table(60, 20, 5), RULE).notes == ()


def test_small_groups_are_named() -> None:
    rows = [{"heard": "yes", "area": "north"}] * 49 + [{"heard": "yes", "area": "south"}] * 50
    counted = tabulate(dataset_of([HEARD, AREA], rows), "heard", "area", rule=RULE)
    released = release(counted, RULE)
    assert released.notes == ("Read with care, fewer than 50 people: North.",)
    assert [column.caution for column in released.columns] == [False, True, False]


def test_release_marks_small_groups_by_its_own_rule() -> None:
    counted = table(60, 20, 5)
    assert release(counted, Disclosure(withhold_below=5, small_base=100)).column().caution


def test_where_the_data_come_from_stays_with_the_table() -> None:
    made_up = Provenance("A study", synthetic=True, source="Made up", fingerprint="f")
    dataset = dataset_of([HEARD], [{"heard": "yes"}] * 12, provenance=made_up)
    assert release(tabulate(dataset, "heard")).provenance is made_up


def test_a_missing_column_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        table(1, 2, 3).column("west")
