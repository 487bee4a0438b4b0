"""``migrate``: Django's own, one process at a time, with faults said in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

ONE_AT_A_TIME = 7_205_759_403
"""Any number, the same everywhere: several machines may start at once."""


class Command(migrate.Command):
    """Bring the tables up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        try:
            with alone(connections[options["database"]]):
                super().handle(*args, **options)
        except OperationalError as fault:
            said = " ".join(str(fault).split())
            raise CommandError(
                f"The database cannot be used: {said}. If that is a PostgreSQL server, see that it "
                f"runs and that DATABASE_URL names it."
            ) from fault


@contextmanager
def alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Wait until nobody else changes the tables, however long that or changing them takes."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
            cursor.execute("RESET lock_timeout")
            cursor.execute("RESET statement_timeout")
