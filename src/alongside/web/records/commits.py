"""Changes of several people in one commit, where the database takes one writer at a time.

SQLite writes to the disk at each commit, and whoever else wants to write sleeps and asks again.
So the visits of one process queue here: whoever has the turn writes everything that waits in one
transaction, tells all of them when that is on the disk, and hands the turn on to whoever came
meanwhile. Nobody waits for company: a change that comes alone is written alone, at once.
PostgreSQL does this itself.
"""

import sqlite3
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import OperationalError, connection
from django.db.transaction import atomic

from alongside.web.records.attempts import is_in_the_way
from alongside.web.records.statements import do_statement

PATIENCE_SECONDS = 5.0
"""As long as a visit waits for another process that writes: see ``project.database``."""


def _shut() -> Lock:
    lock = Lock()
    lock.acquire()
    return lock


@dataclass(eq=False)
class Change:
    """One statement, and what came of it.

    Parameters
    ----------
    rows
        How many rows it changed; None: it has not been done yet.
    fault
        Why it was not done.
    """

    statement: str
    values: Sequence[Any]
    rows: int | None = None
    fault: Exception | None = None
    _called: Lock = field(default_factory=_shut, repr=False)

    @property
    def settled(self) -> bool:
        """Whether it is known what came of it."""
        return self.rows is not None or self.fault is not None

    def outcome(self) -> int:
        """Return how many rows were changed; raises the fault, which is nobody else's object."""
        if self.fault is not None:
            raise _own(self.fault)
        if self.rows is None:
            raise OperationalError("the change was not written")
        return self.rows


@dataclass(eq=False)
class Turns:
    """Changes that wait, and the turn of the one who writes them.

    Parameters
    ----------
    write
        Settles every change it is given. What it raises is the fault of all that are not.
    patience
        Seconds after which somebody who is still waiting for a turn gives up.
    """

    write: Callable[[list[Change]], None]
    patience: float = PATIENCE_SECONDS
    _waiting: list[Change] = field(default_factory=list)
    _door: Lock = field(default_factory=Lock)
    _taken: bool = False

    def take(self, change: Change) -> None:
        """Return when the change is settled: written by us, or by whoever was before us."""
        with self._door:
            self._waiting.append(change)
            ours, self._taken = not self._taken, True
        if not ours:
            self._await_call(change)
        if not change.settled:
            self._lead()

    def _await_call(self, change: Change) -> None:
        """Wait until it is settled, or until the turn is ours."""
        if change._called.acquire(timeout=self.patience):
            return
        with self._door:
            if change._called.acquire(blocking=False):
                return  # just now
            if change in self._waiting:
                self._waiting.remove(change)
                change.fault = _no_turn()
                return
        change._called.acquire()  # it is being written: how that ends must be known

    def _lead(self) -> None:
        with self._door:
            together, self._waiting = self._waiting, []
        try:
            self.write(together)
        except Exception as fault:
            _blame(together, fault)
        finally:  # even when this thread is being ended, nobody is left waiting
            _blame(together, OperationalError("the change was not written"))
            with self._door:
                for change in together:
                    change._called.release()
                self._taken = bool(self._waiting)
                if self._waiting:
                    self._waiting[0]._called.release()


def write_change(statement: str, values: Sequence[Any]) -> int:
    """Do one statement by itself and return how many rows it changed.

    Once this returns outside a transaction, the change is on the disk. Raises Django's database
    errors.
    """
    current = connection  # looked up once a use
    if current.vendor != "sqlite" or current.in_atomic_block:
        return _write_one(statement, values)
    change = Change(statement, values)
    _TURNS.take(change)
    return change.outcome()


def _write_all(together: list[Change]) -> None:
    """Settle changes: all in one transaction, or each by itself when one of them is at fault."""
    if len(together) > 1:
        try:
            with atomic():
                rows = [_write_one(change.statement, change.values) for change in together]
        except Exception as fault:
            if isinstance(fault, OperationalError) and is_in_the_way(fault):
                raise  # another process writes: each would wait as long, one after another
        else:
            for change, changed in zip(together, rows, strict=True):
                change.rows = changed
            return
    for change in together:
        try:
            change.rows = _write_one(change.statement, change.values)
        except Exception as fault:
            change.fault = fault
            if isinstance(fault, OperationalError) and is_in_the_way(fault):
                raise


def _write_one(statement: str, values: Sequence[Any]) -> int:
    return do_statement(statement, values).rows


def _blame(together: list[Change], fault: Exception) -> None:
    for change in together:
        if not change.settled:
            change.fault = fault


def _own(fault: Exception) -> Exception:
    """Return a copy: several threads that raised one object would write into each other's."""
    own = copy(fault)
    own.__cause__ = fault.__cause__
    return own


def _no_turn() -> OperationalError:
    """Return what SQLite itself says when a writer does not come to its turn."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorname = "SQLITE_BUSY"
    fault = OperationalError(str(cause))
    fault.__cause__ = cause
    return fault


_TURNS = Turns(_write_all)
