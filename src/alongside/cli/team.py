"""Verbs for the people who run a study: who is let in, and how fieldwork goes.

The web room keeps the tables; it is started as its own process, never imported.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.site import DEFAULT_DATA, DataFolder, manage, site_environment
from alongside.questionnaire import load_study

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Let people of the team in to the workspace of a study, each with a pass of their own.",
)

StudyFolder = Annotated[Path, typer.Argument(help="The study folder.", metavar="STUDY")]
Name = Annotated[str, typer.Argument(help="What the person is called in the team.", metavar="NAME")]


class Role(StrEnum):
    """What a member of the team may do."""

    ENTER = "enter"
    EXPLORE = "explore"
    INTERVIEW = "interview"
    WATCH = "watch"


@app.command("add")
def add(
    study: StudyFolder,
    name: Name,
    may: Annotated[
        list[Role],
        typer.Option(
            help="**enter**: type in paper answers. **interview**: interview by telephone. "
            "**watch**: see how fieldwork goes. **explore**: see tables of the answers. Give it "
            "once for each."
        ),
    ],
    data: DataFolder = DEFAULT_DATA,
) -> None:
    """Let somebody in, and print their pass of five words. It is shown this once and not kept.

    Example: **alongside team add my-study Ada --may watch --may enter**
    """
    slug = load_study(study).slug
    roles = [word for role in dict.fromkeys(may) for word in ("--may", role.value)]
    words = manage(["team", "add", slug, *roles, "--", name], site_environment([study], data))
    show.done(f"{name} is in the team of {slug}. Pass them these words on; they are not kept here:")
    show.plain(words)
    show.say(f"They sign in at /s/{slug}/team/ of your site.")


@app.command("list")
def list_team(study: StudyFolder, data: DataFolder = DEFAULT_DATA) -> None:
    """List who is in the team and what each may do.

    Example: **alongside team list my-study**
    """
    slug = load_study(study).slug
    members = manage(["team", "list", slug], site_environment([study], data)).splitlines()
    if not members:
        show.say(f"Nobody is in the team of {slug} yet. Let somebody in with “alongside team add”.")
        return
    show.grid(f"The team of {slug}", ["Name", "May"], [line.split("\t") for line in members])


@app.command("remove")
def remove(study: StudyFolder, name: Name, data: DataFolder = DEFAULT_DATA) -> None:
    """Take somebody's pass back. It opens nothing from that moment on.

    Example: **alongside team remove my-study Ada**
    """
    slug = load_study(study).slug
    manage(["team", "remove", slug, "--", name], site_environment([study], data))
    show.done(f"{name} is no longer in the team of {slug}.")


def fieldwork(study: StudyFolder, data: DataFolder = DEFAULT_DATA) -> None:
    """Show how fieldwork goes: who came, began and finished by each channel; where people left.

    Small numbers are withheld as on the page of the site.

    Example: **alongside fieldwork my-study**
    """
    slug = load_study(study).slug
    told = json.loads(manage(["fieldwork", slug], site_environment([study], data)))
    show.say(f"{told['state']}. {told['state_words']}")
    if not told["anybody"]:
        show.say("Nobody has come yet.")
        for line in told["channels"]:
            if line["link"]:
                show.say(f"  {line['label']}: {line['link']}")
        return
    notes = ["Rate: of those who began. Minutes: what the person in the middle took."]
    if told["withholds"]:
        notes.append(
            f"Withheld: fewer than {told['threshold']} people, or a number from which such a one "
            f"could be worked out."
        )
    names = ("label", "arrived", "started", "completed", "target", "rate", "minutes")
    heads = ("Channel", "Came", "Began", "Finished", "Hoped for", "Rate", "Minutes")
    lines = [*told["channels"], told["total"]]
    rows = [[line[name] for name in names] for line in lines]
    show.grid(f"Fieldwork of {slug}", heads, rows, notes)
    if told["pages"]:
        pages = [*told["pages"], told["pages_total"]]
        show.grid(
            "People who began and have not finished, by the page they are at",
            ("Page", "People", *told["groups"]),
            [[line["label"], line["n"], *line["groups"]] for line in pages],
        )
    else:
        show.plain(told["drop_off_words"])
