"""Answering with somebody's help: said by the person, kept beside the answers, never a name."""

from typing import Any

import pytest

from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db


def kept() -> ResponseRecord:
    return ResponseRecord.objects.get()


def test_who_helps_and_how_is_kept_with_the_answers(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.get("help/")
    assert person.heading == "Is someone helping you to answer?"
    person.post("help/", helped=["wrote", "read-out"], helper="family")
    assert person.at == "/s/tea/"
    assert "They read the questions out to me, They write" in person.words
    person.start()
    assert ResponseRecord.objects.count() == 0
    person.answer("likes", likes="yes")
    assert (kept().helped, kept().helper, kept().mode) == (["read-out", "wrote"], "family", "web")


def test_it_can_be_said_half_way_and_leads_back(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    assert "help/?from=amounts" in person.page
    person.get("help/?from=amounts")
    person.post("help/?from=amounts", helped="answered")
    assert person.at == "/s/tea/p/amounts/"
    assert (kept().helped, kept().helper) == (["answered"], "")
    person.get("help/")
    assert 'value="answered" checked' in person.page
    person.post("help/", nobody="1", helped="answered", helper="family")
    assert (kept().helped, kept().helper) == ([], "")


def test_the_last_look_shows_it(visit: Any, make_study: Any) -> None:
    questions = """\
version: "1"
sections:
  - code: all
    pages: [{code: heard, type: yes-no-unsure, label: Heard?}]
"""
    person = visit(make_study(questions=questions))
    person.start()
    person.answer("heard", heard="yes")
    assert "You have not said that anyone helps you." in person.words
    person.get("help/?from=check")
    person.post("help/?from=check", helped="read-out", helper="someone-else")
    assert person.at == "/s/tea/check/"
    assert "They read the questions out to me" in person.words
    person.post("check/")
    assert kept().completed
    assert kept().helper == "someone-else"
    # whoever answers next in this browser is somebody else
    person.start()
    person.answer("heard", heard="no")
    assert sorted(row.helper for row in ResponseRecord.objects.all()) == ["", "someone-else"]


@pytest.mark.parametrize("sent", [{}, {"helped": "juggled"}, {"helper": "family"}])
def test_saying_neither_how_nor_nobody_asks_again(
    visit: Any, make_study: Any, sent: dict[str, str]
) -> None:
    person = visit(make_study())
    person.get("help/")
    person.post("help/", **sent)
    assert person.status == 422
    assert person.title.startswith("Error: ")
    assert 'href="#helped"' in person.page
    assert 'id="helped"' in person.page


def test_an_unknown_helper_is_no_helper(visit: Any, make_study: Any) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    person.get("help/?from=nowhere")
    person.post("help/?from=nowhere", helped="wrote", helper="Mrs Jones")
    assert person.status == 200
    assert (kept().helped, kept().helper) == (["wrote"], "")


def test_a_study_may_leave_it_out(visit: Any, make_study: Any) -> None:
    person = visit(make_study(more="supporters: false\n"))
    person.get()
    assert "/help/" not in person.page
    person.get("help/")
    assert person.at == "/s/tea/"
    person.start()
    assert "/help/" not in person.page
