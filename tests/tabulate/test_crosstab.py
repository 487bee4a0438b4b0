"""Tables: bases, groups, filters, gaps, and single numbers that agree with them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import Given, dataset_of, multi, number, single, words

from alongside.dataset import Missing
from alongside.kernel.errors import ExpressionError
from alongside.questionnaire import Disclosure, parse_condition
from alongside.tabulate import (
    NO_ANSWER,
    TOTAL,
    Base,
    Table,
    Tally,
    count_people,
    tabulate,
)

HEARD = single("heard", "yes", "no", "unsure")
AREA = single("area", "north", "south")
NEEDS = multi("needs", "time", "money", "trust")
EASE = single("ease", "1", "2", "3")
VARIABLES = (HEARD, AREA, NEEDS, EASE, number("years"), words("said"))
NOTHING_WITHHELD = Disclosure(withhold_below=1)
NOT_ASKED, SKIPPED = Missing.NOT_ASKED, Missing.SKIPPED
DECLINED, NOT_REACHED = Missing.DECLINED, Missing.NOT_REACHED

ROWS: list[dict[str, Given]] = [
    {"heard": "yes", "area": "north", "needs": ("time",), "ease": "1", "years": 2},
    {"heard": "yes", "area": "south", "needs": ("time", "money"), "ease": "3", "years": 2},
    {"heard": "no", "area": "north", "needs": SKIPPED, "ease": "3", "years": 10.5},
    {"heard": SKIPPED, "area": "north", "needs": ("trust",), "ease": DECLINED},
    {"heard": DECLINED, "area": SKIPPED, "needs": NOT_ASKED},
    {"heard": NOT_ASKED, "area": "south", "needs": ("money",)},
    {"heard": "yes", "area": SKIPPED, "needs": ("money",)},
    {"heard": "no", "area": "south", "needs": NOT_REACHED},
    {"heard": NOT_REACHED, "area": "south", "needs": NOT_REACHED},
]
PEOPLE = dataset_of(VARIABLES, ROWS, partial=[7, 8])


def counts(table: Table, column: str = TOTAL) -> dict[str, int]:
    return {row.code: table.cell(row.code, column).n for row in table.rows}


def test_shares_are_of_those_who_answered() -> None:
    table = tabulate(PEOPLE, "heard")
    assert counts(table) == {"yes": 3, "no": 1, "unsure": 0}
    assert table.column().base_n == 4
    assert table.cell("yes").share == 0.75
    assert table.title == "What about heard?"
    assert table.base is Base.ANSWERED
    assert not table.multiple


def test_shares_of_those_asked_show_who_gave_no_answer() -> None:
    table = tabulate(PEOPLE, "heard", base=Base.ASKED)
    assert counts(table) == {"yes": 3, "no": 1, "unsure": 0, NO_ANSWER: 2}
    assert table.column().base_n == 6
    assert table.cell("yes").share == 0.5


def test_unfinished_responses_count_only_when_asked_for() -> None:
    table = tabulate(PEOPLE, "heard", base=Base.ASKED, include_partial=True)
    assert counts(table) == {"yes": 3, "no": 2, "unsure": 0, NO_ANSWER: 2}
    assert table.column().base_n == 7


def test_groups_have_their_own_bases_and_the_total_keeps_everybody() -> None:
    table = tabulate(PEOPLE, "heard", "area")
    assert [column.heading.code for column in table.columns] == [TOTAL, "north", "south"]
    assert counts(table, "north") == {"yes": 1, "no": 1, "unsure": 0}
    assert counts(table, "south") == {"yes": 1, "no": 0, "unsure": 0}
    assert [column.base_n for column in table.columns] == [4, 2, 1]
    assert "not asked “What about area?”" in table.notes[0]
    assert table.title == "What about heard? By: What about area?"


def test_several_answers_do_not_add_up_and_say_so() -> None:
    table = tabulate(PEOPLE, "needs")
    assert counts(table) == {"time": 2, "money": 3, "trust": 1}
    assert table.column().base_n == 5
    assert table.multiple
    assert "more than one answer" in table.notes[0]


def test_a_person_can_be_in_several_groups() -> None:
    table = tabulate(PEOPLE, "heard", "needs")
    assert counts(table, "time") == {"yes": 2, "no": 0, "unsure": 0}
    assert counts(table, "money") == {"yes": 2, "no": 0, "unsure": 0}
    assert table.column("money").base_n == 2
    assert "more than one column" in table.notes[0]
    assert table.unplaced == {}


@pytest.mark.parametrize("where", ["area = north", parse_condition("area = north")])
def test_a_filter_keeps_those_for_whom_it_holds(where: object) -> None:
    table = tabulate(PEOPLE, "heard", where=where)
    assert counts(table) == {"yes": 1, "no": 1, "unsure": 0}
    assert table.where == "area = north"


def test_an_empty_filter_is_no_filter() -> None:
    assert tabulate(PEOPLE, "heard", where=" ").cells == tabulate(PEOPLE, "heard").cells


def test_scales_and_numbers_stand_in_their_order() -> None:
    assert counts(tabulate(PEOPLE, "ease")) == {"1": 1, "2": 0, "3": 2}
    table = tabulate(PEOPLE, "years", "heard")
    assert counts(table) == {"2": 2, "10.5": 1}
    assert counts(table, "yes") == {"2": 2, "10.5": 0}
    assert [column.heading.label for column in tabulate(PEOPLE, "heard", "years").columns] == [
        "Total",
        "2",
        "10.5",
    ]


def test_small_bases_are_marked_by_the_rule() -> None:
    rule = Disclosure(small_base=4)
    table = tabulate(PEOPLE, "heard", "area", rule=rule)
    assert [column.caution for column in table.columns] == [False, True, True]


def test_a_group_of_nobody_has_no_shares() -> None:
    table = tabulate(PEOPLE, "heard", "ease", where="area = south")
    assert table.column("1").base_n == 0
    assert table.cell("yes", "1").share is None


def test_own_title_and_labels_by_language() -> None:
    assert tabulate(PEOPLE, "heard", title="Heard of it").title == "Heard of it"
    assert [row.label for row in tabulate(PEOPLE, "heard").rows] == ["Yes", "No", "Unsure"]


@pytest.mark.parametrize(
    ("variable", "by", "where", "what"),
    [
        ("herd", None, None, "herd"),
        ("heard", "arae", None, "arae"),
        ("heard", None, "area = west", "west"),
        ("heard", None, "area =", "cannot be read"),
        ("said", None, None, "open answers"),
        ("heard", "said", None, "open answers"),
    ],
)
def test_what_cannot_be_tabulated_is_refused(
    variable: str, by: str | None, where: str | None, what: str
) -> None:
    with pytest.raises(ExpressionError, match=what):
        tabulate(PEOPLE, variable, by, where=where)


@pytest.mark.parametrize(
    ("where", "among", "base", "n", "base_n"),
    [
        ("heard = yes", None, Base.ANSWERED, 3, 4),
        ("heard = yes", None, Base.ASKED, 3, 6),
        ("heard = yes", "area = north", Base.ANSWERED, 1, 2),
        ("heard = yes", "area = north", Base.ASKED, 1, 3),
        ("heard = yes and needs includes time", None, Base.ANSWERED, 2, 3),
        ("not heard = yes", None, Base.ANSWERED, 1, 4),
        ("not heard = yes", None, Base.ASKED, 3, 6),
        ("heard answered", None, Base.ASKED, 4, 6),
        (None, None, Base.ANSWERED, 7, 7),
    ],
)
def test_single_numbers_have_a_base(
    where: str | None, among: str | None, base: Base, n: int, base_n: int
) -> None:
    found = count_people(PEOPLE, where, among=among, base=base, rule=NOTHING_WITHHELD)
    assert found == Tally(n, base_n, withheld=False, caution=True)


@pytest.mark.parametrize(
    ("yes", "no", "withheld"),
    [(4, 20, True), (20, 4, True), (5, 5, False), (0, 20, False), (20, 0, False), (0, 3, True)],
)
def test_single_numbers_are_withheld_when_they_or_the_rest_are_few(
    yes: int, no: int, withheld: bool
) -> None:
    dataset = dataset_of(VARIABLES, [{"heard": "yes"}] * yes + [{"heard": "no"}] * no)
    found = count_people(dataset, "heard = yes", rule=Disclosure(withhold_below=5))
    assert found.withheld is withheld
    assert (found.n is None, found.base_n is None) == (withheld, withheld)


def test_caution_begins_below_the_small_base_mark() -> None:
    dataset = dataset_of(VARIABLES, [{"heard": "yes"}] * 50)
    rule = Disclosure(small_base=50)
    assert not count_people(dataset, "heard = yes", rule=rule).caution
    assert count_people(dataset, "heard = yes", rule=Disclosure(small_base=51)).caution


def test_a_number_about_unknown_things_is_refused() -> None:
    with pytest.raises(ExpressionError, match="herd"):
        count_people(PEOPLE, "herd = yes")
    with pytest.raises(ExpressionError, match="west"):
        count_people(PEOPLE, "heard = yes", among="area = west")


people = st.lists(
    st.fixed_dictionaries(
        {
            "heard": st.sampled_from(["yes", "no", "unsure", *Missing]),
            "area": st.sampled_from(["north", "south", *Missing]),
            "needs": st.sampled_from([("time",), ("time", "trust"), *Missing]),
        }
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(
    rows=people,
    variable=st.sampled_from(["heard", "needs"]),
    base=st.sampled_from(list(Base)),
)
def test_single_numbers_agree_with_tables(
    rows: list[dict[str, Given]], variable: str, base: Base
) -> None:
    dataset = dataset_of(VARIABLES, rows)
    table = tabulate(dataset, variable, "area", base=base)
    for row in table.rows:
        if row.code == NO_ANSWER:
            continue
        for column in table.columns:
            among = None if column.heading.code == TOTAL else f"area = {column.heading.code}"
            tally = count_people(
                dataset,
                f"{variable} includes {row.code}",
                among=among,
                base=base,
                rule=NOTHING_WITHHELD,
            )
            assert tally.n == table.cell(row.code, column.heading.code).n
            assert tally.base_n == column.base_n


@settings(max_examples=40, deadline=None)
@given(rows=people, base=st.sampled_from(list(Base)))
def test_rows_and_columns_add_up(rows: list[dict[str, Given]], base: Base) -> None:
    table = tabulate(dataset_of(VARIABLES, rows), "heard", "area", base=base)
    for column in table.columns:
        code = column.heading.code
        assert sum(counts(table, code).values()) == column.base_n
    for row in table.rows:
        inner = sum(table.cell(row.code, code).n for code in ("north", "south"))
        assert inner + table.unplaced[row.code] == table.cell(row.code).n
