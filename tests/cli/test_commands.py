"""The command line does what its help says, and prints results that can be piped."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from alongside.cli.main import app, exit_code_of

ROOT = Path(__file__).parents[2]
STUDY = str(ROOT / "studies" / "coproduction")


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for command in app.registered_commands:
        assert command.name
        assert exit_code_of([command.name, "--help"]) == 0
        said = capsys.readouterr().out
        assert "Example" in said, command.name
        assert f"alongside {command.name}" in said, command.name


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["--version"]) == 0
    assert re.fullmatch(r"alongside \d+\.\d+\.\d+\n", capsys.readouterr().out)


def test_new_study_passes_its_own_check_and_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "hearing-aids"
    assert exit_code_of(["new", str(folder), "--title", 'Aids: "good" ones']) == 0
    assert exit_code_of(["check", str(folder), "--strict"]) == 0, capsys.readouterr().err
    assert 'Aids: \\"good\\" ones' in (folder / "study.yaml").read_text("utf-8")
    assert exit_code_of(["new", str(folder)]) == 1
    assert "nothing was written" in capsys.readouterr().err


def test_check_shows_routes_and_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["check", STUDY]) == 0
    said = capsys.readouterr().out
    assert "Ways through the questionnaire" in said
    assert "Minutes" in said


def test_check_as_json_can_be_read_by_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "broken"
    assert exit_code_of(["new", str(folder)]) == 0
    questions = folder / "questionnaire.yaml"
    questions.write_text(
        questions.read_text("utf-8").replace("listened in (no, unsure)", "lissened = no"), "utf-8"
    )
    capsys.readouterr()
    assert exit_code_of(["check", str(folder), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    fault = next(item for item in problems if item["severity"] == "error")
    assert fault["file"] == "questionnaire.yaml"
    assert fault["line"] > 0
    assert "lissened" in fault["what"]
    assert fault["remedy"]


def test_tabulate_prints_the_published_counts(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["tabulate", STUDY, "heard", "--by", "employer", "--where", "audience = staff"]
    assert exit_code_of([*arguments, "--format", "csv"]) == 0
    said = capsys.readouterr().out
    assert "207" in said  # heard = yes, local authority, in the published table
    assert exit_code_of([*arguments, "--show", "n"]) == 0
    assert "Synthetic" in capsys.readouterr().out


def test_tabulate_compares_groups_and_says_what_it_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ["tabulate", STUDY, "heard", "--by", "employer", "--where", "audience = staff"]
    assert exit_code_of([*arguments, "--compare", "rest", "--show", "percent"]) == 0
    printed = capsys.readouterr()
    said = " ".join((printed.out + printed.err).split())
    assert "Yes: A for-profit company 21 points less than everybody else (10 to 33)." in said
    assert "Rao-Scott F" in said
    assert exit_code_of([*arguments, "--compare", "rest", "--format", "markdown"]) == 0
    assert "44 (56%) -" in capsys.readouterr().out.replace("\\", "")


def test_export_has_the_codebook_and_no_open_answers_unless_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "answers.parquet"
    assert exit_code_of(["export", STUDY, "--format", "parquet", "--out", str(target)]) == 0
    frame = pl.read_parquet(target)
    assert frame.height == 997
    assert "heard" in frame.columns
    assert "anything_else" not in frame.columns
    assert exit_code_of(["export", STUDY, "--format", "parquet", "--out", str(target)]) == 1
    assert "--force" in capsys.readouterr().err
    table = tmp_path / "answers.csv"
    assert exit_code_of(["export", STUDY, "--out", str(table), "--texts"]) == 0
    assert "identify" in capsys.readouterr().err
    assert "anything_else" in table.read_text("utf-8").partition("\n")[0]


def test_report_of_one_format(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert exit_code_of(["report", STUDY, "--format", "html", "--out", str(out)]) == 0
    assert [path.name for path in out.iterdir()] == ["report.html"]
