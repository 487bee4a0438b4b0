"""Findings as values: what an author should mend, and where.

A check never stops at the first fault: it returns a list of :class:`Problem`. The
sentences live in one translatable catalogue (``kernel/messages/<language>/``), so a
problem carries a code and its parameters, not words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from alongside.kernel.messages import message


class Severity(StrEnum):
    """How much a problem matters: an error stops, a warning asks, advice offers."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem sits.

    Parameters
    ----------
    file
        Path as the author knows it, usually relative to the study folder.
    line
        Line number from 1, or None when the file has no lines (a workbook).
    item
        The thing inside the file: ``question heard``, ``option yes``, ``row 12``.
    """

    file: str = ""
    line: int | None = None
    item: str = ""

    def __str__(self) -> str:
        spot = f"{self.file}:{self.line}" if self.line is not None else self.file
        return ", ".join(part for part in (spot, self.item) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a catalogue code, a place, and the parameters of its sentence."""

    code: str
    where: Place = field(default_factory=Place)
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    severity: Severity = Severity.ERROR

    def what(self, language: str = "en") -> str:
        """Return what is wrong, in plain words."""
        return message(self.code, "what", self.params, language)

    def remedy(self, language: str = "en") -> str:
        """Return how to mend it, in plain words."""
        return message(self.code, "remedy", self.params, language)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any problem is an error (warnings and advice do not stop work)."""
    return any(problem.severity is Severity.ERROR for problem in problems)
