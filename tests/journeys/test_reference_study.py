"""Both branches of the reference study, answered to the end by keyboard without JavaScript."""

import pytest
from playwright.sync_api import Page
from tests.journeys.keyboard import Given, answer_all, follow
from tests.journeys.site import Site

STAFF: Given = {
    "audience": "staff",
    "role": "social_worker",
    "employer": "other",
    "employer_other": "A small trust",
    "heard": "no",
    "familiar": "yes",
    "apply": "We meet first, then we write the plan.",
    "should": "unsure",
    "barriers": ["time", "culture", "other"],
    "barriers_other": "Far too many forms",
    "anything_else": "Thank you for asking – really.",
    "age_band": "35-44",
    "gender": "prefer_not_to_say",
    "region": "london",
}
STAFF_PAGES = [
    *("role", "employer", "heard", "box_staff", "familiar", "apply", "should", "barriers"),
    *("anything_else", "age_band", "gender", "ethnic_group", "disability", "region"),
]
LIVED: Given = {
    "audience": "lived",
    "service": "Home care",
    "heard": "yes",
    "meaning": "Being asked first, not last.",
    "planning": "yes",
    "planning_effect": "I chose the hours.",
    "services": "no",
    "services_more": "yes",
    "disability": "yes",
}
LIVED_PAGES = [
    *("service", "heard", "meaning", "planning", "planning_effect", "services"),
    *("services_more", "anything_else"),
    *("age_band", "gender", "ethnic_group", "disability", "region"),
]


@pytest.mark.parametrize(
    ("audience", "given", "expected"),
    [("staff", STAFF, STAFF_PAGES), ("lived", LIVED, LIVED_PAGES)],
    ids=["staff", "lived experience"],
)
def test_a_branch_from_landing_page_to_the_end(
    site: Site, page: Page, audience: str, given: Given, expected: list[str]
) -> None:
    page.goto(site.url)
    follow(page, f'a[href="/s/coproduction/?as={audience}"]')
    assert "Nobody gave these answers" in page.locator("header").inner_text()
    follow(page, "main form button")

    seen = list(answer_all(page, given))

    assert [code for code in seen if code != "audience"] == expected
    assert page.url.endswith("/s/coproduction/check/")
    words = page.locator("main").inner_text()
    for text in (value for value in given.values() if isinstance(value, str) and " " in value):
        assert text in words
    follow(page, "main form button")
    assert page.url.endswith("/s/coproduction/done/")

    wanted = {
        code: tuple(value) if isinstance(value, list) else value for code, value in given.items()
    }
    kept = site.gather("coproduction")
    same = [response for response in kept if dict(response.answers) == wanted]
    assert same, "The answers that were typed are not the answers that were kept."
    assert sum(response.completed for response in same) == 1


def test_the_skip_link_comes_first_and_leads_past_the_header(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/s/coproduction/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_an_empty_first_page_says_what_to_do_and_leads_to_the_question(
    site: Site, page: Page
) -> None:
    page.goto(f"{site.url}/s/coproduction/")
    follow(page, "main form button")
    follow(page, "main form button")
    summary = page.get_by_role("alert")
    assert "There is a problem" in summary.inner_text()
    assert page.title().startswith("Error")
    link = summary.get_by_role("link").first
    target = (link.get_attribute("href") or "")[1:]
    assert page.locator(f"input#{target}").count() == 1


def test_going_back_keeps_the_answer_and_changes_the_path(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/s/coproduction/")
    follow(page, "main form button")
    staff = answer_all(page, {"audience": "staff"})
    assert next(staff) == "audience"
    assert next(staff) == "role"
    page.go_back()
    assert page.locator('input[name="audience"][value="staff"]').is_checked()
    lived = answer_all(page, {"audience": "lived"})
    assert [next(lived), next(lived)] == ["audience", "service"]
