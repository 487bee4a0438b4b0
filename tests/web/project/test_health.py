"""What the machines that watch over the site are told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from alongside.web.records.management.commands.migrate import alone

pytestmark = pytest.mark.django_db
STUDY = "title: Tea\n"
QUESTIONS = """\
version: "1"
sections:
  - {code: all, title: All, pages: [{code: words, type: long-text, label: Words?}]}
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    study = tmp_path / "tea"
    study.mkdir()
    (study / "study.yaml").write_text(STUDY, "utf-8")
    (study / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    settings.ALONGSIDE_STUDIES = (study,)
    settings.ALONGSIDE_DATA = tmp_path / "data"
    settings.ALONGSIDE_DATA.mkdir()
    yield tmp_path


def ask(address: str, host: str = "localhost", method: str = "get") -> Any:
    return getattr(Client(headers={"host": host}), method)(address)


@pytest.mark.usefixtures("folder")
def test_a_site_people_can_answer_on_is_ready() -> None:
    found = ask("/health/ready")
    assert found.status_code == 200
    assert found.json() == {
        "status": "ok",
        "parts": {"database": "ok", "data folder": "ok", "studies": "ok"},
    }
    assert found["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_any_host_name_is_answered_without_a_cookie(address: str) -> None:
    found = ask(address, host="10.0.0.7")
    assert found.status_code == 200
    assert not found.cookies
    assert ask(address, method="head").status_code == 200
    assert ask(address, method="post").status_code == 405


def test_each_part_that_fails_is_named(folder: Path) -> None:
    (folder / "tea" / "questionnaire.yaml").write_text("sections: [\n", "utf-8")
    (folder / "data").rmdir()
    found = ask("/health/ready")
    assert found.status_code == 503
    assert int(found["Retry-After"]) > 0
    assert found.json() == {
        "status": "not ready",
        "parts": {
            "database": "ok",
            "data folder": "cannot be written to: No such file or directory",
            "studies": "cannot be read: tea",
        },
    }
    (folder / "data").mkdir()
    (folder / "tea" / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    assert ask("/health/ready").status_code == 200


@pytest.mark.usefixtures("folder")
def test_a_database_of_another_version_is_not_ready() -> None:
    MigrationRecorder(connection).record_unapplied("records", "0001_initial")
    found = ask("/health/ready")
    assert found.status_code == 503
    assert "alongside.web migrate" in found.json()["parts"]["database"]


@pytest.mark.usefixtures("folder")
def test_without_a_database_the_process_lives_and_is_not_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("no route to db.example for ann, password s@fe")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)
    found = ask("/health/ready")
    assert (found.status_code, found.json()["parts"]["database"]) == (503, "cannot be reached")
    assert "s@fe" not in found.content.decode()
    assert ask("/health/live").json() == {"status": "ok"}


def test_a_database_that_cannot_be_used_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("connection refused\n\tIs the server running?")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", fail)
    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0, interactive=False)
    assert "connection refused Is the server running?" in str(refused.value)
    assert "DATABASE_URL" in str(refused.value)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a lock of PostgreSQL")
def test_tables_are_changed_by_one_process_at_a_time() -> None:
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"

    def ask_for(words: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(words)
            return cursor.fetchone()[0]

    before = ask_for("SHOW lock_timeout")
    assert before == "5s"
    with alone(connection):
        assert ask_for(held) == 1
        assert ask_for("SHOW lock_timeout") == ask_for("SHOW statement_timeout") == "0"
    assert (ask_for(held), ask_for("SHOW lock_timeout")) == (0, before)
