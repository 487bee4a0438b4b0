"""What is kept, what is sent, and what it costs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db
COSTS = {
    "look at the start": 1,  # counts the arrival
    "start": 3,  # reads, keeps the audience of the link, counts the start
    "look at a page": 1,
    "send a page": 2,  # reads and writes
    "look at the answers": 1,
    "send the answers": 3,  # reads, writes, counts the minutes
}
"""Statements of each step, Django's savepoints in tests left out; a count's first row costs one
more."""


def test_the_table_has_no_place_for_who_where_or_when() -> None:
    assert {item.name for item in ResponseRecord._meta.get_fields()} == {
        "key",
        "study",
        "version",
        "answers",
        "seen",
        "completed",
        "language",
        "edition",
        "channel",
        "number",
        "shown",
        "mode",
        "helped",
        "helper",
        "code_mark",
        "parcel",
    }
    assert set(connection.introspection.table_names()) == {
        "django_migrations",
        "people_member",
        "records_exploredtable",
        "records_paperentry",
        "records_parcelaside",
        "records_parcelgone",
        "records_responserecord",
        "records_tally",
        "records_withdrawal",
    }


def test_nothing_of_the_browser_or_the_network_is_kept(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.client.defaults |= {
        "REMOTE_ADDR": "203.0.113.77",
        "HTTP_USER_AGENT": "TellTale/9",
        "HTTP_REFERER": "http://localhost/telltale",
    }
    person.start()
    person.answer("likes", likes="no")
    row = str(ResponseRecord.objects.values().get())
    assert "203.0.113" not in row
    assert "elltale" not in row.lower()


def test_one_cookie_that_ends_with_the_browser_and_holds_a_key_only(
    visit: Any, make_study: Any
) -> None:
    person = visit(make_study())
    assert not person.client.get("/").cookies
    person.start()
    person.answer("likes", likes="other", likes_other="My secret words")
    assert list(person.client.cookies) == ["alongside"]
    cookie = person.client.cookies["alongside"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    held = signing.loads(
        cookie.value,
        salt="django.contrib.sessions.backends.signed_cookies",
        serializer=signing.JSONSerializer,
    )
    assert set(held) == {"_csrftoken", "studies", "_session_expiry"} & set(held)
    assert set(held["studies"]["tea"]) == {
        *("key", "language", "edition", "started", "done", "began")
    }
    assert re.fullmatch("[0-9a-f]{32}", held["studies"]["tea"]["key"])


def test_a_changed_cookie_is_a_new_person(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    person.client.cookies["alongside"] = person.client.cookies["alongside"].value[:-3] + "abc"
    person.get("p/amounts/")
    assert person.at == "/s/tea/?note=begin"


def test_two_people_never_see_each_other(visit: Any, make_study: Any) -> None:
    folder = make_study()
    first, second = visit(folder), visit(folder)
    first.start()
    first.answer("likes", likes="no")
    second.start()
    second.get("p/likes/")
    assert "checked" not in second.page
    second.answer("likes", likes="yes")
    assert ResponseRecord.objects.count() == 2


@pytest.mark.parametrize("part", ["", "p/likes/", "stop/", "return/"])
def test_a_page_runs_no_script_but_the_sites_own_that_reads_aloud(
    visit: Any, make_study: Any, part: str
) -> None:
    person = visit(make_study())
    person.start()
    policy = person.get(part)["Content-Security-Policy"]
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", person.page, re.DOTALL)
    if part in ("", "p/likes/"):
        assert "script-src 'self';" in policy
        assert scripts == [""]
        assert '<script src="/static/respond/aloud.js" defer' in person.page
    else:
        assert "script-src 'none'" in policy
        assert scripts == []


def test_no_page_is_kept_by_the_browser(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    for response in (person.start(), person.answer("likes"), person.get("stop/")):
        assert " style=" not in person.page
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"


def statements(step: Callable[..., Any], *args: Any, **fields: Any) -> int:
    """Return how many statements a step costs; what it leads to is not looked at."""
    with CaptureQueriesContext(connection) as seen:
        step(*args, follow=False, **fields)
    return sum("SAVEPOINT" not in query["sql"] for query in seen)


def test_each_step_costs_the_same_few_statements_however_long_the_study(
    visit: Any, reference: Any
) -> None:
    for more in (1, 0):  # the first person's visit makes the rows that count
        person = visit(reference)
        costs = {"look at the start": {statements(person.get, "?as=staff") - more}}
        costs["start"] = {statements(person.post, **{"as": "staff"}) - more}
        person.get("check/")  # leads to the next page
        while person.at != "/s/coproduction/check/":
            here = person.at.removeprefix("/s/coproduction/")
            costs.setdefault("look at a page", set()).add(statements(person.get, here))
            assert person.status == 200
            sent = statements(person.post, here, **{"skip-page": "1"})
            costs.setdefault("send a page", set()).add(sent)
            assert person.status == 303
            person.get("check/")
        costs["look at the answers"] = {statements(person.get, "check/")}
        costs["send the answers"] = {statements(person.post, "check/") - more}
        assert costs == {name: {cost} for name, cost in COSTS.items()}


def test_no_line_is_logged_about_a_visit(visit: Any, make_study: Any, caplog: Any) -> None:
    person = visit(make_study())
    with caplog.at_level("INFO", logger="alongside"):
        person.start()
        person.answer("likes", likes="no")
    assert caplog.records == []
    assert site_settings.DEBUG is False
