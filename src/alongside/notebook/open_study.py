"""The way into a study from a notebook."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from alongside.dataset import DataSet, load_for_tables
from alongside.kernel.errors import AlongsideError
from alongside.notebook.asking import check_level, known_word, measuring_of
from alongside.notebook.listing import answer_frame, question_frame
from alongside.notebook.responses import Responses
from alongside.notebook.tables import ShownBook, ShownNumbers, ShownTable
from alongside.notebook.weights import Margins, ShownWeights, rake
from alongside.questionnaire import Study, load_study
from alongside.questionnaire.suggest import suggestion
from alongside.tabbook import (
    Asking,
    Desk,
    Spread,
    check_weight,
    count_spreads,
    default_questions,
    make_book,
    release_numbers,
)
from alongside.tabbook.numbers import QUARTILES
from alongside.tabulate import (
    Base,
    Measuring,
    Printed,
    add_to_log,
    chosen_weight,
    entry_of,
    find_banner,
    read_log,
    standing,
)
from alongside.tabulate.guard import printed_from

if TYPE_CHECKING:
    from alongside.notebook.charts import ShownChart

By = str | Sequence[str] | None


def open_study(path: str | Path, *, language: str = "") -> "OpenStudy":
    """Open a study folder for a notebook.

    Parameters
    ----------
    path
        The folder with study.yaml.
    language
        Of labels and notes; "": the study's first.

    Raises
    ------
    AlongsideError
        When there is no study, it has faults (all are named), or it has no data yet.

    >>> study = open_study("studies/coproduction")
    >>> study
    Working together on care: 997 responses, 42 variables, synthetic data
    """
    loaded = load_study(Path(path))
    tag = language or loaded.settings.languages[0]
    if tag not in loaded.settings.languages:
        raise AlongsideError(
            f"The study has no wording in “{tag}”.",
            where=str(path),
            remedy=suggestion(tag, loaded.settings.languages),
        )
    dataset = load_for_tables(loaded, tag)
    rule = loaded.settings.disclosure
    before = standing(read_log(loaded.folder), dataset, rule) if rule.protects else ()
    return OpenStudy(loaded, dataset, Desk(dataset, rule, before), tag)


class OpenStudy:
    """A study that can be asked for tables, means and charts; made by :func:`open_study`.

    **What is shown may leave.** Everything asked of one object, and of what :meth:`rake` makes of
    it, is held against everything asked before and against the study's release log: no sum or
    difference of counts gives a number away that is too small. So a later table may withhold more
    than it would alone, or be refused, and a table asked for twice is the same twice. Two objects
    (two notebooks) know nothing of each other until :meth:`publish` has been called.

    Weighted shares and means are withheld with their counts; that several weights together narrow
    one down is not worked out. :attr:`dataset` holds single responses, which nothing protects.
    """

    def __init__(
        self,
        study: Study,
        dataset: DataSet,
        desk: Desk,
        language: str,
        *,
        weights: ShownWeights | None = None,
    ) -> None:
        self._study, self._data, self._desk, self._language = study, dataset, desk, language
        self.weights = weights
        """What :meth:`rake` did; None where nothing was weighted here."""

    @property
    def title(self) -> str:
        """What the study is called."""
        return self._data.provenance.title

    @property
    def questions(self) -> pl.DataFrame:
        """Every variable: code, words, type, number of answers to choose from, and who was asked.

        Columns: ``code``, ``label``, ``type``, ``answers_n``, ``audiences``, ``derived_from``,
        ``paradata``. What identifies people is left out.
        """
        return question_frame(self._data.codebook, self._language)

    @property
    def codebook(self) -> pl.DataFrame:
        """Every answer of every question, in order: ``question``, ``code``, ``label``."""
        return answer_frame(self._data.codebook, self._language)

    @property
    def dataset(self) -> Responses:
        """The person's own data: single responses, which have passed no disclosure rule."""
        return Responses(self._data)

    def tabulate(
        self,
        variable: str,
        by: By = None,
        *,
        among: str = "",
        weight: str = "",
        compare: str = "",
        level: float = 0.95,
        correction: str = "holm",
        base: str = "answered",
        partial: bool = False,
        show: str = "both",
    ) -> ShownTable:
        """Count a question, in all and by groups.

        Parameters
        ----------
        variable
            Code of the question.
        by
            Code of the groups, or several, which stand side by side. ``employer > role`` is role
            within employer.
        among
            Only people for whom this holds: ``heard = yes and not audience = other``.
        weight
            Name of a weight; "": made by :meth:`rake`, or the study's own; ``none``: no weight.
        compare
            ``each``: every column with every other of its banner; ``rest``: with everybody else.
            Gives intervals, a test and :attr:`ShownTable.findings`. With a weight, ``each`` is
            usual.
        level
            Of intervals and comparisons, above 0 and below 1.
        correction
            For many comparisons: ``holm``, ``fdr`` (Benjamini and Hochberg) or ``none``.
        base
            Shares of those who ``answered``, were ``shown`` the question, or were ``asked``.
        partial
            Count unfinished responses too.
        show
            ``both`` shares and counts, ``percent`` or ``n``.

        Raises
        ------
        AlongsideError
            Saying what is not known, with the nearest that is; or that the table would give a
            small number away beside the tables before it.

        >>> study = open_study("studies/coproduction")
        >>> table = study.tabulate("heard", by="audience", compare="each", show="percent")
        >>> table.findings[0]
        'No: People with lived experience 15 points more than Staff (7 to 23).'
        >>> table.to_polars().filter(group_code="staff")["n"].to_list()
        [461, 121, 39]
        """
        measuring = measuring_of(self._weight(weight), compare, level, correction)
        known_word("show", show, ("both", "percent", "n"))
        asking = self._asking(among, base, measuring, partial=partial)
        banners = self._banners(by)
        tables = count_spreads(self._desk, self._data, [variable], banners, asking)
        if not tables:
            raise AlongsideError(
                f"“{variable}” cannot be counted by itself.", remedy="Choose another group."
            )
        spread = Spread(self._desk.tables(tables))
        printed = [printed_from(table) for table in spread.tables]
        return ShownTable(spread, lambda: self._note("table", printed), show=show)

    def means(
        self,
        variable: str,
        by: By = None,
        *,
        among: str = "",
        weight: str = "",
        quantiles: Sequence[float] = QUARTILES,
        level: float = 0.95,
    ) -> ShownNumbers:
        """Return mean, standard deviation and quantiles of a number, in all and by groups.

        What is withheld, and why: :func:`alongside.tabbook.release_numbers`.

        Parameters
        ----------
        variable
            A number, or a question of one answer whose codes are numbers.
        by, among, weight, level
            As for :meth:`tabulate`.
        quantiles
            Above 0 and below 1: 0.5 is the median.
        """
        weight = self._weight(weight)
        check_level(level)
        return ShownNumbers(
            release_numbers(
                self._desk,
                self._data,
                variable,
                self._banners(by),
                where=among or None,
                weight=weight,
                probabilities=tuple(quantiles),
                level=level,
                language=self._language,
            )
        )

    def chart(
        self,
        variable: str,
        by: str | None = None,
        *,
        kind: str = "",
        title: str = "",
        among: str = "",
        intervals: bool = True,
        **options: object,
    ) -> "ShownChart":
        """Draw a question, in all or by groups, with its table.

        Parameters
        ----------
        variable, by, among
            As for :meth:`tabulate`; one banner at most. Shares are not weighted.
        kind
            ``bars``, ``donut``, ``pictogram``; with groups ``stacked-bars``, ``grouped-bars``,
            ``diverging-bars``, ``dot-plot``, ``heat-map``, ``small-multiples``. "": what fits.
        title
            States the finding; "": the question.
        intervals
            Draw intervals in a dot plot.
        options
            ``sort``, ``total``, ``answers``, ``ordered``, ``middle``, ``neutral``: see
            :class:`alongside.charts.Plan`.

        Raises :class:`~alongside.kernel.errors.ChartError` for a chart that would mislead.
        """
        from alongside.notebook.charts import ShownChart, plan_of  # noqa: PLC0415  slow to load

        how = "each" if kind == "dot-plot" and intervals else ""
        table = self.tabulate(variable, by, among=among, compare=how, weight="none")
        plan = plan_of(table.tables[0], kind, options, intervals=intervals)
        return ShownChart(table, plan, title)

    def book(
        self,
        questions: Iterable[str] | None = None,
        *,
        by: By = None,
        among: str = "",
        weight: str = "",
        compare: str = "",
        level: float = 0.95,
        correction: str = "holm",
        base: str = "answered",
        title: str = "",
    ) -> ShownBook:
        """Make a tab book: every question by every banner, protected together.

        Parameters
        ----------
        questions
            Codes; None: every question with answers to choose from.
        by, among, weight, compare, level, correction, base
            As for :meth:`tabulate`.
        title
            Of the book; "": that of the study.
        """
        measuring = measuring_of(self._weight(weight), compare, level, correction)
        chosen = default_questions(self._data) if questions is None else tuple(questions)
        book = make_book(
            self._desk,
            self._data,
            chosen,
            self._banners(by),
            self._asking(among, base, measuring),
            title=title or self.title,
            design=self._study.settings.design.say(self._language),
        )
        printed = [printed_from(table) for table in book.tables]
        return ShownBook(book, lambda: self._note("tab book", printed))

    def rake(
        self,
        margins: Margins,
        *,
        source: str,
        name: str = "weight",
        low: float = 0.0,
        high: float = np.inf,
        base_weight: str = "",
    ) -> "OpenStudy":
        """Return the study with weights that make margins agree with the population.

        Parameters
        ----------
        margins
            For each question with one answer, its codes with their shares (0 to 1) or numbers of
            people of the population.
        source
            Who counted the population, what and when.
        name
            Of the weight; tables of the returned study use it unless told otherwise.
        low, high
            Bounds of weights as multiples of their average, such as 0.3 and 3.
        base_weight
            Name of the weights by design; "": all alike.

        Returns
        -------
        A new object whose :attr:`weights` say how far margins were reached and what speaks
        against the weights. It shares what was asked for with this one.

        Raises :class:`~alongside.kernel.errors.ProblemsFoundError` naming all that forbids weights.
        """
        if base_weight:
            check_weight(self._data, base_weight, self._desk.rule)
        data, made = rake(
            self._data, margins, name, source=source, low=low, high=high, base_weight=base_weight
        )
        asked = count_spreads(self._desk, self._data, list(margins), (), Asking())
        held = {
            (each.variable, row.code)
            for each in self._desk.tables(asked)
            for row in each.rows
            if each.cell(row.code).withheld
        }
        shown = ShownWeights(name, made, held)
        return OpenStudy(self._study, data, self._desk, self._language, weights=shown)

    def publish(self) -> bool:
        """Note everything asked for so far in the release log of the study.

        For when the notebook itself goes out. Returns whether anything new was noted.
        """
        return self._note("notebook", self._desk.given)

    def _note(self, how: str, printed: Iterable[Printed]) -> bool:
        if not self._desk.rule.protects:
            return False
        today = datetime.now(tz=UTC).date()
        return add_to_log(self._study.folder, entry_of(self._data, how, printed, today))

    def _banners(self, by: By) -> list[str]:
        banners = [] if by is None else [by] if isinstance(by, str) else list(by)
        for each in banners:
            find_banner(self._data.codebook, each)
        return banners

    def _asking(
        self, among: str, base: str, measuring: Measuring | None, *, partial: bool = False
    ) -> Asking:
        chosen = Base(known_word("base", base, [each.value for each in Base]))
        return Asking(among or None, chosen, measuring, partial, self._language)

    def _weight(self, weight: str) -> str:
        """Return the weight to use: asked for, made by :meth:`rake`, or the study's own."""
        made = self.weights.name if self.weights else ""
        chosen = chosen_weight(self._data.provenance.sampling, weight or made)
        if chosen and chosen != made:
            check_weight(self._data, chosen, self._desk.rule)
        return chosen

    def __repr__(self) -> str:
        """Say what the study is and how much there is of it."""
        said = ", synthetic data" if self._data.provenance.synthetic else ""
        variables = sum(not each.identifies for each in self._data.codebook)
        return f"{self.title}: {len(self.dataset):,} responses, {variables} variables{said}"
