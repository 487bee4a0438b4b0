"""The cookie is read as Django reads it, however often it comes."""

from typing import Any

import pytest
from django.contrib.sessions.backends import signed_cookies
from django.core import signing

from alongside.web.project import cookies

SAID = {"studies": {"tea": {"key": "0" * 32}}, "words": "ŵ" * 2000}


def cookie_of(said: dict[str, Any]) -> str:
    """Return the cookie that Django itself makes."""
    session = signed_cookies.SessionStore()
    session.update(said)
    session.save()
    return str(session.session_key)


@pytest.mark.parametrize("said", [{}, {"a": 1}, SAID], ids=["empty", "short", "packed"])
def test_what_django_wrote_is_read_each_time(said: dict[str, Any]) -> None:
    cookie = cookie_of(said)
    for _ in range(3):
        session = cookies.SessionStore(cookie)
        assert dict(session.items()) == said
        assert not session.modified


def test_what_one_visit_changes_the_next_does_not_see() -> None:
    cookie = cookie_of({"studies": {"tea": {}}})
    cookies.SessionStore(cookie)["studies"]["tea"]["key"] = "changed"
    assert cookies.SessionStore(cookie)["studies"] == {"tea": {}}


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "x",
        "a:b:c",
        cookie_of(SAID)[:-1],
        "." + cookie_of({"a": 1}),
        signing.dumps({"a": 1}, salt="another"),
        signing.TimestampSigner(salt=cookies.SIGNED_AS).sign(".nothing-packed"),
        signing.dumps([1], salt=cookies.SIGNED_AS),
    ],
    ids=["none", "short", "parts", "cut", "marked", "elsewhere", "not-packed", "a-list"],
)
def test_any_other_cookie_says_nothing(cookie: str) -> None:
    for _ in range(2):
        session = cookies.SessionStore(cookie)
        assert dict(session.items()) == {}


def test_an_old_cookie_says_nothing_even_if_it_was_good_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cookie = cookie_of({"a": 1})
    session = cookies.SessionStore(cookie)
    assert session["a"] == 1
    end = signing.time.time() + session.get_session_cookie_age() + 1
    monkeypatch.setattr(cookies, "time", lambda: end)
    assert dict(cookies.SessionStore(cookie).items()) == {}


def test_another_secret_key_makes_it_say_nothing(settings: Any) -> None:
    cookie = cookie_of({"a": 1})
    assert dict(cookies.SessionStore(cookie).items()) == {"a": 1}
    settings.SECRET_KEY = "another"  # noqa: S105 - a test
    assert dict(cookies.SessionStore(cookie).items()) == {}
