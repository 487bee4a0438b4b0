"""Prints a bound report as a tagged PDF (PDF/UA-1), through Typst."""

import re
import tempfile
from pathlib import Path
from typing import Literal

import typst

from alongside.kernel.errors import ReportError
from alongside.report.blocks import fill_placeholders, heading_shift, plain_words, raw_block, word
from alongside.report.facts import BoundReport
from alongside.report.imprint import chapter, footer_line, imprint_markdown
from alongside.report.pandoc import front_metadata, report_moment, run_pandoc
from alongside.report.resources import asset_path, font_folder
from alongside.report.typst_blocks import figure_typst, quote_typst, table_typst

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): Typst refuses to write a file that does not meet it."""


def render_pdf(report: BoundReport, path: Path, pictures: Path | None = None) -> None:
    """Write the PDF; ``pictures`` is where the author's own pictures are.

    Raises ``ReportError`` with Typst's words when the document would not be accessible.
    """
    with tempfile.TemporaryDirectory(prefix="alongside-") as name:
        folder = Path(name)
        for figure in report.figures.values():
            (folder / f"{figure.id}.svg").write_text(figure.svg, "utf-8")
        _copy_pictures(report.markdown, pictures, folder)
        source = folder / "report.typ"
        source.write_text(typst_source(report), "utf-8")
        fonts = font_folder()
        try:
            made = typst.compile(
                source,
                root=folder,
                font_paths=[fonts] if fonts else [],
                format="pdf",
                pdf_standards=STANDARD,
                timestamp=int(report_moment(report.front.date).timestamp()),
            )
        except typst.TypstError as error:
            raise ReportError(
                f"the PDF cannot be made: {str(error).strip()[:400]}",
                where="report.md",
                remedy="Look at the part of the report it names; every picture needs alt text.",
            ) from error
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


def _copy_pictures(markdown: str, pictures: Path | None, folder: Path) -> None:
    """Bring the author's pictures to where Typst may read: only the files named."""
    if pictures is None:
        return
    for name in _PICTURE.findall(markdown):
        target = folder / name
        if (pictures / name).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((pictures / name).read_bytes())
