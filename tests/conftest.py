"""The browser that journeys and pages are tried in."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tools.ensure_browser import find_browser

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium, the installed one if there is one.

    It is closed with each file: while it is open an event loop runs in the thread, and Django
    refuses the database there, to whatever file the same process happens to test next.
    """
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        yield running
        running.close()
