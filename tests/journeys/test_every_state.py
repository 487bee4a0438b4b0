"""Every page and state of answering, in every way of reading, on a small telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.journeys.looking import SMALL, expect_whole_tour, look, show_again
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible
from tests.journeys.tour import WAYS, Way, take_tour


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
