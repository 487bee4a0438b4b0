"""Forms become studies that read back without a fault, and every loss is named."""

from pathlib import Path

import pytest

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import (
    QuestionType,
    check_study,
    find_path,
    find_routes,
    load_study,
    offered_options,
    read_study,
)
from alongside.questionnaire.conditions import AnyIn, Equals
from alongside.questionnaire.xlsform import XlsformReport, import_xlsform

REAL_FORM = Path(__file__).parents[4] / "shared" / "data" / "xlsform" / "socio-economic-survey.xlsx"
YES_NO = (("yn", "yes", "Yes", "Ydw"), ("yn", "no", "No", "Nac ydw"))


def lost(report: XlsformReport, name: str) -> str:
    return " ".join(loss.what for loss in report.losses if loss.name == name)


def test_types_languages_and_required(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "note", "name": "hello", "label": "Hello", "cy": "Helo"},
            {
                "type": "text",
                "name": "why",
                "label": "Why?",
                "cy": "Pam?",
                "appearance": "multiline",
            },
            {"type": "text", "name": "town", "label": "Town", "cy": "Tref", "required": "yes"},
            {
                "type": "integer",
                "name": "age",
                "label": "Age",
                "cy": "Oed",
                "constraint": ". > 17 and . < 120",
            },
            {"type": "decimal", "name": "height", "label": "Height", "cy": "Taldra"},
            {
                "type": "date",
                "name": "born",
                "label": "Born",
                "cy": "Geni",
                "constraint": ". <= today()",
            },
            {
                "type": "select_one yn",
                "name": "ok",
                "label": "OK?",
                "cy": "Iawn?",
                "appearance": "minimal",
            },
            {
                "type": "select_multiple yn",
                "name": "both",
                "label": "Both?",
                "cy": "Y ddau?",
                "constraint": "count-selected(.) <= 1",
            },
            {
                "type": "range",
                "name": "mood",
                "label": "Mood",
                "cy": "Hwyl",
                "parameters": "start=1 end=5 step=1",
            },
        ],
        YES_NO,
    )
    report = import_xlsform(path, tmp_path / "study")
    study = load_study(tmp_path / "study")
    assert study.questionnaire is not None
    asked = study.questionnaire.questions
    assert study.settings.languages == ("en", "cy")
    assert study.settings.status == "draft"
    kinds = {code: question.type.value for code, question in asked.items()}
    assert kinds == {
        "hello": "information",
        "why": "long-text",
        "town": "short-text",
        "age": "number",
        "height": "number",
        "born": "date",
        "ok": "one-of",
        "both": "any-of",
        "mood": "scale",
    }
    assert asked["why"].label.say("cy") == "Pam?"
    assert asked["town"].required
    assert not asked["why"].required
    assert (asked["age"].minimum, asked["age"].maximum) == (18, 119)
    assert asked["height"].decimals > 0
    assert asked["born"].latest == "today"
    assert asked["ok"].display == "drop-down"
    assert asked["both"].maximum == 1
    assert [option.code for option in asked["mood"].options] == ["1", "2", "3", "4", "5"]
    assert report.questions == len(asked)


def test_relevance_of_groups_and_questions_is_joined(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "select_one yn", "name": "works", "label": "Do you work?", "cy": "?"},
            {
                "type": "begin_group",
                "name": "job",
                "label": "Job",
                "cy": "Swydd",
                "relevant": "${works} = 'yes'",
            },
            {"type": "select_one yn", "name": "paid", "label": "Paid?", "cy": "?"},
            {
                "type": "text",
                "name": "pay",
                "label": "How much?",
                "cy": "?",
                "relevant": "selected(${paid}, 'yes')",
            },
            {"type": "end_group"},
        ],
        YES_NO,
    )
    import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    assert find_path(questionnaire, {"works": "no", "paid": "yes"}).question_codes == ("works",)
    path_taken = find_path(questionnaire, {"works": "yes", "paid": "yes"})
    assert path_taken.question_codes == ("works", "paid", "pay")
    assert questionnaire.questions["paid"].show_if == Equals("works", "yes")


def test_choice_filter_becomes_conditions_of_options(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "select_one region", "name": "region", "label": "Region", "cy": "?"},
            {
                "type": "select_one town",
                "name": "town",
                "label": "Town",
                "cy": "?",
                "choice_filter": "region = ${region}",
            },
        ],
        [
            ("region", "n", "North", "Gogledd", None),
            ("region", "s", "South", "De", None),
            ("town", "a", "Abber", "Aber", "n"),
            ("town", "b", "Barr", "Bar", "s"),
            ("town", "c", "Coed", "Coed", "s"),
        ],
        choice_columns=["region"],
    )
    import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    offered = offered_options(questionnaire.questions["town"], {"region": "s"})
    assert [option.code for option in offered] == ["b", "c"]


def test_one_screen_is_split_where_questions_depend_on_each_other(
    make_form, tmp_path: Path
) -> None:
    path = make_form(
        [
            {
                "type": "begin_group",
                "name": "g",
                "label": "G",
                "cy": "G",
                "appearance": "field-list",
            },
            {"type": "text", "name": "a", "label": "A", "cy": "A"},
            {"type": "select_one yn", "name": "b", "label": "B", "cy": "B"},
            {"type": "text", "name": "c", "label": "C", "cy": "C", "relevant": "${b} = 'yes'"},
            {"type": "text", "name": "d", "label": "D", "cy": "D"},
            {"type": "end_group"},
        ],
        YES_NO,
    )
    report = import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    assert [[q.code for q in page.questions] for page in questionnaire.pages] == [
        ["a", "b"],
        ["c", "d"],
    ]
    assert "became 2 pages" in lost(report, "g")


def test_everything_that_cannot_be_kept_is_named_with_its_row(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "start", "name": "started"},
            {"type": "deviceid", "name": "device"},
            {"type": "geopoint", "name": "place", "label": "Where?", "cy": "?"},
            {"type": "calculate", "name": "sum", "calculation": "${age} + 1"},
            {"type": "integer", "name": "age", "label": "<b>Age</b>", "cy": "Oed", "default": "30"},
            {
                "type": "text",
                "name": "code",
                "label": "Code",
                "cy": "?",
                "constraint": "regex(., '[A-Z]')",
            },
            {
                "type": "text",
                "name": "odd",
                "label": "Odd",
                "cy": "?",
                "relevant": "${age} mod 2 = 1",
            },
            {"type": "text", "name": "hidden", "label": "Hidden", "cy": "?", "relevant": "false()"},
            {"type": "begin_repeat", "name": "child", "label": "Child", "cy": "?"},
            {"type": "text", "name": "school-name", "label": "School of ${age}", "cy": "?"},
            {"type": "end_repeat"},
        ]
    )
    report = import_xlsform(path, tmp_path / "study")
    study = load_study(tmp_path / "study")
    assert study.questionnaire is not None
    assert list(study.questionnaire.questions) == ["age", "code", "odd", "school_name"]
    assert study.questionnaire.questions["age"].label.say("en") == "Age"
    assert study.questionnaire.questions["school_name"].label.say("en") == "School of {{age}}"
    assert "device" in lost(report, "device")
    assert "geopoint" in lost(report, "place")
    assert "alculation" in lost(report, "sum")
    assert "HTML" in lost(report, "age")
    assert "30" in lost(report, "age")
    assert "regex" in lost(report, "code")
    assert "mod 2" in lost(report, "odd")
    assert "never shown" in lost(report, "hidden")
    assert "repeats" in lost(report, "child")
    assert "school_name" in lost(report, "school-name")
    rows = {loss.name: loss.row for loss in report.losses}
    assert (rows["place"], rows["hidden"]) == (4, 9)
    notes = (tmp_path / "study" / "import-notes.md").read_text("utf-8")
    for loss in report.losses:
        assert loss.name in notes


def test_codes_of_choices_that_cannot_be_codes(make_form, tmp_path: Path) -> None:
    path = make_form(
        [{"type": "select_multiple pets", "name": "pets", "label": "Pets", "cy": "?"}],
        [
            ("pets", "cat&dog", "Both", "?"),
            ("pets", "cat,dog", "Either", "?"),
            ("pets", "fish", "Fish", "?"),
            ("pets", "-9", "None", "?"),
        ],
    )
    report = import_xlsform(path, tmp_path / "study")
    study = load_study(tmp_path / "study")
    assert study.questionnaire is not None
    codes = [option.code for option in study.questionnaire.questions["pets"].options]
    assert codes == ["cat_dog", "cat_dog_2", "fish", "9"]
    for given in ("cat&dog", "cat,dog", "-9"):
        assert f"“{given}”" in lost(report, "pets")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"type": "select_one nowhere", "name": "q", "label": "Q", "cy": "?"}], "nowhere"),
        ([{"type": "begin_group", "name": "g", "label": "G", "cy": "?"}], "group"),
        ([{"type": "geopoint", "name": "q", "label": "Q", "cy": "?"}], "no question"),
        ([{"type": "text", "name": "q", "label": "Q ${gone}", "cy": "?"}], "gone"),
        ([{"type": "text", "name": "q", "label": "Q", "cy": "?"}] * 2, "q"),
    ],
)
def test_faulty_forms_are_refused_and_nothing_is_written(
    make_form, tmp_path: Path, rows: list[dict[str, object]], said: str
) -> None:
    with pytest.raises(AlongsideError) as refused:
        import_xlsform(make_form(rows, YES_NO), tmp_path / "study")
    assert said in str(refused.value)
    assert not (tmp_path / "study").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["form.xlsx"]


def test_a_workbook_without_a_survey_sheet(tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    book.save(tmp_path / "form.xlsx")
    with pytest.raises(AlongsideError, match=r"form\.xlsx"):
        import_xlsform(tmp_path / "form.xlsx", tmp_path / "study")


def test_a_full_folder_is_left_alone(make_form, tmp_path: Path) -> None:
    path = make_form([{"type": "text", "name": "q", "label": "Q", "cy": "?"}])
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(AlongsideError, match="already"):
        import_xlsform(path, tmp_path / "study")
    assert [item.name for item in (tmp_path / "study").iterdir()] == ["mine.txt"]


@pytest.mark.skipif(
    not REAL_FORM.exists(), reason="the household survey form is not on this machine"
)
def test_a_real_household_survey(tmp_path: Path) -> None:
    report = import_xlsform(REAL_FORM, tmp_path / "household")
    study, problems = read_study(tmp_path / "household")
    assert problems == []
    assert study is not None
    assert study.questionnaire is not None
    asked = study.questionnaire.questions
    assert study.settings.languages == ("en", "fr")
    assert asked["internetType"].show_if == Equals("internetHH", "1")
    assert asked["healthFacility"].maximum == 3
    assert asked["healthFacility"].type is QuestionType.ANY_OF
    assert asked["healthFacility"].hint.say("en") == "Select top 3"
    assert asked["district"].display == "drop-down"
    in_punjab = offered_options(asked["district"], {"region": "Punjab"})
    assert 1 < len(in_punjab) < len(asked["district"].options)
    assert asked["region"].label.say("fr") == "Région"
    rows = {loss.name: loss.row for loss in report.losses}
    assert (rows["se_list"], rows["SEClass"], rows["familyMembers"]) == (11, 12, 22)
    assert "itext" in lost(report, "SEClass")
    assert "occupationSector" in lost(report, "choices")
    personal = {loss.name for loss in report.cautions if loss.code == "xlsform-personal"}
    assert personal >= {"residentialAddress", "primaryContactNo", "firstNameFM"}
    assert [item for item in check_study(study) if item.severity.value == "error"] == []
    routes = find_routes(study.questionnaire)
    assert routes.exact
    assert len(routes.routes) == 6  # internet or not, times a health visit, none, or unsaid
    assert not any(isinstance(option.show_if, AnyIn) for option in asked["gender"].options)
