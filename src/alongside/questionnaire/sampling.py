"""How people came to be in the sample: what intervals mean, and what they are worked out from."""

from dataclasses import dataclass
from enum import StrEnum


class Selection(StrEnum):
    """How it was settled who could answer."""

    SELF_SELECTED = "self_selected"
    """People chose themselves: an open link, a call for people to take part."""
    RANDOM = "random"
    """People were drawn by chance, each with a chance that is known."""
    EVERYONE = "everyone"
    """Everybody of the population was asked."""


class LoneUnits(StrEnum):
    """What to do with a stratum in which one cluster (or person) was drawn.

    The rules are those of :class:`alongside.tabulate.statistics.SinglePsu`, which says what
    R calls them.
    """

    REFUSE = "refuse"
    CERTAINTY = "certainty"
    OVERALL = "overall"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class Sampling:
    """What a study says of its sample; columns are named by the codes of variables.

    Parameters
    ----------
    people
        How people came in.
    weight
        Column with the weight of each person that tables use unless told otherwise; "": none.
    strata, clusters
        Columns with the labels of the groups that were drawn from, and of the groups that were
        drawn first (schools, practices, events); "": none.
    population
        How many clusters (without clusters: people) there are: a column that says it of each
        person's stratum, one number, or a number for each stratum; None: not said, or so many that
        it does not matter.
    nested
        Whether the same label of a cluster in two strata means two clusters. If not, a cluster in
        two strata is a fault.
    lone_units
        What to do with strata of one cluster.
    """

    people: Selection
    weight: str = ""
    strata: str = ""
    clusters: str = ""
    population: str | float | tuple[tuple[str, float], ...] | None = None
    nested: bool = False
    lone_units: LoneUnits = LoneUnits.REFUSE

    @property
    def designed(self) -> bool:
        """Whether more than weights matters to variances: strata, clusters, population size."""
        return bool(self.strata or self.clusters) or self.population is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that variances need beside the weight."""
        named = (self.strata, self.clusters)
        sized = (self.population,) if isinstance(self.population, str) else ()
        return tuple(name for name in (*named, *sized) if name)
