"""The schools of California and what R said about them; see tests/golden/README.md."""

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from alongside.tabulate.statistics import SurveyDesign
from alongside.weigh import Benchmarks, Margin, rake_cells
from alongside.weigh import cells_of as cells_to_rake

GOLDEN = Path(__file__).parents[2] / "golden"
SCHOOLS = Benchmarks(
    (
        Margin("stype", {"E": 4421, "H": 755, "M": 1018}),
        Margin("sch.wide", {"No": 1072, "Yes": 5122}),
    ),
    "California Department of Education",
)
DESIGNS = ("iid_weighted", "strat", "strat_fpc", "clus1", "clus1_fpc")


@cache
def r_figures() -> dict[tuple[str, str, str], float]:
    """Return what R printed, by design, statistic and key."""
    listed = pl.read_csv(GOLDEN / "r_survey.csv", infer_schema=False)
    return {(row[0], row[1], row[2]): float(row[3]) for row in listed.iter_rows()}


@cache
def schools(name: str) -> pl.DataFrame:
    """Return one of the samples: apistrat, apiclus1 or apisrs."""
    return pl.read_csv(GOLDEN / f"{name}.csv", null_values=["NA"])


def sample_of(design: str) -> pl.DataFrame:
    """Return the sample a design of the figures was drawn on."""
    return schools("apiclus1" if design.startswith("clus1") else "apistrat")


@cache
def design_of(design: str) -> SurveyDesign:
    """Return a design of the figures."""
    data = sample_of(design)
    return SurveyDesign.of(
        data["pw"].to_numpy(),
        strata=data["stype"].to_list() if design.startswith("strat") else None,
        psu=data["dnum"].to_numpy() if design.startswith("clus1") else None,
        fpc=data["fpc"].to_numpy() if design.endswith("_fpc") else None,
    )


def cells_of(data: pl.DataFrame, rows: str, columns: str) -> npt.NDArray[np.float64]:
    """Return people x cells of a two-way table, row by row, categories sorted as in R."""
    pairs = [
        (row, column)
        for row in sorted(data[rows].unique())
        for column in sorted(data[columns].unique())
    ]
    made = [((data[rows] == row) & (data[columns] == column)).to_numpy() for row, column in pairs]
    return np.column_stack(made).astype(float)


def shape_of(data: pl.DataFrame, rows: str, columns: str) -> tuple[int, int]:
    """Return the number of rows and columns of a two-way table."""
    return data[rows].n_unique(), data[columns].n_unique()


def raked_as_in_r() -> npt.NDArray[np.float64]:
    """Rake as R did, which stopped when no cell changed by one school any more: 4 sweeps."""
    data = schools("apiclus1")
    answers = {name: data[name].to_list() for name in ("stype", "sch.wide")}
    cells = cells_to_rake(answers, SCHOOLS, data["pw"].to_numpy())
    raked = rake_cells(cells, SCHOOLS, total=6194, most_sweeps=4)
    return raked.weights[cells.member]
