"""Tests of independence: against scipy, invariants, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.kernel.errors import DataError, StatisticsError
from alongside.tabulate.statistics import (
    SurveyDesign,
    cramers_v,
    cramers_v_of_tables,
    independence,
    independence_of_tables,
    totals_from_counts,
    totals_of_people,
)

TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(1, 60), min_size=width, max_size=width), min_size=2, max_size=4
    )
)


def of(table: list[list[int]]) -> tuple:
    counts = np.array(table).ravel()
    return totals_from_counts(counts, counts, counts), np.array(table).shape


@given(TABLES)
@settings(max_examples=80)
def test_plain_chi_square_is_that_of_scipy(table: list[list[int]]) -> None:
    ours = independence(*of(table), "chi-square")
    theirs = stats.chi2_contingency(table, correction=False)
    assert ours.chi_square == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-9)
    assert ours.p_value == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


@given(TABLES)
@settings(max_examples=80)
def test_equal_weights_without_clusters_come_close_to_pearson(table: list[list[int]]) -> None:
    plain, corrected = independence(*of(table), "chi-square"), independence(*of(table))
    n = np.sum(table)
    # the covariance estimated from the cells themselves: near the null, the same
    assert corrected.df <= plain.df + 1e-9
    if plain.p_value > 0.05:
        per_degree = plain.chi_square / plain.df * (n - 1) / n
        assert corrected.statistic == pytest.approx(per_degree, rel=0.6, abs=0.05)


def test_of_a_table_without_any_relation_rao_scott_is_pearson_exactly() -> None:
    corrected = independence(*of([[10, 20, 30], [20, 40, 60]]))
    assert corrected.df == pytest.approx(2)
    assert corrected.df_below == pytest.approx(2 * 179)
    assert corrected.p_value == pytest.approx(1)


@given(TABLES, st.floats(0.1, 50))
@settings(max_examples=40)
def test_neither_the_scale_of_weights_nor_the_order_of_rows_matters(
    table: list[list[int]], factor: float
) -> None:
    counts = np.array(table)
    one = independence(*of(table))
    w = counts * factor
    scaled = independence(totals_from_counts(counts, w, w * factor), counts.shape)
    turned = independence(*of(counts[::-1].T.tolist()))
    for other in (scaled, turned):
        assert other.statistic == pytest.approx(one.statistic, rel=1e-6, abs=1e-9)
        assert other.p_value == pytest.approx(one.p_value, rel=1e-5, abs=1e-12)


def test_rows_that_hold_nobody_are_left_out() -> None:
    full = independence(*of([[12, 7], [5, 19]]))
    padded = independence(*of([[12, 7], [0, 0], [5, 19]]))
    assert padded.statistic == pytest.approx(full.statistic)
    assert (padded.rows, padded.columns, padded.n) == (2, 2, 43)


def test_people_copied_within_clusters_prove_nothing_more() -> None:
    """Each cluster of ten identical people is one person's worth of evidence."""
    rng = np.random.default_rng(4)
    one = rng.integers(0, 2, (60, 2))
    cells = np.eye(4)[one[:, 0] * 2 + one[:, 1]]
    alone = independence(totals_of_people(SurveyDesign.equal(60), cells), (2, 2))
    ten = SurveyDesign.of(np.ones(600), psu=np.repeat(np.arange(60), 10))
    copied = independence(totals_of_people(ten, np.repeat(cells, 10, axis=0)), (2, 2))
    assert copied.chi_square == pytest.approx(10 * alone.chi_square)
    assert copied.p_value == pytest.approx(alone.p_value)


@given(st.integers(0, 500), st.integers(2, 4), st.integers(2, 5))
@settings(max_examples=30, deadline=None)
def test_many_tables_at_once_are_as_one_by_one(seed: int, rows: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    n = rng.integers(0, 12, (6, rows, columns))
    n[0, 0] = 0  # a row of nobody
    n[1, 1:] = 0  # one row only
    w = n * rng.uniform(0.5, 2, n.shape)
    w2 = np.where(n > 0, w**2 / np.maximum(n, 1) * rng.uniform(1, 1.5, n.shape), 0)
    found = independence_of_tables(n, w, w2)
    for table in range(6):
        try:
            alone = independence(totals_from_counts(n[table], w[table], w2[table]), (rows, columns))
        except (DataError, StatisticsError):
            assert np.isnan(found.p_value[table])
            continue
        for name in ("statistic", "p_value", "df", "df_below", "chi_square", "n"):
            ours = getattr(found, name)[table]
            assert ours == pytest.approx(getattr(alone, name), rel=1e-7, abs=1e-12)
        for corrected in (True, False):
            strength = cramers_v_of_tables(found, corrected=corrected)[table]
            assert strength == pytest.approx(cramers_v(alone, corrected=corrected), rel=1e-9)


def by_contrasts(share: np.ndarray, covariance: np.ndarray, n: int) -> tuple[float, float] | None:
    """Trace of the generalised design effects and of their square, as the literature writes them.

    Rao and Scott 1984 with contrasts of interactions, one matrix equation a table; None where it
    has no solution. Slow, and nothing in it is shared with what is tested.
    """
    rows, columns = share.shape
    sides = [np.vstack([np.eye(size - 1), -np.ones((1, size - 1))]) for size in (rows, columns)]
    contrasts, flat = np.kron(*sides), share.ravel()
    scaled = np.where(flat[:, None] > 0, contrasts / np.where(flat > 0, flat, 1.0)[:, None], 0.0)
    plain = contrasts.T @ scaled / n
    if np.linalg.cond(plain) > 1e10:
        return None
    delta = np.linalg.solve(plain, scaled.T @ covariance @ scaled)
    return float(np.trace(delta)), float((delta * delta.T).sum())


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(2, 6), st.sampled_from([1, 3, 10]))
@settings(max_examples=150, deadline=None)
def test_sums_over_margins_are_those_of_all_contrasts(
    seed: int, rows: int, columns: int, mean: int
) -> None:
    """Few people leave cells empty, and with them interactions that nobody can speak for."""
    rng = np.random.default_rng(seed)
    n = rng.poisson(mean, (rows, columns))
    n[:, 0] += 1  # no empty rows, at most one column in use
    n[0] += 1
    w = n * rng.uniform(0.5, 2, n.shape)
    w2 = np.where(n > 0, w**2 / np.maximum(n, 1) * rng.uniform(1, 1.5, n.shape), 0)
    people, share, a = int(n.sum()), w / w.sum(), (w2 / w.sum() ** 2).ravel()
    p = share.ravel()
    spread = np.diag(a) - np.outer(p, a) - np.outer(a, p) + a.sum() * np.outer(p, p)
    expected = by_contrasts(share, spread * people / (people - 1), people)
    for totals in (
        totals_from_counts(n, w, w2),
        # the same covariance, given as if of some other design
        replace(totals_from_counts(n, w, w2), stratum_n=n.reshape(1, -1)),
    ):
        if expected is None:
            with pytest.raises(StatisticsError, match="cells are empty"):
                independence(totals, (rows, columns))
            continue
        trace, squares = expected
        ours = independence(totals, (rows, columns))
        assert ours.chi_square / ours.statistic == pytest.approx(trace, rel=1e-9)
        assert ours.df == pytest.approx(trace**2 / squares, rel=1e-9)


def test_empty_cells_around_an_interaction_leave_nothing_to_test() -> None:
    with pytest.raises(StatisticsError, match="cells are empty"):
        independence(*of([[0, 0, 5], [0, 0, 7], [4, 3, 9]]))
    # one of them filled, and each interaction has somebody to speak for it
    assert independence(*of([[1, 0, 5], [0, 0, 7], [4, 3, 9]])).df > 0


def test_what_cannot_be_tested_is_refused_with_a_remedy() -> None:
    with pytest.raises(StatisticsError, match="Fewer than two") as refused:
        independence(*of([[12, 7], [0, 0]]))
    assert refused.value.remedy
    few = SurveyDesign.of(np.ones(30), psu=np.arange(30) % 3)
    cells = np.eye(9)[np.arange(30) % 7]
    with pytest.raises(StatisticsError, match="too few clusters") as refused:
        independence(totals_of_people(few, cells), (3, 3), "adjusted-wald")
    assert "Rao-Scott" in refused.value.remedy
    with pytest.raises(ValueError, match="not a table of 2 x 3"):
        independence(of([[1, 2], [3, 4]])[0], (2, 3))


def test_answers_that_do_not_vary_are_not_tested() -> None:
    totals = totals_from_counts([1, 0, 0, 1], [1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 0.0, 1.0])
    with pytest.raises(StatisticsError, match="do not vary"):
        independence(totals, (2, 2))
