"""Making tables of what was counted: headings, bases, shares, notes, and the measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from alongside.dataset import DataSet, Missing, Variable, VariableType
from alongside.questionnaire import Disclosure
from alongside.tabulate.by_design import measure_by_design
from alongside.tabulate.counts import BASE, countable_categories, missing_code
from alongside.tabulate.crossing import Banner, Crossing, Nested, variables_of
from alongside.tabulate.drawn import unit_crossing
from alongside.tabulate.lanes import NEST
from alongside.tabulate.measures import Measures, Measuring
from alongside.tabulate.measuring import TableSums, known_or_none, measure_tables, shares_of
from alongside.tabulate.table import NO_ANSWER, TOTAL, Base, Cell, Column, Heading, Table
from alongside.tabulate.units import UnitCounts
from alongside.tabulate.wording import table_word

_SHOWN_KINDS = (Missing.SKIPPED, Missing.DECLINED, Missing.BROKE_OFF)
NO_ANSWER_KINDS: Mapping[Base, tuple[Missing, ...]] = {
    Base.ANSWERED: (),
    Base.SHOWN: _SHOWN_KINDS,
    Base.ASKED: (*_SHOWN_KINDS, Missing.NOT_SHOWN),
}
"""The kinds of missing that count into a base."""
Counted = tuple[Variable, Banner | None, Crossing, Crossing]
"""A question, its banner, what was counted of everybody and by the banner."""
CountedUnits = tuple[UnitCounts, UnitCounts]
"""The same per unit of a design: of everybody, and by the banner."""


@dataclass(frozen=True)
class TableMaker:
    """Makes tables of what was counted; holds what all the tables of a tab book share."""

    people: DataSet
    where: str
    base: Base
    rule: Disclosure
    language: str
    title: str | None
    partial: bool
    measuring: Measuring | None

    def tables(
        self, counted: Sequence[Counted], units: Sequence[CountedUnits] | None = None
    ) -> list[Table]:
        """Return the tables, all measured together.

        ``units`` has the counts of the same tables per unit of the design that the study states;
        None: people are independent.
        """
        if not counted:
            return []
        sums = [self._sums(*each) for each in counted]
        shares = shares_of(sums)
        measures: Sequence[Measures | None] = [None] * len(sums)
        if self.measuring is not None:
            measures = measure_tables(sums, self.measuring, shares)
            if units is not None:
                measures = [
                    self._by_design(*each) for each in zip(counted, units, measures, strict=True)
                ]
        listed = iter(known_or_none(shares.share))
        made = []
        for (rows, banner, _, _), each, measured in zip(counted, sums, measures, strict=True):
            cells = {
                (row, column): Cell(n, next(listed))
                for row, line in zip(each.rows, each.n.astype(int).tolist(), strict=True)
                for column, n in zip(each.columns, line, strict=True)
            }
            made.append(self._table(rows, banner, each, cells, measured))
        return made

    def _by_design(
        self, counted: Counted, units: CountedUnits, plain: Measures | None
    ) -> Measures | None:
        """Return the measures of a table that take account of strata and clusters."""
        sampling = self.people.provenance.sampling
        if plain is None or sampling is None or units[0].sums.people.sum() < 2:
            return plain
        rows, banner, *crossings = counted
        by_unit = [unit_crossing(*each) for each in zip(units, crossings, strict=True)]
        sums = self._sums(rows, banner, *by_unit)
        return measure_by_design(sums, units[0], plain, sampling)

    def _table(
        self,
        rows: Variable,
        banner: Banner | None,
        sums: TableSums,
        cells: Mapping[tuple[str, str], Cell],
        measures: Measures | None,
    ) -> Table:
        language = self.language
        unplaced: dict[str, int] = {}
        if banner is not None and not sums.overlapping:
            lines = np.vstack([sums.base_n, sums.n])
            missing = (lines[:, 0] - lines[:, 1:].sum(axis=1)).astype(int).tolist()
            unplaced = dict(zip((BASE, *sums.rows), missing, strict=True))
        return Table(
            variable=rows.code,
            by=None if banner is None else banner.code,
            title=self.title or _title(rows, banner, language),
            rows=self._rows(rows),
            columns=tuple(
                Column(group, n, caution=n < self.rule.small_base)
                for group, n in zip(
                    self._columns(banner), sums.base_n.astype(int).tolist(), strict=True
                )
            ),
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
        self, rows: Variable, banner: Banner | None, total: Crossing, crossing: Crossing
    ) -> TableSums:
        """Return the sums behind a table: people without an answer are one row, if any.

        With counts per unit, units are a third axis of all.
        """
        row_codes = tuple(row.code for row in self._rows(rows))
        columns = tuple(group.code for group in self._columns(banner))
        whole = np.stack([total.n, total.sum_w, total.sum_w2])
        if banner is not None:
            place = {code: spot for spot, code in enumerate(crossing.banner_codes)}
            chosen = [place[code] for code in columns[1:]]
            groups = np.stack([crossing.n, crossing.sum_w, crossing.sum_w2])[:, :, chosen]
            whole = np.concatenate([whole, groups], axis=2)
        place = {code: spot for spot, code in enumerate(total.codes)}
        gaps = [place[missing_code(kind)] for kind in NO_ANSWER_KINDS[self.base]]
        cells = whole[:, [place[code] for code in row_codes if code != NO_ANSWER]]
        if gaps:
            cells = np.concatenate([cells, whole[:, gaps].sum(axis=1, keepdims=True)], axis=1)
        n, sum_w, sum_w2 = cells
        base_n, base_w, base_w2 = whole[:, [place[BASE], *gaps]].sum(axis=1)
        return TableSums(
            row_codes,
            columns,
            n,
            sum_w,
            sum_w2,
            base_n,
            base_w,
            base_w2,
            multiple=rows.type is VariableType.MULTI,
            overlapping=_overlaps(banner),
            left_out=frozenset({NO_ANSWER}),
        )

    def _rows(self, variable: Variable) -> tuple[Heading, ...]:
        """Return the headings of the rows; the last is for people without an answer, if any."""
        if self.base is Base.ANSWERED:
            return self._headings(variable)
        no_answer = Heading(NO_ANSWER, table_word("word-no-answer", self.language))
        return (*self._headings(variable), no_answer)

    def _columns(self, banner: Banner | None) -> tuple[Heading, ...]:
        """Return the headings of the columns, everybody's first."""
        code = "" if banner is None else banner.code
        if code not in self._made_columns:
            total = Heading(TOTAL, table_word("word-total", self.language))
            self._made_columns[code] = (total, *self._groups(banner))
        return self._made_columns[code]

    def _groups(self, banner: Banner | None) -> tuple[Heading, ...]:
        if banner is None:
            return ()
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
        if variable.code not in self._made_headings:
            self._made_headings[variable.code] = tuple(
                Heading(
                    code,
                    category.label.say(self.language)
                    if (category := variable.category(code))
                    else code,
                )
                for code in codes_shown(self.people, variable)
            )
        return self._made_headings[variable.code]

    @cached_property
    def _made_headings(self) -> dict[str, tuple[Heading, ...]]:
        """Headings are made once for all the tables they stand in."""
        return {}

    @cached_property
    def _made_columns(self) -> dict[str, tuple[Heading, ...]]:
        return {}


def codes_shown(people: DataSet, variable: Variable) -> list[str]:
    """Return the codes of a variable in the order in which tables show them.

    Errors are those of :func:`~alongside.tabulate.counts.countable_categories`.
    """
    codes = countable_categories(people, variable)
    place = {code: spot for spot, code in enumerate(variable.order or codes)}
    return sorted(codes, key=place.__getitem__)


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
