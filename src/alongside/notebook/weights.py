"""Weights for a notebook: raked to what is known of the population, with what they cost."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from alongside.dataset import STATUS, DataSet, VariableType, find_variable
from alongside.kernel.errors import DataError, ExpressionError
from alongside.kernel.problems import Problem
from alongside.notebook.frames import pandas_frame
from alongside.notebook.tables import next_name, styled
from alongside.questionnaire.suggest import suggestion
from alongside.weigh import Benchmarks, Bounds, Margin, Weighting, weigh_sample

if TYPE_CHECKING:
    import pandas as pd

Margins = Mapping[str, Mapping[str, float]]
_SCHEMA: dict[str, type[pl.DataType]] = {
    "variable": pl.String,
    "category": pl.String,
    "n": pl.Int64,
    "before_share": pl.Float64,
    "after_share": pl.Float64,
    "target_share": pl.Float64,
}


class ShownWeights:
    """What was done to weight a study, and what speaks against the weights."""

    def __init__(
        self, name: str, weighting: Weighting, withheld: Collection[tuple[str, str]] = ()
    ) -> None:
        self.name, self.weighting, self._withheld = name, weighting, frozenset(withheld)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What speaks against using these weights; empty when nothing does."""
        return tuple(
            f"{each.what()} {each.remedy()}" for each in map(self._told, self.weighting.problems)
        )

    def _told(self, problem: Problem) -> Problem:
        """Return a problem without the number of people when that is withheld."""
        params = problem.params
        if "n" in params and (params.get("variable"), params.get("category")) in self._withheld:
            return replace(problem, params={**params, "n": "a few"})
        return problem

    @property
    def design_effect(self) -> float:
        """By how much the weights make variances grow (Kish)."""
        return self.weighting.diagnostics.design_effect

    @property
    def effective_n(self) -> float:
        """How many people of equal weight would tell as much."""
        return self.weighting.diagnostics.effective_n

    def to_polars(self) -> pl.DataFrame:
        """Return every category of every margin: people, and shares before, after and wanted.

        How many people a category has is null where the disclosure rule withholds it.
        """
        rows = [
            (
                fit.variable,
                each.category,
                None if held else each.n,
                None if held else each.before_share,
                each.after_share,
                each.target_share,
            )
            for fit in self.weighting.margins
            for each in fit.categories
            for held in [(fit.variable, each.category) in self._withheld]
        ]
        return pl.DataFrame(rows, schema=_SCHEMA, orient="row")

    def to_pandas(self) -> "pd.DataFrame":
        """Return :meth:`to_polars` as a pandas frame."""
        return pandas_frame(self.to_polars())

    def _said(self) -> list[str]:
        found = self.weighting.diagnostics
        reached = "Every margin was" if self.weighting.converged else "Not all margins were"
        return [
            f"{reached} reached.",
            f"{found.n:,} people weigh as much as {found.effective_n:,.0f} of equal weight (design "
            f"effect {found.design_effect:.2f}); weights from {found.low:.2f} to {found.high:.2f}.",
            *self.warnings,
        ]

    def __repr__(self) -> str:
        """Say how far the margins were reached, and what speaks against the weights."""
        return "\n".join([f"Weights “{self.name}”", *self._said()])

    def _repr_html_(self) -> str:
        name = next_name()
        heads = ("Variable", "Category", "People", "Before", "After", "Population")
        head = "".join(f'<th scope="col">{each}</th>' for each in heads)
        rows = "".join(
            f'<tr><th scope="row">{escape(variable)}</th><td>{escape(category)}</td>'
            f"<td>{'withheld' if n is None else f'{n:,}'}</td>"
            f"<td>{'withheld' if before is None else f'{before:.1%}'}</td>"
            f"<td>{after:.1%}</td><td>{target:.1%}</td></tr>"
            for variable, category, n, before, after, target in self.to_polars().iter_rows()
        )
        notes = "".join(f"<li>{escape(each)}</li>" for each in self._said())
        return styled(
            '<div class="alongside" lang="en"><div class="al-t-scroll" role="region" tabindex="0" '
            f'aria-labelledby="{name}"><table class="al-t"><caption id="{name}"><strong>Weights '
            f"“{escape(self.name)}”</strong></caption><thead><tr>{head}</tr></thead>"
            f'<tbody>{rows}</tbody></table></div><ul class="al-t-notes">{notes}</ul></div>'
        )


def rake(
    dataset: DataSet,
    margins: Margins,
    name: str,
    *,
    source: str,
    low: float,
    high: float,
    base_weight: str,
) -> tuple[DataSet, Weighting]:
    """Return the data with weights for the completed responses, and how they were made.

    Raises what :func:`~alongside.weigh.weigh_sample` raises, and
    :class:`~alongside.kernel.errors.DataError` when the name is taken or bounds are none.
    """
    if name in dataset.frame.columns:
        raise DataError(
            f"There is a column “{name}” already.", remedy="Give the weights another name."
        )
    if not 0 <= low < 1 < high:
        raise DataError(
            f"Weights from {low:g} to {high:g} times the average cannot average 1.",
            remedy="Give a low below 1 and a high above 1, such as 0.3 and 3.",
        )
    completed = dataset.frame[STATUS].cast(pl.String) == "completed"
    people = dataset.frame.filter(completed)
    answers: dict[str, list[str | None]] = {}
    for code, targets in margins.items():
        variable = find_variable(dataset.codebook, code)
        if variable.type is not VariableType.SINGLE:
            raise ExpressionError(
                f"“{code}” is no question with one answer, so nobody has one category of it.",
                remedy="Weight to questions with one answer.",
            )
        known = [category.code for category in variable.categories]
        for category in targets:
            if category not in known:
                raise ExpressionError(
                    f"“{code}” has no answer “{category}”.", remedy=suggestion(category, known)
                )
        answers[code] = people[code].cast(pl.String).to_list()
    base = people[base_weight].to_numpy() if base_weight else None
    made = weigh_sample(
        answers,
        Benchmarks(tuple(Margin(code, dict(each)) for code, each in margins.items()), source),
        base_weights=base,
        bounds=None if (low, high) == (0, np.inf) else Bounds(low, high),
    )
    column = np.full(dataset.frame.height, np.nan)
    column[completed.to_numpy()] = made.weights
    weights = pl.Series(name, column).fill_nan(None)
    frame = dataset.frame.with_columns(weights)
    return DataSet(frame, dataset.codebook, dataset.provenance, dataset.unit), made
