"""Starting the site: what it needs, what it makes, what it says when things break."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from alongside.web.project import errors
from alongside.web.project.secret import SECRET_FILE, find_secret_key, keep_secret_key


def run(code: str, folder: Path, **environment: str) -> str:
    clean = {
        name: value
        for name, value in os.environ.items()
        if "ALONGSIDE" not in name and name != "DATABASE_URL"
    }
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ran.stdout.strip()


def test_importing_settings_needs_and_makes_nothing(tmp_path: Path) -> None:
    code = "from alongside.web.project import settings as s; print(s.ALONGSIDE_STUDIES, s.DEBUG)"
    assert run(code, tmp_path) == "() False"
    assert list(tmp_path.iterdir()) == []


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    code = (
        "from alongside.web.project import settings as s;"
        "print(len(s.ALONGSIDE_STUDIES), s.DATABASES['default']['NAME'], s.SECRET_KEY,"
        "s.ALLOWED_HOSTS[-1], s.SESSION_COOKIE_SECURE)"
    )
    found = run(
        code,
        tmp_path,
        ALONGSIDE_STUDIES=os.pathsep.join(["a", "b"]),
        ALONGSIDE_DATA="kept",
        ALONGSIDE_SECRET_KEY="known",  # noqa: S106
        ALONGSIDE_HOSTS="x.example, y.example",
        ALONGSIDE_HTTPS="1",
    )
    assert found == "2 kept/answers.sqlite3 known y.example True"


def test_every_variable_that_is_read_is_in_the_guide() -> None:
    project = Path(errors.__file__).parent
    read = {
        name
        for path in project.glob("*.py")
        for name in re.findall(
            r"""environ(?:\.get\(|\[)["']([A-Z_]+)["']""", path.read_text("utf-8")
        )
    }
    assert {"DATABASE_URL", "ALONGSIDE_DATA", "ALONGSIDE_HOSTS"} <= read
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "running.md").read_text("utf-8")
    assert [name for name in sorted(read) if f"| `{name}` |" not in guide] == []


def test_the_key_is_made_once_and_only_its_owner_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALONGSIDE_SECRET_KEY", raising=False)
    data = tmp_path / "deep" / "data"
    keep_secret_key(data)
    first = find_secret_key(data)
    keep_secret_key(data)
    assert find_secret_key(data) == first
    assert len(first) >= 50
    assert stat.S_IMODE((data / SECRET_FILE).stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == [SECRET_FILE]


def test_migrating_makes_the_table_with_write_ahead_logging(tmp_path: Path) -> None:
    code = (
        "from alongside.web.__main__ import main; main(['x', 'migrate', '-v', '0'][1:]);"
        "from django.db import connection as c; k = c.cursor();"
        "print(k.execute('PRAGMA journal_mode').fetchone()[0]);"
        "print('records_responserecord' in c.introspection.table_names())"
    )
    assert run(code, tmp_path).split() == ["wal", "True"]


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 404), ("127.0.0.1", 404), ("[::1]", 404), ("evil.example", 400)],
)
def test_only_known_hosts_are_answered(host: str, status: int) -> None:
    response = Client(headers={"host": host}).get("/nowhere")
    assert response.status_code == status
    assert b"<h1" in response.content


def test_a_fault_of_ours_is_excused_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    page = errors.server_error(rf.get("/"))
    assert (page.status_code, b"not your fault" in page.content) == (500, True)

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "render", fail)
    bare = errors.server_error(HttpRequest())
    assert (bare.status_code, b"Sorry" in bare.content) == (500, True)


def test_styles_come_from_the_package_without_collecting() -> None:
    response = Client(headers={"host": "localhost"}).get("/static/favicon.svg")
    assert response.status_code == 200
