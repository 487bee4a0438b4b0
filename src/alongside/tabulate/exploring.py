"""Tables that somebody explores: among some people, by groups within groups, in any order.

Whoever may choose filters freely can subtract one table from the next. So every table beyond those
of the :class:`~alongside.tabulate.Book` is held against

* the tables of the book of every two of its variables, which are the same whoever asks for what;
* the same table of everybody, which comes first whether or not anybody asked for it;
* every table that was explored before and shares two variables with it, whoever looked at it.

What was decided is noted in a ledger before the table leaves, and is the same ever after.
"""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from math import prod
from typing import Protocol

from alongside.dataset import DataSet
from alongside.kernel.errors import DisclosureError
from alongside.tabulate.book import Book
from alongside.tabulate.counts import BASE
from alongside.tabulate.crossing import variables_of
from alongside.tabulate.crosstab import tabulate
from alongside.tabulate.disclosure import release, release_as
from alongside.tabulate.guard import (
    Printed,
    Spot,
    Watch,
    all_roomy,
    guard_together,
    printed_from,
)
from alongside.tabulate.measures import Measuring
from alongside.tabulate.people import Filter, as_condition, find_banner, select_people
from alongside.tabulate.releases import LogEntry, entry_of, standing
from alongside.tabulate.suppression import withheld_spots
from alongside.tabulate.table import TOTAL, ReleasedTable, Table

HOW = "explored"
"""How tables of the ledger left."""
_PAIR = 2
"""What tables tell of any two variables is in the book, and so no news to any other."""


MOST_COMBINATIONS = 20_000
"""Combinations of answers up to which small numbers are looked for."""
PATIENCE = 10.0
"""Seconds of processor that a table may take to be held against the others."""
Work = Callable[[], frozenset[Spot]]
Run = Callable[[Hashable, Work], frozenset[Spot]]
"""Does what finds out what a table withholds, or returns what the same key came to before."""


def do_now(_: Hashable, work: Work) -> frozenset[Spot]:
    """Do the work while the caller waits."""
    return work()


class Ledger(Protocol):
    """Where it is noted what was explored; shared by everybody who explores a study."""

    def entries(self) -> Sequence[LogEntry]:
        """Return everything noted, oldest first."""
        ...

    def note(self, entry: LogEntry, after: int) -> bool:
        """Note a table behind so many others; False, and nothing noted, if there are more."""
        ...


class Explorer:
    """Any table of one data set that may leave beside every other that was explored.

    Parameters
    ----------
    book
        Of the data; its rule is the study's.
    ledger
        What was explored before, of these data and others.
    run
        How the long part of the work is done: it looks at no ledger, and depends on its key only.
    """

    def __init__(self, book: Book, ledger: Ledger, run: Run = do_now) -> None:
        self.book, self._ledger, self._run = book, ledger, run
        self._known: dict[Printed, frozenset[Spot]] = {}
        self._families: dict[Printed, Counter[str]] = {}

    @property
    def dataset(self) -> DataSet:
        """Everybody, finished or not."""
        return self.book.dataset

    def table(
        self,
        variable: str,
        by: str | None = None,
        *,
        where: Filter = None,
        language: str = "en",
        title: str = "",
        measuring: Measuring | None = None,
    ) -> ReleasedTable:
        """Return a question, by groups if asked, among those for whom a condition holds.

        Parameters and errors are those of :func:`~alongside.tabulate.tabulate`.

        Raises
        ------
        DisclosureError
            When too few people are meant or left over, when nothing of the table could be shown
            beside what was looked at before, or when the data differ by a few people from
            data that were looked at.
        """
        rule = self.book.rule
        condition = as_condition(where)
        counted = tabulate(
            self.dataset,
            variable,
            by,
            where=condition,
            rule=rule,
            language=language,
            title=title or None,
            measuring=measuring,
        )
        if not rule.protects:
            return release(counted, rule)
        if condition is None and (by is None or len(self._groups(by)) == 1):
            withheld = self._run((variable, by), lambda: self.book.withheld(variable, by))
            return release_as(counted, withheld, rule)
        self._refuse_few(counted)
        return release_as(counted, self._withheld(counted), rule)

    def _groups(self, by: str) -> tuple[str, ...]:
        banner = find_banner(self.dataset.codebook, by)
        return tuple(variable.code for variable in variables_of(banner))

    def _refuse_few(self, table: Table) -> None:
        """Refuse filters that few people pass, or that few do not."""
        if not table.where:
            return
        everybody = self.book.completed.frame.height
        chosen = select_people(self.book.completed, table.where, keep=()).frame.height
        fewest = self.book.rule.withhold_below
        if 0 < chosen < fewest:
            raise DisclosureError(
                f"Fewer than {fewest} people pass this filter.",
                where=table.where,
                remedy="Choose more answers, or leave a condition out.",
            )
        if 0 < everybody - chosen < fewest:
            raise DisclosureError(
                f"Fewer than {fewest} people are left out by this filter: a table without it, "
                "less this one, would show them.",
                where=table.where,
                remedy="Leave the filter out, or choose fewer answers.",
            )

    def _withheld(self, table: Table) -> frozenset[Spot]:
        """Return what a table withholds: as decided before, or decided and noted now."""
        wanted = printed_from(table)
        if wanted in self._known:
            return self._known[wanted]
        everybodys = self._everybodys(table) if table.where else []
        while True:
            entries = self._ledger.entries()
            noted = self._noted(wanted, entries)
            if noted is None:
                before = self._near(wanted, entries)
                noted = self._run(
                    (wanted, before),
                    partial(self._decide, table, wanted, before, everybodys),
                )
                today = date.today()
                entry = entry_of(self.dataset, HOW, [replace(wanted, withheld=noted)], today)
                if not self._ledger.note(entry, len(entries)):
                    continue  # somebody explored something at this very moment: hold against it
            self._known[wanted] = noted
            return noted

    def _everybodys(self, table: Table) -> list[Printed]:
        """Return the same table of everybody, which is decided first."""
        by = table.by
        if by is None or len(self._groups(by)) == 1:
            return []  # of the book, which is the same whoever asks
        whole = tabulate(self.dataset, table.variable, by, rule=self.book.rule)
        return [replace(printed_from(whole), withheld=self._withheld(whole))]

    def _noted(self, wanted: Printed, entries: Iterable[LogEntry]) -> frozenset[Spot] | None:
        fingerprint = self.dataset.provenance.fingerprint
        for entry in entries:
            if entry.data == fingerprint:
                for each in entry.tables:
                    if replace(each, withheld=frozenset(), rounded_to=0) == wanted:
                        return each.withheld
        return None

    def _near(self, wanted: Printed, entries: Sequence[LogEntry]) -> tuple[Printed, ...]:
        """Return what was explored before and shares two variables with a table."""
        known = standing(entries, self.dataset, self.book.rule, explored=True)
        return tuple(each for each in known if self._shared(wanted, each) > 1)

    def _decide(
        self,
        table: Table,
        wanted: Printed,
        noted: Sequence[Printed],
        everybodys: Sequence[Printed],
    ) -> frozenset[Spot]:
        rule, people = self.book.rule, self.book.people
        mine = self._families_of(wanted)
        published = [each for each in self.book.earlier if self._shared(wanted, each)]
        near = [each for each in noted if self._shared(wanted, each) > _PAIR]
        near += [each for each in published if self._shared(wanted, each) > 1]
        kin = {code: self.book.kin(code) for code in self.dataset.codebook.by_code}
        if all_roomy(people, [wanted, *near], rule, kin):
            return frozenset()
        known = self.dataset.codebook.by_code
        if prod(len(known[code].categories) + 1 for code in wanted.looked_at) > MOST_COMBINATIONS:
            raise _too_fine(wanted.title)
        before = [*published, *self.book.printed_of(sorted(mine)), *everybodys, *noted]
        small = withheld_spots(table, rule.withhold_below)
        alone = frozenset[Spot]() if rule.round_to else small
        found = guard_together(
            self.dataset,
            [wanted],
            rule,
            [*dict.fromkeys(before)],
            first=[alone],
            watch=_patient(wanted.title),
            people=people,
        )
        withheld = found.withheld[0]
        if (BASE, TOTAL) in withheld:
            raise DisclosureError(
                "This table cannot be shown beside those that were looked at before: one less the "
                "other would show fewer people than the rule of the study allows.",
                where=wanted.title,
                remedy="Leave the filter or the groups out, or choose other answers.",
            )
        return withheld

    def _shared(self, one: Printed, other: Printed) -> int:
        """Return how many variables two tables share, those that hang together counted as one.

        Of a family of which either tells several, all are shared: a grouping made of two questions
        says something of both.
        """
        here, there = self._families_of(one), self._families_of(other)
        return sum(max(here[each], there[each]) for each in here.keys() & there.keys())

    def _families_of(self, printed: Printed) -> Counter[str]:
        """Return how many variables of each family a table tells of, by the first of the family."""
        if printed not in self._families:
            codes = printed.looked_at & self.dataset.codebook.by_code.keys()
            self._families[printed] = Counter(self.book.kin(code)[0] for code in codes)
        return self._families[printed]


def _patient(title: str) -> Watch:
    """Return a watch that gives a table up when it takes too long; nothing is noted then."""
    until = time.thread_time() + PATIENCE

    def look(done: int, among: int) -> None:
        if done < among and time.thread_time() > until:
            raise _too_fine(title)

    return look


def _too_fine(title: str) -> DisclosureError:
    return DisclosureError(
        "This table is too finely divided, with too many small numbers, to be held against the "
        "others while you wait.",
        where=title,
        remedy="Leave out a group or the filter, or choose groups of more people.",
    )
