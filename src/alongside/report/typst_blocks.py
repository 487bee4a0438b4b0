"""Tables, figures and quotations as Typst source."""

from alongside.report.facts import FigureBlock, QuoteBlock, RowKind, TableBlock
from alongside.report.widths import column_shares, is_wordy
from alongside.typeset import typst_string as words

_KEEP_TOGETHER = 18


def table_typst(table: TableBlock) -> str:
    """Return a table with its caption; a wide one on a page of its own, turned sideways.

    The header row repeats on each page and no row splits.
    """
    figure = (
        f"#figure(kind: table, caption: [#text(fill: deep, {words(table.label + '.')}) "
        f"#{words(table.caption)}])[\n{_grid(table)}\n{_notes(table)}] <{table.id}>"
    )
    if table.wide:
        return f"#page(flipped: true, margin: (x: 1.6cm, top: 1.8cm, bottom: 1.8cm))[\n{figure}\n]"
    if len(table.rows) <= _KEEP_TOGETHER and not any(_sentences(table)):
        return f"#kept[{figure}]"
    return figure


def _grid(table: TableBlock) -> str:
    columns = ", ".join(f"{100 * share:.2f}fr" for share in column_shares(table))
    sides = ", ".join("left" if wordy else "right" for wordy in _sentences(table))
    turned = table.wide and max((len(head) for head in table.heads), default=0) > 7
    heads = ", ".join(_head(head, turned=turned) for head in table.heads)
    lines = []
    for row in table.rows:
        fill = "fill: wash, " if row.kind is RowKind.BASE else ""
        cells = (row.label, *row.cells)
        made = ", ".join(f"table.cell({fill}{words(cell)})" for cell in cells)
        lines.append(f"  {made},\n  table.hline(),")
    size = "9pt" if table.wide else "9.5pt"
    inset = "(x: 3pt, y: 4.2pt)" if table.wide else "(x: 5pt, y: 5pt)"
    aligned = f"grid-align(({sides},), turned: {str(turned).lower()})"
    body = "\n".join(lines)
    return (
        f"#{{\nset text(size: {size})\n"
        f"table(columns: ({columns}), align: {aligned}, inset: {inset},\n"
        f"  table.hline(stroke: 1pt + ink),\n"
        f"  table.header(repeat: true, {words(table.corner)}, {heads}),\n"
        f"  table.hline(stroke: 1pt + ink),\n{body}\n)\n}}"
    )


def _sentences(table: TableBlock) -> list[bool]:
    return [is_wordy(table, column) for column in range(len(table.heads))]


def _head(head: str, *, turned: bool) -> str:
    if not turned:
        return words(head)
    return f"rotate(-90deg, reflow: true, {words(head)})"


def _notes(table: TableBlock) -> str:
    if not table.notes:
        return ""
    return f"#note-lines({', '.join(words(note) for note in table.notes)})"


def figure_typst(figure: FigureBlock, file: str) -> str:
    """Return a figure with caption, base and alternative text."""
    width = min(100, round(figure.width / 680 * 100))
    return (
        f"#kept[#figure(kind: image, "
        f"caption: [#text(fill: deep, {words(figure.label + '.')}) #{words(figure.caption)}"
        f"#base-line({words(figure.base)})])["
        f"#image({words(file)}, width: {width}%, alt: {words(figure.alt)})] <{figure.id}>]"
    )


def quote_typst(quote: QuoteBlock) -> str:
    """Return a quotation with its attribution, set apart and kept on one page."""
    parts = [part.strip() for part in quote.text.split("\n\n") if part.strip()] or [""]
    parts[0] = f"\u201c{parts[0]}"
    parts[-1] = f"{parts[-1]}\u201d"
    body = " #parbreak() ".join(f"#{words(part)}" for part in parts)
    return f"#people-said([{body}], {words(quote.attribution)})"
