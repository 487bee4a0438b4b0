"""A study from a CSV of answers: the file as it is, a guessed codebook, a first report."""

import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alongside.dataset.codebook import VariableType
from alongside.dataset.csv_table import read_csv_table
from alongside.dataset.guess import guess_codebook
from alongside.dataset.source import SOURCE_FILE, read_source
from alongside.dataset.source_codebook import (
    CODEBOOK_FILE,
    SourceCodebook,
    dump_codebook,
)
from alongside.kernel.errors import StudyError
from alongside.kernel.text import plain_text
from alongside.questionnaire import StudySettings, dump_settings


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What was made, and what a person should look at."""

    folder: Path
    rows: int
    variables: int
    notes: tuple[str, ...]


def import_csv(source: Path, folder: Path, *, title: str = "") -> ImportReport:
    """Make a study folder from a CSV file with headings; the file itself is copied unchanged.

    Raises :class:`~alongside.kernel.errors.StudyError` when the folder holds something
    already, and :class:`~alongside.kernel.errors.DataError` or
    :class:`~alongside.kernel.errors.ProblemsFoundError` when the file cannot be read as a
    table. Then nothing is written.
    """
    source, folder = Path(source), Path(folder)
    refuse_full_folder(folder)
    table = read_csv_table(source)
    guess = guess_codebook(table)
    settings = StudySettings(
        title=plain_text(title or source.stem),
        status="closed",
        source=f"Imported from {source.name}.",
    )
    make_study(folder, settings, guess.codebook, lambda target: shutil.copyfile(source, target))
    return ImportReport(folder, len(table.lines), len(guess.codebook.variables), guess.notes)


def make_study(
    folder: Path,
    settings: StudySettings,
    codebook: SourceCodebook,
    write_data: Callable[[Path], object],
) -> None:
    """Make a study folder of imported data; ``write_data`` writes ``data/source.csv``.

    Everything is read once before the folder appears, so a study that does not load is never
    left behind. Raises what :func:`~alongside.dataset.source.read_source` raises.
    """
    refuse_full_folder(folder)
    there = next(parent for parent in folder.absolute().parents if parent.exists())
    with tempfile.TemporaryDirectory(dir=there, prefix=".import-") as draft_name:
        draft = Path(draft_name) / "study"
        (draft / "data").mkdir(parents=True)
        write_data(draft / SOURCE_FILE)
        (draft / CODEBOOK_FILE).write_text(dump_codebook(codebook), "utf-8")
        (draft / "study.yaml").write_text(dump_settings(settings), "utf-8")
        (draft / "report.md").write_text(_first_report(settings, codebook), "utf-8")
        read_source(draft)
        if folder.exists():
            folder.rmdir()
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(folder)


def refuse_full_folder(folder: Path) -> None:
    """Raise :class:`~alongside.kernel.errors.StudyError` unless the folder is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StudyError(
            "There is something there already, so nothing was written.",
            where=str(folder),
            remedy="Choose a new folder name.",
        )


def _first_report(settings: StudySettings, codebook: SourceCodebook) -> str:
    """Return a report to begin with: a table of two questions and a figure of one."""
    singles = [
        variable
        for variable in codebook.variables
        if variable.type is VariableType.SINGLE and 2 <= len(variable.categories) <= 12
    ]
    multis = [item for item in codebook.variables if item.type is VariableType.MULTI]
    title = _quoted(settings.title.say("en"))
    lines = ["---", f"title: {title}", "subtitle: First tables", "language: en", "---", ""]
    unit = "answers" if codebook.unit == "row" else "people"
    lines += ["# What is in the data", "", f"The data hold {{{{ completed() }}}} {unit}.", ""]
    if len(singles) >= 2:
        groups, question = sorted(singles, key=lambda item: len(item.categories))[:2]
        caption = _quoted(f"{question.label}, by {groups.label}")
        call = f'table("{question.code}", by="{groups.code}", caption={caption}, id="first")'
        lines += [f"{{{{ {call} }}}}", ""]
    shown = multis[0] if multis else singles[-1] if singles else None
    if shown is not None:
        caption = _quoted(shown.label)
        lines += [f'{{{{ figure("bars", "{shown.code}", caption={caption}, id="chart") }}}}', ""]
    lines += [
        "Change this text in report.md. The file docs/report-language.md lists what it can say."
    ]
    return "\n".join(lines) + "\n"


def _quoted(words: str) -> str:
    """Return words in quotation marks, as YAML and the expressions of a report both read them."""
    plain = " ".join(words.replace("{", "(").replace("}", ")").split())
    return json.dumps(plain, ensure_ascii=False)
