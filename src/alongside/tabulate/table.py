"""A table of counts: what was counted, by what, on which base, with which cautions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from alongside.dataset import Provenance
from alongside.tabulate.measures import Measures


class Base(StrEnum):
    """Who a share is a share of."""

    ANSWERED = "answered"
    """People who gave an answer (the default)."""
    SHOWN = "shown"
    """Everyone the question was shown to, with "no answer" as its own row: those who answered,
    skipped it, preferred not to say, or broke off there."""
    ASKED = "asked"
    """Everyone who was to be asked, with "no answer" as its own row: those it was shown to, and
    those who stopped before it though it lay on their way. Among complete responses the two are
    the same."""


TOTAL = "__total__"
"""Code of the column that holds everybody."""
NO_ANSWER = "__no_answer__"
"""Code of the row of people who were asked and gave no answer (base: shown or asked)."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column of a table: a code and the words for it.

    ``parts`` holds the words of each level where groups stand within groups, outermost first.
    """

    code: str
    label: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Parameters
    ----------
    n
        People counted (unweighted); None when withheld.
    share
        ``n`` over the column's base, 0 to 1, weighted if the table is; None when withheld or
        the base is 0.
    """

    n: int | None
    share: float | None

    @property
    def withheld(self) -> bool:
        """Whether the disclosure rule keeps this cell back."""
        return self.n is None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a group, its base, and whether the base is small.

    Parameters
    ----------
    base_n
        Unweighted base; None when withheld.
    caution
        True when the base is below the study's small-base mark.
    """

    heading: Heading
    base_n: int | None
    caution: bool


@dataclass(frozen=True)
class Table:
    """A question by a group, not yet cleared to leave.

    ``cells`` is keyed by (row code, column code). In a multi-select table a person can be
    in several rows, so rows do not add up to the base; ``multiple`` says so.
    """

    variable: str
    by: str | None
    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[str, str], Cell]
    base: Base
    where: str
    multiple: bool
    provenance: Provenance
    notes: tuple[str, ...] = ()
    unplaced: Mapping[str, int] = field(default_factory=dict)
    """People in the total but in no column, by row; emptied when the table is released."""
    language: str = "en"
    """Language of the labels and notes."""
    unit: str = "respondent"
    """What is counted: ``respondent``, or ``row`` when one person can stand in several."""
    partial: bool = False
    """Whether unfinished responses were counted too."""
    rounded_to: int = 0
    """The base to which the counts were rounded when the table was released; 0: not at all."""
    weight: str = ""
    """Name of the weight behind the shares; "": every weight is 1."""
    measures: Measures | None = None
    """Intervals, comparisons and tests, where they were asked for."""
    group: str = ""
    """Words for what it is split by; "" without groups."""

    def cell(self, row: str, column: str = TOTAL) -> Cell:
        """Return one cell; ``KeyError`` when the table has no such row or column."""
        return self.cells[row, column]

    def column(self, code: str = TOTAL) -> Column:
        """Return one column; ``KeyError`` when the table has none of that code."""
        for column in self.columns:
            if column.heading.code == code:
                return column
        raise KeyError(code)


@dataclass(frozen=True)
class ReleasedTable(Table):
    """A table that the disclosure rule has passed: the only kind that may leave.

    Made by :func:`alongside.tabulate.release` and nowhere else: without the mark that it
    hands over, ``TypeError``.
    """

    PASSED: ClassVar[object] = object()
    rule: str = ""
    passed: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.passed is not ReleasedTable.PASSED:
            raise TypeError("a ReleasedTable is made by alongside.tabulate.release only")
