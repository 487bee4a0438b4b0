"""A member of the team explores tables: by keyboard, without scripts, on a narrow screen."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.journeys.keyboard import choose_in_list, follow, press_until
from tests.journeys.looking import SHOTS
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible

EXPLORE = "/s/coproduction/team/explore/"
STATES = {
    "nothing chosen": "",
    "one question": "?question=heard",
    "a question by groups": "?question=heard&by=employer",
    "several answers": "?question=barriers&by=audience",
    "groups within groups": "?question=heard&by=audience&and=gender&how=within",
    "groups side by side": "?question=heard&by=audience&and=employer",
    "among some people": "?question=heard&by=employer&among=audience&is=staff",
    "a dot plot": "?question=heard&by=employer&chart=dot-plot",
    "open answers": "?question=meaning",
    "a choice that is not there": "?question=nope&by=heard",
    "a condition that cannot be read": "?question=heard&where=audience+%3D",
}


@pytest.fixture(scope="module")
def words(site: Site) -> str:
    """Return the pass of a member who explores."""
    return site.let_in("coproduction", "explore")


def sign_in(page: Page, site: Site, words: str) -> None:
    page.goto(site.url + EXPLORE)
    press_until(page, "input[name=pass]" if page.locator("input[name=pass]").count() else "input")
    page.keyboard.type(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Explore", level=1)).to_be_visible()


def wait_for_table(page: Page) -> None:
    """Wait while the page looks again by itself."""
    expect(page.get_by_role("heading", name="One moment")).to_have_count(0)


def test_from_the_pass_to_the_workbook_by_keyboard_and_without_scripts(
    site: Site, page: Page, words: str
) -> None:
    sign_in(page, site, words)
    choose_in_list(page, "question", "heard")
    choose_in_list(page, "by", "audience")
    follow(page, "main form button")
    wait_for_table(page)
    expect(page.get_by_role("heading", level=2).first).to_contain_text("more likely")
    expect(page.get_by_role("columnheader", name="Staff")).to_be_visible()
    press_until(page, "a[download]")
    assert "xlsx" in str(page.evaluate("document.activeElement.href"))
    with page.expect_download() as loading:
        page.keyboard.press("Enter")
    book = load_workbook(io.BytesIO(loading.value.path().read_bytes()))
    held = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert 461 in held  # staff who had heard, in the published table


@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing_in_any_state(
    site: Site, scripted_page: Page, words: str, width: int
) -> None:
    page = scripted_page
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, site, words)
    for name, query in STATES.items():
        page.goto(site.url + EXPLORE + query)
        wait_for_table(page)
        page.get_by_text("Filter, weight and more").click()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        if SHOTS:
            file = f"explore-{width}-{name}".replace(" ", "_")
            page.screenshot(path=Path(SHOTS) / f"{file}.png", full_page=True)
