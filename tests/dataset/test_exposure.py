"""Asked, shown, answered: three bases, each what its name says."""

from pathlib import Path

import pytest

from alongside.collect import Response
from alongside.dataset import DataSet, Missing, Provenance, build_dataset
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Disclosure,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
)
from alongside.questionnaire.conditions import Equals
from alongside.tabulate import NO_ANSWER, TOTAL, Base, count_people, tabulate

OPTIONS = tuple(Option(code, plain_text(code)) for code in ("yes", "no"))
CODES = ("first", "second", "third", "fourth")


def make_study() -> Study:
    questions = [
        Question(code, QuestionType.ONE_OF, plain_text(code), options=OPTIONS, required=False)
        for code in CODES
    ]
    gated = Question(
        "gated",
        QuestionType.ONE_OF,
        plain_text("g"),
        options=OPTIONS,
        show_if=Equals("third", "yes"),
    )
    pages = tuple(Page(item.code, (item,)) for item in (*questions, gated))
    section = Section("all", plain_text("All"), pages)
    asked = Questionnaire(plain_text("T"), (section,), version="1")
    return Study(Path("t"), StudySettings(plain_text("T")), asked)


def respond(number: int, *sent: str | None, completed: bool = False, left_at: str = "") -> Response:
    """Return somebody who sent these answers, one a page, and was then shown another page."""
    seen = CODES[: len(sent)]
    shown = (*seen, left_at) if left_at else seen
    return Response(
        number,
        completed,
        {code: value for code, value in zip(seen, sent, strict=True) if value},
        seen,
        shown=dict.fromkeys(shown, "1/en/standard"),
    )


@pytest.fixture
def dataset() -> DataSet:
    people = [
        respond(1, "yes", None, "no", "yes", completed=True),
        respond(2, "yes", left_at="second"),
        respond(3, "no", "yes", left_at="third"),
        respond(4, "no", None, "no", "no", completed=True),
    ]
    return build_dataset(make_study(), people, Provenance("T", True, "", ""))


def gap(dataset: DataSet, code: str) -> list[str | None]:
    return dataset.frame[f"{code}__missing"].cast(str).to_list()


def test_each_kind_of_gap_is_told_apart(dataset: DataSet) -> None:
    assert gap(dataset, "first") == [None] * 4
    assert gap(dataset, "second") == [Missing.SKIPPED, Missing.BROKE_OFF, None, Missing.SKIPPED]
    assert gap(dataset, "third") == [None, Missing.NOT_SHOWN, Missing.BROKE_OFF, None]
    assert gap(dataset, "gated") == [
        Missing.NOT_ASKED,
        Missing.NOT_REACHED,
        Missing.NOT_REACHED,
        Missing.NOT_ASKED,
    ]


@pytest.mark.parametrize(
    ("base", "second", "third", "fourth"),
    [(Base.ANSWERED, 1, 2, 2), (Base.SHOWN, 4, 3, 2), (Base.ASKED, 4, 4, 4)],
)
def test_the_bases_grow_from_answered_to_shown_to_asked(
    dataset: DataSet, base: Base, second: int, third: int, fourth: int
) -> None:
    rule = Disclosure(0, 0, "made up")
    for code, expected in {"second": second, "third": third, "fourth": fourth}.items():
        table = tabulate(dataset, code, base=base, rule=rule, include_partial=True)
        assert table.column(TOTAL).base_n == expected
        answered = sum(table.cell(option, TOTAL).n or 0 for option in ("yes", "no"))
        nothing = 0 if base is Base.ANSWERED else table.cell(NO_ANSWER, TOTAL).n
        assert answered + (nothing or 0) == expected
        tally = count_people(dataset, f"{code} = yes", base=base, rule=rule, include_partial=True)
        assert tally.base_n == expected


def test_among_complete_responses_shown_and_asked_are_the_same(dataset: DataSet) -> None:
    rule = Disclosure(0, 0, "made up")
    shown, asked = (
        tabulate(dataset, "second", base=base, rule=rule) for base in (Base.SHOWN, Base.ASKED)
    )
    assert shown.column(TOTAL).base_n == asked.column(TOTAL).base_n == 2


def test_without_an_exposure_record_nothing_is_claimed() -> None:
    old = Response(1, False, {"first": "yes"}, ("first",))
    dataset = build_dataset(make_study(), [old], Provenance("T", True, "", ""))
    assert gap(dataset, "second") == [Missing.NOT_REACHED]
    assert gap(dataset, "third") == [Missing.NOT_REACHED]
