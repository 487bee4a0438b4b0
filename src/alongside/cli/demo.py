"""The demonstration: the whole line from questions to a published report, in one command."""

import shutil
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show, site, studies
from alongside.kernel.errors import StudyError

REFERENCE = "coproduction"


def run_demo(
    serve: Annotated[bool, typer.Option(help="Serve the site at the end.")] = True,
    data: site.DataFolder = site.DEFAULT_DATA,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Check the reference study, build its report in three formats, and serve it all.

    Example: **alongside demo --no-serve**
    """
    study = find_reference_study(data)
    show.say(f"1. Checking the questionnaire of {study}")
    studies.require_no_errors(study)
    show.done("The questionnaire has no errors")
    show.say("2. Building the report from the (synthetic) answers")
    studies.build_study_report(study, studies.default_report_folder(study, data))
    show.say("3. Preparing the place where new answers are kept")
    site.manage(["migrate", "--no-input", "--verbosity", "0"], site.site_environment([study], data))
    show.done(f"Answers will be kept in {data}/")
    if serve:
        show.say(f"4. Open http://127.0.0.1:{port}/ in a browser")
        site.serve([study], data=data, port=port)
    else:
        show.say(f"To see it in a browser: alongside serve {study} --data {data}")


def find_reference_study(data: Path) -> Path:
    """Return the reference study: of the source tree, or a copy of the packaged one."""
    in_tree = Path(str(files("alongside"))).parents[1] / "studies" / REFERENCE
    if (in_tree / "study.yaml").exists():
        return in_tree.relative_to(Path.cwd()) if in_tree.is_relative_to(Path.cwd()) else in_tree
    packaged = Path(str(files("alongside") / "studies" / REFERENCE))
    if not (packaged / "study.yaml").exists():
        raise StudyError(
            "The reference study is not part of this installation.",
            remedy="Install Alongside again, or run the command from its source folder.",
        )
    copy = data / "studies" / REFERENCE
    if not copy.exists():
        shutil.copytree(packaged, copy)
    return copy
