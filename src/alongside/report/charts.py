"""Turns a released table into a chart: marks, their words, and alternative text."""

from alongside.charts import Chart, Group, Mark
from alongside.charts.palette import CATEGORY_COLOURS
from alongside.report.blocks import word
from alongside.report.context import Context
from alongside.report.expressions import Call
from alongside.report.tables import base_text, column_label, row_label, shown_groups
from alongside.tabulate import percent_text
from alongside.tabulate.table import NO_ANSWER, TOTAL, Column, Heading, ReleasedTable

MOST_MARKS = 60


def make_chart(
    call: Call,
    table: ReleasedTable,
    context: Context,
    *,
    name: str,
    title: str,
    people: str,
    alt: str = "",
) -> Chart | None:
    """Return the chart, or None with a problem noted when it would mislead.

    ``people`` names who is counted ("staff"); it stands in the hole of a donut.
    """
    kind = call.text("chart")
    language = context.language
    if _refuse(call, kind, table, context):
        return None
    answers = [row.code for row in table.rows if row.code != NO_ANSWER]
    places = {code: place for place, code in enumerate(answers)}
    if kind == "grouped-bars":
        if len(places) > len(CATEGORY_COLOURS):
            places = dict.fromkeys(places, 0)
        columns = shown_groups(table)
        groups = tuple(
            _group(table, column, table.rows, places, language, people) for column in columns
        )
    else:
        rows = table.rows if kind == "donut" else _sorted_rows(table, call.text("sort"))
        groups = (_group(table, table.column(), rows, places, language, people),)
    if sum(len(group.marks) for group in groups) > MOST_MARKS:
        n = sum(len(group.marks) for group in groups)
        context.problem("report-too-many-marks", call, n=n, most=MOST_MARKS)
        return None
    alt = alt or describe(kind, groups, language)
    return Chart(name, kind, title, alt, groups, (base_text(table.column()), people))


def describe(kind: str, groups: tuple[Group, ...], language: str) -> str:
    """Return alternative text made from the data.

    >>> marks = (Mark("time", "Time", 0.47, "47% (302)", 0),)
    >>> describe("bars", (Group("", "640 people", marks),), "en")
    'Bar chart. Time 47% (302). 640 people.'
    """
    parts = [f"{word(f'alt-{kind}', language)}."]
    for group in groups:
        marks = ", ".join(f"{mark.label} {mark.words}" for mark in group.marks)
        head = (
            f"{group.label}, {group.base}: {marks}." if group.label else f"{marks}. {group.base}."
        )
        parts.append(head)
    return " ".join(parts)


def _refuse(call: Call, kind: str, table: ReleasedTable, context: Context) -> bool:
    grouped = kind == "grouped-bars"
    if grouped is not (table.by is not None):
        need = 'by="..."' if grouped else "no by"
        context.problem("report-chart-by", call, chart=kind, need=need)
        return True
    if kind == "donut":
        if table.multiple:
            context.problem("report-donut-multiple", call, variable=table.variable)
            return True
        if any(table.cell(row.code).withheld for row in table.rows):
            context.problem("report-donut-withheld", call, variable=table.variable)
            return True
        coloured = sum(row.code != NO_ANSWER for row in table.rows)
        most = len(CATEGORY_COLOURS)
        if coloured > most:
            context.problem(
                "report-too-many-colours",
                call,
                chart=kind,
                variable=table.variable,
                n=coloured,
                most=most,
            )
            return True
    return False


def _sorted_rows(table: ReleasedTable, sort: str) -> tuple[Heading, ...]:
    """Return rows by size, "no answer" and what is held back last; or as they stand."""
    if sort == "order":
        return table.rows

    def size(row: Heading) -> tuple[bool, int]:
        number = table.cell(row.code).n
        return row.code == NO_ANSWER or number is None, -(number or 0)

    return tuple(sorted(table.rows, key=size))


def _group(
    table: ReleasedTable,
    column: Column,
    rows: tuple[Heading, ...],
    places: dict[str, int],
    language: str,
    people: str,
) -> Group:
    code = column.heading.code
    label = "" if code == TOTAL else column_label(column.heading, language, table.unit)
    base = f"{base_text(column)} {people}"
    if column.caution:
        base += f" ({word('small-mark', language)})"
    marks = tuple(
        _mark(
            table, column, row, -1 if row.code == NO_ANSWER else places.get(row.code, 0), language
        )
        for row in rows
    )
    return Group(label, base, marks)


def _mark(table: ReleasedTable, column: Column, row: Heading, place: int, language: str) -> Mark:
    number, base = table.cell(row.code, column.heading.code).n, column.base_n
    label = row_label(row, language)
    if number is None or base is None:
        return Mark(row.code, label, None, word("withheld", language), place)
    share = number / base if base else 0.0
    words = f"{percent_text(number, base)} ({number:,})" if base else f"{number:,}"
    return Mark(row.code, label, share, words, place)
