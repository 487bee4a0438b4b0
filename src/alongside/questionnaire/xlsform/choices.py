"""The choices of a form: options with codes, words and the condition of a choice filter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any as AnyJson

from alongside.questionnaire.conditions import Any, Condition
from alongside.questionnaire.model import Option
from alongside.questionnaire.xlsform.losses import Losses
from alongside.questionnaire.xlsform.relevance import (
    ALWAYS,
    NEVER,
    Asked,
    NotKeptError,
    read_condition,
    simplify,
)
from alongside.questionnaire.xlsform.rows import FormRow
from alongside.questionnaire.xlsform.wording import Wording
from alongside.questionnaire.xlsform.workbook import Sheet
from alongside.questionnaire.xlsform.xpath import column_names, fill_columns

Choice = Mapping[str, AnyJson]
OTHER = "other"
"""The choice that ``or_other`` adds to a list."""

CHOICE_COLUMNS = frozenset(
    {"list_name", "list", "name", "value", "label", "caption", "image", "audio", "video"}
    | {"big-image"}
)
_OR_OTHER = re.compile(r"\bor[ _](specify[ _])?other\s*$")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one question, and our codes of each choice by its name."""

    options: tuple[Option, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Choices:
    """The choices sheet, and what was used of it.

    Parameters
    ----------
    lists
        Choices by list as pyxform reads them.
    written
        Names of choices by list as they stand on the sheet.
    """

    losses: Losses
    wording: Wording
    lists: Mapping[str, Sequence[Choice]]
    written: Mapping[str, frozenset[str]]
    used_lists: set[str] = field(default_factory=set)
    used_columns: set[str] = field(default_factory=set)

    def of(self, row: FormRow, asked: Mapping[str, Asked]) -> Options:
        """Return the options of a select, each with the condition its filter gives."""
        made: list[Option] = []
        codes: dict[str, list[str]] = {}
        never: list[str] = []
        for choice in self._choices(row):
            name = str(choice.get("name", "")).strip()
            show_if = self._condition(row, choice, asked)
            if show_if == NEVER:
                never.append(name)
                continue
            label = self.wording.text(row, choice.get("label"))
            if not label:
                self.losses.add(row, "xlsform-choice-label", code=name)
                label = self.wording.text(row, name)
            option = Option(
                code="",
                label=label,
                other=name == OTHER and says_or_other(row),
                show_if=None if show_if == ALWAYS else show_if,
            )
            self._add(row, name, option, made, codes)
        if never:
            self.losses.add(row, "xlsform-choice-never", codes=", ".join(dict.fromkeys(never)))
        return Options(tuple(made), {name: tuple(found) for name, found in codes.items()})

    def check(self, choices: Sheet) -> None:
        """Note lists and columns that nothing uses; call it when every question is read."""
        unused = [name for name in self.written if name not in self.used_lists]
        if unused:
            self.losses.add_apart("choices", "xlsform-unused-lists", names=", ".join(unused))
        for head in dict.fromkeys(choices.heads):
            spare = head and head not in CHOICE_COLUMNS | self.used_columns
            if spare and choices.filled(head):
                self.losses.add_apart(f"column {head}", "xlsform-choice-column")

    def _choices(self, row: FormRow) -> Iterator[Choice]:
        """Yield the choices of a row, without the one that another row's or_other added."""
        name = str(row.raw.get("list_name") or row.raw.get("itemset") or "")
        self.used_lists.add(name)
        added = not says_or_other(row) and OTHER not in self.written.get(name, ())
        media: set[str] = set()
        for choice in row.raw.get("choices") or self.lists.get(name, ()):
            if not (added and choice.get("name") == OTHER):
                media.update(choice.get("media") or ())
                yield choice
        if media:
            self.losses.add(row, "xlsform-choice-media", keys=", ".join(sorted(media)))

    def _condition(self, row: FormRow, choice: Choice, asked: Mapping[str, Asked]) -> Condition:
        words = str(row.raw.get("choice_filter") or "").strip()
        if not words:
            return ALWAYS
        try:
            filled = fill_columns(words, choice)
            condition = read_condition(filled, asked, other_choices=True)
        except ValueError as fault:
            self._lose_filter(row, words, f"A cell holds {fault}.")
            return ALWAYS
        except NotKeptError as fault:
            self._lose_filter(row, words, str(fault))
            return ALWAYS
        self.used_columns.update(name.lower() for name in column_names(words))
        return condition

    def _lose_filter(self, row: FormRow, words: str, reason: str) -> None:
        self.losses.add(row, "xlsform-choice-filter", words=words, reason=reason)

    def _add(
        self,
        row: FormRow,
        name: str,
        option: Option,
        made: list[Option],
        codes: dict[str, list[str]],
    ) -> None:
        """Add an option under a code of its own, or join it to its twin."""
        for spot, twin in enumerate(made):
            if twin.code in codes.get(name, ()) and twin.label == option.label:
                if twin.show_if is None or option.show_if is None:
                    self.losses.add(row, "xlsform-choice-twice", code=name)
                    made[spot] = replace(twin, show_if=None)
                else:
                    either = simplify(Any((twin.show_if, option.show_if)))
                    made[spot] = replace(twin, show_if=either)
                return
        code = _option_code(name, {item.code for item in made}, len(made))
        if name in codes:
            self.losses.add(row, "xlsform-choice-twice-kept", code=name, new=code)
        elif code != name:
            self.losses.add(row, "xlsform-choice-code", old=name, new=code)
        codes.setdefault(name, []).append(code)
        made.append(replace(option, code=code))


def says_or_other(row: FormRow) -> bool:
    """Return whether the type in the cell asks for a choice "other" with a box for words."""
    return bool(_OR_OTHER.search(row.written.strip().lower()))


def names_by_list(choices: Sheet) -> dict[str, frozenset[str]]:
    """Return the names on the choices sheet, by list."""
    found: dict[str, set[str]] = {}
    for _, cells in choices.rows:
        name = cells.get("list_name") or cells.get("list") or ""
        if name:
            found.setdefault(name, set()).add(cells.get("name") or cells.get("value") or "")
    return {name: frozenset(values) for name, values in found.items()}


def _option_code(name: str, taken: set[str], number: int) -> str:
    """Return the name where it can be a code, else the nearest code that is free."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_").lstrip("-") or f"option_{number + 1}"
    code, turn = plain, 2
    while code in taken:
        code, turn = f"{plain}_{turn}", turn + 1
    return code
