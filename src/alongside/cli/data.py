"""Bringing in data of other programs."""

from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.dataset import ImportReport, import_csv
from alongside.exchange import (
    has_codebook,
    import_described_csv,
    import_sav,
    import_triple_s,
)
from alongside.kernel.errors import DataError
from alongside.questionnaire.xlsform import import_xlsform

TEXT_FILES = {".csv", ".tsv", ".txt"}
SPSS_FILES = {".sav", ".zsav"}
TRIPLE_S_FILES = {".xml", ".sss"}
WORKBOOKS = {".xlsx", ".xlsm"}


def import_file(
    source: Annotated[
        Path,
        typer.Argument(help="A .csv, SPSS .sav or Triple-S .xml of answers, or an XLSForm .xlsx."),
    ],
    folder: Annotated[Path, typer.Argument(help="The study folder to make.")],
    title: Annotated[str, typer.Option(help="What the study is called.")] = "",
    lang: Annotated[
        str, typer.Option(help="Language of the labels, where a Triple-S file has several.")
    ] = "",
) -> None:
    """Make a study from answers (CSV, SPSS, Triple-S), or from an XLSForm questionnaire.

    The codebook of a CSV is guessed, unless the codebook that Alongside writes stands beside it;
    look through codebook.yaml and change what is wrong. SPSS and Triple-S files bring their own.
    Whatever could not be kept is said here; of an XLSForm, it is listed in import-notes.md.

    Examples: **alongside import answers.csv my-study**, **alongside import survey.sav my-study**,
    **alongside import form.xlsx my-form**
    """
    if not source.is_file():
        raise DataError(
            "There is no such file.", where=str(source), remedy="Check the name and the folder."
        )
    ending = source.suffix.lower()
    if ending in WORKBOOKS:
        with show.progress("Reading the workbook"):
            form = import_xlsform(source, folder, title=title)
        show.done(f"Made {folder}/ from {source.name}")
        for note in form.notes:
            show.say(f"  {note}")
        show.say(f"Next: alongside check {folder}, then: alongside serve {folder}")
        return
    with show.progress("Reading the file"):
        report = _import_answers(source, folder, ending, title, lang)
    show.done(f"Made {folder}/ from {source.name}")
    for note in report.notes:
        show.say(f"  {note}")
    show.say(f"Next: look through {folder}/codebook.yaml, then try: alongside report {folder}")


def _import_answers(
    source: Path, folder: Path, ending: str, title: str, language: str
) -> ImportReport:
    if ending in TEXT_FILES and has_codebook(source):
        return import_described_csv(source, folder, title=title)
    if ending in TEXT_FILES:
        return import_csv(source, folder, title=title or source.stem)
    if ending in SPSS_FILES:
        return import_sav(source, folder, title=title)
    if ending in TRIPLE_S_FILES:
        return import_triple_s(source, folder, title=title, language=language)
    raise DataError(
        f"Alongside cannot import a file that ends in “{ending or source.name}”.",
        where=str(source),
        remedy="Give answers as .csv, .tsv, .sav or Triple-S .xml, or an XLSForm (.xlsx).",
    )
