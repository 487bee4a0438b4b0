"""Bringing collected answers into a study folder from the command line."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.made_studies import make_study

from alongside.cli.main import exit_code_of


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_study(tmp_path / "tea")


def collect(data: Path, *answers: dict[str, str]) -> None:
    """Make the site's database as serving would, and keep these answers in it."""
    environment = os.environ | {"ALONGSIDE_DATA": str(data)}
    command = [sys.executable, "-m", "alongside.web", "migrate", "-v", "0"]
    subprocess.run(command, env=environment, check=True, timeout=60)
    columns = (
        "key, study, version, answers, seen, completed, language, edition, channel, "
        "mode, helper, helped, shown"
    )
    usual = ('["heard"]', 1, "en", "standard", "", "web", "", "[]", "{}")
    rows = [
        (f"{number:032x}", "tea", "1", json.dumps(said), *usual)
        for number, said in enumerate(answers)
    ]
    with sqlite3.connect(data / "answers.sqlite3") as database:
        database.executemany(
            f"INSERT INTO records_responserecord ({columns}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608
            rows,
        )


def test_answers_come_into_the_study_folder_once(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collect(tmp_path / "var", {"heard": "yes"}, {"heard": "no"})
    assert exit_code_of(["gather", "tea"]) == 0, capsys.readouterr().err
    lines = (study / "data" / "responses.jsonl").read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["answers"]["heard"] for line in lines) == ["no", "yes"]
    assert exit_code_of(["gather", "tea"]) == 1
    assert "--force" in capsys.readouterr().err
    assert exit_code_of(["gather", "tea", "--force"]) == 0


def test_answers_that_no_longer_fit_are_left_out_only_when_asked(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collect(tmp_path / "var", {"heard": "yes"}, {"heard": "perhaps"})
    assert exit_code_of(["gather", "tea"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "heard (1)" in said
    assert "--leave-out-changed" in said
    assert not (study / "data" / "responses.jsonl").exists()
    assert exit_code_of(["gather", "tea", "--leave-out-changed"]) == 0
    lines = (study / "data" / "responses.jsonl").read_text("utf-8").splitlines()
    assert sorted(len(json.loads(line)["answers"]) for line in lines) == [0, 1]


@pytest.mark.usefixtures("study")
def test_gathering_where_nothing_was_served_is_one_clear_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["gather", "tea", "--data", str(tmp_path / "elsewhere")]) == 1
    said = capsys.readouterr().err
    assert "no site was served from there" in " ".join(said.split())
    assert "Traceback" not in said
    assert not (tmp_path / "elsewhere" / "answers.sqlite3").exists()
