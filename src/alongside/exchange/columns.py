"""A data set as flat columns, as statistical programs want them: one value a cell.

A question with several answers becomes one column an option. What came with a later version of
the questionnaire stands behind all that was there before, as in every export
(docs/decisions/0013-columns-only-come-behind.md).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    Category,
    DataSet,
    Missing,
    Variable,
    VariableType,
)
from alongside.dataset.exports import (
    MISSING_WORDS,
    STATUS_LABEL,
    STATUS_WORDS,
    exported_variables,
    weight_columns,
)
from alongside.exchange.fitting import NameRule, settle_names
from alongside.exchange.notes import WHY_LABEL, WHY_SUFFIX, Written

KINDS = tuple(Missing)
RESPONDENT_LABEL = "Respondent number"
WEIGHT_LABEL = "Weight"


class Role(StrEnum):
    """What the cells of a column hold."""

    SERIAL = "serial"
    """The number of the respondent."""
    STATUS = "status"
    CODE = "code"
    """One category of a single variable."""
    MULTI = "multi"
    """All categories of a multi variable, for formats that have such columns."""
    TICK = "tick"
    """One option of a multi variable: 1 chosen, 0 not."""
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    WHY = "why"
    """The kind of missing of another column, where the format cannot put it into that one."""
    WEIGHT = "weight"


_ROLES = {
    VariableType.SINGLE: Role.CODE,
    VariableType.NUMERIC: Role.NUMBER,
    VariableType.DATE: Role.DATE,
    VariableType.TEXT: Role.TEXT,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Parameters
    ----------
    name
        As the format takes it.
    variable
        None for the respondent number, the status and weights.
    bit
        Which option a tick is for, from 0.
    frame
        The column of the data set it is made from.
    """

    name: str
    role: Role
    frame: str
    variable: Variable | None = None
    bit: int = 0

    @property
    def category(self) -> Category | None:
        """The option a tick is for."""
        if self.role is not Role.TICK or self.variable is None:
            return None
        return self.variable.categories[self.bit]

    @property
    def code(self) -> str:
        """What it is about: the code of its variable, else its own column in the data set."""
        return self.frame if self.variable is None else self.variable.code

    @property
    def gap(self) -> str:
        """The column of the data set that says why there is no answer; "" for none."""
        return "" if self.variable is None else self.variable.code + MISSING_SUFFIX


def flat_columns(
    dataset: DataSet,
    rule: NameRule,
    *,
    texts: bool,
    why: Iterable[VariableType] = (VariableType.TEXT,),
    ticks: bool = True,
) -> tuple[Column, ...]:
    """Return the columns of a file.

    Parameters
    ----------
    dataset
        Whose variables they are; what identifies people has no column.
    rule
        How the format names columns.
    texts
        Whether open answers leave. Other columns are called the same with and without.
    why
        Types of variable that need a column of their own for the kind of missing.
    ticks
        Whether a multi variable becomes a column an option, or stays one.
    """
    kept = exported_variables(dataset.codebook, texts=True)
    own = frozenset(why)
    found: list[tuple[int, str, Column]] = []
    for variable in kept:
        found += [(since, end, item) for since, end, item in _of(variable, ticks=ticks)]
        if variable.type in own:
            name = variable.code + WHY_SUFFIX
            column = Column(name, Role.WHY, variable.code + MISSING_SUFFIX, variable)
            found.append((variable.since, WHY_SUFFIX, column))
    ordered = [
        ("", Column(RESPONDENT, Role.SERIAL, RESPONDENT)),
        ("", Column(STATUS, Role.STATUS, STATUS)),
        *((end, column) for _, end, column in sorted(found, key=lambda item: item[0])),
        *(
            ("", Column(name, Role.WEIGHT, name, dataset.codebook.by_code.get(name)))
            for name in weight_columns(dataset)
        ),
    ]
    names = settle_names([(column.name, end) for end, column in ordered], rule)
    named = [replace(column, name=name) for name, (_, column) in zip(names, ordered, strict=True)]
    return tuple(
        column
        for column in named
        if texts or column.variable is None or column.variable.type is not VariableType.TEXT
    )


def _of(variable: Variable, *, ticks: bool) -> list[tuple[int, str, Column]]:
    if variable.type is not VariableType.MULTI:
        role = _ROLES[variable.type]
        return [(variable.since, "", Column(variable.code, role, variable.code, variable))]
    if not ticks:
        return [(variable.since, "", Column(variable.code, Role.MULTI, variable.code, variable))]
    return [
        (
            max(variable.since, category.since),
            f"_o{bit + 1}",
            Column(f"{variable.code}__{category.code}", Role.TICK, variable.code, variable, bit),
        )
        for bit, category in enumerate(variable.categories)
    ]


def tick_sets(columns: Sequence[Column]) -> dict[str, list[Column]]:
    """Return the columns of each question with several answers, by its code."""
    sets: dict[str, list[Column]] = {}
    for column in columns:
        if column.role is Role.TICK and column.variable is not None:
            sets.setdefault(column.variable.code, []).append(column)
    return sets


def coded(column: Column) -> pl.Expr:
    """Return a column as whole numbers: categories from 1 in their order, ticks 0 or 1.

    The status is 1 for finished, 2 for unfinished, a kind of missing its place from 1 in
    :class:`~alongside.dataset.Missing`. Null where there is no answer.
    """
    there = pl.col(column.frame)
    if column.role is Role.TICK:
        return ((there & pl.lit(1 << column.bit, dtype=pl.UInt64)) != 0).cast(pl.Int64)
    if column.role in (Role.CODE, Role.STATUS, Role.WHY):
        return there.to_physical().cast(pl.Int64) + 1
    return there


def column_label(column: Column, language: str) -> str:
    """Return the words for a column; those of a tick are its option's."""
    match column.role:
        case Role.SERIAL:
            return RESPONDENT_LABEL
        case Role.STATUS:
            return STATUS_LABEL
        case Role.WEIGHT if column.variable is None:
            return WEIGHT_LABEL
        case _ if column.variable is None:
            return column.name
        case Role.WHY:
            return f"{WHY_LABEL}: {column.variable.label.say(language)}"
        case _:
            category = column.category
            label = column.variable.label if category is None else category.label
            return label.say(language)


def value_labels(column: Column, language: str) -> dict[int, tuple[str, str]]:
    """Return what each whole number of :func:`coded` means: (code in the study, words)."""
    match column.role:
        case Role.STATUS:
            return dict(enumerate(STATUS_WORDS.items(), start=1))
        case Role.WHY:
            return {spot: (kind.value, MISSING_WORDS[kind]) for spot, kind in enumerate(KINDS, 1)}
        case Role.CODE | Role.MULTI if column.variable is not None:
            return {
                spot: (category.code, category.label.say(language))
                for spot, category in enumerate(column.variable.categories, start=1)
            }
        case _:
            return {}


def written_columns(
    columns: Sequence[Column], values: Callable[[Column], Sequence[tuple[str, str]]]
) -> tuple[Written, ...]:
    """Return how each column came about, with what its values stand for."""
    return tuple(
        Written(
            column.name,
            column.code,
            "" if column.category is None else column.category.code,
            tuple(values(column)),
        )
        for column in columns
    )
