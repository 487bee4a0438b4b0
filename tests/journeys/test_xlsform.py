"""A questionnaire that came as an XLSForm can be answered in the browser, to the end."""

import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page
from tests.journeys.keyboard import Given, answer_all, first_answers, follow
from tests.journeys.site import ROOT, Site, change_settings, start_site, stop

from alongside.questionnaire.xlsform import import_xlsform

SAMPLE = "socio-economic-survey.xlsx"
SURVEY = [
    ("type", "name", "label::English (en)", "label::Cymraeg (cy)", "relevant", "required"),
    ("begin_group", "home", "Your home", "Eich cartref", "", ""),
    ("select_one yn", "garden", "Is there a garden?", "Oes gardd?", "", "yes"),
    (
        "select_multiple plant",
        "grows",
        "What grows in it?",
        "Beth sy'n tyfu?",
        "${garden} = 'y'",
        "",
    ),
    ("integer", "trees", "How many trees?", "Sawl coeden?", "selected(${grows}, 'tree')", "yes"),
    ("end_group", "", "", "", "", ""),
    ("text", "more", "Anything else?", "Rhywbeth arall?", "", ""),
]
CHOICES = [
    ("list_name", "name", "label::English (en)", "label::Cymraeg (cy)"),
    ("yn", "y", "Yes", "Oes"),
    ("yn", "n", "No", "Nac oes"),
    ("plant", "tree", "Trees", "Coed"),
    ("plant", "rose", "Roses", "Rhosod"),
]


def find_sample() -> Path | None:
    """Return a published workbook if the machine has it: beside this checkout, or as told."""
    told = os.environ.get("ALONGSIDE_XLSFORM_SAMPLE")
    if told:
        return Path(told)
    return next(iter(ROOT.parent.glob(f"*/data/xlsform/{SAMPLE}")), None)


def write_workbook(path: Path) -> Path:
    """Write a small workbook with groups, relevance, several choices and two languages."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in {"survey": SURVEY, "choices": CHOICES}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def garden_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site with the study made from the small workbook."""
    folder = tmp_path_factory.mktemp("garden")
    import_xlsform(write_workbook(folder / "garden.xlsx"), folder / "garden")
    site, server = start_site([change_settings(folder / "garden", status="open")], folder / "var")
    yield site
    stop(server)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"garden": "y", "grows": ["tree", "rose"], "trees": "4", "more": "A pond"},
            {"garden": "y", "grows": ("tree", "rose"), "trees": 4, "more": "A pond"},
        ),
        ({"garden": "y", "grows": ["rose"], "trees": "4"}, {"garden": "y", "grows": ("rose",)}),
        ({"garden": "n", "grows": ["tree"]}, {"garden": "n"}),
    ],
    ids=["all", "no trees", "no garden"],
)
def test_relevance_of_a_workbook_leads_the_way(
    garden_site: Site, page: Page, given: Given, expected: dict[str, object]
) -> None:
    page.goto(f"{garden_site.url}/s/garden/")
    follow(page, "main form button")
    assert list(answer_all(page, given))
    assert page.url.endswith("/check/")
    follow(page, "main form button")
    assert page.url.endswith("/done/")
    kept = [dict(response.answers) for response in garden_site.gather("garden")]
    assert expected in kept


def test_a_published_workbook_can_be_answered_to_the_end(tmp_path: Path, page: Page) -> None:
    sample = find_sample()
    if sample is None:
        pytest.skip(f"{SAMPLE} is not on this machine; name it in ALONGSIDE_XLSFORM_SAMPLE")
    import_xlsform(sample, tmp_path / "survey")
    study = change_settings(tmp_path / "survey", status="open")
    site, server = start_site([study], tmp_path / "var")
    try:
        page.goto(f"{site.url}/s/survey/")
        follow(page, "main form button")
        pages = list(answer_all(page, first_answers))
        assert len(pages) >= 5
        assert page.url.endswith("/check/")
        follow(page, "main form button")
        assert page.url.endswith("/done/")
        (response,) = site.gather("survey")
        assert response.completed
        assert len(response.answers) >= 8
    finally:
        stop(server)
