"""A small bound report, made by hand, for the renderers; a tiny study for the binding."""

import json
from pathlib import Path

import pytest

from alongside.charts import Chart, Group, Mark, draw_chart
from alongside.dataset import DataSet, load_dataset
from alongside.questionnaire import Study, load_study
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


QUESTIONNAIRE = """
version: "3"
sections:
  - code: all
    title: Everything
    pages:
      - {code: heard, type: yes-no-unsure, label: Had you heard of it?}
      - code: barriers
        type: any-of
        label: What gets in the way?
        options:
          - {code: time, label: Time}
          - {code: cost, label: "Cost * and _more_"}
          - {code: none, label: Nothing, exclusive: true}
        required: false
      - code: place
        type: one-of
        label: Where do you work?
        options:
          - {code: town, label: Town}
          - {code: coast, label: Coast}
      - {code: meaning, type: long-text, label: What does it mean?}
"""

SETTINGS = """
title: A tiny study
languages: [en]
status: closed
opens: 2024-01-02
closes: 2024-02-03
source: Made up for a test
design: One open link.
synthetic: true
disclosure: {withhold_below: 10, small_base: 50}
"""

QUOTES = """
- {id: listened, respondent: 1, question: meaning, text: "Being listened to … by [the manager]."}
- {id: twisted, respondent: 1, question: meaning, text: "Being ignored by Sue."}
"""

FIGURES_CSV = """figure,value,unit,base,note
heard_yes,67,percent,all,
heard_no,20,percent,all,Printed without its base
finished,60,people,all,
modal_place,Coast,place,all,
closing,2024-02-03,date,all,
mood,12,percent,all,Nobody knows how this was counted
"""

FIGURES_YAML = """
heard_yes: percent("heard = yes")
heard_no:
  value: percent("heard = no")
  why: The tables win
finished: completed()
modal_place: most_common("place")
closing: closed()
"""


def tiny_responses() -> list[dict[str, object]]:
    """Sixty completed responses and one partial.

    Forty yes, twenty no; fifteen in town (all yes), the rest on the coast; thirty ticked
    time, twelve of these also cost, ten ticked nothing of the list, twenty did not answer.
    """
    made = []
    for number in range(1, 61):
        answers: dict[str, object] = {
            "heard": "yes" if number <= 40 else "no",
            "place": "town" if number <= 15 else "coast",
        }
        if number <= 30:
            answers["barriers"] = ["time", "cost"] if number <= 12 else ["time"]
        elif number <= 40:
            answers["barriers"] = ["none"]
        if number == 1:
            answers["meaning"] = "Being listened to at every step by Sue."
        made.append((number, True, answers, ["heard", "barriers", "place", "meaning"]))
    made.append((61, False, {"heard": "yes"}, ["heard"]))
    return [
        {
            "respondent": number,
            "completed": completed,
            "answers": answers,
            "seen": seen,
            "language": "en",
            "edition": "standard",
            "channel": "",
            "version": "3",
        }
        for number, completed, answers, seen in made
    ]


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("studies") / "tiny"
    (folder / "data").mkdir(parents=True)
    (folder / "published").mkdir()
    lines = [json.dumps(response, sort_keys=True) for response in tiny_responses()]
    for name, text in (
        ("study.yaml", SETTINGS),
        ("questionnaire.yaml", QUESTIONNAIRE),
        ("quotes.yaml", QUOTES),
        ("published/figures.csv", FIGURES_CSV),
        ("published/figures.yaml", FIGURES_YAML),
        ("data/responses.jsonl", "\n".join(lines) + "\n"),
    ):
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> tuple[Study, DataSet]:
    study = load_study(tiny_folder)
    return study, load_dataset(study)
