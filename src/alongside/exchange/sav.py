"""SPSS: a system file (.sav), and syntax beside it (.sps) for the sets of answers.

A kind of missing is a user-missing value with its words: -91 was not asked, -92 skipped, and so
on in the order of :class:`~alongside.dataset.Missing`; where a real answer lies in that range,
-991 and below, or further down. Limits as in IBM SPSS Statistics Command Syntax Reference
(Variables; Value labels; Universals): names of 64 bytes, labels of 255, value labels of 120,
strings of 32,767.
"""

import textwrap
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
import pyreadstat

from alongside.dataset import RESPONDENT, DataSet
from alongside.dataset.exports import MISSING_WORDS, export_notes, write_all
from alongside.exchange.answers import TextRule, fit_texts, leave_out
from alongside.exchange.columns import (
    KINDS,
    Column,
    Role,
    coded,
    flat_columns,
    value_labels,
    written_columns,
)
from alongside.exchange.fitting import NameRule
from alongside.exchange.labels import LabelRule, Labels
from alongside.exchange.notes import (
    Change,
    Transfer,
    Written,
    notes_beside,
    transfer_markdown,
)
from alongside.exchange.sps import syntax_words
from alongside.kernel.errors import DataError

FORMAT = "SPSS"
NAMES = NameRule(
    most=64,
    reserved=frozenset(
        ["all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"]
    ),
    cases=False,
    underscore_first=False,
)
TEXTS = TextRule(most=32_767, ends_with_blanks=False)
LABELS = LabelRule(most=255, most_value=120, most_title=64)
NOTE_WIDTH = 80
USUAL_FIRST = -91.0
"""Value of the first kind of missing, where no answer is in the way."""
EPOCH = date(1582, 10, 14)
DAY = 86_400
MOST_DECIMALS = 6
_RESERVED = 1.7976931348623157e308
_GAPPY = (Role.CODE, Role.TICK, Role.NUMBER, Role.DATE)


def syntax_beside(path: Path) -> Path:
    """Return where the syntax of a system file stands."""
    return path.with_suffix(".sps")


def export_sav(
    dataset: DataSet, path: Path, *, texts: bool = False, language: str = "en"
) -> Transfer:
    """Write the data as an SPSS system file, with syntax and a list of changes beside it.

    One row a response, by respondent number. Categories are numbered from 1 in the order of the
    codebook; each option of a question with several answers is a variable of 0 and 1, and the
    syntax makes a multiple-response set of them. An open answer that is missing is empty, and
    ``<variable>_why`` says why. All or nothing.

    Parameters
    ----------
    dataset
        What to write; variables that identify people stay out.
    path
        The file, ending in ``.sav``; what lies beside it is named after it.
    texts
        Whether open answers leave.
    language
        Of the labels; where one is not translated, its first language.
    """
    path = Path(path)
    changes: list[Change] = []
    columns = flat_columns(dataset, NAMES, texts=texts)
    rows = dataset.frame.sort(RESPONDENT)
    firsts = {column.name: _first_code(rows, column) for column in columns}
    frame = pl.DataFrame([_series(rows, column, firsts, changes) for column in columns])
    labels = Labels(LABELS, language, changes)
    words: dict[str, str | None] = {column.name: labels.of_column(column) for column in columns}
    values = {column.name: _values(column, firsts[column.name], labels) for column in columns}
    notes = export_notes(dataset, texts=texts)
    title = labels.title(dataset.provenance.title)
    files = (path, syntax_beside(path), notes_beside(path))
    known = _meanings(columns, firsts, language)
    codes = (f"{USUAL_FIRST - spot:.0f} = {kind.value}" for spot, kind in enumerate(KINDS))
    missing = f"Where nothing else is said, no answer is {', '.join(codes)}."
    transfer = Transfer(FORMAT, files, (*notes, missing), known, tuple(changes))
    syntax = syntax_words(path.name, columns, firsts, dataset, language)

    def write_data(draft: Path) -> None:
        pyreadstat.write_sav(
            frame,
            str(draft),
            file_label=title,
            column_labels=words,
            note=[line for note in notes for line in textwrap.wrap(note, NOTE_WIDTH)] or None,
            variable_value_labels={name: found for name, found in values.items() if found},
            missing_ranges={
                name: [{"lo": first - len(KINDS) + 1, "hi": first}]
                for name, first in firsts.items()
                if first is not None
            },
            variable_measure={column.name: _measure(column) for column in columns},
            variable_format=_formats(rows, columns),
            row_compress=True,
        )

    write_all(
        {
            files[0]: write_data,
            files[1]: lambda draft: draft.write_text(syntax, "utf-8-sig", newline="\n"),
            files[2]: lambda draft: draft.write_text(transfer_markdown(transfer), "utf-8"),
        }
    )
    return transfer


def _first_code(rows: pl.DataFrame, column: Column) -> float | None:
    """Return the value of the first kind of missing, such that none of them is an answer."""
    if column.role not in _GAPPY:
        return None
    if column.role is not Role.NUMBER:
        return USUAL_FIRST
    there = rows[column.frame]
    for digits in range(2, 16):
        first = -(10.0**digits - 9)
        if not there.is_between(first - len(KINDS) + 1, first).any():
            return first
    raise DataError(
        f"{column.frame} has no room for codes that mean “no answer”.",
        where=f"variable {column.frame}",
        remedy="Export it in another format, or make groups of it in derive.yaml.",
    )


def _series(
    rows: pl.DataFrame,
    column: Column,
    firsts: dict[str, float | None],
    changes: list[Change],
) -> pl.Series:
    people = rows[RESPONDENT]
    if column.role is Role.TEXT:
        fitted = fit_texts(rows[column.frame], people, column, TEXTS, changes)
        return pl.Series(column.name, fitted, dtype=pl.String)
    there = rows.select(coded(column)).to_series()
    if column.role is Role.DATE:
        why = "SPSS has no dates before 15 October 1582"
        there = leave_out(there, people, column, lambda days: days <= EPOCH, why, changes)
        there = (there - EPOCH).dt.total_days() * DAY
    there = there.cast(pl.Float64)
    if column.role in (Role.NUMBER, Role.WEIGHT):
        why = "SPSS takes this number for no answer"
        there = leave_out(
            there, people, column, lambda values: values.abs() >= _RESERVED, why, changes
        )
    first = firsts[column.name]
    if first is not None:
        kind = rows[column.gap].to_physical().cast(pl.Float64)
        there = there.zip_with(there.is_not_null() | kind.is_null(), first - kind)
    return there.alias(column.name)


def _values(column: Column, first: float | None, labels: Labels) -> dict[float, str]:
    found = {float(number): words for number, words in labels.of_values(column).items()}
    if first is not None:
        found |= {first - spot: MISSING_WORDS[kind] for spot, kind in enumerate(KINDS)}
    return found


def _meanings(
    columns: Sequence[Column], firsts: dict[str, float | None], language: str
) -> tuple[Written, ...]:
    def values(column: Column) -> list[tuple[str, str]]:
        found = [(str(spot), code) for spot, (code, _) in value_labels(column, language).items()]
        first = firsts[column.name]
        if first is not None and first != USUAL_FIRST:
            found += [(f"{first - spot:.0f}", kind.value) for spot, kind in enumerate(KINDS)]
        return found

    return written_columns(columns, values)


def _measure(column: Column) -> str:
    numbers = (Role.NUMBER, Role.DATE, Role.WEIGHT)
    return "scale" if column.role in numbers else "nominal"


def _formats(rows: pl.DataFrame, columns: Sequence[Column]) -> dict[str, str]:
    made = {}
    for column in columns:
        if column.role is Role.DATE:
            made[column.name] = "SDATE10"
        elif column.role in (Role.NUMBER, Role.WEIGHT):
            made[column.name] = f"F12.{_decimals(rows[column.frame])}"
        elif column.role is not Role.TEXT:
            made[column.name] = "F8.0"
    return made


def _decimals(values: pl.Series) -> int:
    """Return how many decimals show every value, up to six."""
    for decimals in range(MOST_DECIMALS):
        if (values.round(decimals) - values == 0).fill_null(value=True).all():
            return decimals
    return MOST_DECIMALS
