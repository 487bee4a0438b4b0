"""A study as data for a browser without a connection."""

import json
from datetime import date, time
from pathlib import Path

import pytest

from alongside.collect.offline import offered_editions, offline_bundle
from alongside.kernel.text import Text
from alongside.questionnaire import (
    Channel,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
    load_study,
    parse_condition,
)

ROOT = Path(__file__).parents[2]


def make_study(*questions: Question, **settings: object) -> Study:
    pages = tuple(Page(question.code, (question,)) for question in questions)
    section = Section("all", Text({"en": "All"}), pages)
    about = StudySettings(Text({"en": "Tea", "cy": "Te"}), **settings)  # type: ignore[arg-type]
    return Study(Path("/studies/tea"), about, Questionnaire(Text(), (section,), version="4"))


def asked(study: Study) -> dict[str, object]:
    bundle = json.loads(json.dumps(offline_bundle(study)))
    return {
        question["code"]: question
        for section in bundle["sections"]
        for page in section["pages"]
        for question in page["questions"]
    }


def test_the_reference_study_becomes_plain_json() -> None:
    study = load_study(ROOT / "studies" / "coproduction")
    bundle = offline_bundle(study, ["web-continue"])
    assert study.questionnaire is not None
    assert list(asked(study)) == list(study.questionnaire.questions)
    assert bundle["audiences"] == ["staff", "lived", "other"]
    assert bundle["editions"] == ["standard", "easy"]
    assert json.loads(json.dumps(bundle, allow_nan=False)) == bundle


def test_a_question_says_only_what_is_not_as_usual() -> None:
    plain = Question("words", QuestionType.SHORT_TEXT, Text({"en": "Words?"}), required=False)
    assert asked(make_study(plain))["words"] == {
        "code": "words",
        "type": "short-text",
        "label": {"standard": {"en": "Words?"}},
    }


def test_bounds_of_nothing_are_bounds() -> None:
    number = Question("n", QuestionType.NUMBER, Text({"en": "N"}), minimum=0.0, maximum=12345.5)
    text = Question("t", QuestionType.LONG_TEXT, Text({"en": "T"}), minimum=0.0, maximum=2000.0)
    found = asked(make_study(number, text))
    assert found["n"]["minimum"] == 0  # type: ignore[index]
    assert found["n"]["minimumSaid"] == "0"  # type: ignore[index]
    assert found["n"]["maximumSaid"] == "12,345.5"  # type: ignore[index]
    assert found["t"]["maximumSaid"] == "2,000"  # type: ignore[index]


def test_conditions_go_as_trees_with_what_interviewers_know_left_out() -> None:
    tea = Option("tea", Text({"en": "Tea"}), show_if=parse_condition("before in (a, b)"))
    question = Question(
        "drink",
        QuestionType.ONE_OF,
        Text({"en": "Drink?"}),
        options=(tea,),
        show_if=parse_condition("not age >= 18"),
        interviewer=Text({"en": "Say it slowly"}),
    )
    study = make_study(question)
    found = asked(study)["drink"]
    assert found["showIf"] == {"not": {"question": "age", "at_least": 18.0}}  # type: ignore[index]
    assert found["options"][0]["showIf"] == {"question": "before", "in": ["a", "b"]}  # type: ignore[index]
    assert "slowly" not in json.dumps(offline_bundle(study))


def test_words_come_in_every_language_and_fall_back_to_english() -> None:
    study = make_study(languages=("en", "cy", "xx"))
    words = offline_bundle(study, ["web-help-link"])["words"]
    assert isinstance(words, dict)
    assert words["cy"]["standard"]["web-help-link"] == "Mae rhywun yn fy helpu i ateb"
    assert words["xx"]["standard"]["web-help-link"] == "Someone is helping me to answer"
    assert "{label}" in words["en"]["standard"]["answer-missing"]
    assert "easy" not in words["en"]  # the study offers no Easy Read


def test_easy_words_come_only_where_they_differ() -> None:
    easy = Question("a", QuestionType.SHORT_TEXT, Text({"en": "A?"}, {"en": "A"}))
    study = make_study(easy)
    words = offline_bundle(study, ["web-continue", "web-help-link"])["words"]
    assert offered_editions(study) == ("standard", "easy")
    assert words == {"en": {**words["en"], "easy": {"web-help-link": "Someone is helping me"}}}  # type: ignore[index]


def test_the_bundle_knows_when_and_by_which_channels() -> None:
    study = make_study(
        opens=date(2024, 3, 1),
        closes=date(2024, 3, 2),
        closes_time=time(17),
        timezone="Europe/London",
        channels=(Channel("fair", Text({"en": "Fair"}), "f1"),),
        languages=("en", "ar"),
    )
    bundle = offline_bundle(study)
    assert bundle["window"] == {"status": "open", "opens": 1709251200, "closes": 1709398800}
    assert bundle["channels"] == [{"code": "fair", "short": "f1"}]
    assert bundle["directions"] == {"en": "ltr", "ar": "rtl"}


def test_a_study_without_questions_has_no_bundle() -> None:
    with pytest.raises(ValueError, match="questionnaire"):
        offline_bundle(Study(Path("x"), StudySettings(Text({"en": "X"}))))
