"""A tab book: every question by every banner, with what is needed to read it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from alongside.dataset import LINKED_PREFIX, DataSet, Provenance, VariableType, find_variable
from alongside.kernel.errors import ExpressionError
from alongside.tabbook.desk import Desk, check_weight
from alongside.tabulate import (
    Base,
    Measuring,
    ReleasedTable,
    Table,
    find_banner,
    tabulate_many,
)
from alongside.tabulate.crossing import variables_of
from alongside.tabulate.guard import Watch
from alongside.tabulate.people import Filter


@dataclass(frozen=True)
class BannerPart:
    """All questions by one banner: a sheet of a workbook.

    ``code`` and ``label`` are "" for tables without groups.
    """

    code: str
    label: str
    tables: tuple[ReleasedTable, ...]


@dataclass(frozen=True)
class TabBook:
    """Tables that leave together, ordered by banner.

    Parameters
    ----------
    exact
        Whether every inference from the tables was looked at; see
        :class:`~alongside.tabulate.Released`.
    design
        What the study says of how people were chosen; "": nothing.
    """

    title: str
    parts: tuple[BannerPart, ...]
    exact: bool = True
    design: str = ""

    @property
    def tables(self) -> Iterator[ReleasedTable]:
        """Every table, banner after banner."""
        for part in self.parts:
            yield from part.tables

    @property
    def first(self) -> ReleasedTable:
        """The first table: language, rule and provenance are those of all."""
        return self.parts[0].tables[0]

    @property
    def language(self) -> str:
        """Language of labels and notes."""
        return self.first.language

    @property
    def provenance(self) -> Provenance:
        """Where the data came from."""
        return self.first.provenance

    @property
    def measured(self) -> bool:
        """Whether intervals and comparisons were worked out."""
        return any(table.measures is not None for table in self.tables)


def book_of(
    tables: Iterable[ReleasedTable], title: str = "", *, exact: bool = True, design: str = ""
) -> TabBook:
    """Return released tables as a book, in the order in which their banners come first.

    ``title`` "" means that of the first table. Raises ``ValueError`` when there is no table.
    """
    by_banner: dict[str, list[ReleasedTable]] = {}
    for table in tables:
        by_banner.setdefault(table.by or "", []).append(table)
    if not by_banner:
        raise ValueError("a book has at least one table")
    parts = tuple(
        BannerPart(code, found[0].group, tuple(found)) for code, found in by_banner.items()
    )
    return TabBook(title or parts[0].tables[0].title, parts, exact, design)


def default_questions(dataset: DataSet) -> tuple[str, ...]:
    """Return the codes of all questions with answers to choose from, as a book has them.

    What was recorded about answering (paradata) and what identifies people is left out, and so are
    linked questions, whose parts are there.
    """
    return tuple(
        variable.code
        for variable in dataset.codebook
        if variable.type in (VariableType.SINGLE, VariableType.MULTI)
        and not variable.identifies
        and not variable.paradata
        and not variable.code.startswith(LINKED_PREFIX)
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of every table alike; each as for :func:`~alongside.tabulate.tabulate`."""

    where: Filter = None
    base: Base = Base.ANSWERED
    measuring: Measuring | None = None
    include_partial: bool = False
    language: str = "en"


def make_book(
    desk: Desk,
    dataset: DataSet,
    questions: Sequence[str],
    banners: Sequence[str],
    asking: Asking,
    *,
    title: str,
    design: str = "",
    watch: Watch | None = None,
) -> TabBook:
    """Count every question by every banner, and release all of it together.

    Parameters
    ----------
    desk
        Holds the book against everything published or handed out before.
    dataset
        The data of the desk, perhaps with a weight more.
    questions, banners
        Codes; a question is left out where it would be counted by itself. Without banners each
        question is counted in all.
    asking
        What holds for all tables.
    title, design
        Words for the cover and the notes.
    watch
        Told how far the work of protecting numbers is.

    Raises
    ------
    ExpressionError
        Naming an unknown code, or a variable that cannot be counted.
    DataError
        For a weight that cannot be used; see :func:`~alongside.tabbook.check_weight`.
    DisclosureError
        When a table could not be shown beside what was published before.
    """
    measuring = asking.measuring
    if measuring is not None and measuring.weight:
        check_weight(dataset, measuring.weight, desk.rule)
    counted = count_spreads(desk, dataset, questions, banners, asking)
    if not counted:
        raise ExpressionError(
            "There is no question to count.",
            remedy="Name questions that are not the banners themselves.",
        )
    known = [find_banner(dataset.codebook, each).code for each in banners]
    counted.sort(key=lambda table: known.index(table.by) if table.by else 0)
    return book_of(desk.tables(counted, watch), title, exact=desk.exact, design=design)


def count_spreads(
    desk: Desk,
    dataset: DataSet,
    questions: Sequence[str],
    banners: Sequence[str],
    asking: Asking,
) -> list[Table]:
    """Count questions by banners, each table titled by its question alone; none is released yet.

    A question is not counted by a banner that it is part of.
    """
    asked = [find_variable(dataset.codebook, code) for code in dict.fromkeys(questions)]
    language = asking.language
    tables = tabulate_many(
        dataset,
        [variable.code for variable in asked],
        list(dict.fromkeys(banners)),
        where=asking.where,
        base=asking.base,
        rule=desk.rule,
        language=language,
        include_partial=asking.include_partial,
        measuring=asking.measuring,
    )
    titles = {variable.code: variable.label.say(language) for variable in asked}
    own = {
        banner.code: {part.code for part in variables_of(banner)}
        for banner in (find_banner(dataset.codebook, each) for each in banners)
    }
    return [
        replace(table, title=titles[table.variable])
        for table in tables
        if table.variable not in own.get(table.by or "", ())
    ]
