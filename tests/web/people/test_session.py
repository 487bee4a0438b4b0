"""What the cookie remembers of who is signed in."""

import secrets

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore

from alongside.web.people.session import MOST_STUDIES, sign_in, sign_out, signed_in
from alongside.web.people.team import TeamMember, add_member, find_by_name

pytestmark = pytest.mark.django_db
ROOM = 1600
"""Bytes that the team may take of the 4,096 of a cookie; people who answer need the rest."""


def member(study: str, name: str = "Ada") -> TeamMember:
    add_member(study, name, ["watch"])
    found = find_by_name(study, name)
    assert found is not None
    return found


def test_each_study_knows_who_is_signed_in_to_it() -> None:
    session = SessionStore()
    sign_in(session, member("buses"))
    sign_in(session, member("trains", "Bo"))
    assert (signed_in(session, "buses") or member("x")).name == "Ada"
    assert (signed_in(session, "trains") or member("x")).name == "Bo"
    assert signed_in(session, "ferries") is None
    sign_out(session, "buses")
    assert signed_in(session, "buses") is None
    assert signed_in(session, "trains") is not None
    sign_out(session, "trains")
    assert session.get("team") is None


def test_the_study_signed_in_to_longest_ago_makes_room() -> None:
    session = SessionStore()
    for number in range(MOST_STUDIES + 1):
        sign_in(session, member(f"study-{number}"))
    assert signed_in(session, "study-0") is None
    assert signed_in(session, "study-1") is not None
    assert signed_in(session, f"study-{MOST_STUDIES}") is not None


def test_the_longest_names_leave_room_in_the_cookie() -> None:
    session = SessionStore()
    for _ in range(MOST_STUDIES):
        sign_in(session, member(secrets.token_hex(20), secrets.token_hex(40)))
    session.save()
    assert len(str(session.session_key)) < ROOM
