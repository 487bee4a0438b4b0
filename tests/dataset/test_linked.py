"""Linked questions as one variable: each person's own question, with its own gaps."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made_data import dataset_of, multi, number, single, words

from alongside.dataset import Missing, link_questions
from alongside.dataset.linked import with_linked
from alongside.kernel.errors import ExpressionError
from alongside.tabulate import tabulate

AUDIENCE = single("audience", "staff", "lived")
STAFF = replace(multi("barriers_staff", "time", "money"), construct="barriers")
LIVED = replace(multi("barriers_lived", "money", "trust", "time"), construct="barriers")
HEARD_STAFF = replace(single("heard_staff", "yes", "no"), construct="heard", audiences=("staff",))
HEARD_LIVED = replace(
    single("heard_lived", "no", "yes", "unsure"), construct="heard", audiences=("lived",)
)
VARIABLES = (AUDIENCE, STAFF, LIVED, HEARD_STAFF, HEARD_LIVED)
person = st.tuples(
    st.sampled_from(["staff", "lived"]),
    st.sampled_from(["yes", "no", Missing.SKIPPED, Missing.DECLINED]),
    st.sampled_from([("time",), ("time", "money"), ("money",), Missing.SKIPPED]),
)


def row_of(audience: str, heard: object, barriers: object) -> dict:
    other = "lived" if audience == "staff" else "staff"
    return {
        "audience": audience,
        f"heard_{audience}": heard,
        f"heard_{other}": Missing.NOT_ASKED,
        f"barriers_{audience}": barriers,
        f"barriers_{other}": Missing.NOT_ASKED,
    }


@settings(max_examples=30, deadline=None)
@given(people=st.lists(person, max_size=20))
def test_each_audience_is_a_column_of_its_own_question(people: list) -> None:
    dataset = dataset_of(VARIABLES, [row_of(*each) for each in people])
    for construct, spot in (("heard", 1), ("barriers", 2)):
        linked = link_questions(dataset, construct)
        table = tabulate(linked, f"linked_{construct}", by="audience", base="shown")
        for audience in ("staff", "lived"):
            alone = tabulate(dataset, f"{construct}_{audience}", base="shown")
            for row in alone.rows:
                assert table.cell(row.code, audience).n == alone.cell(row.code).n
            assert table.column(audience).base_n == alone.column().base_n
        gaps = linked.frame[f"linked_{construct}__missing"].to_list()
        assert gaps == [
            each[spot].value if isinstance(each[spot], Missing) else None for each in people
        ]


def test_the_variable_has_every_category_and_says_where_it_comes_from() -> None:
    linked = link_questions(dataset_of(VARIABLES, []), "heard").codebook.by_code["linked_heard"]
    assert [category.code for category in linked.categories] == ["yes", "no", "unsure"]
    assert linked.audiences == ("staff", "lived")
    assert linked.derived_from == ("heard_staff", "heard_lived")


def test_people_asked_neither_question_stay_not_asked() -> None:
    linked = link_questions(dataset_of(VARIABLES, [{"audience": "staff"} | dict.fromkeys(
        ("heard_staff", "heard_lived"), Missing.NOT_ASKED)]), "heard")  # fmt: skip
    assert linked.frame["linked_heard__missing"].to_list() == ["not_asked"]


def test_what_cannot_be_linked_says_why() -> None:
    with pytest.raises(ExpressionError, match="does not link two"):
        link_questions(dataset_of(VARIABLES, []), "trust")
    mixed = (replace(number("age"), construct="heard"), HEARD_STAFF)
    with pytest.raises(ExpressionError, match="does not link two"):
        link_questions(dataset_of(mixed, []), "heard")
    texts = [replace(words(code), construct="why") for code in ("why_staff", "why_lived")]
    with pytest.raises(ExpressionError, match="countable"):
        link_questions(dataset_of(texts, []), "why")
    both = dataset_of(VARIABLES, [{"heard_staff": "yes", "heard_lived": "no"}])
    with pytest.raises(ExpressionError, match="1 people answered more than one"):
        link_questions(both, "heard")


def test_every_construct_is_linked_once() -> None:
    alone = replace(single("alone", "x"), construct="alone")
    mixed = (replace(number("n"), construct="mixed"), replace(words("w"), construct="mixed"))
    dataset = with_linked(dataset_of((*VARIABLES, alone, *mixed), []))
    assert {each.code for each in dataset.codebook} >= {"linked_heard", "linked_barriers"}
    assert not {"linked_alone", "linked_mixed"} & set(dataset.codebook.by_code)
    assert with_linked(dataset) is dataset
