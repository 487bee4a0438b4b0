"""Means and quantiles: textbook cases, sums that add, and ways that agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.kernel.errors import DataError
from alongside.tabulate.statistics import (
    SurveyDesign,
    mean_interval,
    means_from_sums,
    means_from_totals,
    psu_totals,
    quantiles_from_counts,
    quantiles_from_psus,
    totals_from_psus,
    value_sums,
    weighted_quantile,
)

PEOPLE = st.lists(
    st.tuples(st.integers(-50, 50), st.floats(0.1, 8), st.integers(0, 4)), min_size=3, max_size=50
)


@given(st.lists(st.integers(-500, 500), min_size=3, max_size=80).filter(lambda y: len(set(y)) > 1))
@settings(max_examples=60)
def test_weights_of_one_give_the_textbook_interval(values: list[int]) -> None:
    n = len(values)
    means = means_from_sums(value_sums(np.ones(n), values, np.zeros(n, int), 1))
    assert means.sd[0] == pytest.approx(np.std(values, ddof=1), rel=1e-9)
    assert means.se[0] == pytest.approx(stats.sem(values), rel=1e-9)
    interval = mean_interval(means, 0.9)
    expected = stats.t.interval(0.9, n - 1, np.mean(values), stats.sem(values))
    assert (interval.low[0], interval.high[0]) == pytest.approx(expected, rel=1e-9)
    assert means.design_effect()[0] == pytest.approx(1)


@given(PEOPLE, st.integers(1, 3), st.floats(0.1, 10))
@settings(max_examples=60)
def test_sums_of_parts_add_up_and_scaled_weights_change_nothing(
    people: list[tuple], cut: int, factor: float
) -> None:
    y, w, _ = (np.array(each, float) for each in zip(*people, strict=True))
    group = np.arange(y.size) % 2
    whole = means_from_sums(value_sums(w, y, group, 2))
    parts = [
        value_sums(w[chosen] * factor, y[chosen], group[chosen], 2)
        for chosen in (slice(None, cut), slice(cut, None))
    ]
    added = means_from_sums(parts[0] + parts[1])
    for name in ("mean", "se", "sd", "effective_n"):
        assert np.allclose(
            getattr(whole, name), getattr(added, name), rtol=1e-6, atol=1e-6, equal_nan=True
        )


@given(PEOPLE)
@settings(max_examples=60)
def test_closed_form_and_design_agree_for_one_group(people: list[tuple]) -> None:
    y, w, _ = (np.array(each, float) for each in zip(*people, strict=True))
    closed = means_from_sums(value_sums(w, y, np.zeros(y.size, int), 1))
    cells = np.column_stack([np.ones(y.size), y, y**2])
    totals = totals_from_psus(psu_totals(SurveyDesign.of(w), cells))
    general = means_from_totals(totals, [[0, 1, 0]], [[1, 0, 0]], [[0, 0, 1]])
    for name in ("mean", "se", "sd", "degrees"):
        assert np.allclose(getattr(closed, name), getattr(general, name), rtol=1e-6, atol=1e-6)


def test_people_without_a_number_or_weight_are_not_counted() -> None:
    sums = value_sums([1, 1, 0, 2], [1.0, np.nan, 9.0, 4.0], [0, 0, 0, -1], 2)
    means = means_from_sums(sums)
    assert sums.n.tolist() == [1, 0]
    assert means.mean[0] == 1
    assert np.isnan([means.se[0], means.sd[0], means.mean[1], means.se[1]]).all()
    with pytest.raises(DataError, match="not one for each person"):
        value_sums([1, 1], [1.0], [0], 1)


@given(PEOPLE, st.floats(0.01, 1))
@settings(max_examples=80)
def test_a_quantile_splits_the_weight_where_it_should(people: list[tuple], share: float) -> None:
    y, w, _ = (np.array(each, float) for each in zip(*people, strict=True))
    distinct, place = np.unique(y, return_inverse=True)
    weight = np.bincount(place, w)
    value = weighted_quantile(distinct, weight, share)
    assert w[y <= value].sum() >= share * w.sum() - 1e-9
    assert w[y < value].sum() <= share * w.sum() + 1e-9


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=40))
def test_weights_of_one_give_type_1_of_hyndman_and_fan(values: list[int]) -> None:
    distinct, counts = np.unique(values, return_counts=True)
    wanted = [0.1, 0.25, 0.5, 0.75, 0.9]
    expected = np.quantile(values, wanted, method="inverted_cdf")
    assert weighted_quantile(distinct, counts, wanted).tolist() == expected.tolist()


def test_the_two_ways_to_quantiles_agree_for_independent_people() -> None:
    rng = np.random.default_rng(7)
    y, w = rng.integers(0, 30, 200), rng.uniform(0.5, 2, 200)
    distinct, place = np.unique(y, return_inverse=True)
    member = np.eye(distinct.size)[place]
    closed = quantiles_from_counts(distinct, member.sum(axis=0), w @ member, w**2 @ member)
    general = quantiles_from_psus(distinct, psu_totals(SurveyDesign.of(w), member))
    for name in ("value", "low", "high"):
        assert getattr(closed, name).tolist() == getattr(general, name).tolist()


def test_a_median_of_few_people_is_not_bounded_beyond_what_they_said() -> None:
    four = quantiles_from_counts([1, 2, 3, 4], [1] * 4, [1] * 4, [1] * 4, [0.5])
    assert np.isnan(four.low[0])
    wilson = quantiles_from_counts([1, 2, 3, 4], [1] * 4, [1] * 4, [1] * 4, [0.5], method="wilson")
    assert (wilson.low[0], wilson.high[0]) == (1, 4)


def test_unsorted_values_and_empty_questions_are_refused() -> None:
    with pytest.raises(DataError, match="rising order"):
        weighted_quantile([2, 1], [1, 1], 0.5)
    with pytest.raises(DataError, match="Nobody gave a number"):
        weighted_quantile([1, 2], [0, 0], 0.5)
