"""Every figure of R `survey` on five designs, to 1e-6 relative; see tests/golden/README.md."""

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from tests.tabulate.statistics.api_schools import (
    DESIGNS,
    cells_of,
    design_of,
    r_figures,
    sample_of,
    shape_of,
)

from alongside.tabulate.statistics import (
    CellTotals,
    independence,
    means_from_sums,
    means_from_totals,
    psu_totals,
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

TABLES = ["sch.wide x stype", "awards x stype", "comp.imp x awards", "both x yr.rnd"]
QUESTIONS = ["sch.wide", "awards", "comp.imp", "both"]
TOLERANCE = 1e-6


def close(value: float, figure: float) -> None:
    assert value == pytest.approx(figure, rel=TOLERANCE, abs=1e-300)


def table_totals(design: str, table: str, way: str) -> tuple[CellTotals, tuple[int, int]]:
    data, (rows, columns) = sample_of(design), table.split(" x ")
    cells = cells_of(data, rows, columns)
    return totals_of(design, cells, way), shape_of(data, rows, columns)


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


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(("design", "way"), WAYS)
def test_tables_and_tests_of_independence(design: str, way: str, table: str) -> None:
    figures = {
        (statistic, key): value
        for (named, statistic, key), value in r_figures().items()
        if named == design
    }
    totals, shape = table_totals(design, table, way)
    printed = [value for (what, key), value in figures.items() if key.startswith(table + " |")]
    assert totals.weighted == pytest.approx(printed, rel=TOLERANCE)

    second = independence(totals, shape)
    close(second.statistic, figures["svychisq F statistic", table])
    close(second.df, figures["svychisq F ndf", table])
    close(second.df_below, figures["svychisq F ddf", table])
    close(second.p_value, figures["svychisq F p", table])
    first = independence(totals, shape, "rao-scott-first")
    close(first.chi_square, figures["svychisq Chisq statistic", table])
    close(first.p_value, figures["svychisq Chisq p", table])
    wald = independence(totals, shape, "adjusted-wald")
    close(wald.statistic, figures["svychisq adjWald statistic", table])
    close(wald.p_value, figures["svychisq adjWald p", table])


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(("design", "way"), WAYS)
def test_shares_with_errors_and_design_effects(design: str, way: str, question: str) -> None:
    figures, data = r_figures(), sample_of(design)
    cells = np.column_stack([(data[question] == answer).to_numpy() for answer in ("No", "Yes")])
    w = design_of(design).weights
    if way == "counts":
        shares = shares_from_counts(w @ cells, w**2 @ cells, w.size, w.sum(), (w**2).sum())
    else:
        shares = shares_from_totals(totals_of(design, cells, way), np.eye(2))
    # R compares with drawing without replacement from as many as the weights add up to
    deff = shares.design_effect(population=float(w.sum()))
    for place, answer in enumerate(("No", "Yes")):
        close(shares.share[place], figures[design, "svymean", question + answer])
        close(shares.se[place], figures[design, "svymean se", question + answer])
        close(deff[place], figures[design, "svymean deff", question + answer])
    for method in ("logit", "beta", "mean"):
        interval = share_interval(shares, method)
        close(interval.low[1], figures[design, f"svyciprop {method} low", question])
        close(interval.high[1], figures[design, f"svyciprop {method} high", question])


@pytest.mark.parametrize("question", ["api00", "enroll"])
@pytest.mark.parametrize("design", DESIGNS)
def test_means_and_quantiles(design: str, question: str) -> None:
    figures, data = r_figures(), sample_of(design)
    values = data[question].to_numpy().astype(float)
    sums = psu_totals(design_of(design), np.column_stack([np.ones(values.size), values]))
    means = means_from_totals(totals_from_psus(sums), [[0, 1]], [[1, 0]])
    made = [means]
    if design == "iid_weighted":
        w = design_of(design).weights
        everybody = np.zeros(w.size, int)
        made.append(means_from_sums(value_sums(w, values, everybody, 1)))
    for each in made:
        close(each.mean[0], figures[design, "svymean numeric", question])
        close(each.se[0], figures[design, "svymean numeric se", question])

    distinct, place = np.unique(values, return_inverse=True)
    per_value = psu_totals(design_of(design), np.eye(distinct.size)[place])
    found = quantiles_from_psus(distinct, per_value)
    for probability, value in zip(("0.25", "0.5", "0.75"), found.value, strict=True):
        close(value, figures[design, "svyquantile", f"{question} {probability}"])


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


def test_mean_after_raking() -> None:
    figures, data, base = r_figures(), sample_of("clus1"), design_of("clus1")
    margins = [data["stype"].to_list(), data["sch.wide"].to_list()]
    totals = [{"E": 4421, "H": 755, "M": 1018}, {"No": 1072, "Yes": 5122}]
    w = base.weights.copy()
    for _ in range(4):  # R stopped there, when no cell changed by as much as one school
        for margin, wanted in zip(margins, totals, strict=True):
            labels = np.array(margin)
            for label, total in wanted.items():
                w[labels == label] *= total / w[labels == label].sum()
    raked = base.calibrated(w, margins)
    values = data["api00"].to_numpy().astype(float)
    cells = np.column_stack([np.ones(values.size), values])
    means = means_from_totals(totals_of_people(raked, cells), [[0, 1]], [[1, 0]])
    close(means.mean[0], figures["clus1_raked", "svymean numeric", "api00"])
    close(means.se[0], figures["clus1_raked", "svymean numeric se", "api00"])


def test_no_figure_is_left_out() -> None:
    """What the tests above compare is everything there is; raked weights: tests/weigh."""
    compared: set[tuple[str, str, str]] = set()
    for design in DESIGNS:
        for table in TABLES:
            rows, columns = (sample_of(design)[name].unique() for name in table.split(" x "))
            compared |= {
                (design, "svytable", f"{table} | {r} | {c}") for r in rows for c in columns
            }
            for what in ("F statistic", "F p", "F ndf", "F ddf", "Chisq statistic", "Chisq p"):
                compared.add((design, f"svychisq {what}", table))
            for what in ("adjWald statistic", "adjWald p"):
                compared.add((design, f"svychisq {what}", table))
        for question in QUESTIONS:
            for what, answer in product(("svymean", "svymean se", "svymean deff"), ("No", "Yes")):
                compared.add((design, what, question + answer))
            for method, end in product(("logit", "beta", "mean"), ("low", "high")):
                compared.add((design, f"svyciprop {method} {end}", question))
        for question in ("api00", "enroll"):
            compared.add((design, "svymean numeric", question))
            compared.add((design, "svymean numeric se", question))
            for probability in ("0.25", "0.5", "0.75"):
                compared.add((design, "svyquantile", f"{question} {probability}"))
    compared.add(("clus1_raked", "svymean numeric", "api00"))
    compared.add(("clus1_raked", "svymean numeric se", "api00"))
    for design in ("clus1_raked", "clus1_raked_trimmed_20_45"):
        compared |= {(design, "weights summary", key) for key in ("min", "max", "sum of squares")}
    assert compared == set(r_figures())
