"""Tables: a question, in all and by groups, with the base that each share is a share of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    DataSet,
    PartedData,
    Variable,
    condition_to_expr,
    find_variable,
    variables_in,
)
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import count_crossings
from alongside.tabulate.crossing import Banner, Crossing, variables_of
from alongside.tabulate.drawn import Drawn
from alongside.tabulate.making import NO_ANSWER_KINDS, TableMaker
from alongside.tabulate.measures import Measuring
from alongside.tabulate.people import (
    Filter,
    as_condition,
    filter_text,
    find_banner,
    select_people,
)
from alongside.tabulate.sampling import designed_sampling, require_sampling
from alongside.tabulate.table import Base, Table
from alongside.tabulate.units import UnitCounts


def tabulate(
    dataset: DataSet,
    variable: str,
    by: str | None = None,
    *,
    where: Filter = None,
    base: Base = Base.ANSWERED,
    rule: Disclosure | None = None,
    language: str = "en",
    title: str | None = None,
    include_partial: bool = False,
    measuring: Measuring | None = None,
) -> Table:
    """Count a question, in all and by groups.

    Parameters
    ----------
    dataset
        Completed responses are counted; unfinished ones only with ``include_partial``.
    variable, by
        Codes of what to count and of the groups. With a multi ``by`` a person is in every
        group they chose. Groups within groups are written with ``>``, outermost first:
        ``employer > role``.
    where
        Only people for whom this condition holds.
    base
        ``answered``: shares of those who gave an answer. ``asked``: shares of all who were
        asked, with a row for "no answer" (skipped, or preferred not to say); people who did
        not get that far are left out.
    rule
        For the small-base mark only; nothing is withheld before :func:`release`.
    language
        Language of the labels.
    title
        Words over the table; None: the question as asked.
    include_partial
        Count unfinished responses too.
    measuring
        Weight, intervals, comparisons and tests; None: none of them. Shares are weighted, counts
        and bases stay people. People of weight 0 are left out.

    Raises
    ------
    ExpressionError
        Naming an unknown code, or a variable that cannot be counted.
    ValueError
        When a weight is missing, infinite or below 0.
    """
    return tabulate_many(
        dataset,
        [variable],
        [by] if by else [],
        where=where,
        base=base,
        rule=rule,
        language=language,
        title=title,
        include_partial=include_partial,
        measuring=measuring,
    )[0]


def tabulate_many(
    dataset: DataSet,
    variables: Iterable[str],
    by: Iterable[str] = (),
    *,
    where: Filter = None,
    base: Base = Base.ANSWERED,
    rule: Disclosure | None = None,
    language: str = "en",
    title: str | None = None,
    include_partial: bool = False,
    measuring: Measuring | None = None,
) -> list[Table]:
    """Count many questions by many banners side by side: the tables of a tab book.

    Everything is counted together, which is much cheaper than one table after the other.
    Parameters and errors are those of :func:`tabulate`.

    Returns
    -------
    For each question one table a banner, in the order given; without banners one table a
    question.
    """
    asked = [find_variable(dataset.codebook, code) for code in variables]
    banners = [find_banner(dataset.codebook, each) for each in by]
    parts = [part.code for banner in banners for part in variables_of(banner)]
    weight = measuring.weight if measuring else ""
    wanted = [*(variable.code for variable in asked), *parts, *([weight] if weight else [])]
    people = select_people(dataset, where, include_partial=include_partial, keep=wanted)
    counted = count_crossings(people, asked, banners, weight or None)
    options = TableOptions(where, base, rule, language, title, include_partial, measuring)
    drawn = drawn_of(dataset, asked, banners, options)
    units = None
    if drawn is not None:
        require_sampling(dataset, include_partial=include_partial)
        units = drawn.count(dataset)
    return tables_of(counted, people, asked, banners, options, units)


@dataclass(frozen=True)
class TableOptions:
    """How tables are made: the parameters of :func:`tabulate` of the same names."""

    where: Filter = None
    base: Base = Base.ANSWERED
    rule: Disclosure | None = None
    language: str = "en"
    title: str | None = None
    include_partial: bool = False
    measuring: Measuring | None = None


def drawn_of(
    dataset: DataSet | PartedData,
    asked: Sequence[Variable],
    banners: Sequence[Banner],
    options: TableOptions,
) -> Drawn | None:
    """Return what else must be counted for the design that the study states; None: nothing.

    Nothing either where no intervals and tests are wanted.
    """
    sampling = designed_sampling(dataset)
    if sampling is None or options.measuring is None:
        return None
    return Drawn(
        tuple(asked),
        tuple(banners),
        options.measuring.weight or None,
        options.where,
        options.include_partial,
        sampling=sampling,
    )


def tables_of(
    counted: Sequence[Crossing],
    people: DataSet,
    asked: Sequence[Variable],
    banners: Sequence[Banner],
    options: TableOptions,
    units: Sequence[UnitCounts] | None = None,
) -> list[Table]:
    """Return the tables of what was counted: see :func:`tabulate_many`.

    ``counted`` is what :func:`~alongside.tabulate.count_crossings` gives for these variables and
    banners. Of ``people`` only the codebook and provenance are looked at, and the values that
    numbers and dates take. ``units`` is what :func:`drawn_of` asks to count, if anything.
    """
    made = TableMaker(
        people,
        filter_text(options.where),
        options.base,
        options.rule or Disclosure(),
        options.language,
        options.title,
        partial=options.include_partial,
        measuring=options.measuring,
    )
    width = 1 + len(banners)
    pairs: Sequence[tuple[int, Banner | None]] = list(enumerate(banners, 1)) or [(0, None)]
    places = [
        (spot * width, spot * width + place) for spot in range(len(asked)) for place, _ in pairs
    ]
    titled = [(variable, banner) for variable in asked for _, banner in pairs]
    return made.tables(
        [
            (variable, banner, counted[whole], counted[split])
            for (variable, banner), (whole, split) in zip(titled, places, strict=True)
        ],
        None if units is None else [(units[whole], units[split]) for whole, split in places],
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """One number for running text.

    Parameters
    ----------
    n, base_n
        People counted, of how many; None when withheld.
    withheld
        True when the disclosure rule keeps the number back.
    caution
        True when the base is below the small-base mark.
    """

    n: int | None
    base_n: int | None
    withheld: bool
    caution: bool


def count_people(
    dataset: DataSet,
    where: Filter,
    *,
    among: Filter = None,
    base: Base = Base.ANSWERED,
    rule: Disclosure | None = None,
    include_partial: bool = False,
) -> Tally:
    """Count the people for whom a condition holds, and those it is a share of.

    The base is everyone ``among`` whom every variable of ``where`` was answered (or was shown,
    or asked: see :class:`Base`). A count, a base, or the number of
    people left over that is above 0 and below the threshold is withheld.

    Raises :class:`~alongside.kernel.errors.ExpressionError` naming what is unknown.
    """
    rule = rule or Disclosure()
    condition = as_condition(where)
    needed = [*variables_in(condition)]
    for code in needed:
        find_variable(dataset.codebook, code)
    people = select_people(dataset, among, include_partial=include_partial, keep=needed)
    in_base = pl.lit(value=True)
    for code in needed:
        known = pl.col(code).is_not_null()
        if NO_ANSWER_KINDS[base]:
            kinds = [kind.value for kind in NO_ANSWER_KINDS[base]]
            known = known | pl.col(code + MISSING_SUFFIX).cast(pl.String).is_in(kinds)
        in_base = in_base & known
    holds = condition_to_expr(condition, dataset.codebook)
    counted = people.frame.filter(in_base)
    n, base_n = counted.filter(holds).height, counted.height
    parts = (n, base_n, base_n - n)
    if any(0 < part < rule.withhold_below for part in parts):
        return Tally(None, None, withheld=True, caution=True)
    return Tally(n, base_n, withheld=False, caution=base_n < rule.small_base)
