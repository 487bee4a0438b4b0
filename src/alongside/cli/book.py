"""``alongside book``: every question by every banner, as a workbook, a Word document or a page."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.weighing import WEIGHT_HELP, require_weight
from alongside.dataset import load_for_tables
from alongside.kernel.errors import DataError
from alongside.questionnaire import load_study
from alongside.tabbook import Asking, Desk, book_writer, default_questions, make_book
from alongside.tabulate import (
    LOG_FILE,
    Base,
    Measuring,
    add_to_log,
    chosen_weight,
    entry_of,
    read_log,
    standing,
)
from alongside.tabulate.statistics import Versus


def book(
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    out: Annotated[
        Path | None,
        typer.Option(help="File to write: .xlsx, .docx or .html. [default: STUDY-tables.xlsx]"),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(help='Groups, once for each banner: --by audience --by "employer > role".'),
    ] = None,
    questions: Annotated[
        list[str] | None,
        typer.Option("--question", help="Only this question; may be given again. [default: all]"),
    ] = None,
    where: Annotated[
        str | None, typer.Option(help='Who to count, e.g. "audience = staff".')
    ] = None,
    base: Annotated[
        Base, typer.Option(help="Shares of those who answered, were shown it, or were asked.")
    ] = Base.ANSWERED,
    weight: Annotated[str, typer.Option(help=WEIGHT_HELP)] = "",
    compare: Annotated[
        Versus | None,
        typer.Option(help="Intervals, tests, and each group with each other or with the rest."),
    ] = None,
    force: Annotated[bool, typer.Option(help="Replace an existing file.")] = False,
) -> None:
    """Write a tab book: every question by every banner, with bases and notes.

    All its tables are protected together, and beside what was published before; the book counts
    as published. Questions with answers to choose from are in it unless you name some.

    Examples: **alongside book STUDY --by audience --by "employer > role" --compare each**,
    **alongside book STUDY --by region --question heard --out heard.docx**
    """
    loaded = load_study(study)
    target = out or Path(f"{loaded.slug}-tables.xlsx")
    write = book_writer(target)
    weight = chosen_weight(loaded.settings.sampling, weight)
    if target.exists() and not force:
        raise DataError(
            "There is such a file already, so nothing was written.",
            where=str(target),
            remedy="Add --force to replace it, or choose another name with --out.",
        )
    rule = loaded.settings.disclosure
    language = loaded.settings.languages[0]
    with show.progress("Reading the answers"):
        dataset = load_for_tables(loaded)
        if weight:
            require_weight(loaded, dataset, weight, everyone=False)
        before = standing(read_log(loaded.folder), dataset, rule) if rule.protects else ()
    desk = Desk(dataset, rule, before)
    measuring = Measuring(weight, compare or Versus.EACH) if compare or weight else None
    with show.steps("Counting, then protecting small numbers") as watch:
        made = make_book(
            desk,
            dataset,
            tuple(questions or default_questions(dataset)),
            by or [],
            Asking(where, base, measuring, language=language),
            title=loaded.settings.title.say(language),
            design=loaded.settings.design.say(language),
            watch=watch,
        )
    if rule.protects:
        today = datetime.now(tz=UTC).date()
        if add_to_log(loaded.folder, entry_of(dataset, "tab book", desk.given, today)):
            show.say(f"Noted in {loaded.folder}/{LOG_FILE}: later tables are held against it.")
    tables = list(made.tables)
    with show.progress(f"Writing {len(tables)} tables"):
        write(made, target)
    show.done(f"Wrote {target}: {len(tables)} tables")
    held = sum(cell.withheld for table in tables for cell in table.cells.values())
    if held:
        show.say(f"{held:,} numbers are withheld. The notes in the file say why.")
    if not made.exact:
        show.say("Too many tables for every inference: sums, differences and pairs were checked.")
