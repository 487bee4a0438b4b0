"""What can be counted part after part: each says what to read, how to count a part, how to add.

A counting is a plain value that travels to wherever a part is counted. Two results are added at a
time, because a sum of two does not depend on their order: so results depend on the parts and the
tree along which they are added, never on who counted what, or when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Generic, Protocol, Self, TypeVar

import numpy as np
import polars as pl

from alongside.dataset import (
    Category,
    DataSet,
    Part,
    PartReader,
    Variable,
    VariableType,
    variables_in,
)
from alongside.dataset.profiles import add_profiles, profile_people
from alongside.kernel.errors import DataError
from alongside.kernel.text import Text
from alongside.tabulate.counts import count_answers, count_crossings
from alongside.tabulate.crossing import Banner, Crossing, Nested, variables_of
from alongside.tabulate.engines import Floats
from alongside.tabulate.lanes import BASE, GAPS, NEST, refuse_many_values
from alongside.tabulate.numbers import add_numbers, add_values, count_numbers, count_values
from alongside.tabulate.people import Filter, as_condition, select_people
from alongside.tabulate.units import UnitCounts, add_unit_counts, count_units

R = TypeVar("R")
S = TypeVar("S")


class Counting(Protocol[R]):
    """Something that is counted part after part."""

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the columns to read."""
        ...

    def count(self, part: DataSet, threads: int | None) -> R:
        """Return what is in one part."""
        ...

    def add(self, one: R, other: R) -> R:
        """Return two results as one."""
        ...


def count_part(part: Part, reader: PartReader, counting: Counting[R], threads: int | None) -> R:
    """Return what is in one part: the one function that every way of counting parts calls.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when the part cannot be read or counted.
    """
    found: R | None = None
    for piece in reader.read(part):
        try:
            here = counting.count(piece, threads)
        except (ValueError, pl.exceptions.PolarsError) as fault:
            raise DataError(
                f"It cannot be counted: {fault}.",
                where=part.file,
                remedy="Give everybody a weight of 0 or more; 0 leaves a person out.",
            ) from fault
        found = here if found is None else counting.add(found, here)
    if found is None:
        raise ValueError("a part has at least one row")
    return found


def needed_columns(
    variables: Iterable[Variable],
    banners: Iterable[Banner] = (),
    weight: str | None = None,
    where: Filter = None,
) -> tuple[str, ...]:
    """Return the columns that counting will look at, each once: what to read of a large file."""
    names = [variable.code for variable in variables]
    names += [variable.code for banner in banners for variable in variables_of(banner)]
    names += variables_in(as_condition(where))
    names += [weight] if weight is not None else []
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Chosen:
    """Who is counted, by what, and with which weight: what countings have in common.

    Parameters
    ----------
    variables, banners, weight
        As for :func:`~alongside.tabulate.count_many`.
    where, include_partial
        As for :func:`~alongside.tabulate.select_people`.
    """

    variables: tuple[Variable, ...]
    banners: tuple[Banner, ...] = ()
    weight: str | None = None
    where: Filter = None
    include_partial: bool = False

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the columns to read."""
        return needed_columns(self.variables, self.banners, self.weight, self.where)

    def people(self, part: DataSet) -> DataSet:
        """Return the people of a part who are counted."""
        return select_people(part, self.where, include_partial=self.include_partial, keep=self.keep)

    def without_words(self) -> Self:
        """Return the same without labels, which nobody needs to count."""
        return replace(
            self,
            variables=tuple(map(_bare, self.variables)),
            banners=tuple(
                Nested(tuple(map(_bare, each.variables)))
                if isinstance(each, Nested)
                else _bare(each)
                for each in self.banners
            ),
        )


def _bare(variable: Variable) -> Variable:
    categories = tuple(Category(each.code, Text()) for each in variable.categories)
    return replace(variable, label=Text(), categories=categories)


@dataclass(frozen=True)
class Tables(Chosen):
    """Tables of every variable by every banner (:func:`~alongside.tabulate.count_crossings`).

    Parameters
    ----------
    refuse_zero
        Refuse weights of 0, which would leave a few people out of a table that another has.
    """

    refuse_zero: bool = False

    def count(self, part: DataSet, threads: int | None) -> list[Crossing]:
        """Return the crossings of one part."""
        if self.weight is not None and self.refuse_zero:
            zeros = int((part.completed().frame[self.weight] == 0).sum())
            if zeros:
                raise DataError(
                    f"{zeros:,} people have a weight of 0. They would be left out, and tables with "
                    "and without them could be subtracted.",
                    where=self.weight,
                    remedy="Give everybody a weight above 0, and leave people out by a condition "
                    "instead.",
                )
        people = self.people(part)
        return count_crossings(people, self.variables, self.banners, self.weight, threads=threads)

    def add(self, one: list[Crossing], other: list[Crossing]) -> list[Crossing]:
        """Return two parts as one; a number has every value that either part has."""
        return [
            _add_crossings(first, second, variable, banner)
            for first, second, (variable, banner) in zip(one, other, self._pairs(), strict=True)
        ]

    def _pairs(self) -> list[tuple[Variable, Banner | None]]:
        return [*product(self.variables, (None, *self.banners))]


@dataclass(frozen=True)
class Answers(Chosen):
    """Counts who answered: see :func:`~alongside.tabulate.count_answers`."""

    def count(self, part: DataSet, threads: int | None) -> pl.DataFrame:
        """Return the counts of one part."""
        people = self.people(part)
        return count_answers(people, self.variables, self.banners, self.weight, threads=threads)

    def add(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return two parts as one."""
        keys = ["variable", "code", "banner", "banner_code"]
        return _added(one, other, keys)


@dataclass(frozen=True)
class Numbers(Chosen):
    """Sums numbers: see :func:`~alongside.tabulate.count_numbers`."""

    def count(self, part: DataSet, threads: int | None) -> pl.DataFrame:  # noqa: ARG002
        """Return the sums of one part."""
        return count_numbers(self.people(part), self.variables, self.banners, self.weight)

    def add(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return two parts as one."""
        return add_numbers([one, other])


@dataclass(frozen=True)
class Values(Chosen):
    """Counts each value of a number: see :func:`~alongside.tabulate.count_values`."""

    def count(self, part: DataSet, threads: int | None) -> pl.DataFrame:  # noqa: ARG002
        """Return the values of one part."""
        people = self.people(part)
        found = [count_values(people, each, self.banners, self.weight) for each in self.variables]
        return pl.concat(found)

    def add(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return two parts as one."""
        return add_values([one, other])


@dataclass(frozen=True)
class Units:
    """Counts per cluster or stratum, by :func:`~alongside.tabulate.count_units`."""

    variable: Variable
    by: Banner | None = None
    psu: str | None = None
    strata: str | None = None
    fpc: str | None = None
    weight: str | None = None
    where: Filter = None
    single_psu: str = "refuse"

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the columns to read."""
        banners = [] if self.by is None else [self.by]
        names = needed_columns([self.variable], banners, self.weight, self.where)
        more = [name for name in (self.psu, self.strata, self.fpc) if name is not None]
        return tuple(dict.fromkeys([*names, *more]))

    def count(self, part: DataSet, threads: int | None) -> UnitCounts:  # noqa: ARG002
        """Return the sums of one part."""
        return count_units(
            part,
            self.variable,
            self.by,
            psu=self.psu,
            strata=self.strata,
            fpc=self.fpc,
            weight=self.weight,
            where=self.where,
            single_psu=self.single_psu,
        )

    def add(self, one: UnitCounts, other: UnitCounts) -> UnitCounts:
        """Return two parts as one."""
        return add_unit_counts([one, other])


@dataclass(frozen=True)
class People:
    """Puts people together who gave the same answers to some questions, finished or not.

    Parameters
    ----------
    codes
        The variables that tell them apart.
    weights
        Columns of weights that are added up for each kind of people.
    """

    codes: tuple[str, ...]
    weights: tuple[str, ...] = ()

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the columns to read."""
        return tuple(dict.fromkeys([*self.codes, *self.weights]))

    def count(self, part: DataSet, threads: int | None) -> pl.DataFrame:  # noqa: ARG002
        """Return the kinds of people of one part, and how many there are of each."""
        return profile_people(part.frame, self.codes, self.weights)

    def add(self, one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
        """Return two parts as one."""
        return add_profiles(one, other)


@dataclass(frozen=True)
class Both(Generic[R, S]):
    """Two countings for which every part is read once."""

    first: Counting[R]
    second: Counting[S]

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the columns to read."""
        return tuple(dict.fromkeys([*self.first.keep, *self.second.keep]))

    def count(self, part: DataSet, threads: int | None) -> tuple[R, S]:
        """Return what both say of one part."""
        return self.first.count(part, threads), self.second.count(part, threads)

    def add(self, one: tuple[R, S], other: tuple[R, S]) -> tuple[R, S]:
        """Return two parts as one."""
        return self.first.add(one[0], other[0]), self.second.add(one[1], other[1])


def _added(one: pl.DataFrame, other: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    return (
        pl.concat([one, other])
        .group_by(keys, maintain_order=True)
        .agg(pl.col("n", "sum_w", "sum_w2").sum())
    )


def _add_crossings(
    one: Crossing, other: Crossing, variable: Variable, banner: Banner | None
) -> Crossing:
    if (one.codes, one.banner_codes) == (other.codes, other.banner_codes):
        return replace(
            one, n=one.n + other.n, sum_w=one.sum_w + other.sum_w, sum_w2=one.sum_w2 + other.sum_w2
        )
    tail = (BASE, *GAPS)
    first, second = (each.codes[: -len(tail)] for each in (one, other))
    codes = (*_all_codes(variable, first, second), *tail)
    columns = _all_columns(variables_of(banner), one.banner_codes, other.banner_codes)
    whole = []
    for name in ("n", "sum_w", "sum_w2"):
        sums: Floats = np.zeros((len(codes), len(columns)))
        for each in (one, other):
            rows = [codes.index(code) for code in each.codes]
            places = [columns.index(code) for code in each.banner_codes]
            sums[np.ix_(rows, places)] += getattr(each, name)
        whole.append(sums)
    return Crossing(one.variable, one.banner, codes, columns, *whole)


def _all_codes(variable: Variable, *parts: Sequence[str]) -> tuple[str, ...]:
    """Return the codes that any part has, in the order of one data set."""
    codes = dict.fromkeys(code for part in parts for code in part)
    if variable.type not in (VariableType.NUMERIC, VariableType.DATE):
        return tuple(codes)
    refuse_many_values(variable, len(codes))
    if variable.type is VariableType.NUMERIC:
        return tuple(sorted(codes, key=float))
    return tuple(sorted(codes))


def _all_columns(variables: Sequence[Variable], *parts: Sequence[str]) -> tuple[str, ...]:
    if not variables:
        return tuple(parts[0])
    if len(variables) == 1:
        return _all_codes(variables[0], *parts)
    each = [
        _all_codes(variable, *([code.split(NEST)[spot] for code in part] for part in parts))
        for spot, variable in enumerate(variables)
    ]
    return tuple(NEST.join(codes) for codes in product(*each))
