"""Data from another program on their way into a study folder.

A reader of one format makes :class:`Field` values; here they become ``data/source.csv`` and
``codebook.yaml``, which a person can look through and change like those of any import.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from alongside.dataset import ImportReport, Missing, VariableType
from alongside.dataset.exports import MISSING_WORDS
from alongside.dataset.frame import RESERVED_CODES
from alongside.dataset.guess import NO_ANSWER_WORDS, looks_identifying, make_code
from alongside.dataset.imports import make_study
from alongside.dataset.source_codebook import SourceCategory, SourceCodebook, SourceVariable
from alongside.exchange.notes import WHY_LABEL
from alongside.kernel.errors import DataError
from alongside.kernel.text import plain_text
from alongside.questionnaire import StudySettings

_VARIABLE_CODE = re.compile(r"(?!.*__)[A-Za-z_][A-Za-z0-9_]*")
_CATEGORY_CODE = re.compile(r"(?!.*__)[A-Za-z0-9_][A-Za-z0-9_-]*")
_NO_NAMES = RESERVED_CODES | {"and", "in", "not", "or"}
_MOST_NAMED = 20
_KIND_OF_WORDS = {
    **NO_ANSWER_WORDS,
    **{words.lower(): kind for kind, words in MISSING_WORDS.items()},
    **{kind.value: kind for kind in Missing},
}


@dataclass(frozen=True)
class Field:
    """One variable as it came, before its names are settled.

    Parameters
    ----------
    name
        As the other program calls it.
    values
        Row by row: the code of a category (single), the codes of several (multi), a number, a
        day as YYYY-MM-DD, or words; None for no answer.
    gaps
        Why there is no answer; None where there is one.
    categories
        Code and words of each, in order; codes are made to fit later.
    identifies
        Whether it could point to a person: it is kept in the file and never read.
    numbered
        Whether the codes are bare numbers, so that better ones are made of the words.
    """

    name: str
    type: VariableType
    label: str
    values: Sequence[object]
    gaps: Sequence[Missing | None]
    categories: tuple[tuple[str, str], ...] = ()
    identifies: bool = False
    numbered: bool = False


@dataclass(frozen=True)
class Incoming:
    """Everything that a reader found."""

    fields: tuple[Field, ...]
    title: str = ""
    notes: tuple[str, ...] = ()
    synthetic: bool = False
    unit: str = "respondent"
    rows: int = field(default=0)


def kind_of(words: str) -> Missing | None:
    """Return which kind of missing words stand for, or None when nobody can tell.

    >>> kind_of("Prefer not to say"), kind_of("Was not asked"), kind_of("Don't know")
    (<Missing.DECLINED: 'prefer_not_to_say'>, <Missing.NOT_ASKED: 'not_asked'>, None)
    """
    return _KIND_OF_WORDS.get(words.strip().lower())


def merge_whys(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return the fields without those of our own exports that say why there is no answer.

    Such a field stands behind the one it is about; what it says becomes the gaps of that one.
    """
    merged: list[Field] = []
    kinds = {kind.value for kind in Missing} | set(MISSING_WORDS.values())
    for item in fields:
        said = {words for _, words in item.categories}
        if merged and item.label.startswith(WHY_LABEL) and said and said <= kinds:
            merged[-1] = _with_gaps(merged[-1], item)
        else:
            merged.append(item)
    return tuple(merged)


def _with_gaps(base: Field, why: Field) -> Field:
    meant = {code: kind_of(words) for code, words in why.categories}
    blank = "" if base.type is VariableType.TEXT else None
    values: list[object] = []
    gaps: list[Missing | None] = []
    for code, value, gap in zip(why.values, base.values, base.gaps, strict=True):
        kind = None if code is None else meant[str(code)]
        values.append(None if kind else blank if value is None else value)
        gaps.append(kind or (gap if values[-1] is None else None))
    return replace(base, values=values, gaps=gaps)


def hide_identifying(fields: Iterable[Field]) -> tuple[tuple[Field, ...], tuple[str, ...]]:
    """Return the fields, those that could point to people marked, and a note that names them."""
    made = []
    for item in fields:
        open_type = item.type in (VariableType.TEXT, VariableType.NUMERIC)
        cells = [number_words(value) for value in item.values if value not in (None, "")]
        marked = item.identifies or (open_type and looks_identifying(item.label, cells))
        made.append(replace(item, identifies=marked))
    hidden = ", ".join(item.name for item in made if item.identifies)
    note = (f"Not read because they could point to people: {hidden}",) if hidden else ()
    return tuple(made), note


def import_fields(incoming: Incoming, folder: Path, *, title: str, source: Path) -> ImportReport:
    """Make a study folder of what a reader found, or write nothing.

    Raises
    ------
    DataError
        When there are no rows or no variables.
    StudyError
        When the folder holds something already.
    """
    if not incoming.fields or not incoming.rows:
        raise DataError(
            "The file has no answers in it.", where=source.name, remedy="Export the data again."
        )
    fields, hidden = hide_identifying(merge_whys(incoming.fields))
    variables: list[SourceVariable] = []
    columns: dict[str, list[str]] = {}
    notes = [f"{incoming.rows:,} rows, {len(fields)} variables", *incoming.notes, *hidden]
    for item in fields:
        variable, cells = _as_source(item, [made.code for made in variables], notes)
        variables.append(variable)
        columns |= cells
    codebook = SourceCodebook(
        tuple(variables), "utf-8", ",", dates="year-first", unit=incoming.unit
    )
    settings = StudySettings(
        title=plain_text(title or incoming.title or source.stem),
        status="closed",
        source=f"Imported from {source.name}.",
        synthetic=incoming.synthetic,
    )
    make_study(folder, settings, codebook, lambda target: _write_csv(target, columns))
    return ImportReport(folder, incoming.rows, len(variables), tuple(notes))


def _as_source(
    item: Field, taken: list[str], notes: list[str]
) -> tuple[SourceVariable, dict[str, list[str]]]:
    """Return how a field is read from the study's file, and its columns there."""
    code = _fitting(item.name, item.name, [*taken, *_NO_NAMES], _VARIABLE_CODE)
    if code != item.name:
        notes.append(f"{item.name} is now called {code}")
    label = " ".join(item.label.split()) or code
    codes: dict[str, str] = {}
    for was, words in item.categories:
        wanted = "" if item.numbered and words.strip() != was else was
        codes[was] = _fitting(wanted, words or was, codes.values(), _CATEGORY_CODE)
    cells = [_cell(value, codes) for value in item.values]
    marks = _marks({words.strip() for words in cells} | set(codes.values()))
    marked = {kind: marks[kind] for kind in Missing if kind in set(item.gaps)}
    missing = {words: kind for kind, words in marked.items()}
    if item.type is VariableType.MULTI:
        return _multi(item, code, label, codes, marked)
    blank = [
        row
        for row, (words, gap) in enumerate(zip(cells, item.gaps, strict=True), start=1)
        if gap is None and not words.strip()
    ]
    if blank and item.type is VariableType.TEXT:
        notes.append(f"{code}: empty answers became “skipped”, in {_rows(blank)}")
    if any("\0" in words for words in cells):
        notes.append(f"{code}: NUL characters were taken out")
    column = [
        marked[gap] if gap else words.replace("\0", "")
        for words, gap in zip(cells, item.gaps, strict=True)
    ]
    categories = tuple(
        SourceCategory(codes[was], " ".join(words.split()) or codes[was], codes[was])
        for was, words in item.categories
    )
    made = SourceVariable(
        code, item.type, label, code, categories, missing, identifies=item.identifies
    )
    return made, {code: column}


def _multi(
    item: Field, code: str, label: str, codes: Mapping[str, str], marked: Mapping[Missing, str]
) -> tuple[SourceVariable, dict[str, list[str]]]:
    columns: dict[str, list[str]] = {}
    categories = []
    for number, (was, words) in enumerate(item.categories):
        head = f"{code}__{codes[was]}"
        columns[head] = [
            (marked[gap] if number == 0 else "")
            if gap
            else str(int(isinstance(value, tuple) and was in value))
            for value, gap in zip(item.values, item.gaps, strict=True)
        ]
        said = " ".join(words.split()) or codes[was]
        categories.append(SourceCategory(codes[was], said, column=head))
    missing = {words: kind for kind, words in marked.items()}
    made = SourceVariable(
        code, item.type, label, "", tuple(categories), missing, none_ticked="none"
    )
    return made, columns


def _fitting(wanted: str, words: str, taken: Iterable[str], form: re.Pattern[str]) -> str:
    """Return a code: the one wanted if it can be one and is free, else one made of words."""
    used = set(taken)
    if form.fullmatch(wanted) and wanted not in used:
        return wanted
    return make_code(words, used)


def _marks(taken: set[str]) -> dict[Missing, str]:
    """Return a word for each kind of missing that nobody's answer is."""
    made = {}
    for kind in Missing:
        words = f"({kind.value})"
        while words in taken:
            words = f"({words})"
        made[kind] = words
    return made


def _cell(value: object, codes: Mapping[str, str]) -> str:
    if value is None or isinstance(value, tuple):
        return ""
    return codes.get(str(value), number_words(value))


def number_words(value: object) -> str:
    """Return a value as it stands in a file: whole numbers without a decimal point.

    >>> number_words(3.0), number_words(0.1), number_words("3.0")
    ('3', '0.1', '3.0')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)


def _rows(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:_MOST_NAMED]))
    more = len(rows) - _MOST_NAMED
    return f"row {shown}" + (f" and {more} more" if more > 0 else "")


def _write_csv(target: Path, columns: Mapping[str, Sequence[str]]) -> None:
    # CR alone, the line break of old Macs, is left without quotation marks by Python before 3.13,
    # and readers take it for the end of a row
    alone = any("\r" in cell for cells in columns.values() for cell in cells)
    with target.open("w", encoding="utf-8", newline="") as file:
        if alone:
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        else:
            writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
