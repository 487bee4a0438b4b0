"""A small bound report, made by hand, for the renderers; a tiny study for the binding."""

import pytest

from alongside.report.blocks import placeholder
from alongside.report.facts import (
    BoundReport,
    FigureBlock,
    FrontMatter,
    Imprint,
    QuoteBlock,
    RowKind,
    TableBlock,
    TableRow,
)
from alongside.report.figures import Chart, Group, Mark, draw_chart

MARKS = (
    Mark("yes", "Yes", 0.6, "60% (6)", 0),
    Mark("no", "No", 0.4, "40% (4)", 1),
)


def make_table(name: str, label: str, columns: int = 2, rows: int = 2) -> TableBlock:
    body = tuple(
        TableRow(f"Answer {row}", tuple(f"{row}{column}" for column in range(columns)))
        for row in range(rows)
    )
    base = TableRow("People (base)", tuple("10" for _ in range(columns)), RowKind.BASE)
    return TableBlock(
        id=name,
        label=label,
        caption="Heard of it, by <employer> & more",
        corner="Answer",
        heads=tuple(f"Group number {column}" for column in range(columns)),
        rows=(*body, base),
        notes=("Base: 20 people who answered.",),
        wide=columns > 7,
    )


@pytest.fixture(scope="session")
def bound_report() -> BoundReport:
    chart = Chart(
        "heard-chart",
        "bars",
        "Most had heard",
        "Bar chart. Yes 60%, no 40%.",
        (Group("", "", MARKS),),
    )
    drawing = draw_chart(chart)
    figure = FigureBlock(
        id=chart.id,
        label="Figure 1",
        caption=chart.title,
        base="10 people who answered.",
        alt=chart.alt,
        svg=drawing.svg,
        narrow_svg=drawing.narrow_svg,
        png=drawing.png,
        width=drawing.width,
        height=drawing.height,
        table=make_table("heard-chart-table", "Figure 1 as a table"),
    )
    markdown = (
        "# Findings\n\nA.  First 60%^[A share of 10 people.]\nB.  Second, see "
        "[Table 1](#employers) and [Figure 1](#heard-chart)\n\n## Detail\n\nWords.\n"
        f"{placeholder('figure', 'heard-chart')}{placeholder('quote', 'kitchen')}"
        f"{placeholder('table', 'employers')}{placeholder('table', 'roles')}"
        "\n| Step | When |\n|---|---|\n| Ask | March |\n\n# Notes\n\n- One note\n"
        f"{placeholder('appendix')}"
    )
    return BoundReport(
        front=FrontMatter(
            "Working together", "A *small* test", ("A. Writer",), "2023-09-01", "en", "In short."
        ),
        imprint=Imprint("Test study", True, "Made up for a test", "ab12", "Alongside 0", "3"),
        markdown=markdown,
        facts=(),
        tables={
            "employers": make_table("employers", "Table 1"),
            "roles": make_table("roles", "Table 2", columns=14, rows=20),
        },
        figures={"heard-chart": figure},
        quotes={"kitchen": QuoteBlock("kitchen", "We sat [there] … and wrote.", "Staff, 71")},
    )
