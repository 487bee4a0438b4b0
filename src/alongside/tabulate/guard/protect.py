"""Choosing what else to withhold, and telling what cannot be mended by withholding."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from alongside.tabulate.guard.claims import Target
from alongside.tabulate.guard.system import Bounds, System, Watch
from alongside.tabulate.guard.traits import Group

Cost = Callable[[Group], tuple[float, ...]]
"""How much is lost when a figure is withheld; smaller is chosen first."""


@dataclass(frozen=True)
class Protection:
    """What was withheld beyond what the rule names, and what is known in spite of it.

    Parameters
    ----------
    withheld
        Every figure let go.
    open
        Targets that what cannot be taken back bounds too tightly.
    exact
        Whether the blocks tell everything that outsiders can work out (see
        :mod:`alongside.tabulate.guard.blocks`).
    """

    withheld: frozenset[Group]
    open: tuple[Bounds, ...]
    exact: bool
    because: Mapping[Group, Target]
    """For what was withheld beyond what the rule names: which number it would have given away."""


def protect(
    system: System,
    first: frozenset[Group],
    cost: Cost,
    along: Mapping[Group, frozenset[Group]],
    watch: Watch | None = None,
) -> Protection:
    """Withhold ``first`` and as little more as is found until every target is unknown enough.

    For a target that is bounded too tightly, the shadow prices of the two linear programmes name
    the figures by which it is: the cheapest of them is withheld, and so on. What is withheld for
    one target serves the next. The choice is deterministic.

    Parameters
    ----------
    system
        Everything that is known and about to be shown.
    first
        Withheld whatever else is: small numbers.
    cost
        What withholding a figure costs.
    along
        Figures that go when another goes (the cells of a column with its base).
    watch
        Told how many of the targets have been pressed.
    """
    gone: set[Group] = set()
    because: dict[Group, Target] = {}

    def let_go(group: Group) -> None:
        for each in (group, *along.get(group, ())):
            if each in system.shown:
                system.let_go(each)
                gone.add(each)

    for group in sorted(first, key=cost):
        let_go(group)
    system.explore()
    unsafe = system.unsafe()
    found = []
    for done, number in enumerate(unsafe):
        if watch is not None:
            watch(done, len(unsafe))
        while (prices := system.press(number)) is not None:
            binding = system.binding(prices)
            if not binding:
                found.append(system.bounds(number))
                break
            chosen = min(binding, key=cost)
            because[chosen] = system.targets[number]
            let_go(chosen)
    if watch is not None:
        watch(len(unsafe), len(unsafe))
    return Protection(frozenset(gone), tuple(found), system.exact, because)


def look_over(system: System, watch: Watch | None = None) -> list[Bounds]:
    """Return the targets that are bounded too tightly, with how far they are bounded."""
    system.explore()
    unsafe = system.unsafe()
    found = []
    for done, number in enumerate(unsafe):
        if watch is not None:
            watch(done, len(unsafe))
        if system.press(number) is not None:
            found.append(system.bounds(number))
    if watch is not None:
        watch(len(unsafe), len(unsafe))
    return found
