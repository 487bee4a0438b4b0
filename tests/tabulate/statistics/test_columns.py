"""Columns compared: letters, the rest, overlap, and the ways agreeing."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alongside.kernel.errors import StatisticsError
from alongside.tabulate.statistics import (
    REST,
    Overlap,
    Sums,
    SurveyDesign,
    column_letter,
    compare_columns,
    compare_columns_of_totals,
    compare_mean_columns,
    compare_mean_columns_of_totals,
    psu_totals,
    share_differences,
    shares_from_totals,
    totals_from_psus,
    totals_of_people,
    value_sums,
)

Array = npt.NDArray[np.float64]


def sums_of(yes: Array, inside: Array, w: Array) -> Sums:
    """Sum one row (yes) by columns (people x columns, 0 or 1)."""
    return Sums(
        (w * yes)[None] @ inside,
        (w**2 * yes)[None] @ inside,
        inside.sum(axis=0),
        w @ inside,
        w**2 @ inside,
    )


def counts(yes: list[int], base: list[int]) -> Sums:
    cells, bases = np.array([yes], float), np.array(base, float)
    return Sums(cells, cells, bases, bases, bases)


def sample(seed: int, people: int = 300) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, people)
    yes = (rng.random(people) < np.array([0.3, 0.5, 0.55])[group]).astype(float)
    return yes, np.eye(3)[group], rng.uniform(0.4, 2.5, people)


def test_letters_stand_beside_the_higher_column() -> None:
    found = compare_columns(counts([20, 60, 25, 90], [100, 100, 100, 100]))
    assert found.letters() == [["", "ac", "", "abc"]]
    assert found.pairs == ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
    assert column_letter(701) == "zz"


def test_letters_beyond_z_are_kept_apart() -> None:
    found = compare_columns(counts([10] * 27 + [90], [100] * 28))
    last = found.letters()[0][27].split(" ")
    assert last == [column_letter(place) for place in range(27)]


@given(st.integers(0, 40))
@settings(max_examples=15)
def test_the_column_is_taken_out_of_the_rest(seed: int) -> None:
    yes, inside, w = sample(seed)
    everybody = sums_of(yes, np.ones((yes.size, 1)), w)
    found = compare_columns(sums_of(yes, inside, w), versus="rest", everybody=everybody)
    for column in range(3):
        own, other = (
            sums_of(yes, inside[:, [column]], w),
            sums_of(yes, 1 - inside[:, [column]], w),
        )
        direct = share_differences(own.shares(), other.shares())
        assert found.differences.difference[0, column] == pytest.approx(direct.difference[0, 0])
        assert found.differences.p_value[0, column] == pytest.approx(direct.p_value[0, 0], rel=1e-6)
    assert all(pair[1] == REST for pair in found.pairs)


def test_a_column_that_is_everybody_has_no_rest() -> None:
    table = counts([30], [60])
    found = compare_columns(table, versus="rest", everybody=table)
    assert np.isnan(found.p_values).all()
    assert found.letters() == [[""]]


@given(st.integers(0, 40), st.sampled_from(["each", "rest"]))
@settings(max_examples=15)
def test_closed_form_and_totals_agree(seed: int, versus: str) -> None:
    yes, inside, w = sample(seed)
    cells = np.hstack([inside * yes[:, None], inside * (1 - yes)[:, None]])
    general = compare_columns_of_totals(
        totals_of_people(SurveyDesign.of(w), cells), (2, 3), versus=versus
    )
    if versus == "each":
        closed = compare_columns(sums_of(yes, inside, w))
    else:
        everybody = sums_of(yes, np.ones((yes.size, 1)), w)
        closed = compare_columns(sums_of(yes, inside, w), versus="rest", everybody=everybody)
    # people are independent either way; only n/(n-1) is of the group here, of the sample there
    one, other = closed.differences, general.differences
    assert np.allclose(one.difference[0], other.difference[0])
    assert np.allclose(one.p_value[0], other.p_value[0], rtol=0.15, atol=1e-4)
    # "no" is the mirror image of "yes"
    assert np.allclose(other.difference[0], -other.difference[1])
    assert np.allclose(other.p_value[0], other.p_value[1])


def test_overlapping_columns_are_told_apart_with_the_people_in_both() -> None:
    rng = np.random.default_rng(11)
    inside = (rng.random((400, 2)) < 0.6).astype(float)
    yes, w = (rng.random(400) < 0.4).astype(float), rng.uniform(0.5, 2, 400)
    both = inside[:, :, None] * inside[:, None, :]
    overlap = Overlap(
        np.einsum("i,ijk->jk", w**2 * yes, both)[None], np.einsum("i,ijk->jk", w**2, both)
    )
    found = compare_columns(sums_of(yes, inside, w), overlap=overlap)
    # the same from the design, which sees who is in both
    cells = np.column_stack([inside * yes[:, None], inside])
    totals = totals_of_people(SurveyDesign.of(w), cells)
    shares = shares_from_totals(totals, np.eye(4)[:2], np.eye(4)[2:])
    assert shares.covariance is not None
    r = shares.covariance[0, 1] / (shares.se[0] * shares.se[1])
    assert r > 0.3
    general = compare_columns_of_totals(totals, (2, 2), base_row=1)
    assert found.differences.p_value[0, 0] == pytest.approx(
        general.differences.p_value[0, 0], rel=0.02
    )
    blind = compare_columns(sums_of(yes, inside, w)).differences
    seen = found.differences
    assert seen.high[0, 0] - seen.low[0, 0] < blind.high[0, 0] - blind.low[0, 0]


def test_overlap_without_knowing_who_is_in_both_is_refused() -> None:
    everybody = counts([60], [150])
    with pytest.raises(StatisticsError, match="several of these columns") as refused:
        compare_columns(counts([30, 60], [100, 100]), everybody=everybody)
    assert "rest" in refused.value.remedy
    with pytest.raises(StatisticsError, match="needs the sums of everybody"):
        compare_columns(counts([30, 60], [100, 100]), versus="rest")


def test_few_people_are_counted_exactly_if_weights_are_equal_and_else_not_tested() -> None:
    found = compare_columns(counts([0, 6], [8, 8]))
    assert found.exact.all()
    assert found.p_values[0, 0] == pytest.approx(stats.fisher_exact([[0, 8], [6, 2]]).pvalue)
    assert found.letters() == [["", "a"]]
    table = Sums(
        np.array([[0, 6.0]]), np.array([[0, 8.0]]), np.array([8, 8]), np.array([8.0, 8]),
        np.array([9.0, 10]),
    )  # fmt: skip
    weighted = compare_columns(table)
    assert np.isnan(weighted.p_values).all()
    assert not weighted.found().any()


def test_a_whole_design_counts_clusters_and_shared_ones() -> None:
    rng = np.random.default_rng(2)
    cluster = np.repeat(np.arange(30), 20)
    leaning = rng.normal(0, 1, 30)[cluster]
    column = rng.integers(0, 2, 600)
    yes = (leaning + rng.normal(0, 0.5, 600) > 0).astype(int)
    cells = np.eye(4)[yes * 2 + column]
    design = SurveyDesign.of(np.ones(600), psu=cluster)
    totals = totals_from_psus(psu_totals(design, cells))
    found = compare_columns_of_totals(totals, (2, 2))
    assert found.differences.degrees[0] == 29
    # both columns lie in the same clusters, so their difference is far surer than either share
    shares = shares_from_totals(totals, np.eye(4)[2:], [[1, 0, 1, 0], [0, 1, 0, 1]])
    assert shares.covariance is not None
    apart = share_differences(
        shares_from_totals(totals, [[0, 0, 1, 0]], [[1, 0, 1, 0]]),
        shares_from_totals(totals, [[0, 0, 0, 1]], [[0, 1, 0, 1]]),
    )
    width = found.differences.high - found.differences.low
    assert width[1, 0] < 0.5 * (apart.high - apart.low)[0]


def test_options_of_several_answers_have_a_base_row() -> None:
    rng = np.random.default_rng(1)
    column, picks = rng.integers(0, 2, 200), rng.random((200, 2)) < 0.4
    inside = np.eye(2)[column]
    cells = np.hstack([inside * picks[:, [0]], inside * picks[:, [1]], inside])
    found = compare_columns_of_totals(
        totals_of_people(SurveyDesign.equal(200), cells), (3, 2), base_row=2
    )
    assert found.differences.difference.shape == (2, 1)
    gap = picks[column == 0].mean(axis=0) - picks[column == 1].mean(axis=0)
    assert found.differences.difference[:, 0] == pytest.approx(gap)


def test_several_rows_are_families_of_their_own() -> None:
    cells = np.array([[20, 40, 42], [50, 51, 52]], float)
    bases = np.full(3, 100.0)
    found = compare_columns(Sums(cells, cells, bases, bases, bases))
    alone = [compare_columns(Sums(r[None], r[None], bases, bases, bases)).adjusted for r in cells]
    assert np.allclose(found.adjusted, np.vstack(alone))
    assert (found.adjusted >= found.p_values).all()
    raw = compare_columns(Sums(cells, cells, bases, bases, bases), correction="none")
    assert np.allclose(raw.adjusted, raw.p_values)


def test_means_of_columns() -> None:
    rng = np.random.default_rng(8)
    group = np.repeat([0, 1, 2], [30, 40, 4])
    y = rng.normal(0, 1, 74) + np.array([0, 1.5, 9])[group]
    sums = value_sums(np.ones(74), y, group, 3)
    found = compare_mean_columns(sums)
    assert found.letters()[0][1] == "a"
    assert np.isnan(found.p_values[0, 1:]).all()  # four people are too few
    theirs = stats.ttest_ind(y[group == 0], y[group == 1], equal_var=False)
    assert found.p_values[0, 0] == pytest.approx(theirs.pvalue)
    everybody = value_sums(np.ones(74), y, np.zeros(74, int), 1)
    rest = compare_mean_columns(sums, versus="rest", everybody=everybody)
    theirs = stats.ttest_ind(y[group == 1], y[group != 1], equal_var=False)
    assert rest.p_values[0, 1] == pytest.approx(theirs.pvalue)
    with pytest.raises(StatisticsError, match="needs the sums of everybody"):
        compare_mean_columns(sums, versus="rest")


def test_means_of_columns_of_a_design() -> None:
    rng = np.random.default_rng(9)
    cluster, group = np.repeat(np.arange(25), 8), rng.integers(0, 2, 200)
    y = rng.normal(0, 2, 25)[cluster] + 0.6 * group + rng.normal(0, 1, 200)
    inside = np.eye(2)[group]
    cells = np.hstack([inside, inside * y[:, None], inside * y[:, None] ** 2])
    design = SurveyDesign.of(np.ones(200), psu=cluster)
    totals = totals_from_psus(psu_totals(design, cells))
    one = np.eye(6)
    each = compare_mean_columns_of_totals(totals, one[2:4], one[:2], one[4:])
    rest = compare_mean_columns_of_totals(totals, one[2:4], one[:2], one[4:], versus="rest")
    assert each.differences.degrees[0, 0] == 24
    assert each.p_values[0, 0] == pytest.approx(rest.p_values[0, 0])
    assert rest.differences.difference[0].sum() == pytest.approx(0)
    # the clusters are in both groups: what they share cancels
    w = np.ones(200)
    apart = compare_mean_columns(value_sums(w, y, group, 2))
    assert each.differences.statistic[0, 0] != pytest.approx(apart.differences.statistic[0, 0])
