"""Which questions and groups a table can be asked for, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import polars as pl

from alongside.dataset import LINKED_PREFIX, DataSet, Variable, VariableType

MOST_GROUPS = 15
MOST_VALUES = 20
COUNTED = (VariableType.SINGLE, VariableType.MULTI)


class Kind(IntEnum):
    """Where a variable comes from, in the order of the lists."""

    ASKED = 0
    DERIVED = 1
    PARADATA = 2

    @property
    def heading(self) -> str:
        """What stands over these in a list."""
        return ("Every question", "Made from the answers", "How people answered")[self]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    code: str
    label: str
    kind: Kind = Kind.ASKED


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that can be counted, and everything it can be split by."""

    questions: tuple[Choice, ...]
    groups: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a visitor asked for: codes that exist, and a sentence for each that does not."""

    question: str = ""
    by: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


def list_choices(dataset: DataSet, language: str) -> Choices:
    """Return what can be tabulated: choices and short lists of numbers, nothing identifying.

    A group needs at least two and at most 15 categories, so that a table stays readable. How
    people answered is offered where there is more than one way.
    """
    shown = [
        variable
        for variable in dataset.codebook
        if not variable.identifies
        and (not variable.paradata or len(variable.categories) > 1)
        and not variable.code.startswith(LINKED_PREFIX)
    ]
    return Choices(
        tuple(make_choice(item, language) for item in shown if can_be_counted(dataset, item)),
        tuple(make_choice(item, language) for item in shown if can_split(item)),
    )


def read_choice(query: Mapping[str, str], choices: Choices) -> Chosen:
    """Return the question and group asked for; what is not on offer becomes a sentence."""
    question, by = query.get("question", "").strip(), query.get("by", "").strip()
    faults = {}
    if question and question not in {item.code for item in choices.questions}:
        faults["question"] = "Choose a question from the list. The one in the address is not there."
    if by and by not in {item.code for item in choices.groups}:
        faults["by"] = "Choose a group from the list. The one in the address is not there."
    elif by and by == question:
        faults["by"] = "Choose a group that is not the question itself."
    if by and not question:
        faults["question"] = "Choose a question to count."
    return Chosen(question, by, faults)


def make_choice(variable: Variable, language: str) -> Choice:
    """Return a variable as an entry of a list."""
    label = variable.label.say(language) or variable.code
    kind = Kind.DERIVED if variable.derived_from else Kind.ASKED
    return Choice(variable.code, label, Kind.PARADATA if variable.paradata else kind)


def can_be_counted(dataset: DataSet, variable: Variable) -> bool:
    """Return whether a table can have the answers to a variable as its rows."""
    if variable.type is VariableType.NUMERIC:
        values = dataset.frame.select(pl.col(variable.code).n_unique()).item()
        return bool(values <= MOST_VALUES)
    return variable.type in COUNTED


def can_split(variable: Variable) -> bool:
    """Return whether a table can have the answers to a variable as its columns."""
    return variable.type in COUNTED and 2 <= len(variable.categories) <= MOST_GROUPS
