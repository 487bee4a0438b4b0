"""``alongside weigh``: weights that bring the people who answered in line with a population."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from alongside.cli import show
from alongside.dataset import RESPONDENT, DataSet, VariableType, load_dataset
from alongside.dataset.weights import (
    KEPT,
    WEIGHTS_PLAN,
    KeptWeights,
    keep_weights,
    plan_fingerprint,
    weights_are_stale,
)
from alongside.kernel.errors import DataError, ExpressionError
from alongside.kernel.problems import Severity
from alongside.questionnaire import Study, load_study
from alongside.weigh import HEADERS, make_weights, read_plans, weight_report

WEIGHT_HELP = (
    "Name of a weight, as made by alongside weigh; none: no weight. [default: that of sampling in "
    "study.yaml, if any]"
)
REPORT = Path("data") / "weights.md"


def weigh(
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    begin: Annotated[
        str,
        typer.Option(help="Write a weights.yaml to fill, for these questions (commas between)."),
    ] = "",
    dry_run: Annotated[bool, typer.Option(help="Show the weights' report, keep nothing.")] = False,
) -> None:
    """Weight the people who answered to a population, as weights.yaml says, and report on it.

    The weights stay beside the data, for **tabulate --weight** and **export**, until the answers
    or weights.yaml change. Warnings say what speaks against using them.

    Examples: **alongside weigh STUDY --begin age,region**, **alongside weigh STUDY**,
    **alongside tabulate STUDY heard --by region --weight w_census**
    """
    with show.progress("Reading the study"):
        loaded = load_study(study)
        dataset = load_dataset(loaded)
    if begin:
        _begin(loaded, dataset, [code.strip() for code in begin.split(",") if code.strip()])
        return
    plans = read_plans(loaded.folder)
    if not plans:
        raise DataError(
            "There is nothing to weight to yet.",
            where=f"{study}/{WEIGHTS_PLAN}",
            remedy=f"Write one to fill with: alongside weigh {study} --begin QUESTION,QUESTION "
            "(docs/guides/weighting.md tells how)",
        )
    people = dataset.completed().frame[RESPONDENT]
    threshold = loaded.settings.disclosure.withhold_below
    made: dict[str, pl.Series] = {}
    reports = []
    against = 0
    for plan in plans:
        with show.progress(f"Weighting: {plan.code}"):
            weighting = make_weights(dataset, plan, threshold)
        report = weight_report(plan, weighting, threshold)
        show.grid(report.title, HEADERS, report.rows, report.notes)
        show.problems(weighting.problems)
        against += sum(each.severity is not Severity.ADVICE for each in weighting.problems)
        made[plan.code] = pl.Series(weighting.weights)
        reports.append(report.markdown())
    if against:
        word = "thing speaks" if against == 1 else "things speak"
        show.warn(f"{against} {word} against using these weights: look above before you do.")
    if dry_run:
        show.say("Nothing was kept.")
        return
    today = datetime.now(tz=UTC).date().isoformat()
    labels = {plan.code: plan.label for plan in plans}
    note = KeptWeights(
        dataset.provenance.fingerprint, plan_fingerprint(loaded.folder), labels, today
    )
    keep_weights(loaded.folder, people, made, note)
    title = f"# Weights of {loaded.slug}, {today}\n\n"
    (loaded.folder / REPORT).write_text(title + "\n".join(reports), "utf-8")
    show.done(f"Wrote {loaded.folder / KEPT} and the report, {loaded.folder / REPORT}")
    first = plans[0].code
    show.say(f"Next: alongside tabulate {study} QUESTION --weight {first}")


def require_weight(study: Study, dataset: DataSet, weight: str, *, everyone: bool) -> None:
    """Raise unless there is such a weight for the people to be counted."""
    variable = dataset.codebook.by_code.get(weight)
    known = [
        each.code
        for each in dataset.codebook
        if each.type is VariableType.NUMERIC and (each.paradata or each is variable)
    ]
    if variable is None and weights_are_stale(dataset, study.folder):
        raise DataError(
            "The weights were made from other answers or benchmarks than there are now.",
            where=weight,
            remedy=f"Make them again: alongside weigh {study.folder}",
        )
    if variable is None or variable.type is not VariableType.NUMERIC:
        raise ExpressionError(
            f"The data have no weight “{weight}”.",
            remedy=f"Use one of: {', '.join(known)}."
            if known
            else f"Make one with: alongside weigh {study.folder}",
        )
    if everyone and variable.paradata:
        raise ExpressionError(
            "Only completed responses are weighted.",
            where=weight,
            remedy="Leave --partial or --weight out.",
        )
    people = dataset.frame if everyone else dataset.completed().frame
    column = people[weight].cast(pl.Float64)
    if column.null_count() or not (column.is_finite() & (column >= 0)).all():
        raise DataError(
            "Some people have no weight, or one below 0.",
            where=weight,
            remedy="Give everybody a weight of 0 or more; 0 leaves a person out.",
        )


def _begin(study: Study, dataset: DataSet, codes: list[str]) -> None:
    target = study.folder / WEIGHTS_PLAN
    if target.exists():
        raise DataError(
            "There is one already, so nothing was written.",
            where=str(target),
            remedy=f"Change it, or run: alongside weigh {study.folder}",
        )
    lines = [
        "# What is known of the population, and how people are weighted to it.",
        "weights:",
        "  - code: w_population",
        "    label: Weighted to ...            # in a few words, for tables",
        '    population: ""                    # who is counted: adults in Wales',
        '    source: ""                        # who counted them, where it can be read',
        '    date: ""                          # when',
        "    bounds: {low: 0.3, high: 3}       # times the average weight; delete for none",
        "    margins:",
    ]
    for code in codes:
        variable = dataset.codebook.by_code.get(code)
        if variable is None or variable.type is not VariableType.SINGLE:
            single = ", ".join(
                each.code for each in dataset.codebook if each.type is VariableType.SINGLE
            )
            raise ExpressionError(
                f"“{code}” is no question with one answer.", remedy=f"Use some of: {single}."
            )
        lines += [f"      - variable: {code}", "        targets:   # shares, adding up to 1"]
        for category in variable.categories:
            label = " ".join(category.label.say(study.settings.languages[0]).split())
            lines.append(f'          "{category.code}": 0   # {label}')
    target.write_text("\n".join(lines) + "\n", "utf-8")
    show.done(f"Wrote {target}")
    show.say(f"Next: fill in the shares and the source, then run: alongside weigh {study.folder}")
