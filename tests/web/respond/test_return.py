"""Saving, coming back with a code, seeing what happened, taking answers back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.respond.returning import (
    AMOUNTS,
    SAVE,
    code_on,
    come_back,
    elsewhere,
    finish,
    held,
    save,
)

from alongside.collect.code_words import is_code
from alongside.collect.limits import Limiter, Patience, Rate
from alongside.web.records.models import ResponseRecord
from alongside.web.respond import tries

pytestmark = pytest.mark.django_db


class Clock:
    """Goes forward when told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """Return the clock of the limits, which begin empty."""
    clock = Clock()
    patience, bucket = Patience(tries.OF_ONE_PLACE, clock), Limiter(tries.OF_ONE_STUDY, clock)
    monkeypatch.setattr(tries, "patience", lambda: patience)
    monkeypatch.setattr(tries, "bucket", lambda: bucket)
    yield clock


@pytest.fixture
def person(visit: Any, make_study: Any) -> Any:
    return visit(make_study())


def test_saving_keeps_the_page_and_the_code_leads_back_on_another_device(person: Any) -> None:
    code = save(person)
    assert is_code(code)
    assert ResponseRecord.objects.get().answers["cups"] == 7
    other = elsewhere(person)
    come_back(other, code.upper().replace(" ", ", "))
    assert other.at == "/s/tea/p/box/"
    finish(other)
    person.get("p/box/")
    assert person.heading == "Thank you. We have your answers"
    assert ResponseRecord.objects.count() == 1


def test_people_read_on_as_they_did_before(person: Any) -> None:
    person.start("?lang=cy")
    person.answer("likes", likes="no", **SAVE)
    other = elsewhere(person)
    come_back(other, code_on(person.page))
    assert 'lang="cy"' in other.page


def test_who_helps_is_still_known_after_coming_back(person: Any) -> None:
    person.start()
    person.get("help/")
    person.post("help/", helped="wrote", helper="family")
    person.get("p/likes/")
    person.answer("likes", likes="no", **SAVE)
    other = elsewhere(person)
    come_back(other, code_on(person.page))
    other.answer("amounts", **AMOUNTS)
    kept = ResponseRecord.objects.get()
    assert (kept.helped, kept.helper) == (["wrote"], "family")


def test_a_page_not_looked_at_is_not_sent_blank(person: Any) -> None:
    person.start()
    person.answer("likes", likes="yes")
    person.answer("with", **SAVE)  # may be left blank, and was not
    other = elsewhere(person)
    come_back(other, code_on(person.page))
    assert other.at == "/s/tea/p/with/"


def test_a_page_with_a_fault_may_be_mended_or_left_out(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    person.answer("amounts", **{**AMOUNTS, "cups": "many"}, **SAVE)
    assert person.status == 422
    assert 'value="many"' in person.page
    assert "save the rest and leave this page out" in person.words
    person.get("code/")
    assert person.heading == "Get a return code"
    person.post("code/")
    assert is_code(code_on(person.page))
    assert "cups" not in ResponseRecord.objects.get().answers


def test_before_anything_was_sent_there_is_nothing_to_save(person: Any) -> None:
    person.start()
    person.answer("likes", **SAVE)
    assert person.heading == "There is nothing to save yet"
    assert not ResponseRecord.objects.exists()


def test_the_code_is_shown_again_only_where_it_was_asked_for(person: Any) -> None:
    code = save(person)
    for _ in range(2):
        person.get("code/")
        assert code_on(person.page) == code
    other = elsewhere(person)
    come_back(other, code)
    other.get("code/")
    assert other.heading == "You have a return code already"
    assert code not in other.words
    other.post("code/")
    new = code_on(other.page)
    assert new != code
    person.get("code/")  # what it holds does not count any more
    assert person.heading == "You have a return code already"
    third = elsewhere(person)
    come_back(third, code)
    assert third.status == 422
    come_back(third, new)
    assert third.at == "/s/tea/p/box/"


def test_saving_twice_keeps_the_first_code(person: Any) -> None:
    code = save(person)
    person.get("p/box/")
    person.answer("box", **SAVE)
    assert code_on(person.page) == code
    before = person.client.cookies["alongside"].value
    person.client.cookies["alongside"] = before
    person.post("code/")
    assert code_on(person.page) == code


def test_the_code_is_in_no_address_no_log_and_on_no_page_a_browser_keeps(
    person: Any, caplog: Any
) -> None:
    with caplog.at_level("DEBUG"):
        code = save(person)
        response = person.get("code/")
        assert "no-store" in response["Cache-Control"]
        other = elsewhere(person)
        other.get("return/")
        sent = other.client.post(
            "/s/tea/return/",
            {
                "return-code": code,
                **dict(re.findall(r'name="([^"]+)" value="([^"]+)"', other.page)),
            },
        )
    for word in (code, code.replace(" ", "-"), code.replace(" ", "+")):
        assert word not in sent["Location"]
        assert word not in caplog.text
        assert word not in str(ResponseRecord.objects.values().get())


def test_the_cookie_holds_the_code_until_this_browser_is_told_to_forget(person: Any) -> None:
    code = save(person)
    assert held(person)["code"] == code.replace(" ", "-")
    person.get("code/")
    person.post("leave/")
    assert "This browser has forgotten your answers" in person.words
    assert set(held(person)) == {"key", "language", "edition", "started", "done"}
    assert held(person)["key"] != ResponseRecord.objects.get().key
    person.get("code/")
    assert person.at == "/s/tea/"
    come_back(person, code)
    assert person.at == "/s/tea/p/box/"


WRONG = [
    ("", "Type your return code"),
    ("acid acorn", "A return code has 5 words. Words you typed: 2"),
    ("acid acorn acre acts afar affix", "A return code has 5 words. Words you typed: 6"),
    ("acid acorn acre acts zzzz", "The word “zzzz” is not in any code."),
    ("acid acorn tre acts afar", "Is it “tree” or “trek” or “try”?"),
    ("acid acorn acre acts afar", "No answers belong to this code."),
    ("سلام", "A return code has 5 words. Words you typed: 0"),
]


@pytest.mark.parametrize(("typed", "said"), WRONG)
def test_a_wrong_code_gets_help_and_stays_in_the_box(person: Any, typed: str, said: str) -> None:
    come_back(person, typed)
    assert (person.status, person.title[:6]) == (422, "Error:")
    assert said in person.words
    assert f'value="{typed}"' in person.page or not typed


def test_one_slip_of_a_finger_is_forgiven(person: Any) -> None:
    code = save(person)
    words = code.split()
    words[0] = words[0] + "xx"
    other = elsewhere(person)
    come_back(other, " ".join(words))
    assert other.status == 422
    for slip in (code.replace(" ", "  "), f" {code.title()}. "):
        come_back(other, slip)
        assert other.at == "/s/tea/p/box/"


def test_wrong_codes_wait_longer_each_time_and_the_right_one_after_that(
    person: Any, clock: Clock
) -> None:
    code = save(person)
    other = elsewhere(person)
    waits = []
    for _ in range(8):
        come_back(other, "acid acorn acre acts afar")
        assert other.status == 422
        response = come_back(other, code)
        if other.status != 429:
            other = elsewhere(person)
            continue
        waits.append(int(response["Retry-After"]))
        assert f"Wait {waits[-1]} seconds" in other.words
        assert f'value="{code}"' in other.page  # nothing to type again
        clock.now += waits[-1]
    assert waits == [5, 10, 20]
    come_back(other, code)
    assert other.at == "/s/tea/p/box/"


def test_many_places_together_get_nowhere(
    person: Any, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    small = Limiter(Rate(at_once=3, per_minute=60), clock)
    monkeypatch.setattr(tries, "bucket", lambda: small)
    code = save(person)
    other = elsewhere(person)
    for number in range(3):
        other.client.defaults["REMOTE_ADDR"] = f"203.0.113.{number}"
        come_back(other, "acid acorn acre acts afar")
        assert other.status == 422
    other.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    come_back(other, code)
    assert other.status == 429
    clock.now += 1
    come_back(other, code)
    assert other.at == "/s/tea/p/box/"


def test_what_cannot_be_a_code_costs_no_try(person: Any) -> None:
    for _ in range(20):
        come_back(person, "acid acorn acre")
        assert person.status == 422
    come_back(person, "acid acorn acre acts afar")
    assert person.status == 422


def test_answers_begun_here_are_not_mixed_with_those_of_a_code(person: Any) -> None:
    code = save(person)
    other = elsewhere(person)
    other.start()
    other.answer("likes", likes="yes")
    old_tab = other.page
    other.get("return/")
    assert "Somebody has begun to answer in this browser" in other.words
    assert 'href="/s/tea/code/">Save and come back later</a>' in other.page
    come_back(other, code)
    assert other.at == "/s/tea/p/box/"
    other.page = old_tab
    other.client.defaults["HTTP_ORIGIN"] = "http://localhost"
    other.answer("with", **{"with": "milk"})
    assert other.heading == "This page belongs to earlier answers"


def test_without_codes_nothing_speaks_of_them(visit: Any, make_study: Any) -> None:
    person = visit(make_study(more="return_codes: false\n"))
    person.start()
    assert "come back later" not in person.words
    person.answer("likes", likes="no", **SAVE)
    assert person.at == "/s/tea/p/amounts/"
    for part in ("code/", "return/"):
        person.get(part)
        assert person.at == "/s/tea/"
    assert "return code" not in person.words
    person.get("p/amounts/")
    person.answer("amounts", **AMOUNTS)
    finish(person)
    assert "code" not in person.words
    assert ResponseRecord.objects.get().code_mark is None


@pytest.mark.parametrize(
    "part", ["code/", "returned/", "afterwards/", "withdraw/", "leave/", "return/"]
)
def test_whoever_comes_without_a_code_finds_a_way_on(person: Any, part: str) -> None:
    for method in (person.get, person.post):
        method(part)
        assert person.status in (200, 422)
        assert person.heading


def test_a_browser_without_cookies_is_told(person: Any) -> None:
    person.get("p/likes/")
    assert "does not let us keep our one cookie" in person.words


def test_saving_costs_few_statements(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    with CaptureQueriesContext(connection) as asked:
        person.post("p/amounts/", follow=False, **AMOUNTS, **SAVE)
    assert len(asked) <= 10
    with CaptureQueriesContext(connection) as shown:
        person.get("code/")
    assert len(shown) == 1
