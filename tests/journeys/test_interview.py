"""An interviewer signs in, reads out, puts down what is said, and goes on to the next call."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible

STUDY = "/s/every-type"


@pytest.fixture(scope="module")
def words(site: Site) -> str:
    """Return the pass of a member who interviews."""
    return site.let_in("every-type", "interview")


@pytest.mark.parametrize("width", [1200, 320])
def test_a_call(site: Site, scripted_page: Page, words: str, width: int) -> None:
    page = scripted_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}{STUDY}/team/interview/")
    page.get_by_label("Your pass").fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{STUDY}/team/interview/")
    assert_accessible(page)
    page.get_by_role("button", name="They agree: begin").press("Enter")
    expect(page.get_by_role("complementary", name="For the interviewer")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Stop or put by this interview").press("Enter")
    expect(page.get_by_text("An interview is open in this browser.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Go on with it").press("Enter")
    page.get_by_role("link", name="Stop or put by this interview").press("Enter")
    page.get_by_role("button", name="Stop, and keep what we have").press("Enter")
    expect(page.get_by_text("The interview was stopped.")).to_be_visible()


def test_someone_helps(site: Site, scripted_page: Page) -> None:
    page = scripted_page
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site.url}{STUDY}/help/")
    page.get_by_role("button", name="Continue").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("They read the questions out to me").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    page.wait_for_url(f"{site.url}{STUDY}/")
    expect(page.get_by_text("They read the questions out to me")).to_be_visible()
    assert_accessible(page)
