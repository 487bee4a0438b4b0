"""Made-up people who answered: what every engine counts."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from alongside.dataset import (
    MISSING_SUFFIX,
    RESPONDENT,
    STATUS,
    Category,
    Codebook,
    DataSet,
    Missing,
    Provenance,
    Variable,
    VariableType,
)
from alongside.dataset.frame import MISSING_TYPE
from alongside.kernel.seeds import Seed
from alongside.kernel.text import plain_text

SINGLES = (2, 3, 4, 5, 5, 5, 7, 7, 10, 12) * 4
"""Categories of the forty questions with one answer."""
MULTIS = (14,) * 10
"""Options of the ten questions with several answers."""
BANNERS = (2, 4, 5, 9, 15)
"""Groups of the five banners."""
MISSING_SHARE = 0.1
WEIGHT = "w"
_CHUNK = 1_000_000


@dataclass(frozen=True)
class People:
    """Made-up people and the names of what is counted."""

    dataset: DataSet
    variables: tuple[Variable, ...]
    banners: tuple[Variable, ...]

    @property
    def number(self) -> int:
        """How many people."""
        return self.dataset.frame.height

    @property
    def tables(self) -> int:
        """Number of tables of every variable by every banner."""
        return len(self.variables) * len(self.banners)

    @property
    def bytes_read(self) -> int:
        """Bytes that any way of counting must read at least once."""
        frame = self.dataset.frame.drop(RESPONDENT, STATUS)
        return int(frame.estimated_size())


def make_people(number: int, seed: int) -> People:
    """Return made-up people; a tenth of every column is missing, for one of the reasons."""
    random = Seed(seed, "benchmark tabulate").generator()
    made = [("single", f"q{spot}", size) for spot, size in enumerate(SINGLES)]
    made += [("multi", f"m{spot}", size) for spot, size in enumerate(MULTIS)]
    made += [("single", f"by{spot}", size) for spot, size in enumerate(BANNERS)]
    columns = [
        pl.Series(RESPONDENT, np.arange(1, number + 1)),
        pl.Series(STATUS, ["completed"]).new_from_index(0, number).alias(STATUS),
    ]
    variables = []
    for kind, code, size in made:
        categories = tuple(
            Category(f"c{spot}", plain_text(f"Answer {spot}")) for spot in range(size)
        )
        variables.append(Variable(code, VariableType(kind), plain_text(code), categories))
        if kind == "multi":
            values = pl.Series(code, _masks(random, number, size), dtype=pl.UInt64)
        else:
            names = [category.code for category in categories]
            steps = np.cumsum(random.dirichlet(np.full(size, 3.0)))[:-1]
            places = np.searchsorted(steps, random.random(number, np.float32)).astype(np.uint32)
            values = pl.Series(code, names, dtype=pl.Enum(names)).gather(pl.Series(places))
        kinds = pl.Series(code + MISSING_SUFFIX, list(Missing), dtype=MISSING_TYPE)
        gap = kinds.gather(pl.Series(random.integers(0, len(Missing), number, np.uint32)))
        missing = pl.Series("missing", random.random(number, np.float32) < MISSING_SHARE)
        columns.append(values.to_frame().select(pl.when(~missing).then(pl.col(code))).to_series())
        columns.append(gap.to_frame().select(pl.when(missing).then(pl.col(gap.name))).to_series())
    columns.append(pl.Series(WEIGHT, random.uniform(0.2, 5.0, number)))
    dataset = DataSet(
        pl.DataFrame(columns),
        Codebook(tuple(variables)),
        Provenance("Benchmark", synthetic=True, source="Made up", fingerprint=str(seed)),
    )
    asked = len(SINGLES) + len(MULTIS)
    return People(dataset, tuple(variables[:asked]), tuple(variables[asked:]))


def _masks(random: np.random.Generator, number: int, size: int) -> np.ndarray:
    """Return which options people chose, three in ten each, in parts to spare memory."""
    bits = np.left_shift(np.uint64(1), np.arange(size, dtype=np.uint64))
    parts = [
        (random.random((min(_CHUNK, number - start), size), np.float32) < 0.3) @ bits
        for start in range(0, number, _CHUNK)
    ]
    return np.concatenate(parts)
