"""Means and quantiles of a number by groups, of which only what may leave is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from alongside.dataset import (
    DataSet,
    Provenance,
    Variable,
    VariableType,
    condition_to_expr,
    find_variable,
)
from alongside.kernel.errors import DisclosureError, ExpressionError, StatisticsError
from alongside.questionnaire import Disclosure
from alongside.questionnaire.conditions import All, AnyIn, Condition, Equals
from alongside.tabbook.desk import Desk
from alongside.tabbook.wording import book_word
from alongside.tabulate import (
    Banner,
    Nested,
    count_numbers,
    count_values,
    design_notes,
    drawn_means,
    find_banner,
    means_of,
    number_printed,
    protection_level,
    quantiles_of,
    sampling_notes,
    select_people,
    withheld_sums,
)
from alongside.tabulate.counts import countable_categories
from alongside.tabulate.crossing import variables_of
from alongside.tabulate.drawn_numbers import DrawnMeans
from alongside.tabulate.engines import Floats
from alongside.tabulate.lanes import NEST
from alongside.tabulate.numbers import numbers_of
from alongside.tabulate.people import Filter, as_condition, filter_text
from alongside.tabulate.statistics.means import mean_interval
from alongside.tabulate.table import TOTAL, Heading
from alongside.tabulate.wording import table_word

QUARTILES = (0.25, 0.5, 0.75)
_OUTSIDE = "__outside__"


@dataclass(frozen=True, slots=True)
class NumberRow:
    """The number of one group, in its own units.

    Parameters
    ----------
    banner
        What the group is of, as it was asked for; "" for everybody.
    base_n
        People with a number (unweighted); None when withheld, and all else with it.
    mean, low, high, sd
        Mean with its interval, and standard deviation; None where they cannot be known or may not
        be told.
    quantiles
        By probability. None where fewer people than the study's threshold lie on one side.
    small
        Whether the base is below the study's small-base mark.
    """

    banner: str
    heading: Heading
    base_n: int | None
    mean: float | None
    low: float | None
    high: float | None
    sd: float | None
    quantiles: Mapping[float, float | None]
    small: bool


@dataclass(frozen=True)
class ReleasedNumbers:
    """Means and quantiles that may leave; made by :func:`release_numbers`.

    ``level`` is that of the intervals, ``where`` the condition for being counted.
    """

    variable: str
    title: str
    rows: tuple[NumberRow, ...]
    probabilities: tuple[float, ...]
    level: float
    where: str
    weight: str
    provenance: Provenance
    language: str
    notes: tuple[str, ...]


def release_numbers(
    desk: Desk,
    dataset: DataSet,
    variable: str,
    by: Sequence[str] = (),
    *,
    where: Filter = None,
    weight: str = "",
    probabilities: Sequence[float] = QUARTILES,
    level: float = 0.95,
    language: str = "en",
) -> ReleasedNumbers:
    """Return means and quantiles of a number, in all and by groups.

    Parameters
    ----------
    desk
        Holds bases against everything it handed out before.
    dataset
        The data of the desk, perhaps with a weight more. Completed responses are counted.
    variable
        A number, or a question of one answer whose codes are numbers (a scale).
    by
        Codes of groups, several side by side; ``employer > role`` for groups within groups.
    where
        Only people for whom this condition holds.
    weight
        Name of a weight column; "": all alike.
    probabilities
        Of the quantiles, above 0 and below 1.
    level
        Of the intervals of means, such as 0.95.
    language
        Of labels and notes.

    Notes
    -----
    A mean is withheld where fewer than ``withhold_below`` people give it, where the study's
    dominance rules forbid it, and where it could be worked out from the other groups and the
    total. A quantile is somebody's answer: it is told only where at least as many people lie on
    each side of it. Least and greatest values are never told.

    Raises
    ------
    ExpressionError
        When a variable is no number, or cannot be a group.
    DisclosureError
        When nothing may be told of anybody.
    """
    if not all(0 < each < 1 for each in probabilities):
        raise StatisticsError(
            "A quantile lies above 0 and below 1.", remedy="Write 0.5 for the median."
        )
    asked = find_variable(dataset.codebook, variable)
    banners = [_banner(dataset, each) for each in by]
    people = select_people(dataset, where)
    sums = count_numbers(people, [asked], banners, weight or None)
    means = means_of(sums)
    interval = mean_interval(means, level)
    quantiles = quantiles_of(
        count_values(people, asked, banners, weight or None), probabilities, level=level
    )
    design = drawn_means(dataset, asked, banners, desk.rule, where=where, weight=weight)
    gaps = {} if design is None or design.left_out else design.intervals(level)
    places = list(zip(sums["banner"].to_list(), sums["banner_code"].to_list(), strict=True))
    headings = [_heading(dataset, banners, place, language) for place in places]
    hidden = _withheld(desk, people, asked, banners, where)
    rule = desk.rule
    rows = []
    for spot, place in enumerate(places):
        n = int(sums["n"][spot])
        if place in hidden:
            nothing = dict.fromkeys(probabilities)
            rows.append(
                NumberRow(place[0], headings[spot], None, None, None, None, None, nothing, True)
            )
            continue
        middle, limits = means.mean[spot], (interval.low[spot], interval.high[spot])
        if gaps:
            below, above = gaps[place]
            limits = (middle + below, middle + above)
        mean, low, high, sd = (_known(each) for each in (middle, *limits, means.sd[spot]))
        found = quantiles.get(place)
        told = {
            probability: None
            if found is None or not _inside(n, probability, rule)
            else float(found.value[number])
            for number, probability in enumerate(probabilities)
        }
        small = 0 < n < rule.small_base
        rows.append(NumberRow(place[0], headings[spot], n, mean, low, high, sd, told, small))
    if all(row.base_n is None for row in rows):
        raise DisclosureError(
            "Nothing of this may be told: too few people, or one of them gives most of it.",
            where=variable,
            remedy="Ask of more people, or without groups.",
        )
    return ReleasedNumbers(
        variable,
        asked.label.say(language),
        tuple(rows),
        tuple(probabilities),
        level,
        filter_text(where),
        weight,
        dataset.provenance,
        language,
        tuple(_notes(rows, dataset.provenance, weight, rule, language, design)),
    )


def _banner(dataset: DataSet, by: str) -> Banner:
    banner = find_banner(dataset.codebook, by)
    for part in variables_of(banner):
        if part.type not in (VariableType.SINGLE, VariableType.MULTI):
            raise ExpressionError(
                f"“{part.code}” has no categories to make groups of.",
                where=by,
                remedy="Use a question with answers to choose from.",
            )
    return banner


def _heading(
    dataset: DataSet,
    banners: Sequence[Banner],
    place: tuple[str, str],
    language: str,
) -> Heading:
    name, code = place
    if code == TOTAL:
        return Heading(TOTAL, table_word("word-total", language))
    banner = next(each for each in banners if each.code == name)
    parts = []
    codes = code.split(NEST) if isinstance(banner, Nested) else [code]
    for variable, one in zip(variables_of(banner), codes, strict=True):
        category = dataset.codebook.by_code[variable.code].category(one)
        parts.append(category.label.say(language) if category else one)
    return Heading(code, ": ".join(parts), tuple(parts))


def _conditions(banner: Banner, codes: Sequence[str]) -> tuple[Condition, ...]:
    return tuple(
        AnyIn(variable.code, (one,))
        if variable.type is VariableType.MULTI
        else Equals(variable.code, one)
        for variable, one in zip(variables_of(banner), codes, strict=True)
    )


def _withheld(
    desk: Desk,
    people: DataSet,
    variable: Variable,
    banners: Sequence[Banner],
    where: Filter,
) -> frozenset[tuple[str, str]]:
    """Return the (banner, code) of groups of which nothing may be told."""
    given, frame = _given(desk.rule, people, variable)
    found = {("", TOTAL)} if _few_or_dominated(given, desk.rule) else set()
    groups: dict[tuple[str, str], tuple[Condition, ...]] = {("", TOTAL): ()}
    for banner in banners:
        members = {}
        for codes in product(
            *(countable_categories(people, part) for part in variables_of(banner))
        ):
            tests = _conditions(banner, codes)
            code = NEST.join(codes)
            groups[banner.code, code] = tests
            holds = condition_to_expr(All(tests), people.codebook)
            members[code] = frame.select(holds.alias("in")).to_series().to_numpy()
        if any(part.type is VariableType.MULTI for part in variables_of(banner)):
            alone = [
                code for code, here in members.items() if _few_or_dominated(given[here], desk.rule)
            ]
            found |= {(banner.code, code) for code in alone}
            continue
        placed = np.any(list(members.values()), axis=0)
        values = {("all", code): given[here].tolist() for code, here in members.items()}
        values["all", _OUTSIDE] = given[~placed].tolist()
        columns = {column for _, column in withheld_sums(values, desk.rule)}
        found |= {("" if each == TOTAL else banner.code, each) for each in columns}
    before = as_condition(where)
    base = () if before is None else (before,)
    numbers = [
        number_printed(
            f"{variable.code} answered", among=All((*base, *tests)) if base or tests else None
        )
        for tests in groups.values()
    ]
    told = desk.numbers(numbers)
    found |= {place for place, may in zip(groups, told, strict=True) if not may}
    return frozenset(found)


def _given(rule: Disclosure, people: DataSet, variable: Variable) -> tuple[Floats, pl.DataFrame]:
    """Return the numbers that were given, none below 0, and the people who gave them."""
    values = numbers_of(people.frame, variable)
    known = ~np.isnan(values)
    given = values[known]
    least = float(given.min(initial=0.0))
    if least < 0:
        if rule.dominance_p is not None or rule.dominance_n is not None:
            raise DisclosureError(
                "The study's dominance rule cannot be applied to numbers below 0.",
                where=variable.code,
                remedy="Derive a variable of bands and make a table of it.",
            )
        given = given - least  # with no rule on sizes, only how many people gave them matters
    return given, people.frame.filter(pl.Series(known))


def _few_or_dominated(values: Floats, rule: Disclosure) -> bool:
    return 0 < values.size < rule.withhold_below or protection_level(values.tolist(), rule) > 0


def _inside(n: int, probability: float, rule: Disclosure) -> bool:
    """Return whether enough people lie on either side of a quantile for it to be told."""
    return n * min(probability, 1 - probability) >= (rule.withhold_below if rule.protects else 0)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _notes(
    rows: Sequence[NumberRow],
    provenance: Provenance,
    weight: str,
    rule: Disclosure,
    language: str,
    design: DrawnMeans | None,
) -> Iterator[str]:
    if provenance.synthetic:
        yield table_word("word-synthetic", language)
    yield from sampling_notes(provenance, language, measured=True, weight=weight)
    if design is not None:
        yield from design_notes(design.behind, language)
    if weight:
        yield book_word("numbers-weighted", language, weight=weight)
    held = sum(row.base_n is None for row in rows)
    if held:
        yield book_word("numbers-withheld", language, n=held, threshold=rule.withhold_below)
    untold = any(each is None for row in rows if row.base_n for each in row.quantiles.values())
    if untold:
        yield book_word("numbers-quantiles", language, threshold=rule.withhold_below)
    small = "; ".join(row.heading.label for row in rows if row.small and row.base_n)
    if small:
        yield table_word("note-small", language, mark=rule.small_base, groups=small)
