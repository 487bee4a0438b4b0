"""The ledger of explored tables, in the tables of the database: shared by every process."""

from collections.abc import Sequence
from threading import Lock

from django.db import IntegrityError, transaction

from alongside.tabulate import LogEntry, entry_line, read_entry
from alongside.web.records.models import ExploredTable


class ExploredTables:
    """What was explored of one study (:class:`alongside.tabulate.Ledger`)."""

    def __init__(self, slug: str) -> None:
        self._slug = slug
        self._read: list[LogEntry] = []
        self._lock = Lock()

    def entries(self) -> Sequence[LogEntry]:
        """Return everything noted, oldest first; what was read before is not read again."""
        with self._lock:
            rows = ExploredTable.objects.filter(study=self._slug, place__gte=len(self._read))
            for place, line in rows.order_by("place").values_list("place", "line"):
                self._read.append(read_entry(line, f"explored table {place} of {self._slug}"))
            return tuple(self._read)

    def note(self, entry: LogEntry, after: int) -> bool:
        """Note a table in the next place; False when another process took it."""
        try:
            with transaction.atomic():
                line = entry_line(entry)
                ExploredTable.objects.create(study=self._slug, place=after, line=line)
        except IntegrityError:
            return False
        return True
