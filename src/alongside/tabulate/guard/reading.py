"""What outsiders read: earlier and new tables as sheets, and what must stay unknown of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from alongside.dataset import DataSet, Profiles, has_weight
from alongside.questionnaire import Disclosure
from alongside.tabulate.counts import BASE
from alongside.tabulate.guard.claims import Claim, Need, Sheet, Target
from alongside.tabulate.guard.kin import Kin, find_kin
from alongside.tabulate.guard.people import People
from alongside.tabulate.guard.printed import Printed, place_words, read_sheet
from alongside.tabulate.guard.shadows import filters_of, shadows_of
from alongside.tabulate.guard.sizes import Sizes
from alongside.tabulate.guard.system import Range, System
from alongside.tabulate.guard.traits import Group, States, Trait, Words, group_of, traits_of
from alongside.tabulate.guard.weighed import Weighed
from alongside.tabulate.rounding import rounded_range


def need_of(rule: Disclosure) -> Need:
    """Return how little an outsider may know of a count that is too small to show.

    Withheld: a range at least as wide as the threshold (so that it reaches the threshold). Rounded:
    at least as wide as what rounding itself leaves open.
    """
    if rule.round_to:
        return Need(width=(rule.round_to - 1) // 2)
    return Need(width=rule.withhold_below)


class Reading:
    """Earlier and new tables as sheets, with everything that must stay unknown.

    ``apart``: as if nobody knew how groupings hang together with what they were made from.
    """

    def __init__(
        self,
        dataset: DataSet | Profiles,
        earlier: Sequence[Printed],
        new: Sequence[Printed],
        rule: Disclosure,
        people: People | None = None,
        *,
        apart: bool = False,
    ) -> None:
        self._dataset, self._apart = dataset, apart
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
        if apart:
            kin = Kin({}, words.states)
        else:
            kin = find_kin(traits, words.codebook, words.states, count)
        self.kin = kin
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
        self.targets = small_targets(sheets, titles, shadows, self.sizes, rule)

    def keep_unmoved(self, unmoved: Sequence[Printed]) -> None:
        """Add as targets that what these withhold stays as unknown as they alone leave it."""
        if not any(each.withheld for each in unmoved):
            return
        alone = Reading(self._dataset, unmoved, [], self._rule, apart=self._apart)
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
            for group, each in figure_ranges(self.new, self.sizes, self._rule).items()
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


def figure_ranges(sheets: Iterable[Sheet], sizes: Sizes, rule: Disclosure) -> dict[Group, Range]:
    """Return what each figure of some sheets says of its group: a count, or a rounded range."""
    return {
        group: _range(sizes.of(group), rule.round_to)
        for sheet in sheets
        for group in sheet.figures.values()
    }


def small_targets(
    sheets: Sequence[Sheet],
    titles: Sequence[str],
    shadows: Mapping[Group, str],
    sizes: Sizes,
    rule: Disclosure,
) -> list[Target]:
    """Return the numbers that must stay unknown: small cells, printed or not, and differences."""
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
