"""The picture of the kinds of chart in docs/images, drawn from the reference study."""

from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import vl_convert

from alongside.charts import ChartWords, Drawing, Plan, draw_chart, make_chart
from alongside.dataset import DataSet, load_dataset
from alongside.questionnaire import Study, load_study
from alongside.questionnaire.condition_text import parse_condition
from alongside.tabulate import release, tabulate
from alongside.tabulate.statistics import wilson_limits

ROOT = Path(__file__).parents[1]
GAP, HEAD = 28, 46


@dataclass(frozen=True)
class Exhibit:
    """One chart of the gallery: what is counted, by what, drawn how."""

    title: str
    variable: str
    by: str
    plan: Plan
    among: str = ""


EXHIBITS = (
    Exhibit("stacked-bars", "heard", "employer", Plan("stacked-bars"), "audience = staff"),
    Exhibit(
        "diverging-bars",
        "should",
        "employer",
        Plan("diverging-bars", middle="unsure"),
        "audience = staff",
    ),
    Exhibit(
        "dot-plot",
        "heard",
        "job_area",
        Plan("dot-plot", answers=("yes",)),
        "audience = staff",
    ),
    Exhibit("heat-map", "barrier", "job_area", Plan("heat-map"), "audience = staff"),
    Exhibit("small-multiples", "heard", "job_area", Plan("small-multiples"), "audience = staff"),
)


def draw(study: Study, dataset: DataSet, exhibit: Exhibit) -> Drawing:
    """Return one chart of the gallery, dots with their intervals."""
    rule = study.settings.disclosure
    where = parse_condition(exhibit.among) if exhibit.among else None
    counted = tabulate(dataset, exhibit.variable, by=exhibit.by, where=where, rule=rule)
    table = release(counted, rule)
    intervals = {}
    for column in table.columns:
        for row in table.rows:
            share = table.cell(row.code, column.heading.code).share
            if share is not None and column.base_n:
                low, high = wilson_limits(share, column.base_n)
                intervals[row.code, column.heading.code] = (float(low), float(high))
    dots = exhibit.plan.kind == "dot-plot"
    plan = replace(exhibit.plan, intervals=intervals) if dots else exhibit.plan
    return draw_chart(make_chart(table, plan, ChartWords(exhibit.title, exhibit.title)))


def picture_charts(path: Path) -> Path:
    """Make the picture: every exhibit at page width, in two columns, under its name."""
    study = load_study(ROOT / "studies" / "coproduction")
    dataset = load_dataset(study)
    drawings = [(exhibit.title, draw(study, dataset, exhibit)) for exhibit in EXHIBITS]
    heights = [GAP, GAP]
    parts = []
    for title, drawing in drawings:
        column = heights.index(min(heights))
        x, y = GAP + column * (drawing.width + 2 * GAP), heights[column]
        parts.append(
            f'<text x="{x}" y="{y + 18}" font-size="19" font-weight="bold" fill="#0b5c5e" '
            f'font-family="Atkinson Hyperlegible Next, sans-serif">{escape(title)}</text>'
            f'<g transform="translate({x},{y + HEAD - 14})">{drawing.svg}</g>'
        )
        heights[column] += HEAD + drawing.height + GAP
    width, height = 4 * GAP + 2 * drawings[0][1].width, max(heights)
    sheet = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )
    path.write_bytes(vl_convert.svg_to_png(sheet, scale=0.8))
    return path
