"""From one row of an XLSForm to one question, with everything that is lost on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any as AnyJson

from alongside.kernel.text import Text
from alongside.questionnaire.checks.codes import LITTLE_WORDS, RESERVED_CODES
from alongside.questionnaire.conditions import Condition
from alongside.questionnaire.model import Option, Question, QuestionType
from alongside.questionnaire.standard_options import LONGEST_SCALE, scale_options
from alongside.questionnaire.xlsform.choices import Choices, Options, says_or_other
from alongside.questionnaire.xlsform.constraints import constrain
from alongside.questionnaire.xlsform.losses import Losses
from alongside.questionnaire.xlsform.relevance import (
    ALWAYS,
    NEVER,
    Asked,
    NotKeptError,
    both,
    read_condition,
)
from alongside.questionnaire.xlsform.rows import FormRow
from alongside.questionnaire.xlsform.wording import Wording

TYPES = {
    "select one": QuestionType.ONE_OF,
    "select all that apply": QuestionType.ANY_OF,
    "text": QuestionType.SHORT_TEXT,
    "string": QuestionType.SHORT_TEXT,
    "integer": QuestionType.NUMBER,
    "int": QuestionType.NUMBER,
    "decimal": QuestionType.NUMBER,
    "date": QuestionType.DATE,
    "note": QuestionType.INFORMATION,
    "range": QuestionType.SCALE,
    "acknowledge": QuestionType.ANY_OF,
    "trigger": QuestionType.ANY_OF,
}
DEVICE_TYPES = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username"}
    | {"email", "audit", "start-geopoint", "background-audio", "background-geopoint"}
)
_KEPT_KEYS = frozenset(
    {"type", "name", "label", "hint", "bind", "control", "children", "itemset", "list_name"}
    | {"choices", "choice_filter", "default", "media", "guidance_hint", "parameters"}
)
_KEPT_BINDS = frozenset(
    {"relevant", "constraint", "required", "readonly", "calculate", "type"}
    | {"jr:constraintMsg", "jr:requiredMsg", "jr:noAppErrorString"}
)
_KEPT_CONTROLS = frozenset({"appearance", "jr:count"})
_DROP_DOWN = ("minimal", "autocomplete", "search")
_ACKNOWLEDGED = "OK"
_MOST_DECIMALS = 4
_RESERVED_CODES = RESERVED_CODES | LITTLE_WORDS


@dataclass
class FormReader:
    """Converts rows in the order of the form.

    ``asked`` and ``codes`` hold the questions so far by their name; a name that stands in
    several groups means the last one. ``rows`` says on which row of the sheet a code stands.
    """

    losses: Losses
    wording: Wording
    choices: Choices
    codes: dict[str, str]
    asked: dict[str, Asked] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)

    def question(self, row: FormRow, outer: Condition | None) -> Question | None:
        """Return the question of a row, or None with a loss when it cannot be asked.

        ``outer`` is the condition of the groups around it.
        """
        if self._is_lost(row):
            return None
        show_if = self.condition(row)
        if show_if == NEVER:
            self.losses.add(row, "xlsform-never-shown", words=row.relevant)
            return None
        type_ = TYPES[row.kind]
        if type_ is QuestionType.SHORT_TEXT and "multiline" in row.appearance:
            type_ = QuestionType.LONG_TEXT
        label = self.wording.text(row, row.raw.get("label"))
        if not label:
            self.losses.add(row, "xlsform-no-label")
            label = Text({self.wording.default: row.name})
        options = self._options(row, label)
        if not options.options and type_ in (QuestionType.ONE_OF, QuestionType.ANY_OF):
            self.losses.add(row, "xlsform-no-choices-left")
            return None
        question = Question(
            code=self._new_code(row),
            type=type_,
            label=label,
            hint=self.wording.text(row, row.raw.get("hint")),
            options=options.options,
            display=self._display(row, type_),
            required=self._required(row, type_),
            decimals=_MOST_DECIMALS if row.kind == "decimal" else 0,
            show_if=both(outer, show_if),
        )
        if row.kind == "range":
            question = self._as_scale(question, row)
        question = constrain(question, row, options.codes, self.losses)
        self._note_extras(row, question)
        if row.number is not None:
            self.rows[question.code] = row.number
        if question.takes_answer:
            self.codes[row.name] = question.code
            self.asked[row.name] = Asked(question, options.codes)
        return question

    def condition(self, row: FormRow) -> Condition | None:
        """Return the condition of one row by itself: None always, NEVER never."""
        if not row.relevant:
            return None
        try:
            condition = read_condition(row.relevant, self.asked)
        except NotKeptError as fault:
            self.losses.add(row, "xlsform-condition", words=row.relevant, reason=str(fault))
            return None
        return None if condition == ALWAYS else condition

    def _is_lost(self, row: FormRow) -> bool:
        outside = row.kind.startswith("select") and not row.raw.get("choices")
        if row.kind in DEVICE_TYPES:
            self.losses.add(row, "xlsform-device", type=row.kind)
        elif row.kind == "calculate" or row.bind.get("calculate"):
            self.losses.add(row, "xlsform-calculation", words=row.bind.get("calculate", ""))
        elif row.kind not in TYPES:
            self.losses.add(row, "xlsform-type", type=row.written)
        elif str(row.bind.get("readonly", "")).lower() in ("true", "true()", "yes"):
            if row.kind == "note":
                return False
            self.losses.add(row, "xlsform-read-only")
        elif outside and not self.choices.lists.get(str(row.raw.get("list_name"))):
            source = row.raw.get("itemset") or row.written
            self.losses.add(row, "xlsform-outside-choices", source=source)
        else:
            return False
        return True

    def _options(self, row: FormRow, label: Text) -> Options:
        if row.kind in ("acknowledge", "trigger"):
            words = Text(dict.fromkeys(label.plain, _ACKNOWLEDGED))
            return Options((Option("ok", words),), {_ACKNOWLEDGED: ("ok",)})
        if not row.kind.startswith("select"):
            return Options()
        if says_or_other(row):
            self.losses.add(row, "xlsform-or-other")
        return self.choices.of(row, self.asked)

    def _new_code(self, row: FormRow) -> str:
        """Return the name as a code, changed only where it must be."""
        plain = re.sub(r"[^A-Za-z0-9]+", "_", row.name).strip("_") or "question"
        if plain[0].isdigit() or plain.lower() in _RESERVED_CODES:
            plain = f"q_{plain}"
        code, turn = plain, 2
        while code in self.taken:
            code, turn = f"{plain}_{turn}", turn + 1
        self.taken.add(code)
        if code != row.name:
            self.losses.add(row, "xlsform-renamed", code=code)
        return code

    def _display(self, row: FormRow, type_: QuestionType) -> str:
        if type_ is QuestionType.ONE_OF and any(word in row.appearance for word in _DROP_DOWN):
            return "drop-down"
        return "radio"

    def _required(self, row: FormRow, type_: QuestionType) -> bool:
        words = str(row.bind.get("required") or "").strip()
        if words.lower() in ("", "false", "false()", "no"):
            return False
        if type_ is QuestionType.INFORMATION:
            self.losses.add(row, "xlsform-required-note")
            return False
        if words.lower() in ("true", "true()", "yes", "1"):
            return True
        self.losses.add(row, "xlsform-required", words=words)
        return False

    def _as_scale(self, question: Question, row: FormRow) -> Question:
        parameters: Mapping[str, AnyJson] = row.raw.get("parameters") or {}
        try:
            low, high = float(parameters.get("start", 0)), float(parameters.get("end", 10))
            step = float(parameters.get("step", 1))
        except (TypeError, ValueError):
            low, high, step = 0.0, 10.0, 1.0
        low, high = min(low, high), max(low, high)
        if step == 1 and low.is_integer() and high.is_integer() and high - low < LONGEST_SCALE:
            return replace(question, minimum=low, maximum=high, options=scale_options(low, high))
        self.losses.add(row, "xlsform-range", words=shown(parameters))
        whole = all(number.is_integer() for number in (low, high, step))
        return replace(
            question,
            type=QuestionType.NUMBER,
            minimum=low,
            maximum=high,
            decimals=0 if whole else _MOST_DECIMALS,
        )

    def _note_extras(self, row: FormRow, question: Question) -> None:
        """Name whatever the row says that has no place in a question of ours."""
        add, raw = self.losses.add, row.raw
        if raw.get("default") not in (None, ""):
            add(row, "xlsform-default", words=raw["default"])
        for key in ("jr:constraintMsg", "jr:requiredMsg"):
            if row.bind.get(key):
                add(row, "xlsform-message", words=shown(row.bind[key]))
        if raw.get("guidance_hint"):
            add(row, "xlsform-guidance", words=shown(raw["guidance_hint"]))
        if raw.get("parameters") and row.kind != "range":
            add(row, "xlsform-parameters", words=shown(raw["parameters"]))
        kept = {"multiline"} if question.type is QuestionType.LONG_TEXT else set()
        if question.display == "drop-down":
            kept.add("minimal")
        for word in re.findall(r"[\w-]+(?:\(.*\))?", row.appearance):
            if word not in kept:
                add(row, "xlsform-appearance", words=word)
        self.note_attributes(row)

    def note_attributes(self, row: FormRow) -> None:
        """Name media, and what stands in columns that no question or group of ours has."""
        for key, value in (row.raw.get("media") or {}).items():
            self.losses.add(row, "xlsform-media", key=key, words=shown(value))
        kept = _KEPT_CONTROLS | ({"start", "end", "step"} if row.kind == "range" else set())
        odd = {key: value for key, value in row.raw.items() if key not in _KEPT_KEYS}
        odd |= {f"bind::{key}": v for key, v in row.bind.items() if key not in _KEPT_BINDS}
        odd |= {f"body::{key}": v for key, v in row.control.items() if key not in kept}
        for key, value in odd.items():
            self.losses.add(row, "xlsform-attribute", key=key, words=shown(value))


def shown(raw: object) -> str:
    """Return what stood in a cell, of several languages each once."""
    items = raw.values() if isinstance(raw, Mapping) else raw if isinstance(raw, tuple) else [raw]
    return "; ".join(dict.fromkeys(str(item) for item in items))
