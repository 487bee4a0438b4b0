"""How to read a tab book, and where its numbers come from, in words that every format prints."""

from collections.abc import Iterator
from importlib.metadata import version

from alongside.tabbook.book import TabBook
from alongside.tabbook.wording import book_word
from alongside.tabulate import ReleasedTable, design_notes, measure_notes, sampling_notes
from alongside.tabulate.statistics import Versus

HELD_SIGN = "[c]"
NOBODY_SIGN = "[z]"
"""The signs that statistical offices put into cells of spreadsheets: confidential, not applicable
(Government Statistical Service, *Releasing statistics in spreadsheets*, 2023)."""


def about_reading(book: TabBook, *, signs: bool = False) -> Iterator[str]:
    """Yield how to read the tables; with ``signs``, those that stand in cells of a workbook."""
    language, first = book.language, book.first
    yield book_word("read-share", language)
    yield book_word(f"read-base-{first.base}", language)
    if any(table.weight for table in book.tables):
        yield book_word("read-weight", language, weight=first.weight)
    if signs:
        yield book_word("read-held", language, sign=HELD_SIGN)
        yield book_word("read-nobody", language, sign=NOBODY_SIGN)
    yield book_word("read-small", language)
    measures = next((table.measures for table in book.tables if table.measures), None)
    if measures is not None:
        level = round(100 * measures.wish.level)
        yield book_word("read-interval", language, level=level)
        versus = {table.measures.versus for table in book.tables if table.measures}
        if Versus.EACH in versus:
            yield book_word("read-letters", language)
        if Versus.REST in versus:
            yield book_word("read-signs", language)
    weight = next((table.weight for table in book.tables if table.weight), "")
    said = sampling_notes(book.provenance, language, measured=book.measured, weight=weight)
    yield from said or (book_word("read-sample", language),)
    designs = (table.measures.design for table in book.tables if table.measures)
    notes = (note for each in designs if each for note in design_notes(each, language))
    yield from dict.fromkeys(notes)
    if book.design:
        yield book.design


def about_pairs(book: TabBook) -> Iterator[tuple[str, str]]:
    """Yield name and words of everything to be known about the book as a whole."""
    language, first = book.language, book.first
    provenance = book.provenance

    def pair(name: str, words: str) -> tuple[str, str]:
        return book_word(f"about-{name}", language), words

    yield pair("study", provenance.title)
    if provenance.synthetic:
        yield pair("data", book_word("about-synthetic", language))
    if provenance.source:
        yield pair("source", provenance.source)
    if first.where:
        yield pair("who", book_word("among", language, where=first.where))
    if first.partial:
        yield pair("partial", book_word("partial", language))
    yield pair("rule", first.rule)
    yield pair("together", book_word("together" if book.exact else "together-pairs", language))
    yield pair("fingerprint", provenance.fingerprint)
    yield pair("software", f"Alongside {version('alongside')}")


def own_notes(table: ReleasedTable) -> tuple[str, ...]:
    """Return the notes of one table of a book: what holds for all of it is said once, elsewhere."""
    tested = table.measures is not None and table.measures.association is not None
    return (*table.notes, *(measure_notes(table)[-1:] if tested else ()))
