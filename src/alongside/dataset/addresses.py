"""Parquet files by address: on this machine, or anywhere that fsspec reaches.

The only module that knows of fsspec and pyarrow, which the extra ``cluster`` brings.
"""

import importlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from alongside.dataset.exports import METADATA_KEY
from alongside.kernel.errors import DataError

ENDINGS = (".parquet", ".parq", ".pq")
EXTRA = "Install them: pip install 'alongside[cluster]'"
_MAGIC = "*?["
_NOBODY = "__HIVE_DEFAULT_PARTITION__"


@dataclass(frozen=True, slots=True)
class ParquetFile:
    """What a Parquet file says of itself at its end; none of its answers was read.

    Parameters
    ----------
    address
        Path, or address with its protocol.
    columns
        Type of each column by name, in words that are the same however it is packed.
    group_rows
        Rows of each row group.
    folders
        Columns that stand in the names of its folders (``wave=2/``), the same for every row.
    about
        The codebook written into it (JSON); "" when there is none.
    mark
        SHA-256 of its last bytes, which hold the size, least and greatest value of every part.
    """

    address: str
    columns: tuple[tuple[str, str], ...]
    group_rows: tuple[int, ...]
    folders: tuple[tuple[str, str], ...]
    about: str
    mark: str


def is_far(address: str) -> bool:
    """Return whether an address has a protocol: ``s3://…``, ``memory://…``.

    >>> is_far("s3://bucket/people"), is_far("data/people.parquet")
    (True, False)
    """
    return "://" in address


def find_files(addresses: Iterable[str]) -> list[str]:
    """Return the Parquet files behind addresses, sorted within each by name.

    Parameters
    ----------
    addresses
        Files, folders (everything below that ends in ``.parquet``), or patterns with ``*``.

    Raises
    ------
    DataError
        When there is nothing at an address, or it cannot be reached.
    """
    found: dict[str, None] = {}
    for address in addresses:
        with _explained(address):
            system, path = _load("fsspec.core").url_to_fs(address)
            files = _below(system, path)
        if not files:
            raise DataError(
                "There are no Parquet files here.",
                where=address,
                remedy="Give a file, a folder with files that end in .parquet, or a pattern such "
                "as people/*.parquet.",
            )
        found |= dict.fromkeys(
            system.unstrip_protocol(each) if is_far(address) else each for each in files
        )
    return list(found)


def _below(system: Any, path: str) -> list[str]:
    if any(sign in path for sign in _MAGIC):
        return sorted(each for each in system.glob(path) if system.isfile(each))
    if system.isfile(path):
        return [path]
    if not system.isdir(path):
        return []
    start = len(path.rstrip("/")) + 1
    return sorted(
        each
        for each in system.find(path)
        if each.endswith(ENDINGS)
        and not any(part[:1] in ("_", ".") for part in each[start:].split("/"))
    )


def read_end(address: str) -> ParquetFile:
    """Return what a file says of itself, reading its last bytes only.

    Raises :class:`~alongside.kernel.errors.DataError` when it is no Parquet file.
    """
    with open_parquet(address) as (source, handle):
        size = handle.seek(0, os.SEEK_END)
        handle.seek(size - 8)
        length = int.from_bytes(handle.read(4), "little")
        handle.seek(size - 8 - length)
        mark = sha256(handle.read(length)).hexdigest()
        metadata = source.metadata
        said = (metadata.metadata or {}).get(METADATA_KEY.encode(), b"")
        return ParquetFile(
            address,
            tuple((field.name, _kind(field.type)) for field in source.schema_arrow),
            tuple(metadata.row_group(spot).num_rows for spot in range(metadata.num_row_groups)),
            folders_of(address),
            said.decode(),
            mark,
        )


@contextmanager
def open_parquet(address: str) -> Iterator[tuple[Any, Any]]:
    """Open a file: yields pyarrow's reader and the file itself.

    Raises :class:`~alongside.kernel.errors.DataError` for whatever goes wrong, reading included.
    """
    with _explained(address):
        parquet = _load("pyarrow.parquet")
        if is_far(address):
            system, path = _load("fsspec.core").url_to_fs(address)
            handle = system.open(path, "rb", cache_type="none")
        else:
            handle = Path(address).open("rb")  # noqa: SIM115  (closed below)
        with handle, parquet.ParquetFile(handle, pre_buffer=is_far(address)) as source:
            yield source, handle


def folders_of(address: str) -> tuple[tuple[str, str], ...]:
    """Return the columns that stand in the names of folders.

    >>> folders_of("s3://people/wave=2/area=north%20east/part-0.parquet")
    (('wave', '2'), ('area', 'north east'))
    """
    pairs = (part.split("=", 1) for part in address.split("/")[:-1] if part.find("=") > 0)
    found = tuple((name, unquote(value)) for name, value in pairs)
    for name, value in found:
        if value == _NOBODY:
            raise DataError(
                f"The name of a folder gives no value for “{name}”.",
                where=address,
                remedy="Leave that folder out, or give these people a value of their own.",
            )
    return found


def shown(addresses: Sequence[str]) -> str:
    """Return addresses for a message: the first, and how many more."""
    more = f" and {len(addresses) - 1:,} more" if len(addresses) > 1 else ""
    return f"{addresses[0]}{more}"


def _kind(found: Any) -> str:
    """Return the type of a column in words, whether or not repeated words are packed."""
    types = _load("pyarrow.types")
    if types.is_dictionary(found):
        return _kind(found.value_type)
    name = str(found)
    return name.removeprefix("large_").removesuffix("_view")


def _load(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as fault:
        raise DataError(
            f"Data in Parquet parts need libraries that are not installed ({fault.name}).",
            remedy=EXTRA,
        ) from fault


@contextmanager
def _explained(address: str) -> Iterator[None]:
    """Turn whatever a storage may raise into one sentence with its remedy."""
    try:
        yield
    except DataError:
        raise
    except FileNotFoundError as fault:
        raise DataError(
            f"There is no such file to see from the machine “{os.uname().nodename}”.",
            where=address,
            remedy="Check the address. With a cluster, every worker must reach the files by the "
            "same address: a shared folder under the same path, or a storage such as s3://.",
        ) from fault
    except ImportError as fault:
        raise DataError(
            f"This kind of address needs a library that is not installed: {fault}.",
            where=address,
            remedy="Install it, for example s3fs for s3:// addresses, on the workers too.",
        ) from fault
    except Exception as fault:  # every storage has errors of its own
        raise DataError(
            f"It cannot be read as Parquet: {type(fault).__name__}: {fault}.",
            where=address,
            remedy="Check the address, that you may read it (keys for a storage stand in its "
            "own settings or environment), and that the file was written whole.",
        ) from fault
