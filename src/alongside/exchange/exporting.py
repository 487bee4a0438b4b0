"""The one door by which a data set leaves as a file, whatever its format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from alongside.dataset import DataSet, export_csv, export_parquet
from alongside.dataset.exports import codebook_beside, export_notes
from alongside.exchange.as_json import export_json
from alongside.exchange.ddi import csv_beside, export_ddi
from alongside.exchange.dta import export_dta
from alongside.exchange.notes import Transfer, notes_beside
from alongside.exchange.sav import export_sav, syntax_beside
from alongside.exchange.triple_s import data_beside, export_triple_s
from alongside.kernel.errors import DataError


class DataFormat(StrEnum):
    """What a data set is written as."""

    CSV = "csv"
    PARQUET = "parquet"
    SAV = "sav"
    DTA = "dta"
    DDI = "ddi"
    TRIPLE_S = "triple-s"
    JSON = "json"


class _Writer(Protocol):
    def __call__(
        self, dataset: DataSet, path: Path, *, texts: bool = False, language: str = "en"
    ) -> Transfer: ...


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one format is written, the usual ending of its name, and what lies beside it."""

    write: _Writer
    ending: str
    beside: tuple[Callable[[Path], Path], ...] = ()


def _write_csv(
    dataset: DataSet,
    path: Path,
    *,
    texts: bool = False,
    language: str = "en",
) -> Transfer:
    written = export_csv(dataset, path, texts=texts, language=language)
    return Transfer("CSV", written, export_notes(dataset, texts=texts))


def _write_parquet(
    dataset: DataSet,
    path: Path,
    *,
    texts: bool = False,
    language: str = "en",  # noqa: ARG001  every language is in the metadata
) -> Transfer:
    written = export_parquet(dataset, path, texts=texts)
    return Transfer("Parquet", written, export_notes(dataset, texts=texts))


_KINDS: Mapping[DataFormat, _Kind] = {
    DataFormat.CSV: _Kind(_write_csv, "-data.csv", (codebook_beside,)),
    DataFormat.PARQUET: _Kind(_write_parquet, "-data.parquet"),
    DataFormat.SAV: _Kind(export_sav, "-data.sav", (syntax_beside, notes_beside)),
    DataFormat.DTA: _Kind(export_dta, "-data.dta", (notes_beside,)),
    DataFormat.DDI: _Kind(export_ddi, "-ddi.xml", (csv_beside, notes_beside)),
    DataFormat.TRIPLE_S: _Kind(export_triple_s, "-triple-s.xml", (data_beside, notes_beside)),
    DataFormat.JSON: _Kind(export_json, "-data.json"),
}
_BY_ENDING = {
    ".parquet": DataFormat.PARQUET,
    ".sav": DataFormat.SAV,
    ".dta": DataFormat.DTA,
    ".json": DataFormat.JSON,
    ".sss": DataFormat.TRIPLE_S,
}


def format_of(path: Path | None) -> DataFormat:
    """Return the format that the name of a file stands for; CSV when it could be any."""
    return DataFormat.CSV if path is None else _BY_ENDING.get(path.suffix, DataFormat.CSV)


def default_name(study: str, data_format: DataFormat) -> str:
    """Return what the file is called unless somebody chooses a name.

    >>> default_name("lunch", DataFormat.SAV), default_name("lunch", DataFormat.DDI)
    ('lunch-data.sav', 'lunch-ddi.xml')
    """
    return study + _KINDS[data_format].ending


def export_files(path: Path, data_format: DataFormat) -> tuple[Path, ...]:
    """Return every file an export would write.

    Raises :class:`~alongside.kernel.errors.DataError` when the name is one that a file beside
    it needs.
    """
    found = (path, *(beside(path) for beside in _KINDS[data_format].beside))
    if len(set(found)) < len(found):
        raise DataError(
            f"A file beside it needs the ending “{path.suffix}”.",
            where=str(path),
            remedy=f"Choose a name such as {default_name(path.stem, data_format)}.",
        )
    return found


def export_dataset(
    dataset: DataSet,
    path: Path,
    data_format: DataFormat,
    *,
    texts: bool = False,
    language: str = "en",
) -> Transfer:
    """Write the data in one of the formats; return which files, and what had to change.

    What leaves is microdata for the study's own team: one row a response, nothing withheld for
    being rare. Variables that identify people never leave, and open answers only with ``texts``.
    All or nothing: on a failure the files that were there before stay as they are.

    Parameters
    ----------
    dataset
        What to write.
    path
        The file; others beside it are named after it (:func:`export_files`).
    data_format
        Which format.
    texts
        Whether open answers leave.
    language
        Of the labels, where the format has one language; else whose labels stand first.

    Raises
    ------
    DataError
        When the name cannot be used, or the format has no room for what is there.
    """
    path = Path(path)
    export_files(path, data_format)
    return _KINDS[data_format].write(dataset, path, texts=texts, language=language)
