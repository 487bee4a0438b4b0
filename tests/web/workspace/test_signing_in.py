"""Who is let in to the pages of the team, and who is not."""

import re
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core import signing
from django.http import HttpResponse
from django.test import Client, RequestFactory

from alongside.web.people.team import add_member, remove_member
from alongside.web.workspace.entry import TeamCall, for_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("buses")]
TEAM = "/s/buses/team/"


@for_role("enter")
def desk(call: TeamCall, form: str = "") -> HttpResponse:
    """Stand for a page of another part of the workspace."""
    return HttpResponse(f"{call.member.name} types in {form or 'paper'} of {call.slug}")


def visit_desk(browser: Client, method: str = "get", slug: str = "buses", **parts: str) -> Any:
    request = getattr(RequestFactory(), method)(f"{TEAM}desk/?form=7")
    request.session = browser.session
    return desk(request, slug, **parts)


def test_a_right_pass_opens_the_list_of_what_the_member_may_do() -> None:
    words = add_member("buses", "Ada", ["watch"])
    browser = Client()
    answer = browser.post(TEAM, {"pass": f"  {words.upper().replace('-', ' ')} "}, follow=True)
    assert answer.redirect_chain == [("/s/buses/team/home/", 303)]
    page = answer.content.decode()
    assert "Signed in as <strong>Ada</strong>" in page
    assert "What you can do" in page
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_pass_and_an_empty_one_are_told_apart() -> None:
    browser = Client()
    empty = browser.post(TEAM, {"pass": "  "})
    wrong = browser.post(TEAM, {"pass": "acid-acorn-acre-acts-afar"})
    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert "Type your pass" in empty.content.decode()
    assert "This pass does not fit" in wrong.content.decode()
    assert "<title>Error: " in wrong.content.decode()
    assert browser.get("/s/buses/team/home/").status_code == 303


def test_what_was_typed_is_not_shown_again() -> None:
    page = Client().post(TEAM, {"pass": "secret words typed wrongly"}).content.decode()
    assert "secret words" not in page


def test_a_pass_of_one_study_opens_no_other(make_study: Any) -> None:
    make_study("trains")
    words = add_member("buses", "Ada", ["watch"])
    assert Client().post("/s/trains/team/", {"pass": words}).status_code == 422


def test_after_twenty_wrong_passes_the_study_waits(clock: Any) -> None:
    words = add_member("buses", "Ada", ["watch"])
    for _ in range(20):
        assert Client().post(TEAM, {"pass": "wrong"}).status_code == 422
    answer = Client().post(TEAM, {"pass": words})
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert "Wait a minute" in answer.content.decode()
    clock.now += 60
    assert Client().post(TEAM, {"pass": words}).status_code == 303


def test_right_and_empty_passes_count_as_no_wrong_try() -> None:
    words = add_member("buses", "Ada", ["watch"])
    for _ in range(25):
        assert Client().post(TEAM, {"pass": ""}).status_code == 422
        assert Client().post(TEAM, {"pass": words}).status_code == 303


def test_the_limit_of_one_study_stops_no_other(make_study: Any) -> None:
    make_study("trains")
    words = add_member("trains", "Ada", ["watch"])
    for _ in range(21):
        Client().post(TEAM, {"pass": "wrong"})
    assert Client().post("/s/trains/team/", {"pass": words}).status_code == 303


def test_a_pass_taken_back_opens_nothing_at_once(sign_in: Any) -> None:
    browser = sign_in("watch")
    assert browser.get("/s/buses/team/home/").status_code == 200
    remove_member("buses", "Ada")
    answer = browser.get("/s/buses/team/home/")
    assert answer.status_code == 303
    assert answer["Location"] == "/s/buses/team/?next=%2Fs%2Fbuses%2Fteam%2Fhome%2F"


def test_a_new_member_of_the_same_name_does_not_open_the_old_cookie(
    sign_in: Any,
) -> None:
    browser = sign_in("watch")
    remove_member("buses", "Ada")
    add_member("buses", "Ada", ["watch", "enter"])
    assert browser.get("/s/buses/team/home/").status_code == 303


def test_signing_out_is_a_button_and_leaves_other_studies_alone(
    make_study: Any, sign_in: Any
) -> None:
    make_study("trains")
    browser = sign_in("watch")
    words = add_member("trains", "Ada", ["watch"])
    browser.post("/s/trains/team/", {"pass": words})
    browser.get("/s/buses/team/sign-out/")
    assert browser.get("/s/buses/team/home/").status_code == 200
    answer = browser.post("/s/buses/team/sign-out/", follow=True)
    assert "You are signed out." in answer.content.decode()
    assert browser.get("/s/buses/team/home/").status_code == 303
    assert browser.get("/s/trains/team/home/").status_code == 200


def test_a_form_from_elsewhere_signs_nobody_out() -> None:
    words = add_member("buses", "Ada", ["watch"])
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(TEAM).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    browser.post(TEAM, {"pass": words, "csrfmiddlewaretoken": token[1]})
    assert browser.post("/s/buses/team/sign-out/").status_code == 403
    assert browser.get("/s/buses/team/home/").status_code == 200


def test_who_is_signed_in_already_is_led_on(sign_in: Any) -> None:
    assert sign_in("watch").get(TEAM)["Location"] == "/s/buses/team/home/"


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/s/buses/team/desk/?form=7", "/s/buses/team/desk/?form=7"),
        ("/s/buses/team/", "/s/buses/team/home/"),
        ("https://example.org/s/buses/team/", "/s/buses/team/home/"),
        ("//example.org/s/buses/team/", "/s/buses/team/home/"),
        ("/s/trains/team/desk/", "/s/buses/team/home/"),
        ("/s/buses/team/\\..\\..//example.org", "/s/buses/team/home/"),
        ("javascript:alert(1)", "/s/buses/team/home/"),
        ("", "/s/buses/team/home/"),
    ],
)
def test_signing_in_leads_to_pages_of_this_team_only(wanted: str, led_to: str) -> None:
    words = add_member("buses", "Ada", ["enter"])
    answer = Client().post(TEAM, {"pass": words, "next": wanted})
    assert answer["Location"] == led_to


def test_a_page_asks_who_is_not_signed_in_to_do_so_and_come_back() -> None:
    answer = visit_desk(Client())
    assert answer.status_code == 303
    assert answer["Location"] == "/s/buses/team/?next=%2Fs%2Fbuses%2Fteam%2Fdesk%2F%3Fform%3D7"
    # what was sent cannot be sent again from there
    assert visit_desk(Client(), "post")["Location"].endswith("desk%2F")


def test_a_page_opens_for_its_role_only(sign_in: Any) -> None:
    allowed = visit_desk(sign_in("enter", "watch"), form="12")
    assert allowed.content == b"Ada types in 12 of buses"
    refused = visit_desk(sign_in("watch", "interview", name="Bo"))
    assert refused.status_code == 403
    assert "Your pass does not open this page" in refused.content.decode()


def test_an_unknown_study_is_not_found(client: Client) -> None:
    assert client.get("/s/ferries/team/").status_code == 404
    assert client.get("/s/ferries/team/home/").status_code == 404


def test_a_study_that_cannot_be_read_says_so(buses: Any, sign_in: Any) -> None:
    browser = sign_in("watch")
    (buses / "study.yaml").write_text("title: [", "utf-8")
    for part in ("", "home/"):
        answer = browser.get(TEAM + part)
        assert answer.status_code == 503
        assert "files of this study need mending" in answer.content.decode()


def test_the_cookie_holds_a_name_and_a_stamp_and_not_the_pass() -> None:
    words = add_member("buses", "Ada", ["watch"])
    browser = Client()
    browser.post(TEAM, {"pass": words})
    value = browser.cookies[site_settings.SESSION_COOKIE_NAME].value
    held = signing.loads(
        value,
        salt="django.contrib.sessions.backends.signed_cookies",
        serializer=signing.JSONSerializer,
    )
    name, stamp = held["team"]["buses"]
    assert name == "Ada"
    assert re.fullmatch("[0-9a-f]{16}", stamp)
    assert not set(words.split("-")) & set(re.findall("[a-z]+", str(held)))


@pytest.mark.parametrize("kept", ["Ada", {"buses": "Ada"}, {"buses": ["Ada"]}, {"buses": [1, 2]}])
def test_a_cookie_of_another_form_lets_nobody_in(sign_in: Any, kept: Any) -> None:
    browser = sign_in("watch")
    store = browser.session
    store["team"] = kept
    store.save()
    browser.cookies[site_settings.SESSION_COOKIE_NAME] = store.session_key
    assert browser.get("/s/buses/team/home/").status_code == 303
