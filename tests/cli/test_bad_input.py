"""Bad input gets one clear message, no stack trace, exit code not 0, and nothing written."""

import shutil
from pathlib import Path

import pytest

from alongside.cli.main import exit_code_of

ROOT = Path(__file__).parents[2]
STUDY = ROOT / "studies" / "coproduction"


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a command that must be refused and return what it said."""
    code = exit_code_of(arguments)
    said = capsys.readouterr()
    assert code != 0
    assert "Traceback" not in said.err + said.out
    return " ".join(said.err.split())


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    shutil.copytree(STUDY, folder)
    return folder


def test_malformed_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "answers.csv"
    source.write_text("name,age\nAnn,34\nBob,41,extra,cells\n", "utf-8")
    said = refused(["import", str(source), str(tmp_path / "made")], capsys)
    assert "3" in said  # the line
    assert not (tmp_path / "made").exists()


def test_empty_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "answers.csv"
    source.write_bytes(b"")
    assert "empty" in refused(["import", str(source), str(tmp_path / "made")], capsys).lower()
    assert not (tmp_path / "made").exists()


def test_unreadable_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "form.xlsx"
    source.write_bytes(b"this is not a workbook")
    assert "form.xlsx" in refused(["import", str(source), str(tmp_path / "made")], capsys)
    assert not (tmp_path / "made").exists()


def test_file_of_another_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "letter.docx"
    source.write_bytes(b"x")
    assert ".csv" in refused(["import", str(source), str(tmp_path / "made")], capsys)


def test_missing_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "answers.csv"
    source.write_text("service,rating\na,good\nb,bad\na,good\n", "utf-8")
    folder = tmp_path / "made"
    assert exit_code_of(["import", str(source), str(folder)]) == 0
    kept = folder / "data" / "source.csv"
    kept.write_text(kept.read_text("utf-8").replace("rating", "score"), "utf-8")
    assert "rating" in refused(["tabulate", str(folder), "service"], capsys)


def test_wrong_code_in_answers(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    responses = study / "data" / "responses.jsonl"
    words = responses.read_text("utf-8")
    responses.write_text(words.replace('"heard": "yes"', '"heard": "yess"', 1), "utf-8")
    assert words != responses.read_text("utf-8")
    said = refused(["tabulate", str(study), "heard"], capsys)
    assert "yess" in said
    assert "responses.jsonl" in said


def test_broken_yaml(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (study / "questionnaire.yaml").open("a", encoding="utf-8") as file:
        file.write("\n  - [unclosed\n")
    said = refused(["check", str(study)], capsys)
    assert "questionnaire.yaml:" in said


def test_no_study_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["check"], ["report"], ["serve"], ["export"]):
        assert "no study" in refused([*command, str(tmp_path)], capsys).lower()


def test_unknown_question_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert "heard" in refused(["tabulate", str(STUDY), "herd"], capsys)
    assert "employer" in refused(["tabulate", str(STUDY), "heard", "--by", "employr"], capsys)


def test_unreadable_condition(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(["tabulate", str(STUDY), "heard", "--where", "audience ="], capsys)
    assert "audience =" in said


def test_unknown_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(["report", str(STUDY), "--format", "odt", "--out", str(tmp_path / "o")], capsys)
    assert "html" in said
    assert not (tmp_path / "o").exists()


def test_report_that_cannot_be_built_leaves_the_old_one(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("the old one", "utf-8")
    with (study / "report.md").open("a", encoding="utf-8") as file:
        file.write('\n\n{{ count("herd = yes") }} and {{ prozent("heard = yes") }}\n')
    said = refused(["report", str(study), "--format", "html", "--out", str(out)], capsys)
    assert "herd" in said
    assert "prozent" in said
    assert "report.md:" in said
    assert (out / "report.html").read_text("utf-8") == "the old one"
