"""Verbs that run the site. The web room is started as its own process, never imported."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.server import STOPPED, run_until_stopped, server_command
from alongside.collect import check_promise
from alongside.kernel.errors import AlongsideError, ProblemsFoundError
from alongside.kernel.problems import Severity
from alongside.questionnaire import Study, load_study

DEFAULT_DATA = Path("var")

Studies = Annotated[
    list[Path], typer.Argument(help="One or more study folders.", metavar="STUDY...")
]
DataFolder = Annotated[
    Path, typer.Option("--data", help="Where answers and built reports are kept.")
]


def serve(
    studies: Studies,
    data: DataFolder = DEFAULT_DATA,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Server processes.")] = 2,
) -> None:
    """Serve studies: questions to answer, tables, and the built report.

    Example: **alongside serve studies/coproduction --port 8000**
    """
    for folder in studies:
        refuse_broken_promise(load_study(folder))
    refuse_used_address(host, port)
    environment = site_environment(studies, data)
    manage(["migrate", "--no-input", "--verbosity", "0"], environment)
    show.done(f"Serving on http://{host}:{port}/ (stop with Ctrl+C)")
    code = run_until_stopped(server_command(host, port, workers), environment)
    if code not in STOPPED:
        raise AlongsideError(
            f"The server stopped by itself (exit code {code}).",
            remedy="The lines above say why.",
        )


def gather(
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    data: DataFolder = DEFAULT_DATA,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write. [default: STUDY/data/responses.jsonl]"),
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
    leave_out_changed: Annotated[
        bool,
        typer.Option(
            "--leave-out-changed", help="Leave out answers that the questionnaire no longer knows."
        ),
    ] = False,
) -> None:
    """Bring the answers collected on the site into the study folder, ready for tables.

    Example: **alongside gather my-study**
    """
    loaded = load_study(study)
    target = out or study / "data" / "responses.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = {"--force": force, "--leave-out-changed": leave_out_changed}
    chosen = [flag for flag, given in flags.items() if given]
    arguments = ["gather", loaded.slug, "--out", str(target), *chosen]
    said = manage(arguments, site_environment([study], data)).splitlines()
    show.done(f"Wrote {target}")
    for line in said[1:]:
        show.say(line)


def refuse_broken_promise(study: Study) -> None:
    """Refuse to serve a study whose settings or questions break its promise."""
    broken = [item for item in check_promise(study) if item.severity is Severity.ERROR]
    if broken:
        raise ProblemsFoundError(
            f"{study.folder} cannot be opened: it would break what it promises to people.",
            broken,
            remedy=f"Mend it, then run: alongside check {study.folder}",
        )


def refuse_used_address(host: str, port: int) -> None:
    """Refuse an address the server could not listen on, before anything is started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        raise AlongsideError(
            f"The site cannot listen on {host}, port {port}: {fault.strerror or fault}.",
            remedy="If another program uses the port, choose another with --port.",
        ) from None


def site_environment(studies: list[Path], data: Path) -> dict[str, str]:
    """Return the environment the web room reads its settings from; makes the data folder."""
    data.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "ALONGSIDE_STUDIES": os.pathsep.join(str(folder.resolve()) for folder in studies),
        "ALONGSIDE_DATA": str(data.resolve()),
    }


def manage(arguments: list[str], environment: dict[str, str]) -> str:
    """Run one management command of the web room and return what it printed.

    Its own words explain a refusal.
    """
    command = [sys.executable, "-m", "alongside.web", *arguments]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode:
        said = (ran.stderr or ran.stdout).strip().splitlines()
        raise AlongsideError(
            said[-1].removeprefix("CommandError: ")
            if said
            else f"“{' '.join(arguments)}” did not work.",
            remedy="Nothing was changed.",
        )
    return ran.stdout
