"""Letting people in from the command line."""

import sqlite3
from pathlib import Path

import pytest
from tests.made_studies import make_study

from alongside.cli.main import exit_code_of
from alongside.collect.code_words import is_code


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return make_study(tmp_path / "tea")


def test_somebody_is_let_in_listed_and_sent_away(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["team", "add", str(study), "Ada", "--may", "watch"]) == 0
    said = capsys.readouterr()
    assert is_code(said.out)  # standard output holds the pass and nothing else
    assert "/s/tea/team/" in said.err
    assert exit_code_of(["team", "list", "tea"]) == 0
    assert "Ada" in capsys.readouterr().out
    assert exit_code_of(["team", "remove", "tea", "Ada"]) == 0
    assert exit_code_of(["team", "remove", "tea", "Ada"]) == 1
    said = capsys.readouterr()
    assert "Nobody called Ada is in the team of tea." in said.err
    assert "CommandError" not in said.err


def test_a_list_where_no_site_was_served_makes_no_tables(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["team", "list", str(study), "--data", str(tmp_path / "else")]) == 1
    assert "no site was served from there" in capsys.readouterr().err
    assert not (tmp_path / "else" / "answers.sqlite3").exists()


def test_fieldwork_is_told_with_the_links_before_and_the_numbers_after_somebody_came(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    channels = "channels: [{code: event, label: The open day, short: may, target: 40}]\n"
    (study / "study.yaml").write_text("title: Tea\n" + channels, "utf-8")
    assert exit_code_of(["team", "add", "tea", "Ada", "--may", "watch"]) == 0
    assert exit_code_of(["fieldwork", "tea"]) == 0
    assert "The open day: /c/tea/may/" in capsys.readouterr().err
    with sqlite3.connect(tmp_path / "var" / "answers.sqlite3") as database:
        database.executemany(
            "INSERT INTO records_tally (study, channel, event, n) VALUES ('tea', ?, ?, ?)",
            [("event", "arrived", 1234), ("event", "started", 50), ("", "arrived", 3)],
        )
    assert exit_code_of(["fieldwork", "tea"]) == 0
    said = capsys.readouterr()
    assert "Open. No end is set." in said.err
    assert "1,237" in said.out
    assert "withheld" in said.out
    assert "1,234" not in said.out  # it would tell of the three who came without a link
    assert "Before sending a page" in " ".join(said.out.split())
