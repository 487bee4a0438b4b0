"""Answers from devices that lie aside, on the command line."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.made_studies import make_study

from alongside.cli.main import exit_code_of


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Serve a study as far as its tables go, with one parcel aside."""
    monkeypatch.chdir(tmp_path)
    make_study(tmp_path / "tea")
    kept = tmp_path / "var"
    environment = os.environ | {"ALONGSIDE_DATA": str(kept)}
    command = [sys.executable, "-m", "alongside.web", "migrate", "-v", "0"]
    subprocess.run(command, env=environment, check=True, timeout=60)
    with sqlite3.connect(kept / "answers.sqlite3") as database:
        row = ("a" * 32, "tea", "rubbish", "damaged")
        database.execute(
            "INSERT INTO records_parcelaside (parcel, study, sealed, reason) VALUES (?,?,?,?)", row
        )
    return kept


@pytest.mark.usefixtures("data")
def test_what_lies_aside_is_listed_tried_again_and_deleted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exit_code_of(["parcels", "tea"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Put aside in tea" in said
    assert "damaged" in said
    assert exit_code_of(["parcels", "tea", "--try-again"]) == 0
    assert "Taken in: 0" in capsys.readouterr().err
    assert exit_code_of(["gather", "tea"]) == 1
    assert "1 person came from devices" in " ".join(capsys.readouterr().err.split())
    assert exit_code_of(["parcels", "tea", "--delete", "damaged"]) == 0
    assert "Deleted: 1" in capsys.readouterr().err
    assert exit_code_of(["parcels", "tea"]) == 0
    assert "Nothing" in capsys.readouterr().err


def test_where_no_site_was_served_there_is_nothing(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data.exists()
    assert exit_code_of(["parcels", "tea", "--data", str(tmp_path / "other")]) == 1
    assert "no site was served from there" in " ".join(capsys.readouterr().err.split())
