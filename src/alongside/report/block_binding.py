"""Binds the expressions that print blocks: tables, figures and quotations."""

import re
from collections.abc import Callable, Iterable

from alongside.charts import ChartWords, draw_chart
from alongside.dataset import VariableType
from alongside.kernel.errors import AlongsideError
from alongside.report.blocks import placeholder, word
from alongside.report.charts import chart_of, wants_intervals
from alongside.report.context import Context
from alongside.report.expressions import Call
from alongside.report.facts import FigureBlock, QuoteBlock, TableBlock
from alongside.report.quoting import Quotations
from alongside.report.source import suggest
from alongside.report.tables import TableWords, base_words, table_block
from alongside.tabulate import Base, Measuring, tabulate
from alongside.tabulate.table import ReleasedTable

_ID = re.compile(r"[a-z][a-z0-9_-]{0,29}")
LONGEST_CORNER = 30
"""A question with more letters than this does not stand over the answers; "Answer" does."""
_COUNTED = (VariableType.SINGLE, VariableType.MULTI, VariableType.NUMERIC)


class BlockBinder:
    """Makes blocks one by one and keeps their numbers, so that references find them."""

    def __init__(self, context: Context, caption: Callable[[str, Call], str]) -> None:
        self.context = context
        self.caption = caption
        self.tables: dict[str, TableBlock] = {}
        self.figures: dict[str, FigureBlock] = {}
        self.quotes: dict[str, QuoteBlock] = {}
        self._quotations = Quotations(context)
        self._labels: dict[str, str] = {}
        self._names: dict[int, str] = {}

    def number(self, calls: Iterable[Call]) -> None:
        """Give every table and figure its number and anchor, in the order of the report."""
        counts = {"table": 0, "figure": 0}
        lines: dict[str, int] = {}
        for call in calls:
            kind = "table" if call.function.name == "disagreements" else call.function.name
            if kind not in counts:
                continue
            counts[kind] += 1
            default = f"{kind}-{counts[kind]}"
            if call.function.name == "disagreements":
                default = "disagreements"
            name = call.text("id") or default
            if not _ID.fullmatch(name):
                self.context.problem("report-bad-id", call, id=name)
            if name in lines:
                self.context.problem("report-id-twice", call, id=name, first=lines[name])
            lines[name] = call.line
            self._names[id(call)] = name
            self._labels[name] = f"{word(kind, self.context.language)} {counts[kind]}"

    def label_of(self, name: str) -> str:
        """Return "Table 3" for an id, "" when there is none."""
        return self._labels.get(name, "")

    def link(self, call: Call) -> str:
        """Return a reference as a Markdown link, or note that its id is unknown."""
        name = call.text("id")
        if name not in self._labels:
            hint = suggest(name, tuple(self._labels))
            self.context.problem("report-unknown-ref", call, id=name, hint=hint)
            return ""
        return f"[{self._labels[name]}](#{name})"

    def bind(self, call: Call) -> str:
        """Return the placeholder of a table, figure or quotation, "" after a problem."""
        match call.function.name:
            case "table":
                return self._table(call)
            case "figure":
                return self._figure(call)
            case _:
                return self._quote(call)

    def _released(self, call: Call) -> ReleasedTable | None:
        context = self.context
        variable = context.variable(call, "variable")
        by = context.variable(call, "by") if call.text("by") else None
        among = context.condition(call, "among")
        for found in (variable, by):
            if found is not None and found.type not in _COUNTED:
                context.problem(
                    "report-wrong-type",
                    call,
                    variable=found.code,
                    type=found.type.value,
                    function=call.function.name,
                )
        if variable is None or context.problems_at(call):
            return None
        stated = context.dataset.provenance.sampling is not None
        measuring = Measuring() if stated and wants_intervals(call) else None
        try:
            table = tabulate(
                context.dataset,
                variable.code,
                by=by.code if by else None,
                where=among,
                base=Base(call.text("base") or Base.ANSWERED),
                rule=context.rule,
                language=context.language,
                measuring=measuring,
            )
            released = context.release(table)
        except AlongsideError as error:
            context.problem("report-withheld", call, why=error.what)
            return None
        if not released.rows or released.column().base_n == 0:
            context.problem("report-nobody", call)
            return None
        return released

    def _people(self, call: Call) -> str:
        return call.text("people") or self.context.unit_word("default-people")

    def _block(
        self, call: Call, released: ReleasedTable, name: str, label: str, caption: str
    ) -> TableBlock:
        language = self.context.language
        label_of_rows = self.context.codebook.by_code[released.variable].label.say(language)
        fits = 0 < len(label_of_rows) <= LONGEST_CORNER
        corner = label_of_rows if fits else word("answer", language)
        words = TableWords(name, label, caption, corner, self._people(call), language)
        turn = call.flag("turn", False) if "turn" in call.arguments else None
        show, total = call.text("show") or "both", call.flag("total", True)
        return table_block(released, words, show=show, total=total, turn=turn)

    def _table(self, call: Call) -> str:
        caption = self.caption(call.text("caption"), call)
        made = self._released(call)
        if made is None:
            return ""
        released = made
        name = self._names[id(call)]
        self.tables[name] = self._block(call, released, name, self._labels[name], caption)
        return placeholder("table", name)

    def _figure(self, call: Call) -> str:
        caption = self.caption(call.text("caption"), call)
        alt = self.caption(call.text("alt"), call)
        made = self._released(call)
        if made is None:
            return ""
        released = made
        name, language = self._names[id(call)], self.context.language
        words = ChartWords(name, caption, self._people(call), alt, language)
        chart = chart_of(call, released, self.context, words)
        if chart is None:
            return ""
        drawing = draw_chart(chart)
        label = self._labels[name]
        table_label = word("figure-table", language, figure=label)
        self.figures[name] = FigureBlock(
            id=name,
            label=label,
            caption=caption,
            base=f"{base_words(released, language, self._people(call))}.",
            alt=chart.alt,
            svg=drawing.svg,
            narrow_svg=drawing.narrow_svg,
            png=drawing.png,
            width=drawing.width,
            height=drawing.height,
            table=self._block(call, released, f"{name}-table", table_label, caption),
        )
        return placeholder("figure", name)

    def _quote(self, call: Call) -> str:
        quote = self._quotations.find(call)
        if quote is None:
            return ""
        self.quotes[quote.id] = quote
        return placeholder("quote", quote.id)
