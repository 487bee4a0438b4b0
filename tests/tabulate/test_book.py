"""The tables a page offers agree whoever asks for which, and give nothing away together."""

from itertools import permutations

from tests.tabulate.attack import Outsider, dataset
from tests.tabulate.test_release_together import RULE, people_of

from alongside.tabulate import Book

PEOPLE = people_of(
    (3, "a", "yes", "x"), (2, "a", "yes", "y"), (20, "a", "no", "x"), (12, "a", "no", "y"),
    (25, "b", "yes", "x"), (9, "b", "yes", "y"), (40, "b", "no", "x"), (2, "b", None, "y"),
    (8, "c", "yes", "y"), (30, "c", "no", "x"), (6, None, "no", "y"), (3, "c", "no", None),
)  # fmt: skip
WAYS = [
    *((one, None) for one in ("area", "heard", "role")),
    *permutations(("area", "heard", "role"), 2),
]


def test_the_order_of_asking_changes_nothing() -> None:
    data = dataset(PEOPLE)
    forward, backward = Book(data, RULE), Book(data, RULE)
    first = {way: forward.table(*way) for way in WAYS}
    last = {way: backward.table(*way) for way in reversed(WAYS)}
    assert first == last
    assert any(cell.n is None for table in first.values() for cell in table.cells.values())


def test_all_tables_of_the_book_together_give_nothing_away() -> None:
    book, outsider = Book(dataset(PEOPLE), RULE), Outsider(PEOPLE)
    for way in WAYS:
        outsider.read(book.table(*way))
    assert outsider.found_out() == {}


def test_groupings_are_of_the_same_family_as_their_question() -> None:
    """Side puts the areas a and c together: less a, it would tell c, were it a family apart."""
    people = people_of(
        (20, "a", "yes", "x"), (50, "a", "no", "x"), (12, "b", "yes", "x"), (40, "b", "no", "x"),
        (2, "c", "yes", "x"), (60, "c", "no", "x"),
    )  # fmt: skip
    book, outsider = Book(dataset(people), RULE), Outsider(people)
    for way in (("heard", None), ("area", None), ("side", None), ("heard", "area")):
        outsider.read(book.table(*way))
    for way in (("heard", "side"), ("side", "heard"), ("area", "heard"), ("area", "side")):
        outsider.read(book.table(*way))
    assert outsider.found_out() == {}


def test_a_table_published_before_is_taken_into_account() -> None:
    data = dataset(PEOPLE)
    free = Book(data, RULE)
    shown = free.table("heard", "area")
    bound = Book(data, RULE, free.printed("heard", "area"))
    outsider = Outsider(PEOPLE)
    outsider.read(shown)
    outsider.read(bound.table("area", "role"))
    assert outsider.found_out() == {}
