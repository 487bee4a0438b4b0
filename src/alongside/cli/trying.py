"""The verb that tries a study out before anybody is asked."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from ruamel.yaml import YAML

from alongside.cli import show
from alongside.cli.site import site_environment
from alongside.cli.studies import StudyFolder, require_no_errors
from alongside.kernel.errors import AlongsideError, StudyError
from alongside.questionnaire import load_study

MOST_NAMED = 12
"""Pages and options named that no walk met."""
WHENEVER = ("opens", "closes", "status")
"""Settings that say when a study takes answers: a copy to try takes them now."""


def walk(
    study: StudyFolder,
    rounds: Annotated[
        int, typer.Option(min=1, max=100, help="How often each route is walked.")
    ] = 3,
    seed: Annotated[int, typer.Option(help="The same number invents the same people.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Send invented people along every route, through the real pages, and say what they met.

    A copy of the study is served for this alone and thrown away with their answers; a study that
    is a draft or closed can be walked too.

    Example: **alongside walk studies/coproduction**
    """
    require_no_errors(study)
    loaded = load_study(study)
    if loaded.questionnaire is None:
        raise StudyError(
            "This study has no questionnaire, so there is nothing to walk through.",
            where=str(study),
            remedy="Walk a study that people answer.",
        )
    with tempfile.TemporaryDirectory(prefix="alongside-") as name:
        copy = _copy_to_try(study, Path(name) / loaded.slug)
        environment = site_environment([copy], Path(name) / "data")
        environment["ALONGSIDE_STARTS_PER_MINUTE"] = "0"
        environment.pop("DATABASE_URL", None)  # nothing invented goes where answers are kept
        arguments = [loaded.slug, "--rounds", str(rounds), "--seed", str(seed)]
        found = _run(arguments, environment)
    if as_json:
        show.plain(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show(found)
    if found["fault_count"]:
        raise typer.Exit(1)


def _copy_to_try(study: Path, target: Path) -> Path:
    """Copy a study without its data, open whatever its dates say."""
    shutil.copytree(study, target, ignore=shutil.ignore_patterns("data", "published", "report.md"))
    settings = target / "study.yaml"
    words = YAML(typ="rt")
    said = words.load(settings.read_text("utf-8"))
    for key in WHENEVER:
        said.pop(key, None)
    with settings.open("w", encoding="utf-8") as file:
        words.dump(said, file)
    return target


def _run(arguments: list[str], environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "alongside.web", "walk", *arguments]
    found: dict[str, Any] = {}
    with show.progress("Walking the routes") as step, tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        ) as walking:
            for line in walking.stdout or ():
                said = json.loads(line)
                if "walked" in said:
                    step(f"Walking the routes: {said['walked']} of {said['of']}")
                else:
                    found = said
        errors.seek(0)
        told = errors.read().strip().splitlines()
    if walking.returncode or not found:
        raise AlongsideError(
            told[-1] if told else "The walk stopped by itself.", remedy="Nothing was changed."
        )
    return found


def _show(found: dict[str, Any]) -> None:
    rows = [[what, f"{met} of {of}"] for what, (met, of) in found["covered"].items()]
    notes = [] if found["exact"] else ["Too many routes to walk them all: these are a sample."]
    show.grid(f"Met on {found['walks']} walks", ["", "Met"], rows, notes)
    if missing := found["not_met"]:
        more = f", and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        show.say("Not met: " + ", ".join(missing[:MOST_NAMED]) + more)
    for fault in found["faults"]:
        show.warn(f"{fault['why']}")
        show.say(f"   answers: {fault['answers']}")
    if found["fault_count"]:
        show.warn(f"{found['fault_count']} walk(s) did not go as the routes say.")
    else:
        show.done("Every walk went as its route says, from Start to the thank-you page.")
