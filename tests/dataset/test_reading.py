"""What is known of how a response came about, as variables beside the answers."""

from dataclasses import replace
from pathlib import Path

import pytest

from alongside.collect import Response
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
)
from alongside.questionnaire.conditions import Equals
from alongside.questionnaire.study import Channel
from alongside.tabulate import release, tabulate

YES_NO = tuple(Option(code, plain_text(code)) for code in ("yes", "no"))
HEARD = Question("heard", QuestionType.ONE_OF, plain_text("Heard?"), options=YES_NO)
CASE_A = Question(
    "case_a", QuestionType.INFORMATION, plain_text("Case A"), show_if=Equals("heard", "yes")
)
CASE_B = replace(CASE_A, code="case_b", label=plain_text("Case B"), show_if=Equals("heard", "no"))
FAMILIAR = Question("familiar", QuestionType.ONE_OF, plain_text("Familiar?"), options=YES_NO)
EXTRA = Question("extra", QuestionType.ONE_OF, plain_text("More"), options=YES_NO, required=False)
OPEN_RULE = Disclosure(0, 0, "made up")


def version(name: str, *pages: Page) -> Questionnaire:
    return Questionnaire(plain_text("T"), (Section("all", plain_text("All"), pages),), version=name)


ONE = version(
    "1",
    Page("heard", (HEARD,)),
    Page("boxes", (CASE_A, CASE_B)),
    Page("familiar", (FAMILIAR,)),
)
TWO = version("2", Page("heard", (HEARD, EXTRA)), Page("boxes", (CASE_A, CASE_B)))


def study_of(*versions: Questionnaire, **settings: object) -> Study:
    earlier = tuple(Earlier(item) for item in versions[:-1])
    made = StudySettings(plain_text("T"), **settings)  # type: ignore[arg-type]
    return Study(Path("t"), made, versions[-1], earlier)


def build(study: Study, *people: Response) -> DataSet:
    numbered = [replace(item, respondent=spot) for spot, item in enumerate(people, 1)]
    return build_dataset(study, numbered, Provenance("T", True, "", ""))


def person(heard: str, familiar: str = "", **more: object) -> Response:
    answers = {"heard": heard} | ({"familiar": familiar} if familiar else {})
    seen = ("heard", "boxes", "familiar") if familiar else ("heard",)
    made = Response(1, bool(familiar), answers, seen, version="1")
    return replace(made, **more)  # type: ignore[arg-type]


def shown(*codes: str, version: str = "1") -> dict[str, str]:
    return dict.fromkeys(codes, f"{version}/en/standard")


def column(dataset: DataSet, code: str) -> list[object]:
    """Return values, and the kind of missing where there is none."""
    gaps = dataset.frame[f"{code}__missing"].cast(str).to_list()
    return [
        gap if value is None else value
        for value, gap in zip(dataset.frame[code].to_list(), gaps, strict=True)
    ]


def test_which_box_was_shown_can_be_counted_and_split_by() -> None:
    people = [
        person("yes", "yes", shown=shown("heard", "case_a", "familiar")),
        person("yes", "no", shown=shown("heard", "case_a", "familiar")),
        person("no", "no", shown=shown("heard", "case_b", "familiar")),
        # went back and changed "no" to "yes": has read both
        person("yes", "yes", shown=shown("heard", "case_a", "case_b", "familiar")),
    ]
    dataset = build(study_of(ONE), *people)
    assert column(dataset, "case_a_shown") == ["yes", "yes", "no", "yes"]
    assert column(dataset, "case_b_shown") == ["no", "no", "yes", "yes"]
    table = tabulate(dataset, "familiar", by="case_a_shown", rule=OPEN_RULE)
    assert [item.heading.label for item in table.columns] == ["Total", "Yes", "No"]
    assert (table.cell("yes", "yes").n, table.cell("yes", "no").n) == (2, 0)
    assert dataset.codebook.by_code["case_a_shown"].label.say("en") == "Was shown: Case A"


def test_of_a_box_before_which_somebody_stopped_nothing_is_said() -> None:
    dataset = build(
        study_of(ONE),
        person("yes", shown=shown("heard")),
        person("yes", shown=shown("heard", "case_a")),
        person("yes"),  # no record was kept
        person("yes", "no"),
    )
    assert column(dataset, "case_a_shown") == [
        Missing.NOT_SHOWN,
        "yes",
        Missing.NOT_REACHED,
        "yes",
    ]
    assert column(dataset, "case_b_shown")[3] == "no"


def test_an_answer_to_a_question_that_has_gone_stays_with_who_gave_it() -> None:
    """Who answered under version 1 and finished under version 2 keeps the answer."""
    went_on = person("yes", "no", shown=shown("heard", "case_a", "familiar"), version="2")
    left_there = replace(
        went_on, answers={"heard": "yes"}, seen=("heard", "boxes"), completed=False
    )
    newcomer = person("yes", shown=shown("heard", "extra", version="2"), version="2")
    dataset = build(study_of(ONE, TWO), went_on, left_there, newcomer)
    assert column(dataset, "familiar") == ["no", Missing.BROKE_OFF, Missing.NOT_ASKED]


def test_a_question_that_came_to_a_page_already_sent_was_not_asked() -> None:
    went_on = person("yes", shown=shown("heard"), version="2")
    passed_over = person("yes", shown=shown("heard", "extra", version="2"), version="2")
    unrecorded = person("yes", version="2")
    dataset = build(study_of(ONE, TWO), went_on, passed_over, unrecorded)
    assert column(dataset, "extra") == [Missing.NOT_ASKED, Missing.SKIPPED, Missing.SKIPPED]


def test_how_responses_came_about_is_counted_like_anything_else(tmp_path: Path) -> None:
    channels = (Channel("bulletin", plain_text("The bulletin"), "b"),)
    study = study_of(ONE, channels=channels, languages=("en", "cy"))
    dataset = build(
        study,
        person("yes", "yes", channel="bulletin", language="cy", edition="easy"),
        person("yes", "no", mode="paper", helped=("read-out", "wrote"), helper="family"),
        person("no", "no", channel="fair", version=""),
    )
    assert column(dataset, "_language") == ["cy", "en", "en"]
    assert column(dataset, "_edition") == ["easy", "standard", "standard"]
    assert column(dataset, "_channel") == ["bulletin", Missing.NOT_ASKED, "fair"]
    assert column(dataset, "_mode") == ["web", "paper", "web"]
    assert column(dataset, "_helped") == [0b0001, 0b0110, 0b0001]
    assert column(dataset, "_helper") == [Missing.NOT_ASKED, "family", Missing.NOT_ASKED]
    assert column(dataset, "_version") == ["1", "1", "unnamed"]
    table = tabulate(dataset, "familiar", by="_channel", where="_mode = web", rule=OPEN_RULE)
    labels = [item.heading.label for item in table.columns]
    assert labels == ["Total", "The bulletin", "fair"]
    assert table.cell("yes", "bulletin").n == 1
    data, beside = export_csv(dataset, tmp_path / "data.csv")
    header = data.read_text("utf-8").splitlines()[0].split(",")
    assert {"_channel", "_helped__nobody", "_version__missing", "case_a_shown"} <= set(header)
    assert "Read it out" in beside.read_text("utf-8")


def test_the_disclosure_rule_holds_for_them_too() -> None:
    people = [person("yes", "yes", mode="phone")] * 3 + [person("yes", "yes")] * 40
    rule = Disclosure(10, 0)
    dataset = build(study_of(ONE), *people)
    table = release(tabulate(dataset, "_mode", rule=rule), rule)
    assert table.cell("phone").withheld


@pytest.mark.parametrize("name", ["", "1"])
def test_a_study_that_nobody_answered_has_them_all_the_same(name: str) -> None:
    dataset = build(study_of(replace(ONE, version=name)))
    codes = [variable.code for variable in dataset.codebook if variable.paradata]
    assert codes[-7:] == [
        "_language",
        "_edition",
        "_channel",
        "_mode",
        "_helped",
        "_helper",
        "_version",
    ]
    assert dataset.frame.height == 0
