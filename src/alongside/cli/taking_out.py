"""The verb that takes data out: seven formats, and what each could not hold as it was."""

from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.dataset import load_dataset
from alongside.exchange import (
    ChangeKind,
    DataFormat,
    Transfer,
    default_name,
    export_dataset,
    export_files,
    format_of,
)
from alongside.kernel.errors import DataError
from alongside.questionnaire import load_study

MOST_NAMED = 5
"""Answers that were changed, named one by one; the rest stands in the notes beside the data."""
_FORMATS = (
    "csv (with a codebook), parquet, sav (SPSS, with syntax), dta (Stata), ddi (CSV with "
    "DDI-Codebook XML), triple-s (XML with CSV), json. Without it the ending of --out decides, "
    "else csv."
)


def export(
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write. [default: STUDY-data.csv, .sav, ... or STUDY-ddi.xml]"),
    ] = None,
    data_format: Annotated[DataFormat | None, typer.Option("--format", help=_FORMATS)] = None,
    lang: Annotated[
        str | None, typer.Option(help="Language of the labels. [default: the study's first]")
    ] = None,
    texts: Annotated[
        bool, typer.Option(help="Include open answers, which can identify people.")
    ] = False,
    force: Annotated[bool, typer.Option(help="Replace existing files.")] = False,
) -> None:
    """Write the data with their codebook. Open answers stay out unless you ask for them.

    What is written is one row a person, for the study's own team: small groups are not
    withheld. Whatever a format cannot hold as it is (a long answer, a long label) is named, here
    and in a file ending in .notes.md beside the data.

    Examples: **alongside export STUDY**, **alongside export STUDY --format sav --lang cy**,
    **alongside export STUDY --out for-stata.dta --texts**
    """
    loaded = load_study(study)
    languages = loaded.settings.languages
    language = lang or languages[0]
    if language not in languages:
        raise DataError(
            f"The study has no language “{language}”.",
            where=f"{study}/study.yaml",
            remedy=f"Choose one of: {', '.join(languages)}.",
        )
    kind = data_format or format_of(out)
    target = out or Path(default_name(loaded.slug, kind))
    standing = [path for path in export_files(target, kind) if path.exists()]
    if standing and not force:
        raise DataError(
            "There is such a file already, so nothing was written.",
            where=str(standing[0]),
            remedy="Add --force to replace it, or choose another name with --out.",
        )
    with show.progress("Reading the answers") as step:
        dataset = load_dataset(loaded, language)
        step("Writing the data")
        transfer = export_dataset(dataset, target, kind, texts=texts, language=language)
    for path in transfer.files:
        show.done(f"Wrote {path}")
    _say_what_changed(transfer)
    if texts:
        show.warn("The file holds open answers. They can identify people: keep it safe.")


def _say_what_changed(transfer: Transfer) -> None:
    for line in transfer.summary():
        show.warn(line)
    answers = [
        change
        for change in transfer.changes
        if change.respondent is not None and change.kind is not ChangeKind.ALTERED
    ]
    for change in answers[:MOST_NAMED]:
        left = f", now {change.now}" if change.now else ""
        show.say(f"  respondent {change.respondent}, {change.variable}: {change.was}{left}")
    if transfer.changes or transfer.renamed:
        show.say(f"  Every one is named in {transfer.files[-1]}")
