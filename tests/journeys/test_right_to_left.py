"""A study in Arabic, answered whole by keyboard: everything stands on the side it is read from."""

import pytest
from playwright.sync_api import Page
from tests.journeys.keyboard import Given, answer_all, follow
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible
from tests.journeys.test_narrow import assert_fits

SLUG = "right-to-left"
ANSWERS: Given = {
    "come": "else",
    "come_other": "بالقطار",
    "branch": "south",
    "things": ["read", "other"],
    "things_other": "أكتب",
    "easy_to_use": "unsure",
    "quiet": "4",
    "book": "ألف ليلة وليلة",
    "liked": "الحكايات كلها، ثم Sindbad.",
    "loans": "12",
    "last_day": "3",
    "last_month": "2",
    "last_year": "2024",
    "alone": "no",
    "wish": "كتب أكثر",
}
PAGES = [
    *("welcome", "come", "branch", "things", "easy_to_use", "quiet"),
    *("book", "liked", "loans", "last", "together"),
]

DRAWN_OUTSIDE = """() =>
  [...document.querySelectorAll('.govuk-radios__item, .govuk-checkboxes__item')]
  .filter(item => {
    const input = item.querySelector('input').getBoundingClientRect();
    const label = item.querySelector('label');
    const space = item.getBoundingClientRect();
    const middle = space.right - (input.left + input.right) / 2;
    return ['::before', '::after'].some(part => {
      const style = getComputedStyle(label, part);
      const half = parseFloat(style.width) / 2;
      return Math.abs(parseFloat(style.right) + half - middle) > 1.5;
    });
  }).length"""
"""How many circles, ticks and boxes are drawn elsewhere than over what is pressed."""

BORDERS_ON_THE_LEFT = """() => [...document.querySelectorAll('main *')].filter(e => {
    const style = getComputedStyle(e);
    const width = side => style[`border${side}Style`] === 'none' ? 0
      : parseFloat(style[`border${side}Width`]);
    return width('Left') > width('Right') && width('Left') >= 4;
  }).map(e => e.className)"""
"""Which bars beside a text stand on the side where its lines end."""


def assert_turned_round(page: Page) -> None:
    """Fail when something of the page stands on the side of a language read from the left."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("html").get_attribute("lang") == "ar"
    assert page.evaluate(DRAWN_OUTSIDE) == 0, page.url
    assert page.evaluate(BORDERS_ON_THE_LEFT) == [], page.url
    heading = page.locator("h1").bounding_box()
    column = page.locator("main").bounding_box()
    assert heading is not None
    assert column is not None
    assert abs(heading["x"] + heading["width"] - column["x"] - column["width"]) < 24, (
        "the bar of a mistake is 20 px"
    )


def test_a_study_in_arabic_by_keyboard(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/s/{SLUG}/")
    assert_turned_round(page)
    follow(page, "main form button")

    assert list(answer_all(page, ANSWERS, look=assert_turned_round)) == PAGES

    assert_turned_round(page)
    words = page.locator("main").inner_text()
    assert "ألف ليلة وليلة" in words
    keys = [box for box in (k.bounding_box() for k in page.locator("dt").all()) if box]
    values = [box for box in (v.bounding_box() for v in page.locator("dt + dd").all()) if box]
    assert keys[0]["x"] > values[0]["x"], "questions come first, on the right"
    follow(page, "main form button")
    assert page.url.endswith("/done/")
    assert_turned_round(page)

    kept = [dict(item.answers) for item in site.gather(SLUG) if item.completed]
    assert [item["book"] for item in kept] == ["ألف ليلة وليلة"]
    assert kept[0]["liked"] == "الحكايات كلها، ثم Sindbad."
    assert kept[0]["things"] == ("read", "other")


def test_axe_finds_nothing_in_arabic(site: Site, scripted_page: Page) -> None:
    page = scripted_page
    page.goto(f"{site.url}/s/{SLUG}/")
    assert_accessible(page)
    follow(page, "main form button")
    for _ in answer_all(page, ANSWERS, look=assert_accessible):
        pass
    assert_accessible(page)


@pytest.mark.parametrize("code", ["come", "things", "last"])
def test_mistakes_are_shown_on_the_right(site: Site, narrow_page: Page, code: str) -> None:
    page = narrow_page
    page.goto(f"{site.url}/s/{SLUG}/")
    follow(page, "main form button")
    for reached in answer_all(page, ANSWERS):
        if reached == code:
            break
    follow(page, "main form button")
    assert page.get_by_role("alert").is_visible()
    assert_turned_round(page)
    assert_fits(page)


def test_arabic_fits_a_narrow_window(site: Site, narrow_page: Page) -> None:
    page = narrow_page
    page.goto(f"{site.url}/s/{SLUG}/")
    assert_fits(page)
    follow(page, "main form button")
    assert len(list(answer_all(page, ANSWERS, look=assert_fits))) == len(PAGES)
    assert_fits(page)
