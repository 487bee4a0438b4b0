"""Reads what an expression wants of a chart, and notes why it cannot be."""

from alongside.charts import Chart, ChartWords, Kind, Plan, make_chart, why_unfit
from alongside.report.context import Context
from alongside.report.expressions import Call
from alongside.tabulate.statistics import wilson_limits
from alongside.tabulate.table import ReleasedTable


def chart_of(call: Call, table: ReleasedTable, context: Context, words: ChartWords) -> Chart | None:
    """Return the chart, or None with a problem noted when it would mislead."""
    plan = _plan(call, table)
    unfit = why_unfit(table, plan)
    if unfit is not None:
        context.problem(unfit.code, call, **unfit.params)
        return None
    return make_chart(table, plan, words)


def _plan(call: Call, table: ReleasedTable) -> Plan:
    answer = call.text("answer")
    return Plan(
        kind=call.text("chart"),
        sort=call.text("sort"),
        total=call.flag("total", True) if "total" in call.arguments else None,
        answers=(answer,) if answer else (),
        ordered=call.flag("ordered", False),
        middle=call.text("middle"),
        neutral=call.text("neutral") or "middle",
        intervals=_intervals(table) if wants_intervals(call) else {},
    )


def wants_intervals(call: Call) -> bool:
    """Return whether an expression asks for a chart with intervals."""
    return call.text("chart") == Kind.DOT_PLOT and call.flag("intervals", True)


def _intervals(table: ReleasedTable) -> dict[tuple[str, str], tuple[float, float]]:
    """Return the 95% interval of every share that the table shows (unweighted).

    That of the stated design where there is one; else Wilson's.
    """
    if table.measures is not None:
        return {
            spot: (cell.low, cell.high)
            for spot, cell in table.measures.cells.items()
            if cell.low is not None and cell.high is not None
        }
    sampling = table.provenance.sampling
    if sampling is not None and sampling.designed:
        return {}  # rounded counts: the design needs exact ones
    found = {}
    for column in table.columns:
        for row in table.rows:
            number = table.cell(row.code, column.heading.code).n
            if number is not None and column.base_n:
                low, high = wilson_limits(number / column.base_n, column.base_n)
                found[row.code, column.heading.code] = (float(low), float(high))
    return found
