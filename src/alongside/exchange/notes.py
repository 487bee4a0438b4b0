"""What an export or import did to the data: every name, label and answer it had to change.

Nothing is shortened or left out silently. The command line prints a summary, and the whole list
stands in a file beside the data.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

WHY_LABEL = "Why there is no answer"
WHY_SUFFIX = "_why"
"""Ending of a column that says why there is no answer in another."""
_CHANGE_HEADS = ("respondent", "variable", "what", "happened", "was", "is now", "why")
_WRITTEN_HEADS = ("column", "variable", "option", "values")


class ChangeKind(StrEnum):
    """What happened to a label or an answer."""

    SHORTENED = "shortened"
    ALTERED = "altered"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Change:
    """One label or answer that the file could not hold as it was.

    Parameters
    ----------
    variable
        Code of the variable.
    of
        What was changed, in plain words: ``label``, ``label of option north``, ``answer``.
    why
        The rule of the format, one plain sentence without its full stop.
    was, now
        Before and after: words for labels, lengths for answers (an answer is never repeated here).
    respondent
        Whose answer; None for what concerns everybody.
    """

    kind: ChangeKind
    variable: str
    of: str
    why: str
    was: str
    now: str
    respondent: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How one column of the file came about.

    Parameters
    ----------
    column
        Its name in the file.
    variable
        Code of the variable in the study.
    option
        Code of the option, for a column of a question with several answers; else "".
    values
        What each value in the file stands for: (value, code in the study or kind of missing).
    """

    column: str
    variable: str
    option: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """What was written, under which names, and what had to change.

    Parameters
    ----------
    format
        The name of the format, as people know it.
    files
        Every file written; the first is the one to open.
    notes
        What somebody who opens it must know, in plain sentences.
    """

    format: str
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def renamed(self) -> tuple[Written, ...]:
        """Columns that hold a whole variable and are not called by its code."""
        return tuple(
            item
            for item in self.written
            if not item.option and item.column not in (item.variable, item.variable + WHY_SUFFIX)
        )

    def summary(self) -> tuple[str, ...]:
        """Return a few lines: which names differ, how many labels and answers changed, and why."""
        counts: Counter[tuple[ChangeKind, bool, str]] = Counter()
        for change in self.changes:
            counts[change.kind, change.respondent is not None, change.why] += 1
        lines = []
        if self.renamed:
            pairs = ", ".join(f"{item.variable} is {item.column}" for item in self.renamed)
            lines.append(f"Names that {self.format} does not take as they are: {pairs}.")
        for (kind, is_answer, why), times in counts.items():
            what = ("answer" if is_answer else "label or name") if times == 1 else ""
            what = what or ("answers" if is_answer else "labels or names")
            lines.append(f"{times:,} {what} {kind.value}: {why}.")
        return tuple(lines)


def notes_beside(path: Path) -> Path:
    """Return where the list of what was changed stands: ``data.sav`` has ``data.sav.notes.md``."""
    return path.with_name(f"{path.name}.notes.md")


def transfer_markdown(transfer: Transfer) -> str:
    """Return the whole list as Markdown: notes, changes, then every column with its values."""
    title = transfer.files[0].name if transfer.files else "the data"
    lines = [f"# {title}: how the data became {transfer.format}", ""]
    for note in transfer.notes:
        lines += [note, ""]
    lines += ["## What had to change", ""]
    if transfer.changes:
        lines += _table(_CHANGE_HEADS, [_change_row(change) for change in transfer.changes])
    else:
        lines += ["Nothing was shortened, altered or left out.", ""]
    if transfer.written:
        lines += ["## Columns", ""]
        lines += _table(_WRITTEN_HEADS, [_written_row(item) for item in transfer.written])
    return "\n".join(lines)


def _change_row(change: Change) -> tuple[str, ...]:
    who = "" if change.respondent is None else str(change.respondent)
    return (who, change.variable, change.of, change.kind.value, change.was, change.now, change.why)


def _written_row(item: Written) -> tuple[str, ...]:
    values = "; ".join(f"{value} = {code}" for value, code in item.values)
    return (item.column, item.variable, item.option, values)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"
    yield ""


def _cell(words: str) -> str:
    shown = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in words)
    return shown.replace("\\", "\\\\").replace("|", "\\|")
