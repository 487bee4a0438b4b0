"""A tour of every page and state that a person who answers can meet, in one way of reading.

Each step brings the browser to a state and names it; whoever takes the tour looks at it. The
steps use the keyboard or plain presses and work without JavaScript.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page
from tests.journeys.keyboard import Given, fill_page, follow, page_code

STUDY = "/s/every-way"
ANSWERS: Given = {
    "drink": "else",
    "drink_other": "Lemonade",
    "town": "leeds",
    "fruit": ["apple", "pear"],
    "alone": "unsure",
    "good": "4",
    "dish": "Soup",
    "recipe": "Slowly",
    "cups": "6",
    "shopping_day": "3",
    "shopping_month": "2",
    "shopping_year": "2024",
    "breakfast": "no",
    "note": "No",
}
AT_FAULT: Given = {
    "drink": "",
    "fruit": ["apple", "none"],
    "dish": "",
    "cups": "many",
    "shopping_day": "31",
    "shopping_month": "2",
    "shopping_year": "2024",
}
"""What each of these pages cannot take; an empty one must be answered."""
QUESTIONS = 11
CONTINUE = "main form button:not([name])"


State = tuple[str, Page]
"""A name, and the page that shows it."""


@dataclass(frozen=True)
class Way:
    """How somebody reads, and whether a supporter is with them."""

    language: str
    easy: bool = False
    helped: bool = False

    def __str__(self) -> str:
        parts = [self.language, "easy" if self.easy else "", "helped" if self.helped else ""]
        return "-".join(part for part in parts if part)

    @property
    def query(self) -> str:
        """Return what an address says of this way."""
        return f"?lang={self.language}&edition={'easy' if self.easy else 'standard'}"


WAYS = [
    Way("en"),
    Way("en", easy=True, helped=True),
    Way("cy"),
    Way("cy", easy=True),
    Way("ar", helped=True),
    Way("ar", easy=True),
]


def press(page: Page, selector: str) -> None:
    """Press a button or link and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(selector).first.press("Enter")


def take_tour(page: Page, url: str, way: Way) -> Iterator[State]:
    """Bring the page to one state after the other; yield the name of each."""
    yield from around(page, url, way)
    yield from beginning(page, url, way)
    yield from questions(page)
    yield from sending(page, url)
    yield from afterwards(page, url)


def around(page: Page, url: str, way: Way) -> Iterator[State]:
    """Visit what is there before anybody begins, and what does not take answers."""
    for name in ("shut", "later", "broken"):
        page.goto(f"{url}/s/{name}/{way.query}")
        yield f"study {name}", page
    page.goto(f"{url}{STUDY}/{way.query}")
    page.goto(f"{url}{STUDY}/p/nowhere/")
    yield "no such page", page


def event(page: Page, url: str, way: Way) -> Iterator[State]:
    """Visit the page for events, which asks on the device, by script, how somebody reads."""
    page.goto(f"{url}{STUDY}/event/")
    page.locator("[data-language]").first.wait_for()
    if page.locator("html").get_attribute("lang") != way.language:
        page.locator(f"[data-language={way.language}]").press("Enter")
    if way.easy:
        page.locator("[data-edition=easy]").first.press("Enter")
    yield "event", page
    page.locator("main button").first.press("Enter")
    yield "event, first question", page


def beginning(page: Page, url: str, way: Way) -> Iterator[State]:
    """Start, with a supporter when the way says so."""
    page.goto(f"{url}{STUDY}/{way.query}")
    yield "start", page
    page.goto(f"{url}{STUDY}/paper/")
    yield "paper", page
    page.goto(f"{url}{STUDY}/help/")
    yield "helping", page
    press(page, CONTINUE)
    yield "helping, at fault", page
    if way.helped:
        page.locator("#helped").check()
        page.locator("#helper").check()
        press(page, CONTINUE)
        yield "start, helped", page
    page.goto(f"{url}{STUDY}/")
    page.locator(".al-trap input").evaluate("e => e.value = 'Ltd'")
    press(page, CONTINUE)
    yield "trapped", page
    page.goto(f"{url}{STUDY}/")
    press(page, CONTINUE)


def questions(page: Page) -> Iterator[State]:
    """Visit every question page: as it comes, and with what it cannot take."""
    for _ in range(QUESTIONS):
        code, at = page_code(page), page.url
        yield f"question {code}", page
        at_fault = {key: AT_FAULT[key] for key in AT_FAULT if key.partition("_")[0] == code}
        if at_fault:
            fill_page(page, {key: given for key, given in at_fault.items() if given})
            press(page, CONTINUE)
            assert page_code(page) == code, f"{code} took {at_fault}"
            yield f"question {code}, at fault", page
            uncheck(page)
        if page.locator("details").count():
            page.locator("details summary").first.press("Enter")
            yield f"question {code}, definition", page
        fill_page(page, ANSWERS)
        if code == "cups":
            press(page, "button[name=save-later]")
            yield "code", page
            page.goto(at)
            fill_page(page, ANSWERS)
        follow(page, CONTINUE)
    assert page.url.endswith("/check/"), page.url


def uncheck(page: Page) -> None:
    """Take the ticks out of a page's boxes."""
    for box in page.locator("main form input[type=checkbox]").all():
        box.uncheck()


def sending(page: Page, url: str) -> Iterator[State]:
    """Check, stop, send; come with an old form after sending."""
    yield "check", page
    page.goto(f"{url}{STUDY}/")
    yield "start, begun", page
    page.goto(f"{url}{STUDY}/stop/")
    yield "stop", page
    old = page.context.new_page()
    old.goto(f"{url}{STUDY}/p/dish/")
    page.goto(f"{url}{STUDY}/check/")
    press(page, "main form button:not([name=save-later])")
    assert page.url.endswith("/done/"), page.url
    yield "done", page
    press(old, CONTINUE)
    yield "form from before sending", old
    old.close()


def afterwards(page: Page, url: str) -> Iterator[State]:
    """Come back with a code, see what happened, take the answers back."""
    page.goto(f"{url}{STUDY}/code/")
    code = page.locator(".al-code__row").inner_text()
    yield "code again", page
    page.goto(f"{url}{STUDY}/return/")
    yield "return", page
    press(page, CONTINUE)
    yield "return, at fault", page
    page.locator("main form input[type=text]").fill(code)
    press(page, CONTINUE)
    yield "returned", page
    for name in ("afterwards", "withdraw"):
        page.goto(f"{url}{STUDY}/{name}/")
        yield name, page
    press(page, CONTINUE)
    assert page.url.endswith("/withdrawn/"), page.url
    yield "withdrawn", page
