"""Tables, captions and quotations in Word's own language (WordprocessingML)."""

from alongside.report.facts import QuoteBlock, RowKind, TableBlock, TableRow
from alongside.report.widths import column_shares, is_wordy
from alongside.typeset.word_xml import TEXT_WIDTH, WIDE_WIDTH, paragraph, table_shell


def section_break(kind: str) -> str:
    """Return the mark where the page turns: ``start`` or ``end`` of a wide part."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="SectionBreak"/></w:pPr>'
        f'<w:bookmarkStart w:id="{8000 + (kind == "end")}" w:name="wide-{kind}"/>'
        f'<w:bookmarkEnd w:id="{8000 + (kind == "end")}"/></w:p>'
    )


def quote_xml(quote: QuoteBlock) -> str:
    """Return a quotation and its attribution."""
    parts = [part.strip() for part in quote.text.split("\n\n") if part.strip()] or [""]
    parts[0] = f"\u201c{parts[0]}"
    parts[-1] = f"{parts[-1]}\u201d"
    body = "".join(paragraph("Quote", part) for part in parts)
    return body + paragraph("Quote Attribution", quote.attribution)


def table_xml(table: TableBlock, number: int) -> str:
    """Return caption, table and notes; a wide table sits on a page turned sideways.

    The header row repeats on each page, no row splits, and the first column is marked as
    row headings.
    """
    caption = paragraph(
        "Caption", table.caption, bookmark=table.id, label=table.label, number=number
    )
    last = len(table.notes) - 1
    notes = "".join(
        paragraph("Table Note", note, extra="<w:keepNext/>" if at < last else "")
        for at, note in enumerate(table.notes)
    )
    body = caption + _grid(table) + (notes or paragraph("Table Note", ""))
    if table.wide:
        return section_break("start") + body + section_break("end")
    return body


def _grid(table: TableBlock) -> str:
    widths = _widths(table)
    small = " Small" if table.wide else ""
    together = len(table.rows) <= 16
    rows = [_head_row(table, widths, small)]
    for at, row in enumerate(table.rows):
        followed = at < len(table.rows) - 1 or bool(table.notes)
        keep = "<w:keepNext/>" if together and followed else ""
        rows.append(_row(table, row, widths, keep, small=small))
    return table_shell(f"{table.label}. {table.caption}", widths, "".join(rows))


def _widths(table: TableBlock) -> list[int]:
    room = WIDE_WIDTH if table.wide else TEXT_WIDTH
    return [int(room * share) for share in column_shares(table)]


def _head_row(table: TableBlock, widths: list[int], small: str) -> str:
    turned = table.wide and max((len(head) for head in table.heads), default=0) > 7
    height = ""
    if turned:
        per_line = max(1, (widths[-1] - 120) // 210)
        longest = max(len(head) for head in table.heads)
        word = max(len(part) for head in table.heads for part in head.split())
        letters = max(word, min(longest, -(-longest // per_line) + 4))
        height = f'<w:trHeight w:val="{letters * 100 + 160}" w:hRule="atLeast"/>'
    cells = []
    for at, (head, width) in enumerate(zip((table.corner, *table.heads), widths, strict=True)):
        direction = '<w:textDirection w:val="btLr"/>' if turned and at else ""
        side = "" if turned or not at or is_wordy(table, at - 1) else '<w:jc w:val="right"/>'
        text = paragraph(f"Table Head{small}", head, extra=f"<w:keepNext/>{side}")
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
            f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="1B2426"/></w:tcBorders>'
            f'{direction}<w:vAlign w:val="bottom"/></w:tcPr>{text}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _row(table: TableBlock, row: TableRow, widths: list[int], keep: str, *, small: str) -> str:
    soft = row.kind is RowKind.BASE
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F3F6F6"/>' if soft else ""
    made = []
    for at, (cell, width) in enumerate(zip((row.label, *row.cells), widths, strict=True)):
        side = '<w:jc w:val="right"/>' if at and not is_wordy(table, at - 1) else ""
        text = paragraph(f"Table Text{small}", cell, extra=f"{keep}{side}")
        made.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{text}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(made)}</w:tr>"
