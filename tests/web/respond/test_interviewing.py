"""Interviews by telephone: who may, what is said, what is kept."""

import re
from typing import Any

import pytest

from alongside.web.people.team import add_member
from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db

QUESTIONS = """\
version: "1"
sections:
  - code: all
    title: About tea
    pages:
      - code: likes
        type: one-of
        label: Do you like tea?
        interviewer: Any hot drink made of leaves counts.
        options:
          - {code: "yes", label: "Yes"}
          - {code: "no", label: "No"}
          - {code: private, label: I prefer not to say, declined: true}
      - {code: cups, type: number, label: How many cups?}
      - {code: words, type: long-text, label: Why?}
"""
MORE = "channels: [{code: event, label: The event}]\n"


def interviewer(visit: Any, folder: Any, *roles: str) -> Any:
    words = add_member("tea", "Ada", roles or ("interview",))
    person = visit(folder)
    person.get("team/")
    person.client.post("/s/tea/team/", {"pass": words, **hidden(person)})
    person.get("team/interview/")
    return person


def hidden(person: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', person.page))


def begin(person: Any, **fields: str) -> None:
    person.post("team/interview/", begin="1", **fields)


def kept() -> ResponseRecord:
    return ResponseRecord.objects.get()


def test_only_members_with_the_role_come_in(visit: Any, make_study: Any) -> None:
    folder = make_study(questions=QUESTIONS)
    person = visit(folder)
    person.get("team/interview/")
    assert person.at.startswith("/s/tea/team/?next=")
    other = interviewer(visit, folder, "watch")
    assert (other.status, other.heading) == (403, "Your pass does not open this page")
    other.client.post("/s/tea/team/interview/", {"begin": "1", **hidden(other)})
    assert ResponseRecord.objects.count() == 0


def test_an_interview_from_the_first_word_to_the_last(visit: Any, make_study: Any) -> None:
    person = interviewer(visit, make_study(questions=QUESTIONS, more=MORE))
    assert person.heading == "Telephone interviews"
    assert "We do not ask your name." in person.words
    assert "is it all right to begin?" in person.words
    begin(person, channel="event", lang="cy")
    assert person.at == "/s/tea/p/likes/"
    assert 'lang="cy"' in person.page
    assert "Any hot drink made of leaves counts." in person.words
    assert "not to be read out" in person.words
    assert "<script" not in person.page, "the interviewer reads, no machine"
    person.answer("likes", likes="yes")
    person.answer("cups", cups="3")
    person.answer("words", words="Warm.")
    person.post("check/")
    assert person.at == "/s/tea/team/interview/?note=sent"
    assert "finished and kept" in person.words
    row = kept()
    assert (row.mode, row.channel, row.language, row.completed) == ("phone", "event", "cy", True)
    assert row.answers == {"likes": "yes", "cups": 3, "words": "Warm."}
    assert "Ada" not in str(ResponseRecord.objects.values())
    # the next call starts from nothing
    begin(person)
    assert person.at == "/s/tea/p/likes/"
    assert "checked" not in person.page.split("<main")[1]


def test_who_does_not_want_to_say_is_not_pressed(visit: Any, make_study: Any) -> None:
    person = interviewer(visit, make_study(questions=QUESTIONS))
    begin(person)
    assert "Does not want to say" in person.words
    person.answer("likes", **{"declines-page": "1", "likes": "yes"})
    assert kept().answers == {"likes": "private"}
    assert person.at == "/s/tea/p/cups/"
    # a number that must be given has no such answer
    assert "Does not want to say" not in person.words
    person.answer("cups", cups="1")
    person.answer("words", **{"declines-page": "1"})
    assert person.at == "/s/tea/check/"


def test_an_interview_can_be_put_by_or_deleted(visit: Any, make_study: Any) -> None:
    person = interviewer(visit, make_study(questions=QUESTIONS))
    begin(person)
    person.answer("likes", likes="no")
    person.get("team/interview/")
    assert "An interview is open in this browser." in person.words
    assert "/s/tea/p/cups/" in person.page
    begin(person)  # while one is open, another is not begun over it
    assert "An interview is open in this browser." in person.words
    person.post("team/interview/", stop="1")
    assert "are kept" in person.words
    assert (kept().answers, kept().completed) == ({"likes": "no"}, False)
    begin(person)
    person.answer("likes", likes="yes")
    assert ResponseRecord.objects.count() == 2
    person.get("stop/")
    person.post("stop/")
    assert person.at == "/s/tea/team/interview/?note=deleted"
    assert kept().answers == {"likes": "no"}


def test_people_who_answer_themselves_see_nothing_of_it(visit: Any, make_study: Any) -> None:
    person = visit(make_study(questions=QUESTIONS))
    person.start()
    assert "not to be read out" not in person.words
    assert "Any hot drink" not in person.words
    assert "Does not want to say" not in person.words
    person.answer("likes", likes="yes")
    assert kept().mode == "web"
