"""Two people type a paper form in by keyboard alone, and settle where they differ."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.keyboard import follow, press_until
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible

PAPER = "/s/coproduction/team/paper/"
SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
"""A folder for pictures of each page, to be looked at; empty: none are taken."""


@pytest.fixture(scope="module")
def passes(site: Site) -> dict[str, str]:
    """Return the passes of two members who type in."""
    return {name: site.let_in("coproduction", "enter") for name in ("Ada", "Ben")}


@pytest.fixture(params=[1200, 320])
def desks(
    browser: Browser, site: Site, passes: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[dict[str, Page]]:
    """Return for each member a page on which they are signed in."""
    contexts = []
    pages = {}
    for name, words in passes.items():
        context = browser.new_context(viewport={"width": request.param, "height": 900})
        contexts.append(context)
        page = pages[name] = context.new_page()
        page.goto(f"{site.url}{PAPER}")
        page.get_by_label("Your pass").fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site.url}{PAPER}")
    yield pages
    for context in contexts:
        context.close()


def look(page: Page, name: str) -> None:
    """Check what a machine can check of a page, and take its picture for a person."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    assert_accessible(page)


def save(page: Page) -> None:
    """Save the section; what nothing was typed for was left blank."""
    follow(page, "form[method=post] .govuk-button-group button:not([name])")
    if page.get_by_text("Nothing was typed here").first.is_visible():
        look(page, "blanks")
        follow(page, "button[name=blanks-are-meant]")


def type_in(page: Page, number: str, job: str) -> None:
    follow(page, "a[href$='/paper/new/']")
    expect(page.locator("input[name=number]")).to_be_focused()
    page.keyboard.type(number)
    press_until(page, "input[name=audience]")
    page.keyboard.press("Space")
    look(page, "new")
    follow(page, ".govuk-button-group button")
    look(page, "section")
    press_until(page, "input[type=radio]")
    page.keyboard.press(job)
    chosen = page.locator("input[type=radio]:checked").first
    assert chosen.get_attribute("value") == page.locator("input[type=radio]").nth(
        int(job) - 1
    ).get_attribute("value")
    # a figure leads on to the next question
    assert page.evaluate("document.activeElement.name") != chosen.get_attribute("name")
    while "/section/" in page.url:
        save(page)
    look(page, "form")
    follow(page, "main form button")


def test_a_form_is_typed_in_twice_and_settled(desks: dict[str, Page]) -> None:
    ada, ben = desks["Ada"], desks["Ben"]
    number = str(ada.viewport_size["width"]) if ada.viewport_size else ""
    look(ada, "empty")
    type_in(ada, number, "1")
    expect(ada.get_by_text("Somebody else now types it in")).to_be_visible()
    type_in(ben, number, "2")
    expect(ben.get_by_text("The two entries differ")).to_be_visible()
    look(ben, "list")
    follow(ben, f"a[href$='/form/{number}/settle/']")
    look(ben, "settle")
    follow(ben, ".govuk-button-group button")
    expect(ben.get_by_role("alert")).to_be_visible()
    look(ben, "settle-fault")
    press_until(ben, "input[type=radio][value=first]")
    ben.keyboard.press("ArrowDown")
    ben.keyboard.press("ArrowDown")
    expect(ben.locator(".al-settle__third").first).to_be_visible()
    look(ben, "settle-other")
    ben.keyboard.press("ArrowUp")
    follow(ben, ".govuk-button-group button")
    expect(ben.get_by_text(f"Form {number} is settled")).to_be_visible()
    look(ben, "settled-list")
    ben.goto(f"{ben.url.split('?')[0]}form/{number}/settle/")
    look(ben, "settled")
    ben.goto(ben.url.replace(f"form/{number}/settle/", "agreement/"))
    look(ben, "agreement")
