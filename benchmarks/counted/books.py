"""The whole tab book, ours, and the same statistics by other software where there is any.

No other package makes a tab book. So statsmodels and scipy test and compare a sample of tables from
ready counts, and R's ``survey`` tests some tables of some people; what a whole book would take is
worked out from these, and said to be so.
"""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from benchmarks.counted.made import WEIGHT, People
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from alongside.dataset import VariableType
from alongside.tabulate import Measuring, Table, tabulate_many

LARGEST_R = 10_000
"""People R gets at most: its test takes memory and time that grow with them."""


def make_book(people: People, *, weighted: bool = True) -> list[Table]:
    """Return every question by every banner with intervals, bases, comparisons and tests."""
    return tabulate_many(
        people.dataset,
        [each.code for each in people.variables],
        [each.code for each in people.banners],
        measuring=Measuring(weight=WEIGHT if weighted else ""),
    )


def figures_in(book: Sequence[Table]) -> dict[str, int]:
    """Return how many shares with interval, comparisons and tests of tables there are."""
    measures = [table.measures for table in book if table.measures is not None]
    return {
        "shares": sum(len(each.cells) for each in measures),
        "comparisons": sum(len(each.differences) for each in measures),
        "tests": sum(each.association is not None for each in measures),
    }


@dataclass(frozen=True)
class Sampled:
    """Seconds of processor that others took for some tables, and for all if it goes on like that.

    ``worst`` is the largest difference from our figures.
    """

    tables: int
    seconds: float
    scaled: float
    worst: float


def sample_statsmodels(book: Sequence[Table], most: int = 6) -> Sampled:
    """Take intervals, z-tests with Holm's correction and chi-square of an unweighted book.

    statsmodels (``proportion_confint``, ``proportions_ztest``, ``multipletests``) and scipy
    (``chi2_contingency``) from ready counts; every so many tables, so that every banner comes.
    """
    chosen = book[:: len(book) // most + 1][:most]
    worst, comparisons = 0.0, 0
    begun = time.process_time()
    kept = []
    for table in chosen:
        codes = [column.heading.code for column in table.columns]
        bases = np.array([column.base_n or 0 for column in table.columns])
        cells = np.array(
            [[table.cell(row.code, code).n or 0 for code in codes] for row in table.rows]
        )
        limits = proportion_confint(cells, np.broadcast_to(bases, cells.shape), method="wilson")
        pairs = list(combinations(range(1, len(codes)), 2))
        for line in cells:
            p_values = [proportions_ztest(line[[a, b]], bases[[a, b]])[1] for a, b in pairs]
            if len(p_values) > 1:
                multipletests(p_values, method="holm")
        comparisons += len(pairs) * len(cells)
        if not table.multiple:
            stats.chi2_contingency(cells[:, 1:], correction=False)
        kept.append((table, codes, limits))
    seconds = time.process_time() - begun
    for table, codes, (low, high) in kept:
        assert table.measures is not None  # noqa: S101
        for i, row in enumerate(table.rows):
            for j, code in enumerate(codes):
                cell = table.measures.cells[row.code, code]
                gaps = (abs((cell.low or 0) - low[i, j]), abs((cell.high or 0) - high[i, j]))
                worst = max(worst, float(np.nan_to_num(gaps).max()))
    every = figures_in(book)["comparisons"]
    return Sampled(len(chosen), seconds, seconds * every / max(comparisons, 1), worst)


_IN_R = """
library(survey)
people <- read.csv("people.csv", stringsAsFactors = TRUE)
begun <- proc.time()
tests <- sapply(strsplit(readLines("tables.txt"), " "), function(pair) {
  formula <- as.formula(paste("~", pair[1], "+", pair[2]))
  answered <- !is.na(people[[pair[1]]]) & !is.na(people[[pair[2]]])
  there <- svydesign(ids = ~1, weights = ~w, data = people[answered, ])
  svyby(as.formula(paste("~", pair[1])), as.formula(paste("~", pair[2])), there, svymean)
  svychisq(formula, there)$p.value
})
took <- sum((proc.time() - begun)[1:2])
listed <- paste(format(tests, digits = 15), collapse = ",")
cat(sprintf("{\\"seconds\\": %f, \\"p\\": [%s]}", took, listed))
"""


def r_is_there() -> bool:
    """Return whether R with the package ``survey`` can be run."""
    program = shutil.which("Rscript")
    if program is None:
        return False
    asked = subprocess.run(
        [program, "-e", "library(survey)"], capture_output=True, timeout=60, check=False
    )
    return asked.returncode == 0


def sample_r(people: People, book: Sequence[Table], most: int = 3) -> Sampled | None:
    """Test some weighted tables with R's ``svychisq``, shares by ``svyby``; None without R.

    ``book`` is ours of the same people, which are at most :data:`LARGEST_R`.
    """
    if not r_is_there():
        return None
    singles = [each.code for each in people.variables if each.type is VariableType.SINGLE]
    pairs = [(code, people.banners[2].code) for code in singles[:most]]
    ours = {(table.variable, table.by): table for table in book}
    with tempfile.TemporaryDirectory() as folder:
        codes = [*dict.fromkeys(code for pair in pairs for code in pair), WEIGHT]
        people.dataset.frame.select(codes).write_csv(Path(folder) / "people.csv", null_value="NA")
        Path(folder, "tables.txt").write_text("\n".join(" ".join(pair) for pair in pairs))
        Path(folder, "run.R").write_text(_IN_R)
        ran = subprocess.run(
            ["Rscript", "run.R"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=600,
        )
    found = json.loads(ran.stdout)
    worst = 0.0
    for pair, p_value in zip(pairs, found["p"], strict=True):
        measures = ours[pair].measures
        assert measures is not None  # noqa: S101
        assert measures.association is not None  # noqa: S101
        worst = max(worst, abs(measures.association.p_value - p_value))
    seconds = float(found["seconds"])
    return Sampled(len(pairs), seconds, seconds * len(book) / len(pairs), worst)
