"""Looking at a page on a screen that is hard to read from."""

import os
from pathlib import Path

from playwright.sync_api import Page
from tests.journeys.tour import QUESTIONS, Way

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
"""A folder for a picture of each state, to be looked at; empty: none are taken."""
SMALL = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
ZOOMED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
"""1280 by 1024 pixels at 400 %."""


def show_again(page: Page, mirror: Page) -> None:
    """Show what a page without JavaScript shows in one in which axe can run."""
    body = page.content().replace("<noscript", "<div").replace("</noscript", "</div")
    mirror.unroute_all()
    mirror.route("**/*.js", lambda route: route.abort())
    mirror.route(page.url, lambda route: route.fulfill(body=body, content_type="text/html"))
    mirror.goto(page.url)


def look(page: Page, way: Way, name: str, shot: str) -> None:
    """Check language, direction and width of a page, and take its picture for a person."""
    tag, direction, width = page.evaluate("""(() => {
        const root = document.documentElement;
        return [root.lang, getComputedStyle(root).direction, root.scrollWidth];
    })()""")
    assert tag == way.language, name
    assert direction == ("rtl" if way.language == "ar" else "ltr"), name
    assert width <= 320, name
    if SHOTS:
        file = f"{way}-{shot}-{name}".replace(" ", "_").replace(",", "")
        page.screenshot(path=Path(SHOTS) / f"{file}.png", full_page=True)


def expect_whole_tour(seen: list[str]) -> None:
    """Check that the tour did not leave anything out."""
    assert sum(name.startswith("question ") and "," not in name for name in seen) == QUESTIONS
    assert len(seen) == len(set(seen)) > 2 * QUESTIONS
