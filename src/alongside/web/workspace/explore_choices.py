"""What can be explored of some data, and what somebody chose of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import polars as pl

from alongside.charts import Kind as ChartKind
from alongside.dataset import (
    RESPONDENT,
    STATUS,
    DataSet,
    Variable,
    VariableType,
    condition_to_expr,
)
from alongside.dataset.linked import LINKED_PREFIX
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Condition, condition_text, parse_condition
from alongside.questionnaire.conditions import All, AnyIn
from alongside.tabulate import chosen_weight
from alongside.tabulate.lanes import NEST
from alongside.web.pages.choices import Choice, can_be_counted, can_split, make_choice

SHOWS = {"both": "Percentages and numbers", "percent": "Percentages only", "n": "Numbers only"}
VERSUS = {"each": "Every other group", "rest": "Everybody else"}
HOWS = {"beside": "Side by side", "within": "One within the other"}
NO_CHART = "none"
MOST_COLUMNS = 60
_NAMED_WEIGHT = re.compile(r"(^|_)(w|wt|weight|weights|weighting)(_|\d|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to choose from, by list; ``weights`` are names of columns."""

    questions: tuple[Choice, ...]
    numbers: tuple[Choice, ...]
    texts: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    filters: tuple[Choice, ...]
    weights: tuple[Choice, ...]

    def label(self, code: str) -> str:
        """Return the words of a question or group; the code where there are none."""
        every = (*self.questions, *self.numbers, *self.texts, *self.groups, *self.filters)
        return next((item.label for item in every if item.code == code), code)


class Query(Protocol):
    """The part of a request's query that is read here."""

    def get(self, name: str, default: str = "") -> str:
        """Return one value."""
        ...

    def getlist(self, name: str) -> list[str]:
        """Return every value of a name."""
        ...


@dataclass(frozen=True)
class Wish:
    """What was asked for, as typed, and a sentence for each part that cannot be.

    Parameters
    ----------
    question
        What is counted.
    by, second
        Codes of up to two groups; ``within``: the second within the first.
    among, answers
        Only people who gave one of these answers to this question.
    where
        A further condition in words.
    weight
        Name of a column; "" for none.
    versus
        What each group is compared with: ``each`` other, or the ``rest``.
    show
        ``both``, ``percent`` or ``n``.
    chart
        A kind of chart; "": the one that fits best; ``none``.
    faults
        By name of the field.
    """

    question: str = ""
    by: str = ""
    second: str = ""
    within: bool = False
    among: str = ""
    answers: tuple[str, ...] = ()
    where: str = ""
    weight: str = ""
    versus: str = "each"
    show: str = "both"
    chart: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def banners(self) -> tuple[str, ...]:
        """The banners to count by: none, one, two side by side, or one nested."""
        groups = [code for code in (self.by, self.second) if code]
        if self.within and len(groups) > 1:
            return (NEST.join(groups),)
        return tuple(groups)

    @property
    def condition(self) -> Condition | None:
        """Who is counted; None for everybody."""
        parts: list[Condition] = []
        if self.among and self.answers:
            parts.append(AnyIn(self.among, self.answers))
        if self.where and (typed := parse_condition(self.where)) is not None:
            parts.append(typed)
        return None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))

    @property
    def condition_words(self) -> str:
        """Who is counted, in the written form of conditions."""
        condition = self.condition
        return "" if condition is None else condition_text(condition)

    def pairs(self, **other: str) -> list[tuple[str, str]]:
        """Return the query of an address that asks for the same, usual choices left out."""
        named = {
            "question": self.question,
            "by": self.by,
            "and": self.second,
            "how": "within" if self.within else "",
            "among": self.among,
            "where": self.where,
            "weight": self.weight,
            "versus": "" if self.versus == "each" else self.versus,
            "show": "" if self.show == "both" else self.show,
            "chart": self.chart,
        } | other
        found = [(name, value) for name, value in named.items() if value]
        return [*found, *(("is", answer) for answer in self.answers)]


def list_offers(dataset: DataSet, language: str) -> Offers:
    """Return everything that may be explored; nothing that identifies anybody."""
    shown = [
        variable
        for variable in dataset.codebook
        if not variable.identifies and (not variable.paradata or len(variable.categories) > 1)
    ]
    weights = {code: _choice(dataset, code, language) for code in find_weights(dataset)}

    def those(kept: Iterator[Variable]) -> tuple[Choice, ...]:
        return tuple(_labelled(item, language) for item in kept if item.code not in weights)

    counted = {item.code for item in shown if can_be_counted(dataset, item)}
    choices = (VariableType.SINGLE, VariableType.MULTI)
    numbers = (v for v in shown if v.type is VariableType.NUMERIC and v.code not in counted)
    return Offers(
        questions=those(v for v in shown if v.code in counted),
        numbers=those(numbers),
        texts=those(v for v in shown if v.type is VariableType.TEXT),
        groups=those(v for v in shown if can_split(v)),
        filters=those(v for v in shown if v.type in choices and v.categories),
        weights=tuple(weights.values()),
    )


def find_weights(dataset: DataSet) -> list[str]:
    """Return the columns that can weight people, best known by their name.

    A weight is a number that nobody is without and that is never below 0; a number of the study
    that is called a weight, or is about 1 on average and no whole number, and every further column
    of the frame that is such a number. The one that the study states is there in any case.
    """
    finished = dataset.completed().frame
    known = dataset.codebook.by_code
    stated = chosen_weight(dataset.provenance.sampling, "")
    found = []
    for name, kind in finished.schema.items():
        variable = known.get(name)
        asked = variable is not None and variable.type is VariableType.NUMERIC
        if not (asked or (variable is None and kind.is_float())) or name in (RESPONDENT, STATUS):
            continue
        column = finished[name].cast(pl.Float64)
        if not len(column) or column.null_count() or not column.is_finite().all():
            continue
        if float(column.min() or 0.0) < 0 or not float(column.max() or 0.0):  # type: ignore[arg-type]
            continue
        mean = float(column.sum()) / len(column)
        likely = 0.5 <= mean <= 2 and not (column == column.floor()).all()
        if variable is None or name == stated or _NAMED_WEIGHT.search(name) or likely:
            found.append(name)
    return found


def read_wish(query: Query, offers: Offers, dataset: DataSet) -> Wish:
    """Return what was asked for, with a sentence for everything that cannot be."""
    wish = Wish(
        question=query.get("question", "").strip(),
        by=query.get("by", "").strip(),
        second=query.get("and", "").strip(),
        within=query.get("how", "") == "within",
        among=query.get("among", "").strip(),
        answers=tuple(dict.fromkeys(query.getlist("is"))),
        where=" ".join(query.get("where", "").split()),
        weight=query.get("weight", "").strip(),
        versus=query.get("versus", "") or "each",
        show=query.get("show", "") or "both",
        chart=query.get("chart", ""),
    )
    if wish.second and not wish.by:
        wish = replace(wish, by=wish.second, second="")
    if not wish.among:
        wish = replace(wish, answers=())
    elif wish.among in dataset.codebook:
        order = [item.code for item in dataset.codebook.by_code[wish.among].categories]
        known = tuple(code for code in order if code in wish.answers)
        unknown = tuple(code for code in wish.answers if code not in order)
        # the box of another question was left ticked: its answers mean nothing here
        wish = replace(wish, answers=known if known or not unknown else ())
    wish = replace(wish, faults=dict(_faults(wish, offers, dataset)))
    if not wish.question and not wish.faults:
        # the form begins with the weight that the study states; an address says what it wants
        stated = chosen_weight(dataset.provenance.sampling, "")
        wish = replace(
            wish, weight=stated if stated in {item.code for item in offers.weights} else ""
        )
    return wish


def _faults(wish: Wish, offers: Offers, dataset: DataSet) -> Iterator[tuple[str, str]]:
    not_there = "Choose {what} from the list. The one in the address is not there."
    lists: Sequence[tuple[str, str, str, tuple[Choice, ...]]] = (
        ("question", wish.question, "a question", _askable(offers)),
        ("by", wish.by, "a group", offers.groups),
        ("and", wish.second, "a group", offers.groups),
        ("among", wish.among, "a question", offers.filters),
        ("weight", wish.weight, "a weight", offers.weights),
    )
    for name, value, what, known in lists:
        if value and value not in {item.code for item in known}:
            yield name, not_there.format(what=what)
    if wish.by and wish.by == wish.question:
        yield "by", "Choose a group that is not the question itself."
    if wish.second and wish.second in (wish.by, wish.question):
        yield "and", "Choose a second group that is neither the question nor the first group."
    if not wish.question and (wish.by or wish.among or wish.where or wish.weight):
        yield "question", "Choose a question to count."
    if wish.versus not in VERSUS:
        yield "versus", not_there.format(what="what to compare with")
    if wish.show not in SHOWS:
        yield "show", not_there.format(what="what to show")
    if wish.chart and wish.chart not in (NO_CHART, *ChartKind):
        yield "chart", not_there.format(what="a chart")
    if wish.where:
        try:
            condition_to_expr(parse_condition(wish.where), dataset.codebook)
        except AlongsideError as error:
            yield "where", f"{error.what} {error.remedy or ''}".strip()
    known_groups = dataset.codebook.by_code
    if wish.within and wish.by in known_groups and wish.second in known_groups:
        sizes = [len(known_groups[code].categories) for code in (wish.by, wish.second)]
        if sizes[0] * sizes[1] > MOST_COLUMNS:
            yield (
                "how",
                f"One within the other makes {sizes[0] * sizes[1]} columns, more than anybody can "
                f"read ({MOST_COLUMNS}). Put the groups side by side.",
            )


def _askable(offers: Offers) -> tuple[Choice, ...]:
    return (*offers.questions, *offers.numbers, *offers.texts)


def _choice(dataset: DataSet, code: str, language: str) -> Choice:
    variable = dataset.codebook.by_code.get(code)
    return Choice(code, code) if variable is None else make_choice(variable, language)


def _labelled(variable: Variable, language: str) -> Choice:
    choice = make_choice(variable, language)
    if variable.code.startswith(LINKED_PREFIX) and variable.derived_from:
        return replace(choice, label=f"{choice.label} (linked questions as one)")
    return choice
