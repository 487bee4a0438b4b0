"""Every figure of R `survey` on five designs, to 1e-6 relative; see tests/golden/README.md."""

from collections.abc import Callable
from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from tests.tabulate.statistics.api_schools import (
    DESIGNS,
    cells_of,
    design_of,
    r_figures,
    raked_as_in_r,
    sample_of,
    shape_of,
)

from alongside.tabulate.statistics import (
    CellTotals,
    independence,
    means_from_sums,
    means_from_totals,
    psu_totals,
    quantiles_from_counts,
    quantiles_from_psus,
    share_interval,
    shares_from_counts,
    shares_from_totals,
    totals_from_counts,
    totals_from_psus,
    totals_from_strata,
    totals_of_people,
    value_sums,
)
from alongside.weigh import trim_weights

TABLES = ["sch.wide x stype", "awards x stype", "comp.imp x awards", "both x yr.rnd"]
QUESTIONS = ["sch.wide", "awards", "comp.imp", "both"]
ANSWERS = ("No", "Yes")
NUMBERS = ["api00", "enroll"]
MARGINS = ("stype", "sch.wide")
TOLERANCE = 1e-6
Figures = dict[tuple[str, str, str], float]
"""What is compared, by design, statistic and key, as in the file of R."""


def totals_of(design: str, cells: npt.NDArray[np.float64], way: str) -> CellTotals:
    """Return the totals of cells, made in one of the ways there are."""
    data = sample_of(design)
    if way == "people":
        return totals_of_people(design_of(design), cells)
    if way == "clusters":
        return totals_from_psus(psu_totals(design_of(design), cells))
    w = design_of(design).weights
    if way == "strata":
        kinds = sorted(data["stype"].unique())
        inside = np.array([(data["stype"] == kind).to_numpy() for kind in kinds], float)
        sizes = None
        if design.endswith("_fpc"):
            sizes = [data.filter(data["stype"] == kind)["fpc"][0] for kind in kinds]
        sums = (inside @ cells, (inside * w) @ cells, (inside * w**2) @ cells)
        return totals_from_strata(*sums, inside.sum(axis=1), fpc=sizes)
    return totals_from_counts(cells.sum(axis=0), w @ cells, w**2 @ cells)


WAYS = [(design, way) for design in DESIGNS for way in ("people", "clusters")]
WAYS += [("iid_weighted", "counts"), ("strat", "strata"), ("strat_fpc", "strata")]


def tables_and_tests(design: str, way: str) -> Figures:
    """Work out every table and its three tests of independence."""
    found: Figures = {}
    data = sample_of(design)
    for table in TABLES:
        rows, columns = table.split(" x ")
        totals = totals_of(design, cells_of(data, rows, columns), way)
        shape = shape_of(data, rows, columns)
        names = product(sorted(data[rows].unique()), sorted(data[columns].unique()))
        for (row, column), value in zip(names, totals.weighted, strict=True):
            found[design, "svytable", f"{table} | {row} | {column}"] = value
        second = independence(totals, shape)
        first = independence(totals, shape, "rao-scott-first")
        wald = independence(totals, shape, "adjusted-wald")
        tests = {
            "F statistic": second.statistic,
            "F ndf": second.df,
            "F ddf": second.df_below,
            "F p": second.p_value,
            "Chisq statistic": first.chi_square,
            "Chisq p": first.p_value,
            "adjWald statistic": wald.statistic,
            "adjWald p": wald.p_value,
        }
        found |= {(design, f"svychisq {name}", table): value for name, value in tests.items()}
    return found


def shares_and_intervals(design: str, way: str) -> Figures:
    """Work out every share with its error and design effect, and three kinds of interval."""
    found: Figures = {}
    data, w = sample_of(design), design_of(design).weights
    for question in QUESTIONS:
        cells = np.column_stack([(data[question] == answer).to_numpy() for answer in ANSWERS])
        if way == "counts":
            shares = shares_from_counts(w @ cells, w**2 @ cells, w.size, w.sum(), (w**2).sum())
        else:
            shares = shares_from_totals(totals_of(design, cells, way), np.eye(2))
        # R compares with drawing without replacement from as many as the weights add up to
        deff = shares.design_effect(population=float(w.sum()))
        for place, answer in enumerate(ANSWERS):
            found[design, "svymean", question + answer] = shares.share[place]
            found[design, "svymean se", question + answer] = shares.se[place]
            found[design, "svymean deff", question + answer] = deff[place]
        for method in ("logit", "beta", "mean"):
            interval = share_interval(shares, method)
            found[design, f"svyciprop {method} low", question] = interval.low[1]
            found[design, f"svyciprop {method} high", question] = interval.high[1]
    return found


def means_and_quantiles(design: str, way: str) -> Figures:
    """Work out the means with their errors, and the quartiles."""
    found: Figures = {}
    w = design_of(design).weights
    for question in NUMBERS:
        values = sample_of(design)[question].to_numpy().astype(float)
        cells = np.column_stack([np.ones(values.size), values])
        distinct, place = np.unique(values, return_inverse=True)
        per_value = np.eye(distinct.size)[place]
        if way == "counts":
            means = means_from_sums(value_sums(w, values, np.zeros(w.size, int), 1))
            sums = (per_value.sum(axis=0), w @ per_value, w**2 @ per_value)
            quartiles = quantiles_from_counts(distinct, *sums)
        else:
            totals = totals_of(design, cells, "clusters" if way == "strata" else way)
            means = means_from_totals(totals, [[0, 1]], [[1, 0]])
            quartiles = quantiles_from_psus(distinct, psu_totals(design_of(design), per_value))
        found[design, "svymean numeric", question] = means.mean[0]
        found[design, "svymean numeric se", question] = means.se[0]
        for probability, value in zip(("0.25", "0.5", "0.75"), quartiles.value, strict=True):
            found[design, "svyquantile", f"{question} {probability}"] = value
    return found


def mean_after_raking() -> Figures:
    """Work out the mean with raked weights, and its error."""
    data, base = sample_of("clus1"), design_of("clus1")
    raked = base.calibrated(raked_as_in_r(), [data[name].to_list() for name in MARGINS])
    values = data["api00"].to_numpy().astype(float)
    cells = np.column_stack([np.ones(values.size), values])
    means = means_from_totals(totals_of_people(raked, cells), [[0, 1]], [[1, 0]])
    return {
        ("clus1_raked", "svymean numeric", "api00"): means.mean[0],
        ("clus1_raked", "svymean numeric se", "api00"): means.se[0],
    }


def weights_raked_and_trimmed() -> Figures:
    """Work out least, greatest and squares of the weights raked, and trimmed after."""
    raked = raked_as_in_r()
    trimmed = trim_weights(raked, low=20, high=45, repeat=False).weights
    return {
        (design, "weights summary", what): value
        for design, w in (("clus1_raked", raked), ("clus1_raked_trimmed_20_45", trimmed))
        for what, value in (("min", w.min()), ("max", w.max()), ("sum of squares", w @ w))
    }


def compare(found: Figures) -> None:
    """Hold figures against those of R: 1e-6 of the figure, however small it is."""
    far = {
        key: (value, r_figures()[key])
        for key, value in found.items()
        if abs(value - r_figures()[key]) > TOLERANCE * abs(r_figures()[key])
    }
    assert not far


@pytest.mark.parametrize("make", [tables_and_tests, shares_and_intervals, means_and_quantiles])
@pytest.mark.parametrize(("design", "way"), WAYS)
def test_figures_of_r(design: str, way: str, make: Callable[[str, str], Figures]) -> None:
    compare(make(design, way))


def test_figures_of_r_after_raking_and_trimming() -> None:
    compare(mean_after_raking() | weights_raked_and_trimmed())


def test_every_figure_of_r_is_compared() -> None:
    """A row of the file that nothing above works out fails here, and so does a row too many."""
    found = mean_after_raking() | weights_raked_and_trimmed()
    for design in DESIGNS:
        found |= tables_and_tests(design, "people")
        found |= shares_and_intervals(design, "people")
        found |= means_and_quantiles(design, "people")
    assert set(found) == set(r_figures())
    assert len(found) == 558
    assert np.isfinite([*r_figures().values()]).all()


def test_woodruff_intervals_of_the_survey_manual() -> None:
    """`svyquantile(~api00, dclus1, c(.25, .5, .75), ci=TRUE)` in the examples of the R package
    survey 4.1 (help page of `surveysummary`): 552 (492 to 627), 652 (561 to 714), 719 (696 to
    777)."""
    values = sample_of("clus1_fpc")["api00"].to_numpy().astype(float)
    distinct, place = np.unique(values, return_inverse=True)
    sums = psu_totals(design_of("clus1_fpc"), np.eye(distinct.size)[place])
    found = quantiles_from_psus(distinct, sums)
    assert found.low.tolist() == [492, 561, 696]
    assert found.high.tolist() == [627, 714, 777]
