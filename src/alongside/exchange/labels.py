"""Labels made to fit the limits of a format, with a list of what was changed."""

from collections.abc import Callable
from dataclasses import dataclass

from alongside.exchange.columns import Column, column_label, value_labels
from alongside.exchange.fitting import byte_length, cut_text, one_line
from alongside.exchange.notes import Change, ChangeKind


@dataclass(frozen=True, slots=True)
class LabelRule:
    """How long labels may be.

    Parameters
    ----------
    most
        Of a column.
    most_value
        Of a value, in bytes.
    most_title
        Of the whole file.
    measure, unit
        What lengths of column labels and the title are counted in.
    """

    most: int
    most_value: int
    most_title: int
    measure: Callable[[str], int] = byte_length
    unit: str = "bytes"


class Labels:
    """Makes labels fit a rule, and adds what it changes to a list."""

    def __init__(self, rule: LabelRule, language: str, changes: list[Change]) -> None:
        self.rule = rule
        self.language = language
        self.changes = changes

    def title(self, words: str) -> str:
        """Return the title of the study as the label of a file."""
        rule = self.rule
        return self._fit(words, rule.most_title, rule.measure, rule.unit, "title of the study", "")

    def of_column(self, column: Column) -> str:
        """Return the label of a column."""
        rule = self.rule
        of = "label" if column.category is None else f"label of option {column.category.code}"
        words = column_label(column, self.language)
        return self._fit(words, rule.most, rule.measure, rule.unit, of, column.code)

    def of_values(self, column: Column) -> dict[int, str]:
        """Return the label of each value of a column."""
        most = self.rule.most_value
        return {
            number: self._fit(words, most, byte_length, "bytes", f"label of {code}", column.code)
            for number, (code, words) in value_labels(column, self.language).items()
        }

    def _fit(
        self,
        words: str,
        most: int,
        measure: Callable[[str], int],
        unit: str,
        of: str,
        variable: str,
    ) -> str:
        line = one_line(words)
        fitting = cut_text(line, most, measure).rstrip()
        if fitting != line:
            why = f"this format holds {most:,} {unit} there"
            self.changes.append(Change(ChangeKind.SHORTENED, variable, of, why, words, fitting))
        elif line != words:
            why = "this format holds one line there"
            self.changes.append(Change(ChangeKind.ALTERED, variable, of, why, words, fitting))
        return fitting
