"""Explored numbers as the words of a page and as files."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from alongside.tabulate import ReleasedNumbers, number_notes, number_text, numbers_as_rows
from alongside.tabulate.wording import table_word
from alongside.web.pages.tables import ColumnWords, describe_table


@dataclass(frozen=True)
class NumberWords:
    """One table of means and medians, ready to print.

    Parameters
    ----------
    columns
        Groups with their bases; first of all everybody.
    rows
        The name of each measure and its words, in the order of the columns.
    differences
        Which groups differ, in sentences.
    """

    caption: str
    split_by: str
    columns: tuple[ColumnWords, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    headline: str
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    base: str
    rule: str
    source: str
    fingerprint: str


def describe_numbers(numbers: ReleasedNumbers, split_by: str, unit: str) -> NumberWords:
    """Return released numbers ready to print; groups in which nobody gave one are left out."""
    words = describe_table(numbers.base, split_by=split_by, unit=unit)
    language = numbers.base.language
    told = [n for n, column in enumerate(numbers.columns) if n == 0 or column.base_n != 0]
    lines = numbers_as_rows(numbers)
    return NumberWords(
        caption=numbers.title,
        split_by=split_by,
        columns=words.columns,
        rows=tuple(
            (table_word(name, language), tuple(cells[place] for place in told))
            for name, cells in lines.items()
        ),
        headline=_headline(numbers),
        differences=numbers.differences,
        notes=(
            # not those of letters and tests: they speak of shares
            *([table_word("word-synthetic", language)] * numbers.base.provenance.synthetic),
            *number_notes(numbers.base),
            *numbers.base.notes,
        ),
        base=words.base,
        rule=words.rule,
        source=words.source,
        fingerprint=words.fingerprint,
    )


def _headline(numbers: ReleasedNumbers) -> str:
    if numbers.differences:
        return numbers.differences[0]
    everybody = numbers.columns[0]
    if everybody.mean is None or everybody.median is None:
        return ""
    return table_word(
        "headline-number",
        numbers.base.language,
        mean=number_text(everybody.mean),
        median=number_text(everybody.median),
        base=f"{everybody.base_n:,}",
    )


def numbers_csv(tables: Sequence[NumberWords], about: Sequence[str]) -> str:
    """Return tables of numbers as CSV: one line a group and measure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["split_by", "group", "base_n", "measure", "value", "among", "weight", "status"]
    )
    for table in tables:
        for place, column in enumerate(table.columns):
            for name, cells in table.rows:
                row = (table.split_by, column.label, column.base, name, cells[place], *about)
                writer.writerow([_safe(item) for item in row])
    return out.getvalue()


def numbers_markdown(tables: Sequence[NumberWords], about: Sequence[str]) -> str:
    """Return tables of numbers as Markdown."""
    parts = []
    for table in tables:
        lines = [f"**{_plain(table.caption)}**", "", _line(["", *(c.label for c in table.columns)])]
        lines.append("|---|" + "---:|" * len(table.columns))
        lines += [_line([name, *cells]) for name, cells in table.rows]
        lines.append(_line([table.base, *(column.base for column in table.columns)]))
        parts.append("\n".join([*lines, "", *table.differences, *table.notes]))
    return "\n\n".join([*(part for part in parts), *(each for each in about if each)]) + "\n"


def _plain(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|").replace("*", "\\*")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _safe(words: str) -> str:
    """Keep spreadsheets from running a label that looks like a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@") and not words[1:2].isdigit() else words
