"""A data set that lies in Parquet files: found, checked by what the files say, read in parts.

A part is one row group, or several small ones in a row. What the parts are depends on the files
alone, never on who counts them: so the same files give the same sums to the last bit.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256

import polars as pl

from alongside.dataset.addresses import ParquetFile, find_files, open_parquet, read_end, shown
from alongside.dataset.build import STATUS_TYPE, column_type
from alongside.dataset.codebook import Category, Codebook, Missing
from alongside.dataset.frame import MISSING_SUFFIX, MISSING_TYPE, STATUS, DataSet, Provenance
from alongside.dataset.parquet_codebook import About, read_about, same_codebook
from alongside.kernel.errors import DataError
from alongside.kernel.text import Text

PART_ROWS = 1_000_000
"""Row groups are put together up to so many rows."""
MOST_ROWS_AT_ONCE = 2_000_000
"""A row group with more is read in pieces."""
_READERS = 16


@dataclass(frozen=True, slots=True)
class Part:
    """Some row groups of one file.

    Parameters
    ----------
    file
        Its address.
    groups
        Numbers of the row groups, from 0.
    rows
        How many rows they hold together.
    folders
        Columns that stand in the names of the file's folders.
    """

    file: str
    groups: tuple[int, ...]
    rows: int
    folders: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PartReader:
    """How a part is read: small enough to travel to another machine with every part.

    Parameters
    ----------
    codebook
        Of the variables that are read, without their words.
    others
        Further columns, such as weights.
    columns
        Those that the files have.
    """

    codebook: Codebook
    others: tuple[str, ...]
    columns: frozenset[str]
    provenance: Provenance
    unit: str

    def read(self, part: Part) -> Iterator[DataSet]:
        """Yield the people of a part, in one piece where that is not too large.

        Without a column ``status`` everybody has finished; without a column ``v__missing`` who
        has no answer has skipped the question.

        Raises
        ------
        DataError
            When the file cannot be read, or holds what the codebook does not know.
        """
        folders = dict(part.folders)
        wanted = [name for name in self._names() if name in self.columns and name not in folders]
        with open_parquet(part.file) as (source, _):
            if part.rows <= MOST_ROWS_AT_ONCE:
                tables = iter([source.read_row_groups([*part.groups], columns=wanted)])
            else:
                tables = source.iter_batches(PART_ROWS, [*part.groups], columns=wanted)
            for table in tables:
                frame = _frame_of(table)
                yield DataSet(self._typed(frame, part), self.codebook, self.provenance, self.unit)

    def _names(self) -> Iterator[str]:
        yield STATUS
        for variable in self.codebook:
            yield variable.code
            yield variable.code + MISSING_SUFFIX
        yield from self.others

    def _typed(self, frame: pl.DataFrame, part: Part) -> pl.DataFrame:
        folders = dict(part.folders)
        height = frame.height
        try:
            columns = [_column(frame, folders, STATUS, STATUS_TYPE, "completed")]
            for variable in self.codebook:
                code, gap = variable.code, variable.code + MISSING_SUFFIX
                column = _column(frame, folders, code, column_type(variable))
                columns.append(column)
                if gap in frame.columns:
                    columns.append(frame[gap].cast(MISSING_TYPE))
                else:
                    skipped = pl.when(pl.col(code).is_null()).then(
                        pl.lit(Missing.SKIPPED.value, dtype=MISSING_TYPE)
                    )
                    columns.append(column.to_frame().select(skipped.alias(gap)).to_series())
            columns += [_column(frame, folders, name, None) for name in self.others]
        except pl.exceptions.PolarsError as error:
            raise DataError(
                f"It does not fit the codebook: {error}.",
                where=part.file,
                remedy="Export the data and the codebook together, from one version of the study.",
            ) from error
        return pl.DataFrame(
            [each if each.len() == height else each.new_from_index(0, height) for each in columns]
        )


def _column(
    frame: pl.DataFrame,
    folders: dict[str, str],
    name: str,
    kind: pl.DataType | None,
    otherwise: str = "",
) -> pl.Series:
    """Return a column: from the file, from the name of its folder, or the same for everybody."""
    if name in frame.columns and name not in folders:
        return frame[name] if kind is None else frame[name].cast(kind)
    value = folders.get(name, otherwise)
    series = pl.Series(name, [value], dtype=pl.String).new_from_index(0, frame.height)
    return series if kind is None else series.cast(kind)


def _frame_of(table: object) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    if isinstance(frame, pl.Series):
        raise TypeError("a table of columns is needed")
    return frame.rechunk()


@dataclass(frozen=True)
class PartedData:
    """A data set of which nothing is read yet but what its files say of themselves.

    Parameters
    ----------
    parts
        In the order in which they are added up.
    codebook, provenance, unit
        As of a :class:`~alongside.dataset.DataSet`.
    columns
        Names of the columns that every file has, those of folders among them.
    """

    parts: tuple[Part, ...]
    codebook: Codebook
    provenance: Provenance
    unit: str
    columns: frozenset[str]

    @property
    def rows(self) -> int:
        """Rows in all."""
        return sum(part.rows for part in self.parts)

    def nobody(self, keep: Iterable[str]) -> DataSet:
        """Return the data set that has these columns and no people."""
        reader = self.reader(keep)
        kinds: dict[str, pl.DataType] = {STATUS: STATUS_TYPE}
        for variable in reader.codebook:
            kinds |= {variable.code: column_type(variable)}
            kinds |= {variable.code + MISSING_SUFFIX: MISSING_TYPE}
        kinds |= dict.fromkeys(reader.others, pl.Float64())
        frame = pl.DataFrame(schema=kinds)
        return DataSet(frame, reader.codebook, reader.provenance, reader.unit)

    def reader(self, keep: Iterable[str]) -> PartReader:
        """Return how to read the variables and other columns with these names, and nothing else.

        Raises :class:`~alongside.kernel.errors.DataError` when the files lack one of them.
        """
        names = tuple(dict.fromkeys(keep))
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise DataError(
                f"The Parquet files have no column “{missing[0]}”.",
                where=self.parts[0].file if self.parts else "",
                remedy="Export the data again with every question that is to be counted.",
            )
        known = self.codebook.by_code
        variables = tuple(
            replace(
                variable,
                label=Text(),
                categories=tuple(Category(each.code, Text()) for each in variable.categories),
            )
            for name in names
            if (variable := known.get(name))
        )
        others = tuple(name for name in names if name not in known)
        wanted = {STATUS, *names, *(name + MISSING_SUFFIX for name in names)}
        provenance = replace(self.provenance, source="")
        return PartReader(Codebook(variables), others, self.columns & wanted, provenance, self.unit)


def find_parts(
    addresses: Sequence[str],
    about: About | None = None,
    *,
    part_rows: int = PART_ROWS,
) -> PartedData:
    """Return the data set behind addresses, having read the end of each file and nothing more.

    Parameters
    ----------
    addresses
        Files, folders or patterns, on this machine or with a protocol of fsspec (``s3://…``).
        Folders named ``wave=2`` give every row below them a column ``wave`` with the value 2.
    about
        Codebook and provenance where the files have none written into them; if they have, it is
        theirs that counts, and only the provenance is taken from here.
    part_rows
        Row groups are put together up to so many rows; other parts, and the last digits of
        weighted sums may differ.

    Raises
    ------
    DataError
        When files cannot be read, differ in their columns or codebooks, or none has a codebook.
    """
    names = find_files(addresses)
    with ThreadPoolExecutor(min(_READERS, len(names))) as pool:
        files = list(pool.map(read_end, names))
    for file in files[1:]:
        _refuse_differences(files[0], file)
    said = files[0].about
    if said:
        found = read_about(said, names[0])
        about = found if about is None else replace(found, provenance=about.provenance)
    if about is None:
        raise DataError(
            "These files have no codebook, so nobody knows what their columns mean.",
            where=shown(names),
            remedy="Write them with: alongside export STUDY --format parquet. Or put a "
            "questionnaire.yaml or codebook.yaml that describes the columns into the study folder.",
        )
    parts = tuple(part for file in files for part in _parts_of(file, part_rows))
    digest = sha256()
    for file in files:
        digest.update(f"{file.mark} {file.folders}\n".encode())
    return PartedData(
        parts,
        about.codebook,
        replace(about.provenance, fingerprint=digest.hexdigest()),
        about.unit,
        frozenset([name for name, _ in (*files[0].columns, *files[0].folders)]),
    )


def _parts_of(file: ParquetFile, most: int) -> Iterator[Part]:
    groups: list[int] = []
    rows = 0
    for number, height in enumerate(file.group_rows):
        if groups and rows + height > most:
            yield Part(file.address, tuple(groups), rows, file.folders)
            groups, rows = [], 0
        groups.append(number)
        rows += height
    if rows:
        yield Part(file.address, tuple(groups), rows, file.folders)


def _refuse_differences(first: ParquetFile, file: ParquetFile) -> None:
    """Refuse a file that does not look like the first."""
    remedy = "Write all files with one program from one version of the study, or leave this out."
    one, other = dict(first.columns), dict(file.columns)
    one |= dict.fromkeys(dict(first.folders), "the name of a folder")
    other |= dict.fromkeys(dict(file.folders), "the name of a folder")
    for name in dict.fromkeys([*one, *other]):
        if name not in other or name not in one:
            lacking, having = (file, first) if name not in other else (first, file)
            raise DataError(
                f"It has no column “{name}”, and {having.address} has one.",
                where=lacking.address,
                remedy=remedy,
            )
        if one[name] != other[name] and "null" not in (one[name], other[name]):
            raise DataError(
                f"The column “{name}” is {other[name]} here and {one[name]} in {first.address}.",
                where=file.address,
                remedy=remedy,
            )
    if not same_codebook(first.about, file.about):
        raise DataError(
            f"It was written with another codebook than {first.address}.",
            where=file.address,
            remedy=remedy,
        )
