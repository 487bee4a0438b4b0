"""Reading data/source.csv by its codebook into typed columns; nothing is dropped silently."""

from pathlib import Path

import polars as pl

from alongside.dataset.build import STATUS_TYPE, column_type
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.csv_table import CsvTable, read_csv_table
from alongside.dataset.dates import parse_day
from alongside.dataset.frame import MISSING_SUFFIX, MISSING_TYPE, RESPONDENT, STATUS
from alongside.dataset.numbers import parse_number
from alongside.dataset.source_codebook import (
    CODEBOOK_FILE,
    SourceCodebook,
    SourceVariable,
    read_codebook,
)
from alongside.kernel.errors import ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.kernel.text import plain_text

SOURCE_FILE = Path("data") / "source.csv"
_MOST_FAULTS = 40


def read_source(folder: Path, language: str = "en") -> tuple[pl.DataFrame, Codebook, str]:
    """Return the frame, the codebook, and what a row is (``respondent`` or ``row``).

    Rows are numbered from 1 in the order of the file. White space around a cell does not
    count. Columns marked as identifying are not read.

    Raises :class:`~alongside.kernel.errors.ProblemsFoundError` naming every column that is
    missing on either side, and values that the codebook does not know, with their lines.
    """
    codebook = read_codebook(folder)
    table = read_csv_table(
        folder / SOURCE_FILE, encoding=codebook.encoding, delimiter=codebook.delimiter
    )
    problems = _check_columns(table, codebook)
    kept = [variable for variable in codebook.variables if not variable.identifies]
    columns = [
        pl.Series(RESPONDENT, range(1, len(table.lines) + 1), dtype=pl.Int64),
        pl.Series(STATUS, ["completed"] * len(table.lines), dtype=STATUS_TYPE),
    ]
    made: list[Variable] = []
    if not problems:
        for variable in kept:
            typed = _variable(variable, language)
            values, gaps = _read_variable(variable, table, codebook.dates, problems)
            columns.append(pl.Series(variable.code, values, dtype=column_type(typed)))
            columns.append(pl.Series(variable.code + MISSING_SUFFIX, gaps, dtype=MISSING_TYPE))
            made.append(typed)
    if problems:
        shown = problems[:_MOST_FAULTS]
        more = (
            f" ({len(problems) - len(shown)} more like these)"
            if len(problems) > _MOST_FAULTS
            else ""
        )
        raise ProblemsFoundError(
            f"The data do not fit {CODEBOOK_FILE}{more}.",
            shown,
            remedy=f"Change {CODEBOOK_FILE} or the data, then run the command again.",
        )
    return pl.DataFrame(columns), Codebook(tuple(made)), codebook.unit


def read_variables(folder: Path, language: str = "en") -> tuple[tuple[Variable, ...], str]:
    """Return the variables of the codebook of a study folder, and what a row is.

    Those that identify people are left out. Raises what :func:`read_source` does for the codebook.
    """
    codebook = read_codebook(folder)
    kept = [variable for variable in codebook.variables if not variable.identifies]
    return tuple(_variable(variable, language) for variable in kept), codebook.unit


def _check_columns(table: CsvTable, codebook: SourceCodebook) -> list[Problem]:
    """Name columns that the codebook expects and the file lacks, and the other way round."""
    problems: list[Problem] = []
    named: set[str] = set(codebook.left_out)
    for variable in codebook.variables:
        named.update(variable.columns)
        place = Place(CODEBOOK_FILE, variable.line, f"variable {variable.code}")
        problems += [
            Problem("source-no-column", place, {"column": column, "file": table.name})
            for column in variable.columns
            if column not in table.columns
        ]
    problems += [
        Problem("source-new-column", Place(table.name, 1), {"column": column})
        for column in table.columns
        if column not in named
    ]
    return problems


def _variable(variable: SourceVariable, language: str) -> Variable:
    return Variable(
        code=variable.code,
        type=variable.type,
        label=plain_text(variable.label, language),
        categories=tuple(
            Category(item.code, plain_text(item.label, language)) for item in variable.categories
        ),
    )


def _read_variable(
    variable: SourceVariable, table: CsvTable, dates: str, problems: list[Problem]
) -> tuple[list[object], list[str | None]]:
    if variable.type is VariableType.MULTI:
        return _read_ticks(variable, table, problems)
    codes = {item.value.strip(): item.code for item in variable.categories}
    values: list[object] = []
    gaps: list[str | None] = []
    known: dict[str, object] = {}
    for cell, line in zip(table.columns[variable.column], table.lines, strict=True):
        words = cell.strip()
        kind = Missing.SKIPPED if not words else variable.missing.get(words)
        if kind is not None:
            values.append(None)
            gaps.append(kind.value)
            continue
        if words not in known:
            known[words] = _value(variable, words, codes, dates)
            if known[words] is None:
                place = Place(table.name, line, f"column {variable.column}")
                params = {
                    "found": words[:80],
                    "variable": variable.code,
                    "type": variable.type.value,
                }
                code = (
                    "source-unknown-value"
                    if variable.type is VariableType.SINGLE
                    else "source-bad-value"
                )
                problems.append(Problem(code, place, params))
        values.append(cell if variable.type is VariableType.TEXT else known[words])
        gaps.append(None)
    return values, gaps


def _value(
    variable: SourceVariable, words: str, codes: dict[str, str], dates: str
) -> object | None:
    match variable.type:
        case VariableType.SINGLE:
            return codes.get(words)
        case VariableType.NUMERIC:
            return parse_number(words)
        case VariableType.DATE:
            return parse_day(words, dates)
        case _:
            return words


def _read_ticks(
    variable: SourceVariable, table: CsvTable, problems: list[Problem]
) -> tuple[list[object], list[str | None]]:
    """Return masks and gaps; a word for no answer in one column stands for the whole question."""
    masks = [0] * len(table.lines)
    gaps: list[str | None] = [None] * len(table.lines)
    for bit, category in enumerate(variable.categories):
        for row, cell in enumerate(table.columns[category.column]):
            words = cell.strip()
            if words == variable.ticked:
                masks[row] |= 1 << bit
            elif words in variable.missing:
                gaps[row] = variable.missing[words].value
            elif words and words not in ("0", "no", "No", "false", "False"):
                place = Place(table.name, table.lines[row], f"column {category.column}")
                params = {"found": words[:80], "ticked": variable.ticked}
                problems.append(Problem("source-bad-tick", place, params))
    if variable.none_ticked != "none":
        nothing = Missing.SKIPPED.value
        gaps = [gap or (None if mask else nothing) for gap, mask in zip(gaps, masks, strict=True)]
    return [None if gap else mask for gap, mask in zip(gaps, masks, strict=True)], gaps
