"""``fieldwork``: how fieldwork goes, as far as the study's disclosure rule lets it be told."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse

from alongside.web.records.management.kept import require_study, require_tables
from alongside.web.workspace.reads import show_fieldwork


class Command(BaseCommand):
    """Print what the page of fieldwork shows, as JSON."""

    help = "Print who came, began and finished, and where people left, as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which words the command takes."""
        parser.add_argument("slug", help="name of the study's folder")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the command."""
        study = require_study(options["slug"])
        require_tables()

        def link(short: str) -> str:
            return reverse("channel", kwargs={"slug": study.slug, "short": short})

        assert study.questionnaire is not None  # noqa: S101 - require_study saw to it
        words = show_fieldwork(study, study.questionnaire, link)
        self.stdout.write(json.dumps(asdict(words), ensure_ascii=False))
