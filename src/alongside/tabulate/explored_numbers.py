"""Numbers that somebody explores: means and medians by groups, of so many people as may be told.

Whether a group may be told of is decided from a count: who gave a number. Such counts are held
against each other as all explored tables are (:mod:`alongside.tabulate.exploring`), so that
neither a group nor what is left of one group less another is of few people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

import numpy as np
import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    Category,
    Codebook,
    DataSet,
    Variable,
    VariableType,
    find_variable,
)
from alongside.kernel.errors import DisclosureError
from alongside.kernel.text import plain_text
from alongside.tabulate.crossing import Banner, variables_of
from alongside.tabulate.drawn_numbers import DrawnMeans, drawn_means
from alongside.tabulate.exploring import Explorer
from alongside.tabulate.measures import Measuring
from alongside.tabulate.numbers import count_numbers, count_values, means_of, quantiles_of
from alongside.tabulate.people import Filter, find_banner, select_people
from alongside.tabulate.statistics import (
    ColumnComparison,
    ValueSums,
    Versus,
    compare_mean_columns,
    mean_interval,
)
from alongside.tabulate.table import TOTAL, Column, Heading, ReleasedTable
from alongside.tabulate.wording import table_word

GIVEN = "given_"
"""Begins the code of the variable that says who gave a number."""
_SUMS = [each.name for each in fields(ValueSums)]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """The numbers of one group; None: withheld, or nobody gave one.

    Parameters
    ----------
    base_n
        People with a number.
    mean, low, high, sd
        In the units of the question; the limits are those of the mean.
    median, lower_quartile, upper_quartile
        Likewise.
    """

    heading: Heading
    base_n: int | None
    caution: bool
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    sd: float | None = None
    median: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None


@dataclass(frozen=True)
class ReleasedNumbers:
    """Numbers by groups that the disclosure rule has passed.

    ``base`` is the table of who gave a number, by which it was decided; ``differences`` are
    sentences, the largest first. Made by :func:`explore_numbers` and nowhere else.
    """

    PASSED: ClassVar[object] = object()
    title: str
    base: ReleasedTable
    columns: tuple[NumberColumn, ...]
    differences: tuple[str, ...] = ()
    passed: object = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.passed is not ReleasedNumbers.PASSED:
            raise TypeError("ReleasedNumbers are made by explore_numbers only")


def with_given(dataset: DataSet) -> DataSet:
    """Return the data with one more variable for each number: who gave one.

    Its code is ``given_`` and the number's; its one category is ``given``.
    """
    numbers = [
        each
        for each in dataset.codebook
        if each.type is VariableType.NUMERIC and not each.identifies
    ]
    kind = pl.Enum(["given"])
    columns: dict[str, pl.Expr] = {}
    made = []
    for each in numbers:
        code = GIVEN + each.code
        if code in dataset.codebook:
            continue
        gave = pl.when(pl.col(each.code).is_not_null()).then(pl.lit("given", dtype=kind))
        columns |= {code: gave, code + MISSING_SUFFIX: pl.col(each.code + MISSING_SUFFIX)}
        category = Category("given", plain_text("Gave a number"))
        made.append(replace(each, code=code, type=VariableType.SINGLE, categories=(category,)))
    codebook = Codebook((*dataset.codebook, *made))
    return replace(dataset, frame=dataset.frame.with_columns(**columns), codebook=codebook)


def explore_numbers(
    explorer: Explorer,
    variable: str,
    by: str | None = None,
    *,
    where: Filter = None,
    language: str = "en",
    title: str = "",
    measuring: Measuring | None = None,
) -> ReleasedNumbers:
    """Return means and medians of a number, by groups if asked, among some people.

    Parameters are those of :meth:`Explorer.table`; its data are those of :func:`with_given`.

    Raises
    ------
    DisclosureError
        As :meth:`Explorer.table`; and where counts are rounded, or a dominance rule holds: exact
        means would undo the one, and differences of means are not yet held against the other.
    """
    rule = explorer.book.rule
    if rule.round_to or rule.dominance_p is not None or rule.dominance_n is not None:
        raise DisclosureError(
            "Means are not explored in a study that rounds its counts or has a rule of dominance.",
            where=variable,
            remedy="Group the numbers with a derived variable in derive.yaml, and count those.",
        )
    measuring = measuring or Measuring()
    number = find_variable(explorer.dataset.codebook, variable)
    base = explorer.table(
        GIVEN + variable, by, where=where, language=language, title=title, measuring=measuring
    )
    banner = None if by is None else find_banner(explorer.dataset.codebook, by)
    keep = [variable, *(each.code for each in variables_of(banner))]
    keep += [measuring.weight] if measuring.weight else []
    people = select_people(explorer.dataset, where, keep=keep)
    banners = [] if banner is None else [banner]
    design = drawn_means(
        explorer.dataset, number, banners, rule, where=where, weight=measuring.weight
    )
    if design is not None and design.left_out:
        design = None
    columns = _columns(people, number, banner, base, measuring, design)
    overlapping = any(each.type is VariableType.MULTI for each in variables_of(banner))
    told = () if overlapping else _differences(people, number, banner, base, measuring, design)
    return ReleasedNumbers(
        title or number.label.say(language), base, columns, told, ReleasedNumbers.PASSED
    )


def _columns(
    people: DataSet,
    number: Variable,
    banner: Banner | None,
    base: ReleasedTable,
    measuring: Measuring,
    design: DrawnMeans | None,
) -> tuple[NumberColumn, ...]:
    banners = [] if banner is None else [banner]
    weight = measuring.weight or None
    counted = count_numbers(people, [number], banners, weight)
    means = means_of(counted)
    limits = mean_interval(means, measuring.level)
    gaps = {} if design is None else design.intervals(measuring.level)
    quantiles = quantiles_of(count_values(people, number, banners, weight))
    places = {
        code if name else TOTAL: (spot, (name, code))
        for spot, (name, code) in enumerate(counted.select("banner", "banner_code").rows())
    }
    made = []
    for column in base.columns:
        spot, key = places[column.heading.code]
        told = NumberColumn(column.heading, column.base_n, column.caution)
        if column.base_n:
            middle = quantiles[key].value
            low, high = limits.low[spot], limits.high[spot]
            if design is not None:
                low, high = (means.mean[spot] + gap for gap in gaps[key])
            told = replace(
                told,
                mean=_known(means.mean[spot]),
                low=_known(low),
                high=_known(high),
                sd=_known(means.sd[spot]),
                lower_quartile=_known(middle[0]),
                median=_known(middle[1]),
                upper_quartile=_known(middle[2]),
            )
        made.append(told)
    return tuple(made)


def _differences(
    people: DataSet,
    number: Variable,
    banner: Banner | None,
    base: ReleasedTable,
    measuring: Measuring,
    design: DrawnMeans | None,
) -> tuple[str, ...]:
    """Return which of the groups that are told of differ, in sentences."""
    if banner is None:
        return ()
    untold = frozenset[tuple[str, str]]() if design is None else design.untold
    shown = [
        column
        for column in base.columns[1:]
        if column.base_n and (banner.code, column.heading.code) not in untold
    ]
    if len(shown) < 2:
        return ()
    if design is None:
        found = _compared(people, number, banner, shown, measuring)
    else:
        found = design.compare([(banner.code, each.heading.code) for each in shown], measuring)
    gaps, is_found = found.differences, found.found(1 - measuring.level).ravel()
    order = sorted(range(len(found.pairs)), key=lambda pair: -abs(gaps.difference.ravel()[pair]))
    sentences = []
    for pair in order:
        if is_found[pair]:
            one, two = found.pairs[pair]
            gap, ends = gaps.difference.ravel()[pair], (gaps.low, gaps.high)
            low, high = sorted(abs(float(each.ravel()[pair])) for each in ends)
            if gap < 0:
                one, two = two, one
            words = {"first": shown[one].heading.label, "second": shown[two].heading.label}
            amounts = {"gap": number_text(abs(gap)), "low": number_text(low)}
            sentences.append(
                table_word("mean-higher", base.language, **words, **amounts, high=number_text(high))
            )
    return tuple(sentences)


def _compared(
    people: DataSet,
    number: Variable,
    banner: Banner,
    shown: Sequence[Column],
    measuring: Measuring,
) -> ColumnComparison:
    """Return some groups of independent people compared with each other."""
    counted = count_numbers(people, [number], [banner], measuring.weight or None)
    rows = {code: row for row, code in enumerate(counted["banner_code"]) if row}
    places = [rows[column.heading.code] for column in shown]
    sums = ValueSums(*(counted[name].cast(pl.Float64).to_numpy()[places] for name in _SUMS))
    return compare_mean_columns(
        sums, versus=Versus.EACH, level=measuring.level, correction=measuring.correction
    )


def number_text(value: float) -> str:
    """Return a number with as many decimals as help to read it.

    >>> number_text(1234.5), number_text(12.345), number_text(0.1234)
    ('1,234', '12.3', '0.12')
    """
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def numbers_as_rows(numbers: ReleasedNumbers) -> Mapping[str, list[str]]:
    """Return the lines of a table of numbers by their name in the catalogue, as words."""
    language = numbers.base.language
    withheld = table_word("word-withheld", language)

    def words(value: float | None, column: NumberColumn) -> str:
        if column.base_n is None:
            return withheld
        return "–" if value is None else number_text(value)

    def interval(column: NumberColumn) -> str:
        if column.low is None or column.high is None:
            return words(None, column)
        return f"{number_text(column.low)} to {number_text(column.high)}"

    columns = numbers.columns
    return {
        "number-mean": [words(each.mean, each) for each in columns],
        "number-interval": [interval(each) for each in columns],
        "number-sd": [words(each.sd, each) for each in columns],
        "number-lower": [words(each.lower_quartile, each) for each in columns],
        "number-median": [words(each.median, each) for each in columns],
        "number-upper": [words(each.upper_quartile, each) for each in columns],
    }


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
