"""What can be said after ``alongside``: each verb is loaded when it is asked for.

Counting and charts bring libraries that take seconds to load, for which ``alongside check`` need
not wait.
"""

from importlib import import_module
from typing import cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

VERBS = {
    "demo": "demo:run_demo",
    "new": "studies:new",
    "check": "studies:check",
    "import": "data:import_file",
    "walk": "trying:walk",
    "serve": "site:serve",
    "gather": "site:gather",
    "paper": "printing:paper",
    "posters": "printing:posters",
    "amend": "amend:amend",
    "parcels": "parcels:parcels",
    "team": "team:app",
    "fieldwork": "team:fieldwork",
    "weigh": "weighing:weigh",
    "tabulate": "tabulating:tabulate_question",
    "book": "book:book",
    "releases": "releases:releases",
    "report": "studies:report",
    "export": "taking_out:export",
}
"""Verbs in the order of a study's life, each with its module and function (or verbs of its own)."""


class Verbs(TyperGroup):
    """The verbs, in order, none of them loaded before it is needed."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002
        """Return the names of all verbs."""
        return list(VERBS)

    def get_command(
        self,
        ctx: object,  # noqa: ARG002
        cmd_name: str,
    ) -> TyperCommand | TyperGroup | None:
        """Return one verb; None when there is no such."""
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name].partition(":")
        found = getattr(import_module(f"alongside.cli.{module}"), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode="markdown")
            alone.command(cmd_name)(found)
            found = alone
        command = cast("TyperCommand | TyperGroup", get_command(found))
        command.name = cmd_name
        return command
