"""The report: facts bound to data, printed as HTML, Word and PDF."""

from alongside.report.binding import WithheldNumbersError, bind_report
from alongside.report.build import FORMATS, BuiltReport, build_report
from alongside.report.facts import (
    BoundReport,
    Fact,
    FactKind,
    FigureBlock,
    QuoteBlock,
    TableBlock,
)

__all__ = [
    "FORMATS",
    "BoundReport",
    "BuiltReport",
    "Fact",
    "FactKind",
    "FigureBlock",
    "QuoteBlock",
    "TableBlock",
    "WithheldNumbersError",
    "bind_report",
    "build_report",
]
