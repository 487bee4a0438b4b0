"""A tab book as a Word document, sideways: a heading for each banner and each question."""

from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Twips

from alongside.tabbook.about import about_pairs, about_reading, own_notes
from alongside.tabbook.book import TabBook
from alongside.tabbook.page import part_label
from alongside.tabbook.spread import Place, Spread
from alongside.tabbook.wording import book_word
from alongside.tabulate.table import Heading
from alongside.tabulate.wording import table_word
from alongside.typeset.word_styles import set_language, set_page, set_styles
from alongside.typeset.word_xml import WIDE_WIDTH, paragraph, table_shell, xml_text

MOST_COLUMNS = 12
"""More groups than this are printed in further tables, each with everybody first."""
_LABELS_SHARE = 0.26
_TOGETHER = 14


def write_docx(book: TabBook, path: Path) -> None:
    """Write the book as a Word document with headings, contents and header rows that repeat."""
    document = docx.Document()
    language = book.language
    set_language(document, language)
    document.styles.add_style("Table", 3)
    set_styles(document)
    set_page(document, book.title)
    _turn(document)
    body = _Body(document)
    body.add(paragraph("Title", book.title))
    if book.provenance.synthetic:
        body.add(paragraph("Synthetic Note", table_word("word-synthetic", language)))
    for words in _contents(book):
        body.add(words)
    number = 0
    for place, part in enumerate(book.parts):
        label = part_label(part, language)
        body.add(paragraph("Heading 1", label, bookmark=f"part{place}", number=9000 + place))
        for table in part.tables:
            number += 1
            words = book_word("table", language, number=number, title=table.title)
            body.add(paragraph("Heading 2", words, bookmark=f"table{number}", number=number))
            for xml in table_parts(Spread((table,)), words):
                body.add(xml)
    body.add(paragraph("Heading 1", book_word("reading", language)))
    for words in about_reading(book):
        body.add(paragraph("BodyText", words))
    body.add(paragraph("Heading 1", book_word("about", language)))
    for name, words in about_pairs(book):
        body.add(paragraph("BodyText", words, label=name))
    properties = document.core_properties
    properties.title, properties.language = book.title, language
    properties.author, properties.subject = "Alongside", book.provenance.title
    properties.comments = " ".join(f"{name}: {words}." for name, words in about_pairs(book))[:255]
    document.save(str(path))


class _Body:
    """Appends pieces of WordprocessingML before the settings of the last section."""

    def __init__(self, document: Document) -> None:
        self._body = document.element.body

    def add(self, xml: str) -> None:
        wrapped = parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")
        for element in list(wrapped):
            self._body.insert(len(self._body) - 1, element)


def _turn(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    stops = section.footer.paragraphs[0].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Twips(WIDE_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _contents(book: TabBook) -> Iterator[str]:
    """Yield the contents as links: banners, and the tables below them."""
    yield paragraph("TOC Heading", book_word("contents", book.language))
    number = 0
    for place, part in enumerate(book.parts):
        yield _link("Contents1", part_label(part, book.language), f"part{place}")
        for table in part.tables:
            number += 1
            words = book_word("table", book.language, number=number, title=table.title)
            yield _link("Contents2", words, f"table{number}")


def _link(style: str, words: str, anchor: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:hyperlink w:anchor="{anchor}" '
        f'w:history="1"><w:r><w:t xml:space="preserve">{xml_text(words)}</w:t></w:r>'
        "</w:hyperlink></w:p>"
    )


def table_parts(spread: Spread, description: str) -> Iterator[str]:
    """Yield who is counted, the table (in several where it is wide) and its notes."""
    for words in spread.who:
        yield paragraph("Figure Base", words)
    total, *groups = spread.places
    chunks = [groups[at : at + MOST_COLUMNS] for at in range(0, len(groups), MOST_COLUMNS)] or [[]]
    for chunk in chunks:
        yield _grid(spread, (total, *chunk), description)
        yield paragraph("Table Note", "")
    for note in (*own_notes(spread.first), *spread.empty_groups()):
        yield paragraph("Table Note", note)


def _grid(spread: Spread, places: tuple[Place, ...], description: str) -> str:
    first = int(WIDE_WIDTH * _LABELS_SHARE)
    each = min((WIDE_WIDTH - first) // len(places), 1700)
    widths = [first, *[each] * len(places)]
    small = " Small" if len(places) > 8 else ""
    heads = [book_word("answer", spread.language)]
    heads += [": ".join([*place.labels[1:-1], spread.heading(place)]) for place in places]
    together = len(spread.rows) <= _TOGETHER
    rows = [_head_row(heads, widths, small)]
    bases = [(spread.base_label, [spread.base(place) for place in places])]
    spots = [spread.places.index(place) for place in places]
    for label, numbers in spread.more_bases():
        chosen = [numbers[spot] for spot in spots]
        held = spread.withheld_word
        bases.append((label, [held if one is None else f"{one:,.0f}" for one in chosen]))
    for row in spread.rows:
        cells = [list(_cell(spread, row, place)) for place in places]
        rows.append(_row(row.label, cells, widths, small, keep=together))
    for at, (label, words) in enumerate(bases):
        keep = together and at < len(bases) - 1
        rows.append(_row(label, [[each] for each in words], widths, small, keep=keep, base=True))
    return table_shell(description, widths, "".join(rows))


def _cell(spread: Spread, row: Heading, place: Place) -> Iterator[str]:
    """Yield the lines of a cell: the share with its letters, its interval, how many people."""
    cell, measures = spread.cell(row.code, place), spread.measures(row.code, place)
    if cell.n is None:
        yield spread.withheld_word
        return
    above = f" {measures.above}" if measures and measures.above else ""
    yield f"{spread.share(row.code, place)}{above}"
    if measures and measures.low is not None and measures.high is not None:
        low, high = f"{100 * measures.low:.0f}", f"{100 * measures.high:.0f}%"
        yield book_word("interval", spread.language, low=low, high=high)
    yield f"{cell.n:,}"


def _head_row(heads: list[str], widths: list[int], small: str) -> str:
    cells = []
    for at, (head, width) in enumerate(zip(heads, widths, strict=True)):
        side = '<w:jc w:val="right"/>' if at else ""
        text = paragraph(f"Table Head{small}", head, extra=f"<w:keepNext/>{side}")
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:tcBorders><w:bottom '
            f'w:val="single" w:sz="8" w:color="1B2426"/></w:tcBorders><w:vAlign w:val="bottom"/>'
            f"</w:tcPr>{text}</w:tc>"
        )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(
    label: str,
    cells: list[list[str]],
    widths: list[int],
    small: str,
    *,
    keep: bool,
    base: bool = False,
) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F3F6F6"/>' if base else ""
    tied = "<w:keepNext/>" if keep else ""
    made = []
    for at, (lines, width) in enumerate(zip([[label], *cells], widths, strict=True)):
        side = '<w:jc w:val="right"/>' if at else ""
        style = f"Table Text{small}"
        text = "".join(
            paragraph(style if not line else "Table Text Small", words, extra=f"{tied}{side}")
            for line, words in enumerate(lines)
        )
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{text}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(made)}</w:tr>"
