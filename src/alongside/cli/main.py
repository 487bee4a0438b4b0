"""The ``alongside`` command: its verbs, and how it speaks when something is wrong.

Exit codes: 0 done; 1 refused or problems found (said on standard error); 2 the command
itself was not understood; 130 stopped by the person.
"""

import errno
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.verbs import Verbs
from alongside.kernel.errors import AlongsideError

REFUSED = 1
STOPPED = 130

app = typer.Typer(
    name="alongside",
    cls=Verbs,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Co-produced survey research, from the questions to what changed because of the answers.",
    epilog="Begin with: **alongside demo** (see everything), or **alongside new my-study**.",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        show.plain(f"alongside {version('alongside')}")
        raise typer.Exit


@app.callback()
def _options(
    said: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Hold the options that belong to no verb."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(exit_code_of(arguments))


def exit_code_of(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every refusal is one clear message."""
    try:
        app(args=arguments)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else REFUSED
    except AlongsideError as refusal:
        show.refusal(refusal)
        return REFUSED
    except KeyboardInterrupt:
        show.warn("Stopped.")
        return STOPPED
    except OSError as fault:
        show.refusal(_explain_system_error(fault))
        return REFUSED
    return 0


_REMEDIES = {
    errno.EACCES: "Check who may write there, or choose another folder.",
    errno.EROFS: "Choose a folder that can be written to.",
    errno.ENOSPC: "The disk is full: free some space and run the command again.",
    errno.ENOENT: "Check the name and the folder you are in.",
    errno.EISDIR: "Name a file, not a folder.",
    errno.ENOTDIR: "Name a folder, not a file.",
    errno.EADDRINUSE: "Another program uses this port: choose one with --port.",
}


def _explain_system_error(fault: OSError) -> AlongsideError:
    reason = fault.strerror or str(fault)
    return AlongsideError(
        f"The computer refused: {reason}.",
        where=str(fault.filename or ""),
        remedy=_REMEDIES.get(fault.errno or 0, "Nothing more was written."),
    )
