"""Which database keeps the answers."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from alongside.web.project.database import POSTGRESQL, SQLITE, database_settings

DATA = Path("kept")


def test_without_an_address_answers_are_kept_in_a_file_of_the_data_folder() -> None:
    found = database_settings("", DATA)
    assert (found["ENGINE"], found["NAME"]) == (SQLITE, DATA / "answers.sqlite3")


@pytest.mark.parametrize("url", ["", "sqlite:////srv/a.sqlite3"])
def test_every_file_is_written_through_to_the_disk(url: str) -> None:
    options = database_settings(url, DATA)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        assert pragma in options["init_command"]


def test_postgresql_waits_for_nothing_for_ever() -> None:
    found = database_settings("postgresql://ann:s%40fe@db.example:6432/study?sslmode=require", DATA)
    assert (found["ENGINE"], found["HOST"], found["PORT"]) == (POSTGRESQL, "db.example", 6432)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("ann", "s@fe", "study")
    assert found["CONN_HEALTH_CHECKS"]
    assert found["CONN_MAX_AGE"] > 0
    options = found["OPTIONS"]
    assert options["sslmode"] == "require"
    assert options["connect_timeout"] == 5
    assert options["server_side_binding"]
    assert options["prepare_threshold"] == 5
    assert "lock_timeout=5s" in options["options"]
    assert "statement_timeout=30s" in options["options"]


def test_what_the_address_says_wins() -> None:
    url = "postgresql://db.example/study?connect_timeout=2&prepare_threshold=999999&options=-c%20lock_timeout%3D9s"
    options = database_settings(url, DATA)["OPTIONS"]
    assert options["connect_timeout"] == 2
    assert options["prepare_threshold"] == 999999
    assert options["options"] == "-c lock_timeout=9s"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ann:hidden@db/study",
        "oracle://ann:hidden@db/study",
        "nonsense://ann:hidden@db/study",
        "hidden",
        "postgresql://ann:hidden@db",
        "postgresql://ann:hidden@db:port/study",
        "postgresql://ann:hid[den@db/study",
        "sqlite://",
        "sqlite://:memory:",
    ],
)
def test_an_address_we_cannot_use_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        database_settings(url, DATA)
    assert "DATABASE_URL" in str(refused.value)
    assert "postgresql://user:password@host:5432/name" in str(refused.value)
    assert "hid" not in str(refused.value)
    assert refused.value.__cause__ is None
