"""Data going out: CSV with a codebook beside it, and Parquet with the codebook inside.

Three things never leave: variables that identify people; open answers, unless they are asked
for by name (``texts=True``), because people write names in them; and why there is no answer
is never lost: it stands in the column ``<variable>__missing``. Weights leave as they are.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl

from alongside.dataset.codebook import Codebook, Missing, Variable, VariableType
from alongside.dataset.frame import MISSING_SUFFIX, RESPONDENT, STATUS, DataSet
from alongside.kernel.errors import DataError

METADATA_KEY = "alongside"
Columns = tuple[tuple[Variable, tuple[str, ...]], ...]
"""Variables that leave, each with the names of its columns in a CSV file."""
SYNTHETIC_NOTE = "Synthetic data: nobody gave these answers."
TEXTS_OUT_NOTE = "Open answers are left out, because they can identify people: {codes}."
TEXTS_IN_NOTE = "Open answers are here and can identify people: {codes}. Keep this file safe."
ROWS_NOTE = "A row is an answer, not a person: one person can stand in several."
STATUS_LABEL = "How far the person came"
STATUS_WORDS = {"completed": "Finished", "partial": "Stopped before the end"}
MISSING_WORDS = {
    Missing.NOT_ASKED: "Was not asked",
    Missing.SKIPPED: "Saw the question and gave no answer",
    Missing.DECLINED: "Prefers not to say",
    Missing.NOT_REACHED: "Stopped before the question",
    Missing.BROKE_OFF: "Stopped at the question",
    Missing.NOT_SHOWN: "Stopped before the question, which lay on the way",
}


def export_csv(
    dataset: DataSet, path: Path, *, texts: bool = False, language: str = ""
) -> tuple[Path, Path]:
    """Write the data as CSV and ``<name>-codebook.csv`` beside it; return both paths.

    One row a response, by respondent number. A multi variable becomes one column per
    category, ``<variable>__<category>``: 1 chosen, 0 not, empty where there is no answer. When
    the questionnaire was amended, new columns stand behind all that were there before. The
    first row of the codebook says what to know about the whole file. Labels are in
    ``language``, or in the first that each was written in. All or nothing: on a failure neither
    file is left.
    """
    path = Path(path)
    beside = codebook_beside(path)
    columns = name_columns(exported_variables(dataset.codebook, texts=texts))
    frame = wide_frame(dataset, columns)
    notes = export_notes(dataset, texts=texts)
    words = _codebook_csv(columns, weight_columns(dataset), notes, language)
    write_all(
        {
            path: lambda draft: write_rows(frame, draft),
            beside: lambda draft: draft.write_text(words, "utf-8", newline=""),
        }
    )
    return path, beside


def write_rows(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as CSV with headings.

    A line break of old Macs (CR alone) is one that polars leaves without quotation marks, and
    readers take for the end of a row: where there is one, every text gets them.
    """
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    alone = any(frame[name].str.contains("\r", literal=True).any() for name in texts)
    frame.write_csv(path, quote_style="non_numeric" if alone else "necessary")


def codebook_beside(path: Path) -> Path:
    """Return where the codebook of an exported CSV file stands."""
    return path.with_name(f"{path.stem}-codebook.csv")


def export_parquet(dataset: DataSet, path: Path, *, texts: bool = False) -> tuple[Path]:
    """Write the data as Parquet, with codebook and provenance as JSON in its metadata.

    Columns are those of the data set (see :class:`~alongside.dataset.DataSet`): multi
    variables stay masks, and the codebook says which bit is which category. All
    or nothing.
    """
    path = Path(path)
    kept = exported_variables(dataset.codebook, texts=texts)
    stable = sorted(kept, key=lambda variable: variable.since)
    names = [item.code + end for item in stable for end in ("", MISSING_SUFFIX)]
    weights = weight_columns(dataset)
    frame = dataset.frame.select(RESPONDENT, STATUS, *names, *weights).sort(RESPONDENT)
    about = {
        "title": dataset.provenance.title,
        "synthetic": dataset.provenance.synthetic,
        "source": dataset.provenance.source,
        "fingerprint": dataset.provenance.fingerprint,
        "notes": list(export_notes(dataset, texts=texts)),
        "unit": dataset.unit,
        **codebook_as_data(dataset, kept),
    }
    words = json.dumps(about, ensure_ascii=False)
    write_all({path: lambda draft: frame.write_parquet(draft, metadata={METADATA_KEY: words})})
    return (path,)


def exported_variables(codebook: Codebook, *, texts: bool) -> tuple[Variable, ...]:
    """Return the variables that may leave; weights are columns beside them."""
    return tuple(
        variable
        for variable in codebook
        if not variable.identifies
        and not variable.is_weight
        and (texts or variable.type is not VariableType.TEXT)
    )


def weight_columns(dataset: DataSet) -> tuple[str, ...]:
    """Return the names of weights: those made for the people, and numbers beside the variables."""
    known = {RESPONDENT, STATUS}
    known |= {item.code + end for item in dataset.codebook for end in ("", MISSING_SUFFIX)}
    known -= {item.code for item in dataset.codebook if item.is_weight}
    types = dataset.frame.schema
    return tuple(name for name, kind in types.items() if name not in known and kind.is_numeric())


def codebook_as_data(dataset: DataSet, kept: Sequence[Variable]) -> dict[str, object]:
    """Return what the columns of a file mean, ready for JSON.

    ``variables`` (with every language of their labels), the names of ``weights``, and what
    each value of ``status`` and each kind of ``missing`` stands for.
    """
    return {
        "variables": [_variable_as_data(variable) for variable in kept],
        "weights": list(weight_columns(dataset)),
        "status": dict(STATUS_WORDS),
        "missing": {kind.value: words for kind, words in MISSING_WORDS.items()},
    }


def export_notes(dataset: DataSet, *, texts: bool) -> tuple[str, ...]:
    """Return what somebody who opens the file must know, in plain words."""
    open_answers = ", ".join(
        variable.code
        for variable in exported_variables(dataset.codebook, texts=True)
        if variable.type is VariableType.TEXT
    )
    notes = [SYNTHETIC_NOTE] if dataset.provenance.synthetic else []
    notes += [ROWS_NOTE] if dataset.unit == "row" else []
    if open_answers:
        notes.append((TEXTS_IN_NOTE if texts else TEXTS_OUT_NOTE).format(codes=open_answers))
    return tuple(notes)


def name_columns(variables: Sequence[Variable]) -> Columns:
    """Return each variable with the names of its columns in a CSV file.

    An option whose code is ``missing`` gets a longer name, because ``<variable>__missing``
    says why there is no answer.
    """
    used = {variable.code + MISSING_SUFFIX for variable in variables}
    made: list[tuple[Variable, tuple[str, ...]]] = []
    for variable in variables:
        names = [variable.code]
        if variable.type is VariableType.MULTI:
            names = []
            for category in variable.categories:
                name = f"{variable.code}__{category.code}"
                while name in used:
                    name += "_"
                used.add(name)
                names.append(name)
        made.append((variable, tuple(names)))
    return tuple(made)


def wide_frame(dataset: DataSet, columns: Columns) -> pl.DataFrame:
    """Return the data with these columns: what came later behind, weights last."""
    picked: list[tuple[int, pl.Expr]] = []
    for variable, names in columns:
        if variable.type is VariableType.MULTI:
            for bit, (category, name) in enumerate(zip(variable.categories, names, strict=True)):
                mask = pl.lit(1 << bit, dtype=pl.UInt64)
                chosen = ((pl.col(variable.code) & mask) != 0).cast(pl.Int8).alias(name)
                picked.append((max(variable.since, category.since), chosen))
        else:
            picked.append((variable.since, pl.col(variable.code)))
        picked.append((variable.since, pl.col(variable.code + MISSING_SUFFIX)))
    # what a later version brought comes behind everything that was there before
    ordered = [column for _, column in sorted(picked, key=lambda item: item[0])]
    weights = weight_columns(dataset)
    return dataset.frame.select(RESPONDENT, STATUS, *ordered, *weights).sort(RESPONDENT)


def _codebook_csv(
    columns: Columns, weights: Sequence[str], notes: tuple[str, ...], language: str
) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["column", "variable", "type", "label", "code", "code_label", "note"])
    about = [RESPONDENT, RESPONDENT, "number", "Respondent number", "", "", " ".join(notes)]
    writer.writerow(about)
    for code, words in STATUS_WORDS.items():
        writer.writerow([STATUS, STATUS, "single", STATUS_LABEL, code, words, ""])
    for variable, names in columns:
        writer.writerows(_codebook_rows(variable, names, language))
    for name in weights:
        writer.writerow([name, name, "weight", "Weight", "", "", ""])
    return out.getvalue()


def _codebook_rows(
    variable: Variable, names: tuple[str, ...], language: str
) -> Iterator[list[str]]:
    label = variable.label.say(language)
    origin = f"made from {', '.join(variable.derived_from)}" if variable.derived_from else ""
    start = [variable.code, variable.code, variable.type.value, label]
    if variable.type is VariableType.MULTI:
        for category, column in zip(variable.categories, names, strict=True):
            words = category.label.say(language)
            yield [column, *start[1:], "1", words, origin]
    elif variable.categories:
        for category in variable.categories:
            yield [*start, category.code, category.label.say(language), origin]
    else:
        yield [*start, "", "", origin]
    for kind in Missing:
        column = variable.code + MISSING_SUFFIX
        why = MISSING_WORDS[kind]
        yield [column, variable.code, "missing", "Why there is no answer", kind.value, why, ""]


def _variable_as_data(variable: Variable) -> dict[str, object]:
    return {
        "code": variable.code,
        "type": variable.type.value,
        "label": dict(variable.label.plain),
        "categories": [
            {"code": category.code, "label": dict(category.label.plain)}
            for category in variable.categories
        ],
        "construct": variable.construct,
        "audiences": list(variable.audiences),
        "derived_from": list(variable.derived_from),
        "order": list(variable.order),
        "since": variable.since,
        "paradata": variable.paradata,
    }


def write_all(files: Mapping[Path, Callable[[Path], object]]) -> None:
    """Write every file beside its place first, then move them all there."""
    for path in files:
        if path.is_dir():
            raise DataError(
                "That is a folder.",
                where=str(path),
                remedy="Name a file in it, for example data.csv.",
            )
    drafts = {path: path.with_name(path.name + ".part") for path in files}
    try:
        for path, write in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write(drafts[path])
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
