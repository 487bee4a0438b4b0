"""Verbs on data: bring it in, tabulate it, take it out."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.counting import count_table
from alongside.dataset import ImportReport, import_csv
from alongside.exchange import (
    has_codebook,
    import_described_csv,
    import_sav,
    import_triple_s,
)
from alongside.kernel.errors import DataError
from alongside.questionnaire import load_study
from alongside.questionnaire.xlsform import import_xlsform
from alongside.tabbook import WRITERS, book_of, book_writer
from alongside.tabulate import (
    LOG_FILE,
    Base,
    Measuring,
    TableOptions,
    add_to_log,
    all_notes,
    entry_of,
    findings,
    read_log,
    release,
    release_together,
    standing,
    table_rows,
    to_csv,
    to_markdown,
)
from alongside.tabulate.statistics import Versus

MOST_FINDINGS = 8
"""Differences said in words under a table."""
TEXT_FILES = {".csv", ".tsv", ".txt"}
SPSS_FILES = {".sav", ".zsav"}
TRIPLE_S_FILES = {".xml", ".sss"}
WORKBOOKS = {".xlsx", ".xlsm"}


class TableFormat(StrEnum):
    """How a table is printed."""

    TEXT = "text"
    CSV = "csv"
    MARKDOWN = "markdown"


class Show(StrEnum):
    """What the cells of a table hold."""

    BOTH = "both"
    COUNTS = "n"
    PERCENTS = "percent"


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


def tabulate_question(  # noqa: PLR0913, PLR0917  (what a person may choose)
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    question: Annotated[str, typer.Argument(help="Code of the question to count.")],
    by: Annotated[str | None, typer.Option(help="Code of the groups to count it by.")] = None,
    where: Annotated[
        str | None, typer.Option(help='Who to count, e.g. "audience = staff and heard = yes".')
    ] = None,
    base: Annotated[
        Base, typer.Option(help="Shares of those who answered, were shown it, or were asked.")
    ] = Base.ANSWERED,
    compare: Annotated[
        Versus | None,
        typer.Option(
            help="Intervals, a test, and each group compared with each other or the rest."
        ),
    ] = None,
    weight: Annotated[str, typer.Option(help="Name of a weight, as made by alongside weigh.")] = "",
    cells: Annotated[Show, typer.Option("--show", help="What the cells hold.")] = Show.BOTH,
    table_format: Annotated[
        TableFormat, typer.Option("--format", help="How to print it.")
    ] = TableFormat.TEXT,
    out: Annotated[
        Path | None,
        typer.Option(help="Write to this file instead: .md, .csv, .html, .xlsx or .docx."),
    ] = None,
    everyone: Annotated[
        bool, typer.Option("--partial", help="Count unfinished responses too.")
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            help="Count on this Dask cluster, e.g. tcp://scheduler:8786. The data lie in Parquet "
            "files that its workers can reach."
        ),
    ] = None,
) -> None:
    """Count a question, by groups if you like. Small cells are withheld by the study's rule.

    So is what would give them away, beside every table written to a file before. A table
    written with **--out** counts as published.

    Data in Parquet files (**data: {parquet: ...}** in study.yaml) are counted part after part, so
    they may be larger than the memory; with **--cluster** on many machines, with the same result.

    Examples: **alongside tabulate STUDY heard --by employer**,
    **alongside tabulate STUDY barriers --by role --where "heard = yes" --format csv**,
    **alongside tabulate STUDY heard --by employer --compare each**,
    **alongside tabulate STUDY heard --by employer --weight w_census**,
    **alongside tabulate STUDY heard --by employer --out heard.xlsx**,
    **alongside tabulate STUDY heard --by employer --cluster tcp://scheduler:8786**
    """
    loaded = load_study(study)
    rule = loaded.settings.disclosure
    measuring = Measuring(weight, compare or Versus.EACH) if compare or weight else None
    options = TableOptions(where, base, rule, include_partial=everyone, measuring=measuring)
    dataset, counted = count_table(loaded, question, by, options, cluster)
    with show.progress("Looking at what the table gives away"):
        if rule.protects:
            before = standing(read_log(loaded.folder), dataset, rule)
            together = release_together(dataset, [counted], rule, earlier=before)
            table = together.tables[0]
        else:
            table = release(counted, rule)
    if table_format is TableFormat.TEXT and out is None:
        headers, rows = table_rows(table, show=cells.value)
        show.grid(table.title, headers, rows, [*all_notes(table)])
        for finding in findings(table, most=MOST_FINDINGS):
            show.say(finding)
        return
    ending = out.suffix.lower() if out else ""
    as_csv = table_format is TableFormat.CSV or ending == ".csv"
    words = to_csv(table) if as_csv else to_markdown(table, show=cells.value)
    if out is None:
        show.plain(words)
    else:
        if rule.protects:
            today = datetime.now(tz=UTC).date()
            entry = entry_of(dataset, "table", together.printed, today)
            if add_to_log(loaded.folder, entry):
                show.say(f"Noted in {loaded.folder}/{LOG_FILE}: later tables are held against it.")
        if ending in WRITERS:
            book_writer(out)(book_of([table]), out)
        else:
            out.write_text(words, "utf-8")
        show.done(f"Wrote {out}")
