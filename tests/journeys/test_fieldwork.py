"""A member of the team signs in and sees people come by a channel's link."""

import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.keyboard import follow
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible

STUDY = "/s/coproduction"
TEAM = f"{STUDY}/team/"


@pytest.fixture(scope="module")
def words(site: Site) -> str:
    """Return the pass of a member who watches fieldwork."""
    return site.let_in("coproduction", "watch")


def arrivals(page: Page) -> int:
    """Return how many came by the link of events, as the page tells."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Events"))
    return int(row.get_by_role("cell").first.inner_text().replace(",", ""))


@pytest.mark.parametrize("width", [1200, 320])
def test_the_team_signs_in_and_watches(
    site: Site, scripted_page: Page, words: str, width: int
) -> None:
    page = scripted_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.url}{TEAM}fieldwork/")
    expect(page.get_by_role("heading", name="Sign in for the team")).to_be_visible()
    assert_accessible(page)
    follow(page, "main button")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Your pass").fill(words.upper().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{TEAM}fieldwork/")
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda _: visit(f"{site.url}/c/coproduction/event/"), range(40)))
    page.reload()
    before = arrivals(page)
    assert before >= 40
    visit(f"{site.url}/c/coproduction/event")
    page.reload()
    assert arrivals(page) == before + 1
    assert_accessible(page)
    page.get_by_text("The links to share").click()
    page.get_by_text("How this was counted").click()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Your tasks").click()
    assert_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert_accessible(page)


def test_the_page_works_without_scripts(site: Site, page: Page, words: str) -> None:
    page.goto(f"{site.url}{TEAM}")
    page.get_by_label("Your pass").fill(words)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("main").get_by_role("link", name="Fieldwork").click()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Download this table (CSV)").first.click()
    assert loading.value.suggested_filename == "coproduction-channels.csv"
    assert loading.value.path().read_text("utf-8-sig").startswith("channel,label,arrived,")


def visit(address: str) -> None:
    """Open an address as a browser without cookies would."""
    request = urllib.request.Request(address, headers={"User-Agent": "Mozilla/5.0"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
        assert answer.status == 200
