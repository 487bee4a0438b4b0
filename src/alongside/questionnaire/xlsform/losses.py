"""What an imported questionnaire had to leave behind, said so that a person can act on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alongside.kernel.messages import message
from alongside.questionnaire.xlsform.rows import FormRow


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that was not kept, or kept in another form.

    Parameters
    ----------
    row
        Row of the survey sheet, or None for what has no row of its own.
    name
        Name of the question, group, list, sheet, column or setting.
    code, params
        The sentence in the catalogue, and what fills it.
    """

    row: int | None
    name: str
    code: str
    params: Mapping[str, object]

    @property
    def what(self) -> str:
        """Return what was there and what became of it, in plain words."""
        return message(self.code, "what", self.params)


@dataclass
class Losses:
    """Collects losses while a form is converted."""

    found: list[Loss] = field(default_factory=list)

    def add(self, row: FormRow, code: str, /, **params: object) -> None:
        """Note one loss at a question or group, once."""
        self._add(Loss(row.number, row.name, code, params))

    def add_apart(self, name: str, code: str, /, **params: object) -> None:
        """Note one loss of something that is no question: a list, a sheet, a setting."""
        self._add(Loss(None, name, code, params))

    def in_order(self) -> tuple[Loss, ...]:
        """Return every loss, in the order of the form; what has no row comes last."""
        return tuple(sorted(self.found, key=lambda loss: (loss.row is None, loss.row or 0)))

    def _add(self, loss: Loss) -> None:
        if loss not in self.found:
            self.found.append(loss)


def losses_as_markdown(
    title: str, source: str, losses: Sequence[Loss], cautions: Sequence[Loss]
) -> str:
    """Return import-notes.md: every loss in the order of the form, then what to look at."""
    lines = [f"# Import notes: {_cell(title)}", "", f"Made from {source}.", ""]
    if losses:
        lines += ["## What was lost", "", "Left out or changed. Nothing else was.", ""]
        lines += _table(losses)
    else:
        lines += ["Everything was kept.", ""]
    if cautions:
        lines += ["## Look at these before you ask", "", *_table(cautions)]
    return "\n".join(lines)


def _table(losses: Sequence[Loss]) -> list[str]:
    rows = [f"| {loss.row or ''} | {_cell(loss.name)} | {_cell(loss.what)} |" for loss in losses]
    return ["| row | name | what |", "|---:|---|---|", *rows, ""]


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
