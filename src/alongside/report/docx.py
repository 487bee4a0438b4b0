"""Prints a bound report as a Word document."""

import re
import tempfile
from pathlib import Path

from alongside.report.blocks import fill_placeholders, heading_shift, raw_block, word
from alongside.report.docx_blocks import quote_xml, table_xml
from alongside.report.docx_finish import finish_document
from alongside.report.docx_reference import write_reference
from alongside.report.facts import BoundReport, FigureBlock
from alongside.report.imprint import chapter, footer_line, imprint_markdown
from alongside.report.pandoc import front_metadata, report_moment, run_pandoc
from alongside.typeset.word_xml import paragraph

_WIDTH_CM = 16.2
_CONTENTS = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/></w:pPr></w:p>'


def render_docx(report: BoundReport, path: Path, pictures: Path | None = None) -> None:
    """Write the Word document; ``pictures`` is where the author's own pictures are.

    Headings, captions, quotations and tables carry real styles, so Word's navigation,
    contents and accessibility checker work. Raises ``ReportError`` when pandoc refuses.
    """
    with tempfile.TemporaryDirectory(prefix="alongside-") as name:
        folder = Path(name)
        for figure in report.figures.values():
            (folder / _picture_name(figure)).write_bytes(figure.png)
        reference = folder / "reference.docx"
        write_reference(reference, report.front.language, footer_line(report))
        printer = _Printer(report)
        markdown = fill_placeholders(report.markdown, printer.block) + imprint_markdown(report)
        made = folder / "report.docx"
        run_pandoc(
            f"{raw_block('openxml', _CONTENTS)}\n\n{markdown}",
            "docx",
            front_metadata(report.front)
            | {"abstract-title": word("summary", report.front.language)},
            [
                f"--reference-doc={reference}",
                f"--resource-path={folder}:{pictures or folder}",
                f"--shift-heading-level-by={heading_shift(markdown, 1)}",
            ],
            made,
        )
        finish_document(made, path, report, report_moment(report.front.date))


def _picture_name(figure: FigureBlock) -> str:
    return f"figure-{figure.id}.png"


class _Printer:
    """Prints blocks and numbers their bookmarks."""

    def __init__(self, report: BoundReport) -> None:
        self.report = report
        self.bookmark = 5000

    def block(self, kind: str, name: str) -> str:
        self.bookmark += 1
        if kind == "table":
            return raw_block("openxml", table_xml(self.report.tables[name], self.bookmark))
        if kind == "figure":
            return self._figure(self.report.figures[name])
        if kind == "quote":
            return raw_block("openxml", quote_xml(self.report.quotes[name]))
        return self._appendix()

    def _figure(self, figure: FigureBlock) -> str:
        above = paragraph(
            "Caption",
            figure.caption,
            bookmark=figure.id,
            label=figure.label,
            number=self.bookmark,
        ) + paragraph("Figure Base", figure.base)
        alt = re.sub(r"([^\w\s])", r"\\\1", figure.alt)
        width = min(_WIDTH_CM, figure.width * _WIDTH_CM / 680)
        image = f"![{alt}]({_picture_name(figure)}){{width={width:.1f}cm}}"
        return f'{raw_block("openxml", above)}\n\n::: {{custom-style="Figure"}}\n{image}\n:::'

    def _appendix(self) -> str:
        tables = [figure.table for figure in self.report.figures.values()]
        printed = []
        for table in tables:
            self.bookmark += 1
            printed.append(raw_block("openxml", table_xml(table, self.bookmark)))
        return chapter(self.report, "figure-tables") + "\n\n".join(printed) if printed else ""
