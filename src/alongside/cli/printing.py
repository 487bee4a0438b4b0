"""Verbs that print: questionnaires on paper, and posters."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.studies import StudyFolder, require_no_errors
from alongside.collect.channel_links import public_address
from alongside.collect.paper import (
    EVERYBODY,
    Edition,
    Handout,
    PaperKind,
    address_lines,
    paper_kinds,
    paper_link,
    print_kind,
)
from alongside.collect.posters import poster_pdf
from alongside.kernel.errors import StudyError
from alongside.questionnaire import Study, find_routes, load_study
from alongside.questionnaire.routes import ENOUGH_ROUTES

ALL = "all"
MOST_FORMS = 500
"""Numbered copies in one file: more make it too heavy to open."""

_FORMS = re.compile(r"\s*(\d{1,6})\s*(?:[-–]\s*(\d{1,6})\s*)?")
_SAFE = re.compile(r"[^A-Za-z0-9_-]+")

Address = Annotated[
    str, typer.Option(help="The site as people reach it, such as https://survey.example.org.")
]
Language = Annotated[str, typer.Option(help="A language of the study, or all.")]


def paper(
    study: StudyFolder,
    edition: Annotated[str, typer.Option(help="standard, large, easy, or all.")] = ALL,
    audience: Annotated[
        str,
        typer.Option(help=f"Code of an audience; {EVERYBODY}: one form that leads all; or all."),
    ] = ALL,
    language: Language = ALL,
    forms: Annotated[
        str, typer.Option(help="Numbers to print on copies, such as 1-50. [default: a blank box]")
    ] = "",
    address: Annotated[
        str, typer.Option(help="The site, for those who would rather answer on a screen.")
    ] = "",
    return_to: Annotated[
        str,
        typer.Option(
            help="Postal address to send forms to; parts with commas. [default: as in study.yaml]"
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to. [default: var/paper/STUDY]")
    ] = None,
) -> None:
    """Print the questionnaire: accessible PDF, with instructions that a person can follow.

    Example: **alongside paper my-study --edition large --forms 1-50**
    """
    require_no_errors(study)
    loaded = load_study(study)
    kinds = _choose(loaded, edition, audience, language)
    handout = Handout(
        link=paper_link(loaded, public_address(address)) if address else "",
        serials=_serials(forms),
        return_to=address_lines(return_to),
    )
    folder = out or Path("var") / "paper" / loaded.slug
    folder.mkdir(parents=True, exist_ok=True)
    with show.progress("Printing") as step:
        for count, kind in enumerate(kinds, start=1):
            name = kind.file_name(loaded.slug)
            if handout.serials:
                first, last = handout.serials[0], handout.serials[-1]
                name = name.replace(".pdf", f"-{first}-to-{last}.pdf")
            step(f"Printing {name} ({count} of {len(kinds)})")
            _write(folder / name, print_kind(loaded, kind, handout))
    show.say("When forms come back, type them in on the team's pages of the site.")


def posters(
    study: StudyFolder,
    address: Address,
    language: Language = ALL,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write to. [default: var/posters/STUDY]")
    ] = None,
) -> None:
    """Print a poster for each channel of the study: one page with its link as a QR code.

    Example: **alongside posters my-study --address https://survey.example.org**
    """
    site = public_address(address)
    require_no_errors(study)
    loaded = load_study(study)
    questionnaire = loaded.questionnaire
    if questionnaire is None:
        raise _nothing_to_ask(study)
    languages = _pick("language", language, loaded.settings.languages)
    folder = out or Path("var") / "posters" / loaded.slug
    folder.mkdir(parents=True, exist_ok=True)
    minutes = find_routes(questionnaire, ENOUGH_ROUTES).longest_minutes()
    channels = loaded.settings.channels or (None,)
    with show.progress("Printing") as step:
        for channel in channels:
            for tag in languages:
                short = _SAFE.sub("-", channel.short) if channel else "poster"
                name = f"{loaded.slug}-{short}-{tag}.pdf"
                step(f"Printing {name}")
                _write(folder / name, poster_pdf(loaded, channel, site, tag, minutes=minutes))
    if not loaded.settings.channels:
        show.say("study.yaml names no channels, so there is one poster with the study's own link.")


def _choose(study: Study, edition: str, audience: str, language: str) -> list[PaperKind]:
    """Return the forms that were asked for, each choice checked."""
    every = paper_kinds(study)
    if study.questionnaire is None or not every:
        raise _nothing_to_ask(study.folder)
    if edition == Edition.EASY.value and not study.questionnaire.has_easy_read:
        raise StudyError(
            "This study has no Easy Read wording, so there is no Easy Read form.",
            where=str(study.folder),
            remedy="Write an `easy` wording beside the labels in questionnaire.yaml.",
        )
    editions = _pick("edition", edition, [item.value for item in Edition])
    languages = _pick("language", language, study.settings.languages)
    codes = [item.code for item in study.questionnaire.audiences]
    audiences: Iterable[str] = [""]
    if codes and audience != EVERYBODY:
        audiences = _pick("audience", audience, codes, also=EVERYBODY)
    elif not codes:
        _pick("audience", audience, [EVERYBODY])
    there = {kind.edition for kind in every}
    return [
        PaperKind(code, Edition(name), tag)
        for tag in languages
        for code in audiences
        for name in editions
        if Edition(name) in there
    ]


def _pick(option: str, wanted: str, known: Iterable[str], also: str = "") -> list[str]:
    """Return the choice, or all; an unknown one is refused with what there is."""
    there = list(known)
    if wanted == ALL:
        return there
    if wanted in there:
        return [wanted]
    names = ", ".join([*there, *([also] if also else []), ALL])
    raise typer.BadParameter(
        f"“{wanted}” is not known here; choose from {names}.", param_hint=f"--{option}"
    )


def _serials(forms: str) -> tuple[str, ...]:
    """Return the numbers to print, all as long as the longest and at least three figures."""
    if not forms.strip():
        return ()
    found = _FORMS.fullmatch(forms)
    first = int(found.group(1)) if found else 0
    last = int(found.group(2) or first) if found else 0
    if found is None or last < first:
        raise typer.BadParameter(
            f"“{forms}” is not a span of numbers; write it as 1-50.", param_hint="--forms"
        )
    if last - first >= MOST_FORMS:
        raise typer.BadParameter(
            f"That is {last - first + 1:,} copies; print at most {MOST_FORMS} at a time.",
            param_hint="--forms",
        )
    width = max(3, len(found.group(1)), len(found.group(2) or ""))
    return tuple(f"{number:0{width}d}" for number in range(first, last + 1))


def _write(path: Path, made: bytes) -> None:
    path.write_bytes(made)
    show.done(f"Wrote {path} ({len(made) / 1024:,.0f} KB)")


def _nothing_to_ask(study: Path) -> StudyError:
    return StudyError(
        "This study has no questionnaire, so there is nothing to print.",
        where=str(study),
        remedy="Studies made from imported data only have answers; begin one with: alongside new",
    )
