"""Paragraphs and tables in Word's own language (WordprocessingML)."""

import re
from collections.abc import Sequence
from html import escape

TEXT_WIDTH = 9186
"""Twentieths of a point (dxa) between the margins of an upright A4 page."""
WIDE_WIDTH = 14117
"""The same on a page turned sideways."""


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(words: str) -> str:
    r"""Return words as text of XML; signs that XML does not know become a space.

    >>> xml_text("tea\x07 & <cake>")
    'tea  &amp; &lt;cake&gt;'
    """
    return escape(_NOT_XML.sub(" ", words), quote=False)


def style_id(name: str) -> str:
    """Return the id python-docx gives a style of this name."""
    return name.replace(" ", "")


def paragraph(
    style: str, text: str, *, bookmark: str = "", label: str = "", number: int = 0, extra: str = ""
) -> str:
    """Return one paragraph; ``label`` is a teal run before the text."""
    runs = ""
    if label:
        colour = '<w:rPr><w:color w:val="0B5C5E"/></w:rPr>'
        runs += f'<w:r>{colour}<w:t xml:space="preserve">{xml_text(label)}. </w:t></w:r>'
    runs += f'<w:r><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
    if bookmark:
        runs = (
            f'<w:bookmarkStart w:id="{number}" w:name="{bookmark}"/>{runs}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{extra}</w:pPr>{runs}</w:p>'


def table_shell(description: str, widths: Sequence[int], rows: str) -> str:
    """Return a table of these rows: fixed widths, lines between rows, words for who listens.

    The first row and the first column are marked as headings.
    """
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Table"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders><w:top w:val="single" w:sz="8" w:color="1B2426"/>'
        f'<w:bottom w:val="single" w:sz="8" w:color="1B2426"/>'
        f'<w:insideH w:val="single" w:sz="4" w:color="C3CBCD"/></w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        f'<w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(_NOT_XML.sub(" ", description))}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
