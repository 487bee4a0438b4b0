"""From one row of an XLSForm to one question."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any as AnyJson

from alongside.kernel.errors import ExpressionError
from alongside.kernel.text import Text
from alongside.questionnaire.conditions import (
    All,
    Any,
    AnyIn,
    Compare,
    Condition,
    Equals,
    In,
    Not,
    Order,
)
from alongside.questionnaire.model import Option, Question, QuestionType
from alongside.questionnaire.standard_options import LONGEST_SCALE, scale_options
from alongside.questionnaire.xlsform.losses import Losses
from alongside.questionnaire.xlsform.xpath import LENGTH_OF_SELF, SELF, TODAY, parse_xpath

Row = Mapping[str, AnyJson]

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
METADATA = {
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber"),
    *("username", "email", "audit", "start-geopoint", "background-audio"),
}
_LANGUAGE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_LANGUAGE_NAMES = {
    **{"english": "en", "french": "fr", "spanish": "es", "arabic": "ar", "portuguese": "pt"},
    **{"welsh": "cy", "urdu": "ur", "polish": "pl", "german": "de", "italian": "it"},
    **{"default": "en", "bengali": "bn", "punjabi": "pa", "somali": "so", "hindi": "hi"},
}
_TAG = re.compile(r"<[^>]+>")
_PIPE = re.compile(r"\$\{\s*([\w.\-]+)\s*\}")
_MOST_DECIMALS = 4


@dataclass
class FormReader:
    """Converts rows, noting what is lost and which codes had to change."""

    losses: Losses
    lists: Mapping[str, Sequence[Row]]
    default_language: str
    codes: dict[str, str] = field(default_factory=dict)
    option_codes: dict[str, dict[str, str]] = field(default_factory=dict)
    list_of: dict[str, str] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)

    def text(self, raw: object, name: str) -> Text:
        """Return wording by language tag; HTML is taken out, references become piping."""
        if raw is None:
            return Text()
        given = raw if isinstance(raw, Mapping) else {"default": raw}
        plain: dict[str, str] = {}
        for language, words in given.items():
            tag = self.language_tag(str(language))
            clean = _TAG.sub("", str(words))
            if clean != str(words):
                self.losses.add(name, "Formatting (HTML) in its words was taken out.")
            clean = _PIPE.sub(lambda found: "{{" + self.code(found.group(1)) + "}}", clean)
            plain[tag] = clean.strip()
            if tag not in self.languages:
                self.languages.append(tag)
        return Text(plain)

    def language_tag(self, words: str) -> str:
        """Return the BCP 47 tag of a language as XLSForm names it: ``French (fr)``."""
        match = _LANGUAGE.search(words)
        if match:
            return match.group(1)
        if words == "default":
            return self.default_language
        known = _LANGUAGE_NAMES.get(words.strip().lower())
        if known is None:
            self.losses.add("", f"The language “{words}” has no tag: it is called “x-unknown”.")
        return known or "und"

    def code(self, name: str) -> str:
        """Return the question code for a name, changed only where it must be."""
        if name not in self.codes:
            plain = re.sub(r"\W", "_", name.replace("-", "_"), flags=re.ASCII).strip("_") or "q"
            plain = re.sub("__+", "_", plain)
            unique, number = plain, 2
            while unique in self.codes.values():
                unique, number = f"{plain}_{number}", number + 1
            if unique != name:
                self.losses.add(name, f"Its name was changed to {unique}.")
            self.codes[name] = unique
        return self.codes[name]

    def condition(self, raw: object, name: str, what: str) -> Condition | None:
        """Return a condition over our codes, or None with a loss noted."""
        words = str(raw).strip() if raw not in (None, "") else ""
        if not words:
            return None
        try:
            return self._renamed(parse_xpath(words))
        except (ExpressionError, ValueError):
            self.losses.add(name, f"Its {what} could not be kept: {words}")
            return None

    def question(self, row: Row, show_if: Condition | None) -> Question | None:
        """Return the question of a row, or None with a loss when it cannot be asked."""
        name, kind = str(row["name"]), str(row["type"])
        bind: Row = row.get("bind") or {}
        if self._is_lost(name, kind, row, bind):
            return None
        type_ = TYPES[kind]
        control: Row = row.get("control") or {}
        appearance = str(control.get("appearance", ""))
        if type_ is QuestionType.SHORT_TEXT and "multiline" in appearance:
            type_ = QuestionType.LONG_TEXT
        required = str(bind.get("required", "")).strip().lower() in ("true", "yes", "true()", "1")
        question = Question(
            code=self.code(name),
            type=type_,
            label=self.text(row.get("label") or name, name),
            hint=self.text(row.get("hint"), name),
            options=self.options(row, name),
            display="drop-down" if "minimal" in appearance else "radio",
            required=required and type_ is not QuestionType.INFORMATION,
            decimals=_MOST_DECIMALS if kind == "decimal" else 0,
            show_if=show_if,
        )
        if kind == "range":
            question = self._as_scale(question, row.get("parameters") or {}, name)
        self._note_extras(row, name, bind, appearance)
        return self._constrained(question, bind.get("constraint"), name)

    def options(self, row: Row, name: str) -> tuple[Option, ...]:
        """Return the options of a select, each with the condition its choice filter gives."""
        if row["type"] in ("acknowledge", "trigger"):
            return (Option("ok", Text(dict.fromkeys(self.languages or ["en"], "OK"))),)
        if not str(row["type"]).startswith("select"):
            return ()
        list_name = str(row.get("list_name") or row.get("itemset") or "")
        self.list_of[self.code(name)] = list_name
        made: list[Option] = []
        for choice in row.get("choices") or self.lists.get(list_name, ()):
            option = self._option(choice, list_name, name, str(row.get("choice_filter") or ""))
            if option is None:
                continue
            same = next((item for item in made if item.code == option.code), None)
            if same is None:
                made.append(option)
            elif same.label == option.label and same.show_if and option.show_if:
                either = Any((same.show_if, option.show_if))
                made[made.index(same)] = replace(same, show_if=either)
            else:
                self.losses.add(name, f"The choice “{choice.get('name')}” stands twice; one kept.")
        if any(str(choice.get("name")) == "other" for choice in row.get("choices") or ()) and (
            "or_other" in str(row.get("type")) or row.get("or_other")
        ):
            made = [replace(item, other=item.code == "other") for item in made]
        return tuple(made)

    def _option(self, choice: Row, list_name: str, name: str, choice_filter: str) -> Option | None:
        raw = str(choice.get("name", "")).strip()
        codes = self.option_codes.setdefault(list_name, {})
        if raw not in codes:
            plain = re.sub(r"[^A-Za-z0-9_-]+", "_", raw).strip("_-") or f"option_{len(codes) + 1}"
            unique, number = plain, 2
            while unique in codes.values():
                unique, number = f"{plain}_{number}", number + 1
            if unique != raw:
                self.losses.add(name, f"The code of its choice “{raw}” was changed to {unique}.")
            codes[raw] = unique
        show_if = None
        if choice_filter:
            show_if = self._choice_condition(choice, choice_filter, name)
        return Option(codes[raw], self.text(choice.get("label") or raw, name), show_if=show_if)

    def _choice_condition(self, choice: Row, words: str, name: str) -> Condition | None:
        """Fill a choice filter with one choice's own columns: ``region = ${region}``."""
        filled = re.sub(
            r"(?<![\w$\{.'])([A-Za-z_]\w*)(?=\s*!?=)",
            lambda found: f"'{str(choice.get(found.group(1)) or '').strip()}'",
            words,
        )
        return self.condition(filled, name, "choice filter")

    def _renamed(self, condition: Condition) -> Condition:
        """Use our codes for questions and options; ``ValueError`` when one is not asked."""
        match condition:
            case All(parts):
                return All(tuple(self._renamed(part) for part in parts))
            case Any(parts):
                return Any(tuple(self._renamed(part) for part in parts))
            case Not(part):
                return Not(self._renamed(part))
        question = condition.question
        if question in (SELF, LENGTH_OF_SELF):
            return condition
        if question not in self.codes:
            raise ValueError(f"{question} is not asked")
        code = self.codes[question]
        known = self.option_codes.get(self.list_of.get(code, ""), {})
        match condition:
            case Equals(_, value):
                return Equals(code, known.get(value, value))
            case Compare(_, order, bound, counts):
                return Compare(code, order, bound, counts)
            case In(_, values) | AnyIn(_, values):
                return AnyIn(code, tuple(known.get(value, value) for value in values))
        return replace(condition, question=code)

    def _is_lost(self, name: str, kind: str, row: Row, bind: Row) -> bool:
        if kind in METADATA:
            self.losses.add(
                name, f"“{kind}” records something about the person's device: left out."
            )
        elif kind == "calculate" or bind.get("calculate"):
            self.losses.add(name, f"A calculation, not a question: {bind.get('calculate', '')}")
        elif str(bind.get("readonly", "")).lower() in ("true", "true()", "yes") and kind != "note":
            self.losses.add(name, "It can only be read, so it is not asked.")
        elif kind not in TYPES:
            self.losses.add(name, f"Questions of the type “{kind}” cannot be asked here.")
        elif str(bind.get("relevant", "")).strip().lower() in ("false", "false()"):
            self.losses.add(name, "It is never shown (relevant is false), so it was left out.")
        elif (
            kind.startswith("select")
            and not row.get("choices")
            and not self.lists.get(str(row.get("list_name")))
        ):
            self.losses.add(name, "Its choices come from another file, so it was left out.")
        else:
            return False
        return True

    def _note_extras(self, row: Row, name: str, bind: Row, appearance: str) -> None:
        if row.get("default") not in (None, ""):
            self.losses.add(name, f"Its default answer is not kept: {row['default']}")
        for key in row.get("media") or {}:
            self.losses.add(name, f"Its {key} is not kept.")
        for key in ("jr:constraintMsg", "jr:requiredMsg"):
            if bind.get(key):
                said = _shown(bind[key])
                self.losses.add(name, f"Our own error message is used, not: {said}")
        if row.get("guidance_hint"):
            self.losses.add(name, "Its guidance hint is not kept.")
        kept = {"minimal", "multiline", "horizontal", "field-list", "compact", "quick", ""}
        for word in appearance.split():
            if word not in kept:
                self.losses.add(name, f"The appearance “{word}” is not kept.")
        if row["type"] not in ("range",) and row.get("parameters"):
            self.losses.add(name, f"Its parameters are not kept: {_shown(row['parameters'])}")

    def _as_scale(self, question: Question, parameters: Row, name: str) -> Question:
        try:
            low, high = float(parameters.get("start", 0)), float(parameters.get("end", 10))
            step = float(parameters.get("step", 1))
        except (TypeError, ValueError):
            low, high, step = 0.0, 10.0, 1.0
        if step == 1 and low.is_integer() and high.is_integer() and high - low < LONGEST_SCALE:
            return replace(question, minimum=low, maximum=high, options=scale_options(low, high))
        self.losses.add(name, "The range has too many points for a scale: asked as a number.")
        decimals = 0 if step.is_integer() and low.is_integer() else _MOST_DECIMALS
        return replace(
            question, type=QuestionType.NUMBER, minimum=low, maximum=high, decimals=decimals
        )

    def _constrained(self, question: Question, raw: object, name: str) -> Question:
        """Turn a constraint into bounds; whatever is not a bound is named as lost."""
        condition = self.condition(raw, name, "constraint")
        if condition is None:
            return question
        for part in condition.parts if isinstance(condition, All) else (condition,):
            bounded = _bounded(question, part)
            if bounded is None:
                self.losses.add(name, f"Its constraint could not be kept: {raw}")
            else:
                question = bounded
        return question


def _bounded(question: Question, part: Condition) -> Question | None:
    match part:
        case All((Equals(question=".", value=value),)) | Equals(question=".", value=value):
            if question.type is QuestionType.DATE and value in (f"<={TODAY}", f"<{TODAY}"):
                return replace(question, latest="today")
            if question.type is QuestionType.DATE and value in (f">={TODAY}", f">{TODAY}"):
                return replace(question, earliest="today")
            return None
        case Compare(asked, order, bound, counts) if isinstance(bound, float):
            fits = (
                (asked == SELF and counts and question.type is QuestionType.ANY_OF)
                or (asked == SELF and not counts and question.type is QuestionType.NUMBER)
                or (asked == LENGTH_OF_SELF and question.type.value.endswith("text"))
            )
            if not fits:
                return None
            step = 10.0**-question.decimals if question.type is QuestionType.NUMBER else 1.0
            match order:
                case Order.GREATER:
                    return replace(question, minimum=bound + step)
                case Order.AT_LEAST:
                    return replace(question, minimum=bound)
                case Order.LESS:
                    return replace(question, maximum=bound - step)
                case Order.AT_MOST:
                    return replace(question, maximum=bound)
    return None


def _shown(raw: object) -> str:
    return "; ".join(str(item) for item in raw.values()) if isinstance(raw, Mapping) else str(raw)
