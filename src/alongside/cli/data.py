"""Verbs on data: bring it in, tabulate it, take it out."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.weighing import require_weight
from alongside.dataset import export_csv, export_parquet, import_csv, load_dataset
from alongside.dataset.exports import codebook_beside
from alongside.kernel.errors import DataError
from alongside.questionnaire import load_study
from alongside.questionnaire.xlsform import import_xlsform
from alongside.tabbook import WRITERS, book_of, book_writer
from alongside.tabulate import (
    LOG_FILE,
    Base,
    Measuring,
    add_to_log,
    all_notes,
    entry_of,
    findings,
    read_log,
    release,
    release_together,
    standing,
    table_rows,
    tabulate,
    to_csv,
    to_markdown,
)
from alongside.tabulate.statistics import Versus

MOST_FINDINGS = 8
"""Differences said in words under a table."""
TEXT_FILES = {".csv", ".tsv", ".txt"}
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


class DataFormat(StrEnum):
    """What a data set is written as."""

    CSV = "csv"
    PARQUET = "parquet"


def import_file(
    source: Annotated[Path, typer.Argument(help="A CSV file, or a questionnaire as XLSForm.")],
    folder: Annotated[Path, typer.Argument(help="The study folder to make.")],
    title: Annotated[str, typer.Option(help="What the study is called.")] = "",
) -> None:
    """Make a study from a CSV of answers, or from an XLSForm questionnaire.

    The codebook is guessed from the CSV; look through codebook.yaml and change what is
    wrong. What an XLSForm says and Alongside cannot keep is listed in import-notes.md.

    Examples: **alongside import answers.csv my-study**, **alongside import form.xlsx my-form**
    """
    if not source.is_file():
        raise DataError(
            "There is no such file.", where=str(source), remedy="Check the name and the folder."
        )
    ending = source.suffix.lower()
    if ending in TEXT_FILES:
        with show.progress("Reading the file"):
            report = import_csv(source, folder, title=title or source.stem)
        show.done(f"Made {folder}/ from {source.name}")
        for note in report.notes:
            show.say(f"  {note}")
        show.say(f"Next: look through {folder}/codebook.yaml, then try: alongside report {folder}")
    elif ending in WORKBOOKS:
        with show.progress("Reading the workbook"):
            form = import_xlsform(source, folder, title=title)
        show.done(f"Made {folder}/ from {source.name}")
        for note in form.notes:
            show.say(f"  {note}")
        show.say(f"Next: alongside check {folder}, then: alongside serve {folder}")
    else:
        raise DataError(
            f"Alongside cannot import a file that ends in “{ending or source.name}”.",
            where=str(source),
            remedy="Give a .csv or .tsv of answers, or a questionnaire as XLSForm (.xlsx).",
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
) -> None:
    """Count a question, by groups if you like. Small cells are withheld by the study's rule.

    So is what would give them away, beside every table written to a file before. A table
    written with **--out** counts as published.

    Examples: **alongside tabulate STUDY heard --by employer**,
    **alongside tabulate STUDY barriers --by role --where "heard = yes" --format csv**,
    **alongside tabulate STUDY heard --by employer --compare each**,
    **alongside tabulate STUDY heard --by employer --weight w_census**,
    **alongside tabulate STUDY heard --by employer --out heard.xlsx**
    """
    with show.progress("Counting"):
        loaded = load_study(study)
        rule = loaded.settings.disclosure
        dataset = load_dataset(loaded)
        if weight:
            require_weight(loaded, dataset, weight, everyone=everyone)
        counted = tabulate(
            dataset,
            question,
            by=by,
            where=where,
            base=base,
            rule=rule,
            include_partial=everyone,
            measuring=Measuring(weight, compare or Versus.EACH) if compare or weight else None,
        )
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


def export(
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    out: Annotated[
        Path | None, typer.Option(help="File to write. [default: STUDY-data.csv or .parquet]")
    ] = None,
    data_format: Annotated[
        DataFormat, typer.Option("--format", help="CSV with a codebook beside it, or Parquet.")
    ] = DataFormat.CSV,
    texts: Annotated[
        bool, typer.Option(help="Include open answers, which can identify people.")
    ] = False,
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
) -> None:
    """Write the data with their codebook. Open answers stay out unless you ask for them.

    Example: **alongside export studies/coproduction --format parquet**
    """
    loaded = load_study(study)
    target = out or Path(f"{loaded.slug}-data.{data_format.value}")
    is_csv = data_format is DataFormat.CSV
    files = (target, codebook_beside(target)) if is_csv else (target,)
    standing = [path for path in files if path.exists()]
    if standing and not force:
        raise DataError(
            "There is such a file already, so nothing was written.",
            where=str(standing[0]),
            remedy="Add --force to replace it, or choose another name with --out.",
        )
    with show.progress("Writing the data"):
        write = export_csv if is_csv else export_parquet
        written = write(load_dataset(loaded), target, texts=texts)
    for path in written:
        show.done(f"Wrote {path}")
    if texts:
        show.warn("The file holds open answers. They can identify people: keep it safe.")
