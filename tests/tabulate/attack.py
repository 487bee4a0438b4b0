"""An outsider with a linear programme: what can be worked out from released tables alone.

Written apart from the code it judges: people are counted one by one over the full crossing of
every variable, and only what a reader sees goes into the programme.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import polars as pl
from scipy.optimize import linprog
from tests.made_data import dataset_of, multi, single

from alongside.dataset import DataSet
from alongside.tabulate import NO_ANSWER, TOTAL, Base, ReleasedTable, percent_text

AREAS, HEARDS, ROLES = ("a", "b", "c"), ("yes", "no"), ("x", "y")
NEEDS = ("time", "money")
SIDES, HASTES = ("east", "west"), ("hurry", "rest")
VARIABLES = (
    single("area", *AREAS),
    single("heard", *HEARDS),
    single("role", *ROLES),
    multi("needs", *NEEDS),
    # groupings: everybody can read in the codebook what they were made from
    replace(single("side", *SIDES), derived_from=("area",)),
    replace(single("haste", *HASTES), derived_from=("needs", "area")),
)
Person = dict[str, object]


def _person(area: str | None, heard: str | None, role: str | None, needs: object) -> Person:
    side = None if area is None else "west" if area == "b" else "east"
    haste = None if needs is None else "hurry" if "time" in needs and area != "c" else "rest"  # type: ignore[operator]
    return {
        "area": area,
        "heard": heard,
        "role": role,
        "needs": needs,
        "side": side,
        "haste": haste,
    }


ATOMS: list[Person] = [
    _person(area, heard, role, needs)
    for area, heard, role, needs in product(
        (None, *AREAS), (None, *HEARDS), (None, *ROLES), (None, ("time",), ("money",), NEEDS)
    )
]
Who = Callable[[Person], bool]
FILTERS: dict[str, Who] = {
    "": lambda _: True,
    "role = x": lambda p: p["role"] == "x",
    "not role = x": lambda p: p["role"] != "x",
    "role = y": lambda p: p["role"] == "y",
    "heard = yes": lambda p: p["heard"] == "yes",
    "area = a": lambda p: p["area"] == "a",
    "role = x and area = a": lambda p: p["role"] == "x" and p["area"] == "a",
    "area in (a, b)": lambda p: p["area"] in ("a", "b"),
    "role = x and not area = c": lambda p: p["role"] == "x" and p["area"] != "c",
    "side = east": lambda p: p["side"] == "east",
    "haste = hurry": lambda p: p["haste"] == "hurry",
    "needs includes time": lambda p: "time" in (p["needs"] or ()),
}


def dataset(people: Sequence[int]) -> DataSet:
    """Return so many people of each atom."""
    return dataset_of(
        VARIABLES, [atom for n, atom in zip(people, ATOMS, strict=True) for _ in range(n)]
    )


WEIGHTS = np.array([{"a": 1.7, "b": 0.6, "c": 1.1, None: 1.0}[atom["area"]] for atom in ATOMS])  # type: ignore[index]
"""As after weighting to areas: columns by area, with their weighted bases, tell them."""


def weighted_dataset(people: Sequence[int]) -> DataSet:
    """Return so many people of each atom, with their weights in the column w."""
    data = dataset(people)
    w = pl.Series("w", np.repeat(WEIGHTS, people))
    return DataSet(data.frame.with_columns(w), data.codebook, data.provenance, data.unit)


def gives(person: Person, variable: str, code: str) -> bool:
    given = person[variable]
    return code in given if isinstance(given, tuple) else given == code


def in_group(person: Person, by: str | None, code: str) -> bool:
    """Groups within groups are written one > other, in banner and column alike."""
    parts = zip((by or "").split(" > "), code.split(" > "), strict=True)
    return all(gives(person, variable, part) for variable, part in parts)


def in_base(person: Person, variable: str, base: Base) -> bool:
    """Everybody here saw every question, so shown and asked are all."""
    return base is not Base.ANSWERED or person[variable] is not None


def shown_range(shown: int, rounded_to: int) -> tuple[float, float]:
    """Return which counts are printed as this: those nearest to it, halves going up."""
    below, above = {0: (0, 0), 3: (1, 1), 5: (2, 2), 10: (5, 4)}[rounded_to]
    return shown - below, shown + above


@dataclass
class Outsider:
    """What has been read so far, as a set of people and the range of their number."""

    people: Sequence[int]
    known: list[tuple[np.ndarray, float, float]] = field(default_factory=list)
    secret: dict[tuple[str, bytes], tuple[int, float]] = field(default_factory=dict)
    threshold: int = 5
    width: int = 5
    """How wide the range of a secret must be."""

    def __post_init__(self) -> None:
        self.truth = np.array(self.people, float)
        self.learn(lambda _: True, self.truth.sum())

    def learn(self, who: Who, least: float, most: float | None = None) -> np.ndarray:
        row = np.array([who(atom) for atom in ATOMS], float)
        self.known.append((row, least, least if most is None else most))
        return row

    def weigh(self, who: Who) -> None:
        """Learn what a weighted share and its interval or effective base say of these people.

        The sums of their weights and of the squares: an interval turned round.
        """
        row = row_of(who)
        for weights in (WEIGHTS, WEIGHTS**2):
            total = float(row * weights @ self.truth)
            self.known.append((row * weights, total, total))

    def keep(self, name: str, row: np.ndarray, within: np.ndarray | None = None) -> None:
        """Note a number that must not be found out, if it is small.

        Of people who left a question out, no more can stay unknown than there are: ``within``.
        """
        n = int(row @ self.truth)
        if 0 < n < self.threshold:
            most = self.width if within is None else min(self.width, within @ self.truth)
            self.secret[name, row.tobytes()] = (n, most)

    def read(self, table: ReleasedTable) -> None:
        """Read every number of a table; keep its small ones as secrets."""
        keep_who = FILTERS[table.where]
        codes = [column.heading.code for column in table.columns]

        def place(row: str, column: str) -> Who:
            def who(p: Person) -> bool:
                if not keep_who(p) or not in_base(p, table.variable, table.base):
                    return False
                if column == "nowhere":
                    if any(in_group(p, table.by, code) for code in codes if code != TOTAL):
                        return False
                elif column != TOTAL and not in_group(p, table.by, column):
                    return False
                if row == NO_ANSWER:
                    return p[table.variable] is None
                if row.startswith("not "):
                    given = p[table.variable]
                    return given is not None and not gives(p, table.variable, row[4:])
                return row == "" or gives(p, table.variable, row)

            return who

        def nowhere(p: Person) -> bool:
            return keep_who(p) and not any(in_group(p, table.by, code) for code in codes[1:])

        for column in table.columns:
            here = column.heading.code
            row = np.array([place("", here)(atom) for atom in ATOMS], float)
            if column.base_n is not None:
                self.learn(place("", here), *shown_range(column.base_n, table.rounded_to))
                if table.weight:
                    self.weigh(place("", here))
            self.keep(f"{table.title}/{table.where} base {here}", row)
        rows = [row.code for row in table.rows]
        for row, here in product(rows, codes):
            cell = table.cell(row, here)
            who = place(row, here)
            if cell.n is not None:
                self.learn(who, *shown_range(cell.n, table.rounded_to))
                if table.weight:
                    self.weigh(who)
            self.keep(f"{table.title}/{table.where} {row} {here}", row_of(who))
        hidden = [*rows, *(f"not {row}" for row in rows if table.multiple and row != NO_ANSWER)]
        for row, here in product(hidden, [*codes, *(["nowhere"] if table.by else [])]):
            name = f"{table.title}/{table.where} {row} {here}"
            if here == "nowhere":
                self.keep(name, row_of(place(row, here)), row_of(nowhere))
            elif row.startswith("not "):
                self.keep(name, row_of(place(row, here)))

    def read_percent(self, where: Who, among: Who, n: int, base: int, decimals: int) -> None:
        """Read "12.5 % of 40": the printed percentage and its base."""
        printed = float(percent_text(n, base, decimals).rstrip("%"))
        half = 0.5 / 10**decimals
        self.learn(among, base)
        least, most = (printed - half) * base / 100, (printed + half) * base / 100
        row = self.learn(lambda p: among(p) and where(p), least - 1e-6, most + 1e-6)
        self.keep("percent", row)
        self.keep("percent, the rest", row_of(among) - row)

    def subtract(self, tables: Iterable[ReleasedTable]) -> None:
        """Keep as secrets the small cells of one table less another of other people."""
        tables = list(tables)
        for one, other in product(tables, tables):
            if one.variable != other.variable or one.where == other.where:
                continue
            for row, column in one.cells:

                def who(
                    p: Person,
                    row: str = row,
                    column: str = column,
                    one: ReleasedTable = one,
                    other: Who = FILTERS[other.where],
                ) -> bool:
                    return (
                        FILTERS[one.where](p)
                        and not other(p)
                        and row != NO_ANSWER
                        and gives(p, one.variable, row)
                        and (column == TOTAL or in_group(p, one.by, column))
                    )

                self.keep(
                    f"{one.title}/{one.where} less {other.where}: {row} {column}", row_of(who)
                )

    def found_out(self) -> dict[str, tuple[int, float, float]]:
        """Return the secrets bounded tighter than the threshold: true value, least, most."""
        matrix = np.array([row for row, _, _ in self.known])
        least = np.array([low for _, low, _ in self.known])
        most = np.array([high for _, _, high in self.known])
        exact = least == most
        upper = np.vstack([matrix[~exact], -matrix[~exact]])
        limits = np.concatenate([most[~exact], -least[~exact]])
        found, done = {}, {}
        for (name, written), (n, width) in self.secret.items():
            if written not in done:
                row = np.frombuffer(written)
                ends = []
                for sign in (1.0, -1.0):
                    solved = linprog(
                        sign * row,
                        A_ub=upper if len(upper) else None,
                        b_ub=limits if len(upper) else None,
                        A_eq=matrix[exact],
                        b_eq=least[exact],
                        method="highs",
                    )
                    assert solved.status == 0, solved.message
                    ends.append(sign * solved.fun)
                done[written] = (ends[0], ends[1])
            low, high = done[written]
            if high - low < width - 1e-4:
                found[name] = (n, round(low, 4), round(high, 4))
        return found


def row_of(who: Who) -> np.ndarray:
    return np.array([who(atom) for atom in ATOMS], float)
