"""Data going out: CSV with a codebook beside it, and Parquet with the codebook inside.

Three things never leave: variables that identify people; open answers, unless they are asked
for by name (``texts=True``), because people write names in them; and why there is no answer
is never lost: it stands in the column ``<variable>__missing``.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from alongside.dataset.codebook import Codebook, Missing, Variable, VariableType
from alongside.dataset.frame import MISSING_SUFFIX, RESPONDENT, STATUS, DataSet
from alongside.kernel.errors import DataError

METADATA_KEY = "alongside"
SYNTHETIC_NOTE = "Synthetic data: nobody gave these answers."


def export_csv(dataset: DataSet, path: Path, *, texts: bool = False) -> tuple[Path, Path]:
    """Write the data as CSV and ``<name>-codebook.csv`` beside it; return both paths.

    One row a response, by respondent number. A multi variable becomes one column per
    category, ``<variable>__<category>``: 1 chosen, 0 not, empty where there is no answer. All
    or nothing: on a failure neither file is left.
    """
    path = Path(path)
    frame = _wide(dataset, texts=texts)
    beside = path.with_name(f"{path.stem}-codebook.csv")
    _write(path, frame.write_csv(quote_style="necessary"))
    _write(beside, _codebook_csv(dataset, texts=texts))
    return path, beside


def export_parquet(dataset: DataSet, path: Path, *, texts: bool = False) -> tuple[Path]:
    """Write the data as Parquet, with codebook and provenance as JSON in its metadata.

    Columns are those of the data set (see :class:`~alongside.dataset.DataSet`): multi
    variables stay masks, and the codebook says which bit is which category.
    """
    path = Path(path)
    kept = exported_variables(dataset.codebook, texts=texts)
    names = [name for variable in kept for name in (variable.code, variable.code + MISSING_SUFFIX)]
    frame = dataset.frame.select(RESPONDENT, STATUS, *names).sort(RESPONDENT)
    about = {
        "title": dataset.provenance.title,
        "synthetic": dataset.provenance.synthetic,
        "source": dataset.provenance.source,
        "fingerprint": dataset.provenance.fingerprint,
        "variables": [_variable_as_data(variable) for variable in kept],
    }
    _make_folder(path)
    draft = path.with_name(path.name + ".part")
    frame.write_parquet(draft, metadata={METADATA_KEY: json.dumps(about, ensure_ascii=False)})
    draft.replace(path)
    return (path,)


def exported_variables(codebook: Codebook, *, texts: bool) -> tuple[Variable, ...]:
    """Return the variables that may leave."""
    return tuple(
        variable
        for variable in codebook
        if not variable.identifies and (texts or variable.type is not VariableType.TEXT)
    )


def _wide(dataset: DataSet, *, texts: bool) -> pl.DataFrame:
    columns: list[pl.Expr] = [pl.col(RESPONDENT), pl.col(STATUS)]
    for variable in exported_variables(dataset.codebook, texts=texts):
        if variable.type is VariableType.MULTI:
            for bit, category in enumerate(variable.categories):
                mask = pl.lit(1 << bit, dtype=pl.UInt64)
                chosen = ((pl.col(variable.code) & mask) != 0).cast(pl.Int8)
                columns.append(chosen.alias(f"{variable.code}__{category.code}"))
        else:
            columns.append(pl.col(variable.code))
        columns.append(pl.col(variable.code + MISSING_SUFFIX))
    return dataset.frame.select(columns).sort(RESPONDENT)


def _codebook_csv(dataset: DataSet, *, texts: bool) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["column", "variable", "type", "label", "code", "code_label", "note"])
    note = SYNTHETIC_NOTE if dataset.provenance.synthetic else ""
    writer.writerow([RESPONDENT, RESPONDENT, "number", "Respondent number", "", "", note])
    for code, words in (("completed", "Finished"), ("partial", "Stopped before the end")):
        writer.writerow([STATUS, STATUS, "single", "How far the person came", code, words, ""])
    for variable in exported_variables(dataset.codebook, texts=texts):
        writer.writerows(_codebook_rows(variable))
    return out.getvalue()


def _codebook_rows(variable: Variable) -> Iterator[list[str]]:
    label = next(iter(variable.label.plain.values()), "")
    origin = f"made from {', '.join(variable.derived_from)}" if variable.derived_from else ""
    start = [variable.code, variable.code, variable.type.value, label]
    if variable.type is VariableType.MULTI:
        for category in variable.categories:
            words = next(iter(category.label.plain.values()), "")
            column = f"{variable.code}__{category.code}"
            yield [column, *start[1:], "1", words, origin]
    elif variable.categories:
        for category in variable.categories:
            yield [*start, category.code, next(iter(category.label.plain.values()), ""), origin]
    else:
        yield [*start, "", "", origin]
    for kind in Missing:
        column = variable.code + MISSING_SUFFIX
        yield [column, variable.code, "missing", "Why there is no answer", kind.value, "", ""]


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
    }


def _write(path: Path, words: str) -> None:
    _make_folder(path)
    draft = path.with_name(path.name + ".part")
    draft.write_text(words, "utf-8", newline="")
    draft.replace(path)


def _make_folder(path: Path) -> None:
    if path.is_dir():
        raise DataError(
            "That is a folder.", where=str(path), remedy="Name a file in it, for example data.csv."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
