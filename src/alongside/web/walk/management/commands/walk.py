"""``walk``: try a study out on a site of its own, and say what was covered as JSON lines."""

import json
from argparse import ArgumentParser
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application

from alongside.web.records.catalogue import find_study
from alongside.web.walk.people import walk_study

MOST_FAULTS = 20
"""Faults told one by one."""


class Command(BaseCommand):
    """Walk every route of one study through its real pages."""

    help = "Send invented people along every route of a study, through the real pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which words the command takes."""
        parser.add_argument("slug")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--rounds", type=int, default=1)

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the command; the database it uses is meant to be thrown away."""
        study = find_study(options["slug"])
        if study is None or study.questionnaire is None:
            raise CommandError(f"There is no questionnaire in {options['slug']}.")
        call_command("migrate", verbosity=0, interactive=False)
        server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Silent)
        Thread(target=server.serve_forever, daemon=True).start()
        site = f"http://127.0.0.1:{server.server_port}/"
        coverage = None
        for coverage in walk_study(
            site, study.slug, study.questionnaire, options["seed"], options["rounds"]
        ):
            self._say({"walked": len(coverage.walks), "of": coverage.expected})
        server.shutdown()
        if coverage is None:
            raise CommandError(f"Nobody can get through {study.slug}: it has no route.")
        faults = [
            {"audience": walk.route.audience, "answers": _words(walk.answers), "why": walk.fault}
            for walk in coverage.faults
        ]
        self._say(
            {
                "covered": coverage.figures(),
                "walks": len(coverage.walks),
                "exact": coverage.exact,
                "not_met": coverage.not_met(),
                "faults": faults[:MOST_FAULTS],
                "fault_count": len(faults),
            }
        )

    def _say(self, line: dict[str, object]) -> None:
        self.stdout.write(json.dumps(line, ensure_ascii=False))
        self.stdout.flush()


class _Silent(WSGIRequestHandler):
    """Writes no line for each page."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Write nothing."""


def _words(answers: Any) -> dict[str, str]:
    return {code: str(value)[:60] for code, value in answers.items()}
