"""A database that is full, busy or away: nothing typed is lost, and nothing breaks."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client

from alongside.web.publish import reads as public_reads
from alongside.web.records.models import ResponseRecord
from alongside.web.respond import services

pytestmark = pytest.mark.django_db
FAULTS = [
    OperationalError("database or disk is full"),
    OperationalError("database is locked"),
    InterfaceError("connection already closed"),
    DataError("your secret words do not fit"),
]
Break = Callable[..., None]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Break:
    """Return what breaks writing, and reading too when asked, until ``undo`` is called."""

    def break_it(fault: Exception, *, reading: bool = False) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise fault

        for name in ("change_progress", "change_about", "remove_response"):
            monkeypatch.setattr(services, name, fail)
        if reading:
            monkeypatch.setattr(services, "load_progress", fail)

    break_it.undo = monkeypatch.undo  # type: ignore[attr-defined]
    return break_it


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_page_that_cannot_be_kept_is_shown_again_as_it_was_filled_in(
    visit: Any, make_study: Any, broken: Any, fault: Exception
) -> None:
    person = visit(make_study())
    person.start()
    person.answer("likes", likes="no")
    broken(fault)
    typed = {"cups": "12", "last_day": "1", "last_month": "2", "last_year": "2023", "rating": "2"}
    response = person.answer("amounts", **typed, place="away", place_other="<Bar>")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert person.title.startswith("Error: ")
    assert "We could not keep this page just now" in person.words
    assert "Your answer is still in this form" in person.words
    for value in ("12", "1", "2", "2023", "&lt;Bar&gt;"):
        assert f'value="{value}"' in person.page
    assert re.search(r'value="2"\s+checked', person.page)
    assert re.search(r'value="away"\s+selected', person.page)
    broken.undo()
    assert ResponseRecord.objects.get().answers == {"likes": "no"}
    person.answer("amounts", **typed, place="away", place_other="<Bar>")
    assert person.at == "/s/tea/p/box/"
    assert ResponseRecord.objects.get().answers["place_other"] == "<Bar>"


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_when_nothing_can_be_read_the_form_still_holds_everything(
    visit: Any, make_study: Any, settings: Any, broken: Any, fault: Exception
) -> None:
    folder = make_study()
    person = visit(folder)
    settings.ALONGSIDE_STUDIES = (folder,)
    person.start()
    person.get("p/likes/?from=check")
    broken(fault, reading=True)
    words = 'Mine, "quoted" & <b>'
    response = person.answer("likes", likes="other", likes_other=words)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert person.heading == "We could not keep this page just now"
    assert "Something else" in person.words
    assert words in person.words
    broken.undo()
    held = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', person.page))
    del held["csrfmiddlewaretoken"]
    person.answer("likes", **{name: html.unescape(value) for name, value in held.items()})
    assert person.at == "/s/tea/p/amounts/"
    kept = ResponseRecord.objects.get()
    assert kept.answers == {"likes": "other", "likes_other": words}
    person.get("p/amounts/")
    broken(fault, reading=True)
    person.get("p/amounts/")
    assert (person.status, person.heading) == (503, "We cannot show this page just now")
    assert 'href="/s/tea/p/amounts/"' in person.page


@pytest.mark.parametrize(
    ("tag", "edition", "words"),
    [
        ("cy", "standard", "Doedd dim modd cadw'r dudalen hon nawr"),
        ("cy", "easy", "Dydyn ni ddim wedi cadw eich ateb eto"),
        ("en", "standard", "We could not keep this page just now"),
        ("en", "easy", "We could not keep your answer yet"),
    ],
)
def test_people_read_it_in_their_own_words(
    visit: Any, make_study: Any, broken: Any, tag: str, edition: str, words: str
) -> None:
    person = visit(make_study())
    person.start(f"?lang={tag}&edition={edition}", lang=tag, edition=edition)
    broken(FAULTS[0])
    person.answer("likes", likes="no")
    assert person.status == 503
    assert words in person.words


def test_start_send_and_delete_can_be_pressed_again(
    visit: Any, make_study: Any, broken: Any
) -> None:
    person = visit(make_study())
    person.get("?as=none")
    broken(FAULTS[0], reading=True)
    person.post()
    assert (person.status, person.heading) == (503, "We could not do that just now")
    broken.undo()
    person.post()
    assert person.at == "/s/tea/p/likes/"
    person.answer("likes", likes="no")
    person.get("stop/")
    broken(FAULTS[0])
    person.post("stop/")
    assert person.status == 503
    broken.undo()
    assert ResponseRecord.objects.count() == 1
    person.post("stop/")
    assert ResponseRecord.objects.count() == 0


def test_no_answer_is_written_to_the_log(
    visit: Any, make_study: Any, broken: Any, caplog: Any
) -> None:
    person = visit(make_study())
    person.start()
    broken(DataError("your secret words do not fit"))
    person.answer("likes", likes="other", likes_other="secret words")
    assert "DataError" in caplog.text
    assert "secret" not in caplog.text
    assert person.client.cookies["alongside"].key == "alongside"


def test_every_other_page_is_excused_too(
    visit: Any, make_study: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(make_study())

    def fail(*_: Any, **__: Any) -> None:
        raise OperationalError("connection refused for user ann at db.example")

    monkeypatch.setattr(public_reads, "find_study", fail)
    response = Client(headers={"host": "localhost"}).get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert b"nothing you sent before is lost" in response.content
    assert b"db.example" not in response.content
