"""A tab book, or one table, as a web page that needs no other file."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from alongside.kernel.text import writing_direction
from alongside.tabbook.about import about_pairs, about_reading, own_notes
from alongside.tabbook.book import BannerPart, TabBook
from alongside.tabbook.html import style_sheet, table_html
from alongside.tabbook.spread import Spread, spread_of
from alongside.tabbook.wording import book_word
from alongside.tabulate.wording import table_word


def write_page(book: TabBook | Spread, path: Path) -> None:
    """Write a tab book, or tables side by side, as a web page."""
    path.write_text(page_html(book), "utf-8")


def page_html(book: TabBook | Spread) -> str:
    """Return the page: contents, tables by banner, and how to read them."""
    if isinstance(book, Spread):
        about = TabBook(book.title, (BannerPart("", "", book.tables),))
        body = table_html(book)
    else:
        about = book
        body = "".join(_book_parts(book))
    language = about.language
    synthetic = about.provenance.synthetic
    banner = f'<p class="told">{escape(table_word("word-synthetic", language))}</p>'
    pairs = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in about_pairs(about)
    )
    reading = "".join(f"<li>{escape(words)}</li>" for words in about_reading(about))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{writing_direction(language)}">'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(about.title)}</title><style>{style_sheet('page')}{style_sheet()}</style></head>"
        f"<body><main><h1>{escape(about.title)}</h1>{banner if synthetic else ''}{body}"
        f'<h2 id="how-to-read">{escape(book_word("reading", language))}</h2><ul>{reading}</ul>'
        f"<h2>{escape(book_word('about', language))}</h2><dl>{pairs}</dl></main></body></html>\n"
    )


def _book_parts(book: TabBook) -> Iterator[str]:
    language = book.language
    contents, reading = (escape(book_word(name, language)) for name in ("contents", "reading"))
    yield f'<nav aria-labelledby="contents"><h2 id="contents">{contents}</h2><ul>'
    captions = {
        (place, spot): book_word("table", language, number=number, title=table.title)
        for number, (place, spot, table) in enumerate(
            (
                (place, spot, table)
                for place, part in enumerate(book.parts)
                for spot, table in enumerate(part.tables)
            ),
            1,
        )
    }
    for place, part in enumerate(book.parts):
        inner = "".join(
            f'<li><a href="#t{place}-{spot}">{escape(captions[place, spot])}</a></li>'
            for spot in range(len(part.tables))
        )
        label = escape(part_label(part, language))
        yield f'<li><a href="#b{place}">{label}</a><ul>{inner}</ul></li>'
    yield f'<li><a href="#how-to-read">{reading}</a></li></ul></nav>'
    for place, part in enumerate(book.parts):
        yield f'<section aria-labelledby="b{place}"><h2 id="b{place}">'
        yield f"{escape(part_label(part, language))}</h2>"
        for spot, table in enumerate(part.tables):
            name = f"t{place}-{spot}"
            notes = (*own_notes(table), *spread_of(table).empty_groups())
            caption = captions[place, spot]
            table_as = table_html(table, name=name, caption=caption, notes=notes)
            yield f'<div id="{name}">{table_as}</div>'
        yield "</section>"


def part_label(part: BannerPart, language: str) -> str:
    """Return the words for a banner; tables without groups are of everybody."""
    if not part.code:
        return book_word("total-only", language)
    return book_word("by", language, group=part.label)
