"""Which database keeps the answers, and how: SQLite by default, PostgreSQL when asked for."""

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE, POSTGRESQL = "django.db.backends.sqlite3", "django.db.backends.postgresql"
LOCK_SECONDS = 5
"""How long a visit waits for another one's lock before the person is asked to try again."""
REUSE_SECONDS = 60
PREPARE_AFTER = 5
"""How often a connection does a statement before the server remembers how: as psycopg itself."""
HOW_TO_WRITE = (
    "Write it as postgresql://user:password@host:5432/name or sqlite:////folder/file.sqlite3, with "
    "%40 for @ and %2F for / inside the password; or leave it out to keep answers in a file."
)
# Readers never wait (WAL). FULL and fullfsync: what was acknowledged is on the disk, even when
# the power fails. secure_delete: what a person deleted is overwritten.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; "
    "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=33554432;"
)


def database_settings(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of the one database.

    Parameters
    ----------
    url
        As in ``DATABASE_URL``; "": a SQLite file in the data folder. What its query says
        (``?sslmode=require``) goes to the database's driver and wins over what we choose.
    data
        The data folder.

    Raises ``ImproperlyConfigured`` for an address that cannot be read or another kind of
    database. The message does not repeat the address, which may hold a password.
    """
    if not url:
        return _sqlite({"ENGINE": SQLITE, "NAME": data / "answers.sqlite3"})
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except (ValueError, KeyError):
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. {HOW_TO_WRITE}") from None
    if found["ENGINE"] == SQLITE and found["NAME"] not in ("", ":memory:"):
        return _sqlite(found)
    if found["ENGINE"] == POSTGRESQL and found["NAME"]:
        return _postgresql(found)
    raise ImproperlyConfigured(
        f"DATABASE_URL names no SQLite file and no PostgreSQL database. {HOW_TO_WRITE}"
    )


def _sqlite(found: dict[str, Any]) -> dict[str, Any]:
    """A writer takes its lock when it begins, so that nobody writes between reading and writing."""
    chosen = {"transaction_mode": "IMMEDIATE", "timeout": LOCK_SECONDS, "init_command": PRAGMAS}
    return found | {
        "OPTIONS": chosen | found.get("OPTIONS", {}),
        "CONN_MAX_AGE": REUSE_SECONDS,
    }


def _postgresql(found: dict[str, Any]) -> dict[str, Any]:
    """Nothing waits for ever: not connecting, not a lock, not a forgotten transaction."""
    limits = {
        "lock_timeout": LOCK_SECONDS,
        "statement_timeout": 6 * LOCK_SECONDS,
        "idle_in_transaction_session_timeout": 6 * LOCK_SECONDS,
    }
    chosen = {
        "application_name": "alongside",
        "connect_timeout": LOCK_SECONDS,
        "options": " ".join(f"-c {name}={seconds}s" for name, seconds in limits.items()),
        # the server reads a statement once and remembers it: the same few are done all day
        "server_side_binding": True,
        "prepare_threshold": PREPARE_AFTER,
    }
    return found | {
        "OPTIONS": chosen | found.get("OPTIONS", {}),
        "CONN_MAX_AGE": REUSE_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }
