"""axe finds nothing on any page in any state, and no page runs a script of its own."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.keyboard import Given, answer_all, follow
from tests.journeys.site import Site

RULES = [
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
]
EVERY_TYPE: Given = {
    "drink": "else",
    "drink_other": "Lemonade",
    "town": "leeds",
    "fruit": ["apple", "other"],
    "fruit_other": "Figs",
    "breakfast": "unsure",
    "rest": "4",
    "dish": "Soup",
    "recipe": "Slowly",
    "cups": "6",
    "shopping_day": "3",
    "shopping_month": "2",
    "shopping_year": "2024",
    "alone": "no",
    "note": "No",
}
STUDY = "/s/coproduction"
PUBLIC_PAGES = {
    "landing": ("/", 200),
    "tables, nothing chosen": (f"{STUDY}/tables/", 200),
    "one question": (f"{STUDY}/tables/?question=barriers", 200),
    "a question by a group": (f"{STUDY}/tables/?question=heard&by=employer", 200),
    "a choice that is not there": (f"{STUDY}/tables/?question=nope&by=heard", 400),
    "tables without data": ("/s/every-type/tables/", 200),
    "how this was made": (f"{STUDY}/about/", 200),
    "a report not built": ("/s/every-type/report/", 404),
    "closed study": ("/s/shut/", 200),
    "no such page": ("/nowhere/", 404),
}


def assert_accessible(page: Page) -> None:
    """Fail with axe's own report when it finds anything on the page."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert results.response["passes"], "axe looked at nothing"
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_axe_finds_nothing_on_public_pages(site: Site, scripted_page: Page, name: str) -> None:
    address, status = PUBLIC_PAGES[name]
    answer = scripted_page.goto(site.url + address)
    assert answer is not None
    assert answer.status == status
    assert_accessible(scripted_page)


def test_axe_finds_nothing_on_the_report(site_with_report: Site, scripted_page: Page) -> None:
    scripted_page.goto(f"{site_with_report.url}{STUDY}/report/")
    expect(scripted_page.get_by_role("navigation", name="Site")).to_be_visible()
    assert_accessible(scripted_page)


def test_axe_finds_nothing_on_a_table_with_everything_unfolded(
    site: Site, scripted_page: Page
) -> None:
    scripted_page.goto(f"{site.url}{STUDY}/tables/?question=heard")
    scripted_page.locator("summary").click()
    expect(scripted_page.get_by_text("Fingerprint of the data")).to_be_visible()
    assert_accessible(scripted_page)


def test_axe_finds_nothing_from_start_to_end_of_every_kind_of_question(
    site: Site, scripted_page: Page
) -> None:
    page = scripted_page
    page.goto(f"{site.url}/s/every-type/")
    assert_accessible(page)
    follow(page, "main form button")
    seen = list(answer_all(page, EVERY_TYPE, look=assert_accessible))
    assert len(seen) == 11
    assert page.url.endswith("/check/")
    assert_accessible(page)
    follow(page, "main form button")
    assert page.url.endswith("/done/")
    assert_accessible(page)


@pytest.mark.parametrize("code", ["drink", "town", "fruit", "rest", "dish", "cups", "shopping"])
def test_axe_finds_nothing_on_pages_that_show_an_error(
    site: Site, scripted_page: Page, code: str
) -> None:
    page = scripted_page
    page.goto(f"{site.url}/s/every-type/")
    follow(page, "main form button")
    given = dict(EVERY_TYPE)
    for reached in answer_all(page, given):
        if reached == code:
            break
    follow(page, "main form button")
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)


def test_axe_finds_nothing_when_coming_back_and_when_stopping(
    site: Site, scripted_page: Page
) -> None:
    page = scripted_page
    page.goto(f"{site.url}/s/every-type/")
    follow(page, "main form button")
    for part in ("", "stop/"):
        page.goto(f"{site.url}/s/every-type/{part}")
        assert_accessible(page)
    follow(page, "main form button")
    assert_accessible(page)


def test_axe_finds_nothing_in_easy_read(site: Site, scripted_page: Page) -> None:
    page = scripted_page
    page.goto(f"{site.url}{STUDY}/?edition=easy&as=lived")
    assert_accessible(page)
    follow(page, "main form button")
    seen = list(answer_all(page, {"audience": "lived", "heard": "no"}, look=assert_accessible))
    assert "box_lived" in seen


def test_pages_carry_no_script_but_the_one_that_reads_aloud(site: Site, page: Page) -> None:
    for address in ("/", f"{STUDY}/", f"{STUDY}/tables/?question=heard", f"{STUDY}/about/"):
        page.goto(site.url + address)
        assert page.locator("[style], style").count() == 0, address
        scripts = page.locator("script").evaluate_all("all => all.map(s => s.src + s.textContent)")
        reads_aloud = [f"{site.url}/static/respond/aloud.js"] if address == f"{STUDY}/" else []
        assert scripts == reads_aloud, address
