"""Released tables as people want them: one, several side by side, or a whole tab book.

HTML, text, Markdown, CSV, frames of data, workbooks and Word documents are made here and nowhere
else.
"""

from alongside.tabbook.about import HELD_SIGN, NOBODY_SIGN
from alongside.tabbook.book import (
    Asking,
    BannerPart,
    TabBook,
    book_of,
    count_spreads,
    default_questions,
    make_book,
)
from alongside.tabbook.desk import Desk, check_weight
from alongside.tabbook.docx import write_docx
from alongside.tabbook.files import WRITERS, book_writer
from alongside.tabbook.html import style_sheet, table_html
from alongside.tabbook.number_print import (
    numbers_frame,
    numbers_html,
    numbers_markdown,
    numbers_text,
)
from alongside.tabbook.numbers import NumberRow, ReleasedNumbers, release_numbers
from alongside.tabbook.page import page_html, write_page
from alongside.tabbook.spread import Place, Spread, spread_of
from alongside.tabbook.text import table_csv, table_frame, table_markdown, table_text
from alongside.tabbook.xlsx import write_xlsx

__all__ = [
    "HELD_SIGN",
    "NOBODY_SIGN",
    "WRITERS",
    "Asking",
    "BannerPart",
    "Desk",
    "NumberRow",
    "Place",
    "ReleasedNumbers",
    "Spread",
    "TabBook",
    "book_of",
    "book_writer",
    "check_weight",
    "count_spreads",
    "default_questions",
    "make_book",
    "numbers_frame",
    "numbers_html",
    "numbers_markdown",
    "numbers_text",
    "page_html",
    "release_numbers",
    "spread_of",
    "style_sheet",
    "table_csv",
    "table_frame",
    "table_html",
    "table_markdown",
    "table_text",
    "write_docx",
    "write_page",
    "write_xlsx",
]
