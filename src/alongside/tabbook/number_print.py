"""Means and quantiles by groups as HTML, text, Markdown and a frame: one group a row."""

import io
from html import escape

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape as plain
from rich.table import Table as Grid

from alongside.kernel.text import writing_direction
from alongside.tabbook.numbers import NumberRow, ReleasedNumbers
from alongside.tabbook.wording import book_word
from alongside.tabulate.render import NOTHING, plain_markdown
from alongside.tabulate.wording import table_word

_DIGITS = 4
WIDTH = 110


def number_text(value: float | None) -> str:
    """Return a number with at most four digits that mean something; a dash for none.

    >>> number_text(12.3456), number_text(0.98765), number_text(12345.6), number_text(3.0)
    ('12.35', '0.9877', '12,346', '3')
    """
    if value is None:
        return NOTHING
    whole = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    words = f"{value:,.{max(0, _DIGITS - whole)}f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _heads(numbers: ReleasedNumbers) -> list[str]:
    language = numbers.language
    level = f"{100 * numbers.level:g}"
    heads = [
        book_word("numbers-group", language),
        book_word("numbers-base", language),
        book_word("numbers-mean", language),
        book_word("numbers-interval", language, level=level),
        book_word("numbers-sd", language),
    ]
    for probability in numbers.probabilities:
        if probability == 0.5:
            heads.append(book_word("numbers-median", language))
        else:
            percent = f"{100 * probability:g}"
            heads.append(book_word("numbers-quantile", language, percent=percent))
    return heads


def _row(row: NumberRow, numbers: ReleasedNumbers) -> list[str]:
    language, label = numbers.language, row.heading.label
    if row.small and row.base_n is not None:
        label = table_word("word-small", language, group=label)
    if row.base_n is None:
        held = table_word("word-withheld", language)
        return [label, *[held] * (len(_heads(numbers)) - 1)]
    interval = NOTHING
    if row.low is not None and row.high is not None:
        interval = book_word(
            "interval", language, low=number_text(row.low), high=number_text(row.high)
        )
    told = [number_text(row.quantiles[probability]) for probability in numbers.probabilities]
    return [
        label,
        f"{row.base_n:,}",
        number_text(row.mean),
        interval,
        number_text(row.sd),
        *told,
    ]


def numbers_html(numbers: ReleasedNumbers, *, name: str = "al-numbers") -> str:
    """Return means and quantiles as an HTML fragment; ``name`` begins its ids."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in _heads(numbers))
    rows = []
    for row in numbers.rows:
        label, *cells = _row(row, numbers)
        inner = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th scope="row">{escape(label)}</th>{inner}</tr>')
    who = ""
    if numbers.where:
        words = book_word("among", numbers.language, where=numbers.where)
        who = f'<span class="al-t-who">{escape(words)}</span>'
    notes = "".join(f"<li>{escape(note)}</li>" for note in numbers.notes)
    language = numbers.language
    return (
        f'<div class="alongside" lang="{escape(language)}" dir="{writing_direction(language)}">'
        f'<div class="al-t-scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
        f'<table class="al-t"><caption id="{name}-caption"><strong>{escape(numbers.title)}</strong>'
        f"{who}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        + (f'<ul class="al-t-notes">{notes}</ul>' if notes else "")
        + "</div>"
    )


def numbers_text(numbers: ReleasedNumbers, *, width: int = WIDTH) -> str:
    """Return means and quantiles as text, ``width`` letters wide at most."""
    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for spot, head in enumerate(_heads(numbers)):
        grid.add_column(plain(head), justify="right" if spot else "left", overflow="fold")
    for row in numbers.rows:
        grid.add_row(*map(plain, _row(row, numbers)))
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, highlight=False)
    console.print(plain(numbers.title))
    if numbers.where:
        console.print(plain(book_word("among", numbers.language, where=numbers.where)))
    console.print(grid)
    for note in numbers.notes:
        console.print(plain(note))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def numbers_markdown(numbers: ReleasedNumbers) -> str:
    """Return means and quantiles as Markdown."""
    lines = [f"**{plain_markdown(numbers.title)}**", ""]
    if numbers.where:
        said = book_word("among", numbers.language, where=numbers.where)
        lines += [plain_markdown(said), ""]
    heads = _heads(numbers)
    table = [heads, *(_row(row, numbers) for row in numbers.rows)]
    printed = ["| " + " | ".join(map(plain_markdown, row)) + " |" for row in table]
    printed.insert(1, "|---|" + "---:|" * (len(heads) - 1))
    return "\n".join([*lines, *printed, "", *(f"{note}  " for note in numbers.notes)]) + "\n"


def numbers_frame(numbers: ReleasedNumbers) -> pl.DataFrame:
    """Return means and quantiles as a tidy frame, one row a group; withheld numbers are null.

    A quantile stands in the column ``quantile_0.5``.
    """
    names = [f"quantile_{probability:g}" for probability in numbers.probabilities]
    schema: dict[str, type[pl.DataType]] = {
        "variable": pl.String,
        "banner": pl.String,
        "group_code": pl.String,
        "group": pl.String,
        "base_n": pl.Int64,
        "mean": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "sd": pl.Float64,
        **dict.fromkeys(names, pl.Float64),
        "withheld": pl.Boolean,
        "small_base": pl.Boolean,
        "synthetic": pl.Boolean,
    }
    rows = [
        (
            numbers.variable,
            row.banner,
            row.heading.code,
            row.heading.label,
            row.base_n,
            row.mean,
            row.low,
            row.high,
            row.sd,
            *(row.quantiles[probability] for probability in numbers.probabilities),
            row.base_n is None,
            row.small,
            numbers.provenance.synthetic,
        )
        for row in numbers.rows
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")
