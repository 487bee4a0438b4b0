"""A form sent after the cookie has gone: nothing typed is lost, and no other site gains by it."""

import re
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from alongside.questionnaire import load_study
from alongside.web.records.models import ResponseRecord
from alongside.web.respond import tickets
from alongside.web.respond.tickets import TICKET

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://localhost"}
AMOUNTS = {"cups": "7", "last_day": "1", "last_month": "2", "last_year": "2023"}


@pytest.fixture
def person(visit: Any, make_study: Any) -> Any:
    """Return somebody at a browser that says, as browsers do, where a form was sent from."""
    found = visit(make_study())
    found.client.defaults |= HERE
    return found


def restart(person: Any) -> None:
    """Close the browser and open it again: the page is still there, the cookie is not."""
    person.client.cookies.clear()


def another(person: Any) -> Any:
    """Return somebody else, at a browser of their own."""
    other = type(person)(person.slug)
    other.client.defaults |= HERE
    return other


def ticket_of(page: str) -> str:
    found = re.search(rf'name="{TICKET}" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_first_page_sent_after_the_browser_was_closed_is_taken(person: Any) -> None:
    person.start("?lang=cy")
    restart(person)
    person.answer("likes", likes="other", likes_other="My own words")
    assert person.at == "/s/tea/p/amounts/"
    assert 'lang="cy"' in person.page
    kept = ResponseRecord.objects.get()
    assert kept.answers == {"likes": "other", "likes_other": "My own words"}
    assert kept.language == "cy"


def test_a_later_page_goes_with_the_answers_sent_before(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    key = ResponseRecord.objects.get().key
    restart(person)
    person.answer("amounts", **AMOUNTS)
    assert person.at == "/s/tea/p/box/"
    kept = ResponseRecord.objects.get()
    assert (kept.key, kept.answers["likes"], kept.answers["cups"]) == (key, "no", 7)
    person.answer("box")
    person.answer("words", words="Warm")
    restart(person)
    person.post("check/")
    assert person.heading == "Thank you. We have your answers"
    assert ResponseRecord.objects.get().completed


def test_a_page_with_a_fault_comes_back_as_it_was_filled_in(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    restart(person)
    person.answer("amounts", **{**AMOUNTS, "cups": "many"})
    assert person.status == 422
    assert 'value="many"' in person.page
    person.answer("amounts", **AMOUNTS)  # the cookie is there again
    assert person.at == "/s/tea/p/box/"


def test_start_pressed_on_a_page_that_was_open_for_days_begins(person: Any) -> None:
    person.get("?lang=cy")
    restart(person)
    person.post()
    assert person.at == "/s/tea/p/likes/"
    assert 'lang="cy"' in person.page


def test_looking_at_the_start_in_another_tab_loses_nothing(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    old_tab = person.page
    restart(person)
    person.get()
    person.page = old_tab
    person.answer("amounts", **AMOUNTS)
    assert person.at == "/s/tea/p/box/"
    assert ResponseRecord.objects.get().answers["cups"] == 7


@pytest.mark.parametrize("part", ["help/", "stop/"])
def test_other_forms_are_taken_too(person: Any, part: str) -> None:
    person.start()
    person.answer("likes", likes="no")
    person.get(part)
    restart(person)
    person.post(part, helped="wrote")
    assert person.status == 200
    kept = ResponseRecord.objects.first()
    assert kept is None if part == "stop/" else kept is not None and kept.helped == ["wrote"]


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "null", "HTTP_REFERER": "http://localhost/s/tea/"},
        {"HTTP_ORIGIN": "http://localhost.elsewhere.example"},
        {"HTTP_ORIGIN": "https://localhost"},
        {"HTTP_REFERER": "http://elsewhere.example/http://localhost/"},
        {"HTTP_REFERER": "http://["},
        {"HTTP_ORIGIN": ""},
        {},
    ],
    ids=str,
)
def test_no_other_site_can_send_a_form_with_a_ticket_of_its_own(
    person: Any, headers: dict[str, str]
) -> None:
    """It could make somebody go on with answers that the other site can read."""
    person.start()
    person.answer("likes", likes="no")
    ticket = ticket_of(person.page)
    victim = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    answer = victim.post("/s/tea/p/amounts/", {TICKET: ticket, **AMOUNTS}, **headers)
    assert answer.status_code == 403
    assert "studies" not in victim.session
    assert ResponseRecord.objects.get().answers == {"likes": "no"}


def test_an_older_browser_that_names_only_the_page_it_comes_from_is_believed(person: Any) -> None:
    person.start()
    restart(person)
    del person.client.defaults["HTTP_ORIGIN"]
    person.client.defaults["HTTP_REFERER"] = "http://localhost/s/tea/p/likes/"
    person.answer("likes", likes="no")
    assert person.at == "/s/tea/p/amounts/"


def test_behind_https_the_sites_own_name_is_believed(person: Any, settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://ask.example"]
    person.start()
    restart(person)
    person.client.defaults["HTTP_ORIGIN"] = "https://ask.example"
    person.answer("likes", likes="no")
    assert person.at == "/s/tea/p/amounts/"


@pytest.mark.parametrize("spoil", [lambda t: t[:-2] + "xx", lambda _: "", lambda _: "a:b:c"])
def test_a_ticket_that_is_not_ours_opens_nothing(person: Any, spoil: Any) -> None:
    person.start()
    person.page = person.page.replace(ticket_of(person.page), spoil(ticket_of(person.page)))
    restart(person)
    person.answer("likes", likes="no")
    assert person.status == 403
    assert "Please open that page again" in person.words
    assert not ResponseRecord.objects.exists()


@pytest.mark.parametrize("inside", [[], None, "tea", ["tea", True, None], ["tea", True, {"x": 1}]])
def test_signed_by_us_but_not_a_ticket(person: Any, inside: Any) -> None:
    person.start()
    words = signing.Signer(salt="alongside.respond.ticket").sign_object(inside)
    person.page = person.page.replace(ticket_of(person.page), words)
    restart(person)
    person.answer("likes", likes="no")
    assert person.status == 403


def test_a_ticket_of_one_study_is_none_of_another(
    person: Any, make_study: Any, settings: Any
) -> None:
    settings.ALONGSIDE_STUDIES = (*settings.ALONGSIDE_STUDIES, make_study("coffee"))
    person.start()
    restart(person)
    person.slug = "coffee"
    person.answer("likes", likes="no")
    assert person.status == 403
    assert not ResponseRecord.objects.exists()


def test_the_pages_of_the_team_take_no_ticket(person: Any) -> None:
    person.start()
    answer = person.client.post("/s/tea/team/", {TICKET: ticket_of(person.page)})
    person.client.cookies.clear()
    again = person.client.post("/s/tea/team/", {TICKET: ticket_of(person.page)})
    assert {answer.status_code, again.status_code} <= {403, 404}


def test_a_ticket_never_lets_go_of_what_this_browser_has_begun(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    theirs = person.page
    person.client.cookies.clear()
    person.start()
    person.answer("likes", likes="yes")
    person.page = theirs
    person.answer("amounts", **AMOUNTS)
    assert person.status == 409
    assert person.heading == "This page belongs to earlier answers"
    assert "7" in person.words
    assert sorted(row.answers["likes"] for row in ResponseRecord.objects.all()) == ["no", "yes"]
    assert all("cups" not in row.answers for row in ResponseRecord.objects.all())
    person.get("p/with/")
    assert person.at == "/s/tea/p/with/"  # where the answers begun last were


def finish(person: Any) -> None:
    person.answer("amounts", **AMOUNTS)
    person.answer("box")
    person.answer("words", words="")
    person.post("check/")
    assert person.at == "/s/tea/done/"


@pytest.mark.parametrize("closed_between", [False, True])
def test_after_everything_was_sent_an_old_page_changes_nothing(
    person: Any, closed_between: bool
) -> None:
    person.start()
    person.answer("likes", likes="no")
    old_tab = person.page
    finish(person)
    before = ResponseRecord.objects.values().get()
    if closed_between:
        restart(person)
    person.page = old_tab
    person.answer("amounts", **{**AMOUNTS, "cups": "9"})
    assert person.status == 409
    assert person.heading == "These answers were sent already"
    assert "9" in person.words
    assert ResponseRecord.objects.values().get() == before


@pytest.mark.parametrize("first_page", [False, True])
@pytest.mark.parametrize("closed_between", [False, True])
def test_after_deleting_an_old_page_brings_nothing_back(
    person: Any, closed_between: bool, first_page: bool
) -> None:
    person.start()
    old_tab = person.page
    person.answer("likes", likes="no")
    old_tab = old_tab if first_page else person.page
    person.get("stop/")
    person.post("stop/")
    if closed_between:
        restart(person)
    person.page = old_tab
    person.answer("amounts" if not first_page else "likes", **AMOUNTS, likes="no")
    if first_page and closed_between:
        # nothing tells this from a first page that was never sent: what was typed is kept
        assert ResponseRecord.objects.count() == 1
        return
    assert person.status == 410
    assert person.heading == "These answers were deleted"
    assert not ResponseRecord.objects.exists()


def test_deleted_on_another_device_stays_deleted(person: Any) -> None:
    """Both devices hold the same key, as after coming back with a code."""
    person.start()
    person.answer("likes", likes="no")
    other = another(person)
    other.client.cookies["alongside"] = person.client.cookies["alongside"].value
    other.get("stop/")
    other.post("stop/")
    person.answer("amounts", **AMOUNTS)
    assert (person.status, person.heading) == (410, "These answers were deleted")
    assert not ResponseRecord.objects.exists()
    person.get()
    assert "You have started" not in person.words


def test_sent_from_another_device_is_said_at_every_page(person: Any) -> None:
    person.start()
    person.answer("likes", likes="no")
    held = person.client.cookies["alongside"].value
    old_tab = person.page
    other = another(person)
    other.client.cookies["alongside"] = held
    other.page = old_tab
    finish(other)
    for part in ("p/amounts/", "check/", "stop/"):
        person.client.cookies["alongside"] = held
        person.get(part)
        assert person.heading == "Thank you. We have your answers"
    person.client.cookies["alongside"] = held
    person.page = old_tab
    person.answer("amounts", **AMOUNTS)
    assert person.heading == "These answers were sent already"


def test_the_ticket_says_no_more_than_the_cookie_and_no_time(person: Any) -> None:
    person.start()
    person.answer("likes", likes="other", likes_other="Secret words")
    inside = signing.Signer(salt="alongside.respond.ticket").unsign_object(ticket_of(person.page))
    slug, kept, entry = inside
    assert (slug, kept) == ("tea", True)
    assert set(entry) == {"key", "language", "edition", "started", "done", "began"}
    assert "ecret" not in str(inside)


def test_words_longer_than_any_ticket_are_not_remembered(make_study: Any) -> None:
    tickets._signed.cache_clear()
    study = load_study(make_study())
    for words in ("x" * 5000, "y" * 20):
        assert tickets.read_ticket(words, study) is None
    assert tickets._signed.cache_info().currsize == 1
