"""Tables: a question, in all and by groups, with the base that each share is a share of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    DataSet,
    Missing,
    Variable,
    VariableType,
    condition_to_expr,
    find_variable,
    variables_in,
)
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import (
    BASE,
    count_crossings,
    countable_categories,
    missing_code,
)
from alongside.tabulate.crossing import Banner, Crossing, Nested, variables_of
from alongside.tabulate.engines import Floats
from alongside.tabulate.lanes import NEST
from alongside.tabulate.measures import Measuring, TableSums, measure
from alongside.tabulate.people import (
    Filter,
    as_condition,
    filter_text,
    find_banner,
    select_people,
)
from alongside.tabulate.table import NO_ANSWER, TOTAL, Base, Cell, Column, Heading, Table
from alongside.tabulate.wording import table_word

_SHOWN_KINDS = (Missing.SKIPPED, Missing.DECLINED, Missing.BROKE_OFF)
NO_ANSWER_KINDS: Mapping[Base, tuple[Missing, ...]] = {
    Base.ANSWERED: (),
    Base.SHOWN: _SHOWN_KINDS,
    Base.ASKED: (*_SHOWN_KINDS, Missing.NOT_SHOWN),
}
"""The kinds of missing that count into a base."""


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
    made = _TableMaker(
        people,
        filter_text(where),
        base,
        rule or Disclosure(),
        language,
        title,
        partial=include_partial,
        measuring=measuring,
    )
    width = 1 + len(banners)
    tables: Sequence[tuple[int, Banner | None]] = list(enumerate(banners, 1)) or [(0, None)]
    return [
        made.table(variable, banner, counted[spot * width], counted[spot * width + place])
        for spot, variable in enumerate(asked)
        for place, banner in tables
    ]


@dataclass(frozen=True)
class _TableMaker:
    """Makes tables of what was counted; what all the tables of a tab book share."""

    people: DataSet
    where: str
    base: Base
    rule: Disclosure
    language: str
    title: str | None
    partial: bool
    measuring: Measuring | None

    def table(
        self, rows: Variable, banner: Banner | None, total: Crossing, crossing: Crossing
    ) -> Table:
        language = self.language
        row_headings = self._headings(rows)
        if self.base is not Base.ANSWERED:
            no_answer = Heading(NO_ANSWER, table_word("word-no-answer", language))
            row_headings = (*row_headings, no_answer)
        groups: tuple[Heading, ...] = (Heading(TOTAL, table_word("word-total", language)),)
        if banner is not None:
            groups = (*groups, *self._columns(banner))

        sums = self._sums([row.code for row in row_headings], groups, total, crossing)
        made = tuple(
            _column(group, int(n), self.rule) for group, n in zip(groups, sums.base_n, strict=True)
        )
        shares = sums.of(slice(None)).shares().share
        cells = {
            (row, column): Cell(
                int(sums.n[i, j]), None if np.isnan(shares[i, j]) else float(shares[i, j])
            )
            for i, row in enumerate(sums.rows)
            for j, column in enumerate(sums.columns)
        }
        overlapping = _overlaps(banner)
        unplaced: dict[str, int] = {}
        if banner is not None and not overlapping:
            lines = ((BASE, sums.base_n), *zip(sums.rows, sums.n, strict=True))
            unplaced = {code: int(line[0] - line[1:].sum()) for code, line in lines}
        measures = None
        if self.measuring is not None:
            measures = measure(
                sums,
                self.measuring,
                multiple=rows.type is VariableType.MULTI,
                overlapping=overlapping,
                left_out={NO_ANSWER},
            )
        return Table(
            variable=rows.code,
            by=None if banner is None else banner.code,
            title=self.title or _title(rows, banner, language),
            rows=row_headings,
            columns=made,
            cells=cells,
            base=self.base,
            where=self.where,
            multiple=rows.type is VariableType.MULTI,
            provenance=self.people.provenance,
            notes=_notes(unplaced, banner, rows, language, self.people.unit),
            unplaced=unplaced,
            language=language,
            unit=self.people.unit,
            partial=self.partial,
            weight=self.measuring.weight if self.measuring else "",
            measures=measures,
            group="" if banner is None else _name(banner, language),
        )

    def _sums(
        self,
        rows: Sequence[str],
        groups: Sequence[Heading],
        total: Crossing,
        crossing: Crossing,
    ) -> TableSums:
        """Return the sums behind a table: people without an answer are one row, if any."""
        gaps = [missing_code(kind) for kind in NO_ANSWER_KINDS[self.base]]
        columns = [group.code for group in groups]
        lookup = {
            (code, column): each_sums[:, i, j]
            for each in (total, crossing)
            for each_sums in [np.stack([each.n, each.sum_w, each.sum_w2])]
            for i, code in enumerate(each.codes)
            for j, column in enumerate(each.banner_codes)
        }

        def line(codes: Sequence[str]) -> Floats:
            """Return n, sum w and sum w^2 of all these codes together, for each column."""
            added: Floats = sum(
                (np.stack([lookup[code, column] for column in columns], axis=1) for code in codes),
                np.zeros((3, len(columns))),
            )
            return added

        cells = np.stack([line(gaps if row == NO_ANSWER else [row]) for row in rows], axis=1)
        return TableSums(tuple(rows), tuple(columns), *cells, *line([BASE, *gaps]))

    def _columns(self, banner: Banner) -> tuple[Heading, ...]:
        if not isinstance(banner, Nested):
            return self._headings(banner)
        each = [self._headings(variable) for variable in banner.variables]
        return tuple(
            Heading(
                NEST.join(part.code for part in parts),
                ": ".join(part.label for part in parts),
                tuple(part.label for part in parts),
            )
            for parts in product(*each)
        )

    def _headings(self, variable: Variable) -> tuple[Heading, ...]:
        codes = countable_categories(self.people, variable)
        place = {code: spot for spot, code in enumerate(variable.order or codes)}
        return tuple(
            Heading(
                code,
                category.label.say(self.language)
                if (category := variable.category(code))
                else code,
            )
            for code in sorted(codes, key=place.__getitem__)
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


def _column(heading: Heading, base_n: int, rule: Disclosure) -> Column:
    return Column(heading, base_n, caution=base_n < rule.small_base)


def _overlaps(banner: Banner | None) -> bool:
    """Return whether a person can be in several columns."""
    return any(variable.type is VariableType.MULTI for variable in variables_of(banner))


def _title(rows: Variable, banner: Banner | None, language: str) -> str:
    question = rows.label.say(language)
    if banner is None:
        return question
    return table_word("word-by", language, question=question, group=_name(banner, language))


def _name(banner: Banner, language: str) -> str:
    return NEST.join(variable.label.say(language) for variable in variables_of(banner))


def _notes(
    unplaced: dict[str, int],
    banner: Banner | None,
    rows: Variable,
    language: str,
    unit: str,
) -> tuple[str, ...]:
    notes = []
    if rows.type is VariableType.MULTI:
        notes.append(table_word("note-several-answers", language, unit=unit))
    if _overlaps(banner):
        notes.append(table_word("note-several-groups", language, unit=unit))
    if banner is not None and unplaced.get(BASE):
        group = _name(banner, language)
        notes.append(table_word("note-unplaced", language, unit=unit, group=group))
    return tuple(notes)
