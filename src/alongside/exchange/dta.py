"""Stata: a data set of version 14 and later (.dta, format 118).

A kind of missing is an extended missing value with its words: ``.a`` was not asked, ``.b``
skipped, and so on in the order of :class:`~alongside.dataset.Missing`. Limits as in the Stata
User's Guide ([U] 11.3 Naming conventions; [D] label; [D] data types; [D] datetime): names of 32
signs (28 here), labels of 80, value labels of 32,000 bytes; text of any length (strL).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

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
    tick_sets,
    value_labels,
    written_columns,
)
from alongside.exchange.fitting import NameRule
from alongside.exchange.labels import LabelRule, Labels
from alongside.exchange.notes import Change, Transfer, notes_beside, transfer_markdown

FORMAT = "Stata"
_RESERVED = (
    "_all _b _coef _cons _n _N _pi _pred _rc _se _skip byte double float if in int long strL using "
    "with"
)
NAMES = NameRule(
    most=28,  # Stata takes 32; the file's writer names value labels by the variable and a number
    reserved=frozenset([*_RESERVED.split(), *(f"str{size}" for size in range(2046))]),
    cases=True,
    underscore_first=True,
)
TEXTS = TextRule()
LABELS = LabelRule(most=80, most_value=32_000, most_title=80, measure=len, unit="signs")
EPOCH = date(1960, 1, 1)
FIRST_DAY = date(100, 1, 1)
_LARGEST = 8.9884656743e307
LETTERS = tuple(chr(ord("a") + spot) for spot in range(len(KINDS)))
_GAPPY = (Role.CODE, Role.TICK, Role.NUMBER, Role.DATE)


def export_dta(
    dataset: DataSet, path: Path, *, texts: bool = False, language: str = "en"
) -> Transfer:
    """Write the data for Stata, with a list of what had to change beside it.

    One row a response, by respondent number. Categories are numbered from 1 in the order of the
    codebook; each option of a question with several answers is a variable of 0 and 1, called by
    the question and the option. An open answer that is missing is empty, and
    ``<variable>_why`` says why. All or nothing.

    Parameters
    ----------
    dataset
        What to write; variables that identify people stay out.
    path
        The file, ending in ``.dta``; what lies beside it is named after it.
    texts
        Whether open answers leave.
    language
        Of the labels; where one is not translated, its first language.
    """
    path = Path(path)
    changes: list[Change] = []
    columns = flat_columns(dataset, NAMES, texts=texts)
    rows = dataset.frame.sort(RESPONDENT)
    frame = pl.DataFrame([_series(rows, column, changes) for column in columns])
    labels = Labels(LABELS, language, changes)
    words: dict[str, str | None] = {column.name: labels.of_column(column) for column in columns}
    gappy = [name for name, kind in frame.schema.items() if kind == pl.Object]
    values = {column.name: _values(column, labels, gaps=column.name in gappy) for column in columns}
    title = labels.title(dataset.provenance.title)
    files = (path, notes_beside(path))
    notes = (*export_notes(dataset, texts=texts), _missing_note(), *_set_notes(columns, language))
    known = written_columns(columns, lambda column: _meanings(column, language))
    transfer = Transfer(FORMAT, files, notes, known, tuple(changes))

    def write_data(draft: Path) -> None:
        pyreadstat.write_dta(
            frame,
            str(draft),
            file_label=title,
            version=14,
            column_labels=words,
            variable_value_labels={name: found for name, found in values.items() if found},
            missing_user_values={name: list(LETTERS) for name in gappy},
            variable_format={column.name: "%td" for column in columns if column.role is Role.DATE},
        )

    write_all(
        {
            files[0]: write_data,
            files[1]: lambda draft: draft.write_text(transfer_markdown(transfer), "utf-8"),
        }
    )
    return transfer


def _series(rows: pl.DataFrame, column: Column, changes: list[Change]) -> pl.Series:
    people = rows[RESPONDENT]
    if column.role is Role.TEXT:
        fitted = fit_texts(rows[column.frame], people, column, TEXTS, changes)
        return pl.Series(column.name, [words or "" for words in fitted], dtype=pl.String)
    there = rows.select(coded(column)).to_series()
    if column.role is Role.DATE:
        why = "Stata has no dates before the year 100"
        there = leave_out(there, people, column, lambda days: days < FIRST_DAY, why, changes)
        there = (there - EPOCH).dt.total_days()
    if column.role in (Role.NUMBER, Role.WEIGHT):
        why = "Stata takes numbers this large for no answer"
        there = leave_out(
            there, people, column, lambda values: values.abs() > _LARGEST, why, changes
        )
    if column.role not in _GAPPY or not rows[column.gap].is_not_null().any():
        return there.cast(pl.Float64 if there.has_nulls() else there.dtype).alias(column.name)
    kinds = rows[column.gap].to_physical().to_list()
    mixed = [
        value if value is not None or kind is None else LETTERS[kind]
        for value, kind in zip(there.to_list(), kinds, strict=True)
    ]
    return pl.Series(column.name, mixed, dtype=pl.Object)


def _values(column: Column, labels: Labels, *, gaps: bool) -> dict[Any, str]:
    """Return the words for each value; those for kinds of missing only where there is one.

    The keys are numbers and letters: pyreadstat takes both and has declared only the first.
    """
    found: dict[Any, str] = {**labels.of_values(column)}
    if gaps:
        found |= {letter: MISSING_WORDS[kind] for letter, kind in zip(LETTERS, KINDS, strict=True)}
    return found


def _meanings(column: Column, language: str) -> list[tuple[str, str]]:
    return [(str(spot), code) for spot, (code, _) in value_labels(column, language).items()]


def _missing_note() -> str:
    pairs = zip(LETTERS, KINDS, strict=True)
    return f"No answer is {', '.join(f'.{letter} = {kind.value}' for letter, kind in pairs)}."


def _set_notes(columns: Sequence[Column], language: str) -> list[str]:
    """Return which variables are the options of one question: Stata has no such sets."""
    return [
        f"Options of one question, {variable.label.say(language)}: "
        f"{', '.join(tick.name for tick in ticks)}."
        for ticks in tick_sets(columns).values()
        if (variable := ticks[0].variable) is not None
    ]
