"""What the explore page shows: the table that was asked for, as far as it may be seen."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from alongside.charts import Chart, ChartWords, Kind, Plan, fitting_kinds, make_chart
from alongside.dataset import VariableType
from alongside.kernel.errors import AlongsideError
from alongside.questionnaire import Study
from alongside.tabulate import (
    Measuring,
    ReleasedTable,
    explore_numbers,
    findings,
    headline,
    to_csv,
    to_markdown,
)
from alongside.tabulate.lanes import NEST
from alongside.tabulate.statistics import Versus
from alongside.web.pages.tables import TableWords, describe_table, set_beside
from alongside.web.workspace.explore_choices import (
    NO_CHART,
    Offers,
    Query,
    Wish,
    read_wish,
)
from alongside.web.workspace.explore_data import Holdings, holdings_of
from alongside.web.workspace.explore_numbers import (
    NumberWords,
    describe_numbers,
    numbers_csv,
    numbers_markdown,
)

MOST_FINDINGS = 8
WORKING = (
    "Working table of {title}, not published. To publish numbers, put them into the report: it "
    "holds them against everything published before (alongside report)."
)
CHART_NAMES = {
    Kind.BARS: "Bars",
    Kind.GROUPED_BARS: "Bars in groups",
    Kind.STACKED_BARS: "Stacked bars",
    Kind.DIVERGING_BARS: "Bars to both sides",
    Kind.DOT_PLOT: "Dots with intervals",
    Kind.HEAT_MAP: "Heat map",
    Kind.SMALL_MULTIPLES: "A small chart for each group",
    Kind.DONUT: "Ring",
    Kind.PICTOGRAM: "People",
}
BEST_ALONE = (Kind.BARS, Kind.DOT_PLOT)
BEST_SPLIT = (Kind.STACKED_BARS, Kind.GROUPED_BARS, Kind.HEAT_MAP, Kind.SMALL_MULTIPLES)
BEST_SPLIT_SEVERAL = (Kind.GROUPED_BARS, Kind.HEAT_MAP, Kind.DOT_PLOT, Kind.SMALL_MULTIPLES)


@dataclass(frozen=True)
class Counted:
    """A question that was counted: its tables that may leave, and what they say.

    Parameters
    ----------
    tables
        One a banner; of groups side by side several.
    words
        All of them as one grid.
    headline
        What it says first of all; "" when nothing.
    findings
        The further differences, by banner: its label, and sentences.
    kinds
        The charts that fit every table.
    chart
        The one that is shown; None for none.
    """

    tables: tuple[ReleasedTable, ...]
    words: TableWords
    headline: str
    findings: tuple[tuple[str, tuple[str, ...]], ...]
    kinds: tuple[Kind, ...]
    chart: Kind | None

    @property
    def withholds(self) -> bool:
        """Whether anything is withheld."""
        cells = (cell for table in self.tables for cell in table.cells.values())
        bases = (column for table in self.tables for column in table.columns)
        return any(each.n is None for each in cells) or any(b.base_n is None for b in bases)


@dataclass(frozen=True)
class OpenAnswers:
    """A question with open answers: its words, and the questions made of what readers coded."""

    label: str
    coded: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ExplorePage:
    """Everything the page shows.

    Parameters
    ----------
    among
        Who is counted, in plain words; "" for everybody.
    example
        A condition as it could be typed.
    choices
        The answers to choose from of the question that filters: code, label, chosen.
    counted, numbers, texts, trouble
        What came of it: a table, means and medians by each banner, open answers, or why there is
        none. All are empty before a question is chosen.
    """

    offers: Offers
    wish: Wish
    among: str
    example: str
    choices: tuple[tuple[str, str, bool], ...]
    counted: Counted | None = None
    numbers: tuple[NumberWords, ...] = ()
    texts: OpenAnswers | None = None
    trouble: AlongsideError | None = None


def read_page(study: Study, query: Query, language: str) -> ExplorePage | None:
    """Return the page for what a query asks; None when there are no data yet.

    Raises :class:`~alongside.kernel.errors.AlongsideError` when the data cannot be used.
    """
    held = holdings_of(study, language)
    if held is None:
        return None
    wish = read_wish(query, held.offers, held.dataset)
    among, choices = _among(held, wish, language), _choices(held, wish, language)
    page = ExplorePage(held.offers, wish, among, _example(held), choices)
    if not wish.question or wish.faults:
        return page
    if wish.question in {item.code for item in held.offers.texts}:
        return replace(page, texts=_open_answers(held, wish, language))
    try:
        if wish.question in {item.code for item in held.offers.numbers}:
            return replace(page, numbers=_numbers(held, wish, language))
        return replace(page, counted=_counted(held, wish, language))
    except AlongsideError as error:
        return replace(page, trouble=error)


def read_chart(study: Study, query: Query, language: str, number: int) -> Chart | None:
    """Return the chart of one of the tables asked for; None when there is none."""
    page = read_page(study, query, language)
    counted = page.counted if page else None
    if counted is None or counted.chart is None or not 0 <= number < len(counted.tables):
        return None
    return chart_of(counted, number)


def chart_of(counted: Counted, number: int = 0) -> Chart:
    """Return the chart that is shown of one of the tables, as a value to be drawn."""
    table, kind = counted.tables[number], counted.chart
    if kind is None:
        raise ValueError("no chart is shown")
    intervals = {}
    if kind is Kind.DOT_PLOT and table.measures is not None:
        intervals = {
            spot: (cell.low, cell.high)
            for spot, cell in table.measures.cells.items()
            if cell.low is not None and cell.high is not None
        }
    title = headline(table) or table.title
    words = ChartWords(f"explored-{number}", title, language=table.language)
    return make_chart(table, Plan(kind, intervals=intervals), words)


def as_csv(study: Study, page: ExplorePage) -> str:
    """Return what is shown as CSV; each line says who was counted and that it is not published.

    "" when there is no table.
    """
    about = (page.among.rstrip("."), page.wish.weight, working_words(study))
    if page.numbers:
        return numbers_csv(page.numbers, about)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, table in enumerate(page.counted.tables if page.counted else ()):
        head, *lines = csv.reader(io.StringIO(to_csv(table)))
        if number == 0:
            writer.writerow([*head, "among", "weight", "status"])
        writer.writerows([*line, *about] for line in lines)
    return out.getvalue()


def as_markdown(study: Study, page: ExplorePage) -> str:
    """Return what is shown as Markdown, with what it says; "" when there is no table."""
    if page.numbers:
        return numbers_markdown(page.numbers, (page.among, working_words(study)))
    counted = page.counted
    if counted is None:
        return ""
    body = [to_markdown(table).rstrip() for table in counted.tables]
    parts = (counted.headline, page.among, *body, working_words(study))
    return "\n\n".join(part for part in parts if part) + "\n"


def working_words(study: Study) -> str:
    """Return what every download says of itself."""
    return WORKING.format(title=study.settings.title.say(study.settings.languages[0]))


def _counted(held: Holdings, wish: Wish, language: str) -> Counted:
    tables = cast(
        "tuple[ReleasedTable, ...]",
        held.made.get(
            (wish.question, wish.banners, wish.condition_words, wish.weight, wish.versus, language),
            lambda: _tables(held, wish, language),
        ),
    )
    split = [_banner_label(held, banner, language) for banner in wish.banners]
    words = [
        describe_table(table, split_by=label, unit=held.dataset.unit)
        for table, label in zip(tables, split or [""], strict=True)
    ]
    kinds = [fitting_kinds(table) for table in tables]
    fitting = tuple(kind for kind in kinds[0] if all(kind in each for each in kinds))
    return Counted(
        tables=tables,
        words=words[0] if len(words) == 1 else set_beside(words),
        headline=_headline(tables),
        findings=tuple(
            (label, findings(table, MOST_FINDINGS, whole=True))
            for table, label in zip(tables, split, strict=True)
        )
        if split
        else (),
        kinds=fitting,
        chart=_chart_kind(tables[0], fitting, wish.chart),
    )


def _numbers(held: Holdings, wish: Wish, language: str) -> tuple[NumberWords, ...]:
    measuring = Measuring(weight=wish.weight)

    def make(banner: str | None) -> NumberWords:
        found = explore_numbers(
            held.explorer,
            wish.question,
            banner,
            where=wish.condition,
            language=language,
            title=held.offers.label(wish.question),
            measuring=measuring,
        )
        label = _banner_label(held, banner, language) if banner else ""
        return describe_numbers(found, label, held.dataset.unit)

    return cast(
        "tuple[NumberWords, ...]",
        held.made.get(
            (wish.question, wish.banners, wish.condition_words, wish.weight, language),
            lambda: tuple(make(banner) for banner in wish.banners or (None,)),
        ),
    )


def _tables(held: Holdings, wish: Wish, language: str) -> tuple[ReleasedTable, ...]:
    title = held.offers.label(wish.question)
    banners: Sequence[str | None] = wish.banners or (None,)
    measuring = Measuring(weight=wish.weight, versus=Versus(wish.versus))
    return tuple(
        held.explorer.table(
            wish.question,
            banner,
            where=wish.condition,
            language=language,
            title=title,
            measuring=measuring,
        )
        for banner in banners
    )


def _headline(tables: Sequence[ReleasedTable]) -> str:
    """Return the sentence of the table with the largest difference, or the first one's."""

    def largest(table: ReleasedTable) -> float:
        found = table.measures.differences if table.measures else ()
        return max((abs(each.points) for each in found if each.found), default=0.0)

    return headline(max(tables, key=largest))


def _chart_kind(table: ReleasedTable, fitting: Sequence[Kind], wanted: str) -> Kind | None:
    if wanted == NO_CHART:
        return None
    if wanted and Kind(wanted) in fitting:
        return Kind(wanted)
    best = BEST_ALONE if table.by is None else BEST_SPLIT
    if table.by is not None and table.multiple:
        best = BEST_SPLIT_SEVERAL
    return next((kind for kind in (*best, *fitting) if kind in fitting), None)


def _banner_label(held: Holdings, banner: str, language: str) -> str:
    known = held.dataset.codebook.by_code
    return NEST.join(known[code].label.say(language) or code for code in banner.split(NEST))


def _among(held: Holdings, wish: Wish, language: str) -> str:
    parts = []
    if wish.among and wish.answers and "among" not in wish.faults:
        variable = held.dataset.codebook.by_code[wish.among]
        labels = {item.code: item.label.say(language) for item in variable.categories}
        chosen = " or ".join(f"“{labels[code]}”" for code in wish.answers)
        parts.append(f"those who answered {chosen} to “{held.offers.label(wish.among)}”")
    if wish.where and "where" not in wish.faults:
        parts.append(f"those for whom {wish.where}")
    return f"Only {', and of them '.join(parts)}." if parts else ""


def _example(held: Holdings) -> str:
    """Return a condition over the first questions that can filter; "" where there are none."""
    known = held.dataset.codebook.by_code
    first = [known[choice.code] for choice in held.offers.filters[:2]]
    parts = [
        f"{each.code} {'includes' if each.type is VariableType.MULTI else '='} "
        f"{each.categories[0].code}"
        for each in first
    ]
    return f"For example: {' and not '.join(parts)}" if parts else ""


def _choices(held: Holdings, wish: Wish, language: str) -> tuple[tuple[str, str, bool], ...]:
    if not wish.among or "among" in wish.faults:
        return ()
    variable = held.dataset.codebook.by_code[wish.among]
    return tuple(
        (item.code, item.label.say(language) or item.code, item.code in wish.answers)
        for item in variable.categories
    )


def _open_answers(held: Holdings, wish: Wish, language: str) -> OpenAnswers:
    coded = tuple(
        (variable.code, variable.label.say(language) or variable.code)
        for variable in held.dataset.codebook
        if wish.question in variable.derived_from
    )
    return OpenAnswers(held.offers.label(wish.question), coded)
