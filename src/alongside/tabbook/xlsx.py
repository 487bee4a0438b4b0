"""A tab book as a workbook: contents, a sheet for each banner, and how to read it.

Cells hold numbers, not words, so that they can be worked with. What a cell cannot hold is said in
a line of its own: the letters of columns a share lies above, and which groups are small. Nothing is
told by colour alone, and no cells are merged: both are lost to people who listen to a sheet.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from alongside.kernel.text import writing_direction
from alongside.tabbook.about import HELD_SIGN, NOBODY_SIGN, about_pairs, about_reading, own_notes
from alongside.tabbook.book import BannerPart, TabBook
from alongside.tabbook.page import part_label
from alongside.tabbook.sheet_cells import Look, add_styles, link, put, set_up_page, sheet_name
from alongside.tabbook.wording import book_word
from alongside.tabulate import Column, ReleasedTable
from alongside.tabulate.table import TOTAL
from alongside.tabulate.wording import table_word

LABELS_WIDE, MEASURES_WIDE, GROUPS_WIDE = 44, 15, 13
FIRST_GROUP = 3
"""The column of everybody; before it stand the answers and what is measured."""
Line = tuple[str, Sequence[object], Look]
"""Name of what is measured, one value a column, and how they look."""


def write_xlsx(book: TabBook, path: Path | IO[bytes]) -> None:
    """Write the book as a workbook, to a file or into memory.

    Cells of withheld numbers hold ``[c]``, shares of nobody ``[z]``; the sheet of notes says so.
    """
    workbook = Workbook()
    add_styles(workbook)
    contents = workbook.active
    assert isinstance(contents, Worksheet)  # noqa: S101  a new workbook has one
    taken = {contents_name(book), notes_name(book)}
    contents.title = contents_name(book)
    names = []
    for part in book.parts:
        names.append(sheet_name(part.code or book_word("total-only", book.language), taken))
        taken.add(names[-1])
    numbered = iter(range(1, 1 + sum(1 for _ in book.tables)))
    places: dict[tuple[str, str], tuple[int, str, int]] = {}
    for part, name in zip(book.parts, names, strict=True):
        sheet = _PartSheet(book, part, workbook.create_sheet(name))
        for table in part.tables:
            number = next(numbered)
            places[part.code, table.variable] = (number, name, sheet.table(table, number))
    _write_contents(book, contents, places)
    _write_notes(book, workbook.create_sheet(notes_name(book)))
    direction = writing_direction(book.language)
    for sheet_of in workbook.worksheets:
        sheet_of.sheet_view.rightToLeft = direction == "rtl"
    properties = workbook.properties
    properties.title, properties.language = book.title, book.language
    properties.creator = "Alongside"
    properties.subject = book.provenance.title
    properties.description = " ".join(f"{name}: {words}." for name, words in about_pairs(book))
    workbook.save(path)


def contents_name(book: TabBook) -> str:
    """Return the name of the first sheet."""
    return sheet_name(book_word("contents", book.language), set())


def notes_name(book: TabBook) -> str:
    """Return the name of the last sheet."""
    return sheet_name(book_word("notes", book.language), set())


class _PartSheet:
    """Writes the tables of one banner below each other, under one line of headings."""

    def __init__(self, book: TabBook, part: BannerPart, sheet: Worksheet) -> None:
        self.book, self.sheet, self.language = book, sheet, book.language
        self.columns = [
            column
            for column in part.tables[0].columns
            if any(table.column(column.heading.code).base_n != 0 for table in part.tables)
        ] or [part.tables[0].column()]
        self.row = 1
        put(sheet, 1, 1, part_label(part, self.language), Look.TITLE)
        sheet.row_dimensions[1].height = 24
        put(sheet, 2, 1, book_word("to-contents", self.language), Look.LINK)
        link(sheet, 2, 1, contents_name(book))
        if book.provenance.synthetic:
            put(sheet, 3, 1, table_word("word-synthetic", self.language), Look.STRONG)
        self.row = 4
        self._heads(part.tables[0])
        set_up_page(sheet, book.title, titles=self.row)
        sheet.freeze_panes = f"{get_column_letter(FIRST_GROUP)}{self.row + 1}"
        sheet.column_dimensions["A"].width = LABELS_WIDE
        sheet.column_dimensions["B"].width = MEASURES_WIDE
        for place in range(len(self.columns)):
            letter = get_column_letter(FIRST_GROUP + place)
            sheet.column_dimensions[letter].width = GROUPS_WIDE

    def _heads(self, table: ReleasedTable) -> None:
        heads = [book_word("answer", self.language), book_word("measure", self.language)]
        for column in self.columns:
            label = "\n".join(column.heading.parts or (column.heading.label,))
            measures = table.measures
            letter = measures.columns[column.heading.code].letter if measures else ""
            if letter:
                label = table_word("word-column-letter", self.language, group=label, letter=letter)
            heads.append(label)
        for place, words in enumerate(heads, 1):
            put(self.sheet, self.row, place, words, Look.HEAD if place > 2 else Look.HEAD_WORDS)
        longest = max(
            sum(-(-len(line) // (GROUPS_WIDE - 2)) for line in head.split("\n")) for head in heads
        )
        self.sheet.row_dimensions[self.row].height = 15 * max(2, longest) + 4

    def table(self, table: ReleasedTable, number: int) -> int:
        """Write one table and return the row of its title."""
        self.row += 2
        title = self.row
        words = book_word("table", self.language, number=number, title=table.title)
        put(self.sheet, title, 1, words, Look.QUESTION)
        base = table_word(f"word-base-{table.base}", self.language, unit=table.unit)
        for place, (name, values, look) in enumerate(self._bases(table)):
            self._line(base, name, values, look, first=place == 0)
        for row in table.rows:
            for place, (name, values, look) in enumerate(self._answer(table, row.code)):
                self._line(row.label, name, values, look, first=place == 0)
        for note in own_notes(table):
            self.row += 1
            put(self.sheet, self.row, 1, note, Look.NOTE)
        return title

    def _line(
        self, label: str, name: str, values: Sequence[object], look: Look, *, first: bool
    ) -> None:
        self.row += 1
        put(self.sheet, self.row, 1, label, Look.LABEL if first else Look.AGAIN)
        put(self.sheet, self.row, 2, name, Look.LABEL if first else Look.AGAIN)
        for place, value in enumerate(values):
            put(self.sheet, self.row, FIRST_GROUP + place, value, look)

    def _bases(self, table: ReleasedTable) -> Iterator[Line]:
        columns = [table.column(each.heading.code) for each in self.columns]
        numbers = [HELD_SIGN if each.base_n is None else each.base_n for each in columns]
        yield book_word("people", self.language, unit=table.unit), numbers, Look.BASE
        if any(_small(column) for column in columns):
            small = book_word("small", self.language)
            yield (
                book_word("care", self.language),
                [small if _small(column) else "" for column in columns],
                Look.WORDS,
            )
        if table.weight and table.measures:
            each = [table.measures.columns[column.heading.code] for column in columns]
            for name, found in (
                ("word-weighted-base", [one.base_w for one in each]),
                ("word-effective-base", [one.effective_n for one in each]),
            ):
                shown = [HELD_SIGN if one is None else one for one in found]
                yield table_word(name, self.language), shown, Look.WEIGHTED

    def _answer(self, table: ReleasedTable, row: str) -> Iterator[Line]:
        codes = [column.heading.code for column in self.columns]
        cells = [table.cell(row, code) for code in codes]
        bases = [table.column(code).base_n for code in codes]
        shares = [
            HELD_SIGN
            if cell.withheld or base is None
            else NOBODY_SIGN
            if cell.share is None or not base
            else cell.share
            for cell, base in zip(cells, bases, strict=True)
        ]
        yield book_word("share", self.language), shares, Look.SHARE
        counts = [HELD_SIGN if cell.n is None else cell.n for cell in cells]
        yield book_word("people", self.language), counts, Look.COUNT
        if table.measures is None:
            return
        found = [table.measures.cells[row, code] for code in codes]
        level = round(100 * table.measures.wish.level)
        for name, ends in (
            ("low", [each.low for each in found]),
            ("high", [each.high for each in found]),
        ):
            shown = [
                HELD_SIGN if cell.withheld else NOBODY_SIGN if end is None else end
                for cell, end in zip(cells, ends, strict=True)
            ]
            yield book_word(f"interval-{name}", self.language, level=level), shown, Look.LIMIT
        if any(each.above for each in found):
            above = [each.above for each in found]
            yield book_word("above-line", self.language), above, Look.WORDS


def _small(column: Column) -> bool:
    return column.caution and column.base_n != 0


def _write_contents(
    book: TabBook, sheet: Worksheet, places: dict[tuple[str, str], tuple[int, str, int]]
) -> None:
    language = book.language
    put(sheet, 1, 1, book.title, Look.TITLE)
    sheet.row_dimensions[1].height = 24
    said = table_word("word-synthetic", language) if book.provenance.synthetic else ""
    put(sheet, 2, 1, said or book.provenance.title, Look.STRONG)
    put(sheet, 3, 1, book_word("to-notes", language), Look.LINK)
    link(sheet, 3, 1, notes_name(book))
    heads = [
        book_word("question", language),
        book_word("code", language),
        table_word("word-base-answered", language),
        *(part_label(part, language) for part in book.parts),
    ]
    for place, words in enumerate(heads, 1):
        put(sheet, 5, place, words, Look.HEAD_WORDS if place < 3 else Look.HEAD)
    questions = {table.variable: table for table in book.tables}
    for row, (code, table) in enumerate(questions.items(), 6):
        put(sheet, row, 1, table.title, Look.LABEL)
        put(sheet, row, 2, code, Look.LABEL)
        base = table.column(TOTAL).base_n
        put(sheet, row, 3, HELD_SIGN if base is None else base, Look.TOTAL)
        for place, part in enumerate(book.parts, 4):
            if (part.code, code) not in places:
                put(sheet, row, place, "", Look.LINK_END)
                continue
            number, name, line = places[part.code, code]
            put(sheet, row, place, book_word("table-link", language, number=number), Look.LINK_END)
            link(sheet, row, place, name, line)
    sheet.freeze_panes = "A6"
    widths = [64, 22, 14, *(max(16, GROUPS_WIDE) for _ in book.parts)]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    longest = max(-(-len(head) // width) for head, width in zip(heads, widths, strict=True))
    sheet.row_dimensions[5].height = 14 * max(1, longest + 1)
    set_up_page(sheet, book.title, titles=5)


def _write_notes(book: TabBook, sheet: Worksheet) -> None:
    language = book.language
    put(sheet, 1, 1, book_word("reading", language), Look.TITLE)
    row = 2
    for words in about_reading(book, signs=True):
        row += 1
        put(sheet, row, 1, words, Look.PROSE)
        sheet.row_dimensions[row].height = 15 * -(-len(words) // 95) + 2
    row += 2
    put(sheet, row, 1, book_word("about", language), Look.TITLE)
    for name, words in about_pairs(book):
        row += 1
        put(sheet, row, 1, f"{name}: {words}", Look.PROSE)
        sheet.row_dimensions[row].height = 15 * -(-len(f"{name}: {words}") // 95) + 2
    sheet.column_dimensions["A"].width = 100
    set_up_page(sheet, book.title, titles=0)
