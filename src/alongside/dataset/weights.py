"""Weights that were made for these data, as columns beside the answers.

``alongside weigh`` keeps them in the study folder with a note of the data and the benchmarks they
were made from. When either is another by now, they are not these people's weights any more and stay
out until they are made again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from alongside.dataset.codebook import Codebook, Missing, Variable, VariableType
from alongside.dataset.frame import MISSING_SUFFIX, MISSING_TYPE, RESPONDENT, DataSet
from alongside.kernel.errors import DataError
from alongside.kernel.text import plain_text

WEIGHTS_PLAN = "weights.yaml"
KEPT = Path("data") / "weights.csv"
KEPT_NOTE = Path("data") / "weights.json"


@dataclass(frozen=True)
class KeptWeights:
    """What the note beside kept weights says.

    Parameters
    ----------
    data, plan
        Fingerprints of the data and of weights.yaml that they were made from.
    labels
        What each weight is, by its code.
    made
        The day, as 2026-03-31.
    """

    data: str
    plan: str
    labels: Mapping[str, str]
    made: str


def plan_fingerprint(folder: Path) -> str:
    """Return the SHA-256 of weights.yaml; "" when there is none."""
    path = folder / WEIGHTS_PLAN
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def read_note(folder: Path) -> KeptWeights | None:
    """Return the note of the weights kept in a study folder; None when none were made.

    Raises :class:`~alongside.kernel.errors.DataError` when it is no such note.
    """
    path = folder / KEPT_NOTE
    if not path.is_file():
        return None
    try:
        said = json.loads(path.read_text("utf-8"))
        return KeptWeights(said["data"], said["plan"], dict(said["labels"]), str(said["made"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise _broken(KEPT_NOTE) from fault


def keep_weights(
    folder: Path, respondents: pl.Series, weights: Mapping[str, pl.Series], note: KeptWeights
) -> None:
    """Write weights and their note: one row a person, one column a weight."""
    (folder / KEPT).parent.mkdir(exist_ok=True)
    frame = pl.DataFrame([respondents.alias(RESPONDENT), *(s.alias(n) for n, s in weights.items())])
    said = {"made": note.made, "data": note.data, "plan": note.plan, "labels": dict(note.labels)}
    (folder / KEPT_NOTE).unlink(missing_ok=True)  # never a note beside weights it does not describe
    (folder / KEPT).write_text(frame.write_csv(float_precision=12), "utf-8")
    (folder / KEPT_NOTE).write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", "utf-8")


def weights_are_stale(dataset: DataSet, folder: Path) -> bool:
    """Return whether weights were made, but from other answers or benchmarks than there are now."""
    note = read_note(folder)
    return note is not None and not _fits(note, dataset, folder)


def add_weights(dataset: DataSet, folder: Path) -> DataSet:
    """Return the data set with the weights that were made for it; without, as it is.

    People who were not weighted (unfinished responses) have none.
    """
    note = read_note(folder)
    if note is None or not _fits(note, dataset, folder):
        return dataset
    try:
        kept = pl.read_csv(
            folder / KEPT,
            schema={RESPONDENT: pl.Int64, **dict.fromkeys(note.labels, pl.Float64)},
        )
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise _broken(KEPT) from fault
    frame = dataset.frame.join(kept, on=RESPONDENT, how="left", maintain_order="left")
    gap = pl.lit(Missing.NOT_REACHED.value)
    frame = frame.with_columns(
        pl.when(pl.col(code).is_null()).then(gap).cast(MISSING_TYPE).alias(code + MISSING_SUFFIX)
        for code in note.labels
    )
    made = [
        Variable(code, VariableType.NUMERIC, plain_text(label), paradata=True)
        for code, label in note.labels.items()
    ]
    codebook = Codebook((*dataset.codebook.variables, *made))
    return DataSet(frame, codebook, dataset.provenance, dataset.unit)


def _fits(note: KeptWeights, dataset: DataSet, folder: Path) -> bool:
    return note.data == dataset.provenance.fingerprint and note.plan == plan_fingerprint(folder)


def _broken(path: Path) -> DataError:
    return DataError(
        "The weights kept with the data cannot be read.",
        where=path.as_posix(),
        remedy="Delete the file and run: alongside weigh STUDY",
    )
