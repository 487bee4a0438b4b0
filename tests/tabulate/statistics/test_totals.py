"""Totals: the ways to them agree, add up across parts, and refuse what cannot be known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.kernel.errors import DataError
from alongside.tabulate.statistics import (
    SinglePsu,
    SurveyDesign,
    add_psu_totals,
    psu_totals,
    shares_from_counts,
    shares_from_totals,
    totals_from_counts,
    totals_from_psus,
    totals_from_strata,
    totals_of_people,
)

SAMPLES = st.lists(
    st.tuples(
        st.integers(0, 2),  # cell
        st.integers(0, 2),  # stratum
        st.integers(0, 3),  # cluster
        st.floats(0.1, 9.0),
    ),
    min_size=4,
    max_size=40,
)


def member(cells: list[int]) -> np.ndarray:
    return np.eye(3)[np.asarray(cells)]


@given(SAMPLES)
@settings(max_examples=60)
def test_summed_per_cluster_or_from_people_the_figures_are_the_same(sample: list[tuple]) -> None:
    cell, stratum, cluster, weights = zip(*sample, strict=True)
    design = SurveyDesign.of(weights, strata=stratum, psu=cluster, single_psu="overall")
    if len(set(zip(stratum, cluster, strict=True))) < 2:
        return
    people = totals_of_people(design, member(cell))
    summed = totals_from_psus(psu_totals(design, member(cell)))
    assert np.allclose(people.covariance, summed.covariance, rtol=1e-9, atol=1e-9)
    assert people.n.tolist() == summed.n.tolist()
    assert people.degrees_of_freedom() == summed.degrees_of_freedom()


@given(SAMPLES, st.integers(1, 3))
@settings(max_examples=60)
def test_totals_of_parts_add_up_to_those_of_the_whole(sample: list[tuple], cut: int) -> None:
    cell, stratum, cluster, weights = (np.array(each) for each in zip(*sample, strict=True))

    def part(chosen: slice) -> object:
        design = SurveyDesign.of(weights[chosen], strata=stratum[chosen], psu=cluster[chosen])
        return psu_totals(design, member(cell[chosen]))

    whole = part(slice(None))
    added = add_psu_totals([part(slice(None, cut)), part(slice(cut, None))])
    assert added.keys == whole.keys
    assert np.allclose(added.sum_w, whole.sum_w)
    assert added.n.tolist() == whole.n.tolist()
    assert added.people.tolist() == whole.people.tolist()


@given(SAMPLES)
@settings(max_examples=60)
def test_strata_of_independent_people_need_only_counts(sample: list[tuple]) -> None:
    cell, stratum, _, weights = (np.array(each) for each in zip(*sample, strict=True))
    design = SurveyDesign.of(weights, strata=stratum, single_psu="overall")
    names, place = np.unique(stratum, return_inverse=True)
    inside = np.eye(len(names))[place].T
    closed = totals_from_strata(
        inside @ member(cell),
        (inside * weights) @ member(cell),
        (inside * weights**2) @ member(cell),
        inside.sum(axis=1),
        single_psu="overall",
    )
    people = totals_of_people(design, member(cell))
    assert np.allclose(people.covariance, closed.covariance, rtol=1e-9, atol=1e-9)
    assert people.degrees_of_freedom([True, True, False]) == closed.degrees_of_freedom(
        [True, True, False]
    )


@given(SAMPLES, st.floats(0.01, 100))
@settings(max_examples=60)
def test_scaled_weights_leave_shares_errors_and_bases_alone(
    sample: list[tuple], factor: float
) -> None:
    cell, stratum, cluster, weights = zip(*sample, strict=True)
    if len(set(zip(stratum, cluster, strict=True))) < 2:
        return

    def shares(times: float) -> object:
        design = SurveyDesign.of(
            np.array(weights) * times, strata=stratum, psu=cluster, single_psu="overall"
        )
        return shares_from_totals(totals_of_people(design, member(cell)), np.eye(3))

    one, other = shares(1.0), shares(factor)
    for name in ("share", "se", "effective_n", "degrees"):
        assert np.allclose(getattr(one, name), getattr(other, name), rtol=1e-7, equal_nan=True)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=5).filter(lambda each: sum(each) > 1))
def test_weights_of_one_give_the_textbook_error(counts: list[int]) -> None:
    n = sum(counts)
    p = np.array(counts) / n
    shares = shares_from_totals(totals_from_counts(counts, counts, counts), np.eye(len(counts)))
    assert np.allclose(shares.se, np.sqrt(p * (1 - p) / (n - 1)), atol=1e-12)
    closed = shares_from_counts(counts, counts, n, n, n)
    assert np.allclose(closed.se, shares.se, atol=1e-12)
    assert np.allclose(closed.effective_n, n)


def lonely(rule: SinglePsu) -> float:
    design = SurveyDesign.of(
        np.ones(7), strata=list("aaabbbc"), psu=[1, 1, 2, 3, 4, 4, 5], single_psu=rule
    )
    cells = np.eye(2)[[0, 0, 1, 1, 0, 0, 1]]
    shares = shares_from_totals(totals_of_people(design, cells), np.eye(2))
    return float(shares.se[0] ** 2)


def test_strata_of_one_cluster_are_refused_by_name_until_a_rule_is_chosen() -> None:
    with pytest.raises(DataError) as refused:
        lonely(SinglePsu.REFUSE)
    assert "stratum c" in str(refused.value)
    assert "certainty, overall or average" in refused.value.remedy


def test_rules_for_strata_of_one_cluster() -> None:
    # influence of clusters: (people in cell 0 minus 4/7 of its people) / 7
    sums = np.array([2 - 8 / 7, -4 / 7, -4 / 7, 2 - 8 / 7, -4 / 7]) / 7
    within = 2 * np.var(sums[:2]) * 2 + 2 * np.var(sums[2:4]) * 2
    assert lonely(SinglePsu.CERTAINTY) == pytest.approx(within)
    assert lonely(SinglePsu.AVERAGE) == pytest.approx(within * 3 / 2)
    assert lonely(SinglePsu.OVERALL) == pytest.approx(within + sums[4] ** 2)


def test_a_stratum_taken_whole_adds_no_variance() -> None:
    design = SurveyDesign.of(np.ones(5), strata=list("aaabb"), fpc=[3, 3, 3, 2, 2])
    totals = totals_of_people(design, np.eye(2)[[0, 1, 0, 1, 0]])
    assert np.allclose(totals.covariance, 0)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"weights": [1, np.nan]}, "missing, infinite or below 0"),
        ({"weights": [1, -1]}, "below 0"),
        ({"weights": [0, 0]}, "Every weight is 0"),
        ({"weights": []}, "one number for each person"),
        ({"weights": [1, 1], "strata": ["a"]}, "1 strata for 2 people"),
        ({"weights": [1, 1], "psu": ["a", None]}, "no label among the clusters"),
        ({"weights": [1, 1], "fpc": [0, 5]}, "population sizes"),
    ],
)
def test_designs_that_cannot_be_are_refused_with_a_remedy(given: dict, said: str) -> None:
    with pytest.raises(DataError, match=said) as refused:
        SurveyDesign.of(**given)
    assert refused.value.remedy


def test_population_sizes_that_contradict_each_other_are_refused() -> None:
    cells = np.eye(2)[[0, 1, 0]]
    with pytest.raises(DataError, match="More units were drawn"):
        totals_of_people(SurveyDesign.of(np.ones(3), fpc=[2, 2, 2]), cells)
    with pytest.raises(DataError, match="differs within a stratum"):
        totals_of_people(SurveyDesign.of(np.ones(3), fpc=[9, 8, 9]), cells)


def test_one_cluster_or_one_person_tells_nothing_about_variance() -> None:
    with pytest.raises(DataError, match="one cluster"):
        totals_of_people(SurveyDesign.of(np.ones(3), psu=[1, 1, 1]), np.eye(2)[[0, 1, 0]])
    with pytest.raises(DataError, match="at least two people"):
        totals_from_counts([1, 0], [1, 0], [1, 0])


def test_cells_that_overlap_are_refused_where_the_closed_form_would_be_wrong() -> None:
    with pytest.raises(DataError, match="more people than the stratum"):
        totals_from_strata([[3, 3]], [[3, 3]], [[3, 3]], [4])
    with pytest.raises(DataError, match="more than the 4 of the sample"):
        totals_from_counts([3, 3], [3, 3], [3, 3], people=4)
