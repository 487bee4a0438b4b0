from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from alongside.report.docx import render_docx
from alongside.report.facts import BoundReport


@pytest.fixture(scope="module")
def made(bound_report: BoundReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("word") / "report.docx"
    render_docx(bound_report, path)
    return path


@pytest.fixture(scope="module")
def document(made: Path) -> Document:
    return docx.Document(str(made))


def styles_of(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        assert paragraph.style is not None
        found.setdefault(str(paragraph.style.name), []).append(paragraph.text)
    return found


def test_text_carries_real_styles(document: Document) -> None:
    styles = styles_of(document)
    assert styles["Title"] == ["Working together"]
    assert styles["Heading 1"][:2] == ["Findings", "Notes"]
    assert styles["Heading 2"] == ["Detail"]
    assert styles["Quote"] == ["“We sat [there] … and wrote.”"]
    assert styles["Quote Attribution"] == ["Staff, 71"]
    assert "Figure 1. Most had heard" in styles["Caption"]
    assert "Table 1. Heard of it, by <employer> & more" in styles["Caption"]


def test_contents_are_filled_in_and_a_field(document: Document) -> None:
    body = document.element.body
    codes = [node.text or "" for node in body.iter(qn("w:instrText"))]
    assert any(code.strip().startswith("TOC") for code in codes)
    bookmarks = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    links = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))]
    assert {"employers", "heard-chart"} <= bookmarks
    assert {link for link in links if link} <= bookmarks


def test_header_rows_repeat_and_no_row_splits(document: Document) -> None:
    ours = [table for table in document.tables if table.cell(0, 0).text == "Answer"]
    assert len(ours) == 3
    for table in ours:
        first = table.rows[0]._tr
        assert first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        for row in table.rows:
            assert row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_cells_are_those_of_the_table(document: Document, bound_report: BoundReport) -> None:
    wide = bound_report.tables["roles"]
    table = next(table for table in document.tables if len(table.columns) == 15)
    shown = [[cell.text for cell in row.cells] for row in table.rows]
    assert shown[0] == [wide.corner, *wide.heads]
    assert shown[1:] == [[row.label, *row.cells] for row in wide.rows]


def test_wide_table_lies_on_a_page_turned_sideways(document: Document) -> None:
    turned = [section.page_width > section.page_height for section in document.sections]
    assert turned == [False, True, False]
    for section in document.sections:
        assert "Synthetic data" in section.footer.paragraphs[0].text


def test_tables_fit_between_the_margins(document: Document) -> None:
    for table in document.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        limit = 14200 if len(widths) > 8 else 9200
        assert sum(widths) <= limit


def test_pictures_have_alt_text(document: Document) -> None:
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert [picture.get("descr") for picture in pictures] == ["Bar chart. Yes 60%, no 40%."]


def test_properties_say_title_language_and_date(document: Document) -> None:
    properties = document.core_properties
    assert (properties.title, properties.language) == ("Working together", "en")
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2023-09-01"
    defaults = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert defaults is not None
    assert defaults.get(qn("w:val")) == "en-GB"


def test_findings_are_lettered(document: Document) -> None:
    numbering = document.part.numbering_part.element
    formats = {node.get(qn("w:val")) for node in numbering.iter(qn("w:numFmt"))}
    assert "upperLetter" in formats


def test_banner_stands_first(document: Document) -> None:
    assert document.paragraphs[0].text.startswith("Synthetic data")


def test_same_report_gives_same_bytes(
    bound_report: BoundReport, made: Path, tmp_path: Path
) -> None:
    render_docx(bound_report, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == made.read_bytes()
