"""Answering by keyboard alone: Tab, arrows, Space, Enter and typing. No mouse, no script.

The browser's own focus decides where a key goes, as it does for a person. Looking at the
page (where is the focus, which fields are there) is done from outside.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from playwright.sync_api import Page

MOST_TABS = 80
MOST_PAGES = 60
Given = Mapping[str, str | Sequence[str]]
"""Answers by field name: a code, the words to type, or several codes."""


def press_until(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until what has the focus matches the selector."""
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{key} never reached {selector} on {page.url}")


def follow(page: Page, selector: str) -> None:
    """Go to a link or button by Tab and press Enter; wait for the page it leads to."""
    press_until(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fields(page: Page) -> list[tuple[str, str]]:
    """Return name and kind of the fields of the page's form, each name once, in order."""
    found = page.locator("main form").locator("input:not([type=hidden]), select, textarea")
    pairs = found.evaluate_all("all => all.map(e => [e.name, e.type])")
    return list(dict.fromkeys((name, kind) for name, kind in pairs))


def fill_page(page: Page, given: Given) -> None:
    """Answer every field of this page for which there is an answer; leave the others."""
    for name, kind in fields(page):
        answer = given.get(name)
        if answer is None:
            continue
        if kind == "checkbox":
            for code in [answer] if isinstance(answer, str) else answer:
                press_until(page, f'input[name="{name}"][value="{code}"]')
                page.keyboard.press("Space")
        elif kind == "radio":
            choose_radio(page, name, str(answer))
        elif kind == "select-one":
            choose_in_list(page, name, str(answer))
        else:
            press_until(page, f'[name="{name}"]')
            page.keyboard.press("Control+A")
            page.keyboard.type(str(answer))


def choose_radio(page: Page, name: str, code: str) -> None:
    """Reach a group of radio buttons by Tab and choose one by the arrow keys."""
    press_until(page, f'input[name="{name}"]')
    wanted = f'input[name="{name}"][value="{code}"]'
    if page.evaluate("s => document.activeElement.matches(s)", wanted):
        page.keyboard.press("Space")
    else:
        press_until(page, wanted, "ArrowDown")
    assert page.locator(wanted).is_checked(), wanted


def choose_in_list(page: Page, name: str, code: str) -> None:
    """Reach a drop-down list by Tab and choose an entry by the arrow keys."""
    press_until(page, f'select[name="{name}"]')
    for _ in range(MOST_TABS):
        if page.locator(f'select[name="{name}"]').input_value() == code:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} offers no {code}")


def first_answers(page: Page) -> Given:
    """Return an answer to every field of the page: the first option, or some words."""
    found: dict[str, str] = {}
    for name, kind in fields(page):
        field = page.locator(f'main form [name="{name}"]')
        if kind in ("radio", "checkbox"):
            found[name] = field.first.get_attribute("value") or ""
        elif kind == "select-one":
            offered = field.locator("option").evaluate_all("all => all.map(e => e.value)")
            found[name] = next(value for value in offered if value)
        else:
            in_digits = field.first.get_attribute("inputmode") in ("numeric", "decimal")
            found[name] = "3" if in_digits else "Some words"
    return found


def page_code(page: Page) -> str:
    """Return the code of the question page in the address; "" on other pages."""
    _, found, after = page.url.partition("/p/")
    return after.partition("/")[0] if found else ""


def answer_all(
    page: Page,
    given: Given | Callable[[Page], Given],
    look: Callable[[Page], None] = lambda _: None,
) -> Iterator[str]:
    """Answer page after page until there is no question page; yield each page's code.

    ``given`` are the answers, or a way to find some by looking at the page. ``look`` sees
    every page before it is answered.
    """
    for _ in range(MOST_PAGES):
        code = page_code(page)
        if not code:
            return
        look(page)
        yield code
        fill_page(page, given(page) if callable(given) else given)
        follow(page, "main form button[type=submit]")
        words = page.locator("main").inner_text()
        assert page_code(page) != code, f"{code} was not accepted: {words}"
    raise AssertionError("The questionnaire never ended.")
