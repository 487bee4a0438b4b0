"""How cells of a workbook look, and how words get into them without becoming formulas."""

import re
from collections.abc import Collection
from enum import Enum, auto

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Arial"
INK, SOFT, DEEP, LINE, WASH = "1B2426", "4D5A5E", "0B5C5E", "C3CBCD", "F3F6F6"
MOST_LETTERS = 31
"""Letters that the name of a sheet may have."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'>]+")


class Look(Enum):
    """The kinds of cells there are."""

    TITLE = auto()
    STRONG = auto()
    LINK = auto()
    LINK_END = auto()
    HEAD = auto()
    HEAD_WORDS = auto()
    QUESTION = auto()
    LABEL = auto()
    AGAIN = auto()
    """A label that repeats the one above, for people who hear one line at a time."""
    NOTE = auto()
    PROSE = auto()
    WORDS = auto()
    BASE = auto()
    WEIGHTED = auto()
    COUNT = auto()
    TOTAL = auto()
    """A count that stands alone in its line."""
    SHARE = auto()
    LIMIT = auto()


_FONTS = {
    Look.TITLE: Font(FONT, 16, bold=True, color=INK),
    Look.STRONG: Font(FONT, 10, bold=True, color=INK),
    Look.LINK: Font(FONT, 10, underline="single", color=DEEP),
    Look.LINK_END: Font(FONT, 10, underline="single", color=DEEP),
    Look.HEAD: Font(FONT, 10, bold=True, color=INK),
    Look.HEAD_WORDS: Font(FONT, 10, bold=True, color=INK),
    Look.QUESTION: Font(FONT, 11, bold=True, color=DEEP),
    Look.SHARE: Font(FONT, 10, bold=True, color=INK),
    Look.AGAIN: Font(FONT, 9, color=SOFT),
    Look.NOTE: Font(FONT, 9, italic=True, color=SOFT),
    Look.COUNT: Font(FONT, 9, color=SOFT),
    Look.LIMIT: Font(FONT, 9, color=SOFT),
    Look.PROSE: Font(FONT, 10, color=INK),
}
_PLAIN = Font(FONT, 10, color=INK)
_FORMATS = {
    Look.BASE: "#,##0",
    Look.COUNT: "#,##0",
    Look.TOTAL: "#,##0",
    Look.WEIGHTED: "#,##0.0",
    Look.SHARE: "0%",
    Look.LIMIT: "0.0%",
}
_WRAPPED = {Look.HEAD, Look.HEAD_WORDS, Look.LABEL, Look.AGAIN, Look.PROSE}
_TO_THE_END = {
    Look.HEAD,
    Look.LINK_END,
    Look.WORDS,
    Look.BASE,
    Look.WEIGHTED,
    Look.COUNT,
    Look.TOTAL,
    Look.SHARE,
    Look.LIMIT,
}
_HEADS = (Look.HEAD, Look.HEAD_WORDS)
_UNDER_HEADS = Border(bottom=Side("medium", INK))
_ABOVE_ANSWERS = Border(top=Side("thin", LINE))
_SHADE = PatternFill("solid", fgColor=WASH)


def add_styles(workbook: Workbook) -> None:
    """Give a workbook a named style for each look, so that people can change them all at once."""
    for look in Look:
        style = NamedStyle(_style_name(look))
        style.font = _FONTS.get(look, _PLAIN)
        style.alignment = Alignment(
            horizontal="right" if look in _TO_THE_END else None,
            vertical="bottom" if look in _HEADS else "top",
            wrap_text=look in _WRAPPED,
        )
        style.number_format = _FORMATS.get(look, "General")
        if look in _HEADS:
            style.border, style.fill = _UNDER_HEADS, _SHADE
        elif look in (Look.SHARE, Look.BASE, Look.LABEL, Look.LINK_END, Look.TOTAL):
            style.border = _ABOVE_ANSWERS
        workbook.add_named_style(style)


def _style_name(look: Look) -> str:
    return f"Alongside {look.name.lower().replace('_', ' ')}"


def put(sheet: Worksheet, row: int, column: int, value: object, look: Look) -> None:
    """Write one cell: numbers stay numbers, and words never become a formula."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101  no cells are merged
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value) or None
        if value.startswith("="):
            cell.data_type = "s"
    elif isinstance(value, int | float):
        cell.value = value
    cell.style = _style_name(look)


def link(sheet: Worksheet, row: int, column: int, name: str, line: int = 1) -> None:
    """Let a cell lead to a line of another sheet of the same workbook."""
    cell = sheet.cell(row, column)
    place = quote_sheetname(name)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{place}!A{line}")


def sheet_name(words: str, taken: Collection[str]) -> str:
    """Return a name that a sheet may have and that no other has.

    >>> sheet_name("employer > role", {"employer, role"})
    'employer, role 2'
    """
    plain = " ".join(_NOT_IN_NAMES.sub(" ", words.replace(" > ", ", ")).split()) or "Table"
    name, number = plain[:MOST_LETTERS].strip(), 1
    known = {each.casefold() for each in taken}
    while name.casefold() in known:
        number += 1
        ending = f" {number}"
        name = plain[: MOST_LETTERS - len(ending)].strip() + ending
    return name


def set_up_page(sheet: Worksheet, title: str, *, titles: int) -> None:
    """Set how a sheet is printed: sideways, one page wide, ``titles`` first lines on every page."""
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    if titles:
        sheet.print_title_rows = f"1:{titles}"
    footer = sheet.oddFooter
    footer.left.text = title.replace("&", "&&")[:200]  # type: ignore[union-attr]
    footer.right.text = "&P / &N"  # type: ignore[union-attr]
