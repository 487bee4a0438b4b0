"""Charts as a notebook shows them: the drawing, its words, and its table beside it."""

from html import escape
from pathlib import Path

from alongside.charts import ChartWords, Kind, Plan, draw_chart, fitting_kinds, make_chart
from alongside.kernel.errors import ChartError
from alongside.notebook.tables import ShownTable, next_name, styled
from alongside.questionnaire.suggest import suggestion
from alongside.tabulate import ReleasedTable

PREFERRED = (Kind.BARS, Kind.STACKED_BARS, Kind.GROUPED_BARS, Kind.DOT_PLOT, Kind.HEAT_MAP)
Intervals = dict[tuple[str, str], tuple[float, float]]


class ShownChart:
    """A chart of a released table, with that table.

    ``alt`` says in words what the drawing shows.
    """

    def __init__(self, table: ShownTable, plan: Plan, title: str) -> None:
        self.table = table
        released = table.tables[0]
        words = ChartWords(next_name(), title or table.title, language=released.language)
        chart = make_chart(released, plan, words)
        self.kind, self.alt, self.title = str(plan.kind), chart.alt, words.title
        self._language, self._drawing = released.language, draw_chart(chart)

    @property
    def svg(self) -> str:
        """The drawing at page width, with a title and a description for screen readers."""
        return self._drawing.svg

    @property
    def png(self) -> bytes:
        """The same drawing as a picture, at twice its size."""
        return self._drawing.png

    def to_svg(self, path: str | Path) -> Path:
        """Write the drawing; like every file, it counts as a publication of its table."""
        return self.table.write_beside(path, self.svg.encode())

    def to_png(self, path: str | Path) -> Path:
        """Write the picture; like every file, it counts as a publication of its table."""
        return self.table.write_beside(path, self.png)

    def __repr__(self) -> str:
        """Return the chart in words."""
        return f"{self.title}\n{self.alt}"

    def _repr_html_(self) -> str:
        title = escape(self.title)
        return styled(
            f'<div class="alongside" lang="{self._language}"><figure><figcaption><strong>{title}'
            f"</strong></figcaption>{self.svg}</figure></div>{self.table.fragment()}"
        )

    def _repr_markdown_(self) -> str:
        return f"**{self.title}**\n\n{self.alt}\n\n{self.table._repr_markdown_()}"


def plan_of(
    table: ReleasedTable, kind: str, options: dict[str, object], *, intervals: bool
) -> Plan:
    """Return what is wanted of a chart; "" is the first kind that fits.

    Raises :class:`~alongside.kernel.errors.ChartError` for a kind that there is not.
    """
    known = [each.value for each in Kind]
    if kind and kind not in known:
        raise ChartError(f"There is no chart “{kind}”.", remedy=suggestion(kind, known))
    chosen = kind or _first_fitting(table)
    found = _intervals(table) if intervals and chosen == Kind.DOT_PLOT else {}
    level = table.measures.wish.level if table.measures else 0.95
    try:
        return Plan(chosen, intervals=found, level=level, **options)  # type: ignore[arg-type]
    except (TypeError, ValueError) as fault:
        raise ChartError(
            f"The chart cannot be made so: {fault}.",
            remedy="Look at help(OpenStudy.chart) for what can be asked for.",
        ) from None


def _first_fitting(table: ReleasedTable) -> str:
    fitting = fitting_kinds(table)
    return next((kind for kind in PREFERRED if kind in fitting), Kind.BARS)


def _intervals(table: ReleasedTable) -> Intervals:
    if table.measures is None:
        return {}
    return {
        spot: (cell.low, cell.high)
        for spot, cell in table.measures.cells.items()
        if cell.low is not None and cell.high is not None
    }
