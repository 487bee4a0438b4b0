"""The long part of exploring, away from the pages: nobody waits for it longer than they should.

What a table withholds is found out once. Where that takes longer than a page may, the page says so
and looks again; the work goes on meanwhile, one table after the other.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from threading import Lock

from alongside.kernel.errors import AlongsideError
from alongside.tabulate.exploring import Work
from alongside.tabulate.guard import Spot

PAGE_S = 0.15
"""Seconds a page waits."""
FILE_S = 30.0
"""Seconds a file or picture waits: they come behind a page that was shown."""
MOST_KEPT = 512
waits: ContextVar[float] = ContextVar("waits", default=FILE_S)
"""How many seconds whoever asks will wait."""
_Found = Future[frozenset[Spot]]


class StillWorkingError(AlongsideError):
    """A table is being held against the others; asked for again, it will be there."""


class Workshop:
    """Does work in a thread of its own, and keeps what it came to by its key, refusals too."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "exploring")
        self._known: OrderedDict[Hashable, _Found] = OrderedDict()
        self._lock = Lock()

    def begin(self, work: Callable[[], None]) -> None:
        """Do something that nobody waits for."""
        self._thread.submit(work)

    def run(self, key: Hashable, work: Work) -> frozenset[Spot]:
        """Return what the work came to; raises what it raised, or :class:`StillWorkingError`."""
        with self._lock:
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = self._thread.submit(work)
            self._known.move_to_end(key)
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        try:
            return found.result(timeout=waits.get())
        except TimeoutError:
            raise StillWorkingError(
                "This table is being held against the others, so that nobody can be found out. "
                "That takes a few seconds the first time.",
                remedy="The page looks again by itself.",
            ) from None
