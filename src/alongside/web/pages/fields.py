"""A question as the parameters of a GOV.UK component."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from alongside.kernel.problems import Problem
from alongside.questionnaire import (
    Answers,
    Option,
    Question,
    QuestionType,
    Value,
    offered_options,
)
from alongside.web.pages.wording import Wording, other_field

LONG_LIMIT = 500

Params = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One question to print.

    Parameters
    ----------
    kind
        Which macro prints it: radios, checkboxes, select, input, textarea, date, information.
    params
        Parameters of the component; all words in it are plain text.
    other
        Parameters of the box for own words, or None.
    """

    kind: str
    params: Params
    other: Params | None = None

    @property
    def label(self) -> str:
        """The words of the question."""
        legend = self.params.get("fieldset", {}).get("legend", self.params.get("label", ""))
        return legend["text"] if isinstance(legend, Mapping) else str(legend)


def make_field(
    question: Question,
    wording: Wording,
    entered: Mapping[str, Sequence[str]],
    problems: Sequence[Problem],
    *,
    only: bool,
) -> Field:
    """Return a question ready to print.

    Parameters
    ----------
    question, wording
        What is asked, and how this person reads it.
    entered
        What stands in the boxes, by field name: :func:`entered_values` or what was typed.
    problems
        Problems of the page; those of this question are shown at it.
    only
        True when it is the only question of its page: its label is then the page's heading.
    """
    if question.type is QuestionType.INFORMATION:
        words = {"label": wording.say(question.label), "body": wording.prose(question.body)}
        return Field("information", {**words, "is_heading": only, "id": question.code})
    own = [item for item in problems if item.params.get("question") == question.code]
    params = _frame(question, wording, own, only=only)
    if (
        question.options
        and question.display == "drop-down"
        and question.type is QuestionType.ONE_OF
    ):
        return _select(question, wording, entered, params, own)
    if question.options:
        return _choices(question, wording, entered, params, own)
    if question.type is QuestionType.DATE:
        return _date(question, wording, entered, params, own)
    params |= {"id": question.code, "name": question.code}
    params |= {"value": _first(entered, question.code), "autocomplete": "off"}
    if question.type is QuestionType.LONG_TEXT:
        return Field("textarea", params)
    if question.type is QuestionType.NUMBER:
        params["inputmode"] = "decimal" if question.decimals else "numeric"
        params["classes"] = "govuk-input--width-10"
        if unit := wording.say(question.unit):
            params["suffix"] = {"text": unit}
    return Field("input", params)


def entered_values(questions: Sequence[Question], answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return what stands in the boxes of a page for the answers given before."""
    found: dict[str, tuple[str, ...]] = {}
    for question in questions:
        value = answers.get(question.code)
        if isinstance(value, date):
            for part in ("day", "month", "year"):
                found[f"{question.code}_{part}"] = (str(getattr(value, part)),)
        elif value is not None:
            found[question.code] = value if isinstance(value, tuple) else (_typed(value),)
        if own_words := answers.get(other_field(question)):
            found[other_field(question)] = (str(own_words),)
    return found


def _frame(question: Question, wording: Wording, own: Sequence[Problem], *, only: bool) -> Params:
    """Return label or legend, hint and error: what every component has."""
    grouped = bool(question.options) and question.display != "drop-down"
    grouped = grouped or question.type is QuestionType.DATE
    size = "l" if only else "m"
    label = {"text": wording.say(question.label), "isPageHeading": only}
    params: Params = {}
    if grouped:
        params["fieldset"] = {"legend": {**label, "classes": f"govuk-fieldset__legend--{size}"}}
    else:
        params["label"] = {**label, "classes": f"govuk-label--{size}"}
    if hint := _hint(question, wording):
        params["hint"] = {"text": hint}
    if own:
        params["errorMessage"] = {
            "text": ". ".join(dict.fromkeys(wording.fault(item) for item in own)),
            "visuallyHiddenText": wording.interface("error-prefix").rstrip(":"),
        }
    return params


def _hint(question: Question, wording: Wording) -> str:
    parts = [wording.say(question.hint)]
    if question.type is QuestionType.ANY_OF and not parts[0]:
        parts.append(wording.interface("select-all"))
    if question.type is QuestionType.DATE:
        parts.append(wording.interface("date-example"))
    written = question.type in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT)
    if written and question.maximum is not None and question.maximum < LONG_LIMIT:
        parts.append(wording.interface("limit", maximum=f"{question.maximum:,.0f}"))
    boxes = written or question.type in (QuestionType.NUMBER, QuestionType.DATE)
    if boxes and not question.required:
        parts.append(wording.interface("leave-blank"))
    return " ".join(part for part in parts if part)


def _choices(
    question: Question,
    wording: Wording,
    entered: Mapping[str, Sequence[str]],
    params: Params,
    own: Sequence[Problem],
) -> Field:
    chosen = entered.get(question.code, ())
    items: list[Params] = []
    other_at = None
    offered = offered_options(question, wording.answers)
    for option in offered:
        scale = question.type is QuestionType.SCALE
        words = wording.point(question, option.code) if scale else wording.say(option.label)
        item: Params = {"value": option.code, "text": words}
        if hint := wording.say(option.hint):
            item["hint"] = {"text": hint}
        item["checked"] = option.code in chosen
        if option.other:
            other_at = item
        items.append(item)
    params |= {"name": question.code, "idPrefix": question.code, "items": items}
    _part_exclusive(question, wording, items, offered)
    kind = "checkboxes" if question.type is QuestionType.ANY_OF else "radios"
    other = None
    if other_at is not None:
        other_at["is_other"] = True
        other = _own_words(question, wording, entered, own)
    return Field(kind, params, other)


def _select(
    question: Question,
    wording: Wording,
    entered: Mapping[str, Sequence[str]],
    params: Params,
    own: Sequence[Problem],
) -> Field:
    chosen = _first(entered, question.code)
    offered = offered_options(question, wording.answers)
    items = [{"value": "", "text": wording.interface("choose-one"), "selected": not chosen}]
    items += [
        {"value": item.code, "text": wording.say(item.label), "selected": item.code == chosen}
        for item in offered
    ]
    params |= {"id": question.code, "name": question.code, "items": items}
    has_other = any(option.other for option in offered)
    return Field(
        "select", params, _own_words(question, wording, entered, own) if has_other else None
    )


def _own_words(
    question: Question,
    wording: Wording,
    entered: Mapping[str, Sequence[str]],
    own: Sequence[Problem],
) -> Params:
    name = other_field(question)
    option = next(item for item in question.options if item.other)
    label = wording.interface("own-words")
    if question.display == "drop-down":
        label = f"{wording.say(option.label)}: {label[:1].lower()}{label[1:]}"
    at_fault = any(item.params.get("field") == name for item in own)
    return {
        "id": name,
        "name": name,
        "label": {"text": label},
        "value": _first(entered, name),
        "autocomplete": "off",
        "classes": "govuk-input--error" if at_fault else "",
    }


def _date(
    question: Question,
    wording: Wording,
    entered: Mapping[str, Sequence[str]],
    params: Params,
    own: Sequence[Problem],
) -> Field:
    wrong = {str(item.params.get("field")) for item in own}
    items = []
    for part, width in (("day", 2), ("month", 2), ("year", 4)):
        name = f"{question.code}_{part}"
        error = " govuk-input--error" if name in wrong else ""
        items.append(
            {
                "name": name,
                "id": name,
                "label": wording.interface(part),
                "value": _first(entered, name),
                "classes": f"govuk-input--width-{width}{error}",
                "autocomplete": "off",
                "inputmode": "text" if part == "month" else "numeric",
            }
        )
    return Field("date", params | {"id": question.code, "items": items})


def _part_exclusive(
    question: Question, wording: Wording, items: list[Params], offered: Sequence[Option]
) -> None:
    """Put "or" before answers that stand alone, when they are the last of several."""
    alone = [option.exclusive for option in offered]
    first = alone.index(True) if True in alone else 0
    if question.type is QuestionType.ANY_OF and first and all(alone[first:]):
        items.insert(first, {"divider": wording.interface("or")})


def _first(entered: Mapping[str, Sequence[str]], name: str) -> str:
    values = entered.get(name, ())
    return values[0] if values else ""


def _typed(value: Value) -> str:
    """Return a number as a person types it: no thousands sign, no needless point."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
