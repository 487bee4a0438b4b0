"""The command line does what its help says, and prints results that can be piped."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from alongside.cli.main import exit_code_of
from alongside.cli.verbs import VERBS
from alongside.tabulate import read_log

ROOT = Path(__file__).parents[2]
STUDY = str(ROOT / "studies" / "coproduction")


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        assert exit_code_of([verb, "--help"]) == 0
        said = capsys.readouterr().out
        if verb != "team":  # its own verbs have examples
            assert "Example" in said, verb
            assert f"alongside {verb}" in said, verb


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


def test_groups_stand_side_by_side_and_many_go_down(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["tabulate", STUDY, "heard", "--by", "audience", "--by", "employer > role"]
    assert exit_code_of([*arguments, "--show", "percent"]) == 0
    said = capsys.readouterr().out
    assert "Which of these is most like you?" in said
    assert "Who do you work for? > What is your job?" in said
    assert "A local council: Strategic leader" in " ".join(said.split())
    assert max(map(len, said.splitlines())) <= 110
    assert exit_code_of([*arguments, "--format", "csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {line["banner"] for line in lines} == {"", "audience", "employer > role"}
    assert sum(line["group_code"] == "__total__" for line in lines) == 3


def test_numbers_are_told_as_means_and_quartiles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["age,area", *(f"{20 + spot // 4},{'ab'[spot % 2]}" for spot in range(60))]
    (tmp_path / "a.csv").write_text("\n".join(lines), "utf-8")
    study = str(tmp_path / "study")
    assert exit_code_of(["import", str(tmp_path / "a.csv"), study]) == 0
    capsys.readouterr()
    asked = ["tabulate", study, "age", "--by", "area", "--means"]
    assert exit_code_of([*asked, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["group_code"], row["base_n"], row["mean"]) for row in rows] == [
        ("__total__", "60", "27.0"),
        ("a", "30", "27.0"),
        ("b", "30", "27.0"),
    ]
    assert rows[0]["quantile_0.5"] == "27.0"
    assert exit_code_of(asked) == 0
    assert "Median" in capsys.readouterr().out
    out = tmp_path / "age.md"
    assert exit_code_of([*asked, "--out", str(out)]) == 0
    assert "27" in out.read_text("utf-8")
    (entry,) = read_log(Path(study))
    assert entry.how == "means"
    assert exit_code_of([*asked, "--compare", "each"]) == 1
    assert exit_code_of([*asked, "--out", str(tmp_path / "age.xlsx")]) == 1
    assert exit_code_of(["tabulate", STUDY, "heard", "--means"]) == 1
    assert "holds no numbers" in capsys.readouterr().err


def test_verbs_are_loaded_only_when_they_are_asked_for() -> None:
    seen = "import sys; from alongside.cli.main import exit_code_of; exit_code_of(['--version']); "
    code = seen + "sys.exit('polars' in sys.modules or 'alongside.tabulate' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_nothing_can_be_written_to_is_refused_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["tabulate", STUDY, "heard", "--out", str(tmp_path / "x.pdf")]) == 1
    assert ".md, .csv" in capsys.readouterr().err


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
