"""Verbs on a study: begin one, check it, build its report."""

import json
import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.collect import check_promise
from alongside.dataset import find_study_parts, has_answers, load_dataset, load_for_tables
from alongside.dataset.weights import WEIGHTS_PLAN
from alongside.kernel.errors import AlongsideError, ProblemsFoundError, StudyError
from alongside.kernel.problems import Problem, Severity, has_errors
from alongside.questionnaire import (
    Questionnaire,
    Study,
    check_study,
    find_routes,
    load_study,
    read_study,
)
from alongside.report import FORMATS, build_report
from alongside.tabulate import LOG_FILE, add_to_log, check_sampling, entry_of
from alongside.tabulate.sampling import check_columns
from alongside.weigh import check_plans

StudyFolder = Annotated[Path, typer.Argument(help="The study folder.")]


def new(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    title: Annotated[str, typer.Option(help="What the study is called.")] = "My study",
) -> None:
    """Begin a study: a folder with a small questionnaire to change, and a report to fill.

    Example: **alongside new hearing-aids --title "Getting a hearing aid"**
    """
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        raise StudyError(
            "There is something there already, so nothing was written.",
            where=str(folder),
            remedy="Choose a new folder name.",
        )
    with as_file(files("alongside.cli") / "starter") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True)
    settings = folder / "study.yaml"
    words = settings.read_text("utf-8")
    settings.write_text(words.replace('"My study"', json.dumps(title, ensure_ascii=False)), "utf-8")
    show.done(f"Made {folder}/ with study.yaml, questionnaire.yaml and report.md")
    show.say(f"Next: change questionnaire.yaml, then run: alongside check {folder}")


def check(
    study: StudyFolder,
    as_json: Annotated[bool, typer.Option("--json", help="Print problems as JSON.")] = False,
    strict: Annotated[bool, typer.Option(help="Warnings count as errors.")] = False,
) -> None:
    """List every problem of a study at once, and how long each route takes.

    Example: **alongside check studies/coproduction**
    """
    loaded, found = read_study(study)
    if loaded is not None:
        more = [*check_study(loaded), *check_promise(loaded)]
        more += [*_check_weighting(loaded), *_check_sample(loaded)]
        found = [*found, *(item for item in more if item not in found)]
    if as_json:
        show.plain(json.dumps([_as_data(item) for item in found], ensure_ascii=False, indent=2))
    else:
        show.problems(found)
        if loaded is not None and loaded.questionnaire is not None and not has_errors(found):
            _show_routes(loaded.questionnaire)
        _show_verdict(found)
    stops = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(item.severity in stops for item in found):
        raise typer.Exit(1)


def _check_weighting(study: Study) -> list[Problem]:
    """Return what is wrong with weights.yaml; its names are looked up where there are data."""
    if not (study.folder / WEIGHTS_PLAN).exists():
        return []
    return check_plans(study.folder, load_dataset(study) if has_answers(study) else None)


def _check_sample(study: Study) -> list[Problem]:
    """Return what the data, where there are any, say against the stated sample."""
    if study.settings.sampling is None:
        return []
    try:
        parted = find_study_parts(study)
        if parted is not None:
            return [*check_columns(study.settings.sampling, parted.codebook, parted.columns)]
        return check_sampling(load_dataset(study))
    except AlongsideError:
        return []  # no data yet, or such as cannot be read: whoever counts them is told why


def report(
    study: StudyFolder,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to. [default: var/reports/STUDY]")
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", help="html, docx, pdf, or several with commas.")
    ] = "html,docx,pdf",
    publish: Annotated[
        bool,
        typer.Option(
            "--publish", help="Note the tables as published: later ones are held against them."
        ),
    ] = False,
) -> None:
    """Build the report: every number in it is counted from the data now.

    Add **--publish** when it goes out: see **alongside releases**.

    Example: **alongside report studies/coproduction --format html,pdf**
    """
    wanted = tuple(name for name in re.split(r"[,\s]+", formats.strip().lower()) if name)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise typer.BadParameter(
            f"“{formats}” is not known; choose from {', '.join(FORMATS)}.", param_hint="--format"
        )
    build_study_report(study, out or default_report_folder(study), wanted, publish=publish)


def default_report_folder(study: Path, data: Path = Path("var")) -> Path:
    """Return where the site looks for a study's built report."""
    return data / "reports" / study.resolve().name


def build_study_report(
    study: Path, out: Path, formats: tuple[str, ...] = FORMATS, *, publish: bool = False
) -> None:
    """Load a study, build its report, note it as published if asked, and say what was written."""
    with show.progress("Reading the study") as step:
        loaded = load_study(study)
        dataset = load_for_tables(loaded)
        built = build_report(loaded, dataset, out, formats=formats, progress=step)
        if publish and built.report.printed:
            today = datetime.now(tz=UTC).date()
            add_to_log(loaded.folder, entry_of(dataset, "report", built.report.printed, today))
    for path in built.paths.values():
        show.done(f"Wrote {path} ({path.stat().st_size / 1024:,.0f} KB)")
    if built.report.printed:
        noted = f"Noted in {loaded.folder}/{LOG_FILE}." if publish else "A draft: it is not noted."
        show.say(f"{noted} Tables that come later are held against what is noted.")
    show.say(f"{len(built.facts)} numbers in the text, every one counted from the data.")


def require_no_errors(study: Path) -> None:
    """Raise with every problem when a study has errors; warnings pass."""
    loaded, found = read_study(study)
    if loaded is not None:
        found = [*found, *(item for item in check_study(loaded) if item not in found)]
    errors = [item for item in found if item.severity is Severity.ERROR]
    if errors:
        raise ProblemsFoundError(
            f"{study} has {len(errors)} error(s).",
            errors,
            remedy=f"Mend them, then run: alongside check {study}",
        )


def _show_routes(questionnaire: Questionnaire) -> None:
    routes = find_routes(questionnaire)
    groups: dict[str, list[tuple[int, float]]] = {}
    for route in routes.routes:
        groups.setdefault(route.audience, []).append((route.question_count, route.minutes))
    names = {
        item.code: item.label.say(questionnaire.languages[0]) for item in questionnaire.audiences
    }
    rows = [
        [
            names.get(audience, audience) or "Everyone",
            str(len(found)),
            _span([float(count) for count, _ in found]),
            _span([minutes for _, minutes in found]),
        ]
        for audience, found in groups.items()
    ]
    note = "" if routes.exact else "Too many routes to list them all: these are a sample."
    headers = ["Audience", "Routes", "Questions", "Minutes (estimate)"]
    show.grid("Ways through the questionnaire", headers, rows, [note] if note else [])


def _span(numbers: list[float]) -> str:
    low, high = round(min(numbers)), round(max(numbers))
    return str(low) if low == high else f"{low} to {high}"


def _show_verdict(found: list[Problem]) -> None:
    counts = Counter(item.severity for item in found)
    if not found:
        show.done("No problems found.")
        return
    said = ", ".join(
        f"{counts[severity]} {word}{'s' if counts[severity] != 1 and word != 'advice' else ''}"
        for severity, word in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.ADVICE, "advice"),
        )
        if counts[severity]
    )
    (show.warn if counts[Severity.ERROR] else show.done)(f"Found: {said}.")


def _as_data(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "file": problem.where.file,
        "line": problem.where.line,
        "item": problem.where.item,
        "what": problem.what(),
        "remedy": problem.remedy(),
    }
