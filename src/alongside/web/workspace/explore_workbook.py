"""What the explore page shows as an Excel workbook."""

import io
from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from alongside.tabbook.book import book_of
from alongside.tabbook.xlsx import write_xlsx
from alongside.web.workspace.explore_numbers import NumberWords
from alongside.web.workspace.explore_reads import ExplorePage

_LABELS_WIDE, _GROUPS_WIDE = 36, 18
_FORMULA = "=+-@"


def as_workbook(page: ExplorePage, working: str) -> bytes:
    """Return the tables of a page as a workbook; each says who was counted, and that it is working.

    Shares, counts and intervals are numbers in their cells, means and medians words as shown.
    """
    out = io.BytesIO()
    about = [words for words in (page.among, working) if words]
    if page.numbers:
        _numbers_workbook(page.numbers, about).save(out)
    elif page.counted:
        tables = [replace(table, notes=(*about, *table.notes)) for table in page.counted.tables]
        write_xlsx(book_of(tables), out)
    return out.getvalue()


def _numbers_workbook(tables: Sequence[NumberWords], about: Sequence[str]) -> Workbook:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one
    sheet.title = "Numbers"
    for words in tables:
        split = f"Split by: {words.split_by}" if words.split_by else ""
        lines = [
            [words.caption],
            *([[split]] if split else []),
            ["Measure", *(column.label for column in words.columns)],
            *([label, *cells] for label, cells in words.rows),
            [words.base, *(column.base for column in words.columns)],
            *([each] for each in (*words.differences, *words.notes, *about)),
            [],
        ]
        first = sheet.max_row + 1 if sheet.max_row > 1 else 1
        for number, line in enumerate(lines, first):
            for place, value in enumerate(line, 1):
                cell = sheet.cell(number, place)
                cell.value = str(value)
                if str(value)[:1] in _FORMULA:
                    cell.data_type = "s"  # words, whatever they begin with
                cell.alignment = Alignment(wrap_text=len(line) > 1, vertical="top")
                if number == first or value == "Measure" or (len(line) > 1 and place == 1):
                    cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = _LABELS_WIDE
    for place in range(2, 2 + max(len(words.columns) for words in tables)):
        sheet.column_dimensions[get_column_letter(place)].width = _GROUPS_WIDE
    return workbook
