"""Counting on a Dask cluster: the same functions, a part at a time, wherever there is room.

The only module that knows of distributed, which the extra ``cluster`` brings. Every task is a pure
function of a part, so a task whose worker is lost is done again by another, with the same result;
what it gives is added along the same tree as on one machine.
"""

import importlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import reduce
from importlib.metadata import version
from typing import Any, TypeVar
from uuid import uuid4

from alongside.dataset import Part, PartedData, PartReader
from alongside.kernel.errors import AlongsideError, DataError
from alongside.tabulate.adding import branches
from alongside.tabulate.countings import Counting, count_part
from alongside.tabulate.parts import Told

R = TypeVar("R")
RETRIES = 2
"""How often a part is tried again after an error; losing a worker does not count."""
PATIENCE = 15.0
"""Seconds to wait for the scheduler, and for a first worker."""
MUST_AGREE = ("alongside", "polars", "numpy", "pyarrow", "distributed")
"""Packages that must have the same version everywhere."""


class Cluster:
    """Counts on the workers of a Dask scheduler.

    Use it in a ``with`` block, which ends the connection and leaves the cluster as it was.

    Parameters
    ----------
    address
        Of the scheduler: ``tcp://host:8786``, or ``tls://…`` with the certificates that Dask's
        own settings name.
    patience
        Seconds to wait for the scheduler, and for a first worker.

    Raises
    ------
    DataError
        When distributed is not installed, the scheduler cannot be reached, no worker joins, or
        the workers have other versions than this machine.
    """

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        self._address = address
        self._distributed = _load()
        with _quiet():
            self._client = self._connect(patience)
            try:
                self._wait(patience)
                self._check_versions()
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; the cluster goes on."""
        with _quiet():
            self._client.close(timeout=5)

    @property
    def workers(self) -> int:
        """How many workers there are now."""
        return len(self._client.scheduler_info(n_workers=-1)["workers"])

    def run(self, data: PartedData, counting: Counting[R], told: Told | None = None) -> R:
        """See :meth:`~alongside.tabulate.parts.Runner.run`.

        Raises
        ------
        DataError
            When a part cannot be read by the workers, workers die again and again over the same
            part, or the scheduler is lost.
        """
        reader = data.reader(counting.keep)
        if not data.parts:
            return counting.count(data.nobody(counting.keep), None)
        with _quiet():
            try:
                return self._run(data.parts, reader, counting, told)
            except AlongsideError:
                raise
            except Exception as fault:  # every transport has errors of its own
                raise self._refusal(fault) from fault

    def _run(
        self,
        parts: Sequence[Part],
        reader: PartReader,
        counting: Counting[R],
        told: Told | None,
    ) -> R:
        name = f"alongside-{uuid4().hex[:8]}"
        leaves = self._client.map(
            _count,
            parts,
            key=[f"{name}-part-{spot}" for spot in range(len(parts))],
            retries=RETRIES,
            reader=reader,
            counting=counting,
            made_by=version("alongside"),
        )
        level = list(leaves)
        while len(level) > 1:
            level = [
                self._client.submit(
                    _add, list(branch), counting, key=f"{branch[0].key}+", retries=RETRIES
                )
                for branch in branches(level)
            ]
        whole = level[0]
        rows = {future.key: part.rows for future, part in zip(leaves, parts, strict=True)}
        coming = self._distributed.as_completed(leaves, loop=self._client.loop)
        del leaves, level  # what is added up may be let go by the workers
        done = 0
        try:
            for future in coming:
                if future.status != "finished":
                    future.result()  # raises what went wrong, or waits for it to be done again
                done += rows[future.key]
                if told is not None:
                    told(done)
            found: R = whole.result()
            return found
        finally:
            whole.cancel()

    def _connect(self, patience: float) -> Any:
        try:
            return self._distributed.Client(
                self._address, timeout=patience, set_as_default=False, name="alongside"
            )
        except Exception as fault:  # every transport has errors of its own
            raise DataError(
                f"There is no scheduler to reach: {_first_line(fault)}.",
                where=self._address,
                remedy="Start one with: dask scheduler. Its address is like tcp://host:8786; ask "
                "whoever runs the cluster whether this machine may connect.",
            ) from fault

    def _wait(self, patience: float) -> None:
        try:
            self._client.wait_for_workers(1, timeout=patience)
        except TimeoutError as fault:
            raise DataError(
                "The scheduler has no workers.",
                where=self._address,
                remedy=f"Start at least one with: dask worker {self._address}",
            ) from fault

    def _check_versions(self) -> None:
        mine = _versions(MUST_AGREE)
        found = self._client.run(_asker(MUST_AGREE), on_error="return")
        for worker, theirs in found.items():
            if not isinstance(theirs, Mapping):
                raise DataError(
                    f"This worker cannot say what is installed: {_first_line(theirs)}.",
                    where=worker,
                    remedy="Restart it, with the same Python packages as this machine.",
                )
            for package in MUST_AGREE:
                if theirs[package] != mine[package]:
                    raise DataError(
                        f"This worker has {package} {theirs[package] or '(not installed)'}, and "
                        f"this machine {mine[package]}.",
                        where=worker,
                        remedy=f"Install on every worker: pip install 'alongside[cluster]' "
                        f"{package}=={mine[package]}, then start it again.",
                    )

    def _refusal(self, fault: Exception) -> AlongsideError:
        killed = getattr(self._distributed, "KilledWorker", ())
        if killed and isinstance(fault, killed):
            return DataError(
                f"Workers died again and again over one part: {_first_line(fault)}.",
                where=self._address,
                remedy="Most often their memory was too small for a row group. Give them more, or "
                "write the files with smaller row groups.",
            )
        if isinstance(fault, CancelledError):
            return DataError(
                f"The scheduler was lost while counting: {_first_line(fault)}.",
                where=self._address,
                remedy="See that it runs, then count again: nothing was written.",
            )
        if isinstance(fault, ImportError | AttributeError):
            return DataError(
                f"A worker has another version of Alongside, or none: {_first_line(fault)}.",
                where=self._address,
                remedy="Install the version of this machine on every worker: pip install "
                f"'alongside[cluster]=={version('alongside')}'.",
            )
        return DataError(
            f"Counting on the cluster failed: {type(fault).__name__}: {_first_line(fault)}.",
            where=self._address,
            remedy="Look at the scheduler's page and the words of its workers, then count again: "
            "nothing was written.",
        )


def _count(part: Part, *, reader: PartReader, counting: Counting[R], made_by: str) -> R:
    """Count one part on a worker, with one thread: the others have parts of their own."""
    if version("alongside") != made_by:  # a worker that joined later
        raise DataError(
            f"A worker has Alongside {version('alongside')}, and not {made_by}.",
            remedy=f"Install alongside[cluster]=={made_by} on every worker.",
        )
    return count_part(part, reader, counting, 1)


def _add(parts: Sequence[R], counting: Counting[R]) -> R:
    return reduce(counting.add, parts)


def _versions(packages: Sequence[str]) -> dict[str, str]:
    return dict(_asker(packages)())


def _asker(packages: Sequence[str]) -> Any:
    """Return a function that says versions, and that a worker without Alongside can run too."""
    names = tuple(packages)

    def say() -> dict[str, str]:
        from importlib import metadata  # noqa: PLC0415

        found = {}
        for name in names:
            try:
                found[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                found[name] = ""
        return found

    return say


def _load() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as fault:
        raise DataError(
            "Counting on a cluster needs Dask, which is not installed.",
            remedy="Install it here and on the workers: pip install 'alongside[cluster]'",
        ) from fault


def _first_line(fault: object) -> str:
    words = str(fault).strip().splitlines()
    return words[0].rstrip(".") if words else type(fault).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what Dask tells its logs off the screen: refusals are said in one sentence."""
    known = ["distributed", "tornado", "asyncio", *logging.root.manager.loggerDict]
    quieted = {name for name in known if name.split(".")[0] in known[:3]}
    loggers = [logging.getLogger(name) for name in sorted(quieted)]
    before = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for each, level in zip(loggers, before, strict=True):
            each.setLevel(level)
