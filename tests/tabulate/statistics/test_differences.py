"""Differences, effect sizes and corrections: against statsmodels, scipy and published figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_effectsize,
    proportions_ztest,
)

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics import (
    EffectSize,
    Means,
    adjust_p_values,
    cohens_h,
    cramers_v,
    effect_size_of_v,
    hedges_g,
    independence,
    mean_differences,
    means_from_sums,
    means_test,
    share_differences,
    shares_from_counts,
    totals_from_counts,
    value_sums,
)

PAIRS = st.tuples(st.integers(3, 500), st.integers(3, 500)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


def share(count: int, n: int) -> object:
    return shares_from_counts([count], [count], n, n, n)


def group(values: list[float]) -> Means:
    n = len(values)
    return means_from_sums(value_sums(np.ones(n), values, np.zeros(n, int), 1))


@given(PAIRS)
@settings(max_examples=100)
def test_weights_of_one_give_the_pooled_z_test_and_newcombe(pair: tuple) -> None:
    a, n, b, m = pair
    found = share_differences(share(a, n), share(b, m))
    low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")
    assert (found.low[0], found.high[0]) == pytest.approx((low, high), rel=1e-9, abs=1e-9)
    if 0 < a + b < n + m:
        z, p_value = proportions_ztest([a, b], [n, m])
        assert found.statistic[0] == pytest.approx(z, rel=1e-9, abs=1e-9)
        assert found.p_value[0] == pytest.approx(p_value, rel=1e-7, abs=1e-12)


def test_newcombe_1998_method_10() -> None:
    """Table II of Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>
    3.0.CO;2-I): 56/70 - 48/80, 9/10 - 3/10, 6/7 - 2/7, 5/56 - 0/29, 0/10 - 0/20, 10/10 - 0/10."""
    cases = [(56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20)]
    printed = [
        (0.0524, 0.3339),
        (0.1705, 0.8090),
        (0.0582, 0.8062),
        (-0.0381, 0.1926),
        (-0.1611, 0.2775),
    ]
    for (a, n, b, m), limits in zip(cases, printed, strict=True):
        found = share_differences(share(a, n), share(b, m))
        assert (found.low[0].round(4), found.high[0].round(4)) == limits


@given(PAIRS)
def test_turned_round_a_difference_is_its_negative(pair: tuple) -> None:
    a, n, b, m = pair
    one, other = (
        share_differences(share(a, n), share(b, m)),
        share_differences(share(b, m), share(a, n)),
    )
    assert one.difference[0] == pytest.approx(-other.difference[0])
    assert one.low[0] == pytest.approx(-other.high[0])
    assert one.p_value[0] == pytest.approx(other.p_value[0], nan_ok=True)


def test_a_positive_correlation_narrows_and_few_clusters_widen() -> None:
    plain = share_differences(share(30, 100), share(45, 100))
    paired = share_differences(share(30, 100), share(45, 100), correlation=0.5)
    few = share_differences(share(30, 100), share(45, 100), degrees=4)
    assert paired.high[0] - paired.low[0] < plain.high[0] - plain.low[0]
    assert paired.p_value[0] < plain.p_value[0] < few.p_value[0]


def test_with_nobody_on_one_side_nothing_is_said() -> None:
    found = share_differences(share(3, 10), shares_from_counts([0], [0], 0, 0, 0))
    assert np.isnan([found.difference[0], found.low[0], found.p_value[0]]).all()
    assert found.expected[0] == 0


VALUES = st.lists(st.integers(-40, 40), min_size=3, max_size=40).filter(lambda y: len(set(y)) > 1)


@given(VALUES, VALUES)
@settings(max_examples=60)
def test_means_of_weights_of_one_give_welch(one: list[int], two: list[int]) -> None:
    found = mean_differences(group(one), group(two))
    theirs = stats.ttest_ind(one, two, equal_var=False)
    assert found.p_value[0] == pytest.approx(theirs.pvalue, rel=1e-7)
    limits = theirs.confidence_interval(0.95)
    assert (found.low[0], found.high[0]) == pytest.approx((limits.low, limits.high), rel=1e-7)


@given(st.lists(VALUES, min_size=2, max_size=5))
@settings(max_examples=40)
def test_several_means_give_welch_1951(groups: list[list[int]]) -> None:
    place = np.repeat(np.arange(len(groups)), [len(each) for each in groups])
    values = np.concatenate(groups)
    found = means_test(means_from_sums(value_sums(np.ones(place.size), values, place, len(groups))))
    theirs = anova_oneway([np.array(each, float) for each in groups], use_var="unequal")
    assert found.statistic == pytest.approx(theirs.statistic, rel=1e-7, abs=1e-9)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-7)
    assert found.df_below == pytest.approx(theirs.df_denom)


def test_means_that_cannot_be_compared_are_refused() -> None:
    with pytest.raises(StatisticsError, match="Fewer than two groups"):
        means_test(means_from_sums(value_sums([1, 1, 1], [1, 2, 3], [0, 0, 1], 2)))


@given(st.lists(st.integers(0, 1000).map(lambda each: each / 1000), min_size=1, max_size=20))
@settings(max_examples=15, deadline=None)
def test_corrections_are_those_of_statsmodels(p_values: list[float]) -> None:
    for ours, theirs in (("holm", "holm"), ("benjamini-hochberg", "fdr_bh")):
        adjusted = adjust_p_values(p_values, ours)
        assert np.allclose(adjusted, multipletests(p_values, method=theirs)[1], rtol=1e-9)
        assert (adjusted >= np.array(p_values) - 1e-15).all()
        order = np.argsort(p_values, kind="stable")
        assert (np.diff(adjusted[order]) >= -1e-15).all()
    assert (
        adjust_p_values(p_values) >= adjust_p_values(p_values, "benjamini-hochberg") - 1e-15
    ).all()
    assert adjust_p_values(p_values, "none").tolist() == p_values


def test_what_was_not_tested_does_not_count_as_a_test() -> None:
    rows = np.array([[0.01, np.nan, 0.02], [np.nan, np.nan, 0.03]])
    for correction in ("holm", "benjamini-hochberg"):
        adjusted = adjust_p_values(rows, correction)
        assert adjusted[0, [0, 2]].tolist() == adjust_p_values([0.01, 0.02], correction).tolist()
        assert adjusted[1, 2] == 0.03
        assert np.isnan(adjusted).sum() == 3
    with pytest.raises(ValueError, match="between 0 and 1"):
        adjust_p_values([0.1, 1.2])


def test_benjamini_and_hochberg_1995() -> None:
    """The fifteen p-values of section 3.2 (doi:10.1111/j.2517-6161.1995.tb02031.x): four are
    found at a false discovery rate of 0.05, three by Bonferroni's and Holm's procedures."""
    p_values = [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
    assert (adjust_p_values(p_values, "benjamini-hochberg") <= 0.05).sum() == 4
    assert (adjust_p_values(p_values, "holm") <= 0.05).sum() == 3


@given(st.floats(0, 1), st.floats(0, 1))
def test_h_is_that_of_statsmodels(p: float, q: float) -> None:
    assert float(cohens_h(p, q)) == pytest.approx(proportion_effectsize(p, q), abs=1e-12)


@given(VALUES, VALUES)
@settings(max_examples=40)
def test_g_is_that_of_statsmodels_but_for_its_approximate_correction(
    one: list[int], two: list[int]
) -> None:
    g = hedges_g(group(one), group(two))
    theirs, _ = effectsize_smd(
        np.mean(one), np.std(one, ddof=1), len(one), np.mean(two), np.std(two, ddof=1), len(two)
    )
    assert g.g[0] == pytest.approx(theirs, rel=0.02, abs=1e-9)
    assert g.low[0] <= g.g[0] <= g.high[0]


def test_v_is_that_of_scipy_and_0_by_chance_when_corrected() -> None:
    table = np.array([[30, 20, 5], [10, 40, 15]])
    test = independence(totals_from_counts(*[table.ravel()] * 3), table.shape)
    expected = stats.contingency.association(table, method="cramer", correction=False)
    assert cramers_v(test, corrected=False) == pytest.approx(expected)
    assert cramers_v(test) < expected
    little = np.array([[5, 6], [6, 5]])
    test = independence(totals_from_counts(*[little.ravel()] * 3), little.shape)
    assert cramers_v(test) == 0
    assert effect_size_of_v(0.05, 2, 2) is EffectSize.NEGLIGIBLE
    assert effect_size_of_v(0.36, 5, 3) is EffectSize.LARGE


def test_a_table_of_as_many_people_as_categories_shows_no_strength() -> None:
    counts = [1, 0, 0, 1, 0, 1]
    test = independence(totals_from_counts(counts, counts, counts), (3, 2))
    assert cramers_v(test) == 0
    assert cramers_v(test, corrected=False) == pytest.approx(1)
