"""Changes of several people in one commit, where the database takes one writer at a time.

SQLite writes to the disk at each commit, and whoever else wants to write sleeps and asks again.
So the visits of one process queue here: whoever has its turn writes everything that waits in
one transaction, and all of them are answered when that is on the disk. Nobody waits for company:
a change that comes alone is written alone, at once. PostgreSQL does this itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import Error as DatabaseError
from django.db import OperationalError, connection
from django.db.transaction import atomic

PATIENCE_SECONDS = 5.0
"""As long as a visit waits for another process that writes: see ``project.database``."""


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

    @property
    def settled(self) -> bool:
        """Whether it is known what came of it."""
        return self.rows is not None or self.fault is not None


@dataclass(eq=False)
class Turns:
    """Changes that wait, and the turn of the one who writes them.

    Parameters
    ----------
    write
        Settles every change it is given. What it raises is the fault of all that are not.
    patience
        Seconds after which somebody who is still waiting gives up.
    """

    write: Callable[[list[Change]], None]
    patience: float = PATIENCE_SECONDS
    _waiting: list[Change] = field(default_factory=list)
    _door: Lock = field(default_factory=Lock)
    _turn: Lock = field(default_factory=Lock)

    def take(self, change: Change) -> None:
        """Return when the change is settled: written by us, or by whoever was before us."""
        with self._door:
            self._waiting.append(change)
        if not self._turn.acquire(timeout=self.patience):
            with self._door:
                if change in self._waiting:
                    self._waiting.remove(change)
                    change.fault = OperationalError("the turn to write did not come")
                    return
            self._turn.acquire()  # it is being written: how that ends must be known
        try:
            if not change.settled:
                with self._door:
                    together, self._waiting = self._waiting, []
                self._write(together)
        finally:
            self._turn.release()

    def _write(self, together: list[Change]) -> None:
        try:
            self.write(together)
        except Exception as fault:
            for change in together:
                if not change.settled:
                    change.fault = fault


def write_change(statement: str, values: Sequence[Any]) -> int:
    """Do one statement by itself and return how many rows it changed.

    Once this returns outside a transaction, the change is on the disk. Raises Django's database
    errors.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return _write_one(statement, values)
    change = Change(statement, values)
    _TURNS.take(change)
    if change.fault is not None:
        raise change.fault
    return change.rows or 0


def _write_all(together: list[Change]) -> None:
    if len(together) > 1:
        try:
            with atomic():
                rows = [_write_one(change.statement, change.values) for change in together]
        except OperationalError:
            raise  # the disk is full, the file is locked: so it is for each of them
        except DatabaseError:
            pass  # one of them is at fault, and the others need not suffer for it
        else:
            for change, changed in zip(together, rows, strict=True):
                change.rows = changed
            return
    for change in together:
        try:
            change.rows = _write_one(change.statement, change.values)
        except DatabaseError as fault:
            change.fault = fault


def _write_one(statement: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


_TURNS = Turns(_write_all)
