"""Tables of data in parts: counted here or on a cluster, and the same tables in either case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from alongside.dataset import (
    Codebook,
    DataSet,
    PartedData,
    Profiles,
    Variable,
    VariableType,
    find_variable,
    variables_in,
)
from alongside.kernel.errors import ExpressionError
from alongside.questionnaire import Disclosure
from alongside.tabulate.countings import Both, People, Tables, needed_columns
from alongside.tabulate.crossing import Banner, Crossing, variables_of
from alongside.tabulate.crosstab import TableOptions, drawn_of, tables_of
from alongside.tabulate.guard import Printed
from alongside.tabulate.lanes import BASE, NEST
from alongside.tabulate.parts import Runner, Told
from alongside.tabulate.people import as_condition, find_banner
from alongside.tabulate.releases import LogEntry
from alongside.tabulate.sampling import check_columns, check_units, refuse_sampling
from alongside.tabulate.table import Table


@dataclass(frozen=True)
class LargeTables:
    """Tables, and what disclosure control must know of the people behind them.

    Parameters
    ----------
    tables
        As :func:`~alongside.tabulate.tabulate_many` makes them.
    profiles
        The kinds of people by everything that these tables and earlier ones look at: what
        :func:`~alongside.tabulate.release_together` needs instead of the data.
    """

    tables: tuple[Table, ...]
    profiles: Profiles


def tabulate_parts(
    data: PartedData,
    runner: Runner,
    variables: Iterable[str],
    by: Iterable[str] = (),
    options: TableOptions | None = None,
    *,
    earlier: Sequence[LogEntry] = (),
    told: Told | None = None,
) -> LargeTables:
    """Count many questions by many banners of data in parts, every part read once.

    Parameters
    ----------
    data
        As :func:`~alongside.dataset.find_parts` returns it.
    runner
        Where to count: :class:`~alongside.tabulate.Here`, or a cluster.
    variables, by
        As for :func:`~alongside.tabulate.tabulate_many`; so are the errors.
    options
        How the tables are made; None: as usual.
    earlier
        The release log, so that the profiles hold what earlier tables look at.
    told
        Called now and then with the rows counted so far.
    """
    book = data.codebook
    asked = tuple(find_variable(book, code) for code in variables)
    banners = tuple(find_banner(book, each) for each in by)
    options = options or TableOptions()
    weight = (options.measuring.weight if options.measuring else "") or None
    named = book.by_code.get(weight or "")
    if named is not None and named.type is not VariableType.NUMERIC:
        raise ExpressionError(
            f"“{weight}” is no weight: it does not hold numbers.",
            remedy="Give a column of numbers.",
        )
    protects = (options.rule or Disclosure()).protects
    tables = Tables(
        asked, banners, weight, options.where, options.include_partial, refuse_zero=protects
    )
    known = needed_columns(asked, banners, None, options.where)
    codes = tuple(dict.fromkeys([*known, *_codes_of_log(earlier, book)]))
    people = People(codes, _weights(weight, earlier, data))
    bare = tables.without_words()
    drawn = drawn_of(data, asked, banners, options)
    units = None
    if drawn is None:
        crossings, frame = runner.run(data, Both(bare, people), told)
    else:
        refuse_sampling([*check_columns(drawn.sampling, book, data.columns)])
        counting = Both(Both(bare, drawn.without_words()), people)
        (crossings, units), frame = runner.run(data, counting, told)
        refuse_sampling([*check_units(drawn.sampling, units[0])])
    values = _values(data, crossings, asked, banners)
    made = tables_of(crossings, values, asked, banners, options, units)
    return LargeTables(tuple(made), Profiles(frame, book, data.provenance, data.unit))


def _weights(weight: str | None, entries: Iterable[LogEntry], data: PartedData) -> tuple[str, ...]:
    """Return the weights of the tables, and those of the log that the data still have."""
    before = (each.weight for entry in entries for each in entry.tables)
    found = [*([weight] if weight else []), *(each for each in before if each in data.columns)]
    return tuple(dict.fromkeys(found))


def _codes_of_log(entries: Iterable[LogEntry], codebook: Codebook) -> Iterator[str]:
    """Yield the variables that tables of the log look at, as far as the data still have them."""
    for entry in entries:
        for each in entry.tables:
            yield from (code for code in _codes_of(each) if code in codebook)


def _codes_of(printed: Printed) -> Iterator[str]:
    yield from (code.strip() for code in (printed.variable, *printed.by.split(">")))
    for condition in (printed.where, printed.condition):
        yield from variables_in(as_condition(condition))


def _values(
    data: PartedData,
    crossings: Sequence[Crossing],
    asked: Sequence[Variable],
    banners: Sequence[Banner],
) -> DataSet:
    """Return a data set without people that knows which values numbers and dates take."""
    width = 1 + len(banners)
    values: dict[str, list[str]] = {}
    for spot, variable in enumerate(asked):
        crossing = crossings[spot * width]
        values[variable.code] = list(crossing.codes[: crossing.codes.index(BASE)])
    for place, banner in enumerate(banners, 1):
        parts = variables_of(banner)
        for spot, variable in enumerate(parts):
            codes = crossings[place].banner_codes if crossings else ()
            several = len(parts) > 1
            here = [code.split(NEST)[spot] if several else code for code in codes]
            values[variable.code] = list(dict.fromkeys(here))
    columns = []
    for variable in (*asked, *(part for banner in banners for part in variables_of(banner))):
        found = values[variable.code]
        if variable.type is VariableType.NUMERIC:
            columns.append(pl.Series(variable.code, map(float, found), dtype=pl.Float64))
        elif variable.type is VariableType.DATE:
            columns.append(pl.Series(variable.code, map(date.fromisoformat, found), dtype=pl.Date))
    known = {series.name: series for series in columns}
    most = max((series.len() for series in known.values()), default=0)
    frame = pl.DataFrame(
        [series.extend_constant(None, most - series.len()) for series in known.values()]
    )
    return DataSet(frame, data.codebook, data.provenance, data.unit)
