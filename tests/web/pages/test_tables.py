"""What of a table may be shown, and in which order."""

import pytest

from alongside.dataset import Provenance
from alongside.tabulate import TOTAL, Base, Cell, Column, Heading, Table, release
from alongside.web.pages.tables import describe_table


def table(counts: dict[str, dict[str, int]], *, multiple: bool = False) -> Table:
    """Return a table of counts by column and row code; bases are the columns' sums."""
    columns = tuple(
        Column(Heading(code, code.title()), sum(rows.values()), caution=False)
        for code, rows in counts.items()
    )
    rows = tuple(Heading(code, code.title()) for code in counts[TOTAL])
    cells = {
        (row, column): Cell(n, n / base if (base := sum(given.values())) else None)
        for column, given in counts.items()
        for row, n in given.items()
    }
    return Table(
        "q", None, "A question?", rows, columns, cells, Base.ANSWERED, "", multiple,
        Provenance("A study", False, "Made up.", "0" * 64),
    )  # fmt: skip


def test_a_table_that_was_not_released_is_refused() -> None:
    with pytest.raises(TypeError, match="ReleasedTable"):
        describe_table(table({TOTAL: {"yes": 60, "no": 40}}))  # type: ignore[arg-type]


def test_answers_in_an_order_keep_it_and_ticked_ones_go_by_size() -> None:
    counts = {TOTAL: {"low": 20, "high": 80, "middle": 30}}
    ordered = describe_table(release(table(counts)))
    by_size = describe_table(release(table(counts, multiple=True)))
    assert [row.label for row in ordered.rows] == ["Low", "High", "Middle"]
    assert [row.label for row in by_size.rows] == ["High", "Middle", "Low"]


def test_a_group_with_nobody_in_it_is_named_and_not_drawn() -> None:
    counts = {
        TOTAL: {"yes": 60, "no": 40},
        "here": {"yes": 60, "no": 40},
        "gone": {"yes": 0, "no": 0},
    }
    words = describe_table(release(table(counts)))
    assert [column.label for column in words.columns] == [TOTAL.title(), "Here"]
    assert "Nobody here is in: Gone." in words.notes


def test_bars_are_as_long_as_the_percentages() -> None:
    words = describe_table(release(table({TOTAL: {"yes": 60, "no": 140}})))
    assert [(row.cells[0].percent, row.cells[0].bar) for row in words.rows] == [
        ("30%", 30.0),
        ("70%", 70.0),
    ]
