"""Checks beyond the specimens: settings, languages, limits, and what must not be reported."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from alongside.kernel.problems import Severity
from alongside.kernel.text import Text, plain_text
from alongside.questionnaire import (
    Audience,
    Disclosure,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
    check_study,
    load_study,
    parse_condition,
)
from alongside.questionnaire.checks import check_study as same_check
from alongside.questionnaire.promises import PromiseLine
from alongside.questionnaire.standard_options import scale_options, yes_no_unsure_options

TOLD = StudySettings(
    plain_text("A study"),
    summary=plain_text("About it"),
    asked_by=plain_text("Us"),
    use=plain_text("A report"),
    promise=(PromiseLine(words=plain_text("No names")),),
    contact=plain_text("Ask us"),
)
LABEL = plain_text("Is it so?")


def yes_no(code: str, show_if: str = "", **more: object) -> Question:
    condition = parse_condition(show_if) if show_if else None
    made = Question(
        code,
        QuestionType.YES_NO_UNSURE,
        LABEL,
        options=yes_no_unsure_options(),
        show_if=condition,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def study_of(
    *questions: Question, settings: StudySettings = TOLD, pages: tuple[Page, ...] = ()
) -> Study:
    made = (*pages, *(Page(question.code, (question,)) for question in questions))
    sections = (Section("s", plain_text("Start"), made),)
    questionnaire = Questionnaire(settings.title, sections, settings.languages)
    return Study(Path("study"), settings, questionnaire)


def codes_of(study: Study) -> list[str]:
    return [problem.code for problem in check_study(study)]


def test_a_sound_study_has_no_problems() -> None:
    assert codes_of(study_of(yes_no("a"))) == []
    assert same_check is check_study


def test_a_study_without_questionnaire_is_judged_by_its_settings() -> None:
    assert codes_of(Study(Path("x"), StudySettings(plain_text("Imported")))) == []
    bad = replace(TOLD, opens=date(2023, 2, 1), closes=date(2023, 1, 1))
    assert codes_of(Study(Path("x"), bad)) == ["dates-reversed"]


def test_people_must_be_told_what_they_take_part_in() -> None:
    study = study_of(yes_no("a"), settings=StudySettings(plain_text("A study")))
    found = check_study(study)
    assert [problem.where.item for problem in found] == [
        "summary",
        "asked_by",
        "use",
        "promise",
        "contact",
    ]
    assert {problem.severity for problem in found} == {Severity.WARNING}


def test_small_base_below_the_threshold() -> None:
    settings = replace(TOLD, disclosure=Disclosure(20, 10))
    assert codes_of(study_of(yes_no("a"), settings=settings)) == ["disclosure-small-base"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (
            {"type": QuestionType.NUMBER, "options": (), "minimum": 5.0, "maximum": 5.0},
            "bounds-equal",
        ),
        ({"type": QuestionType.SHORT_TEXT, "options": (), "maximum": -1.0}, "bound-below-zero"),
        ({"type": QuestionType.SHORT_TEXT, "options": (), "maximum": 1.5}, "bound-not-whole"),
        ({"decimals": 2}, "setting-not-used"),
        ({"earliest": "today"}, "setting-not-used"),
        ({"display": "drop-down"}, "setting-not-used"),
        ({"minimum": 1.0}, "setting-not-used"),
        ({"low_label": LABEL}, "setting-not-used"),
        ({"type": QuestionType.ONE_OF, "options": (Option("a", LABEL),)}, "options-only-one"),
        ({"type": QuestionType.LONG_TEXT, "options": (Option("x", LABEL),)}, "options-not-used"),
        ({"type": QuestionType.INFORMATION, "options": (), "required": False}, "box-without-body"),
        ({"code": "a__b"}, "code-double-underscore"),
        ({"code": "respondent"}, "code-reserved"),
        ({"code": "_language"}, "code-underscore-first"),
        (
            {"options": (Option("x", LABEL, exclusive=True), Option("y", LABEL))},
            "exclusive-without-any-of",
        ),
        (
            {"type": QuestionType.ANY_OF, "options": (Option("x", LABEL),), "maximum": 2.0},
            "maximum-above-options",
        ),
        (
            {
                "type": QuestionType.ANY_OF,
                "options": tuple(Option(f"o{spot}", LABEL) for spot in range(65)),
            },
            "options-too-many",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rules_of_one_question(change: dict[str, object], code: str) -> None:
    found = codes_of(study_of(replace(yes_no("a"), **change), yes_no("z")))  # type: ignore[arg-type]
    assert found == [code]


def test_no_question_stands_where_data_say_whether_a_box_was_shown() -> None:
    box = Question("box", QuestionType.INFORMATION, LABEL, body=LABEL, required=False)
    assert codes_of(study_of(box, yes_no("box_shown"))) == ["code-taken-by-shown"]


def test_scales_need_words_at_their_ends_and_few_points() -> None:
    scale = Question(
        "a", QuestionType.SCALE, LABEL, options=scale_options(1, 5), minimum=1.0, maximum=5.0
    )
    assert codes_of(study_of(scale)) == ["scale-without-labels"]
    ends = replace(scale, low_label=LABEL, high_label=LABEL)
    assert codes_of(study_of(ends)) == []
    assert codes_of(study_of(replace(ends, maximum=100.0))) == ["scale-too-long"]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("a = yes and a = no", "condition-contradicts"),
        ("a answered and not a answered", "condition-contradicts"),
        ("not (a = yes or not a = yes)", "condition-contradicts"),
        ("a != yes or a = yes or not a answered", "condition-always-true"),
        ("n > 5 and n < 3", "condition-contradicts"),
        ("n > 5 and n < 6", "condition-contradicts"),
        ("n >= 11", "condition-contradicts"),
        ("n <= 10 or not n answered", "condition-always-true"),
        ("count m > 2", "condition-contradicts"),
        ("m includes x and m includes none", "condition-contradicts"),
        ("m includes x and count m >= 1", ""),
        ("a answered", "condition-decides-nothing"),
    ],
)
def test_conditions_that_cannot_or_must_hold(condition: str, code: str) -> None:
    options = (Option("x", LABEL), Option("y", LABEL), Option("none", LABEL, exclusive=True))
    study = study_of(
        yes_no("a"),
        Question("n", QuestionType.NUMBER, LABEL, minimum=0.0, maximum=10.0),
        Question("m", QuestionType.ANY_OF, LABEL, options=options),
        yes_no("z", condition),
    )
    assert codes_of(study) == ([code] if code else [])


def test_decimals_make_room_between_whole_numbers() -> None:
    hours = Question("n", QuestionType.NUMBER, LABEL, decimals=1)
    assert codes_of(study_of(hours, yes_no("z", "n > 5 and n < 6"))) == []
    assert codes_of(study_of(hours, yes_no("z", "n > 5 and n < 5.1"))) == ["condition-contradicts"]


def test_only_what_is_chosen_alone_is_warned_about() -> None:
    options = (Option("x", LABEL), Option("y", LABEL), Option("none", LABEL, exclusive=True))
    several = Question("m", QuestionType.ANY_OF, LABEL, options=options)
    assert codes_of(study_of(several, yes_no("z", "m = x"))) == ["condition-only-one-chosen"]
    assert codes_of(study_of(several, yes_no("z", "m = none"))) == []


def test_one_contradiction_is_not_reported_again_inside() -> None:
    inner = Page(
        "p",
        (yes_no("b"), yes_no("c", "b = yes")),
        show_if=parse_condition("a = yes and a = no"),
    )
    study = study_of(yes_no("z"), pages=(Page("a", (yes_no("a"),)), inner))
    assert codes_of(study) == ["condition-contradicts"]


def test_one_wrong_name_is_not_reported_again_behind_it() -> None:
    study = study_of(
        yes_no("a"), yes_no("b", "x = yes"), yes_no("c", "b = yes"), yes_no("d", "c = no")
    )
    assert codes_of(study) == ["condition-unknown-question"]


def test_own_words_of_other_can_be_looked_at() -> None:
    options = (Option("x", LABEL), Option("else", LABEL, other=True))
    job = Question("job", QuestionType.ONE_OF, LABEL, options=options)
    assert codes_of(study_of(job, yes_no("z", "job_other answered"))) == []
    plain = replace(job, options=(Option("x", LABEL), Option("y", LABEL)))
    assert codes_of(study_of(plain, yes_no("z", "job_other answered"))) == [
        "condition-unknown-question"
    ]


def test_too_many_ways_are_sampled_and_said_so() -> None:
    choices = tuple(Option(code, LABEL) for code in "abcdefgh")
    first = [Question(f"q{spot}", QuestionType.ONE_OF, LABEL, options=choices) for spot in range(6)]
    last = [
        yes_no(f"z{spot}{code}", f"q{spot} = {code}") for spot in range(6) for code in "abcdefg"
    ]
    found = check_study(study_of(*first, *last))
    assert {problem.code for problem in found} <= {
        "routes-sampled",
        "routes-listed-sample",
        "route-too-long",
    }
    assert "routes-sampled" in {problem.code for problem in found}


def audience_study(chooser: Question, codes: tuple[str, ...] = ("yes", "no", "unsure")) -> Study:
    made = study_of(chooser, yes_no("z"))
    assert made.questionnaire is not None
    groups = tuple(Audience(code, plain_text(code)) for code in codes)
    return replace(
        made, questionnaire=replace(made.questionnaire, audiences=groups, audience_question="who")
    )


def test_audiences_and_their_question_fit() -> None:
    assert codes_of(audience_study(yes_no("who"))) == []
    assert codes_of(audience_study(yes_no("who", required=False))) == ["audience-question-optional"]
    assert codes_of(audience_study(yes_no("who"), ("yes", "no"))) == ["audience-not-listed"]
    many = ("yes", "no", "unsure", "maybe")
    assert codes_of(audience_study(yes_no("who"), many)) == ["audience-not-offered"]
    assert "audience-question-unknown" in codes_of(audience_study(yes_no("whom")))


def test_languages_nobody_sees_and_languages_that_lack() -> None:
    both = Text({"en": "Is it so?", "cy": "Ydy hi?"})
    surplus = check_study(study_of(yes_no("a", label=both)))
    assert [problem.code for problem in surplus] == ["translation-surplus"]
    settings = replace(TOLD, languages=("en", "cy"))
    lacking = check_study(study_of(yes_no("a", label=both), settings=settings))
    assert {problem.code for problem in lacking} == {"translation-missing", "welsh-yes-no"}
    gaps = [item.where.item for item in lacking if item.code == "translation-missing"]
    assert "question a" not in gaps
    assert "section s" in gaps


def test_standard_answers_lack_other_languages() -> None:
    both = Text({"en": "Is it so?", "ur": "کیا ایسا ہے؟"})
    settings = replace(TOLD, languages=("en", "ur"))
    found = check_study(study_of(yes_no("a", label=both), settings=settings))
    mine = [problem for problem in found if problem.where.item == "question a"]
    assert [problem.params["parts"] for problem in mine] == ["option yes, option no, option unsure"]


def test_a_long_route_is_named_with_its_minutes() -> None:
    questions = [
        Question(f"t{spot}", QuestionType.LONG_TEXT, LABEL, required=False) for spot in range(20)
    ]
    found = check_study(study_of(*questions))
    assert [problem.code for problem in found] == ["route-too-long"]
    assert found[0].params["n"] == 20


def test_the_starter_of_a_new_study_has_no_errors() -> None:
    starter = Path(__file__).parents[2] / "src" / "alongside" / "cli" / "starter"
    found = check_study(load_study(starter))
    assert [problem for problem in found if problem.severity is Severity.ERROR] == []


def test_the_reference_study_has_no_errors_and_no_warnings() -> None:
    study = load_study(Path(__file__).parents[2] / "studies" / "coproduction")
    assert [item for item in check_study(study) if item.severity is not Severity.ADVICE] == []
