"""What few people meet: too many at the door, answers that could not be kept, the close passing."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.journeys.looking import SMALL, look, show_again
from tests.journeys.site import Site, change_settings, copy_study, start_site, stop
from tests.journeys.test_access import assert_accessible
from tests.journeys.tour import CONTINUE, STUDY, WAYS, Way, press

SOURCE = Path(__file__).parent / "studies" / "every-way"
AT_ONCE = 2
"""How many may start at once where one may start in a minute."""


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site at which one person may start in a minute."""
    folder = tmp_path_factory.mktemp("strict")
    studies = [copy_study(SOURCE, folder / "every-way")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALONGSIDE_STARTS_PER_MINUTE", "1")
        running, server = start_site(studies, folder / "var")
    yield running
    stop(server)


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site whose study is about to close."""
    folder = tmp_path_factory.mktemp("patient")
    running, server = start_site([copy_study(SOURCE, folder / "every-way")], folder / "var")
    yield running
    stop(server)


def check(page: Page, mirror: Page, way: Way, name: str) -> None:
    """Look at a page, and have axe look at it."""
    look(page, way, name, "rare")
    show_again(page, mirror)
    assert_accessible(mirror)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_too_many_at_the_door(strict: Site, pages: Callable[..., Page], way: Way) -> None:
    page, mirror = pages(**SMALL), pages(viewport=SMALL["viewport"])
    for _ in range(AT_ONCE + 1):
        page.goto(f"{strict.url}{STUDY}/{way.query}")
        press(page, CONTINUE)
        if "/p/" not in page.url:
            break
        page.context.clear_cookies()
    assert "/p/" not in page.url
    check(page, mirror, way, "too many")


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_close_passes_and_answers_cannot_be_kept(
    patient: Site, pages: Callable[..., Page], way: Way
) -> None:
    study = patient.studies["every-way"]
    page, mirror = pages(**SMALL), pages(viewport=SMALL["viewport"])
    change_settings(study, closes="2999-01-01")
    page.goto(f"{patient.url}{STUDY}/{way.query}")
    press(page, CONTINUE)
    press(page, CONTINUE)
    page.locator("main form input[type=radio]").first.check()
    closed = datetime.now(UTC) - timedelta(minutes=5)
    change_settings(study, closes=f"{closed:%Y-%m-%dT%H:%M}", timezone="UTC")
    press(page, CONTINUE)
    check(page, mirror, way, "question, closing")
    page.goto(f"{patient.url}{STUDY}/")
    check(page, mirror, way, "start, closing")
    page.goto(f"{patient.url}{STUDY}/p/drink/")
    with closing(sqlite3.connect(next(patient.data.glob("*.sqlite3")))) as other:
        other.execute("BEGIN EXCLUSIVE")
        page.set_default_timeout(60_000)
        press(page, CONTINUE)
        check(page, mirror, way, "not kept")
    press(page, CONTINUE)
    assert "/p/town/" in page.url
    change_settings(study, closes="2001-01-01", timezone="UTC")
    press(page, CONTINUE)
    check(page, mirror, way, "closed meanwhile")
