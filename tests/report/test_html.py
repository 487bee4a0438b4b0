from collections import Counter
from itertools import pairwise

import lxml.html
import pytest

from alongside.report.facts import BoundReport
from alongside.report.html import render_html


@pytest.fixture(scope="module")
def page(bound_report: BoundReport) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(render_html(bound_report))


def test_headings_go_down_one_level_at_a_time(page: lxml.html.HtmlElement) -> None:
    levels = [
        int(item.tag[1]) for item in page.xpath("//main//*[self::h2 or self::h3 or self::h4]")
    ]
    assert len(page.xpath("//h1")) == 1
    assert levels[0] == 2
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_language_title_landmarks_and_skip_link(page: lxml.html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == "Working together"
    assert [len(page.xpath(f"//{name}")) for name in ("header", "nav", "main", "footer")] == [1] * 4
    skip = page.xpath("//body/a[1]")[0]
    assert page.xpath(f"//*[@id='{skip.get('href')[1:]}']")[0].tag == "main"


def test_ids_are_unique_and_links_lead_somewhere(page: lxml.html.HtmlElement) -> None:
    ids = Counter(page.xpath("//@id"))
    assert not [name for name, n in ids.items() if n > 1]
    assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= set(ids)
    labelled = " ".join(page.xpath("//@aria-labelledby")).split()
    assert set(labelled) <= set(ids)


def test_every_table_head_has_its_scope_and_every_table_a_name(page: lxml.html.HtmlElement) -> None:
    assert {head.get("scope") for head in page.xpath("//thead//th")} == {"col"}
    rows = page.xpath("//div[@id='employers']//tbody//th")
    assert {head.get("scope") for head in rows} == {"row"}
    for table in page.xpath("//table"):
        region = table.getparent()
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")
        assert region.get("aria-label") or region.get("aria-labelledby")


def test_table_says_every_cell_once(page: lxml.html.HtmlElement, bound_report: BoundReport) -> None:
    for name, table in bound_report.tables.items():
        shown = [
            tuple(cell.text_content() for cell in row.xpath("./th|./td"))
            for row in page.xpath(f"//div[@id='{name}']//tbody/tr")
        ]
        assert shown == [(row.label, *row.cells) for row in table.rows]
        caption = page.xpath(f"//div[@id='{name}']//caption")[0].text_content()
        assert caption == f"{table.label}. {table.caption}"


def test_pictures_are_inline_named_and_described(page: lxml.html.HtmlElement) -> None:
    pictures = page.xpath("//figure//*[local-name()='svg']")
    assert len(pictures) == 2, "one for wide and one for narrow screens"
    for picture in pictures:
        assert picture.get("role") == "img"
        assert picture.xpath("./*[local-name()='desc']")[0].text == "Bar chart. Yes 60%, no 40%."
    assert not page.xpath("//img[not(@alt)]")


def test_page_needs_no_other_file(page: lxml.html.HtmlElement) -> None:
    assert not page.xpath("//link | //script | //img[not(starts-with(@src, 'data:'))]")


def test_findings_are_lettered(page: lxml.html.HtmlElement) -> None:
    listed = page.xpath("//main//ol[@type='A']/li")
    assert len(listed) == 2


def test_synthetic_data_and_provenance_are_named(page: lxml.html.HtmlElement) -> None:
    assert "Synthetic data" in page.xpath("//aside")[0].text_content()
    footer = page.xpath("//footer")[0].text_content()
    assert all(words in footer for words in ("ab12", "Alongside 0", "1 September 2023", "Made up"))


def test_quotation_has_its_attribution(page: lxml.html.HtmlElement) -> None:
    quote = page.xpath("//figure[@class='quote']")[0]
    assert quote.xpath(".//blockquote")[0].text_content() == "We sat [there] … and wrote."
    assert quote.xpath("./figcaption")[0].text_content() == "Staff, 71"


def test_same_report_gives_same_bytes(bound_report: BoundReport) -> None:
    assert render_html(bound_report) == render_html(bound_report)
