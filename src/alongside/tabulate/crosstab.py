"""Tables: a question, in all and by groups, with the base that each share is a share of."""

from collections.abc import Mapping
from dataclasses import dataclass

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
from alongside.questionnaire import Condition, Disclosure, condition_text, parse_condition
from alongside.tabulate.counts import BASE, count_cells, countable_categories, missing_code
from alongside.tabulate.table import NO_ANSWER, TOTAL, Base, Cell, Column, Heading, Table
from alongside.tabulate.wording import table_word

_SHOWN_KINDS = (Missing.SKIPPED, Missing.DECLINED, Missing.BROKE_OFF)
NO_ANSWER_KINDS: Mapping[Base, tuple[Missing, ...]] = {
    Base.ANSWERED: (),
    Base.SHOWN: _SHOWN_KINDS,
    Base.ASKED: (*_SHOWN_KINDS, Missing.NOT_SHOWN),
}
"""The kinds of missing that count into a base."""
Filter = str | Condition | None


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
) -> Table:
    """Count a question, in all and by groups.

    Parameters
    ----------
    dataset
        Completed responses are counted; unfinished ones only with ``include_partial``.
    variable, by
        Codes of what to count and of the groups. With a multi ``by`` a person is in every
        group they chose.
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

    Raises
    ------
    ExpressionError
        Naming an unknown code, or a variable that cannot be counted.
    """
    rule = rule or Disclosure()
    rows = find_variable(dataset.codebook, variable)
    columns = find_variable(dataset.codebook, by) if by else None
    people = select_people(dataset, where, include_partial=include_partial)
    counts = count_cells(people, rows, columns)
    lookup: dict[tuple[str, str], int] = {
        (code, banner_code): n
        for code, banner_code, n in counts.select("code", "banner_code", "n").iter_rows()
    }
    row_headings = _headings(people, rows, language)
    if base is not Base.ANSWERED:
        row_headings = (*row_headings, Heading(NO_ANSWER, table_word("word-no-answer", language)))
    groups: tuple[Heading, ...] = (Heading(TOTAL, table_word("word-total", language)),)
    if columns is not None:
        groups = (*groups, *_headings(people, columns, language))

    def count(code: str, column: str) -> int:
        if code == NO_ANSWER:
            return sum(lookup[missing_code(kind), column] for kind in NO_ANSWER_KINDS[base])
        if code == BASE:
            return lookup[BASE, column] + count(NO_ANSWER, column)
        return lookup[code, column]

    made = tuple(_column(group, count(BASE, group.code), rule) for group in groups)
    cells = {
        (row.code, column.heading.code): _cell(
            count(row.code, column.heading.code), column.base_n or 0
        )
        for row in row_headings
        for column in made
    }
    unplaced: dict[str, int] = {}
    if columns is not None and columns.type is not VariableType.MULTI:
        codes = [group.code for group in groups if group.code != TOTAL]
        unplaced = {
            code: count(code, TOTAL) - sum(count(code, column) for column in codes)
            for code in (BASE, *(row.code for row in row_headings))
        }
    return Table(
        variable=variable,
        by=by,
        title=title or _title(rows, columns, language),
        rows=row_headings,
        columns=made,
        cells=cells,
        base=base,
        where=_filter_text(where),
        multiple=rows.type is VariableType.MULTI,
        provenance=dataset.provenance,
        notes=_notes(unplaced, columns, rows, language, dataset.unit),
        unplaced=unplaced,
        language=language,
        unit=dataset.unit,
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
    condition = _as_condition(where)
    people = select_people(dataset, among, include_partial=include_partial)
    in_base = pl.lit(value=True)
    for code in variables_in(condition):
        find_variable(dataset.codebook, code)
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


def select_people(dataset: DataSet, where: Filter, *, include_partial: bool = False) -> DataSet:
    """Return the completed responses (or all) for which a condition holds."""
    people = dataset if include_partial else dataset.completed()
    condition = _as_condition(where)
    if condition is None:
        return people
    kept = people.frame.filter(condition_to_expr(condition, dataset.codebook))
    return DataSet(kept, people.codebook, people.provenance, people.unit)


def _as_condition(where: Filter) -> Condition | None:
    if isinstance(where, str):
        return parse_condition(where) if where.strip() else None
    return where


def _filter_text(where: Filter) -> str:
    if where is None:
        return ""
    return where.strip() if isinstance(where, str) else condition_text(where)


def _headings(dataset: DataSet, variable: Variable, language: str) -> tuple[Heading, ...]:
    codes = countable_categories(dataset, variable)
    place = {code: spot for spot, code in enumerate(variable.order or codes)}
    return tuple(
        Heading(
            code, category.label.say(language) if (category := variable.category(code)) else code
        )
        for code in sorted(codes, key=place.__getitem__)
    )


def _column(heading: Heading, base_n: int, rule: Disclosure) -> Column:
    return Column(heading, base_n, caution=base_n < rule.small_base)


def _cell(n: int, base_n: int) -> Cell:
    return Cell(n, n / base_n if base_n else None)


def _title(rows: Variable, columns: Variable | None, language: str) -> str:
    question = rows.label.say(language)
    if columns is None:
        return question
    return table_word("word-by", language, question=question, group=columns.label.say(language))


def _notes(
    unplaced: dict[str, int],
    columns: Variable | None,
    rows: Variable,
    language: str,
    unit: str,
) -> tuple[str, ...]:
    notes = []
    if rows.type is VariableType.MULTI:
        notes.append(table_word("note-several-answers", language, unit=unit))
    if columns is not None and columns.type is VariableType.MULTI:
        notes.append(table_word("note-several-groups", language, unit=unit))
    if columns is not None and unplaced.get(BASE):
        group = columns.label.say(language)
        notes.append(table_word("note-unplaced", language, unit=unit, group=group))
    return tuple(notes)
