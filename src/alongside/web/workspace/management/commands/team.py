"""``team``: let people in to the workspace of a study, list them, take a pass back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.kernel.errors import AlongsideError
from alongside.web.people import team
from alongside.web.records.management.kept import make_tables, require_study, require_tables
from alongside.web.workspace.entry import TASKS


class Command(BaseCommand):
    """Keep the list of who may do what in a study's workspace."""

    help = "Let people in to the workspace of a study, list them, take a pass back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which words the command takes."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="let somebody in and print their pass")
        add.add_argument("slug", help="name of the study's folder")
        add.add_argument("name", help="what the person is called in the team")
        add.add_argument("--may", action="append", required=True, choices=team.ROLES)
        listing = verbs.add_parser("list", help="print who is in the team")
        listing.add_argument("slug", help="name of the study's folder")
        remove = verbs.add_parser("remove", help="take a pass back")
        remove.add_argument("slug", help="name of the study's folder")
        remove.add_argument("name", help="what the person is called in the team")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the command."""
        study = require_study(options["slug"], asks=False)
        slug = study.slug
        match options["verb"]:
            case "add":
                if study.questionnaire is None:
                    _refuse_tasks_that_ask(slug, options["may"])
                make_tables()
                try:
                    words = team.add_member(slug, options["name"], options["may"])
                except AlongsideError as error:
                    raise CommandError(error.sentence()) from error
                self.stdout.write(words)
            case "list":
                require_tables()
                for member in team.list_members(slug):
                    self.stdout.write(f"{member.name}\t{', '.join(member.roles)}")
            case _:
                require_tables()
                if not team.remove_member(slug, options["name"]):
                    raise CommandError(
                        f"Nobody called {options['name']} is in the team of {slug}. "
                        f"“alongside team list” shows who is."
                    )


def _refuse_tasks_that_ask(slug: str, roles: list[str]) -> None:
    possible = {task.role for task in TASKS if not task.asks}
    idle = [role for role in dict.fromkeys(roles) if role not in possible]
    if idle:
        raise CommandError(
            f"The study {slug} has no questionnaire, so there is nothing to {idle[0]}. "
            f"Let people in with: {', '.join(f'--may {role}' for role in sorted(possible))}."
        )
