"""Prints a bound report as one self-contained web page."""

from html import escape
from importlib.resources import files
from pathlib import Path

import lxml.html

from alongside.report.blocks import fill_placeholders, heading_shift, plain_words, raw_block, word
from alongside.report.facts import (
    BoundReport,
    FigureBlock,
    QuoteBlock,
    TableBlock,
    TableRow,
)
from alongside.report.imprint import imprint_pairs
from alongside.report.pandoc import front_metadata, run_pandoc
from alongside.report.resources import asset_path
from alongside.report.widths import is_wordy


def render_html(report: BoundReport, pictures: Path | None = None) -> str:
    """Return the whole page: style, pictures and all, with no link to other files.

    ``pictures`` is where the author's own pictures are; they are put inside the page. The
    same report gives the same bytes.
    """
    language = report.front.language
    markdown = fill_placeholders(report.markdown, lambda kind, name: _block(report, kind, name))
    metadata = front_metadata(report.front) | {
        "toc-title": word("contents", language),
        "skip": word("skip", language),
        "css": files("alongside.report").joinpath("assets", "report.css").read_text("utf-8"),
        "pagetitle": plain_words(report.front.title),
        "summary-title": word("summary", language),
        "banner": word("synthetic", language) if report.imprint.synthetic else "",
        "imprint": imprint_html(report),
    }
    css = str(metadata.pop("css"))
    imprint = str(metadata.pop("imprint"))
    page = run_pandoc(
        markdown,
        "html5",
        metadata,
        [
            f"--template={asset_path('report.html')}",
            "--toc",
            "--toc-depth=3",
            f"--shift-heading-level-by={heading_shift(markdown, 2)}",
            "--email-obfuscation=none",
            "--syntax-highlighting=none",
            *(["--embed-resources", f"--resource-path={pictures}"] if pictures else []),
        ],
    )
    page = mend_html(page, language)
    page = page.replace("@@style@@", css).replace("@@imprint@@", imprint)
    for figure in report.figures.values():
        for size, svg in (("wide", figure.svg), ("narrow", figure.narrow_svg)):
            page = page.replace(f"@@drawing:{figure.id}:{size}@@", svg)
    return page


def mend_html(page: str, language: str) -> str:
    """Give tables that authors wrote in Markdown their scopes and a region that scrolls."""
    tree = lxml.html.document_fromstring(page)
    for number, table in enumerate(tree.xpath("//table[not(@data-made)]"), start=1):
        for head in table.xpath(".//thead//th"):
            head.set("scope", "col")
        region = lxml.html.Element("div")
        region.attrib.update({"class": "scroll", "role": "region", "tabindex": "0"})
        captions = table.xpath("./caption")
        name = (
            captions[0].text_content().strip()
            if captions
            else f"{word('table', language)} ({number})"
        )
        region.set("aria-label", name)
        region.tail, table.tail = table.tail, None
        table.getparent().replace(table, region)
        region.append(table)
    for table in tree.xpath("//table[@data-made]"):
        del table.attrib["data-made"]
    for notes in tree.xpath("//section[contains(@class,'footnotes')]"):
        notes.set("aria-label", word("footnotes", language))
    for title in tree.xpath("//*[@style]"):
        if title.tag in ("th", "td"):
            del title.attrib["style"]
    text = lxml.html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{text.strip()}\n"


def _block(report: BoundReport, kind: str, name: str) -> str:
    if kind == "table":
        return raw_block("html", table_html(report.tables[name]))
    if kind == "figure":
        return raw_block("html", figure_html(report.figures[name]))
    if kind == "quote":
        return raw_block("html", quote_html(report.quotes[name]))
    return ""  # the page keeps each table under its figure


def table_html(table: TableBlock, *, folded: bool = False) -> str:
    """Return a table with a caption, scopes and a focusable region that can scroll."""
    label = "" if folded else f'<span class="label">{escape(table.label)}.</span> '
    words = f'<span class="caption">{label}{escape(table.caption)}</span>'
    caption = f'<caption id="{table.id}-caption">{words}</caption>'
    sides = [' class="say"' if is_wordy(table, at) else "" for at in range(len(table.heads))]
    heads = "".join(
        f'<th scope="col"{side}><span>{escape(head)}</span></th>'
        for head, side in zip(table.heads, sides, strict=True)
    )
    corner = f'<th scope="col">{escape(table.corner)}</th>'
    rows = "".join(_row_html(row, sides) for row in table.rows)
    notes = "".join(f"<p>{escape(note)}</p>" for note in table.notes)
    under = f'<div class="table-notes">{notes}</div>' if notes else ""
    size = ' class="numbers wide"' if table.wide else ' class="numbers"'
    anchor = "" if folded else f' id="{table.id}"'
    return (
        f'<div class="table"{anchor}><div class="scroll" role="region" tabindex="0" '
        f'aria-labelledby="{table.id}-caption"><table data-made="1"{size}>{caption}'
        f"<thead><tr>{corner}{heads}</tr></thead><tbody>{rows}</tbody></table></div>{under}</div>"
    )


def _row_html(row: TableRow, sides: list[str]) -> str:
    inner = "".join(
        f"<td{side}>{escape(cell)}</td>" for cell, side in zip(row.cells, sides, strict=True)
    )
    return f'<tr class="{row.kind}"><th scope="row">{escape(row.label)}</th>{inner}</tr>'


def figure_html(figure: FigureBlock) -> str:
    """Return a figure: caption, base, the drawing at two widths, and its table folded."""
    return (
        f'<figure class="chart" id="{figure.id}">'
        f'<figcaption><span class="label">{escape(figure.label)}.</span> '
        f'{escape(figure.caption)}<span class="base">{escape(figure.base)}</span></figcaption>'
        f'<div class="drawing for-wide">@@drawing:{figure.id}:wide@@</div>'
        f'<div class="drawing for-narrow">@@drawing:{figure.id}:narrow@@</div>'
        f"<details><summary>{escape(figure.table.label)}</summary>"
        f"{table_html(figure.table, folded=True)}</details></figure>"
    )


def quote_html(quote: QuoteBlock) -> str:
    """Return a quotation with its attribution."""
    paragraphs = "".join(
        f"<p>{escape(part.strip())}</p>" for part in quote.text.split("\n\n") if part.strip()
    )
    return (
        f'<figure class="quote" id="quote-{escape(quote.id)}"><blockquote>{paragraphs}'
        f"</blockquote><figcaption>{escape(quote.attribution)}</figcaption></figure>"
    )


def imprint_html(report: BoundReport) -> str:
    """Return where the numbers came from, as a description list."""
    pairs = imprint_pairs(report)
    inner = "".join(
        f"<div><dt>{escape(name)}</dt> <dd>{escape(value)}</dd></div>" for name, value in pairs
    )
    return f"<dl>{inner}</dl>"
