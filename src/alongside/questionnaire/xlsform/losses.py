"""What an imported questionnaire had to leave behind, said so that a person can act on it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that was not kept, or kept in another form.

    Parameters
    ----------
    row
        Row of the survey sheet, or None for the form as a whole.
    name
        Name of the question or group.
    what
        What was there, and what became of it.
    """

    row: int | None
    name: str
    what: str


@dataclass
class Losses:
    """Collects losses while a form is converted."""

    rows: dict[str, int]
    found: list[Loss] = field(default_factory=list)

    def add(self, name: str, what: str) -> None:
        """Note one loss at a question, once."""
        loss = Loss(self.rows.get(name), name, what)
        if loss not in self.found:
            self.found.append(loss)


def losses_as_markdown(title: str, source: str, losses: list[Loss]) -> str:
    """Return import-notes.md: every loss in the order of the form."""
    lines = [f"# Import notes: {title}", "", f"Made from {source}.", ""]
    if not losses:
        return "\n".join([*lines, "Everything was kept.", ""])
    lines += [
        "What follows was left out or changed. Nothing else was.",
        "",
        "| row | name | what |",
        "|---:|---|---|",
    ]
    ordered = sorted(losses, key=lambda loss: (loss.row is not None, loss.row or 0))
    for loss in ordered:
        words = loss.what.replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {loss.row or ''} | {loss.name} | {words} |")
    return "\n".join([*lines, ""])
