"""What has left: tables and single numbers as values, and how an outsider reads them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from alongside.dataset import VariableType, variables_in
from alongside.tabulate.counts import BASE
from alongside.tabulate.guard.claims import Claim, Sheet
from alongside.tabulate.guard.traits import (
    ANSWERED,
    BASE_GAPS,
    IN,
    OUT,
    Group,
    Test,
    Words,
    group_of,
    one_of,
)
from alongside.tabulate.lanes import NEST
from alongside.tabulate.people import Filter, as_condition, filter_text
from alongside.tabulate.suppression import UNPLACED
from alongside.tabulate.table import NO_ANSWER, TOTAL, Base, Table

Spot = tuple[str, str]
HOLDS, REST = "holds", "rest"
"""The two rows of a single number: those for whom its condition holds, and the others."""
NOT = "not "
"""Before the code of an option or an overlapping group: those who are not in it."""


@dataclass(frozen=True)
class Printed:
    """A table that left, without its numbers: who was counted, and which cells were withheld.

    Parameters
    ----------
    variable
        What was counted; "" for a single number (then ``condition`` says who).
    by
        The groups, "" for none; ``a > b`` for groups within groups.
    where
        The condition for being counted at all, in words; "" for everybody.
    base
        Whom shares are of.
    partial
        Whether unfinished responses were counted too.
    rows, columns
        Codes in the order of the table; the total is the first column.
    withheld
        The places whose count was held back, (row, column); row ``__base__`` for a base.
    condition
        For a single number: who is counted, in words.
    rounded_to
        The base to which every count was rounded; 0 when none was.
    weight
        Name of the weight behind shares and intervals; "": every weight is 1.
    """

    variable: str
    by: str = ""
    where: str = ""
    base: Base = Base.ANSWERED
    partial: bool = False
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = (TOTAL,)
    withheld: frozenset[Spot] = field(default=frozenset())
    condition: str = ""
    rounded_to: int = 0
    weight: str = ""

    @property
    def title(self) -> str:
        """What it is, in short."""
        words = self.variable or self.condition
        words += f" by {self.by}" if self.by else ""
        words += f" where {self.where}" if self.where else ""
        words += "" if self.base is Base.ANSWERED else f" (base: {self.base.value})"
        words += f", weighted by {self.weight}" if self.weight else ""
        return words + (", unfinished ones too" if self.partial else "")

    @property
    def shown(self) -> tuple[str, ...]:
        """Codes of the variables in rows and columns; none of a single number."""
        by = [code.strip() for code in self.by.split(NEST.strip())] if self.by else []
        return (self.variable, *by) if self.variable else ()

    @property
    def looked_at(self) -> frozenset[str]:
        """Codes of every variable that it tells something of, those of conditions too."""
        asked = (
            code
            for words in (self.where, self.condition)
            for code in variables_in(as_condition(words))
        )
        return frozenset((*self.shown, *asked))

    @property
    def spots(self) -> Iterator[Spot]:
        """Every place of the table, bases first."""
        return product((BASE, *self.rows), self.columns)


def printed_from(table: Table) -> Printed:
    """Return what a table is, with what it withholds (nothing, unless it was released)."""
    withheld = {spot for spot, cell in table.cells.items() if cell.n is None}
    withheld |= {(BASE, each.heading.code) for each in table.columns if each.base_n is None}
    return Printed(
        variable=table.variable,
        by=table.by or "",
        where=table.where,
        base=table.base,
        partial=table.partial,
        rows=tuple(row.code for row in table.rows),
        columns=tuple(column.heading.code for column in table.columns),
        withheld=frozenset(withheld),
        rounded_to=table.rounded_to,
        weight=table.weight,
    )


def place_words(spot: Spot) -> str:
    """Return a place of a table in words.

    >>> place_words(("yes", "staff")), place_words(("__base__", "__total__"))
    ('“yes” in “staff”', 'the base of everybody')
    """
    row, column = spot
    where = "everybody" if column == TOTAL else f"“{column}”"
    if column == UNPLACED:
        where = "those in no group"
    if row == BASE:
        return f"the base of {where}"
    words = f"not “{row.removeprefix(NOT)}”" if row.startswith(NOT) else f"“{row}”"
    return f"{words} in {where}"


def number_printed(where: Filter, *, among: Filter = None, base: Base = Base.ANSWERED) -> Printed:
    """Return a single number, as :func:`alongside.tabulate.count_people` counts it.

    A percentage says the count to those who know its base, so a number is its count and its base.
    """
    return Printed(
        "", condition=filter_text(where), where=filter_text(among), base=base, rows=(HOLDS,)
    )


def read_sheet(printed: Printed, words: Words) -> Sheet:
    """Return a table or a single number as an outsider reads it.

    Raises ``KeyError`` for a variable, and
    :class:`~alongside.kernel.errors.ExpressionError` for a condition, that the data do not know.
    """
    who = words.tests(as_condition(printed.where))
    if not printed.partial:
        who.append(words.finished())
    if not printed.variable:
        return _number(printed, words, who)
    asked_of = [*who]
    who.append(words.based(printed.variable, printed.base))
    rows = _rows(printed, words)
    columns, unprinted_columns = _columns(printed, words)
    groups: dict[Spot, Group] = {}
    hidden: dict[Spot, Group] = {}
    everywhere: dict[str, list[Test]] = {**columns, **unprinted_columns}
    for (row, tests), (column, more) in product(rows.items(), everywhere.items()):
        made = group_of([*who, *tests, *more], words.states)
        printed_here = column in columns and not row.startswith(NOT)
        (groups if printed_here else hidden)[row, column] = made
    several = any(row.startswith(NOT) for row in rows)
    complete = (NO_ANSWER in rows) == (printed.base is not Base.ANSWERED)
    known = {**groups, **hidden}
    rules = tuple(_at_least_one(printed, known, everywhere)) if several and complete else ()
    bounded = {}
    if UNPLACED in unprinted_columns and NOT + printed.columns[-1] in unprinted_columns:
        rules += tuple(_placed(printed, {**groups, **hidden}, rows))
    if UNPLACED in unprinted_columns:
        without = group_of([*asked_of, *unprinted_columns[UNPLACED]], words.states)
        bounded = {spot: without for spot in hidden if spot[1] == UNPLACED}
    return Sheet(groups, hidden, rules, bounded)


def _placed(printed: Printed, groups: Mapping[Spot, Group], rows: Iterable[str]) -> Iterator[Claim]:
    """Yield, for groups that overlap, that everybody is in one of them or in none."""
    for row in rows:
        terms = [(1.0, groups[row, column]) for column in (*printed.columns[1:], UNPLACED)]
        yield Claim((*terms, (-1.0, groups[row, TOTAL])), 0.0, float("inf"))


def _number(printed: Printed, words: Words, who: list[Test]) -> Sheet:
    condition = as_condition(printed.condition)
    based = [*who, *(words.based(code, printed.base) for code in variables_in(condition))]
    tests = words.tests(condition)
    whole = group_of(based, words.states)
    part = group_of([*based, *tests], words.states)
    figures = {(BASE, TOTAL): whole, (HOLDS, TOTAL): part}
    hidden = {}
    if len(tests) == 1:
        hidden[REST, TOTAL] = group_of([*based, opposite(tests[0], words)], words.states)
    return Sheet(figures, hidden)


def opposite(test: Test, words: Words) -> Test:
    """Return the test that passes everybody whom this one does not."""
    every = product(*(words.states[trait] for trait in test.traits))
    return Test(test.traits, frozenset(every) - test.passing)


def _rows(printed: Printed, words: Words) -> Mapping[str, list[Test]]:
    code, gaps = printed.variable, BASE_GAPS[printed.base]
    several = words.codebook.by_code[code].type is VariableType.MULTI
    trait = words.replied(code) if several else words.answer(code)
    found: dict[str, list[Test]] = {BASE: []}
    for row in printed.rows:
        if row == NO_ANSWER:
            found[row] = [one_of(trait, gaps)]
        elif several:
            option = words.option(code, row)
            found[row] = [one_of(trait, [ANSWERED]), one_of(option, [IN])]
            found[NOT + row] = [one_of(trait, [ANSWERED]), one_of(option, [OUT])]
        else:
            found[row] = [one_of(trait, [row])]
    return found


def _columns(
    printed: Printed, words: Words
) -> tuple[Mapping[str, list[Test]], Mapping[str, list[Test]]]:
    """Return the tests of each column, and of what is in the total and in no column."""
    columns: dict[str, list[Test]] = {TOTAL: []}
    rest: dict[str, list[Test]] = {}
    if not printed.by:
        return columns, rest
    parts = [words.codebook.by_code[code.strip()] for code in printed.by.split(NEST.strip())]
    overlap = any(part.type is VariableType.MULTI for part in parts)
    groups = [code for code in printed.columns if code != TOTAL]
    for column in groups:
        codes = column.split(NEST) if len(parts) > 1 else [column]
        tests = []
        for part, code in zip(parts, codes, strict=True):
            if part.type is VariableType.MULTI:
                tests.append(one_of(words.option(part.code, code), [IN]))
            else:
                tests.append(one_of(words.answer(part.code), [code]))
        columns[column] = tests
        if overlap and len(tests) == 1:
            rest[NOT + column] = [opposite(tests[0], words)]
    if overlap and len(parts) == 1:
        replied = words.replied(parts[0].code)
        rest[UNPLACED] = [opposite(one_of(replied, [ANSWERED]), words)]
    if not overlap:
        traits = tuple(words.answer(part.code) for part in parts)
        taken = {tuple(column.split(NEST)) if len(parts) > 1 else (column,) for column in groups}
        every = product(*(words.states[trait] for trait in traits))
        rest[UNPLACED] = [Test(traits, frozenset(every) - taken)]
    return columns, rest


def _at_least_one(
    printed: Printed, groups: Mapping[Spot, Group], columns: Iterable[str]
) -> Iterator[Claim]:
    """Yield, for several answers, that everybody who answered ticked something."""
    for column in columns:
        terms = [(1.0, groups[row, column]) for row in printed.rows]
        yield Claim((*terms, (-1.0, groups[BASE, column])), 0.0, float("inf"))
