"""Groups within groups, many tables at once, and who is counted."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, multi, number, single

from alongside.dataset import Missing, Variable
from alongside.kernel.errors import ExpressionError
from alongside.questionnaire import Disclosure
from alongside.tabulate import (
    TOTAL,
    Base,
    Nested,
    find_banner,
    release,
    select_people,
    tabulate,
    tabulate_many,
    to_markdown,
)

HEARD = single("heard", "yes", "no")
EMPLOYER = single("employer", "trust", "council")
ROLE = single("role", "nurse", "manager", "carer")
NEEDS = multi("needs", *(f"n{spot}" for spot in range(9)))
VARIABLES = (HEARD, EMPLOYER, ROLE, NEEDS, number("years"))
ROWS = [
    {"heard": "yes", "employer": "trust", "role": "nurse", "needs": ("n0", "n8")},
    {"heard": "no", "employer": "trust", "role": "nurse", "needs": ("n8",)},
    {"heard": "yes", "employer": "trust", "role": "carer"},
    {"heard": "yes", "employer": "council", "role": Missing.DECLINED, "needs": ("n0",)},
    {"heard": Missing.SKIPPED, "employer": "council", "role": "manager"},
    {"heard": "yes", "employer": None, "role": "nurse", "needs": ("n1",)},
]
PEOPLE = dataset_of(VARIABLES, ROWS, partial=[4])


def test_a_role_within_an_employer_has_its_own_column() -> None:
    table = tabulate(PEOPLE, "heard", by="employer > role")
    assert table.by == "employer > role"
    labels = {column.heading.code: column.heading.label for column in table.columns}
    assert list(labels)[:3] == [TOTAL, "trust > nurse", "trust > manager"]
    assert labels["trust > carer"] == "Trust: Carer"
    assert table.cell("yes", "trust > nurse").n == 1
    assert table.column("trust > nurse").base_n == 2
    assert table.column("council > manager").base_n == 0
    assert table.column().base_n == 5
    assert table.unplaced["yes"] == 2  # without an employer, without a role
    assert table.title == "What about heard? By: What about employer? > What about role?"
    released = release(table, Disclosure(withhold_below=1))
    assert "Trust: Nurse" in to_markdown(released)


def test_several_answers_may_be_nested_too() -> None:
    table = tabulate(PEOPLE, "heard", by="employer > needs")
    assert table.cell("yes", "trust > n8").n == 1
    assert table.cell("yes", "trust > n0").n == 1
    assert table.cell("no", "trust > n8").n == 1
    assert table.column("council > n0").base_n == 1
    assert not table.unplaced
    assert "more than one column" in " ".join(table.notes)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("employer > roll", "no question or variable “roll”"),
        ("employer > employer", "two or more different"),
        ("employer >", "no question or variable “”"),
    ],
)
def test_a_banner_that_cannot_be_says_why(by: str, words: str) -> None:
    with pytest.raises(ExpressionError, match=words) as caught:
        tabulate(PEOPLE, "heard", by=by)
    assert caught.value.where or caught.value.remedy


def test_banners_are_found_by_their_codes() -> None:
    assert find_banner(PEOPLE.codebook, "role") == ROLE
    assert find_banner(PEOPLE.codebook, " employer>role ") == Nested((EMPLOYER, ROLE))


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.sampled_from(ROWS), max_size=30),
    where=st.sampled_from([None, "heard = yes", "heard = yes and not role = carer"]),
    base=st.sampled_from(Base),
)
def test_a_tab_book_holds_the_tables_made_one_by_one(
    rows: list, where: str | None, base: Base
) -> None:
    people = dataset_of(VARIABLES, rows)
    banners = ["employer", "role", "employer > role", "needs"]
    book = tabulate_many(people, ["heard", "needs"], banners, where=where, base=base)
    single_tables = [
        tabulate(people, code, by, where=where, base=base)
        for code in ("heard", "needs")
        for by in banners
    ]
    assert book == single_tables
    alone = tabulate_many(people, ["heard"], where=where, base=base)
    assert alone == [tabulate(people, "heard", where=where, base=base)]


def test_only_people_for_whom_the_condition_holds_are_kept() -> None:
    heard = select_people(PEOPLE, "heard = yes", keep=["role"])
    assert heard.frame["role"].to_list() == ["nurse", "carer", None, "nurse"]
    assert heard.frame.columns == ["respondent", "role", "role__missing"]
    assert select_people(PEOPLE, None).frame.height == 5
    everyone = select_people(PEOPLE, " ", include_partial=True)
    assert everyone.frame.height == 6
    nobody = select_people(PEOPLE, "heard = no and role = carer", keep=[])
    assert nobody.frame.height == 0


def test_a_weight_that_is_named_stays() -> None:
    heavy = PEOPLE.frame.with_columns(w=pl.lit(2.0))
    people = type(PEOPLE)(heavy, PEOPLE.codebook, PEOPLE.provenance)
    assert "w" in select_people(people, "heard = yes", keep=["heard", "w"]).frame.columns


@pytest.mark.parametrize("variable", VARIABLES[:4], ids=lambda variable: variable.code)
def test_a_table_of_nobody_is_all_zeros(variable: Variable) -> None:
    table = tabulate(dataset_of(VARIABLES, []), variable.code, by="employer > role")
    assert {cell.n for cell in table.cells.values()} == {0}
    assert {cell.share for cell in table.cells.values()} == {None}
