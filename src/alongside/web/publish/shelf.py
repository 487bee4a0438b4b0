"""Studies and their data, read once and read again when a file changes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from alongside.dataset import DataSet, load_dataset
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study, load_study

READ_FILES = ("*.yaml", "codings/*.csv", "data/*")
DATA_FILES = (Path("data/responses.jsonl"), Path("data/source.csv"))

FileMarks = tuple[tuple[str, int, int], ...]
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class BrokenStudy:
    """A study folder that cannot be read now, and the sentence that says why."""

    slug: str
    why: str


class Kept(Generic[Read]):
    """What was read from a folder, until one of its files has another time or size.

    A refusal is kept the same way, so that a broken file is not read at each visit.
    """

    def __init__(self) -> None:
        self._found: dict[Path, tuple[FileMarks, Read | AlongsideError]] = {}
        self._lock = Lock()

    def get(self, folder: Path, read: Callable[[], Read]) -> Read:
        """Return what was kept, or read it now; raise the refusal if there was one."""
        marks = mark_files(folder)
        with self._lock:
            if folder not in self._found or self._found[folder][0] != marks:
                self._found[folder] = (marks, _attempt(read))
            found = self._found[folder][1]
        if isinstance(found, AlongsideError):
            raise found
        return found


class Shelf:
    """The studies of the site, by folder."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._studies: Kept[Study] = Kept()
        self._datasets: Kept[DataSet] = Kept()

    def studies(self) -> Iterator[Study | BrokenStudy]:
        """Yield every study in the order given, broken ones included."""
        for folder in self.folders:
            try:
                yield self._load(folder)
            except AlongsideError as error:
                yield BrokenStudy(folder.resolve().name, error.what)

    def study(self, slug: str) -> Study | None:
        """Return the study of this name, or None when the site has none.

        Raises :class:`~alongside.kernel.errors.AlongsideError` when it cannot be read.
        """
        for folder in self.folders:
            if folder.resolve().name == slug:
                return self._load(folder)
        return None

    def dataset(self, study: Study) -> DataSet | None:
        """Return the study's data; None when nothing has been gathered yet.

        Raises :class:`~alongside.kernel.errors.AlongsideError` when data are there but
        cannot be used.
        """
        if not self.has_data(study):
            return None
        return self._datasets.get(study.folder, lambda: load_dataset(study))

    def has_data(self, study: Study) -> bool:
        """Return whether a data file is there (not whether it can be read)."""
        return any((study.folder / name).is_file() for name in DATA_FILES)

    def _load(self, folder: Path) -> Study:
        return self._studies.get(folder, lambda: load_study(folder))


def mark_files(folder: Path) -> FileMarks:
    """Return name, time of change and size of every file a study is read from."""
    found = sorted({path for pattern in READ_FILES for path in folder.glob(pattern)})
    marks = []
    for path in found:
        try:
            state = path.stat()
        except FileNotFoundError:
            continue  # replaced at this very moment: the next visit sees the new file
        marks.append((path.relative_to(folder).as_posix(), state.st_mtime_ns, state.st_size))
    return tuple(marks)


def _attempt(read: Callable[[], Read]) -> Read | AlongsideError:
    try:
        return read()
    except AlongsideError as error:
        return error
