"""Tables as a notebook shows them, and the ways out of it."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from alongside.notebook.frames import pandas_frame
from alongside.tabbook import (
    ReleasedNumbers,
    Spread,
    TabBook,
    book_of,
    book_writer,
    numbers_frame,
    numbers_html,
    numbers_markdown,
    numbers_text,
    style_sheet,
    table_csv,
    table_frame,
    table_html,
    table_markdown,
    table_text,
    write_docx,
    write_page,
    write_xlsx,
)
from alongside.tabulate import ReleasedTable, difference_sentence, findings, measure_notes

if TYPE_CHECKING:
    import pandas as pd

Publish = Callable[[], object]
_NUMBERS = count(1)
MOST_FINDINGS = 20


def next_name() -> str:
    """Return a name for ids that no other output of this notebook has."""
    return f"al-{next(_NUMBERS)}"


def styled(fragment: str) -> str:
    """Return a fragment with the style of tables before it, so that it stands alone."""
    return f"<style>{style_sheet()}</style>{fragment}"


class ShownTable:
    """One question by one banner or several, of which only what may leave is shown.

    In a notebook it is a table with headings that screen readers understand; printed it is text.
    A loop over it gives one mapping a cell, as the rows of :meth:`to_polars`.

    **Files are publications.** The ``to_…(path)`` functions that write one note the table in the
    study's release log, as the command line does, so that later tables are held against it.
    """

    def __init__(self, spread: Spread, publish: Publish, *, show: str = "both") -> None:
        self._spread, self._publish, self._show = spread, publish, show

    @property
    def tables(self) -> tuple[ReleasedTable, ...]:
        """The released tables, one a banner."""
        return self._spread.tables

    @property
    def title(self) -> str:
        """The question."""
        return self._spread.title

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know when reading the table."""
        return self._spread.notes

    @property
    def findings(self) -> tuple[str, ...]:
        """Differences that are more than chance would give, the largest first, in words.

        Empty without ``compare``, and where none was found.
        """
        return tuple(
            sentence for table in self.tables for sentence in findings(table, most=MOST_FINDINGS)
        )

    @property
    def differences(self) -> tuple[str, ...]:
        """Every comparison in words, those that found nothing too."""
        return tuple(
            difference_sentence(table, each)
            for table in self.tables
            if table.measures is not None
            for each in table.measures.differences
        )

    @property
    def test(self) -> str:
        """Whether groups answer differently, for each banner, in words; "" where not tested.

        There is no test without ``compare``, of several answers, or of withheld numbers.
        """
        said = []
        for table in self.tables:
            if table.measures is not None and table.measures.association is not None:
                name = f"“{table.group}” – " if len(self.tables) > 1 else ""
                said.append(name + measure_notes(table)[-1])
        return "\n".join(said)

    def to_polars(self) -> pl.DataFrame:
        """Return a tidy frame, one row a cell (see :func:`alongside.tabbook.table_frame`).

        Withheld numbers are null, with ``withheld`` true. Shares are 0 to 1.
        """
        return table_frame(self._spread)

    def to_pandas(self) -> "pd.DataFrame":
        """Return :meth:`to_polars` as a pandas frame.

        Raises :class:`~alongside.kernel.errors.AlongsideError` when pandas is not installed.
        """
        return pandas_frame(self.to_polars())

    def to_html(self, path: str | Path) -> Path:
        """Write a page with the table and return its path."""
        return self._write(path, lambda file: write_page(self._spread, file))

    def to_markdown(self, path: str | Path) -> Path:
        """Write the table as Markdown and return its path."""
        words = table_markdown(self._spread, show=self._show)
        return self._write(path, lambda file: file.write_text(words, "utf-8"))

    def to_csv(self, path: str | Path) -> Path:
        """Write one line a cell and return its path."""
        words = table_csv(self._spread)
        return self._write(path, lambda file: file.write_text(words, "utf-8", newline=""))

    def to_xlsx(self, path: str | Path) -> Path:
        """Write a workbook, one sheet a banner, and return its path."""
        return self._write(path, lambda file: write_xlsx(book_of(self.tables), file))

    def to_docx(self, path: str | Path) -> Path:
        """Write a Word document and return its path."""
        return self._write(path, lambda file: write_docx(book_of(self.tables), file))

    def write_beside(self, path: str | Path, content: bytes) -> Path:
        """Write something that shows this table, such as its chart, as a publication of it."""
        return self._write(path, lambda file: file.write_bytes(content))

    def fragment(self) -> str:
        """Return the table as HTML without its style."""
        return table_html(self._spread, show=self._show, name=next_name())

    def _write(self, path: str | Path, write: Callable[[Path], object]) -> Path:
        self._publish()
        file = Path(path)
        write(file)
        return file

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Yield the cells."""
        return self.to_polars().iter_rows(named=True)

    def __len__(self) -> int:
        """Return how many cells there are."""
        return len(self._spread.rows) * len(self._spread.places)

    def __repr__(self) -> str:
        """Return the table as text."""
        return table_text(self._spread, show=self._show)

    def _repr_html_(self) -> str:
        return styled(self.fragment())

    def _repr_markdown_(self) -> str:
        return table_markdown(self._spread, show=self._show)


class ShownNumbers:
    """Means and quantiles by groups, of which only what may leave is shown.

    A loop over it gives one mapping a group, as the rows of :meth:`to_polars`.
    """

    def __init__(self, numbers: ReleasedNumbers) -> None:
        self.released = numbers

    @property
    def notes(self) -> tuple[str, ...]:
        """What to know when reading the numbers."""
        return self.released.notes

    def to_polars(self) -> pl.DataFrame:
        """Return a tidy frame, one row a group; withheld numbers are null."""
        return numbers_frame(self.released)

    def to_pandas(self) -> "pd.DataFrame":
        """Return :meth:`to_polars` as a pandas frame."""
        return pandas_frame(self.to_polars())

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Yield the groups."""
        return self.to_polars().iter_rows(named=True)

    def __len__(self) -> int:
        """Return how many groups there are, everybody included."""
        return len(self.released.rows)

    def __repr__(self) -> str:
        """Return the numbers as text."""
        return numbers_text(self.released)

    def _repr_html_(self) -> str:
        return styled(numbers_html(self.released, name=next_name()))

    def _repr_markdown_(self) -> str:
        return numbers_markdown(self.released)


class ShownBook:
    """A whole tab book, to be looked through or written to a file.

    **Files are publications**: writing one notes all its tables in the release log.
    """

    def __init__(self, book: TabBook, publish: Publish) -> None:
        self.book, self._publish = book, publish

    @property
    def tables(self) -> tuple[ReleasedTable, ...]:
        """The released tables, banner after banner."""
        return tuple(self.book.tables)

    def write(self, path: str | Path) -> Path:
        """Write the book as what the name of the file says (.xlsx, .docx or .html).

        Raises :class:`~alongside.kernel.errors.DataError` for another ending.
        """
        writer = book_writer(Path(path))
        self._publish()
        writer(self.book, Path(path))
        return Path(path)

    def to_polars(self) -> pl.DataFrame:
        """Return every table below each other, one row a cell."""
        return pl.concat([table_frame(table) for table in self.tables])

    def to_pandas(self) -> "pd.DataFrame":
        """Return :meth:`to_polars` as a pandas frame."""
        return pandas_frame(self.to_polars())

    def __iter__(self) -> Iterator[ReleasedTable]:
        """Yield the released tables."""
        return iter(self.tables)

    def __len__(self) -> int:
        """Return how many tables there are."""
        return len(self.tables)

    def __repr__(self) -> str:
        """Say what is in the book."""
        banners = ", ".join(part.code or "in all" for part in self.book.parts)
        return f"{self.book.title}: {len(self)} tables, by {banners}. write(path) saves it."

    def _repr_html_(self) -> str:
        parts = "".join(
            table_html(table, name=next_name(), caption=table.title) for table in self.tables
        )
        return styled(f"<details><summary>{escape(repr(self))}</summary>{parts}</details>")
