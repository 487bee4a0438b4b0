"""The verb for what came from devices at events and could not be taken in."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.site import DEFAULT_DATA, DataFolder, manage, site_environment
from alongside.questionnaire import load_study

WHY = {
    "wrong-key": "Sealed for another site, or with a key that this site no longer has. Put the "
    "old key beside the new one as event-key-old.pem, then try again.",
    "damaged": "Does not open, or holds something else than answers. Nobody can mend this.",
    "changed": "Does not fit the questionnaire as it is now. Bring back what was changed, then "
    "try again.",
    "late": "Came when the study had been closed for long. Take it in with --late if people "
    "answered while it was open.",
}


class Reason(StrEnum):
    """Why parcels lie aside."""

    WRONG_KEY = "wrong-key"
    DAMAGED = "damaged"
    CHANGED = "changed"
    LATE = "late"


def parcels(
    study: Annotated[Path, typer.Argument(help="The study folder.", metavar="STUDY")],
    data: DataFolder = DEFAULT_DATA,
    try_again: Annotated[
        bool, typer.Option("--try-again", help="Take in those that fit now.")
    ] = False,
    late: Annotated[
        bool, typer.Option("--late", help="Take in those that came too late as well.")
    ] = False,
    delete: Annotated[
        Reason | None, typer.Option(help="Delete those put aside for this reason, for good.")
    ] = None,
) -> None:
    """Show answers from devices that were put aside because they did not fit; take them in.

    Example: **alongside parcels my-study --try-again**
    """
    slug = load_study(study).slug
    flags = {"--try-again": try_again, "--late": late}
    chosen = [flag for flag, given in flags.items() if given]
    if delete is not None:
        chosen += ["--delete", delete.value]
    said = json.loads(manage(["parcels", slug, *chosen], site_environment([study], data)))
    if try_again or late:
        show.done(f"Taken in: {said['taken']}")
        for line in said["why_not"]:
            show.say(f"Not taken in: {line}")
    if delete is not None:
        show.done(f"Deleted: {said['deleted']}")
    if not said["aside"]:
        show.say(f"Nothing that came from devices lies aside in {slug}.")
        return
    rows = [[str(n), reason, WHY[reason]] for reason, n in said["aside"].items()]
    show.grid(f"Put aside in {slug}", ["How many", "Why", "What to do"], rows)
