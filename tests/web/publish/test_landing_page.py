"""The landing page leads to every part there is, and says what is not there yet."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Visit = Callable[[str], tuple[int, str]]
MakeStudy = Callable[..., Path]


def links(page: str) -> set[str]:
    """Return every address the page links to."""
    return set(re.findall(r'<a [^>]*href="([^"]*)"', page))


def build_report(folder: Path) -> None:
    """Put three files where a built report would be."""
    reports = folder.parent / "reports" / folder.name
    reports.mkdir(parents=True)
    html = "<!DOCTYPE html><html><head></head><body><header>Top</header>Found.</body></html>"
    (reports / "report.html").write_text(html, "utf-8")
    (reports / "report.docx").write_bytes(b"d" * 61_440)
    (reports / "report.pdf").write_bytes(b"%PDF" + b"p" * 2_621_436)


def test_every_part_of_a_whole_study_is_one_link_away(make_study: MakeStudy, visit: Visit) -> None:
    build_report(make_study())
    status, page = visit("/")
    assert status == 200
    assert {
        "/s/buses/?as=rider",
        "/s/buses/?as=driver",
        "/s/buses/tables/",
        "/s/buses/report/",
        "/s/buses/report.docx",
        "/s/buses/report.pdf",
        "/s/buses/about/",
    } <= links(page)
    assert "Word (60 KB)" in page
    assert "PDF (2.5 MB)" in page


def test_what_is_missing_is_said_and_not_linked(make_study: MakeStudy, visit: Visit) -> None:
    make_study(data=False)
    _, page = visit("/")
    assert not {"/s/buses/tables/", "/s/buses/report/", "/s/buses/report.pdf"} & links(page)
    assert "When the report has been built" in page
    assert "When answers have been gathered" in page


def test_a_closed_study_offers_no_way_in(make_study: MakeStudy, visit: Visit) -> None:
    make_study(extra="status: closed\n")
    _, page = visit("/")
    assert "Closed to answers" in page
    assert not any("?as=" in link for link in links(page))


def test_an_imported_study_shows_tables_and_report_only(
    make_study: MakeStudy, visit: Visit
) -> None:
    folder = make_study(data=False)
    (folder / "questionnaire.yaml").unlink()
    (folder / "data").mkdir()
    (folder / "data" / "source.csv").write_text("a\n1\n", "utf-8")
    _, page = visit("/")
    assert "/s/buses/tables/" in links(page)
    assert "Take part" not in page


def test_synthetic_data_are_named_on_every_page(make_study: MakeStudy, visit: Visit) -> None:
    folder = make_study()
    path = folder / "study.yaml"
    path.write_text(path.read_text("utf-8").replace("synthetic: false", "synthetic: true"), "utf-8")
    for address in ("/", "/s/buses/tables/", "/s/buses/about/", "/s/buses/report/"):
        assert "Nobody gave these answers" in visit(address)[1], address


def test_real_data_carry_no_such_banner(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    assert "Nobody gave these answers" not in visit("/")[1]


def test_a_broken_study_does_not_hide_the_others(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    broken = make_study("broken")
    (broken / "study.yaml").write_text("title: [", "utf-8")
    status, page = visit("/")
    assert status == 200
    assert "/s/buses/tables/" in links(page)
    assert "This study cannot be shown now" in page
    assert visit("/s/broken/tables/")[0] == 503


@pytest.mark.usefixtures("make_study")
def test_a_site_without_studies_says_how_to_begin(visit: Visit) -> None:
    status, page = visit("/")
    assert status == 200
    assert "alongside new" in page


def test_an_unknown_study_is_not_found(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    for part in ("tables/", "tables.csv", "report/", "report.pdf", "about/"):
        assert visit(f"/s/other/{part}")[0] == 404


def test_the_report_is_the_built_file_with_a_way_back(make_study: MakeStudy, visit: Visit) -> None:
    build_report(make_study())
    status, page = visit("/s/buses/report/")
    assert status == 200
    assert "Found." in page
    assert page.index("Back to “Buses”") < page.index("<header>")
    assert "/" in links(page)


def test_a_report_not_built_says_how_to_build_it(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    for part in ("report/", "report.docx", "report.pdf"):
        status, page = visit(f"/s/buses/{part}")
        assert status == 404
        assert "alongside report buses" in page


def test_how_this_was_made_gives_counts_and_the_rule(make_study: MakeStudy, visit: Visit) -> None:
    make_study()
    _, page = visit("/s/buses/about/")
    assert "60 people began and 60 finished" in page
    assert "fewer than 5 people" in page


def test_the_words_around_a_study_in_welsh_are_welsh(make_study: MakeStudy, visit: Visit) -> None:
    folder = make_study(data=False)
    (folder / "study.yaml").write_text("title: {cy: Bysiau}\nlanguages: [cy]\n", "utf-8")
    (folder / "questionnaire.yaml").unlink()
    _, page = visit("/s/buses/about/")
    assert '<html lang="cy"' in page
    assert "prif gynnwys" in page
    assert "Skip to main content" not in page
    assert "Bysiau" in page


def test_a_study_in_two_languages_speaks_english_here(make_study: MakeStudy, visit: Visit) -> None:
    folder = make_study(data=False)
    words = "title: {cy: Bysiau, en: Buses}\nlanguages: [cy, en]\n"
    (folder / "study.yaml").write_text(words, "utf-8")
    (folder / "questionnaire.yaml").unlink()
    _, page = visit("/s/buses/about/")
    assert '<html lang="en"' in page
    assert '<footer class="al-footer">' in page
    assert "How this was made – Buses" in page
