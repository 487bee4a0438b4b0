"""Tab books as workbook, Word document and web page."""

from pathlib import Path

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser
from tests.tabbook.conftest import made_book

from alongside.kernel.errors import DataError
from alongside.questionnaire import Disclosure
from alongside.tabbook import TabBook, book_writer, page_html, write_docx, write_xlsx
from alongside.tabulate import Measuring


@pytest.fixture(scope="module")
def workbook(book: TabBook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    write_xlsx(book, path)
    return path


def lines_of(sheet: Worksheet) -> dict[tuple[str, str], list[object]]:
    """Return the lines of a sheet by answer and measure; the first of each name."""
    found: dict[tuple[str, str], list[object]] = {}
    for row in sheet.iter_rows(values_only=True):
        if row[0] and row[1]:
            found.setdefault((str(row[0]), str(row[1])), list(row[2:]))
    return found


def test_a_workbook_has_contents_a_sheet_for_each_banner_and_notes(workbook: Path) -> None:
    made = load_workbook(workbook)
    assert made.sheetnames == ["Contents", "area", "area, role", "Notes"]
    assert made.properties.title == "A & B" and made.properties.language == "en"
    for sheet in made.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].value
    assert made["area"].freeze_panes == "C5"
    assert made["area"].print_title_rows == "$1:$4"


def test_every_link_leads_to_the_table_it_names(workbook: Path) -> None:
    made = load_workbook(workbook)
    links = [cell for row in made["Contents"].iter_rows() for cell in row if cell.hyperlink]
    tables = [cell for cell in links if str(cell.value).startswith("Table")]
    assert len(tables) == 5  # three questions by two banners, less role by itself
    for cell in tables:
        name, place = cell.hyperlink.location.split("!")
        assert str(made[name.strip("'")][place].value).startswith(f"{cell.value}. ")


def test_cells_hold_numbers_and_signs_that_notes_explain(workbook: Path) -> None:
    made = load_workbook(workbook)
    lines = lines_of(made["area"])
    # three of 73 in the south are withheld, and one more that would give them away
    assert (
        lines["=HYPERLINK(1)", "Share"] == ["[c]", "[c]", "[c]"]
        or "[c]" in (lines["=HYPERLINK(1)", "Share"])
    )
    counts = [each for each in lines["No & never", "People"] if each != "[c]"]
    assert all(isinstance(each, int) for each in counts)
    assert lines["Base: people who answered", "People"] == [190, 117, 73]
    share = next(
        cell
        for row in made["area"].iter_rows()
        for cell in row
        if row[1].value == "Share" and isinstance(cell.value, float)
    )
    assert 0 <= share.value <= 1 and share.number_format == "0%"
    notes = " ".join(str(cell.value) for (cell,) in made["Notes"].iter_rows(max_col=1))
    assert "[c] stands for a number that is withheld" in notes and "f00" in notes


def test_words_never_become_formulas_or_break_the_file(workbook: Path) -> None:
    made = load_workbook(workbook)
    cells = [cell for row in made["area"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == "Not  sure" for cell in cells)


def test_empty_groups_have_no_column(workbook: Path) -> None:
    heads = [cell.value for cell in load_workbook(workbook)["area"][4]]
    assert heads[:4] == ["Answer", "Measure", "Total", "North (a)"]
    assert not any("Nobody" in str(head) for head in heads)


def test_letters_and_small_groups_are_words(workbook: Path) -> None:
    made = load_workbook(workbook)
    lines = lines_of(made["area, role"])
    assert ("", "Care") not in lines
    care = [row for row in made["area, role"].iter_rows(values_only=True) if row[1] == "Care"]
    assert care and "small group" in care[0]
    above = [row for row in made["area, role"].iter_rows(values_only=True) if row[1] == "Above"]
    assert any(cell for row in above for cell in row[2:])


def test_a_book_from_the_right(tmp_path: Path) -> None:
    book = made_book(Disclosure(), measuring=None, language="ar")
    write_xlsx(book, tmp_path / "book.xlsx")
    made = load_workbook(tmp_path / "book.xlsx")
    assert all(sheet.sheet_view.rightToLeft for sheet in made.worksheets)
    assert 'dir="rtl"' in page_html(book)


def test_nothing_withheld_is_in_any_file(book: TabBook, tmp_path: Path) -> None:
    """The three people of the south who heard of it, and their four per cent, are nowhere."""
    page = lxml.html.fromstring(page_html(book))
    write_docx(book, tmp_path / "book.docx")
    words = [cell.text for each in docx.Document(str(tmp_path / "book.docx")).tables
             for cell in each._cells]  # fmt: skip
    cells = [cell.text_content() for cell in page.xpath("//td")]
    for cell in (*words, *cells):
        assert not {"3", "4%"} & set(cell.split())
    assert "withheld" in words and "withheld" in cells


def test_a_word_document_has_headings_contents_and_header_rows(
    book: TabBook, tmp_path: Path
) -> None:
    write_docx(book, tmp_path / "book.docx")
    made = docx.Document(str(tmp_path / "book.docx"))
    assert made.core_properties.title == "A & B" and made.core_properties.language == "en"
    headings = [each.text for each in made.paragraphs if each.style.name == "Heading 2"]
    assert [each.split(".")[0] for each in headings] == [f"Table {n}" for n in range(1, 6)]
    body = made.element.body
    anchors = {each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))}
    names = {each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))}
    assert anchors and anchors <= names
    for table in made.tables:
        assert table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    section = made.sections[0]
    assert section.page_width > section.page_height


def test_a_page_has_unique_ids_and_links_that_lead_somewhere(book: TabBook) -> None:
    page = lxml.html.fromstring(page_html(book))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.xpath("//nav//a/@href")} <= set(ids)
    for cell in page.xpath("//td[@headers]"):
        assert set(cell.get("headers").split()) <= set(ids)


@pytest.mark.browser
def test_a_page_is_accessible_and_fits_a_telephone(
    book: TabBook, browser: Browser, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    book_writer(tmp_path / "book.html")(book, tmp_path / "book.html")
    for width, scheme in ((1000, "light"), (320, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        page = context.new_page()
        page.goto((tmp_path / "book.html").as_uri())
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def test_another_ending_is_refused_before_anything_is_noted() -> None:
    with pytest.raises(DataError, match=r"\.xlsx, \.docx, \.html"):
        book_writer(Path("book.pdf"))


def test_a_book_without_measures_has_shares_and_counts_only(tmp_path: Path) -> None:
    write_xlsx(made_book(Disclosure(), measuring=None), tmp_path / "book.xlsx")
    sheet = load_workbook(tmp_path / "book.xlsx")["area"]
    measures = {row[1] for row in sheet.iter_rows(min_row=5, values_only=True)} - {None}
    assert measures <= {"Share", "People", "Care"}


def test_compared_with_the_rest_there_are_signs(tmp_path: Path) -> None:
    from alongside.tabulate.statistics import Versus  # noqa: PLC0415

    book = made_book(Disclosure(), measuring=Measuring(versus=Versus.REST))
    write_xlsx(book, tmp_path / "book.xlsx")
    made = load_workbook(tmp_path / "book.xlsx")
    above = [row for row in made["area"].iter_rows(values_only=True) if row[1] == "Above"]
    assert {cell for row in above for cell in row[2:] if cell} <= {"+", "-"}
    notes = " ".join(str(cell.value) for (cell,) in made["Notes"].iter_rows(max_col=1))
    assert "+ marks a share above" in notes
