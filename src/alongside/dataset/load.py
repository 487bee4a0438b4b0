"""The data set of a study folder, ready for tables."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from alongside.collect import read_responses
from alongside.dataset.build import build_dataset
from alongside.dataset.codebook import Codebook, Variable
from alongside.dataset.derive import DERIVE_FILE, derive_variables
from alongside.dataset.frame import DataSet, Provenance
from alongside.dataset.source import read_source
from alongside.dataset.weights import add_weights
from alongside.questionnaire import Earlier, Study, merge_versions

RESPONSES = Path("data") / "responses.jsonl"
SOURCE = Path("data") / "source.csv"


def load_dataset(study: Study, language: str = "") -> DataSet:
    """Return the data of a study with its derived variables and the weights made for it.

    Reads ``data/responses.jsonl`` when the study has a questionnaire, else
    ``data/source.csv`` by its codebook. ``language`` is that of the title; "" means the
    study's first.

    Raises :class:`~alongside.kernel.errors.DataError` when there are no data yet, and
    :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault in them.
    """
    tag = language or study.settings.languages[0]
    provenance = Provenance(
        title=study.settings.title.say(tag),
        synthetic=study.settings.synthetic,
        source=study.settings.source,
        fingerprint=fingerprint(study.folder),
    )
    if study.questionnaire is not None:
        responses = read_responses(study.folder / RESPONSES, merge_versions(study.versions))
        dataset = build_dataset(study, responses, provenance)
    else:
        frame, codebook, unit = read_source(study.folder, tag)
        dataset = DataSet(frame, codebook, provenance, unit)
    derived = _keep_places(derive_variables(dataset, study.folder, tag), study.earlier)
    return add_weights(derived, study.folder)


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
