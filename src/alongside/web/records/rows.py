"""The two statements behind every page: read one row, write it if nobody else has meanwhile.

Written out because people wait for them: putting them together anew each time takes Django
longer than the database needs. The names come from the model, so neither can drift.

No lock is held while a page is being checked. Instead, a row is replaced only where its answers
are still those that were read; whoever comes second reads again.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from alongside.web.records.commits import write_change
from alongside.web.records.models import ResponseRecord

META = ResponseRecord._meta
NAMES = [field.attname for field in META.concrete_fields]
JSON_SPOTS = [
    spot for spot, field in enumerate(META.concrete_fields) if isinstance(field, models.JSONField)
]
COMPARED = ("answers", "seen", "shown", "completed")
"""What must not have changed in between: what was answered and what was seen."""
NOT_WRITTEN = ("key", "study", "number", "code_mark", "parcel")
"""What other steps than answering a page write."""
WRITTEN = [name for name in NAMES if name not in NOT_WRITTEN]
ADDED = ["key", "study", *WRITTEN]
COMPARED_SPOTS = [NAMES.index(name) for name in COMPARED]


def _quoted(names: list[str]) -> list[str]:
    return [f'"{name}"' for name in names]


TABLE = f'"{META.db_table}"'
# only names of the model stand in these; what people send is always a parameter
SELECT = f'SELECT {", ".join(_quoted(NAMES))} FROM {TABLE} WHERE "key" = %s AND "study" = %s'  # noqa: S608
UPDATE = (
    f"UPDATE {TABLE} SET {', '.join(f'{name} = %s' for name in _quoted(WRITTEN))} "  # noqa: S608
    f'WHERE "key" = %s AND {" AND ".join(f"{name} = %s" for name in _quoted(list(COMPARED)))}'
)
INSERT = (
    f"INSERT INTO {TABLE} ({', '.join(_quoted(ADDED))}) "  # noqa: S608
    f'VALUES ({", ".join("%s" for _ in ADDED)}) ON CONFLICT ("key") DO NOTHING'
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row as it was read, and the parts that must still be the same when it is replaced."""

    record: ResponseRecord
    compared: tuple[Any, ...]


def read_row(slug: str, key: str) -> Found | None:
    """Return the row of a key, or None."""
    with connection.cursor() as cursor:
        cursor.execute(SELECT, (key, slug))
        values = cursor.fetchone()
    if values is None:
        return None
    compared = tuple(values[spot] for spot in COMPARED_SPOTS)
    plain = list(values)
    for spot in JSON_SPOTS:
        plain[spot] = json.loads(plain[spot])
    record = ResponseRecord.from_db(connection.alias, NAMES, plain)
    record.completed = bool(record.completed)  # SQLite keeps 0 and 1
    return Found(record, compared)


def write_row(record: ResponseRecord, before: Found | None) -> bool:
    """Add the row, or replace what was read before; return False when somebody else was first.

    Once this returns True outside a transaction, the row is on the disk.
    """
    values = {name: _prepared(getattr(record, name)) for name in ADDED}
    if before is None:
        return bool(write_change(INSERT, list(values.values())))
    written = [values[name] for name in WRITTEN]
    return bool(write_change(UPDATE, [*written, record.key, *before.compared]))


def _prepared(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
