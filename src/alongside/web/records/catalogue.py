"""The studies of the site, read once and read again when a file changes.

Looking whether a file has changed makes every other visit of the process wait, so it is done once
a second at most, and not at every request.
"""

import os
from collections.abc import Callable
from functools import cache
from math import inf
from pathlib import Path
from threading import Lock
from time import monotonic

from django.conf import settings

from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study, load_study

FILES = ("study.yaml", "questionnaire.yaml", "versions/history.yaml")
LOOK_AGAIN_SECONDS = 1.0
"""How long a change of a study's files may go unnoticed."""
Marks = tuple[tuple[int, int], ...]


class Catalogue:
    """Studies by slug. A refusal is kept like a study, until a file changes."""

    def __init__(self, folders: tuple[Path, ...], read: Callable[[Path], Study]) -> None:
        self._folders = {folder.resolve().name: folder for folder in folders}
        self._files = {
            slug: tuple(str(folder / name) for name in FILES)
            for slug, folder in self._folders.items()
        }
        self._read = read
        self._kept: dict[str, tuple[Marks, Study | AlongsideError]] = {}
        self._looked: dict[str, float] = {}
        self._lock = Lock()

    def find(self, slug: str) -> Study | None:
        """Return the study, or None when the site has none of this name.

        Raises :class:`~alongside.kernel.errors.AlongsideError` when it cannot be read.
        """
        folder = self._folders.get(slug)
        if folder is None:
            return None
        if monotonic() - self._looked.get(slug, -inf) >= LOOK_AGAIN_SECONDS:
            self._look(slug, folder)
        found = self._kept[slug][1]
        if isinstance(found, AlongsideError):
            raise found
        return found

    def _look(self, slug: str, folder: Path) -> None:
        now = monotonic()
        marks = _marks(self._files[slug])
        with self._lock:
            if slug not in self._kept or self._kept[slug][0] != marks:
                self._kept[slug] = (marks, self._attempt(folder))
            self._looked[slug] = now  # last: who comes meanwhile waits for the lock, or has it

    def _attempt(self, folder: Path) -> Study | AlongsideError:
        try:
            return self._read(folder)
        except AlongsideError as error:
            return error


@cache
def _catalogue_of(folders: tuple[str, ...]) -> Catalogue:
    return Catalogue(tuple(Path(folder) for folder in folders), load_study)


def find_study(slug: str) -> Study | None:
    """Return a study of this site, or None.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when it cannot be read.
    """
    return _catalogue_of(tuple(map(str, settings.ALONGSIDE_STUDIES))).find(slug)


def _marks(files: tuple[str, ...]) -> Marks:
    marks = []
    for name in files:
        try:
            state = os.stat(name)  # noqa: PTH116 - asked often: no Path is made
        except OSError:
            marks.append((0, -1))
        else:
            marks.append((state.st_mtime_ns, state.st_size))
    return tuple(marks)
