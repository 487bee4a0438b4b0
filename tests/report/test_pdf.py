from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from alongside.kernel.errors import ReportError
from alongside.report.facts import BoundReport
from alongside.report.pdf import render_pdf, typst_source


@pytest.fixture(scope="module")
def made(bound_report: BoundReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    render_pdf(bound_report, path)
    return path


@pytest.fixture(scope="module")
def reader(made: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(made)


def tags_of(node: object, found: list[pypdf.generic.DictionaryObject]) -> None:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, pypdf.generic.ArrayObject):
        for child in node:
            tags_of(child, found)
    elif isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            tags_of(node["/K"], found)


@pytest.fixture(scope="module")
def tags(reader: pypdf.PdfReader) -> list[pypdf.generic.DictionaryObject]:
    found: list[pypdf.generic.DictionaryObject] = []
    tags_of(reader.trailer["/Root"]["/StructTreeRoot"], found)
    return found


def test_file_is_tagged_titled_and_says_its_language(reader: pypdf.PdfReader) -> None:
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == "Working together"
    assert reader.metadata.author == "A. Writer"
    assert b"pdfuaid:part" in root["/Metadata"].get_data(), "PDF/UA-1 is claimed"


def test_bookmarks_follow_the_headings(reader: pypdf.PdfReader) -> None:
    top = [item.title for item in reader.outline if not isinstance(item, list)]
    assert [title for title in top if title in ("Findings", "Notes")] == ["Findings", "Notes"]


def test_tags_hold_headings_tables_lists_and_picture_words(
    tags: list[pypdf.generic.DictionaryObject],
) -> None:
    names = [str(tag["/S"]) for tag in tags]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure", "/Caption"} <= set(names)
    alts = [str(tag.get("/Alt", "")) for tag in tags if tag["/S"] == "/Figure"]
    assert "Bar chart. Yes 60%, no 40%." in alts
    assert names.count("/TH") >= 3 + 15 + 3, "every head cell of three tables"


def test_pages_carry_numbers_and_the_warning(reader: pypdf.PdfReader) -> None:
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert "Synthetic data" in text
        assert str(number) in text


def test_wide_table_lies_on_a_page_turned_sideways(reader: pypdf.PdfReader) -> None:
    wide = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1
    assert "Table 2" in wide[0].extract_text()
    assert "1913" in wide[0].extract_text(), "the last cell of the last answer"


def test_findings_are_lettered(bound_report: BoundReport) -> None:
    assert '#set enum(numbering: "A."' in typst_source(bound_report)


def test_words_of_people_cannot_be_markup(bound_report: BoundReport, tmp_path: Path) -> None:
    quote = replace(bound_report.quotes["kitchen"], text='#panic("x") $a$ *b* "c" \\ [d] <e>')
    render_pdf(replace(bound_report, quotes={"kitchen": quote}), tmp_path / "r.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "r.pdf").pages)
    assert '#panic("x") $a$ *b* "c" \\ [d] <e>' in text.replace("\n", " ")


def test_a_picture_without_words_is_refused(bound_report: BoundReport, tmp_path: Path) -> None:
    pictures = tmp_path / "study"
    pictures.mkdir()
    (pictures / "dot.png").write_bytes(bound_report.figures["heard-chart"].png)
    broken = replace(bound_report, markdown="# One\n\n![](missing.png)\n", figures={})
    with pytest.raises(ReportError, match="PDF cannot be made"):
        render_pdf(broken, tmp_path / "r.pdf", pictures)
    assert not (tmp_path / "r.pdf").exists()


def test_same_report_gives_same_bytes(
    bound_report: BoundReport, made: Path, tmp_path: Path
) -> None:
    render_pdf(bound_report, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == made.read_bytes()
