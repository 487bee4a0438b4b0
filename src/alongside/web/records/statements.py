"""The statements behind every page, with little between them and the database.

On PostgreSQL psycopg takes longer to send a statement and to wait for its answer than the server
takes for it, and each wait lets another thread have the interpreter. A statement that a connection
has done a few times is therefore done by the one call of PostgreSQL's own library that sends,
waits and returns (``PQexecPrepared``, as ``pgconn`` of a psycopg connection offers it). What comes
back, and what is raised, is the same either way.

Inside a transaction, where statements are listened to (tests count them), and on other databases
Django does them. A pooler that forgets prepared statements is respected as psycopg respects it:
nothing is prepared before ``prepare_threshold`` of the connection.
"""

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import errors
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGconn, PGresult

FORGOTTEN = "26000"
"""SQLSTATE of a prepared statement that the server does not know: psycopg had all forgotten."""
KNOWN = "42P05"
"""SQLSTATE of one that is known already. The name is made from the words, so it is the same."""
OUTDATED = "0A000"
"""SQLSTATE of, among others, one whose table has been changed since."""
GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
BOOLEAN, *WHOLE_NUMBERS = 16, 20, 21, 23
"""Numbers of types, the same in every PostgreSQL (its ``pg_type.dat``)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a statement.

    Parameters
    ----------
    rows
        How many rows it changed or found.
    first
        The first row; None: it found none, or returns none.
    """

    rows: int
    first: tuple[Any, ...] | None


def do_statement(words: str, values: Sequence[Any]) -> Outcome:
    """Do one statement and return what came of it.

    Outside a transaction a change is on the disk once this returns. JSON is given and returned in
    writing. Raises Django's database errors.

    Parameters
    ----------
    words
        The statement, with ``%s`` for each value. It is remembered: what people send is always a
        value.
    values
        Text, whole numbers, true or false, or None.
    """
    current = connections[DEFAULT_DB_ALIAS]  # what Django calls connection looks it up at each use
    if current.vendor == "postgresql" and not (
        current.in_atomic_block or current.queries_logged or current.execute_wrappers
    ):
        current.close_if_health_check_failed()
        current.ensure_connection()
        driver = current.connection
        if driver.autocommit and _is_usual(driver, words):
            with current.wrap_database_errors:
                return _do_directly(driver.pgconn, words, values)
    with current.cursor() as cursor:
        cursor.execute(words, values)
        first = cursor.fetchone() if cursor.description else None
        return Outcome(int(cursor.rowcount), first)


_DONE: MutableMapping["psycopg.Connection[Any]", dict[str, int]] = WeakKeyDictionary()
"""How often each connection did a statement; less than none: it is prepared."""
PREPARED = -1


def _is_usual(driver: "psycopg.Connection[Any]", words: str) -> bool:
    """Return whether the connection has this statement prepared, preparing it when it is time."""
    done = _DONE.get(driver)
    if done is None:
        done = _DONE[driver] = {}
    times = done.get(words, 0)
    if times == PREPARED:
        return True
    if driver.prepare_threshold is None or times < driver.prepare_threshold:
        done[words] = times + 1
        return False
    _prepare(driver.pgconn, words)
    done[words] = PREPARED
    return True


def _prepare(server: PGconn, words: str) -> None:
    with connections[DEFAULT_DB_ALIAS].wrap_database_errors:
        _raise_fault(server.prepare(*_named(words)), but=KNOWN)


def _do_directly(server: PGconn, words: str, values: Sequence[Any]) -> Outcome:
    name, _ = _named(words)
    written: list[Any] = [_written(value) for value in values]  # None, which the stubs do not know
    result = server.exec_prepared(name, written)
    if result.status not in GOOD and _state(result) in (FORGOTTEN, OUTDATED):
        # nothing was done: outside a transaction, doing it again is doing it once
        server.exec_(b"DEALLOCATE " + name)
        _raise_fault(server.prepare(*_named(words)), but=KNOWN)
        result = server.exec_prepared(name, written)
    _raise_fault(result)
    if not result.nfields:
        return Outcome(result.command_tuples or 0, None)
    found = result.ntuples
    first = tuple(_read(result, spot) for spot in range(result.nfields)) if found else None
    return Outcome(found, first)


@lru_cache(maxsize=64)
def _named(words: str) -> tuple[bytes, bytes]:
    """Return a name for a statement, and the statement with numbers for its values."""
    first, *others = words.split("%s")
    numbered = first + "".join(f"${spot}{rest}" for spot, rest in enumerate(others, start=1))
    return f"alongside_{sha256(words.encode()).hexdigest()[:16]}".encode(), numbered.encode()


def _written(value: object) -> bytes | None:
    """Return a value in the writing of PostgreSQL."""
    if value is None:
        return None
    if isinstance(value, bool):
        return b"t" if value else b"f"
    words = str(value).encode()
    if b"\0" in words:  # the library would end the text there, and say nothing
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return words


def _read(result: PGresult, spot: int) -> Any:
    value = result.get_value(0, spot)
    return None if value is None else _READERS.get(result.ftype(spot), bytes.decode)(value)


_READERS: dict[int, Callable[[bytes], Any]] = {BOOLEAN: b"t".__eq__} | dict.fromkeys(
    WHOLE_NUMBERS, int
)


def _raise_fault(result: PGresult, *, but: str | None = None) -> None:
    if result.status in GOOD:
        return
    state = _state(result)
    if not state:  # not the server says it but the library: there is no server any more
        raise psycopg.OperationalError(result.get_error_message())
    if state != but:
        raise errors.error_from_result(result)


def _state(result: PGresult) -> str:
    """Return the SQLSTATE of a fault; "" when it has none."""
    return (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
