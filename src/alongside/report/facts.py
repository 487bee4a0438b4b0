"""What a report states: facts, and the blocks that hold tables, figures and quotations.

Everything here is plain words and numbers that have already passed the disclosure rule.
The renderers see these values and nothing behind them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from alongside.tabulate import Printed


class FactKind(StrEnum):
    """What sort of thing a fact states."""

    COUNT = "count"
    PERCENT = "percent"
    BASE = "base"
    DATE = "date"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Fact:
    """One number, date or answer printed in the running text.

    Parameters
    ----------
    text
        Exactly what is printed.
    value
        The same without rounding: people for a count, 0 to 100 for a percentage, an ISO
        date, or the code of a category.
    n, base_n
        People counted and people they are a share of (unweighted); None where there is
        no such number.
    expression, line
        Where it came from: the source between the braces and its line.
    small
        True when the base is below the study's small-base mark.
    """

    text: str
    value: float | str
    n: int | None
    base_n: int | None
    expression: str
    line: int
    kind: FactKind
    small: bool = False


class RowKind(StrEnum):
    """What a table row holds."""

    BODY = "body"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its heading and the words of its cells."""

    label: str
    cells: tuple[str, ...]
    kind: RowKind = RowKind.BODY


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table ready to print.

    Parameters
    ----------
    id
        Anchor, unique in the report.
    label
        ``Table 3``, or ``Figure 2 as a table``.
    caption
        What the table shows, one line.
    corner
        Heading of the column of row headings.
    heads
        Headings of the other columns.
    notes
        Lines under the table: base, cautions, what was held back.
    wide
        True when it needs a wide page: more columns than an upright page can hold.
    """

    id: str
    label: str
    caption: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class FigureBlock:
    """A figure ready to print.

    Parameters
    ----------
    caption
        States the finding.
    base
        Who it is about: "640 staff answered".
    alt
        What the picture shows, in words, for people who do not see it.
    svg, narrow_svg
        The drawing at page width and at telephone width.
    png
        The page-width drawing at twice its size, for Word.
    width, height
        Size of the page-width drawing in CSS pixels.
    table
        The same numbers as a table.
    """

    id: str
    label: str
    caption: str
    base: str
    alt: str
    svg: str
    narrow_svg: str
    png: bytes
    width: int
    height: int
    table: TableBlock


@dataclass(frozen=True, slots=True)
class QuoteBlock:
    """A quotation with its attribution."""

    id: str
    text: str
    attribution: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the top of a report and in its properties."""

    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = "en"
    abstract: str = ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where the numbers came from, printed at the end of every format.

    Parameters
    ----------
    synthetic
        True when no person gave these answers; the banner is then printed.
    fingerprint
        SHA-256 of the data, hexadecimal.
    """

    study: str
    synthetic: bool
    source: str
    fingerprint: str
    software: str
    questionnaire: str = ""


@dataclass(frozen=True)
class BoundReport:
    """A report whose every number has been filled in from the data.

    ``markdown`` is the body; tables, figures and quotations stand in it as one-line
    placeholders (see :mod:`alongside.report.blocks`), so that each format can print
    them in its own way.
    """

    front: FrontMatter
    imprint: Imprint
    markdown: str
    facts: tuple[Fact, ...]
    tables: Mapping[str, TableBlock] = field(default_factory=dict)
    figures: Mapping[str, FigureBlock] = field(default_factory=dict)
    quotes: Mapping[str, QuoteBlock] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    printed: tuple[Printed, ...] = ()
    """What the release log must hold once the report is published; empty where nothing is
    withheld."""
