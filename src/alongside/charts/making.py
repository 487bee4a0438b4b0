"""Turns a released table into a chart: marks, their words, and alternative text."""

from dataclasses import dataclass

from alongside.charts.chart import Chart, Group, Kind, Mark, Side
from alongside.charts.palette import CATEGORY_COLOURS
from alongside.charts.plan import (
    Plan,
    is_held,
    plan_columns,
    plan_rows,
    split_sides,
    why_unfit,
)
from alongside.charts.wording import chart_word, describe
from alongside.kernel.errors import ChartError
from alongside.kernel.messages import message
from alongside.tabulate.render import share_text_of
from alongside.tabulate.table import NO_ANSWER, TOTAL, Column, Heading, ReleasedTable

HELD_SIGN = "[c]"
"""Stands where the word "withheld" has no room (the sign statistical offices use)."""
_WHOLE_BARS = (Kind.STACKED_BARS, Kind.DIVERGING_BARS)


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words round a chart.

    Parameters
    ----------
    name
        Its id on the page.
    title
        States the finding.
    people
        Who is counted ("staff"); "": people, or rows of data where a table counts those.
    alt
        Alternative text; "": made from the data.
    """

    name: str
    title: str
    people: str = ""
    alt: str = ""
    language: str = "en"


def make_chart(table: ReleasedTable, plan: Plan, words: ChartWords) -> Chart:
    """Return the chart of a released table.

    Groups without anybody are left out. Where a part of a stacked or diverging bar is withheld,
    nothing of that bar is kept: its parts would show the size of the gap. A single withheld
    number is said to be withheld; it is not in the chart.

    Raises :class:`~alongside.kernel.errors.ChartError` when the chart would mislead or could
    not be read, with a remedy; :func:`~alongside.charts.plan.why_unfit` tells beforehand.
    """
    unfit = why_unfit(table, plan)
    if unfit is not None:
        what, remedy = (
            message(unfit.code, part, unfit.params, words.language) for part in ("what", "remedy")
        )
        raise ChartError(what, remedy=remedy)
    maker = _Maker(table, plan, words)
    groups = maker.groups()
    alt = words.alt or describe(plan.kind, groups, words.language)
    notes = maker.notes(groups)
    return Chart(
        id=words.name,
        kind=plan.kind,
        title=words.title,
        alt=alt if words.alt else " ".join([alt, *notes]),
        groups=groups,
        centre=(maker.base_text(table.column()), maker.people),
        ordered=plan.ordered,
        language=words.language,
        notes=notes,
    )


class _Maker:
    """Makes the groups and marks of one chart."""

    def __init__(self, table: ReleasedTable, plan: Plan, words: ChartWords) -> None:
        self.table, self.plan, self.language = table, plan, words.language
        self.people = words.people or self.word("people")
        answers = [row.code for row in table.rows if row.code != NO_ANSWER]
        self.places = {code: place for place, code in enumerate(answers)}
        if plan.kind == Kind.GROUPED_BARS and len(answers) > len(CATEGORY_COLOURS):
            self.places = dict.fromkeys(answers, 0)
        self.sides = self._sides()

    def word(self, name: str, **params: object) -> str:
        return chart_word(name, self.language, unit=self.table.unit, **params)

    def base_text(self, column: Column) -> str:
        return HELD_SIGN if column.base_n is None else f"{column.base_n:,}"

    def groups(self) -> tuple[Group, ...]:
        rows = self._rows()
        return tuple(self._group(column, rows) for column in self._columns(rows))

    def notes(self, groups: tuple[Group, ...]) -> tuple[str, ...]:
        drawn = any(mark.low is not None for group in groups for mark in group.marks)
        if not drawn:
            return ()
        notes = [self.word("interval-note", level=f"{self.plan.level * 100:g}")]
        if any(group.caution for group in groups):
            notes.append(self.word("hollow-note"))
        return tuple(notes)

    def _rows(self) -> tuple[Heading, ...]:
        """Return answers by size, "no answer" and what is held back last; or as they stand."""
        rows = plan_rows(self.table, self.plan)
        several = self.plan.kind in (Kind.DONUT, Kind.GROUPED_BARS, *_WHOLE_BARS)
        scale = self.plan.ordered and not self.plan.sort
        if not self.plan.by_size or several or scale:
            return rows

        def size(row: Heading) -> tuple[bool, int]:
            number = self.table.cell(row.code).n
            return row.code == NO_ANSWER or number is None, -(number or 0)

        return tuple(sorted(rows, key=size))

    def _columns(self, rows: tuple[Heading, ...]) -> list[Column]:
        """Return groups by the size of their first answer (the right side of a diverging bar)."""
        columns = plan_columns(self.table, self.plan)
        ranked = self.plan.kind in (Kind.DOT_PLOT, *_WHOLE_BARS)
        if not self.plan.by_size or not ranked:
            return columns
        first = [code for code, side in self.sides.items() if side is Side.RIGHT]
        codes = first or [rows[0].code]

        def size(column: Column) -> tuple[bool, bool, float]:
            code = column.heading.code
            shares = [self._share(row, column) for row in codes]
            held = None in shares or (self.plan.kind in _WHOLE_BARS and is_held(self.table, column))
            return code == TOTAL, held, 0.0 if held else -sum(share or 0.0 for share in shares)

        return sorted(columns, key=size)

    def _group(self, column: Column, rows: tuple[Heading, ...]) -> Group:
        code = column.heading.code
        alone = code == TOTAL and self.table.by is None
        label = self.word("total") if code == TOTAL else column.heading.label
        base = f"{self.base_text(column)} {self.people}"
        if column.caution:
            base += f" ({self.word('small-mark')})"
        held = self.plan.kind in _WHOLE_BARS and is_held(self.table, column)
        marks = tuple(self._mark(column, row, held) for row in rows)
        return Group("" if alone else label, base, marks, column.caution, code == TOTAL)

    def _mark(self, column: Column, row: Heading, held: bool) -> Mark:
        place = -1 if row.code == NO_ANSWER else self.places.get(row.code, 0)
        label = self.word("no-answer") if row.code == NO_ANSWER else row.label
        side = self.sides.get(row.code)
        number, share = self.table.cell(row.code, column.heading.code).n, None
        if not held:
            share = self._share(row.code, column)
        if share is None or number is None:
            words = self.word("part-withheld" if held else "withheld")
            short = HELD_SIGN if self.plan.kind == Kind.HEAT_MAP else words
            return Mark(row.code, label, None, words, place, short, side=side)
        shown = self.table.cell(row.code, column.heading.code)
        short = share_text_of(self.table, shown, column) if column.base_n else ""
        words = f"{short} ({number:,})" if short else f"{number:,}"
        low, high = self.plan.intervals.get((row.code, column.heading.code), (None, None))
        if low is not None and high is not None:
            ends = {"low": f"{low * 100:.0f}%", "high": f"{high * 100:.0f}%"}
            words = self.word("interval", share=short, **ends)
        return Mark(row.code, label, share, words, place, short or words, low, high, side)

    def _share(self, row: str, column: Column) -> float | None:
        cell = self.table.cell(row, column.heading.code)
        if cell.n is None or column.base_n is None:
            return None
        if self.table.weight:
            return cell.share or 0.0
        return cell.n / column.base_n if column.base_n else 0.0

    def _sides(self) -> dict[str, Side]:
        split = split_sides(self.table, self.plan)
        if self.plan.kind != Kind.DIVERGING_BARS or split is None:
            return {}
        left, middle, right = split
        sides = dict.fromkeys(left, Side.LEFT) | dict.fromkeys(right, Side.RIGHT)
        if middle:
            sides[middle] = Side.APART if self.plan.neutral == "side" else Side.MIDDLE
        return sides | {NO_ANSWER: Side.APART}
