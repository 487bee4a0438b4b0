"""Easy Read and large text: size, one idea a line, where the picture is, and no loss on zooming."""

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.keyboard import Given, answer_all, follow
from tests.journeys.site import Site
from tests.journeys.test_access import EVERY_TYPE, assert_accessible
from tests.journeys.test_narrow import assert_fits
from tests.journeys.test_right_to_left import ANSWERS as IN_ARABIC

EASY = "/s/coproduction/?lang=en&edition=easy&as=lived"
LIVED: Given = {"heard": "no", "planning": "yes"}
CUT_OFF = """() => [...document.querySelectorAll('main *, header *')].filter(e => {
    const style = getComputedStyle(e);
    return ['hidden', 'clip'].includes(style.overflowX) && !e.closest('.govuk-visually-hidden')
      && !e.closest('.al-trap') && (e.scrollWidth > e.clientWidth + 1
      || e.scrollHeight > e.clientHeight + 1);
  }).map(e => e.outerHTML.slice(0, 120))"""
TWICE_AS_LARGE = "document.documentElement.style.fontSize = '200%'"


def begin(page: Page, address: str) -> None:
    page.goto(address)
    follow(page, "main form button")


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return {**found, "end": found["x"] + found["width"], "below": found["y"] + found["height"]}


def test_words_are_large_and_each_idea_has_a_line(site: Site, page: Page) -> None:
    begin(page, site.url + EASY)
    sizes: dict[str, float] = {}

    def look(page: Page) -> None:
        small = page.locator("main :is(p, li, label, .govuk-hint):visible").evaluate_all(
            "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
        )
        sizes[page.url] = min(small)
        lines = page.locator("main .al-line").evaluate_all(
            "all => all.map(e => [Math.round(e.getBoundingClientRect().top), e.innerText])"
        )
        assert len({top for top, _ in lines}) == len(lines), lines

    seen = list(answer_all(page, LIVED, look=look))
    assert "box_lived" in seen
    assert min(sizes.values()) >= 20, "progress and hints"
    assert page.locator("html.al-easy").count() == 1
    assert page.locator("main p.govuk-body").evaluate("e => getComputedStyle(e).fontSize") == "24px"


def test_the_standard_edition_has_neither_pictures_nor_lines(site: Site, page: Page) -> None:
    begin(page, f"{site.url}/s/coproduction/?lang=en&edition=standard&as=lived")
    for _ in answer_all(page, LIVED):
        assert page.locator(".al-picture, .al-line, .al-easy").count() == 0


def test_the_picture_stands_on_the_left_of_the_words(site: Site, page: Page) -> None:
    begin(page, site.url + EASY)
    picture, heading = box(page, ".al-picture"), box(page, "main h1")
    assert picture["end"] < heading["x"]
    assert picture["width"] >= 150
    assert page.locator(".al-picture").get_attribute("alt")
    loaded = page.locator(".al-picture").evaluate("e => e.complete && e.naturalWidth > 0")
    assert loaded, "the picture is served and drawn"


def test_the_picture_stands_on_the_right_in_arabic(site: Site, page: Page) -> None:
    begin(page, f"{site.url}/s/right-to-left/?lang=ar&edition=easy")
    assert box(page, ".al-picture")["x"] > box(page, "main h1")["end"] - 10
    assert page.locator(".al-picture").get_attribute("alt") == "كتاب مفتوح"
    follow(page, "main form button")
    option, words = box(page, ".al-option-picture"), box(page, ".al-option-picture + span")
    assert option["x"] >= words["end"]


def test_the_picture_stands_above_the_words_where_there_is_no_room(
    site: Site, narrow_page: Page
) -> None:
    begin(narrow_page, site.url + EASY)
    assert box(narrow_page, ".al-picture")["below"] < box(narrow_page, "main h1")["y"]
    assert len(list(answer_all(narrow_page, LIVED, look=assert_fits))) > 8
    assert_fits(narrow_page)


def test_arabic_easy_read_fits_and_axe_finds_nothing(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    begin(page, f"{site.url}/s/right-to-left/?lang=ar&edition=easy")

    def look(page: Page) -> None:
        assert_fits(page)
        assert_accessible(page)

    assert len(list(answer_all(page, IN_ARABIC, look=look))) == 11
    context.close()


def test_meanings_stand_there_in_easy_read_and_open_elsewhere(site: Site, page: Page) -> None:
    begin(page, site.url + EASY)
    assert page.url.endswith("/p/service/")
    assert page.get_by_text("A direct payment is money from the council.").is_visible()
    assert page.locator("details").count() == 0

    begin(page, f"{site.url}/s/right-to-left/?lang=en&edition=standard")
    for code in answer_all(page, IN_ARABIC):
        if code == "easy_to_use":
            break
    meaning = page.get_by_text("can get in and use it")
    assert not meaning.is_visible()
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    assert meaning.is_visible()


@pytest.mark.parametrize("edition", ["standard", "easy"])
@pytest.mark.parametrize("width", [1280, 640])
def test_nothing_is_lost_at_twice_the_text_size(
    site: Site, browser: Browser, edition: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(
        f"document.addEventListener('DOMContentLoaded', () => {{ {TWICE_AS_LARGE} }})"
    )
    page = context.new_page()

    def look(page: Page) -> None:
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert_fits(page)
        assert page.evaluate(CUT_OFF) == [], page.url

    slug, given = ("every-type", EVERY_TYPE) if edition == "standard" else ("coproduction", LIVED)
    begin(page, f"{site.url}/s/{slug}/?lang=en&edition={edition}&as=lived")
    assert len(list(answer_all(page, given, look=look))) > 8
    look(page)
    context.close()


@pytest.mark.parametrize(
    "wish", [{"forced_colors": "active"}, {"contrast": "more"}, {"reduced_motion": "reduce"}]
)
def test_wishes_of_the_reader_are_kept(site: Site, browser: Browser, wish: dict[str, str]) -> None:
    context = browser.new_context(**wish)  # type: ignore[arg-type]
    page = context.new_page()
    begin(page, site.url + EASY)
    assert_accessible(page)
    style = "e => getComputedStyle(e)"
    picture, button = page.locator(".al-picture"), page.locator("main form button").first
    if "forced_colors" in wish:
        ground = picture.evaluate(f"e => ({style})(e).backgroundColor")
        assert ground == "rgb(255, 255, 255)", "black lines stay on white"
        assert button.evaluate(f"e => ({style})(e).borderTopStyle") == "solid"
    elif "contrast" in wish:
        assert page.locator(".al-footer").evaluate(f"e => ({style})(e).color") == "rgb(0, 0, 0)"
        assert button.evaluate(f"e => ({style})(e).borderTopWidth") == "3px"
    else:
        moving = "all => all.filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0)"
        assert page.locator("*").evaluate_all(moving) == []
    context.close()
