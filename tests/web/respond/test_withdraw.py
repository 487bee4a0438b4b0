"""What a code opens after everything was sent or the study has closed; taking answers back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.web.respond.returning import (
    AMOUNTS,
    code_on,
    come_back,
    elsewhere,
    finish,
    held,
    save,
)

from alongside.web.records.models import ResponseRecord, Withdrawal

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(visit: Any, make_study: Any) -> Any:
    return visit(make_study())


def done(person: Any) -> str:
    """Send everything, and ask for a code on the last page."""
    person.start()
    person.answer("likes", likes="no")
    person.answer("amounts", **AMOUNTS)
    finish(person)
    assert "Keep this code if you may want to take your answers back" in person.words
    person.post("code/")
    return code_on(person.page)


def test_after_sending_the_code_opens_what_happened(visit: Any, make_study: Any) -> None:
    person = visit(make_study(more="contact: Ring Ann.\n"))
    code = done(person)
    other = elsewhere(person)
    come_back(other, code)
    assert other.heading == "We have found your answers"
    assert "See what happened with what we said" in other.words
    other.get("afterwards/")
    assert "There is nothing to tell yet." in other.words
    assert "Ring Ann." in other.words
    make_study(more="afterwards: 'The kettle was **mended** <b>now</b>.'\n")
    other.get("afterwards/")
    assert "<strong>mended</strong> &lt;b&gt;" in other.page
    assert "nothing to tell" not in other.words


def test_taking_answers_back_deletes_them_for_good(person: Any) -> None:
    code = done(person)
    other = elsewhere(person)
    come_back(other, code)
    other.get("withdraw/")
    assert other.heading == "Do you want to take your answers back?"
    assert "have a copy" not in other.words
    assert ResponseRecord.objects.count() == 1  # looking deletes nothing
    other.post("withdraw/")
    assert other.heading == "Your answers are deleted"
    assert not ResponseRecord.objects.exists()
    assert not Withdrawal.objects.exists()
    for part in ("returned/", "withdraw/", "afterwards/"):
        other.get(part)
        assert other.at == "/s/tea/return/"
    come_back(other, code)
    assert other.status == 422
    person.get("returned/")
    assert person.at == "/s/tea/return/"


def test_what_the_team_has_already_is_said_honestly(person: Any) -> None:
    code = done(person)
    ResponseRecord.objects.update(number=7)
    come_back(person, code)
    person.get("withdraw/")
    said = "Figures that were published before will stay as they are."
    assert said in person.words
    person.post("withdraw/")
    assert said in person.words
    assert Withdrawal.objects.get().number == 7
    person.get("withdraw/")
    person.post("withdraw/")  # pressed again: nothing is counted twice
    assert Withdrawal.objects.count() == 1


def test_nobody_is_told_of_a_deletion_that_did_not_happen(person: Any) -> None:
    for address in ("withdrawn/", "withdrawn/?note=filed"):
        person.get(address)
        assert person.at == "/s/tea/return/"
        assert "deleted" not in person.words
    code = done(person)
    person.get("withdrawn/")
    assert person.at == "/s/tea/return/"
    assert ResponseRecord.objects.count() == 1
    other = elsewhere(person)
    come_back(other, code)
    other.get("withdraw/")
    other.post("withdraw/")
    for _ in range(2):  # reloading says it again
        other.get("withdrawn/")
        assert other.heading == "Your answers are deleted"
        assert "have a copy" not in other.words
    other.start()  # the next person at this browser has taken nothing back
    other.get("withdrawn/")
    assert other.at == "/s/tea/return/"


def test_who_has_begun_anew_goes_on_after_taking_earlier_answers_back(person: Any) -> None:
    code = done(person)
    other = elsewhere(person)
    other.start()
    other.answer("likes", likes="no")
    come_back(other, code)
    other.get("withdraw/")
    other.post("withdraw/")
    assert other.heading == "Your answers are deleted"
    other.answer("amounts", **AMOUNTS)
    assert ResponseRecord.objects.get().answers["likes"] == "no"


CLOSING = "closes: 2024-05-17\ntimezone: UTC\n"


@pytest.mark.parametrize("more", ["status: closed\n", CLOSING, "status: draft\n"])
def test_after_the_end_a_code_opens_everything_but_answering(
    visit: Any, make_study: Any, more: str
) -> None:
    person = visit(make_study())
    code = save(person)
    make_study(more=more)
    other = elsewhere(person)
    other.get()
    assert "I have a return code" in other.words
    come_back(other, code)
    assert other.heading == "We have found your answers"
    assert "You did not finish" in other.words
    other.get("withdraw/")
    other.post("withdraw/")
    assert other.heading == "Your answers are deleted"
    assert not ResponseRecord.objects.exists()


def test_in_the_time_to_finish_a_code_leads_back_to_the_questions(
    visit: Any, make_study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_study(more=CLOSING)
    end = timezone.datetime(2024, 5, 18, tzinfo=timezone.get_default_timezone())  # type: ignore[attr-defined]
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(hours=5))
    person = visit(folder)
    code = save(person)
    monkeypatch.setattr(timezone, "now", lambda: end + timedelta(hours=5))
    other = elsewhere(person)
    come_back(other, code)
    assert other.at == "/s/tea/p/box/"
    assert "until the end of 18 May 2024" in other.words
    finish(other)


def test_who_starts_next_at_this_browser_sees_no_code(person: Any) -> None:
    done(person)
    person.start()
    assert set(held(person)) == {"key", "language", "edition", "started", "done", "began"}
    person.get("code/")
    assert person.heading == "There is nothing to save yet"
