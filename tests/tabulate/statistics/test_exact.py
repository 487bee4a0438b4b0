"""Exact tests: against scipy and published tables; drawing is recorded and repeatable."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln

from alongside.kernel.errors import StatisticsError
from alongside.kernel.seeds import Seed
from alongside.tabulate.statistics import fisher_exact, fisher_exact_pairs


@given(st.lists(st.integers(0, 15), min_size=4, max_size=4))
@settings(max_examples=80)
def test_two_by_two_is_that_of_scipy(cells: list[int]) -> None:
    table = np.array(cells).reshape(2, 2)
    if (table.sum(axis=0) == 0).any() or (table.sum(axis=1) == 0).any():
        return
    expected = stats.fisher_exact(table).pvalue
    assert fisher_exact(table).p_value == pytest.approx(expected, rel=1e-6)
    a, b = table[0, 0], table[1, 0]
    pair = fisher_exact_pairs([a], [table[0].sum()], [b], [table[1].sum()])
    assert pair[0] == pytest.approx(expected, rel=1e-6)


def test_tables_of_the_r_manual() -> None:
    """`fisher.test` in R: Agresti's job satisfaction, p = 0.7827 (Agresti 2002, table 2.8), and
    convictions of twins, two-sided p = 0.0005367 (Fisher 1962)."""
    satisfaction = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]
    found = fisher_exact(satisfaction, seed=Seed(2026, "satisfaction"))
    assert found.drawn
    assert found.p_value == pytest.approx(0.7827, abs=4 * found.standard_error)
    assert fisher_exact([[2, 10], [15, 3]]).p_value == pytest.approx(0.0005367, abs=5e-8)


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=3, max_size=3))
@settings(max_examples=15, deadline=None)
def test_listed_and_drawn_agree(cells: list[list[int]]) -> None:
    table = np.array(cells)
    if (table.sum(axis=0) == 0).any() or (table.sum(axis=1) == 0).any():
        return
    listed = fisher_exact(table)
    assert not listed.drawn
    rng = np.random.default_rng(3)
    drawn = stats.random_table(table.sum(axis=1), table.sum(axis=0), seed=rng).rvs(4000)
    chance = -gammaln(drawn + 1).sum(axis=(1, 2))
    rarer = (chance <= -gammaln(table + 1).sum() + 1e-7).mean()
    assert listed.p_value == pytest.approx(rarer, abs=0.05)
    assert fisher_exact(table.T).p_value == pytest.approx(listed.p_value, rel=1e-6)


def test_one_seed_gives_one_answer_and_is_told() -> None:
    table = np.arange(25).reshape(5, 5) % 7
    one = fisher_exact(table, seed=Seed(5, "a"), draws=2000)
    again = fisher_exact(table, seed=Seed(5, "a"), draws=2000)
    assert one == again
    assert one.seed == Seed(5, "a")
    assert fisher_exact(table, seed=Seed(6, "a"), draws=2000).p_value != one.p_value
    assert fisher_exact(table, draws=2000).seed is not None


def test_weights_and_empty_tables_are_refused() -> None:
    with pytest.raises(StatisticsError, match="whole numbers") as refused:
        fisher_exact([[1.5, 2], [3, 4]])
    assert "Rao-Scott" in refused.value.remedy
    with pytest.raises(StatisticsError, match="Fewer than two"):
        fisher_exact([[1, 2], [0, 0]])
