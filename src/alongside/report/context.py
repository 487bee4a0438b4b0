"""What every expression is worked out from, and the checks that all of them share."""

from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from alongside.dataset import Codebook, DataSet, Variable, VariableType
from alongside.kernel.errors import ExpressionError
from alongside.kernel.problems import Problem
from alongside.questionnaire.condition_text import parse_condition
from alongside.questionnaire.conditions import AnyIn, Condition, Equals, In, comparisons_in
from alongside.questionnaire.study import Disclosure, Study
from alongside.report.blocks import word
from alongside.report.expressions import Call
from alongside.report.source import suggest
from alongside.tabulate import Printed, ReleasedTable, Table, release, release_together


@dataclass
class Context:
    """The study, its data, and the problems found so far (one list for the whole report)."""

    study: Study
    dataset: DataSet
    language: str
    problems: list[Problem] = field(default_factory=list)
    published: list[Printed] = field(default_factory=list)
    """What new tables and numbers are held against: published before, or earlier in the report."""

    def release(self, table: Table) -> ReleasedTable:
        """Return the table that may stand in the report beside all that stands there already.

        Raises :class:`~alongside.kernel.errors.DisclosureError` when nothing of it may.
        """
        if not self.rule.protects:
            return release(table, self.rule)
        made = release_together(self.dataset, [table], self.rule, earlier=self.published)
        self.published += [each for each in made.printed if each not in self.published]
        return made.tables[0]

    def may_tell(self, number: Printed) -> bool:
        """Return whether a single number may stand in the report beside all that stands there."""
        if not self.rule.protects or number in self.published:
            return True
        made = release_together(
            self.dataset, [], self.rule, numbers=[number], earlier=self.published
        )
        if made.numbers[0].withheld:
            return False
        self.published += made.numbers
        return True

    @property
    def rule(self) -> Disclosure:
        """The study's disclosure rule."""
        return self.study.settings.disclosure

    @property
    def codebook(self) -> Codebook:
        """What each variable means."""
        return self.dataset.codebook

    @cached_property
    def completed(self) -> DataSet:
        """The completed responses."""
        return self.dataset.completed()

    @cached_property
    def started_n(self) -> int:
        """Responses begun, finished or not."""
        return int(self.dataset.frame.select(pl.len()).item())

    def unit_word(self, name: str, **params: object) -> str:
        """Return words that speak of people, or of rows where the data count rows."""
        return word(name, self.language, unit=self.dataset.unit, **params)

    def problem(self, code: str, call: Call, **params: object) -> None:
        """Note a problem at the place of an expression."""
        self.problems.append(Problem(code, call.place, params))

    def problems_at(self, call: Call) -> bool:
        """Return whether this expression already has a problem."""
        return any(found.where == call.place for found in self.problems)

    def variable(self, call: Call, argument: str) -> Variable | None:
        """Return the variable an argument names, or None with a problem noted."""
        code = call.text(argument)
        found = self.codebook.by_code.get(code)
        if found is None:
            self._unknown(call, code)
        return found

    def condition(self, call: Call, argument: str) -> Condition | None:
        """Return the condition an argument holds, None when it is empty or wrong.

        Every unknown variable and code is noted as a problem.
        """
        text = call.text(argument)
        if not text:
            return None
        try:
            condition = parse_condition(text)
        except ExpressionError as error:
            self.problem("report-condition", call, condition=text, why=error.what)
            return None
        for leaf in comparisons_in(condition):
            variable = self.codebook.by_code.get(leaf.question)
            if variable is None:
                self._unknown(call, leaf.question)
            elif variable.type in (VariableType.SINGLE, VariableType.MULTI):
                match leaf:
                    case Equals(_, value):
                        self._check_codes(call, variable, (value,))
                    case In(_, values) | AnyIn(_, values):
                        self._check_codes(call, variable, values)
        return condition

    def _check_codes(self, call: Call, variable: Variable, codes: tuple[str, ...]) -> None:
        known = tuple(category.code for category in variable.categories)
        for code in codes:
            if code not in known:
                hint = suggest(code, known)
                self.problem(
                    "report-unknown-code", call, variable=variable.code, name=code, hint=hint
                )

    def _unknown(self, call: Call, name: str) -> None:
        known = tuple(self.codebook.by_code)
        self.problem("report-unknown-variable", call, name=name, hint=suggest(name, known))
