"""The two statements behind every page: read one row, write it if nobody else has meanwhile.

Written out because people wait for them: putting them together anew each time takes Django
longer than the database needs. The names come from the model, so neither can drift.

No lock is held while a page is being checked. Instead, a row is replaced only where it is still
the one that was read; whoever comes second reads again. PostgreSQL tells by the number of the
transaction that wrote a row (``xmin``); on SQLite the answers themselves are compared.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

from alongside.web.records.commits import write_change
from alongside.web.records.models import ResponseRecord
from alongside.web.records.statements import do_statement

META = ResponseRecord._meta
NAMES = [field.attname for field in META.concrete_fields]
JSON_SPOTS = [
    spot for spot, field in enumerate(META.concrete_fields) if isinstance(field, models.JSONField)
]
COMPARED = ("answers", "seen", "shown", "completed")
"""What is written at every page, and on SQLite compared: what was answered and what was seen."""
NOT_WRITTEN = ("key", "study", "number", "code_mark", "parcel")
"""What other steps than answering a page write."""
WRITTEN = tuple(name for name in NAMES if name not in NOT_WRITTEN)
ABOUT = tuple(name for name in WRITTEN if name not in COMPARED)
"""What mostly stays the same from page to page: how the person reads and came."""
ADDED = ("key", "study", *WRITTEN)
COMPARED_SPOTS = [NAMES.index(name) for name in COMPARED]


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]


@cache
def _update(names: tuple[str, ...], unchanged: str) -> str:
    """Return the statement that writes these columns if the row is unchanged."""
    changes = ", ".join(f"{name} = %s" for name in _quoted(names))
    return f'UPDATE {TABLE} SET {changes} WHERE "key" = %s AND {unchanged}'  # noqa: S608


TABLE = f'"{META.db_table}"'
# only names of the model stand in these; what people send is always a parameter
SELECT = f'SELECT {", ".join(_quoted(NAMES))} FROM {TABLE} WHERE "key" = %s AND "study" = %s'  # noqa: S608
SELECT_WITH_WRITER = SELECT.replace(" FROM ", ", xmin::text FROM ", 1)
SAME_ANSWERS = " AND ".join(f"{name} = %s" for name in _quoted(COMPARED))
SAME_WRITER = "xmin = %s::xid"
INSERT = (
    f"INSERT INTO {TABLE} ({', '.join(_quoted(ADDED))}) "  # noqa: S608
    f'VALUES ({", ".join("%s" for _ in ADDED)}) ON CONFLICT ("key") DO NOTHING'
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row as it was read, what it said of how the person reads, and how to tell it is the same.

    Parameters
    ----------
    unchanged
        The condition under which the row in the table is still this one.
    compared
        The values of that condition.
    """

    record: ResponseRecord
    about: list[Any]
    unchanged: str
    compared: tuple[Any, ...]


def read_row(slug: str, key: str) -> Found | None:
    """Return the row of a key, or None."""
    current = connection  # looked up once a use
    tells_writer = current.vendor == "postgresql"
    values = do_statement(SELECT_WITH_WRITER if tells_writer else SELECT, (key, slug)).first
    if values is None:
        return None
    plain = list(values)
    unchanged, compared = SAME_ANSWERS, tuple(values[spot] for spot in COMPARED_SPOTS)
    if tells_writer:
        unchanged, compared = SAME_WRITER, (plain.pop(),)
    for spot in JSON_SPOTS:
        plain[spot] = json.loads(plain[spot])
    record = ResponseRecord.from_db(current.alias, NAMES, plain)
    record.completed = bool(record.completed)  # SQLite keeps 0 and 1
    return Found(record, _values(record, ABOUT), unchanged, compared)


def write_row(record: ResponseRecord, before: Found | None) -> bool:
    """Add the row, or replace what was read before; return False when somebody else was first.

    Once this returns True outside a transaction, the row is on the disk.
    """
    if before is None:
        return bool(write_change(INSERT, _prepared(record, ADDED)))
    names = COMPARED if _values(record, ABOUT) == before.about else WRITTEN
    values = [*_prepared(record, names), record.key, *before.compared]
    return bool(write_change(_update(names, before.unchanged), values))


def _values(record: ResponseRecord, names: Sequence[str]) -> list[Any]:
    return [getattr(record, name) for name in names]


def _prepared(record: ResponseRecord, names: Sequence[str]) -> list[Any]:
    values = _values(record, names)
    return [json.dumps(value) if isinstance(value, dict | list) else value for value in values]
