"""Nothing overflows a window of 320 px, which is also 1280 px at 400 % zoom (WCAG 1.4.10)."""

import pytest
from playwright.sync_api import Page
from tests.journeys.keyboard import answer_all, follow
from tests.journeys.site import Site
from tests.journeys.test_access import EVERY_TYPE, PUBLIC_PAGES, STUDY
from tests.journeys.test_reference_study import LIVED, STAFF

MEASURE = """() => {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll('body *')].filter(e =>
    e.getBoundingClientRect().right > root.clientWidth + 1
    && !e.closest('.al-scroll, .scroll, .govuk-visually-hidden'));
  return {
    over: root.scrollWidth - root.clientWidth,
    wide: wide.slice(0, 3).map(e => e.outerHTML.slice(0, 160)),
  };
}"""


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than the window; name what sticks out."""
    found = page.evaluate(MEASURE)
    assert found["over"] <= 0, f"{page.url} is {found['over']} px too wide: {found['wide']}"


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_public_pages_fit(site: Site, narrow_page: Page, name: str) -> None:
    narrow_page.goto(site.url + PUBLIC_PAGES[name][0])
    assert_fits(narrow_page)


def test_the_report_fits(site_with_report: Site, narrow_page: Page) -> None:
    narrow_page.goto(f"{site_with_report.url}{STUDY}/report/")
    assert_fits(narrow_page)


@pytest.mark.parametrize(
    ("slug", "given"),
    [("every-type", EVERY_TYPE), ("coproduction", STAFF), ("coproduction", LIVED)],
    ids=["every kind of question", "staff", "lived experience"],
)
def test_questions_fit(
    site: Site, narrow_page: Page, slug: str, given: dict[str, str | list[str]]
) -> None:
    page = narrow_page
    page.goto(f"{site.url}/s/{slug}/")
    assert_fits(page)
    follow(page, "main form button")
    assert len(list(answer_all(page, given, look=assert_fits))) > 5
    assert_fits(page)


def test_targets_are_large_enough_for_a_thumb(site: Site, narrow_page: Page) -> None:
    page = narrow_page
    page.goto(f"{site.url}/s/every-type/")
    follow(page, "main form button")
    for code in answer_all(page, EVERY_TYPE):
        small = page.locator("main form button, main .govuk-radios__label").evaluate_all(
            "all => all.filter(e => e.getBoundingClientRect().height < 44).map(e => e.innerText)"
        )
        assert small == [], code
