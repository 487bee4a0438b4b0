"""Reading SPSS files: values, words, user-missing values, sets of answers."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from alongside.dataset import RESPONDENT, ImportReport, Missing, VariableType, refuse_full_folder
from alongside.dataset.exports import SYNTHETIC_NOTE
from alongside.dataset.expressions import MASK_BITS
from alongside.dataset.guess import MOST_CATEGORIES
from alongside.exchange.columns import RESPONDENT_LABEL
from alongside.exchange.incoming import Field, Incoming, import_fields, kind_of, number_words
from alongside.exchange.sav import DAY, EPOCH, syntax_beside
from alongside.exchange.sps import AnswerSet, read_answer_sets
from alongside.kernel.errors import DataError

_DATES = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "DATETIME", "YMDHMS")
_TIMES = ("TIME", "DTIME", "MOYR", "QYR", "WKYR", "MTIME", "WKDAY", "MONTH")


def import_sav(source: Path, folder: Path, *, title: str = "") -> ImportReport:
    """Make a study folder from an SPSS system file (.sav, .zsav).

    Numbers with value labels become single variables, and so do 0 and 1 without labels unless the
    file calls them a scale; dates become dates, other numbers numeric, strings open answers.
    User-missing values keep their kind where their label says it ("prefer not to say", "not asked",
    and the words of our own exports); others count as skipped, and a note says so. A
    multiple-response set becomes one question, if the file or syntax beside it has the set.

    Raises :class:`~alongside.kernel.errors.DataError` when the file cannot be read, and
    :class:`~alongside.kernel.errors.StudyError` when the folder holds something already.
    """
    source, folder = Path(source), Path(folder)
    refuse_full_folder(folder)
    try:
        frame, about = pyreadstat.read_sav(
            source, user_missing=True, disable_datetime_conversion=True, output_format="polars"
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeError) as fault:
        raise DataError(
            f"It cannot be read as an SPSS file: {fault}.",
            where=source.name,
            remedy="Save it again in SPSS as “SPSS Statistics (*.sav)”.",
        ) from None
    notes: list[str] = []
    fields = {name: _field(frame[name], name, about, notes) for name in frame.columns}
    sets = [*_sets_inside(about, notes), *_sets_beside(source, frame.columns, notes)]
    for made in sets:
        _join(fields, frame, made, about, notes)
    if not sets and _has_ticks(frame):
        notes.append(
            "The file holds no multiple-response sets: 0 and 1 stay variables of their own"
        )
    if "status" in fields:
        notes.append("Everybody counts as finished here, whatever the variable “status” says")
    told = " ".join(about.notes or [])
    synthetic = SYNTHETIC_NOTE in " ".join(told.split())
    incoming = Incoming(
        tuple(fields.values()), about.file_label or "", tuple(notes), synthetic, rows=frame.height
    )
    return import_fields(incoming, folder, title=title, source=source)


def _field(values: pl.Series, name: str, about: Any, notes: list[str]) -> Field:
    label = about.column_names_to_labels.get(name) or name
    words = about.variable_value_labels.get(name, {})
    ranges = about.missing_ranges.get(name, [])
    gaps: list[Missing | None] = []
    unknown: dict[str, None] = {}
    for value in values.to_list():
        if value is None:
            gaps.append(Missing.SKIPPED)
        elif any(_within(value, span["lo"], span["hi"]) for span in ranges):
            said = words.get(value, number_words(value))
            kind = kind_of(said)
            if kind is None:
                unknown[said] = None
            gaps.append(kind or Missing.SKIPPED)
        else:
            gaps.append(None)
    if unknown:
        notes.append(f"{name}: taken as skipped: {', '.join(unknown)}")
    kept = [None if gap else value for value, gap in zip(values.to_list(), gaps, strict=True)]
    labels = {
        value: said
        for value, said in words.items()
        if not any(_within(value, span["lo"], span["hi"]) for span in ranges)
    }
    if values.dtype == pl.String:
        return _words(name, label, kept, gaps, labels)
    kind_of_number = str(about.original_variable_types.get(name, "")).rstrip("0123456789.")
    if kind_of_number in _DATES:
        return _days(name, label, kept, gaps, notes)
    if kind_of_number in _TIMES:
        notes.append(f"{name}: SPSS shows these numbers as {kind_of_number}; they stay numbers")
    distinct = {value for value in kept if value is not None}
    # 0 and 1 without words are taken for yes and no, unless the file calls them a scale
    amount = about.variable_measure.get(name) == "scale"
    if labels or (distinct <= {0.0, 1.0} and not amount):
        found = sorted({*labels, *distinct})
        if 0 < len(found) <= MOST_CATEGORIES:
            categories = tuple(
                (number_words(value), labels.get(value, number_words(value))) for value in found
            )
            codes = [None if value is None else number_words(value) for value in kept]
            return Field(name, VariableType.SINGLE, label, codes, gaps, categories, numbered=True)
        notes.append(f"{name}: too many values for categories; its value labels were left out")
    serial = name == RESPONDENT and label == RESPONDENT_LABEL
    return Field(name, VariableType.NUMERIC, label, kept, gaps, identifies=serial)


def _words(
    name: str,
    label: str,
    kept: list[Any],
    gaps: list[Missing | None],
    labels: Mapping[Any, str],
) -> Field:
    answered = {value for value in kept if value}
    if labels and answered <= set(labels):
        for row, value in enumerate(kept):
            if value == "" and "" not in labels:
                gaps[row] = Missing.SKIPPED
        codes = [None if gap else value for value, gap in zip(kept, gaps, strict=True)]
        categories = tuple((str(value), said) for value, said in labels.items())
        return Field(name, VariableType.SINGLE, label, codes, gaps, categories)
    for row, value in enumerate(kept):
        if value == "":
            kept[row], gaps[row] = None, Missing.SKIPPED
    return Field(name, VariableType.TEXT, label, kept, gaps)


def _days(
    name: str, label: str, kept: list[Any], gaps: list[Missing | None], notes: list[str]
) -> Field:
    days: list[str | None] = []
    times = False
    for row, value in enumerate(kept):
        try:
            days.append(None if value is None else str(EPOCH + timedelta(days=value // DAY)))
        except OverflowError:
            days.append(None)
            gaps[row] = Missing.SKIPPED
            notes.append(f"{name}: row {row + 1} holds no day of our calendar; taken as skipped")
        times = times or (value is not None and value % DAY != 0)
    if times:
        notes.append(f"{name}: the time of day was left out")
    return Field(name, VariableType.DATE, label, days, gaps)


def _within(value: object, low: object, high: object) -> bool:
    if isinstance(value, str) or isinstance(low, str):
        return value == low
    return float(str(low)) <= float(str(value)) <= float(str(high))


def _sets_inside(about: Any, notes: list[str]) -> list[AnswerSet]:
    made = []
    for name, found in (about.mr_sets or {}).items():
        if found.get("is_dichotomy") and str(found.get("counted_value")) in ("1", "1.0"):
            made.append(AnswerSet(name, found["label"], tuple(found["variable_list"])))
        else:
            notes.append(f"The set {name} does not count a value of 1: its variables stay single")
    return made


def _sets_beside(source: Path, names: Sequence[str], notes: list[str]) -> list[AnswerSet]:
    syntax = syntax_beside(source)
    if not syntax.is_file():
        return []
    try:
        sets = read_answer_sets(syntax.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        return []
    known = [made for made in sets if set(made.variables) <= set(names)]
    if known:
        notes.append(f"Questions with several answers are those that {syntax.name} names")
    return known


def _join(
    fields: dict[str, Field],
    frame: pl.DataFrame,
    made: AnswerSet,
    about: Any,
    notes: list[str],
) -> None:
    """Put the variables of a set into one field, in the place of the first."""
    parts = [fields[name] for name in made.variables if name in fields]
    if len(parts) != len(made.variables) or not 2 <= len(parts) <= MASK_BITS:
        notes.append(f"The set {made.name} cannot be one question: its variables stay single")
        return
    common = f"{made.name}__"
    codes = {name: name.removeprefix(common) for name in made.variables}
    labels = about.column_names_to_labels
    rows = list(zip(*(frame[name].to_list() for name in made.variables), strict=True))
    whys = list(zip(*(part.gaps for part in parts), strict=True))
    gaps = [None if None in why else why[0] for why in whys]
    values = [
        None if gap else tuple(codes[n] for n, cell in zip(codes, row, strict=True) if cell == 1)
        for row, gap in zip(rows, gaps, strict=True)
    ]
    categories = tuple((code, labels.get(name) or code) for name, code in codes.items())
    whole = Field(made.name, VariableType.MULTI, made.label, values, gaps, categories)
    kept = {}
    for name, item in fields.items():
        if name == made.variables[0]:
            kept[made.name] = whole
        if name not in codes:
            kept[name] = item
    fields.clear()
    fields.update(kept)


def _has_ticks(frame: pl.DataFrame) -> bool:
    ticks = [
        name
        for name, kind in frame.schema.items()
        if kind.is_numeric() and set(frame[name].drop_nulls().unique().to_list()) == {0.0, 1.0}
    ]
    return len(ticks) > 1
