"""``alongside releases``: what was published from a study, and whether it gives anything away."""

from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.dataset import load_for_tables
from alongside.kernel.errors import DisclosureError
from alongside.questionnaire import load_study
from alongside.tabulate import audit, read_log, standing


def releases(
    study: Annotated[Path, typer.Argument(help="The study folder.")],
) -> None:
    """List what was published, and check that no small number can be worked out from all of it.

    Tables come into the list when they are written to a file by **alongside tabulate**.
    Leaves with code 1 when something can be worked out.

    Example: **alongside releases my-study**
    """
    loaded = load_study(study)
    entries = read_log(loaded.folder)
    if not entries:
        show.say("Nothing was published from this study yet.")
        return
    rows = [
        (entry.day.isoformat() if not place else "", entry.how if not place else "", each.title,
         str(len(each.withheld)))
        for entry in entries
        for place, each in enumerate(entry.tables)
    ]  # fmt: skip
    show.grid("Published", ("Day", "What", "Table", "Withheld"), rows, [])
    rule = loaded.settings.disclosure
    if not rule.protects:
        show.say("The study withholds nothing, so there is nothing to work out.")
        return
    with show.progress("Working out what can be worked out") as step:
        dataset = load_for_tables(loaded)
        found = audit(
            dataset,
            standing(entries, dataset, rule),
            rule,
            lambda done, total: step(f"{done:,} of {total:,} numbers"),
        )
    if not found.exact:
        show.say("Too many tables for every inference: sums, differences and pairs were checked.")
    if not found.open:
        show.done(f"None of {found.looked_at:,} small numbers can be worked out.")
        return
    worked_out = [
        (bounds.target.words, f"{bounds.low:.0f} to {bounds.high:.0f}") for bounds in found.open
    ]
    show.words("Can be worked out", ("Number", "Lies between"), worked_out)
    raise DisclosureError(
        f"{len(worked_out)} of {found.looked_at:,} small numbers are known too well from what was "
        "published.",
        where=str(loaded.folder),
        remedy="Take back one of the tables that give them away, if you still can, and publish no "
        "more of the same questions.",
    )
