"""Make the pictures in docs/images again: ``make screenshots``.

A real site is started with the reference study, and Chromium looks at it with JavaScript
switched off. Every picture is made anew, so that the guides show what there is.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.conftest import QUIET  # noqa: E402
from tests.journeys.keyboard import answer_all, follow  # noqa: E402
from tests.journeys.site import Site, copy_study, start_site, stop  # noqa: E402
from tools.ensure_browser import find_browser  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDE, NARROW = 1000, 320
STUDY = "/s/coproduction"
Steps = Callable[[Page, Site], None]


def open_page(address: str) -> Steps:
    """Return the step of opening an address of the site."""

    def step(page: Page, site: Site) -> None:
        page.goto(site.url + address)

    return step


def answer_as_staff_until(code: str, *, press_too_early: bool = False) -> Steps:
    """Return the steps that lead a member of staff to a question page."""

    def step(page: Page, site: Site) -> None:
        page.goto(f"{site.url}{STUDY}/")
        follow(page, "main form button")
        for reached in answer_all(page, {"audience": "staff", "heard": "no", "familiar": "yes"}):
            if reached == code:
                break
        if press_too_early:
            follow(page, "main form button")

    return step


# Width and height of the window, and how to get there.
PICTURES: dict[str, tuple[int, int, Steps]] = {
    "landing": (WIDE, 900, open_page("/")),
    "start": (WIDE, 860, open_page(f"{STUDY}/")),
    "question": (WIDE, 1140, answer_as_staff_until("barriers")),
    "error": (WIDE, 860, answer_as_staff_until("audience", press_too_early=True)),
    "tables": (WIDE, 1020, open_page(f"{STUDY}/tables/?question=heard&by=employer")),
    "report": (WIDE, 900, open_page(f"{STUDY}/report/")),
    "question-320": (NARROW, 820, answer_as_staff_until("heard")),
    "tables-320": (NARROW, 1080, open_page(f"{STUDY}/tables/?question=heard")),
}


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve the reference study with its report from a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="alongside-pictures-") as folder:
        data = Path(folder) / "var"
        study = copy_study(ROOT / "studies" / "coproduction", Path(folder) / "coproduction")
        reports = data / "reports" / "coproduction"
        command = [str(Path(sys.executable).parent / "alongside"), "report", str(study)]
        subprocess.run([*command, "--out", str(reports)], check=True)  # noqa: S603
        site, server = start_site([study], data)
        try:
            yield site
        finally:
            stop(server)


def take_picture(browser: Browser, site: Site, name: str) -> Path:
    """Make one picture and return its path."""
    width, height, steps = PICTURES[name]
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    steps(page, site)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    """Make every picture and say how big each is."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        made = {take_picture(browser, site, name) for name in PICTURES}
        browser.close()
    for path in sorted(made):
        sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()
