"""The built report of the reference study, read back from the page that people get."""

from collections.abc import Callable

import lxml.html
import pytest

from alongside.dataset import DataSet
from alongside.questionnaire import Study
from alongside.report import BuiltReport, build_report

PublishedTable = dict[str, dict[str, int]]
TABLES = [
    ("barriers_by_role_heard", "job", "barriers_heard", "job_group"),
    ("barriers_by_role_not_heard", "job", "barriers_not_heard", "job_group_not_heard"),
    ("heard_by_employer", "employer", "heard_by_employer", "employer"),
    ("heard_by_service_used", "service", "heard_by_service", "service_used"),
]
FIGURES = [
    "heard_staff",
    "heard_lived",
    "heard_by_area",
    "barriers_all",
    "barriers_not_heard_sizes",
]


@pytest.fixture(scope="module")
def built(study: Study, dataset: DataSet, tmp_path_factory: pytest.TempPathFactory) -> BuiltReport:
    return build_report(study, dataset, tmp_path_factory.mktemp("report"), formats=("html",))


@pytest.fixture(scope="module")
def page(built: BuiltReport) -> lxml.html.HtmlElement:
    return lxml.html.parse(str(built.paths["html"])).getroot()


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(("name", "rows", "table", "variable"), TABLES)
def test_every_published_cell_stands_in_the_page(
    name: str,
    rows: str,
    table: str,
    variable: str,
    page: lxml.html.HtmlElement,
    dataset: DataSet,
    published: Callable[[str, str], PublishedTable],
) -> None:
    printed = published(name, rows)
    totals = printed.pop("Total", None)
    labels = {
        item.code: item.label.say("en") for item in dataset.codebook.by_code[variable].categories
    }
    columns = dataset.codebook.by_code["barrier" if totals else "heard"].categories
    heads = {item.code: item.label.say("en") for item in columns}
    found = _read_table(page, table)
    wanted = {
        (labels[row], heads[column]): f"{n:,}"
        for row, cells in printed.items()
        for column, n in cells.items()
    }
    assert {place: found.get(place) for place in wanted} == wanted
    if totals is not None:
        base_rows = {head: found[place] for place, head in _last_row(page, table).items()}
        assert {code: base_rows[heads[code]] for code in totals} == {
            code: str(n) for code, n in totals.items()
        }


def _read_table(page: lxml.html.HtmlElement, name: str) -> dict[tuple[str, str], str]:
    (table,) = page.xpath(f'//*[@id="{name}"]//table')
    heads = [words(cell) for cell in table.xpath(".//thead//th")][1:]
    return {
        (words(row.xpath("./th")[0]), head): words(cell)
        for row in table.xpath(".//tbody/tr")
        for head, cell in zip(heads, row.xpath("./td"), strict=True)
    }


def _last_row(page: lxml.html.HtmlElement, name: str) -> dict[tuple[str, str], str]:
    (table,) = page.xpath(f'//*[@id="{name}"]//table')
    heads = [words(cell) for cell in table.xpath(".//thead//th")][1:]
    last = words(table.xpath(".//tbody/tr[last()]/th")[0])
    return {(last, head): head for head in heads}


def test_the_page_says_that_it_is_synthetic(page: lxml.html.HtmlElement) -> None:
    assert "synthetic" in words(page).lower()


@pytest.mark.parametrize("figure", FIGURES)
def test_the_five_figures_are_drawn_with_words_and_table(
    figure: str, page: lxml.html.HtmlElement
) -> None:
    (drawn,) = page.xpath(f'//figure[@id="{figure}"]')
    assert drawn.xpath(".//*[local-name()='svg']")
    assert drawn.xpath(".//figcaption")
    assert drawn.xpath(".//table")


def test_findings_are_lettered_a_to_h(page: lxml.html.HtmlElement) -> None:
    (first,) = page.xpath("//ol[@type='A' or contains(@style,'upper-alpha')][1]")
    assert len(first.xpath("./li")) == len("ABCDEFGH")


def test_nothing_that_was_taken_out_is_left_in(page: lxml.html.HtmlElement) -> None:
    text = words(page)
    for name in ("Denise", "Desmond", "Tunnicliffe", "Lower Brindle", "01632", "example.org"):
        assert name not in text, name


def test_every_quotation_carries_audience_and_number(page: lxml.html.HtmlElement) -> None:
    quotes = page.xpath("//figure[contains(@class,'quote')]")
    assert len(quotes) >= 16
    for quote in quotes:
        attribution = words(quote.xpath(".//figcaption")[0])
        assert any(char.isdigit() for char in attribution), attribution
        assert "staff" in attribution.lower() or "lived experience" in attribution.lower()


def test_the_five_pillars_have_quotations_each(page: lxml.html.HtmlElement) -> None:
    for pillar in ("Respect", "Equity", "Recognition", "Representativeness", "Pragmatism"):
        (heading,) = page.xpath(
            f"//h3[normalize-space()='{pillar}']|//h2[normalize-space()='{pillar}']"
        )
        section = heading.getparent()
        assert section.xpath(".//figure[contains(@class,'quote')]"), pillar


def test_every_number_of_the_text_stands_in_the_page(
    built: BuiltReport, page: lxml.html.HtmlElement
) -> None:
    text = words(page)
    assert len(built.facts) > 60
    assert [fact.expression for fact in built.facts if fact.text not in text] == []


def test_the_notes_of_the_page_hold_both_values_of_a_figure_that_cannot_be(
    page: lxml.html.HtmlElement,
) -> None:
    rows = [
        [words(cell) for cell in row.xpath("./td")]
        for row in page.xpath('//*[@id="disagreements"]//tbody/tr')
    ]
    assert ["18%", "32%"] in [row[:2] for row in rows]
    assert ["204", "232"] in [row[:2] for row in rows]
    assert len(rows) == 8
