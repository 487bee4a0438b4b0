"""weights.yaml: which weights a study makes, from which benchmarks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from alongside.dataset import DataSet, Variable, VariableType
from alongside.dataset.weights import WEIGHTS_PLAN
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire.shape import check_shape
from alongside.questionnaire.yaml_source import YamlSource, read_yaml
from alongside.weigh.benchmarks import Answers, Benchmarks, Floats, Margin
from alongside.weigh.raking import Bounds
from alongside.weigh.weighting import Weighting, weigh_sample

CROSSED = ">"
"""Between the variables of a crossed margin, and between their categories."""


@dataclass(frozen=True)
class WeightPlan:
    """One weight to be made.

    Parameters
    ----------
    code, label
        Its name in the data, and what it is.
    benchmarks
        The margins, with population, source and date in one sentence; crossed variables and
        categories are written ``age > region``, ``16_34 > north``.
    bounds
        None: no trimming.
    base
        Code of the numeric variable that holds weights by design; "": all are alike.
    """

    code: str
    label: str
    benchmarks: Benchmarks
    bounds: Bounds | None = None
    base: str = ""


def read_plans(folder: Path) -> tuple[WeightPlan, ...]:
    """Return what a study's weights.yaml asks for; nothing without the file.

    Raises :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault of its form.
    """
    if not (folder / WEIGHTS_PLAN).exists():
        return ()
    source, problems = read_yaml(folder / WEIGHTS_PLAN, WEIGHTS_PLAN)
    if source is not None:
        problems += check_shape(source, "weights")
    if source is not None and not problems:
        problems += _twice(source)
    if problems or source is None:
        raise ProblemsFoundError(
            f"{WEIGHTS_PLAN} has {len(problems)} fault(s).", problems, remedy="Mend them all."
        )
    data: Any = source.data
    return tuple(_plan(entry) for entry in data["weights"])


def check_plan(dataset: DataSet, plan: WeightPlan) -> list[Problem]:
    """Return what a plan names that the data do not have."""
    problems = []
    if plan.code in dataset.codebook and not dataset.codebook.by_code[plan.code].is_weight:
        problems.append(_problem("weigh-code-taken", plan, plan.code))
    for margin in plan.benchmarks.margins:
        variables = []
        for name in _split(margin.variable):
            variable = dataset.codebook.by_code.get(name)
            if variable is None:
                known = ", ".join(
                    each.code
                    for each in dataset.codebook
                    if each.type is VariableType.SINGLE and not each.identifies
                )
                problems.append(_problem("weigh-unknown-variable", plan, name, known=known))
            elif variable.type is not VariableType.SINGLE:
                problems.append(_problem("weigh-not-single", plan, name))
            else:
                variables.append(variable)
        if len(variables) == len(_split(margin.variable)):
            problems += _unknown_categories(plan, margin, variables)
    base = dataset.codebook.by_code.get(plan.base)
    if plan.base and (base is None or base.type is not VariableType.NUMERIC):
        problems.append(_problem("weigh-base", plan, plan.base))
    return problems


def check_plans(folder: Path, dataset: DataSet | None) -> list[Problem]:
    """Return what is wrong with a study's weights.yaml; nothing without the file.

    Without data only its form is looked at.
    """
    try:
        plans = read_plans(folder)
    except ProblemsFoundError as found:
        return [*found.problems]
    if dataset is None:
        return []
    return [problem for plan in plans for problem in check_plan(dataset, plan)]


def make_weights(dataset: DataSet, plan: WeightPlan, withhold_below: int = 0) -> Weighting:
    """Weight the completed responses as planned.

    Who left a question of a margin out has no known category there and keeps their share of the
    weight in that margin; the other margins weight them like everybody. Problems say no number of
    people from 1 to below ``withhold_below``.

    Raises
    ------
    ProblemsFoundError
        With everything that makes these weights impossible.
    DataError
        When a weight by design is missing or below 0.
    """
    problems = check_plan(dataset, plan)
    if problems:
        raise ProblemsFoundError(
            f"The weight “{plan.code}” cannot be made.", problems, remedy="Mend what is named."
        )
    people = dataset.completed()
    try:
        made = weigh_sample(
            answers_of(people, plan),
            plan.benchmarks,
            base_weights=_base_of(people, plan),
            bounds=plan.bounds,
        )
    except ProblemsFoundError as refused:
        raise ProblemsFoundError(
            refused.what,
            [_placed(p, plan, withhold_below) for p in refused.problems],
            remedy=refused.remedy,
        ) from None
    return replace(
        made, problems=tuple(_placed(each, plan, withhold_below) for each in made.problems)
    )


def answers_of(people: DataSet, plan: WeightPlan) -> Answers:
    """Return the category of each person in each margin, None where it is not known."""
    found: dict[str, list[str | None]] = {}
    for margin in plan.benchmarks.margins:
        parts = [people.frame[name].cast(pl.String) for name in _split(margin.variable)]
        frame = pl.DataFrame([part.alias(str(spot)) for spot, part in enumerate(parts)])
        joined = frame.select(pl.concat_str(pl.all(), separator=f" {CROSSED} ")).to_series()
        found[margin.variable] = joined.to_list()
    return found


def _base_of(people: DataSet, plan: WeightPlan) -> Floats | None:
    if not plan.base:
        return None
    column = people.frame[plan.base].cast(pl.Float64)
    if column.null_count():
        raise DataError(
            f"{column.null_count()} people have no weight by design in “{plan.base}”.",
            where=WEIGHTS_PLAN,
            remedy="Give every person one; 0 leaves a person out.",
        )
    return np.asarray(column.to_numpy(), np.float64)


def _plan(entry: Mapping[str, Any]) -> WeightPlan:
    margins = tuple(
        Margin(
            _joined(each["variable"]),
            {_joined(str(code)): float(n) for code, n in each["targets"].items()},
        )
        for each in entry["margins"]
    )
    said = [str(entry[key]) for key in ("population", "source", "date") if entry.get(key)]
    source = ": ".join(said[:2]) + (f" ({said[2]})" if len(said) > 2 else "")
    bounds = entry.get("bounds")
    return WeightPlan(
        entry["code"],
        entry["label"],
        Benchmarks(margins, source if entry.get("source") else ""),
        Bounds(float(bounds["low"]), float(bounds["high"])) if bounds else None,
        entry.get("base", ""),
    )


def _split(words: str) -> list[str]:
    return [part.strip() for part in words.split(CROSSED)]


def _joined(words: str) -> str:
    return f" {CROSSED} ".join(_split(words))


def _twice(source: YamlSource) -> list[Problem]:
    data: Any = source.data
    seen: set[str] = set()
    problems = []
    for spot, entry in enumerate(data["weights"]):
        if entry["code"] in seen:
            place = source.place(("weights", spot, "code"))
            problems.append(Problem("weigh-code-twice", place, {"code": entry["code"]}))
        seen.add(entry["code"])
    return problems


def _unknown_categories(
    plan: WeightPlan, margin: Margin, variables: list[Variable]
) -> list[Problem]:
    problems = []
    for code in margin.targets:
        parts = _split(code) if len(variables) > 1 else [code]
        for spot, variable in enumerate(variables):
            if len(parts) != len(variables) or variable.category(parts[spot]) is None:
                known = ", ".join(each.code for each in variable.categories)
                problems.append(
                    _problem("weigh-unknown-code", plan, variable.code, category=code, known=known)
                )
                break
    return problems


def _placed(problem: Problem, plan: WeightPlan, withhold_below: int) -> Problem:
    params = dict(problem.params)
    if isinstance(n := params.get("n"), int) and 0 < n < withhold_below:
        params["n"] = f"1 to {withhold_below - 1}"
    item = f"weight {plan.code}" + (f", {problem.where.item}" if problem.where.item else "")
    return replace(problem, where=Place(WEIGHTS_PLAN, item=item), params=params)


def _problem(code: str, plan: WeightPlan, variable: str, **params: object) -> Problem:
    place = Place(WEIGHTS_PLAN, item=f"weight {plan.code}, {variable}")
    return Problem(code, place, {"variable": variable, **params})
