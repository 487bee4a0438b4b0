"""What each column of a data set means.

A variable is *single* (one category), *multi* (any number of categories), *numeric*,
*text* or *date*. The codebook is the only place that ties codes to words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from alongside.kernel.text import Text


class VariableType(StrEnum):
    """How a variable is stored and counted."""

    SINGLE = "single"
    MULTI = "multi"
    NUMERIC = "numeric"
    TEXT = "text"
    DATE = "date"


class Missing(StrEnum):
    """Why there is no answer. The kinds are never merged silently."""

    NOT_ASKED = "not_asked"
    """Routing did not lead the person there."""
    SKIPPED = "skipped"
    """The person saw the question and went on without answering."""
    DECLINED = "prefer_not_to_say"
    """The person chose "prefer not to say"."""
    NOT_REACHED = "not_reached"
    """The person stopped before it was known whether they would come to the question."""
    BROKE_OFF = "broke_off"
    """The question was shown, and the person went no further: where a break-off happened
    (AAPOR, Standard Definitions, 10th edition, 2023: break-offs in internet surveys)."""
    NOT_SHOWN = "not_shown"
    """The question lay on the person's way, and they stopped before it was shown."""


@dataclass(frozen=True, slots=True)
class Category:
    """One value a single or multi variable can take.

    Parameters
    ----------
    since
        Which version of the questionnaire first offered it, counted from 0.
    """

    code: str
    label: Text
    since: int = 0


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable.

    Parameters
    ----------
    code
        Unique name, letters, digits and underscores.
    label
        The question as asked, or what the variable means.
    categories
        In an order that amendments never change; empty for numeric, text and date.
    order
        Codes of the categories in the order of tables; empty: as they stand.
    construct
        Shared by linked questions of different audiences; "" when not linked.
    audiences
        Who was asked; empty: everyone.
    derived_from
        Codes of the variables it was made from; empty when asked directly.
    identifies
        True for columns that could point to a person (a respondent id of the source);
        never tabulated, never exported.
    since
        Which version of the questionnaire first asked it, counted from 0.
    paradata
        True for what was recorded about answering instead of asked: the language, the channel,
        whether a box was shown.
    """

    code: str
    type: VariableType
    label: Text
    categories: tuple[Category, ...] = ()
    construct: str = ""
    audiences: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()
    identifies: bool = False
    since: int = 0
    paradata: bool = False
    order: tuple[str, ...] = ()

    @property
    def is_weight(self) -> bool:
        """Whether it holds weights that were made for the people, and no answers."""
        return self.paradata and self.type is VariableType.NUMERIC

    def category(self, code: str) -> Category | None:
        """Return the category with this code, or None."""
        return next((item for item in self.categories if item.code == code), None)


@dataclass(frozen=True)
class Codebook:
    """Every variable in order."""

    variables: tuple[Variable, ...] = field(default=())

    @cached_property
    def by_code(self) -> Mapping[str, Variable]:
        """Variables by code."""
        return {variable.code: variable for variable in self.variables}

    def __iter__(self) -> Iterator[Variable]:
        return iter(self.variables)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code
