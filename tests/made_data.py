"""Small data sets made by hand: variables, rows of plain Python values, kinds of missing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    Category,
    Codebook,
    DataSet,
    Missing,
    Provenance,
    Variable,
    VariableType,
)
from alongside.dataset.build import STATUS_TYPE, column_type
from alongside.dataset.expressions import mask_of
from alongside.dataset.frame import MISSING_TYPE
from alongside.kernel.text import plain_text

PROVENANCE = Provenance(title="A small study", synthetic=False, source="Made up", fingerprint="0")
Given = str | tuple[str, ...] | float | date | Missing | None


def single(code: str, *codes: str) -> Variable:
    return _choice(code, VariableType.SINGLE, codes)


def multi(code: str, *codes: str) -> Variable:
    return _choice(code, VariableType.MULTI, codes)


def number(code: str) -> Variable:
    return Variable(code, VariableType.NUMERIC, plain_text(f"How many {code}?"))


def words(code: str) -> Variable:
    return Variable(code, VariableType.TEXT, plain_text(f"Tell us about {code}"))


def day(code: str) -> Variable:
    return Variable(code, VariableType.DATE, plain_text(f"When was {code}?"))


def _choice(code: str, kind: VariableType, codes: Iterable[str]) -> Variable:
    categories = tuple(Category(item, plain_text(item[:1].upper() + item[1:])) for item in codes)
    return Variable(code, kind, plain_text(f"What about {code}?"), categories)


def dataset_of(
    variables: Sequence[Variable],
    rows: Sequence[Mapping[str, Given]],
    *,
    partial: Iterable[int] = (),
    provenance: Provenance = PROVENANCE,
) -> DataSet:
    """Return a data set; None is a skipped question, a kind of missing is itself.

    ``partial`` holds the places (from 0) of unfinished responses.
    """
    unfinished = set(partial)
    columns = [
        pl.Series(RESPONDENT, range(1, len(rows) + 1), dtype=pl.Int64),
        pl.Series(
            STATUS,
            ["partial" if spot in unfinished else "completed" for spot in range(len(rows))],
            dtype=STATUS_TYPE,
        ),
    ]
    for variable in variables:
        given = [row.get(variable.code) for row in rows]
        columns.append(
            pl.Series(
                variable.code,
                [_stored(variable, value) for value in given],
                dtype=column_type(variable),
            )
        )
        columns.append(
            pl.Series(
                variable.code + MISSING_SUFFIX, [_gap(value) for value in given], dtype=MISSING_TYPE
            )
        )
    return DataSet(pl.DataFrame(columns), Codebook(tuple(variables)), provenance)


def _stored(variable: Variable, value: Given) -> object:
    if value is None or isinstance(value, Missing):
        return None
    if variable.type is VariableType.MULTI:
        return mask_of(variable, value if isinstance(value, tuple) else (str(value),))
    return value


def _gap(value: Given) -> str | None:
    if value is None:
        return Missing.SKIPPED.value
    return value.value if isinstance(value, Missing) else None
