"""``parcels``: what came from devices and was put aside; try it again, or delete it."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alongside.collect.parcels import Reason, UnfitError
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study
from alongside.web.event.keys import KeyRing, find_keys
from alongside.web.event.services import keep_response
from alongside.web.records import parcels
from alongside.web.records.management.kept import require_study, require_tables


class Command(BaseCommand):
    """Say what was put aside as JSON: how many by reason, and what was taken in or deleted."""

    help = "List the parcels from devices that were put aside; try them again, or delete them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which words the command takes."""
        parser.add_argument("slug", help="name of the study's folder")
        parser.add_argument("--try-again", action="store_true", help="take in those that fit now")
        parser.add_argument("--late", action="store_true", help="also those that came too late")
        parser.add_argument(
            "--delete", choices=list(Reason), help="delete those put aside for this"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the command."""
        study = require_study(options["slug"])
        require_tables()
        why_not: list[str] = []
        taken = deleted = 0
        if options["try_again"] or options["late"]:
            taken, why_not = _try_again(study, even_late=options["late"])
        if options["delete"]:
            deleted = parcels.delete_aside(study.slug, Reason(options["delete"]))
        said = {
            "aside": {reason.value: n for reason, n in parcels.count_aside(study.slug).items()},
            "taken": taken,
            "why_not": why_not,
            "deleted": deleted,
        }
        self.stdout.write(json.dumps(said))


def _try_again(study: Study, *, even_late: bool) -> tuple[int, list[str]]:
    """Take in what fits now; return how many did, and what is wrong with the others."""
    keys = _keys()
    taken, why_not = 0, []
    for item in parcels.list_aside(study.slug):
        try:
            keep_response(
                study,
                item.parcel,
                item.sealed,
                keys,
                timezone.now(),
                even_late=even_late,
            )
        except UnfitError as fault:
            parcels.give_reason(item.parcel, fault.reason)
            why_not.append(": ".join(filter(None, (fault.reason.value, fault.detail))))
        else:
            taken += 1
    return taken, sorted(set(why_not))


def _keys() -> KeyRing:
    try:
        return find_keys(Path(settings.ALONGSIDE_DATA))
    except AlongsideError as error:
        raise CommandError(error.sentence()) from error
