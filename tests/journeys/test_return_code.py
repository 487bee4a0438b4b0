"""Saving in one browser, coming back in another, taking the answers back: as people see it."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.journeys.conftest import WAIT_MS
from tests.journeys.keyboard import Given, answer_all, follow
from tests.journeys.site import Site
from tests.journeys.test_access import EVERY_TYPE, assert_accessible

STUDY = "/s/every-type"


def open_browser(browser: Browser, *, narrow: bool = False, script: bool = True) -> BrowserContext:
    """Return a browser of its own, with cookies of its own."""
    size = {"width": 320, "height": 640} if narrow else {"width": 1200, "height": 800}
    context = browser.new_context(java_script_enabled=script, viewport=size)  # type: ignore[arg-type]
    context.set_default_timeout(WAIT_MS)
    return context


def fits(page: Page) -> bool:
    """Return whether nothing has to be scrolled to from the side."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return bool(width <= page.viewport_size["width"])  # type: ignore[index]


def code_on(page: Page) -> str:
    return page.locator(".al-code__row").inner_text()


def type_code(page: Page, words: str) -> None:
    page.get_by_label("Your return code").fill(words)
    follow(page, "main form button")


def test_save_here_finish_there_and_take_it_all_back(site: Site, browser: Browser) -> None:
    first = open_browser(browser)
    page = first.new_page()
    page.goto(f"{site.url}{STUDY}/")
    follow(page, "main form button")
    for reached in answer_all(page, EVERY_TYPE):
        if reached == "fruit":
            break
    at = page.url
    follow(page, "button[name=save-later]")
    code = code_on(page)
    assert len(code.split()) == 5
    first.close()

    second = open_browser(browser, script=False, narrow=True)
    page = second.new_page()
    page.goto(f"{site.url}{STUDY}/")
    page.get_by_role("link", name="I have a return code").click()
    type_code(page, code.upper())
    assert page.url.split("/p/")[1] == at.split("/p/")[1]
    list(answer_all(page, EVERY_TYPE))
    assert page.url.endswith("/check/")
    follow(page, "main form button:not([name=save-later])")
    assert page.url.endswith("/done/")
    second.close()

    third = open_browser(browser)
    page = third.new_page()
    page.goto(f"{site.url}{STUDY}/return/")
    type_code(page, code)
    page.get_by_role("link", name="Take my answers back").click()
    before = len(site.gather("every-type"))
    page.reload()
    expect(page.get_by_text("have a copy of the answers by now")).to_be_visible()
    page.get_by_role("button", name="Delete my answers for good").click()
    expect(page.get_by_role("heading", name="Your answers are deleted")).to_be_visible()
    assert len(site.gather("every-type")) == before - 1
    page.goto(f"{site.url}{STUDY}/return/")
    type_code(page, code)
    expect(page.get_by_role("alert")).to_be_visible()
    third.close()


def test_a_form_sent_after_the_browser_lost_its_cookie_is_taken(
    site: Site, browser: Browser
) -> None:
    """A real browser says where a form comes from; nothing else would be believed."""
    context = open_browser(browser, script=False)
    page = context.new_page()
    page.goto(f"{site.url}{STUDY}/")
    follow(page, "main form button")
    for reached in answer_all(page, {}):
        if reached == "drink":
            break
    page.locator("input[name=drink][value=else]").check()
    page.locator("#drink_other").fill("Lemonade")
    context.clear_cookies()
    follow(page, "main form button")
    assert page.url.endswith("/p/town/")
    page.go_back()
    assert page.locator("#drink_other").input_value() == "Lemonade"
    context.close()


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_axe_finds_nothing_on_the_pages_for_coming_back(
    site: Site, browser: Browser, narrow: bool
) -> None:
    context = open_browser(browser, narrow=narrow)
    page = context.new_page()

    def look() -> None:
        assert_accessible(page)
        assert fits(page), page.url

    page.goto(f"{site.url}{STUDY}/return/")
    look()
    type_code(page, "acid acorn tre")
    look()
    page.goto(f"{site.url}{STUDY}/")
    follow(page, "main form button")
    page.goto(f"{site.url}{STUDY}/code/")
    look()  # nothing to save yet
    page.goto(f"{site.url}{STUDY}/")
    follow(page, "main form button")
    given: Given = dict(EVERY_TYPE)
    for reached in answer_all(page, given):
        if reached == "town":
            break
    page.goto(f"{site.url}{STUDY}/code/")
    look()  # get a code
    page.locator("main form button").first.click()
    look()  # the code
    page.goto(f"{site.url}{STUDY}/return/")
    look()  # somebody has begun here
    page.goto(f"{site.url}{STUDY}/check/")
    list(answer_all(page, given))
    follow(page, "main form button:not([name=save-later])")
    look()
    for part in ("code", "returned", "afterwards", "withdraw"):
        page.goto(f"{site.url}{STUDY}/{part}/")
        assert page.url.endswith(f"/{part}/")
        look()
    page.locator("main form button").first.click()
    page.wait_for_url("**/withdrawn/")
    look()
    context.close()
