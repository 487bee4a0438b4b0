"""The browser, and the sites it visits."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.site import ROOT, Site, copy_study, start_site, stop

HERE = Path(__file__).parent
WAIT_MS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything here as needing a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the reference study, one of every type, a closed one, one in Arabic."""
    folder = tmp_path_factory.mktemp("site")
    studies = [
        copy_study(ROOT / "studies" / "coproduction", folder / "coproduction"),
        copy_study(HERE / "studies" / "every-type", folder / "every-type"),
        copy_study(HERE / "studies" / "every-type", folder / "shut", status="closed"),
        copy_study(HERE / "studies" / "right-to-left", folder / "right-to-left"),
    ]
    running, server = start_site(studies, folder / "var")
    yield running
    stop(server)


@pytest.fixture(scope="session")
def site_with_report(site: Site) -> Site:
    """Return the site after the report of the reference study was built for it."""
    out = site.data / "reports" / "coproduction"
    if not out.exists():
        command = [sys.executable, "-m", "alongside.cli", "report"]
        alongside = shutil.which("alongside", path=str(Path(sys.executable).parent))
        command = [alongside, "report"] if alongside else command
        study = str(site.studies["coproduction"])
        subprocess.run(
            [*command, study, "--out", str(out), "--format", "html"], timeout=180, check=True
        )
    return site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser with JavaScript switched off."""
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def scripted_page(browser: Browser) -> Iterator[Page]:
    """Return a page that runs scripts: axe needs them, the site does not."""
    context = browser.new_context()
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def narrow_page(browser: Browser) -> Iterator[Page]:
    """Return a page as wide as the smallest telephone (or 1280 px at 400 %)."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.set_default_timeout(WAIT_MS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the study that is asked in every way: open, shut, not yet open."""
    folder = tmp_path_factory.mktemp("states")
    source = HERE / "studies" / "every-way"
    studies = [
        copy_study(source, folder / "every-way"),
        copy_study(source, folder / "shut", status="closed"),
        copy_study(source, folder / "later", opens="2999-01-01"),
        copy_study(source, folder / "broken", disclosure="{withhold_below: 1, reason: To try}"),
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
