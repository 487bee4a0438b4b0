"""Tables protected and looked over together: against each other, and against what left before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alongside.dataset import DataSet, Profiles
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import BASE
from alongside.tabulate.guard.claims import Sheet
from alongside.tabulate.guard.lone import LoneTable
from alongside.tabulate.guard.people import People
from alongside.tabulate.guard.printed import Printed, Spot
from alongside.tabulate.guard.protect import Cost, Protection, look_over, protect
from alongside.tabulate.guard.reading import Reading, figure_ranges, small_targets
from alongside.tabulate.guard.sizes import Sizes
from alongside.tabulate.guard.system import Bounds, System, Watch
from alongside.tabulate.guard.traits import Group
from alongside.tabulate.guard.weighed import Weighed
from alongside.tabulate.suppression import withheld_spots
from alongside.tabulate.table import TOTAL, Table


@dataclass(frozen=True)
class Guarded:
    """What to withhold of each table, and what can be worked out in spite of it.

    Parameters
    ----------
    withheld
        For each table, in order, the places to withhold.
    open
        Numbers that what left before bounds too tightly, whatever is withheld now.
    exact
        Whether everything outsiders could work out was looked at. If not, everything from any two
        tables was, and everything that adds up or can be subtracted.
    because
        For each table, what was withheld for the sake of another number, by place: that number in
        words.
    """

    withheld: tuple[frozenset[Spot], ...]
    open: tuple[Bounds, ...]
    exact: bool
    because: tuple[Mapping[Spot, str], ...]


def guard_alone(table: Table, rule: Disclosure) -> Guarded:
    """Return what to withhold of a table about which nothing else is known."""
    lone = LoneTable(table)
    sheet = lone.sheet()
    sizes = Sizes(lone.states, lone.kinds)
    targets = small_targets([sheet], [table.title], {}, sizes, rule)
    first = _first([sheet], [withheld_spots(table, rule.withhold_below)], rule)
    if not targets and not first:
        return Guarded((frozenset(),), (), True, ({},))
    figures = figure_ranges([sheet], sizes, rule)
    weighed = [Weighed(lone.weigh, shown=frozenset(figures))] if table.weight else []
    system = System(lone.states, lone.count, (), figures, targets, weighed=weighed, most_atoms=0)
    found = protect(system, first, _costs([sheet], sizes, [bool(table.weight)]), _along([sheet]))
    return _guarded([sheet], found)


def guard_together(
    dataset: DataSet | Profiles,
    tables: Sequence[Printed],
    rule: Disclosure,
    earlier: Iterable[Printed] = (),
    *,
    first: Sequence[frozenset[Spot]] = (),
    unmoved: Iterable[Printed] = (),
    watch: Watch | None = None,
    people: People | None = None,
) -> Guarded:
    """Return what to withhold of each table, given what has left before.

    Parameters
    ----------
    dataset
        Everybody, finished or not: what the tables were counted from.
    tables
        To be published together.
    rule
        The study's.
    earlier
        Published before; nothing of it can be taken back.
    first
        For each table what is withheld anyway.
    unmoved
        Of the earlier ones those of which nothing new may be learnt at all: what they withhold
        must stay as unknown as they leave it.
    watch
        Told how the work goes on.
    people
        The completed responses, which remember what was counted, for one check after another.
    """
    before, kept = [*earlier], [*unmoved]
    start = [*first] or [frozenset[Spot]() for _ in tables]

    def guard(start: Sequence[frozenset[Spot]], *, apart: bool) -> tuple[Guarded, bool]:
        reading = Reading(dataset, before, [*tables], rule, people, apart=apart)
        begin = _first(reading.new, start, rule)
        begin |= frozenset(target.group for target in reading.targets)
        reading.keep_unmoved(kept)
        if not reading.targets and not begin:  # nothing is small: nothing has to be solved
            nothing = tuple(frozenset[Spot]() for _ in tables)
            return Guarded(nothing, (), True, tuple({} for _ in tables)), False
        found = protect(
            reading.system(),
            begin,
            _costs(reading.new, reading.sizes, [bool(each.weight) for each in tables]),
            _along(reading.new),
            watch,
        )
        return _guarded(reading.new, found), bool(reading.kin.joint)

    found, joined = guard(start, apart=False)
    if not (found.open and joined):
        return found
    # groupings hold only the combinations that people have, by which a small number can seem to be
    # known whatever is withheld; outsiders may know less, so it is protected as if they did
    more, _ = guard([one | two for one, two in zip(start, found.withheld, strict=True)], apart=True)
    return Guarded(
        tuple(one | two for one, two in zip(found.withheld, more.withheld, strict=True)),
        more.open,
        found.exact and more.exact,
        tuple({**two, **one} for one, two in zip(found.because, more.because, strict=True)),
    )


@dataclass(frozen=True)
class Audit:
    """What a look over everything that was published found.

    Parameters
    ----------
    looked_at
        How many small numbers must stay unknown.
    open
        Those bounded more tightly than the rule allows, with how far they are bounded.
    exact
        As in :class:`Guarded`.
    """

    looked_at: int
    open: tuple[Bounds, ...]
    exact: bool


def audit(
    dataset: DataSet | Profiles,
    printed: Iterable[Printed],
    rule: Disclosure,
    watch: Watch | None = None,
) -> Audit:
    """Return which small numbers can be worked out from everything published."""
    reading = Reading(dataset, [*printed], [], rule)
    system = reading.system()
    found = look_over(system, watch)
    return Audit(len(reading.targets), tuple(found), system.exact)


def _first(
    sheets: Sequence[Sheet], spots: Sequence[frozenset[Spot]], rule: Disclosure
) -> frozenset[Group]:
    if rule.round_to:
        return frozenset()
    return frozenset(
        sheet.figures[spot]
        for sheet, withheld in zip(sheets, spots, strict=True)
        for spot in withheld
    )


def _costs(sheets: Iterable[Sheet], sizes: Sizes, weighted: Iterable[bool]) -> Cost:
    """Return what withholding a figure costs: bases most, then totals, then people, then order.

    In weighted tables totals come first: each is three equations about its row (people, weights,
    squares), so that letting one go saves several cells.
    """
    order: dict[Group, tuple[int, int]] = {}
    for sheet, by_weight in zip(sheets, weighted, strict=True):
        total = -1 if by_weight else 1
        for (row, column), group in sheet.figures.items():
            rank = 2 if row == BASE else total if column == TOTAL else 0
            known = order.get(group, (rank, len(order)))
            order[group] = (max(rank, known[0]), known[1])

    def cost(group: Group) -> tuple[float, ...]:
        rank, place = order.get(group, (0, -1))
        return (rank, sizes.of(group), place)

    return cost


def _along(sheets: Iterable[Sheet]) -> dict[Group, frozenset[Group]]:
    """Return, for each base, the cells of its columns: shares would give the base away."""
    found: dict[Group, set[Group]] = {}
    for sheet in sheets:
        for (row, column), group in sheet.figures.items():
            if row != BASE:
                found.setdefault(sheet.figures[BASE, column], set()).add(group)
    return {base: frozenset(cells) for base, cells in found.items()}


def _guarded(sheets: Sequence[Sheet], found: Protection) -> Guarded:
    return Guarded(
        tuple(
            frozenset(spot for spot, group in sheet.figures.items() if group in found.withheld)
            for sheet in sheets
        ),
        found.open,
        found.exact,
        tuple(
            {
                spot: found.because[group].words
                for spot, group in sheet.figures.items()
                if group in found.because
            }
            for sheet in sheets
        ),
    )
