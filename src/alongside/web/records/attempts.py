"""Trying again what another visit or a passing fault of the database got in the way of."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from django.db import Error, IntegrityError, InterfaceError, OperationalError, connection
from django.db.transaction import atomic

Result = TypeVar("Result")
WAITS = (0.05, 0.25)
"""Seconds before the second and the third try."""
LONGEST = 4.0
"""Seconds after which nothing is tried again: a person waits in front of the page."""
# SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html
OF_OTHER_VISITS = frozenset({"40001", "40P01", "55P03", "23505"})
OF_THE_CONNECTION = frozenset({"57P01", "57P02", "57P03", "53300"})
OF_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CONSTRAINT_PRIMARYKEY")


class ChangedMeanwhileError(OperationalError):
    """Another visit changed what was read before it could be written; reading again helps."""


def whole(work: Callable[[], Result]) -> Result:
    """Do ``work`` in one transaction, as often as :func:`again` thinks right."""
    return again(lambda: _in_transaction(work))


def again(work: Callable[[], Result]) -> Result:
    """Do ``work``; begin again when that can help.

    That is when another visit came between (what it read has changed, a deadlock, a lock, the
    same new row made twice) or when the connection was lost. ``work`` reads what it changes, so
    that doing it again after a change whose acknowledgement was lost changes nothing. What does
    not pass (a full disk, a missing table) is raised at once.
    """
    began = monotonic()
    inside = connection.in_atomic_block
    if not inside:
        # a lost connection is found out and replaced below: to ask first whether it is still
        # there (CONN_HEALTH_CHECKS) would cost every page as much as what it came for
        setattr(connection, "health_check_done", True)  # noqa: B010 - the stubs do not know it
    waits = list(WAITS)
    while True:
        try:
            return work()
        except ChangedMeanwhileError:
            # each time, somebody else has got on: no need to wait, and an end is in sight
            if monotonic() - began > LONGEST:
                raise
            continue
        except (OperationalError, InterfaceError, IntegrityError) as fault:
            lost = is_lost(fault)
            late = not waits or monotonic() - began > LONGEST
            if late or (inside and lost) or not (lost or is_in_the_way(fault)):
                raise
            if lost:
                connection.close()
        sleep(waits.pop(0))


def _in_transaction(work: Callable[[], Result]) -> Result:
    with atomic():
        return work()


def is_in_the_way(fault: Error) -> bool:
    """Return whether another visit caused this, so that a second try may do."""
    cause = fault.__cause__
    return getattr(cause, "sqlstate", None) in OF_OTHER_VISITS or str(
        getattr(cause, "sqlite_errorname", "")
    ).startswith(OF_SQLITE)


def is_lost(fault: Error) -> bool:
    """Return whether the connection to the database is gone; SQLite has none to lose."""
    cause = fault.__cause__
    if isinstance(fault, IntegrityError) or hasattr(cause, "sqlite_errorname"):
        return False
    state = getattr(cause, "sqlstate", None) or "08"
    return state in OF_THE_CONNECTION or state.startswith("08")
