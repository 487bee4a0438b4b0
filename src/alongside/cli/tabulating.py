"""``alongside tabulate``: one question, in all and by groups side by side."""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from alongside.cli import show
from alongside.cli.counting import count_tables, read_whole
from alongside.cli.weighing import WEIGHT_HELP, require_weight
from alongside.dataset import DataSet, Profiles, VariableType, find_study_parts, find_variable
from alongside.kernel.errors import DataError, ExpressionError
from alongside.questionnaire import Disclosure, Study, load_study
from alongside.tabbook import (
    WRITERS,
    Desk,
    ReleasedNumbers,
    Spread,
    book_of,
    book_writer,
    check_weight,
    numbers_frame,
    numbers_markdown,
    numbers_text,
    release_numbers,
    table_csv,
    table_markdown,
    table_text,
    write_page,
)
from alongside.tabulate import (
    LOG_FILE,
    Base,
    Measuring,
    Printed,
    Table,
    TableOptions,
    add_to_log,
    chosen_weight,
    entry_of,
    findings,
    read_log,
    release,
    release_together,
    standing,
)
from alongside.tabulate.guard import printed_from
from alongside.tabulate.statistics import Versus

MOST_FINDINGS = 8
"""Differences said in words under a table."""
WORDS = (".md", ".csv")


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


def tabulate_question(  # noqa: PLR0913, PLR0917  (what a person may choose)
    study: Annotated[Path, typer.Argument(help="The study folder.")],
    question: Annotated[str, typer.Argument(help="Code of the question to count.")],
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Code of the groups to count it by. Given again, groups stand side by side; "
            '"employer > role" is role within employer.'
        ),
    ] = None,
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
    weight: Annotated[str, typer.Option(help=WEIGHT_HELP)] = "",
    means: Annotated[
        bool,
        typer.Option("--means", help="Mean, spread and quartiles of a scale instead of shares."),
    ] = False,
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
    written with **--out** counts as published. Of a number (age, minutes), mean, spread and
    quartiles are given.

    Data in Parquet files (**data: {parquet: ...}** in study.yaml) are counted part after part, so
    they may be larger than the memory; with **--cluster** on many machines, with the same result.

    Examples: **alongside tabulate STUDY heard --by audience --by "employer > role"**,
    **alongside tabulate STUDY barriers --by role --where "heard = yes" --format csv**,
    **alongside tabulate STUDY heard --by employer --compare each**,
    **alongside tabulate STUDY heard --by employer --weight w_census**,
    **alongside tabulate STUDY heard --by employer --out heard.xlsx**,
    **alongside tabulate STUDY minutes --by audience**
    """
    loaded = load_study(study)
    weight = chosen_weight(loaded.settings.sampling, weight)
    banners = list(dict.fromkeys(by or []))
    if out is not None:
        _require_ending(out, (*WORDS, *WRITERS))
    with show.progress("Reading what there is"):
        data = find_study_parts(loaded) or read_whole(loaded, cluster)
    if means or find_variable(data.codebook, question).type is VariableType.NUMERIC:
        if compare or base is not Base.ANSWERED or everyone:
            raise ExpressionError(
                "A number has no shares to compare, and its base is who gave it.",
                where=question,
                remedy="Leave out --compare, --base and --partial.",
            )
        if not isinstance(data, DataSet):
            raise DataError(
                "Means of data in Parquet files cannot be told from here.",
                where=question,
                remedy="Make bands of the number in the codebook and count those.",
            )
        if out is not None:
            _require_ending(out, WORDS)
        numbers, given = _numbers(loaded, data, question, banners, where, weight)
        _hand_out_numbers(loaded, data, numbers, given, table_format, out)
        return
    rule = loaded.settings.disclosure
    measuring = Measuring(weight, compare or Versus.EACH) if compare or weight else None
    options = TableOptions(where, base, rule, include_partial=everyone, measuring=measuring)
    people, counted = count_tables(loaded, data, question, banners, options, cluster)
    with show.progress("Looking at what the table gives away"):
        spread = _release(loaded, people, counted, rule)
    _hand_out(loaded, people, spread, cells, table_format, out)


def _require_ending(out: Path, known: Sequence[str]) -> None:
    """Refuse a name before anything is counted, and before anything is noted as published."""
    if out.suffix.lower() not in known:
        raise DataError(
            f"This cannot be written as “{out.suffix or out.name}”.",
            where=str(out),
            remedy=f"End the name with one of: {', '.join(known)}.",
        )


def _release(
    study: Study, people: DataSet | Profiles, counted: Sequence[Table], rule: Disclosure
) -> Spread:
    if not rule.protects:
        return Spread(tuple(release(table, rule) for table in counted))
    before = standing(read_log(study.folder), people, rule)
    return Spread(release_together(people, counted, rule, earlier=before).tables)


def _hand_out(
    study: Study,
    people: DataSet | Profiles,
    spread: Spread,
    cells: Show,
    table_format: TableFormat,
    out: Path | None,
) -> None:
    ending = out.suffix.lower() if out else ""
    if out is None and table_format is TableFormat.TEXT:
        show.plain(table_text(spread, show=cells.value, width=show.width()))
        for table in spread.tables:
            for finding in findings(table, most=MOST_FINDINGS):
                show.say(finding)
        return
    as_csv = table_format is TableFormat.CSV or ending == ".csv"
    words = table_csv(spread) if as_csv else table_markdown(spread, show=cells.value)
    if out is None:
        show.plain(words)
        return
    _publish(study, people, "table", [printed_from(table) for table in spread.tables])
    if ending == ".html":
        write_page(spread, out)
    elif ending in WRITERS:
        book_writer(out)(book_of(spread.tables), out)
    else:
        out.write_text(words, "utf-8", newline="")
    show.done(f"Wrote {out}")


def _numbers(
    study: Study,
    dataset: DataSet,
    question: str,
    banners: Sequence[str],
    where: str | None,
    weight: str,
) -> tuple[ReleasedNumbers, Sequence[Printed]]:
    rule = study.settings.disclosure
    if weight:
        require_weight(study, dataset, weight, everyone=False)
        check_weight(dataset, weight, rule)
    with show.progress("Working out means"):
        before = standing(read_log(study.folder), dataset, rule) if rule.protects else ()
        desk = Desk(dataset, rule, before)
        numbers = release_numbers(desk, dataset, question, banners, where=where, weight=weight)
    return numbers, desk.given


def _hand_out_numbers(
    study: Study,
    dataset: DataSet,
    numbers: ReleasedNumbers,
    given: Sequence[Printed],
    table_format: TableFormat,
    out: Path | None,
) -> None:
    ending = out.suffix.lower() if out else ""
    if ending == ".csv" or (out is None and table_format is TableFormat.CSV):
        words = numbers_frame(numbers).write_csv()
    elif ending == ".md" or table_format is TableFormat.MARKDOWN:
        words = numbers_markdown(numbers)
    else:
        words = numbers_text(numbers, width=show.width())
    if out is None:
        show.plain(words)
        return
    _publish(study, dataset, "means", given)
    out.write_text(words, "utf-8", newline="")
    show.done(f"Wrote {out}")


def _publish(
    study: Study, people: DataSet | Profiles, how: str, printed: Sequence[Printed]
) -> None:
    """Note what leaves in the release log."""
    if study.settings.disclosure.protects:
        today = datetime.now(tz=UTC).date()
        if add_to_log(study.folder, entry_of(people, how, printed, today)):
            show.say(f"Noted in {study.folder}/{LOG_FILE}: later tables are held against it.")
