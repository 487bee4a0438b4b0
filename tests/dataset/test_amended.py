"""A study amended while people answered: nothing moves, nothing is lost, nothing is mixed up."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.collect import Response, read_responses, write_responses
from alongside.dataset import DataSet, Missing, Provenance, build_dataset, export_csv
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Disclosure,
    Earlier,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
    Value,
    merge_versions,
)
from alongside.tabulate import TOTAL, tabulate

ALL_BARRIERS = ("time", "money", "rules", "none")


def choice(code: str, *options: str, several: bool = False) -> Question:
    return Question(
        code,
        QuestionType.ANY_OF if several else QuestionType.ONE_OF,
        plain_text(code),
        options=tuple(Option(name, plain_text(name.title())) for name in options),
    )


def version(name: str, *questions: Question) -> Questionnaire:
    pages = tuple(Page(question.code, (question,)) for question in questions)
    return Questionnaire(plain_text("T"), (Section("all", plain_text("All"), pages),), version=name)


FIRST = version(
    "1",
    choice("heard", "yes", "no", "unsure"),
    choice("barriers", *ALL_BARRIERS, several=True),
    choice("gone", "a", "b"),
)
AGE = Question("age", QuestionType.NUMBER, plain_text("Age"))
SECOND = version(
    "2",
    choice("heard", "yes", "no"),  # an option removed
    AGE,  # a question added in the middle
    replace(
        choice("barriers", "trust", *ALL_BARRIERS, several=True), label=plain_text("What hinders?")
    ),  # an option added at the front, and relabelled
)


def study_of(*versions: Questionnaire) -> Study:
    earlier = tuple(Earlier(item) for item in versions[:-1])
    return Study(Path("t"), StudySettings(plain_text("T")), versions[-1], earlier)


def people(questionnaire: Questionnaire, first: int, count: int) -> list[Response]:
    chance = random.Random(first)  # noqa: S311 - invented people
    made = []
    for number in range(first, first + count):
        answers: dict[str, Value] = {}
        for question in questionnaire.walk():
            codes = [option.code for option in question.options]
            if question.type is QuestionType.ANY_OF:
                answers[question.code] = tuple(code for code in codes if chance.random() < 0.4) or (
                    codes[0],
                )
            elif codes:
                answers[question.code] = chance.choice(codes)
            else:
                answers[question.code] = chance.randint(18, 90)
        seen = tuple(page.code for page in questionnaire.pages)
        made.append(Response(number, True, answers, seen, version=questionnaire.version))
    return made


def build(study: Study, responses: list[Response]) -> DataSet:
    return build_dataset(study, responses, Provenance("T", True, "", ""))


OLD, NEW = people(FIRST, 1, 100), people(SECOND, 101, 50)


def test_answers_of_both_versions_are_counted_by_what_each_was_asked() -> None:
    dataset = build(study_of(FIRST, SECOND), [*OLD, *NEW])
    table = tabulate(dataset, "heard", rule=Disclosure(0, 0, "made up"))
    for code in ("yes", "no", "unsure"):
        expected = sum(item.answers["heard"] == code for item in [*OLD, *NEW])
        assert table.cell(code, TOTAL).n == expected
    assert table.rows[2].label == "Unsure (until version 1)"
    hinders = tabulate(dataset, "barriers", rule=Disclosure(0, 0, "made up"))
    assert hinders.title == "What hinders?"
    # columns come behind, rows stand where the newest version has them
    assert [row.code for row in hinders.rows] == ["trust", *ALL_BARRIERS]
    codes = [item.code for item in dataset.codebook.by_code["barriers"].categories]
    assert codes == [*ALL_BARRIERS, "trust"]
    assert hinders.cell("time", TOTAL).n == sum(
        "time" in item.answers["barriers"]  # type: ignore[operator]
        for item in [*OLD, *NEW]
    )
    missing = dataset.frame.sort("respondent")["age__missing"].cast(str).to_list()
    assert missing == [Missing.NOT_ASKED] * 100 + [None] * 50
    missing = dataset.frame.sort("respondent")["gone__missing"].cast(str).to_list()
    assert missing == [None] * 100 + [Missing.NOT_ASKED] * 50


def test_columns_of_the_export_never_shift(tmp_path: Path) -> None:
    before, _ = export_csv(build(study_of(FIRST), OLD), tmp_path / "before.csv")
    after, _ = export_csv(build(study_of(FIRST, SECOND), [*OLD, *NEW]), tmp_path / "after.csv")
    rows_before = before.read_text("utf-8-sig").splitlines()
    rows_after = after.read_text("utf-8-sig").splitlines()
    columns = rows_before[0].split(",")
    assert rows_after[0].split(",")[: len(columns)] == columns
    assert rows_after[0].split(",")[len(columns) :] == ["barriers__trust", "age", "age__missing"]
    for row, again in zip(rows_before[1:], rows_after[1:101], strict=True):
        assert again.startswith(row + ",")


def test_a_person_who_went_on_under_the_new_version_keeps_the_old_answer(tmp_path: Path) -> None:
    """Their answer to an option that is no longer offered counts, under its own version."""
    between = Response(
        1,
        True,
        {"heard": "unsure", "age": 40, "barriers": ("time",)},
        ("heard", "age", "barriers"),
        version="2",
        shown={"heard": "1/en/standard", "age": "2/en/standard", "barriers": "2/en/standard"},
    )
    study = study_of(FIRST, SECOND)
    path = tmp_path / "responses.jsonl"
    merged = merge_versions(study.versions)
    write_responses(path, [between], merged)
    (again,) = read_responses(path, merged)
    assert again == between
    dataset = build(study, [again])
    assert dataset.frame["heard"].to_list() == ["unsure"]
    assert dataset.frame["gone__missing"].cast(str).to_list() == [Missing.NOT_ASKED]


def test_one_version_is_left_as_it_is() -> None:
    assert merge_versions([FIRST]) is FIRST


@st.composite
def chains(draw: st.DrawFn) -> list[Questionnaire]:
    """Return versions that add, remove and reorder questions and options at will."""
    codes = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5, unique=True)
    chain = []
    for number in range(draw(st.integers(1, 4))):
        questions = [choice(f"q{code}", *draw(codes), several=True) for code in draw(codes)]
        chain.append(version(str(number), *questions))
    return chain


@given(chains())
@settings(deadline=None, max_examples=60)
def test_columns_only_ever_come_behind(chain: list[Questionnaire]) -> None:
    def columns(versions: list[Questionnaire]) -> list[tuple[str, list[str]]]:
        merged = merge_versions(versions)
        return [
            (code, [option.code for option in question.options])
            for code, question in merged.questions.items()
        ]

    for count in range(1, len(chain)):
        before, after = columns(chain[:count]), columns(chain[: count + 1])
        assert [code for code, _ in after][: len(before)] == [code for code, _ in before]
        for (_, old), (_, new) in zip(before, after, strict=False):
            assert new[: len(old)] == old


@pytest.mark.parametrize("back", [True, False])
def test_an_option_that_came_back_is_called_what_it_is_called_now(back: bool) -> None:
    third = version("3", choice("heard", "yes", "no", *(["unsure"] if back else [])))
    merged = merge_versions([FIRST, SECOND, third])
    option = merged.questions["heard"].option("unsure")
    assert option is not None
    assert option.label.say("en") == ("Unsure" if back else "Unsure (until version 1)")
