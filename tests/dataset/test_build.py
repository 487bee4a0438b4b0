"""From responses to columns: types, bases, and the four kinds of missing."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from alongside.collect import Response
from alongside.dataset import (
    MISSING_SUFFIX,
    Provenance,
    VariableType,
    build_codebook,
    build_dataset,
)
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.text import plain_text
from alongside.questionnaire import (
    Audience,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
    Value,
    parse_condition,
)

FROM = Provenance("A study", synthetic=False, source="Made up", fingerprint="0")


def options(*codes: str) -> tuple[Option, ...]:
    return tuple(
        Option(
            code,
            plain_text(code.capitalize()),
            exclusive=code == "none",
            other=code == "other",
            declined=code == "rather_not",
        )
        for code in codes
    )


def question(
    code: str, type_: QuestionType, *codes: str, when: str = "", **more: object
) -> Question:
    return Question(
        code=code,
        type=type_,
        label=plain_text(f"What about {code}?"),
        options=options(*codes),
        show_if=parse_condition(when) if when else None,
        **more,
    )


QUESTIONS = (
    question("audience", QuestionType.ONE_OF, "staff", "lived"),
    question("heard", QuestionType.YES_NO_UNSURE, "yes", "no", "unsure", construct="heard"),
    question("box", QuestionType.INFORMATION),
    question("meaning", QuestionType.LONG_TEXT, when="heard = yes", required=False),
    question(
        "barriers", QuestionType.ANY_OF, "time", "cost", "other", "none", audiences=("staff",)
    ),
    question("years", QuestionType.NUMBER),
    question("met", QuestionType.DATE, required=False),
    question("ease", QuestionType.SCALE, "1", "2", "3"),
    question("age", QuestionType.ONE_OF, "young", "old", "rather_not"),
)
QUESTIONNAIRE = Questionnaire(
    title=plain_text("A study"),
    sections=(
        Section("all", plain_text("All"), tuple(Page(item.code, (item,)) for item in QUESTIONS)),
    ),
    audiences=(
        Audience("staff", plain_text("People who work in care")),
        Audience("lived", plain_text("People with lived experience")),
    ),
    audience_question="audience",
)
STUDY = Study(Path("a-study"), StudySettings(plain_text("A study")), QUESTIONNAIRE)
EVERY_PAGE = tuple(item.code for item in QUESTIONS)


def row(
    answers: dict[str, Value], *, completed: bool = True, seen: tuple[str, ...] = EVERY_PAGE
) -> dict[str, object]:
    response = Response(1, completed, answers, seen)
    return build_dataset(STUDY, [response], FROM).frame.row(0, named=True)


def test_the_codebook_has_one_variable_a_question_and_the_words_of_other() -> None:
    codebook = build_codebook(QUESTIONNAIRE)
    assert [(variable.code, variable.type.value) for variable in codebook] == [
        ("audience", "single"),
        ("heard", "single"),
        ("box_shown", "single"),
        ("meaning", "text"),
        ("barriers", "multi"),
        ("barriers_other", "text"),
        ("years", "numeric"),
        ("met", "date"),
        ("ease", "single"),
        ("age", "single"),
    ]
    assert codebook.by_code["heard"].construct == "heard"
    assert codebook.by_code["barriers"].audiences == ("staff",)
    own = codebook.by_code["barriers_other"]
    assert own.audiences == ("staff",)
    assert own.label.say("en") == "What about barriers? (own words)"


def test_prefer_not_to_say_is_no_category() -> None:
    age = build_codebook(QUESTIONNAIRE).by_code["age"]
    assert [category.code for category in age.categories] == ["young", "old"]


def test_audiences_are_called_what_tables_call_them() -> None:
    audience = build_codebook(QUESTIONNAIRE).by_code["audience"]
    category = audience.category("staff")
    assert category is not None
    assert category.label.say("en") == "People who work in care"


def test_answers_become_typed_columns() -> None:
    found = row(
        {
            "audience": "staff",
            "heard": "yes",
            "meaning": "Working together",
            "barriers": ("time", "other"),
            "barriers_other": "Forms",
            "years": 12,
            "met": date(2023, 3, 14),
            "ease": "2",
            "age": "old",
        }
    )
    assert found["heard"] == "yes"
    assert found["meaning"] == "Working together"
    assert found["barriers"] == 0b0101
    assert found["barriers_other"] == "Forms"
    assert found["years"] == 12.0
    assert found["met"] == date(2023, 3, 14)
    assert found["ease"] == "2"
    assert found["box_shown"] == "yes"
    codes = [item.code for item in build_codebook(QUESTIONNAIRE)]
    assert [found[code + MISSING_SUFFIX] for code in codes] == [None] * 10


def test_types_hold_even_without_responses() -> None:
    frame = build_dataset(STUDY, [], FROM).frame
    assert frame.height == 0
    assert frame.schema["barriers"] == pl.UInt64
    assert frame.schema["heard"] == pl.Enum(["yes", "no", "unsure"])
    assert frame.schema["met"] == pl.Date


@pytest.mark.parametrize(
    ("answers", "completed", "seen", "expected"),
    [
        pytest.param({"heard": "yes"}, True, EVERY_PAGE, "skipped", id="on the path, seen, empty"),
        pytest.param({"heard": "no"}, True, EVERY_PAGE, "not_asked", id="off the path"),
        pytest.param(
            {"heard": "yes"}, False, ("audience", "heard"), "not_reached", id="stopped just before"
        ),
        pytest.param(
            {}, False, ("audience",), "not_reached", id="stopped before the way was known"
        ),
        pytest.param(
            {"heard": "no"},
            False,
            ("audience", "heard", "box", "barriers"),
            "not_asked",
            id="stopped after being led past it",
        ),
        pytest.param(
            {"heard": "no", "meaning": "left behind"},
            True,
            EVERY_PAGE,
            "not_asked",
            id="answered on an abandoned route",
        ),
    ],
)
def test_why_there_is_no_answer(
    answers: dict[str, Value], completed: bool, seen: tuple[str, ...], expected: str
) -> None:
    found = row({"audience": "staff", **answers}, completed=completed, seen=seen)
    assert found["meaning"] is None
    assert found["meaning__missing"] == expected


def test_prefer_not_to_say_is_missing_with_its_reason() -> None:
    found = row({"audience": "lived", "heard": "no", "age": "rather_not"})
    assert (found["age"], found["age__missing"]) == (None, "prefer_not_to_say")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"audience": "staff", "barriers": ("other",)}, "skipped"),
        ({"audience": "staff", "barriers": ("time",)}, "not_asked"),
        ({"audience": "lived"}, "not_asked"),
    ],
)
def test_the_words_of_other_are_asked_of_those_who_chose_it(
    answers: dict[str, Value], expected: str
) -> None:
    assert row(answers)["barriers_other__missing"] == expected


def test_only_questions_on_the_path_have_values_and_only_gaps_have_reasons() -> None:
    people = [
        Response(1, True, {"audience": "staff", "heard": "yes", "years": 3}, EVERY_PAGE),
        Response(2, False, {"audience": "lived", "barriers": ("time",)}, EVERY_PAGE[:3]),
        Response(3, True, {"audience": "lived", "age": "rather_not"}, EVERY_PAGE),
    ]
    frame = build_dataset(STUDY, people, FROM).frame
    for variable in build_codebook(QUESTIONNAIRE):
        filled = frame[variable.code].is_not_null()
        explained = frame[variable.code + MISSING_SUFFIX].is_not_null()
        assert (filled ^ explained).all(), variable.code


def test_answers_without_a_place_are_all_named() -> None:
    people = [
        Response(4, True, {"audience": "staf", "barriers": ("time", "gone"), "shoe": "43"}),
        Response(7, True, {"years": float("nan"), "met": "soon", "age_other": "x", "box": "x"}),
        Response(8, True, {"barriers": "time"}),
    ]
    with pytest.raises(ProblemsFoundError) as caught:
        build_dataset(STUDY, people, FROM)
    found = [(problem.code, str(problem.where)) for problem in caught.value.problems]
    assert found == [
        ("dataset-unknown-code", "respondent 4, question audience"),
        ("dataset-unknown-code", "respondent 4, question barriers"),
        ("dataset-unknown-question", "respondent 4, question shoe"),
        ("dataset-answer-form", "respondent 7, question years"),
        ("dataset-answer-form", "respondent 7, question met"),
        ("dataset-unknown-question", "respondent 7, question age_other"),
        ("dataset-answer-form", "respondent 7, question box"),
        ("dataset-answer-form", "respondent 8, question barriers"),
    ]
    assert caught.value.problems[1].what() == "The question barriers has no option “gone”."
    assert "time, cost, other, none" in caught.value.problems[1].remedy()


def test_64_options_fit_and_65_do_not() -> None:
    def with_options(count: int) -> Questionnaire:
        wide = question("wide", QuestionType.ANY_OF, *(f"o{spot}" for spot in range(count)))
        page = Page("wide", (wide,))
        return Questionnaire(plain_text("x"), (Section("s", plain_text("s"), (page,)),))

    assert len(build_codebook(with_options(64)).by_code["wide"].categories) == 64
    with pytest.raises(DataError, match="65 options"):
        build_codebook(with_options(65))


def test_an_imported_study_has_nothing_to_build_from() -> None:
    with pytest.raises(ValueError, match="imported"):
        build_dataset(Study(Path("x"), STUDY.settings), [], FROM)


def test_only_completed_responses_are_kept_for_tables() -> None:
    people = [Response(1, True, {}, ()), Response(2, False, {}, ())]
    dataset = build_dataset(STUDY, people, FROM)
    assert dataset.completed().frame["respondent"].to_list() == [1]


def test_every_type_of_answer_has_a_type_of_column() -> None:
    kinds = {variable.type for variable in build_codebook(QUESTIONNAIRE)}
    assert kinds == set(VariableType)
