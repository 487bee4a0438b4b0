"""Intervals: against statsmodels, published figures, and invariants."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from alongside.tabulate.statistics import (
    SurveyDesign,
    adjusted_base,
    share_interval,
    shares_from_counts,
    shares_from_totals,
    totals_of_people,
    wilson_limits,
)

COUNTS = st.integers(2, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.sampled_from([0.8, 0.95, 0.99]))
@settings(max_examples=100)
def test_weights_of_one_give_wilson_of_statsmodels(counted: tuple[int, int], level: float) -> None:
    count, n = counted
    interval = share_interval(shares_from_counts([count], [count], n, n, n), "wilson", level)
    low, high = proportion_confint(count, n, alpha=1 - level, method="wilson")
    assert interval.low[0] == pytest.approx(low, rel=1e-9, abs=1e-12)
    assert interval.high[0] == pytest.approx(high, rel=1e-9, abs=1e-12)


def test_wilson_of_newcombe_1998() -> None:
    """Table I of Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>
    3.0.CO;2-E), method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    low, high = wilson_limits(np.array([81 / 263, 15 / 148, 0, 1 / 29]), [263, 148, 20, 29])
    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


@given(st.integers(0, 60), st.integers(60, 400), st.floats(1.05, 4))
@settings(max_examples=60)
def test_unequal_weights_only_widen(count: int, n: int, kish: float) -> None:
    plain = share_interval(shares_from_counts([count], [count], n, n, n))
    wider = share_interval(shares_from_counts([count], [count * kish], n, n, n * kish))
    assert wider.low[0] <= plain.low[0] + 1e-12
    assert wider.high[0] >= plain.high[0] - 1e-12


@given(st.lists(st.tuples(st.booleans(), st.floats(0.05, 20)), min_size=3, max_size=60))
@settings(max_examples=80)
def test_every_interval_holds_its_share_and_stays_between_0_and_1(people: list[tuple]) -> None:
    yes, w = (np.array(each, float) for each in zip(*people, strict=True))
    sums = ([w @ yes], [w**2 @ yes], len(w), w.sum(), (w**2).sum())
    shares = shares_from_counts(*sums)
    for method in ("wilson", "beta", "logit"):
        interval = share_interval(shares, method)
        if np.isnan(interval.low[0]):
            assert method == "logit"
            assert yes.all() or not yes.any()
            continue
        assert 0 <= interval.low[0] <= shares.share[0] + 1e-9
        assert shares.share[0] - 1e-9 <= interval.high[0] <= 1


def test_one_yes_of_little_weight_does_not_make_a_sample_larger_than_it_is() -> None:
    w = np.array([0.1, *np.ones(99)])
    shares = shares_from_counts([0.1], [0.01], 100, w.sum(), (w**2).sum())
    assert shares.design_effect()[0] < 0.2
    assert adjusted_base(shares)[0] == 100


def test_nearly_everybody_of_a_counted_population_leaves_little_to_chance() -> None:
    cells = np.eye(2)[[0] * 20 + [1] * 30]
    widths = []
    for size in (None, [5000] * 50, [60] * 50, [50] * 50):
        totals = totals_of_people(SurveyDesign.of(np.ones(50), fpc=size), cells)
        interval = share_interval(shares_from_totals(totals, np.eye(2)))
        widths.append(interval.high[0] - interval.low[0])
    assert widths[0] > widths[1] > widths[2] > widths[3] == 0
    # 50 of 60: a sixth of the population is left to chance
    assert widths[2] == pytest.approx(widths[0] * np.sqrt(1 / 6), rel=0.05)


def test_nothing_is_claimed_about_a_base_of_one_or_of_nobody() -> None:
    shares = shares_from_counts([1, 0], [1, 0], [1, 0], [1, 0], [1, 0])
    for method in ("wilson", "beta", "logit", "mean"):
        interval = share_interval(shares, method)
        assert np.isnan(interval.low).all()
        assert np.isnan(interval.high).all()


def test_few_clusters_widen_by_their_degrees_of_freedom() -> None:
    yes = np.tile([1, 0, 0, 1, 1], 12)
    cells = np.column_stack([yes, 1 - yes])
    bases = []
    for clusters in (4, 20):
        design = SurveyDesign.of(np.ones(60), psu=np.arange(60) % clusters)
        shares = shares_from_totals(totals_of_people(design, cells), np.eye(2))
        bases.append(adjusted_base(shares)[0] / shares.base_n[0] * shares.design_effect()[0])
    assert bases[0] < bases[1] <= 1


def test_a_level_outside_0_to_1_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="for example 0"):
        share_interval(shares_from_counts([1], [1], 3, 3, 3), level=95)
