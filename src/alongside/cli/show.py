"""What the command line shows: problems, tables, progress.

Words on standard output are results; everything else goes to standard error, so that output
can be piped.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table as Grid

from alongside.kernel.errors import AlongsideError, ProblemsFoundError
from alongside.kernel.problems import Problem, Severity

_MARKS = {
    Severity.ERROR: "[bold red]✗ Error[/]",
    Severity.WARNING: "[bold yellow]! Warning[/]",
    Severity.ADVICE: "[bold blue]· Advice[/]",
}
_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


def _out() -> Console:
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty())


def _err() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=not sys.stderr.isatty())


def width() -> int:
    """Return how many letters a line of results may have: as the terminal has, or 110."""
    return Console().width if sys.stdout.isatty() else 110


def plain(words: str) -> None:
    """Print a result, exactly as it is."""
    sys.stdout.write(words if words.endswith("\n") else words + "\n")


def say(words: str) -> None:
    """Print a line about what was done."""
    _err().print(escape(words))


def done(words: str) -> None:
    """Print that something worked."""
    _err().print(f"[green]✓[/] {escape(words)}")


def warn(words: str) -> None:
    """Print something to look at that stops nothing."""
    _err().print(f"[yellow]![/] {escape(words)}")


def refusal(error: AlongsideError) -> None:
    """Print why the command stopped, with every problem it carries."""
    if isinstance(error, ProblemsFoundError):
        problems(error.problems)
    _err().print(f"[bold red]✗[/] {escape(error.sentence())}")


def problems(found: Sequence[Problem]) -> None:
    """Print problems, the gravest first, each with its place and remedy."""
    console = _err()
    for problem in sorted(found, key=lambda item: _ORDER[item.severity]):
        console.print(f"{_MARKS[problem.severity]}  [dim]{escape(str(problem.where))}[/]")
        console.print(f"  {escape(problem.what())}")
        console.print(f"  [dim]→[/] {escape(problem.remedy())}\n")


def grid(
    title: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str] = (),
) -> None:
    """Print a table for reading, numbers to the right; what is too wide is folded, never cut."""
    table = Grid(title=title, title_justify="left", title_style="bold", caption_justify="left")
    for spot, header in enumerate(headers):
        justify: Literal["left", "right"] = "left" if spot == 0 else "right"
        table.add_column(escape(header), justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    console = _out()
    console.print(table)
    for note in notes:
        console.print(f"[dim]{escape(note)}[/]")


def words(title: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of sentences; a row whose first cell is empty goes on with the one above."""
    table = Grid(title=title, title_justify="left", title_style="bold")
    for header in headers:
        table.add_column(escape(header), overflow="fold")
    for row in rows:
        if row[0] and table.row_count:
            table.add_section()
        table.add_row(*(escape(cell) for cell in row))
    _out().print(table)


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """Show on standard error that something is being done, which step, and for how long.

    Yields a function to call with the next step in a few words.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=_err(), transient=True) as bar:
        task = bar.add_task(escape(what), total=None)

        def step(words: str) -> None:
            bar.update(task, description=escape(words))

        yield step


@contextmanager
def steps(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how far a long piece of work is, with a bar once that is known.

    Yields a function to call with how much is done, of how much.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_err(), transient=True) as bar:
        task = bar.add_task(escape(what), total=None)

        def done_of(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield done_of


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on standard error how many of many rows are counted, and how long it still takes.

    Yields a function to call with the number counted so far.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f} rows"),
        TimeElapsedColumn(),
        TextColumn("[dim]left[/]"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_err(), transient=True) as bar:
        task = bar.add_task(escape(what), total=total)
        yield lambda done: bar.update(task, completed=done)
