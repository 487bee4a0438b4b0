"""``gather``: bring the answers collected on the site into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alongside.collect import write_responses
from alongside.questionnaire import merge_versions
from alongside.web.records.management.kept import require_study
from alongside.web.records.parcels import count_aside
from alongside.web.records.store import can_hold_answers, gather_responses


class Command(BaseCommand):
    """Write every response of one study as JSON Lines, all or nothing."""

    help = "Write the answers collected for one study to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which words the command takes."""
        parser.add_argument("slug", help="name of the study's folder")
        parser.add_argument("--out", type=Path, required=True, help="file to write")
        parser.add_argument("--force", action="store_true", help="replace an existing file")
        parser.add_argument(
            "--leave-out-changed",
            action="store_true",
            help="leave out answers that the questionnaire no longer knows",
        )
        parser.add_argument(
            "--look", action="store_true", help="number the responses in this file only"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the command."""
        slug: str = options["slug"]
        out: Path = options["out"]
        study = require_study(slug)
        if out.is_dir():
            raise CommandError(f"{out} is a folder. Name a file.")
        if out.exists() and not options["force"]:
            raise CommandError(f"{out} is there already. Give --force to replace it.")
        if not can_hold_answers():
            raise CommandError(
                f"No answers are kept in {settings.ALONGSIDE_DATA}: no site was served from there."
            )
        gathered = gather_responses(study, keep_numbers=not options["look"])
        if not (gathered.responses or gathered.withdrawn or options["look"]):
            raise CommandError(f"Nobody has answered {slug} on this site yet.{_aside(slug)}")
        if gathered.unfit and not options["leave_out_changed"]:
            named = ", ".join(f"{code} ({count})" for code, count in sorted(gathered.unfit.items()))
            raise CommandError(
                f"The questionnaire was changed after people had answered; it no longer takes "
                f"these answers: {named}. Bring the questions and options back, or give "
                f"--leave-out-changed to gather everything else."
            )
        try:
            write_responses(out, gathered.responses, merge_versions(study.versions))
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        complete = sum(response.completed for response in gathered.responses)
        self.stdout.write(f"{len(gathered.responses)} responses, {complete} complete: {out}")
        if gathered.withdrawn:
            self.stdout.write(
                f"Taken back by the people who gave them, and not in this file: "
                f"{', '.join(map(str, gathered.withdrawn))}. Take these respondents out of "
                f"codings and quotations, and delete older copies of the file."
            )
        if aside := _aside(slug):
            self.stdout.write(aside.strip())


def _aside(slug: str) -> str:
    """Return a sentence on what came from devices and could not be taken in, or ""."""
    n = sum(count_aside(slug).values())
    if not n:
        return ""
    who = "1 person" if n == 1 else f"{n} people"
    return (
        f" The answers of {who} came from devices, were put aside, and are not in this file: "
        f"“alongside parcels” says why, and what to do."
    )
