"""Every page and state of answering, in every way of reading: axe, width, language, direction."""

import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import WAIT_MS
from tests.journeys.site import Site, copy_study, start_site, stop
from tests.journeys.test_access import assert_accessible
from tests.journeys.tour import QUESTIONS, WAYS, Way, event, take_tour

SHOTS = os.environ.get("ALONGSIDE_SHOTS", "")
"""A folder for a picture of each state, to be looked at; empty: none are taken."""
SOURCE = Path(__file__).parent / "studies" / "every-way"
SMALL = {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False}
ZOOMED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
"""1280 by 1024 pixels at 400 %."""


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the study that is asked in every way: open, shut, not yet open."""
    folder = tmp_path_factory.mktemp("states")
    studies = [
        copy_study(SOURCE, folder / "every-way"),
        copy_study(SOURCE, folder / "shut", status="closed"),
        copy_study(SOURCE, folder / "later", opens="2999-01-01"),
        copy_study(SOURCE, folder / "broken", disclosure="{withhold_below: 1, reason: To try}"),
    ]
    running, server = start_site(studies, folder / "var")
    yield running
    stop(server)


@pytest.fixture
def pages(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a way to open a page on a screen of its own."""
    contexts = []

    def open_page(**screen: object) -> Page:
        contexts.append(browser.new_context(**screen))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(WAIT_MS)
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


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


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_on_a_small_telephone_without_javascript(
    states: Site, pages: Callable[..., Page], way: Way
) -> None:
    seen = []
    mirror = pages(viewport=SMALL["viewport"])
    for name, page in take_tour(pages(**SMALL), states.url, way):
        seen.append(name)
        look(page, way, name, f"small-{len(seen):02}")
        show_again(page, mirror)
        assert_accessible(mirror)
    expect_whole_tour(seen)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_at_400_percent(states: Site, pages: Callable[..., Page], way: Way) -> None:
    seen = []
    first = pages(**ZOOMED)
    for name, page in chain(take_tour(first, states.url, way), event(first, states.url, way)):
        seen.append(name)
        look(page, way, name, f"zoom-{len(seen):02}")
        assert_accessible(page)
    expect_whole_tour(seen)
