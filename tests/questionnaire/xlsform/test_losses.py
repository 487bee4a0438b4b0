"""Whatever a form says and a study cannot hold is named, with its row."""

from pathlib import Path

import openpyxl
import pytest

from alongside.kernel.errors import AlongsideError, StudyError
from alongside.questionnaire import load_study
from alongside.questionnaire.xlsform import XlsformReport, import_xlsform

YES_NO = (("yn", "yes", "Yes", "Ydw"), ("yn", "no", "No", "Nac ydw"))


def said(report: XlsformReport, name: str) -> str:
    return " ".join(loss.what for loss in report.losses if loss.name == name)


def test_columns_settings_sheets_and_lists_that_nothing_reads(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "text", "name": "a", "label": "A", "cy": "A", "bind::odd:key": "12"},
            {"type": "text", "name": "b", "label": "B", "cy": "B", "my remarks": "ask Ann"},
            {"type": "text", "name": "c", "label": "C", "cy": "C", "disabled": "yes"},
        ],
        [*YES_NO, ("spare", "x", "X", "X", "north")],
        choice_columns=["region"],
        settings={"form_title": "The title", "style": "pages", "version": "7"},
        sheets=["entities", "Scratch"],
    )
    report = import_xlsform(path, tmp_path / "study")
    study = load_study(tmp_path / "study")
    assert study.questionnaire is not None
    assert study.settings.title.say("en") == "The title"
    assert study.questionnaire.version == "7"
    assert list(study.questionnaire.questions) == ["a", "b"]
    assert "odd:key" in said(report, "a")
    assert "ask Ann" in said(report, "b")
    assert "switched off" in said(report, "c")
    assert "yn, spare" in said(report, "choices")
    assert said(report, "column region")
    assert "pages" in said(report, "setting style")
    assert said(report, "sheet entities")
    assert said(report, "sheet Scratch")
    assert not said(report, "setting form_title") + said(report, "setting version")


def test_groups_lose_headings_hints_and_whole_branches(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "begin_group", "name": "g", "label": "G", "cy": "G", "relevant": "1 = 2"},
            {"type": "text", "name": "gone", "label": "Gone", "cy": "?"},
            {"type": "end_group"},
            {"type": "begin_group", "name": "outer", "label": "O", "cy": "O", "hint": "Take care"},
            {"type": "begin_group", "name": "inner", "label": "Inner words", "cy": "Mewnol"},
            {"type": "text", "name": "a", "label": "A", "cy": "A"},
            {"type": "end_group"},
            {"type": "end_group"},
            {"type": "begin_repeat", "name": "r", "label": "R", "cy": "R", "repeat_count": "3"},
            {"type": "text", "name": "b", "label": "B", "cy": "B"},
            {"type": "end_repeat"},
        ]
    )
    report = import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    assert list(questionnaire.questions) == ["a", "b"]
    assert "gone" in said(report, "g")
    assert "Take care" in said(report, "outer")
    assert "Inner words" in said(report, "inner")
    assert "How often it repeats is not kept: 3" in said(report, "r")


def test_the_same_name_in_two_groups(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "begin_group", "name": "first", "label": "1", "cy": "1"},
            {"type": "select_one yn", "name": "ok", "label": "OK?", "cy": "?"},
            {"type": "text", "name": "status", "label": "Status", "cy": "?"},
            {"type": "end_group"},
            {"type": "begin_group", "name": "second", "label": "2", "cy": "2"},
            {"type": "select_one yn", "name": "ok", "label": "And now?", "cy": "?"},
            {"type": "end_group"},
        ],
        YES_NO,
    )
    report = import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    assert list(questionnaire.questions) == ["ok", "q_status", "ok_2"]
    renamed = {(loss.row, loss.name) for loss in report.losses if loss.code == "xlsform-renamed"}
    assert renamed == {(4, "status"), (7, "ok")}


def test_words_with_formatting_faults_and_references_to_what_is_not_asked(
    make_form, tmp_path: Path
) -> None:
    path = make_form(
        [
            {"type": "geopoint", "name": "place", "label": "Where?", "cy": "?"},
            {"type": "note", "name": "n", "label": "# Hello\n<b>a</b> &lt; 5 > **b**", "cy": "?"},
            {"type": "text", "name": "f", "label": "Fine", "cy": "#NAME?"},
            {"type": "text", "name": "p", "label": "Is it in ${place}, ${f}?", "cy": "?"},
            {"type": "text", "name": "bare"},
        ]
    )
    report = import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    words = {code: question.label.plain for code, question in questionnaire.questions.items()}
    assert words["n"]["en"] == "Hello\na < 5 > b"
    assert words["f"] == {"en": "Fine"}
    assert words["p"]["en"] == "Is it in …, {{f}}?"
    assert words["bare"] == {"en": "bare"}
    assert "#NAME?" in said(report, "f")
    assert "place" in said(report, "p")
    assert any("missing in cy" in caution.what for caution in report.cautions)


def test_questions_that_would_identify_people_are_pointed_out(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "text", "name": "homeAddress", "label": "Where do you live?", "cy": "?"},
            {"type": "text", "name": "q2", "label": "Your e-mail", "cy": "?"},
            {"type": "text", "name": "why", "label": "Name one good thing", "cy": "?"},
        ]
    )
    report = import_xlsform(path, tmp_path / "study")
    found = {(loss.row, loss.name) for loss in report.cautions if loss.code == "xlsform-personal"}
    assert found == {(2, "homeAddress"), (3, "q2")}
    notes = (tmp_path / "study" / "import-notes.md").read_text("utf-8")
    assert "homeAddress" in notes.partition("Look at these")[2]


def test_required_sometimes_and_appearances(make_form, tmp_path: Path) -> None:
    path = make_form(
        [
            {"type": "select_one yn", "name": "a", "label": "A", "cy": "?", "appearance": "quick"},
            {"type": "text", "name": "b", "label": "B", "cy": "?", "required": "${a} = 'yes'"},
            {"type": "note", "name": "n", "label": "N", "cy": "?", "required": "yes"},
        ],
        YES_NO,
    )
    report = import_xlsform(path, tmp_path / "study")
    questionnaire = load_study(tmp_path / "study").questionnaire
    assert questionnaire is not None
    assert not questionnaire.questions["b"].required
    assert "${a} = 'yes'" in said(report, "b")
    assert "quick" in said(report, "a")
    assert "required" in said(report, "n")


def test_a_formula_that_was_never_worked_out_is_named(make_form, tmp_path: Path) -> None:
    path = make_form([{"type": "text", "name": "a", "label": "A", "cy": '=CONCATENATE("x","y")'}])
    report = import_xlsform(path, tmp_path / "study")
    assert "no stored result" in said(report, "cell survey!D2")


@pytest.mark.parametrize(
    ("heads", "tags"),
    [
        (["label"], ("en",)),
        (["label", "label::Français"], ("en", "fr")),
        (["label::fr-CA", "label::Klingon"], ("fr-CA", "und-klingo")),
        (["label::Kiswahili", "label::ENGLISH (EN)"], ("sw", "en")),
    ],
)
def test_languages(tmp_path: Path, heads: list[str], tags: tuple[str, ...]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    sheet.append(["type", "name", *heads])
    sheet.append(["text", "a", *(f"words {number}" for number in range(len(heads)))])
    book.save(tmp_path / "form.xlsx")
    report = import_xlsform(tmp_path / "form.xlsx", tmp_path / "study")
    study = load_study(tmp_path / "study")
    assert study.questionnaire is not None
    assert study.settings.languages == tags
    assert set(study.questionnaire.questions["a"].label.plain) == set(tags)
    unnamed = any(loss.code == "xlsform-language-unnamed" for loss in report.cautions)
    assert unnamed == ("label" in heads)
    assert ("Klingon" in said(report, "languages")) == ("und-klingo" in tags)


@pytest.mark.parametrize(
    ("name", "content", "said_so"),
    [
        ("form.xlsx", b"PK\x03\x04 not really", "not a workbook"),
        ("form.xlsx", b"", "not a workbook"),
        ("form.xls", b"\xd0\xcf\x11\xe0", ".xls"),
    ],
)
def test_files_that_are_no_workbook(
    tmp_path: Path, name: str, content: bytes, said_so: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(StudyError, match=said_so) as refused:
        import_xlsform(tmp_path / name, tmp_path / "study")
    assert refused.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no such file"):
        import_xlsform(tmp_path / "form.xlsx", tmp_path / "study")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_without_questions_names_its_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Budget")
    book.save(tmp_path / "form.xlsx")
    with pytest.raises(AlongsideError, match=r"“survey”.*Budget"):
        import_xlsform(tmp_path / "form.xlsx", tmp_path / "study")
