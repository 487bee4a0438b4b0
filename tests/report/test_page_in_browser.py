"""The page as a reader meets it: accessible, and nothing sticks out of a telephone screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from alongside.report.facts import BoundReport
from alongside.report.html import render_html

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(bound_report: BoundReport, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render_html(bound_report), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_page_has_no_accessibility_faults_and_does_not_overflow(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []
    page.close()


def test_one_drawing_is_shown_at_each_width(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    for width, shown in ((1280, ".for-wide"), (320, ".for-narrow")):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.locator(".drawing:visible").count() == 1
        assert page.locator(f"{shown}:visible").count() == 1
    page.close()


def test_skip_link_leads_to_the_report_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"
    page.close()
