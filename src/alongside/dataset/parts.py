"""Data sets too large for memory, read part after part from Parquet."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from alongside.dataset.build import STATUS_TYPE, column_type
from alongside.dataset.codebook import Codebook
from alongside.dataset.frame import MISSING_SUFFIX, MISSING_TYPE, STATUS, DataSet, Provenance
from alongside.kernel.errors import DataError

PART_ROWS = 1_000_000
"""Rows read at once: a few hundred megabytes with a hundred questions."""


def parquet_parts(
    files: Iterable[str | Path],
    codebook: Codebook,
    provenance: Provenance,
    *,
    keep: Sequence[str],
    rows: int = PART_ROWS,
    unit: str = "respondent",
) -> Iterator[DataSet]:
    """Yield the parts of a data set that lies in Parquet files.

    Parameters
    ----------
    files
        Paths, or addresses that polars can read, in the order in which parts are wanted. Each
        has the columns of a :class:`~alongside.dataset.DataSet`, as
        :func:`~alongside.dataset.export_parquet` writes them.
    codebook, provenance, unit
        Of the whole.
    keep
        Codes of the variables (and names of other columns, such as weights) that are wanted;
        nothing else is read.
    rows
        Most rows of a part, at least 1. Memory is needed for one part at a time.

    Raises
    ------
    DataError
        When a file cannot be read, lacks a column, or holds a code that the codebook does not
        have.
    """
    if rows < 1:
        raise ValueError(f"rows is 1 or more, not {rows}")
    types: dict[str, pl.DataType] = {}
    for code in dict.fromkeys(keep):
        variable = codebook.by_code.get(code)
        if variable is None:
            types[code] = pl.Float64()
            continue
        types[code] = column_type(variable)
        types[code + MISSING_SUFFIX] = MISSING_TYPE
    types[STATUS] = STATUS_TYPE
    for file in files:
        yield from (
            DataSet(frame, codebook, provenance, unit) for frame in _frames(file, types, rows)
        )


def _frames(file: str | Path, types: dict[str, pl.DataType], rows: int) -> Iterator[pl.DataFrame]:
    try:
        scan = pl.scan_parquet(file)
        known = scan.collect_schema().names()
        height = scan.select(pl.len()).collect().item()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise DataError(
            f"It cannot be read as Parquet: {error}.",
            where=str(file),
            remedy="Check the path, and that the file was written whole.",
        ) from error
    if missing := [name for name in types if name not in known]:
        raise DataError(
            f"It has no column “{missing[0]}”.",
            where=str(file),
            remedy="Export the data again with every question that is to be counted.",
        )
    wanted = scan.select(pl.col(name).cast(kind) for name, kind in types.items())
    for start in range(0, height, rows):
        try:
            yield wanted.slice(start, rows).collect()
        except pl.exceptions.PolarsError as error:
            raise DataError(
                f"It does not fit the codebook: {error}.",
                where=str(file),
                remedy="Export the data and the codebook together, from one version of the study.",
            ) from error
