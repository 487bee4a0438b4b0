"""Tables protected and looked over together: against each other, and against what left before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from alongside.dataset import DataSet, Profiles, has_weight
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import BASE
from alongside.tabulate.guard.claims import Claim, Need, Sheet, Target
from alongside.tabulate.guard.kin import find_kin
from alongside.tabulate.guard.lone import LoneTable
from alongside.tabulate.guard.people import People
from alongside.tabulate.guard.printed import Printed, Spot, place_words, read_sheet
from alongside.tabulate.guard.protect import Cost, Protection, look_over, protect
from alongside.tabulate.guard.shadows import filters_of, shadows_of
from alongside.tabulate.guard.sizes import Sizes
from alongside.tabulate.guard.system import Bounds, Range, System, Watch
from alongside.tabulate.guard.traits import Group, States, Trait, Words, group_of, traits_of
from alongside.tabulate.guard.weighed import Weighed
from alongside.tabulate.rounding import rounded_range
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


def need_of(rule: Disclosure) -> Need:
    """Return how little an outsider may know of a count that is too small to show.

    Withheld: a range at least as wide as the threshold (so that it reaches the threshold). Rounded:
    at least as wide as what rounding itself leaves open.
    """
    if rule.round_to:
        return Need(width=(rule.round_to - 1) // 2)
    return Need(width=rule.withhold_below)


def guard_alone(table: Table, rule: Disclosure) -> Guarded:
    """Return what to withhold of a table about which nothing else is known."""
    lone = LoneTable(table)
    sheet = lone.sheet()
    sizes = Sizes(lone.states, lone.kinds)
    targets = _targets([sheet], [table.title], {}, sizes, rule)
    first = _first([sheet], [withheld_spots(table, rule.withhold_below)], rule)
    if not targets and not first:
        return Guarded((frozenset(),), (), True, ({},))
    figures = _ranges([sheet], sizes, rule)
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
    reading = _Reading(dataset, [*earlier], [*tables], rule, people)
    begin = _first(reading.new, first or [frozenset()] * len(reading.new), rule)
    begin |= frozenset(target.group for target in reading.targets)
    reading.keep_unmoved([*unmoved])
    if not reading.targets and not begin:  # nothing is small: nothing has to be solved
        return Guarded(tuple(frozenset() for _ in tables), (), True, tuple({} for _ in tables))
    system = reading.system()
    found = protect(
        system,
        begin,
        _costs(reading.new, reading.sizes, [bool(each.weight) for each in tables]),
        _along(reading.new),
        watch,
    )
    return _guarded(reading.new, found)


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
    reading = _Reading(dataset, [*printed], [], rule)
    system = reading.system()
    found = look_over(system, watch)
    return Audit(len(reading.targets), tuple(found), system.exact)


class _Reading:
    """Earlier and new tables as sheets, with everything that must stay unknown."""

    def __init__(
        self,
        dataset: DataSet | Profiles,
        earlier: Sequence[Printed],
        new: Sequence[Printed],
        rule: Disclosure,
        people: People | None = None,
    ) -> None:
        self._dataset = dataset
        unfinished = any(each.partial for each in (*earlier, *new))
        if people is None or unfinished:
            people = People(dataset if unfinished else dataset.completed())
        words = Words(people.dataset)
        self.printed = [*earlier, *new]
        self.old = [read_sheet(each, words) for each in earlier]
        self.new = [read_sheet(each, words) for each in new]
        filters = filters_of(self.printed, words)
        self._options = words.options()
        self._completed = group_of([words.finished()], words.states)
        self._earlier, self._new = earlier, new
        self._rule = rule
        sheets = [*self.old, *self.new]
        shadows, rules = shadows_of(self.printed, sheets, filters, words)
        groups = {group for sheet in sheets for group in _groups_in(sheet)}
        traits = frozenset[Trait]().union(*(traits_of(group) for group in groups))
        self._people, self._plain = people, words.states
        count = partial(people.count, states=words.states)
        self.kin = kin = find_kin(traits, words.codebook, words.states, count)
        self.old, self.new = ([kin.sheet(sheet) for sheet in each] for each in (self.old, self.new))
        sheets = [*self.old, *self.new]
        shadows = {kin.group(group): said for group, said in reversed(shadows.items())}
        self._rules = [kin.claim(rule) for rule in rules]
        self.states: States = kin.states
        self._count = kin.counting(count)
        self.sizes = Sizes(
            self.states,
            kin.finding(partial(people.kinds, states=self._plain)),
            partial(people.size, states=self._plain),
        )
        titles = [each.title for each in self.printed]
        self.targets = _targets(sheets, titles, shadows, self.sizes, rule)

    def keep_unmoved(self, unmoved: Sequence[Printed]) -> None:
        """Add as targets that what these withhold stays as unknown as they alone leave it."""
        if not any(each.withheld for each in unmoved):
            return
        alone = _Reading(self._dataset, unmoved, [], self._rule)
        here = dict(zip(self._earlier, self.old, strict=True))
        places = [
            (alone_sheet.figures[spot], here[printed].figures[spot], printed, spot)
            for printed, alone_sheet in zip(unmoved, alone.old, strict=True)
            for spot in sorted(printed.withheld)
        ]
        alone.targets = [
            Target(group, alone.sizes.of(group), need_of(self._rule), "") for group, *_ in places
        ]
        system = alone.system()
        found = {target.group: target for target in self.targets}
        for number, (_, group, printed, spot) in enumerate(places):
            system.press(number, fully=True)
            left, n = system.bounds(number), alone.targets[number].n
            width = found[group].need.width if group in found else 0.0
            need = Need(width, below=n - left.low, above=left.high - n)
            found[group] = Target(group, n, need, f"{printed.title}: {place_words(spot)}")
        self.targets = [*found.values()]

    def system(self) -> System:
        """Return the linear system of everything together.

        How many responses there are, begun and completed, is no secret.
        """
        everybody: list[Group] = [frozenset(), self._completed]
        claims = [
            Claim(((1.0, group),), n, n) for group in everybody for n in [self.sizes.of(group)]
        ]
        for printed, sheet in zip(self._earlier, self.old, strict=True):
            for spot, group in sheet.figures.items():
                if spot not in printed.withheld:
                    least, most = _range(self.sizes.of(group), printed.rounded_to)
                    claims.append(Claim(((1.0, group),), least, most))
        claims = [*dict.fromkeys(claims)]
        known = {claim.terms[0][1] for claim in claims if claim.low == claim.high}
        figures = {
            group: each
            for group, each in _ranges(self.new, self.sizes, self._rule).items()
            if group not in known
        }
        return System(
            self.states,
            self._count,
            claims,
            figures,
            self.targets,
            self._rules,
            options=self._options,
            kin=self.kin,
            weighed=self._weighed(),
        )

    def _weighed(self) -> list[Weighed]:
        """Return the weighted figures of each weight that the data still have."""
        known: dict[str, set[Group]] = {}
        shown: dict[str, set[Group]] = {}
        for printed, sheet in zip(self._earlier, self.old, strict=True):
            for spot, group in sheet.figures.items():
                if spot not in printed.withheld:
                    known.setdefault(printed.weight, set()).add(group)
        for printed, sheet in zip(self._new, self.new, strict=True):
            shown.setdefault(printed.weight, set()).update(sheet.figures.values())
        return [
            Weighed(
                self.kin.counting(partial(self._people.weigh, weight=weight, states=self._plain)),
                frozenset(known.get(weight, ())),
                frozenset(shown.get(weight, ())),
            )
            for weight in sorted({*known, *shown})
            if has_weight(self._people.dataset, weight)
        ]


def _groups_in(sheet: Sheet) -> Iterator[Group]:
    for groups in (sheet.figures, sheet.unprinted, sheet.bounded):
        yield from groups.values()


def _range(n: int, rounded_to: int) -> Range:
    return rounded_range(n, rounded_to) if rounded_to else (n, n)


def _ranges(sheets: Iterable[Sheet], sizes: Sizes, rule: Disclosure) -> dict[Group, Range]:
    return {
        group: _range(sizes.of(group), rule.round_to)
        for sheet in sheets
        for group in sheet.figures.values()
    }


def _targets(
    sheets: Sequence[Sheet],
    titles: Sequence[str],
    shadows: Mapping[Group, str],
    sizes: Sizes,
    rule: Disclosure,
) -> list[Target]:
    need = need_of(rule)
    found: dict[Group, Target] = {}
    for sheet, title in zip(sheets, titles, strict=True):
        for spot, group in (*sheet.figures.items(), *sheet.unprinted.items()):
            n = sizes.of(group)
            if 0 < n < rule.withhold_below:
                width = need.width
                if spot in sheet.bounded:
                    width = min(width, sizes.of(sheet.bounded[spot]))
                if group in found and found[group].need.width >= width:
                    continue
                found[group] = Target(group, n, Need(width), f"{title}: {place_words(spot)}")
            if rule.all_alike == "withhold" and spot[0] != BASE and group not in found:
                base = sizes.of(sheet.figures.get((BASE, spot[1]), group))
                if base == n > 0 and (BASE, spot[1]) in sheet.figures:
                    words = f"{title}: {place_words(spot)}, everybody"
                    found[group] = Target(group, n, Need(below=1), words)
    for group, words in shadows.items():
        n = sizes.of(group)
        if 0 < n < rule.withhold_below and group not in found:
            found[group] = Target(group, n, need, words)
    return [*found.values()]


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
