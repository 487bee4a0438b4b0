"""What is wanted of a chart, and why a table may not fit it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.charts.chart import Kind
from alongside.charts.palette import CATEGORY_COLOURS, MOST_STEPS
from alongside.tabulate.table import NO_ANSWER, TOTAL, Column, Heading, ReleasedTable

MOST_MARKS = 60
MOST_CELLS = 240
MOST_PANELS = 16
_SURE_MIDDLE = 5
Interval = tuple[float, float]
_WITH_GROUPS = (Kind.GROUPED_BARS, Kind.HEAT_MAP, Kind.SMALL_MULTIPLES)
_WITHOUT_GROUPS = (Kind.DONUT, Kind.BARS, Kind.PICTOGRAM)
_PARTS_OF_WHOLE = (Kind.DONUT, Kind.STACKED_BARS, Kind.DIVERGING_BARS)
_WITH_EVERYONE = (Kind.STACKED_BARS, Kind.DIVERGING_BARS, Kind.DOT_PLOT, Kind.HEAT_MAP)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of a chart.

    Parameters
    ----------
    kind
        One of :class:`~alongside.charts.chart.Kind`.
    sort
        ``size`` or ``order`` (of the questionnaire); "": by size for bars, pictograms and dots,
        which have no order of their own, as they stand for all others.
    total
        Whether the group of everyone is shown behind the others; None: where it can be compared
        with them (stacked, diverging, dots, heat map).
    answers
        Codes of the answers that a dot plot shows; empty: all.
    ordered
        The answers are steps of one scale: steps of one colour instead of colours.
    middle
        Code of the neutral answer of a diverging chart; "": the middle one of five or seven. Of
        three it has to be named: "yes, no, not sure" has its neutral answer last.
    neutral
        Where the neutral answer stands: ``middle`` (half on each side) or ``side`` (in a
        column of its own, so that both sides begin at the line).
    intervals
        (row code, column code) to the low and high end of the interval of that share, 0 to 1.
        Cells that are not there have none; those of withheld cells are never used.
    level
        Confidence of the intervals, 0 to 1.
    """

    kind: str
    sort: str = ""
    total: bool | None = None
    answers: tuple[str, ...] = ()
    ordered: bool = False
    middle: str = ""
    neutral: str = "middle"
    intervals: Mapping[tuple[str, str], Interval] = field(default_factory=dict)
    level: float = 0.95

    def __post_init__(self) -> None:
        Kind(self.kind)
        if self.sort not in ("", "size", "order") or self.neutral not in ("middle", "side"):
            raise ValueError("sort is size or order, neutral is middle or side")
        for low, high in self.intervals.values():
            if not 0 <= low <= high <= 1:
                raise ValueError(f"an interval from {low} to {high} is none of shares")

    @property
    def by_size(self) -> bool:
        """Whether the largest comes first."""
        default = self.kind in (Kind.BARS, Kind.PICTOGRAM, Kind.DOT_PLOT)
        return self.sort == "size" or (not self.sort and default)

    @property
    def with_everyone(self) -> bool:
        """Whether the group of everyone is shown beside the others."""
        return self.kind in _WITH_EVERYONE if self.total is None else self.total


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a chart would mislead or could not be read: a code of the catalogue, its parameters."""

    code: str
    params: Mapping[str, object]


def why_unfit(table: ReleasedTable, plan: Plan) -> Unfit | None:
    """Return why the table cannot be drawn so, or None when it can."""
    checks = (_groups_unfit, _whole_unfit, _answers_unfit, _sides_unfit, _size_unfit)
    return next((found for check in checks if (found := check(table, plan)) is not None), None)


def fitting_kinds(table: ReleasedTable) -> tuple[Kind, ...]:
    """Return the kinds of chart that this table can be drawn as."""
    return tuple(kind for kind in Kind if why_unfit(table, Plan(kind)) is None)


def plan_columns(table: ReleasedTable, plan: Plan) -> list[Column]:
    """Return the groups to draw: those with anybody in them, everyone last where wanted."""
    columns = [
        column
        for column in table.columns
        if column.heading.code != TOTAL and column.base_n != 0 and table.by is not None
    ]
    everyone = not columns or plan.with_everyone
    return [*columns, table.column()] if everyone else columns


def plan_rows(table: ReleasedTable, plan: Plan) -> tuple[Heading, ...]:
    """Return the answers to draw, as they stand in the table."""
    if not plan.answers:
        return table.rows
    return tuple(row for row in table.rows if row.code in plan.answers)


def is_held(table: ReleasedTable, column: Column) -> bool:
    """Whether any part of a group is withheld."""
    code = column.heading.code
    return column.base_n is None or any(table.cell(row.code, code).withheld for row in table.rows)


def split_sides(
    table: ReleasedTable, plan: Plan
) -> tuple[tuple[str, ...], str, tuple[str, ...]] | None:
    """Return the answers of the left side, the neutral one or "", and those of the right side.

    None when the answers cannot be shared out between two sides.
    """
    codes = [row.code for row in table.rows if row.code != NO_ANSWER]
    middle = plan.middle
    if not middle and len(codes) % 2 and len(codes) >= _SURE_MIDDLE:
        middle = codes[len(codes) // 2]
    rest = [code for code in codes if code != middle]
    half = len(rest) // 2
    if len(rest) % 2 or not half:
        return None
    return tuple(rest[:half]), middle, tuple(rest[half:])


def _groups_unfit(table: ReleasedTable, plan: Plan) -> Unfit | None:
    if not table.rows or table.column().base_n == 0:
        return Unfit("chart-nobody", {})
    if plan.kind in _WITH_GROUPS and table.by is None:
        return Unfit("chart-no-groups", {"chart": plan.kind})
    if plan.kind in _WITHOUT_GROUPS and table.by is not None:
        return Unfit("chart-groups", {"chart": plan.kind})
    return None


def _whole_unfit(table: ReleasedTable, plan: Plan) -> Unfit | None:
    if plan.kind not in _PARTS_OF_WHOLE:
        return None
    about: dict[str, object] = {"chart": plan.kind, "variable": table.variable}
    if table.multiple:
        return Unfit("chart-multiple", about)
    columns = plan_columns(table, plan)
    if all(is_held(table, column) for column in columns):
        return Unfit("chart-withheld", about)
    for column in columns:
        cells = [table.cell(row.code, column.heading.code).n for row in table.rows]
        if not is_held(table, column) and sum(n or 0 for n in cells) != column.base_n:
            return Unfit("chart-not-whole", about)
    n = sum(row.code != NO_ANSWER for row in table.rows)
    stepped = plan.ordered or plan.kind == Kind.DIVERGING_BARS
    most = MOST_STEPS if stepped and plan.kind != Kind.DONUT else len(CATEGORY_COLOURS)
    return Unfit("chart-colours", about | {"n": n, "most": most}) if n > most else None


def _answers_unfit(table: ReleasedTable, plan: Plan) -> Unfit | None:
    known = [row.code for row in table.rows]
    for code in (*plan.answers, *([plan.middle] if plan.middle else [])):
        if code not in known:
            params = {"answer": code, "variable": table.variable, "known": ", ".join(known)}
            return Unfit("chart-answer", params)
    return None


def _sides_unfit(table: ReleasedTable, plan: Plan) -> Unfit | None:
    if plan.kind != Kind.DIVERGING_BARS or split_sides(table, plan) is not None:
        return None
    return Unfit("chart-sides", {"variable": table.variable})


def _size_unfit(table: ReleasedTable, plan: Plan) -> Unfit | None:
    columns = len(plan_columns(table, plan))
    marks = columns * len(plan_rows(table, plan))
    if plan.kind == Kind.SMALL_MULTIPLES and columns > MOST_PANELS:
        return Unfit("chart-panels", {"n": columns, "most": MOST_PANELS})
    large = plan.kind in (Kind.HEAT_MAP, Kind.SMALL_MULTIPLES)
    # parts lie in one bar: its groups are what takes room
    rows = columns if plan.kind in (Kind.STACKED_BARS, Kind.DIVERGING_BARS) else marks
    most = MOST_CELLS if large else MOST_MARKS
    return Unfit("chart-marks", {"n": rows, "most": most}) if rows > most else None
