"""One question by one banner or several, side by side: what every format prints."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten

from alongside.kernel.text import writing_direction
from alongside.tabbook.wording import book_word
from alongside.tabulate import Cell, Column, Heading, ReleasedTable, all_notes, share_text_of
from alongside.tabulate.measures import CellMeasures, ColumnMeasures
from alongside.tabulate.table import TOTAL
from alongside.tabulate.wording import table_word


@dataclass(frozen=True, slots=True)
class Place:
    """A column as it is printed: where it comes from, and its words from the outermost inwards."""

    table: ReleasedTable
    column: Column
    labels: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code of the column in its table."""
        return self.column.heading.code

    @property
    def is_total(self) -> bool:
        """Whether it holds everybody."""
        return self.code == TOTAL

    @property
    def small(self) -> bool:
        """Whether the group is small enough to say so, and not empty."""
        return self.column.caution and self.column.base_n != 0

    @property
    def measures(self) -> ColumnMeasures | None:
        """The letter and the bases of the column, where they were worked out."""
        return self.table.measures.columns[self.code] if self.table.measures else None

    @property
    def letter(self) -> str:
        """The letter by which other columns name this one; "" where there is none."""
        return self.measures.letter if self.measures else ""


@dataclass(frozen=True)
class Spread:
    """Released tables of one question, of the same people, to stand side by side.

    Parameters
    ----------
    tables
        At least one. The total is printed once, and withheld if it is withheld in any of them.

    Raises ``ValueError`` when the tables are not of one question and the same people.
    """

    tables: tuple[ReleasedTable, ...]

    def __post_init__(self) -> None:
        if any(not isinstance(table, ReleasedTable) for table in self.tables):
            raise TypeError("Only a ReleasedTable may be shown: pass it through release() first.")
        kinds = {
            (each.variable, each.where, each.base, each.partial, each.weight, each.rows)
            for each in self.tables
        }
        if len(kinds) != 1:
            raise ValueError("tables side by side are of one question and the same people")

    @property
    def first(self) -> ReleasedTable:
        """The first table: what all of them share is read from it."""
        return self.tables[0]

    @property
    def title(self) -> str:
        """The words over the table."""
        return self.first.title

    @property
    def language(self) -> str:
        """Language of labels and notes."""
        return self.first.language

    @property
    def direction(self) -> str:
        """``ltr``, or ``rtl`` for a language written from the right."""
        return writing_direction(self.language)

    @property
    def rows(self) -> tuple[Heading, ...]:
        """The answers."""
        return self.first.rows

    @property
    def measured(self) -> bool:
        """Whether intervals and comparisons were worked out."""
        return any(table.measures is not None for table in self.tables)

    @property
    def banners(self) -> str:
        """What the question is split by, in words; "" for nothing."""
        return "; ".join(table.group for table in self.tables if table.group)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every column: everybody, then the groups of each banner. Empty groups are left out."""
        hidden = [table for table in self.tables if table.column().base_n is None]
        source = (hidden or self.tables)[0]
        total = source.column()
        found = [Place(source, total, (total.heading.label,))]
        for table in self.tables:
            found += [
                Place(table, each, (table.group, *(each.heading.parts or (each.heading.label,))))
                for each in table.columns
                if each.heading.code != TOTAL and each.base_n != 0
            ]
        return tuple(found)

    @property
    def depth(self) -> int:
        """How many lines the headings need."""
        return max(len(place.labels) for place in self.places)

    def cell(self, row: str, place: Place) -> Cell:
        """Return one cell; the total is withheld when any of the tables withholds it."""
        if place.is_total and any(table.cell(row).withheld for table in self.tables):
            return Cell(None, None)
        return place.table.cell(row, place.code)

    def measures(self, row: str, place: Place) -> CellMeasures | None:
        """Return interval and letters of a cell; None where withheld or not worked out."""
        if place.table.measures is None or self.cell(row, place).withheld:
            return None
        return place.table.measures.cells[row, place.code]

    def share(self, row: str, place: Place) -> str:
        """Return a share in per cent as words; a dash where there is nobody."""
        return share_text_of(place.table, self.cell(row, place), place.column)

    @property
    def who(self) -> tuple[str, ...]:
        """Who was counted, when that is not everybody: the condition, unfinished responses."""
        said = []
        if self.first.where:
            said.append(book_word("among", self.language, where=self.first.where))
        if self.first.partial:
            said.append(book_word("partial", self.language))
        return tuple(said)

    @property
    def base_label(self) -> str:
        """Words for the row of bases."""
        first = self.first
        return table_word(f"word-base-{first.base}", self.language, unit=first.unit)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The notes to print below. What holds for one banner only begins with its name."""
        several = len(self.tables) > 1
        each = [all_notes(table) for table in self.tables]
        notes: dict[str, None] = {}
        for table, found in zip(self.tables, each, strict=True):
            for note in found:
                shared = not several or all(note in others for others in each)
                if not shared and table.group not in note:
                    note = f"“{shorten(table.group, 48, placeholder=' …')}” – {note}"  # noqa: PLW2901
                notes[note] = None
        return (*notes, *self.empty_groups())

    def empty_groups(self) -> Iterator[str]:
        """Yield the note that names the groups left out because nobody is in them, if any."""
        empty = [
            column.heading.label
            for table in self.tables
            for column in table.columns
            if column.base_n == 0 and column.heading.code != TOTAL
        ]
        inside = tuple(f"{label}: " for label in empty)
        empty = [label for label in dict.fromkeys(empty) if not label.startswith(inside)]
        if empty:
            yield book_word("empty-groups", self.language, groups="; ".join(empty))

    def heading(self, place: Place) -> str:
        """Return the innermost words of a column, with its letter and whether it is small."""
        label = place.labels[-1]
        if place.letter:
            label = table_word(
                "word-column-letter", self.language, group=label, letter=place.letter
            )
        return table_word("word-small", self.language, group=label) if place.small else label

    @property
    def withheld_word(self) -> str:
        """The word that stands in place of a number that is kept back."""
        return table_word("word-withheld", self.language)

    def base(self, place: Place) -> str:
        """Return the base of a column in words."""
        held = place.is_total and any(table.column().base_n is None for table in self.tables)
        number = None if held else place.column.base_n
        return self.withheld_word if number is None else f"{number:,}"

    def more_bases(self) -> Iterator[tuple[str, tuple[float | None, ...]]]:
        """Yield the weighted and the effective bases of weighted tables, with their names."""
        if not self.first.weight or not self.measured:
            return
        each = [place.measures for place in self.places]
        for name, numbers in (
            ("word-weighted-base", [one.base_w if one else None for one in each]),
            ("word-effective-base", [one.effective_n if one else None for one in each]),
        ):
            yield table_word(name, self.language), tuple(numbers)


def spread_of(tables: "Spread | ReleasedTable | Sequence[ReleasedTable]") -> Spread:
    """Return tables side by side, given one or several."""
    if isinstance(tables, Spread):
        return tables
    return Spread((tables,) if isinstance(tables, ReleasedTable) else tuple(tables))
