"""Make the pictures in docs/images again: ``make screenshots``.

A real site is started with the reference study, and Chromium looks at it, with JavaScript
switched off where the page does not need it. Every picture is made anew, so that the guides show
what there is. ``python docs/screenshots.py NAME ...`` makes only some of them.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pypdfium2
import typst
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docs.chart_gallery import picture_charts  # noqa: E402
from tests.conftest import QUIET  # noqa: E402
from tests.journeys.keyboard import answer_all, follow  # noqa: E402
from tests.journeys.site import Site, copy_study, start_site, stop  # noqa: E402
from tools.ensure_browser import find_browser  # noqa: E402

import alongside as al  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDE, NARROW = 1000, 320
STUDY = "/s/coproduction"
FORMS = "paper-forms"
CHARTS = "charts"
NOTEBOOK = "notebook"
EDITIONS = ("standard", "large", "easy")
SHOWN_ON_FORMS = "Box A:"
"""Begins what is shown of each edition of the paper form."""
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


def answer_as_lived_until(code: str, query: str) -> Steps:
    """Return the steps that lead somebody with lived experience to a page, as they read."""

    def step(page: Page, site: Site) -> None:
        page.goto(f"{site.url}{STUDY}/{query}")
        follow(page, "main form button")
        for reached in answer_all(page, {"audience": "lived", "heard": "no"}):
            if reached == code:
                return
        raise AssertionError(f"{code} was never reached.")

    return step


def answer_in_arabic(page: Page, site: Site) -> None:
    """Show a question that is written from the right."""
    page.goto(f"{site.url}/s/every-way/?lang=ar")
    follow(page, "main form button")
    follow(page, "main form button")


def show_code(page: Page, site: Site) -> None:
    """Save in the middle, and be given a code."""
    answer_as_staff_until("role")(page, site)
    follow(page, "button[name=save-later]")


def sign_in(page: Page, site: Site, role: str, task: str) -> None:
    """Sign in with a new pass and go to a task of the team."""
    page.goto(f"{site.url}{STUDY}/team/{task}/")
    page.get_by_label("Your pass").fill(site.let_in("coproduction", role))
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}{STUDY}/team/{task}/")


def interview(page: Page, site: Site) -> None:
    """Begin an interview by telephone."""
    sign_in(page, site, "interview", "interview")
    follow(page, "main form button")


def watch_fieldwork(page: Page, site: Site) -> None:
    """Let some people come by each channel, and look at how fieldwork goes."""
    for count, short in ((31, "bulletin"), (24, "social"), (17, "event")):
        for number in range(count):
            page.context.clear_cookies()
            page.goto(f"{site.url}/c/coproduction/{short}/")
            if number % 4:
                follow(page, "main form button")
                list(answer_all(page, {"audience": "other"}))
                if number % 3:
                    follow(page, "main form button")
    sign_in(page, site, "watch", "fieldwork")


def explore(query: str) -> Steps:
    """Return the steps that lead a member of the team to a table."""

    def step(page: Page, site: Site) -> None:
        sign_in(page, site, "explore", "explore")
        page.goto(f"{site.url}{STUDY}/team/explore/{query}")
        page.locator(".al-chart img").scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        page.evaluate("window.scrollTo(0, 0)")

    return step


def open_event(page: Page, site: Site) -> None:
    """Open the page that needs no connection."""
    page.goto(f"{site.url}{STUDY}/event/")
    page.get_by_text("Is this tablet ready? Yes").wait_for()


@dataclass(frozen=True)
class Picture:
    """What is shown, how wide and high; ``script`` for pages that need one or are helped by it."""

    steps: Steps
    width: int = WIDE
    height: int = 860
    script: bool = False


PICTURES: dict[str, Picture] = {
    "landing": Picture(open_page("/"), height=900),
    "start": Picture(open_page(f"{STUDY}/")),
    "question": Picture(answer_as_staff_until("barriers"), height=1140),
    "error": Picture(answer_as_staff_until("audience", press_too_early=True)),
    "tables": Picture(open_page(f"{STUDY}/tables/?question=heard&by=employer"), height=1020),
    "report": Picture(open_page(f"{STUDY}/report/"), height=900),
    "question-320": Picture(answer_as_staff_until("heard"), NARROW, 820),
    "tables-320": Picture(open_page(f"{STUDY}/tables/?question=heard"), NARROW, 1080),
    "easy-read": Picture(answer_as_lived_until("box_lived", "?edition=easy"), height=1000),
    "easy-read-320": Picture(answer_as_lived_until("heard", "?edition=easy"), NARROW, 1100),
    "welsh": Picture(answer_as_lived_until("heard", "?lang=cy")),
    "right-to-left": Picture(answer_in_arabic),
    "helping": Picture(open_page(f"{STUDY}/help/"), height=1000),
    "return-code": Picture(show_code, height=1000),
    "papers": Picture(open_page(f"{STUDY}/paper/"), height=1000),
    "telephone": Picture(interview, height=1000),
    "fieldwork": Picture(watch_fieldwork, height=1300),
    "explore": Picture(explore("?question=heard&by=employer"), height=1350),
    "explore-320": Picture(explore("?question=heard&by=gender"), NARROW, 1400),
    "event": Picture(open_event, height=1000, script=True),
}


@contextmanager
def running_site() -> Iterator[Site]:
    """Serve the reference study with its report from a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="alongside-pictures-") as folder:
        data = Path(folder) / "var"
        study = copy_study(ROOT / "studies" / "coproduction", Path(folder) / "coproduction")
        every_way = ROOT / "tests" / "journeys" / "studies" / "every-way"
        another = copy_study(every_way, Path(folder) / "every-way")
        reports = data / "reports" / "coproduction"
        command = [str(Path(sys.executable).parent / "alongside"), "report", str(study)]
        subprocess.run([*command, "--out", str(reports)], check=True)  # noqa: S603
        site, server = start_site([study, another], data)
        try:
            yield site
        finally:
            stop(server)


def page_with(document: pypdfium2.PdfDocument, words: str) -> pypdfium2.PdfPage:
    """Return the first page on which these words stand."""
    for page in document:
        if words in page.get_textpage().get_text_bounded().replace("\N{NO-BREAK SPACE}", " "):
            return page
    raise LookupError(f"{words!r} stands on no page")


def picture_forms(site: Site) -> Path:
    """Make a picture of one page of each edition of a paper form, side by side."""
    sheets = []
    with tempfile.TemporaryDirectory(prefix="alongside-forms-") as name:
        folder = Path(name)
        for edition in EDITIONS:
            address = f"{site.url}{STUDY}/paper/coproduction-lived-{edition}-en.pdf"
            with urlopen(address) as answer:  # noqa: S310 - the site that was started here
                document = pypdfium2.PdfDocument(answer.read())
            seen = (
                page_with(document, SHOWN_ON_FORMS).render(scale=1.5, rev_byteorder=True).to_numpy()
            )
            height, width, _ = seen.shape
            (folder / f"{edition}.pixels").write_bytes(seen.tobytes())
            sheets.append(
                f'image(read("{edition}.pixels", encoding: none), width: 9cm, format: '
                f'(encoding: "rgb8", width: {width}, height: {height}))'
            )
        sheet = folder / "sheet.typ"
        sheet.write_text(
            "#set page(width: auto, height: auto, margin: 8pt, fill: luma(82%))\n"
            f"#grid(columns: {len(sheets)}, gutter: 8pt, {', '.join(sheets)})\n"
        )
        path = IMAGES / f"{FORMS}.png"
        typst.compile(sheet, output=path, format="png", ppi=110)
    return path


def picture_notebook(browser: Browser) -> Path:
    """Make a picture of a table as a notebook shows it, on a light and on a dark page."""
    study = al.open_study(ROOT / "studies" / "coproduction")
    table = study.tabulate("heard", by=["audience", "audience > disability"], compare="each")
    page = browser.new_page(viewport={"width": WIDE, "height": 1240})
    sides = "".join(
        f'<div style="padding: 12px 20px; color: {ink}; background: {paper}">{html}</div>'
        for ink, paper in (("#1b2426", "#fff"), ("#dfe6e7", "#14191b"))
        for html in [table._repr_html_()]
    )
    page.set_content(f'<!DOCTYPE html><body style="margin: 0">{sides}</body>')
    path = IMAGES / f"{NOTEBOOK}.png"
    page.screenshot(path=path, full_page=True)
    page.close()
    return path


def take_picture(browser: Browser, site: Site, name: str) -> Path:
    """Make one picture and return its path."""
    if name == FORMS:
        return picture_forms(site)
    if name == CHARTS:
        return picture_charts(IMAGES / f"{CHARTS}.png")
    if name == NOTEBOOK:
        return picture_notebook(browser)
    picture = PICTURES[name]
    context = browser.new_context(
        java_script_enabled=picture.script,
        viewport={"width": picture.width, "height": picture.height},
    )
    page = context.new_page()
    picture.steps(page, site)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> None:
    """Make every picture and say how big each is."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=QUIET)
        names = sys.argv[1:] or [*PICTURES, FORMS, CHARTS, NOTEBOOK]
        made = {take_picture(browser, site, name) for name in names}
        browser.close()
    for path in sorted(made):
        sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB\n")


if __name__ == "__main__":
    main()
