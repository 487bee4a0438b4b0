"""Prints a bound report as a tagged PDF (PDF/UA-1), through Typst."""

import re
from pathlib import Path

from alongside.kernel.errors import PrintError, ReportError
from alongside.report.blocks import fill_placeholders, heading_shift, plain_words, raw_block, word
from alongside.report.facts import BoundReport
from alongside.report.imprint import chapter, footer_line, imprint_markdown
from alongside.report.pandoc import front_metadata, report_moment, run_pandoc
from alongside.report.resources import asset_path
from alongside.report.typst_blocks import figure_typst, quote_typst, table_typst
from alongside.typeset import print_pdf


def render_pdf(report: BoundReport, path: Path, pictures: Path | None = None) -> None:
    """Write the PDF; ``pictures`` is where the author's own pictures are.

    Raises ``ReportError`` with Typst's words when the document would not be accessible.
    """
    enclosed = {f"{figure.id}.svg": figure.svg.encode() for figure in report.figures.values()}
    enclosed |= _pictures(report.markdown, pictures)
    try:
        made = print_pdf(
            typst_source(report), enclosed=enclosed, moment=report_moment(report.front.date)
        )
    except PrintError as fault:
        raise ReportError(
            fault.what,
            where="report.md",
            remedy="Look at the part of the report it names; every picture needs alt text.",
        ) from fault
    path.write_bytes(made)


def typst_source(report: BoundReport) -> str:
    """Return the Typst source of the whole document."""

    def block(kind: str, name: str) -> str:
        if kind == "table":
            return raw_block("typst", table_typst(report.tables[name]))
        if kind == "figure":
            return raw_block("typst", figure_typst(report.figures[name], f"{name}.svg"))
        if kind == "quote":
            return raw_block("typst", quote_typst(report.quotes[name]))
        tables = [table_typst(figure.table) for figure in report.figures.values()]
        if not tables:
            return ""
        return chapter(report, "figure-tables") + raw_block("typst", "\n\n".join(tables))

    language = report.front.language
    markdown = fill_placeholders(report.markdown, block) + imprint_markdown(report)
    metadata = front_metadata(report.front) | {
        "toc-title": word("contents", language),
        "summary-title": word("summary", language),
    }
    options = [
        f"--template={asset_path('report.typ')}",
        f"--lua-filter={asset_path('alt.lua')}",
        f"--shift-heading-level-by={heading_shift(markdown, 1)}",
        f"--variable=plain-title:{_plain(report.front.title)}",
        f"--variable=footer:{_plain(footer_line(report))}",
    ]
    options += [f"--variable=plain-author:{_plain(author)}" for author in report.front.authors]
    if report.front.subtitle:
        options.append(f"--variable=plain-subtitle:{_plain(report.front.subtitle)}")
    if report.imprint.synthetic:
        options.append(f"--variable=banner:{_plain(word('synthetic', language))}")
    return run_pandoc(markdown, "typst", metadata, options)


def _plain(text: str) -> str:
    return plain_words(text).replace("\\", "\\\\").replace('"', '\\"')


_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)[^)]*\)")


def _pictures(markdown: str, folder: Path | None) -> dict[str, bytes]:
    """Return the author's pictures that the report names: Typst may read nothing else."""
    if folder is None:
        return {}
    named = set(_PICTURE.findall(markdown))
    return {name: (folder / name).read_bytes() for name in named if (folder / name).is_file()}
