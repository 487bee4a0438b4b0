"""The data of a study, read once and read again when a file changes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock

from alongside.dataset import DataSet, load_for_tables
from alongside.dataset.addresses import ENDINGS, is_far
from alongside.kernel.errors import AlongsideError, DisclosureError
from alongside.questionnaire import Study
from alongside.tabulate import Book, read_log, standing

READ_FILES = ("*.yaml", "releases.jsonl", "codings/*.csv", "data/**/*", "versions/*.yaml")
DATA_FILES = (Path("data/responses.jsonl"), Path("data/source.csv"))
PARQUET = tuple(f"**/*{ending}" for ending in ENDINGS)

FileMarks = tuple[tuple[str, int, int], ...]


class DataSets:
    """Data sets by study folder, until one of its files has another time or size.

    A refusal is kept the same way, so that a broken file is not read at each visit.
    """

    def __init__(self, read: Callable[[Study], DataSet]) -> None:
        self._read = read
        self._kept: dict[Path, tuple[FileMarks, DataSet | AlongsideError]] = {}
        self._lock = Lock()

    def get(self, study: Study) -> DataSet | None:
        """Return the study's data; None when nothing has been gathered yet.

        Raises :class:`~alongside.kernel.errors.AlongsideError` when data are there but
        cannot be used.
        """
        if not has_data(study):
            return None
        marks = (*mark_files(study.folder), *_mark_elsewhere(study))
        with self._lock:
            if study.folder not in self._kept or self._kept[study.folder][0] != marks:
                self._kept[study.folder] = (marks, self._attempt(study))
            found = self._kept[study.folder][1]
        if isinstance(found, AlongsideError):
            raise found
        return found

    def _attempt(self, study: Study) -> DataSet | AlongsideError:
        try:
            return self._read(study)
        except AlongsideError as error:
            return error


def has_data(study: Study) -> bool:
    """Return whether a data file is there, or said to be elsewhere (not whether it can be read)."""
    return (
        any((study.folder / name).is_file() for name in DATA_FILES)
        or bool(study.settings.parquet)
        or any(True for ending in PARQUET for _ in (study.folder / "data").glob(ending))
    )


def _mark_elsewhere(study: Study) -> FileMarks:
    """Return the marks of Parquet files that lie in other folders here; none of those far away.

    Data far away are read once, and again when the study or the site is changed or begun anew.
    """
    marks: list[tuple[str, int, int]] = []
    for address in study.settings.parquet:
        path = study.folder / address
        if not is_far(address) and path.is_dir():
            marks += mark_files(path, PARQUET)
        elif not is_far(address) and path.is_file():
            state = path.stat()
            marks.append((address, state.st_mtime_ns, state.st_size))
    return tuple(marks)


def mark_files(folder: Path, patterns: Iterable[str] = READ_FILES) -> FileMarks:
    """Return name, time of change and size of every file a study is read from."""
    found = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    marks = []
    for path in found:
        try:
            state = path.stat()
        except FileNotFoundError:
            continue  # replaced at this very moment: the next visit sees the new file
        marks.append((path.relative_to(folder).as_posix(), state.st_mtime_ns, state.st_size))
    return tuple(marks)


_SITE = DataSets(load_for_tables)


def dataset_of(study: Study) -> DataSet | None:
    """Return the data of a study of this site, as :meth:`DataSets.get` does."""
    return _SITE.get(study)


_BOOKS: dict[Path, Book] = {}
_BOOKS_LOCK = Lock()


def book_of(study: Study, dataset: DataSet) -> Book:
    """Return the tables of a study's data: made anew when the data or the rule are others."""
    with _BOOKS_LOCK:
        known = _BOOKS.get(study.folder)
        if known is None or known.dataset is not dataset or known.rule != study.settings.disclosure:
            known = _BOOKS[study.folder] = make_book(study, dataset)
        return known


def make_book(study: Study, dataset: DataSet) -> Book:
    """Return the tables of some data of a study, held against what was published.

    Tables published from nearly the same data are left out of account: a page that people read
    cannot stop because one answer was taken back.
    """
    rule = study.settings.disclosure
    try:
        earlier = standing(read_log(study.folder), dataset, rule) if rule.protects else ()
    except DisclosureError:
        earlier = ()
    return Book(dataset, rule, earlier)
