"""While two people type the same form in, neither sees anything of the other's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from alongside.web.records.models import PaperEntry, ResponseRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("buses")]
PAPER = "/s/buses/team/paper/"
RIDER = {"audience": "rider", "language": "en", "edition": "standard", "channel": "-none"}
SECTION = f"{PAPER}form/17/section/all/"


@pytest.fixture
def two(sign_in: Callable[..., Client]) -> tuple[Client, Client]:
    ada, ben = (sign_in("enter", name=name) for name in ("Ada", "Ben"))
    return ada, ben


def begin(browser: Client) -> Any:
    return browser.post(f"{PAPER}new/", {"number": "17", **RIDER})


def save(browser: Client, why: str) -> None:
    assert browser.post(SECTION, {"late": "yes", "why": why, "words": ""}).status_code == 303


def test_an_entry_that_is_begun_opens_to_nobody_else(two: tuple[Client, Client]) -> None:
    ada, ben = two
    begin(ada)
    save(ada, "Snow on the line")
    for address in (SECTION, f"{PAPER}form/17/", f"{PAPER}form/17/about/"):
        answer = ben.get(address)
        assert (answer.status_code, answer["Location"]) == (303, f"{PAPER}?note=gone&form=17")
        assert ben.post(address, {"why": "Fog"}).status_code == 303
    assert begin(ben).status_code == 303
    assert "Snow" not in ben.get(SECTION).content.decode()
    save(ben, "Snow")
    assert "Snow on the line" in ada.get(SECTION).content.decode()
    typed = PaperEntry.objects.order_by("turn").values_list("member", "answers__why")
    assert list(typed) == [("Ada", "Snow on the line"), ("Ben", "Snow")]


def test_nothing_is_compared_before_both_have_finished(two: tuple[Client, Client]) -> None:
    ada, ben = two
    for browser in two:
        begin(browser)
        save(browser, "Snow")
    ada.post(f"{PAPER}form/17/")
    answer = ben.get(f"{PAPER}form/17/settle/")
    assert (answer.status_code, answer["Location"]) == (303, f"{PAPER}?note=gone&form=17")
    assert not ResponseRecord.objects.exists()
    ben.post(f"{PAPER}form/17/")
    assert ResponseRecord.objects.get().answers["why"] == "Snow"


def test_a_third_value_that_cannot_be_is_refused_with_the_reason(
    two: tuple[Client, Client],
) -> None:
    for browser, why in zip(two, ("Snow", "Ice"), strict=True):
        begin(browser)
        save(browser, why)
        browser.post(f"{PAPER}form/17/")
    sent = {"why-settle": "other", "why": "x" * 20_001}
    answer = two[0].post(f"{PAPER}form/17/settle/", sent)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "20,000 characters" in said
    assert sent["why"] in said, "nothing typed is lost"
    assert not ResponseRecord.objects.exists()


def test_a_settled_form_says_what_its_answers_did_not_lead_to(two: tuple[Client, Client]) -> None:
    for browser, late, why in zip(two, ("yes", "no"), ("Snow", ""), strict=True):
        begin(browser)
        browser.post(SECTION, {"late": late, "why": why, "words": ""})
        browser.post(f"{PAPER}form/17/")
    settle = f"{PAPER}form/17/settle/"
    asked = two[0].get(settle).content.decode()
    assert "Not asked, by this entry’s answers" in asked
    assert "<mark>" not in asked, "only words of people are set against each other"
    assert two[0].post(settle, {"late-settle": "second", "why-settle": "first"}).status_code == 303
    assert "Not asked, so it does not count" in two[0].get(settle).content.decode()
    assert "why" not in ResponseRecord.objects.get().answers
