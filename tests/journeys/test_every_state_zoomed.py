"""Every page and state of answering, in every way of reading, at 400 %."""

from collections.abc import Callable
from itertools import chain

import pytest
from playwright.sync_api import Page
from tests.journeys.looking import ZOOMED, expect_whole_tour, look
from tests.journeys.site import Site
from tests.journeys.test_access import assert_accessible
from tests.journeys.tour import WAYS, Way, event, take_tour

ZOOMED_WAYS = [WAYS[0], WAYS[3], WAYS[4]]
"""One of each language: what is as wide as 320 px is seen in every way on a small telephone."""


@pytest.mark.parametrize("way", ZOOMED_WAYS, ids=str)
def test_at_400_percent(states: Site, pages: Callable[..., Page], way: Way) -> None:
    seen = []
    first = pages(**ZOOMED)
    for name, page in chain(take_tour(first, states.url, way), event(first, states.url, way)):
        seen.append(name)
        look(page, way, name, f"zoom-{len(seen):02}")
        assert_accessible(page)
    expect_whole_tour(seen)
