"""The data set of a study folder, ready for tables."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl

from alongside.collect import read_responses
from alongside.dataset.addresses import ENDINGS, is_far
from alongside.dataset.build import build_codebook, build_dataset
from alongside.dataset.codebook import Codebook, Variable
from alongside.dataset.derive import DERIVE_FILE, derive_variables
from alongside.dataset.frame import RESPONDENT, DataSet, Provenance
from alongside.dataset.linked import with_linked
from alongside.dataset.parquet_codebook import About
from alongside.dataset.partitions import PartedData, find_parts
from alongside.dataset.source import read_source, read_variables
from alongside.dataset.source_codebook import CODEBOOK_FILE
from alongside.dataset.weights import add_weights
from alongside.kernel.errors import DataError
from alongside.questionnaire import Earlier, Study, merge_versions

RESPONSES = Path("data") / "responses.jsonl"
SOURCE = Path("data") / "source.csv"
MOST_ROWS_WHOLE = 5_000_000
"""Rows of data in parts that are still taken whole where a verb needs all of them at once."""


def load_dataset(study: Study, language: str = "") -> DataSet:
    """Return the data of a study with its derived variables and the weights made for it.

    Reads ``data/responses.jsonl`` when the study has a questionnaire, else
    ``data/source.csv`` by its codebook; or the Parquet files that :func:`find_study_parts`
    finds. ``language`` is that of the title; "" means the study's first.

    Raises :class:`~alongside.kernel.errors.DataError` when there are no data yet, and
    :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault in them.
    """
    tag = language or study.settings.languages[0]
    parted = find_study_parts(study, language)
    if parted is not None:
        return _whole(parted)
    provenance = _provenance(study, tag, fingerprint(study.folder))
    if study.questionnaire is not None:
        responses = read_responses(study.folder / RESPONSES, merge_versions(study.versions))
        dataset = build_dataset(study, responses, provenance)
    else:
        frame, codebook, unit = read_source(study.folder, tag)
        dataset = DataSet(frame, codebook, provenance, unit)
    derived = _keep_places(derive_variables(dataset, study.folder, tag), study.earlier)
    return add_weights(derived, study.folder)


def load_for_tables(study: Study, language: str = "") -> DataSet:
    """Return the data of a study as tables are made of them: linked questions as one, too.

    The variable of a construct is called ``linked_`` and its name; see :func:`link_questions`.
    Otherwise as :func:`load_dataset`, and the same errors.
    """
    return with_linked(load_dataset(study, language))


def has_answers(study: Study) -> bool:
    """Return whether answers lie in the study folder (not whether they can be read)."""
    return any((study.folder / name).is_file() for name in (RESPONSES, SOURCE))


def find_study_parts(study: Study, language: str = "") -> PartedData | None:
    """Return the data of a study that lie in Parquet files; None when they do not.

    They lie where ``data: {parquet: …}`` of study.yaml says, or as ``data/*.parquet`` in a study
    folder without other data. Codebook: the one written into the files, else the study's. Derived
    variables are columns of the files; derive.yaml is not read.

    Raises :class:`~alongside.kernel.errors.DataError` as
    :func:`~alongside.dataset.find_parts` does.
    """
    tag = language or study.settings.languages[0]
    addresses = [
        each if is_far(each) else str(study.folder / each) for each in study.settings.parquet
    ]
    here = study.folder / "data"
    if not addresses and not has_answers(study):
        addresses = [str(here)] if _holds_parquet(here) else []
    if not addresses:
        return None
    provenance = _provenance(study, tag, "")
    about = None
    if study.questionnaire is not None:
        questionnaire = merge_versions(study.versions)
        about = About(build_codebook(questionnaire, study.versions), provenance, "respondent")
    elif (study.folder / CODEBOOK_FILE).exists():
        variables, unit = read_variables(study.folder, tag)
        about = About(Codebook(variables), provenance, unit)
    found = find_parts(addresses, about)
    return replace(found, provenance=replace(provenance, fingerprint=found.provenance.fingerprint))


def _holds_parquet(folder: Path) -> bool:
    return any(path.suffix in ENDINGS for path in folder.glob("**/*"))


def _provenance(study: Study, tag: str, mark: str) -> Provenance:
    return Provenance(
        title=study.settings.title.say(tag),
        synthetic=study.settings.synthetic,
        source=study.settings.source,
        fingerprint=mark,
        sampling=study.settings.sampling,
    )


def _whole(parted: PartedData) -> DataSet:
    """Return data in parts as one data set, where that is not too much for the memory."""
    if parted.rows > MOST_ROWS_WHOLE:
        raise DataError(
            f"These data have {parted.rows:,} rows, too many to take them all at once.",
            where=parted.parts[0].file,
            remedy="Count them with alongside tabulate, which takes part after part.",
        )
    known = [variable.code for variable in parted.codebook if variable.code in parted.columns]
    more = [RESPONDENT] if RESPONDENT in parted.columns else []
    reader = parted.reader([*known, *more])
    pieces = [piece.frame for part in parted.parts for piece in reader.read(part)]
    frame = pl.concat(pieces)
    if not more:
        frame = frame.with_row_index(RESPONDENT, 1).with_columns(pl.col(RESPONDENT).cast(pl.Int64))
    kept = Codebook(tuple(each for each in parted.codebook if each.code in parted.columns))
    return DataSet(frame, kept, parted.provenance, parted.unit)


def _keep_places(dataset: DataSet, earlier: Sequence[Earlier]) -> DataSet:
    """Return the data set with each derived variable marked by the version it was there in first.

    Exports put what came later behind, so that a variable derived after an amendment moves no
    column that was there before.
    """

    def since(variable: Variable) -> int:
        for number, item in enumerate(earlier):
            if item.derived is None or variable.code in item.derived:
                return number
        return len(earlier)

    if not earlier:
        return dataset
    marked = [
        replace(variable, since=since(variable)) if variable.derived_from else variable
        for variable in dataset.codebook
    ]
    return replace(dataset, codebook=Codebook(tuple(marked)))


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of everything the data depend on, whatever the machine.

    Covers the data file, the questionnaire or codebook, derived variables and codings; a
    file that is not there counts as absent, so that adding it changes the fingerprint.
    """
    digest = hashlib.sha256()
    fixed = ("questionnaire.yaml", "codebook.yaml", DERIVE_FILE, str(RESPONSES), str(SOURCE))
    more = [*folder.glob("codings/*.csv"), *folder.glob("versions/*.yaml")]
    for name in [*map(Path, fixed), *sorted(path.relative_to(folder) for path in more)]:
        path = folder / name
        if path.is_file():
            digest.update(f"{name.as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
