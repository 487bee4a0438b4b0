"""The rows of a form as a tree of groups and questions, each with its place in the workbook."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any as AnyJson

from alongside.questionnaire.xlsform.workbook import Sheet, is_true

Raw = Mapping[str, AnyJson]
GROUPS = frozenset({"group", "repeat"})


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of the survey sheet as pyxform understands it.

    Parameters
    ----------
    number
        Row of the sheet; None when pyxform added it by itself.
    kind
        The type by pyxform's own name.
    written
        The type as it stands in the cell.
    raw
        Everything pyxform says about it.
    """

    number: int | None
    name: str
    kind: str
    written: str
    raw: Raw
    children: tuple["FormRow", ...] = ()

    @property
    def bind(self) -> Raw:
        """Conditions, constraint, required, calculation."""
        return self.raw.get("bind") or {}

    @property
    def control(self) -> Raw:
        """Appearance and repeat count."""
        return self.raw.get("control") or {}

    @property
    def appearance(self) -> str:
        """The appearance in small letters."""
        return str(self.control.get("appearance") or "").strip().lower()

    @property
    def relevant(self) -> str:
        """The condition as written, or ""."""
        return str(self.bind.get("relevant") or "").strip()

    @property
    def is_group(self) -> bool:
        """Whether it holds other rows."""
        return self.kind in GROUPS

    def questions(self) -> Iterator["FormRow"]:
        """Yield itself, or every question inside it."""
        if not self.is_group:
            yield self
        for child in self.children:
            yield from child.questions()


def read_rows(children: Sequence[Raw], survey: Sheet) -> tuple[FormRow, ...]:
    """Return pyxform's rows with their place on the sheet.

    The same name may stand in several groups, so places are dealt out in reading order.
    """
    places: dict[str, deque[tuple[int, str]]] = defaultdict(deque)
    for number, cells in survey.rows:
        kind = cells.get("type", "")
        name = next((cells[key] for key in ("name", "tag", "value") if cells.get(key)), "")
        if name and not kind.lower().startswith("end") and not is_true(cells.get("disabled", "")):
            places[name].append((number, kind))

    def read(raw: Raw) -> FormRow:
        name = str(raw["name"])
        number, written = places[name].popleft() if places[name] else (None, "")
        kind = str(raw["type"])
        inner = tuple(read(child) for child in raw.get("children") or () if kind in GROUPS)
        return FormRow(number, name, kind, written or kind, raw, inner)

    return tuple(read(child) for child in children if child["name"] != "meta")
