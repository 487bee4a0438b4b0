"""Published figures: those that can hold do, and the others are named with both values."""

from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alongside.dataset import DataSet
from alongside.questionnaire import Study
from alongside.report import BoundReport, bind_report

DISAGREE = {
    "heard_lived_no": "32%",
    "heard_lived_unsure": "5%",
    "not_heard_or_unsure": "232",
    "planning_effect_neutral": "20%",
    "barrier_time": "40%",
    "barrier_cost": "27%",
    "barrier_training": "22%",
    "barrier_trust": "18%",
}
"""Published figures that no set of answers can give beside the tables, as the tables have it."""

Figures = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def bound(study: Study, dataset: DataSet, folder: Path) -> BoundReport:
    return bind_report(study, dataset, (folder / "report.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def recounted(study: Study, dataset: DataSet, folder: Path) -> dict[str, str]:
    """Every published figure, counted from the data and printed."""
    path = folder / "published" / "figures.yaml"
    entries = YAML(typ="safe").load(path.read_text("utf-8"))
    expressions = {
        name: entry["value"] if isinstance(entry, dict) else entry
        for name, entry in entries.items()
    }
    lines = "\n\n".join(f"It is {{{{ {expression} }}}}." for expression in expressions.values())
    facts = bind_report(study, dataset, f"---\ntitle: Figures\n---\n\n{lines}\n").facts
    return dict(zip(expressions, (fact.text for fact in facts), strict=True))


def test_every_published_figure_is_counted_again(
    recounted: dict[str, str], stated_figures: Figures
) -> None:
    assert set(recounted) == set(stated_figures)
    assert len(stated_figures) == 47


def test_figures_that_can_hold_do(stated_figures: Figures, recounted: dict[str, str]) -> None:
    printed = {name: _printed(line) for name, line in stated_figures.items()}
    apart = {name: recounted[name] for name in printed if recounted[name] != printed[name]}
    assert apart == DISAGREE


def test_the_tables_leave_the_other_figures_no_way(
    published: Callable[[str, str], dict[str, dict[str, int]]],
) -> None:
    """Bounds from the tables alone: whoever the people were, these figures cannot hold."""
    services = published("heard_by_service_used", "service")
    apart = {"none_currently", "did_not_say"}

    def fewest(heard: str) -> int:
        alone = sum(services[code][heard] for code in apart)
        return alone + max(n[heard] for code, n in services.items() if code not in apart)

    assert fewest("no") > 0.185 * 195
    assert sum(row["unsure"] for row in services.values()) < 0.185 * 195
    staff = published("heard_by_employer", "employer")
    not_heard = sum(row["no"] + row["unsure"] for row in staff.values())
    assert not_heard + fewest("no") + fewest("unsure") > 204
    assert not any(0.205 <= n / 88 < 0.215 for n in range(89))

    heard = published("barriers_by_role_heard", "job")["Total"]
    not_heard_ticks = published("barriers_by_role_not_heard", "job")["Total"]
    in_neither_table = 640 - 461 - 160
    ticks = {code: heard[code] + not_heard_ticks[code] for code in heard}
    assert ticks["time"] + in_neither_table < 0.465 * 640
    assert ticks["cost"] >= 0.265 * 640
    assert ticks["training"] >= 0.195 * 640
    assert ticks["trust"] >= 0.165 * 640


def test_agreeing_figures_stand_in_the_report(
    bound: BoundReport, stated_figures: Figures, recounted: dict[str, str], folder: Path
) -> None:
    """Each is stated by name, or by an expression that gives the same number."""
    stated = {fact.text for fact in bound.facts}
    source = (folder / "report.md").read_text("utf-8")
    named = {name for name in stated_figures if f'stated("{name}")' in source}
    assert len(named) > 25
    agreeing = set(stated_figures) - set(DISAGREE)
    absent = {name for name in agreeing - named if recounted[name] not in stated}
    assert absent == set()


def test_disagreeing_figures_stand_in_the_notes_with_both_values(
    bound: BoundReport, stated_figures: Figures
) -> None:
    table = bound.tables["disagreements"]
    rows = {(row.cells[0], row.cells[1]) for row in table.rows}
    assert rows == {
        (_published_value(stated_figures[name]), value) for name, value in DISAGREE.items()
    }
    assert len(table.rows) == len(DISAGREE)
    assert all(row.cells[2] for row in table.rows), "each says why"


def _published_value(line: dict[str, str]) -> str:
    return f"{line['value']}%" if line["unit"] == "percent" else line["value"]


def _printed(line: dict[str, str]) -> str:
    dates = {"2023-03-14": "14 March 2023", "2023-04-04": "4 April 2023"}
    ages = {"55-64": "55 to 64"}
    value = line["value"]
    return dates.get(value) or ages.get(value) or _published_value(line)
