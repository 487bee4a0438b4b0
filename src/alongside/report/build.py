"""Builds a study's report: bind, print in each format, and only then put the files in place."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alongside.dataset import DataSet
from alongside.kernel.errors import ReportError
from alongside.questionnaire.study import Study
from alongside.report.binding import bind_report
from alongside.report.blocks import word
from alongside.report.docx import render_docx
from alongside.report.facts import BoundReport, Fact
from alongside.report.html import render_html
from alongside.report.pdf import render_pdf
from alongside.report.source import FILE

FORMATS = ("html", "docx", "pdf")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class BuiltReport:
    """What was built: the file of each format, and every fact printed in the text."""

    paths: Mapping[str, Path]
    facts: tuple[Fact, ...]
    report: BoundReport


def build_report(
    study: Study,
    dataset: DataSet,
    out: Path,
    formats: Sequence[str] = FORMATS,
    progress: Progress | None = None,
) -> BuiltReport:
    """Build ``report.html``, ``report.docx`` and ``report.pdf`` into a folder.

    Everything is made in a temporary folder beside the target and moved when all formats
    are done: a build that fails leaves the old files as they were.

    Parameters
    ----------
    study, dataset
        The study, whose folder holds report.md, and its answers.
    out
        Folder for the files; made when it is not there.
    formats
        Any of ``html``, ``docx``, ``pdf``.
    progress
        Called with a few words before each step; None: silent.

    Raises ``ReportError`` when there is no report.md or a format is unknown, and what
    :func:`alongside.report.binding.bind_report` raises.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ReportError(
            f"There is no report format {', '.join(unknown)}.",
            remedy=f"Choose from: {', '.join(FORMATS)}.",
        )
    say = progress or _silent
    source = _read_source(study)
    say(word("step-bind", "en"))
    report = bind_report(study, dataset, source)
    out.mkdir(parents=True, exist_ok=True)
    paths: dict[str, Path] = {}
    with tempfile.TemporaryDirectory(prefix=".report-", dir=out) as name:
        folder = Path(name)
        for kind in formats:
            say(word(f"step-{kind}", "en"))
            _render(kind, report, folder / f"report.{kind}", study.folder)
        for kind in formats:
            paths[kind] = (folder / f"report.{kind}").replace(out / f"report.{kind}")
    return BuiltReport(paths, report.facts, report)


def _silent(_step: str) -> None:
    return


def _read_source(study: Study) -> str:
    path = study.folder / FILE
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ReportError(
            f"The study {study.slug} has no report.",
            where=str(path),
            remedy="Write report.md in the study folder; docs/report-language.md shows how.",
        ) from None
    except UnicodeDecodeError:
        raise ReportError(
            "The report is not text in UTF-8.",
            where=str(path),
            remedy="Save the file again as UTF-8.",
        ) from None


def _render(kind: str, report: BoundReport, path: Path, pictures: Path) -> None:
    match kind:
        case "html":
            path.write_text(render_html(report, pictures), "utf-8")
        case "docx":
            render_docx(report, path, pictures)
        case _:
            render_pdf(report, path, pictures)
