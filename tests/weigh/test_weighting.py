"""Weights: against R and an independent loop, invariants, and everything that speaks against."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.tabulate.statistics.api_schools import SCHOOLS, raked_as_in_r, schools

from alongside.kernel.errors import DataError, ProblemsFoundError, StatisticsError
from alongside.kernel.problems import Severity
from alongside.weigh import (
    Benchmarks,
    Bounds,
    Margin,
    check_benchmarks,
    diagnose_weights,
    post_stratify,
    trim_weights,
    weigh_sample,
)

AGES = {"16 to 34": 0.3, "35 to 64": 0.5, "65 and over": 0.2}
REGIONS = {"north": 0.45, "south": 0.55}
BOTH = Benchmarks((Margin("age", AGES), Margin("region", REGIONS)), "Census 2021")


def sample(seed: int, people: int = 400) -> dict[str, list[str | None]]:
    rng = np.random.default_rng(seed)
    return {
        "age": rng.choice(list(AGES), people, p=[0.15, 0.35, 0.5]).tolist(),
        "region": rng.choice(list(REGIONS), people, p=[0.7, 0.3]).tolist(),
    }


def codes(answers: dict, benchmarks: Benchmarks) -> list[str]:
    return [problem.code for problem in check_benchmarks(answers, benchmarks)]


def one(targets: dict[str, float], source: str = "Census 2021") -> Benchmarks:
    return Benchmarks((Margin("age", targets),), source)


def test_trimming_once_is_reported() -> None:
    """The weights themselves are held against R in tests/tabulate/statistics/test_golden.py."""
    trimmed = trim_weights(raked_as_in_r(), low=20, high=45, repeat=False)
    assert trimmed.lowered_n > 0
    assert trimmed.weights.sum() == pytest.approx(6194)


def test_raking_to_the_end_goes_on_where_r_stopped() -> None:
    data = schools("apiclus1")
    answers = {name: data[name].to_list() for name in ("stype", "sch.wide")}
    made = weigh_sample(answers, SCHOOLS, base_weights=data["pw"].to_numpy())
    assert made.converged
    assert made.weights == pytest.approx(raked_as_in_r(), rel=1e-4)
    assert made.weights.sum() == pytest.approx(6194)
    for margin in made.margins:
        assert margin.largest_deviation < 1e-8
    assert (np.diff(made.deviations.max(axis=1)) <= 1e-15).all()


@given(st.integers(0, 200), st.booleans())
@settings(max_examples=25, deadline=None)
def test_an_independent_loop_over_people_agrees(seed: int, by_design: bool) -> None:
    answers = sample(seed)
    rng = np.random.default_rng(seed + 1)
    base = rng.uniform(0.5, 2, 400) if by_design else np.ones(400)
    made = weigh_sample(answers, BOTH, base_weights=base)
    w = base.copy()
    for _ in range(200):
        for margin in BOTH.margins:
            labels = np.array(answers[margin.variable])
            for label, share in margin.targets.items():
                w[labels == label] *= share * 400 / w[labels == label].sum()
    assert made.weights == pytest.approx(w, rel=1e-7)
    assert made.weights.mean() == pytest.approx(1)


@given(st.integers(0, 200), st.floats(0.05, 30))
@settings(max_examples=25, deadline=None)
def test_neither_scale_nor_order_of_people_matters(seed: int, factor: float) -> None:
    answers = sample(seed)
    made = weigh_sample(answers, BOTH)
    order = np.random.default_rng(seed).permutation(400)
    turned = {name: [labels[spot] for spot in order] for name, labels in answers.items()}
    again = weigh_sample(turned, BOTH, base_weights=np.full(400, factor))
    assert again.weights == pytest.approx(made.weights[order], rel=1e-9)


def test_weights_that_fit_already_stay_as_they_are() -> None:
    answers = {"age": ["16 to 34"] * 30 + ["35 to 64"] * 50 + ["65 and over"] * 20}
    made = weigh_sample(answers, one(AGES))
    assert made.weights == pytest.approx(np.ones(100))
    assert made.sweeps == 1
    assert made.diagnostics.design_effect == pytest.approx(1)
    assert made.margins[0].proportional_similarity == pytest.approx(1)


@given(st.integers(0, 100), st.floats(1.6, 3), st.floats(0.1, 0.5))
@settings(max_examples=25, deadline=None)
def test_bounds_hold_and_margins_too_or_it_is_said_why_not(
    seed: int, high: float, low: float
) -> None:
    made = weigh_sample(sample(seed), BOTH, bounds=Bounds(low, high))
    assert made.weights.sum() == pytest.approx(400, rel=1e-9)  # bounds are of this average
    assert made.weights.max() <= high * (1 + 1e-9)
    assert made.weights.min() >= low * (1 - 1e-9)
    if made.converged:
        assert all(margin.largest_deviation < 1e-8 for margin in made.margins)
    else:
        said = [problem.code for problem in made.problems]
        assert "weigh-bounds" in said or "weigh-not-converged" in said


def test_within_bounds_weights_are_the_nearest_not_only_possible_ones() -> None:
    """Each is its weight before, times one factor a category, stopped at a bound."""
    answers = sample(3)
    free = weigh_sample(answers, BOTH)
    bounds = Bounds(0.1, 0.97 * free.weights.max())
    made = weigh_sample(answers, BOTH, bounds=bounds)
    assert made.converged
    assert made.lowered_n > 0
    inside = (made.weights > 0.1 + 1e-6) & (made.weights < bounds.high - 1e-6)
    ages, regions = np.array(answers["age"]), np.array(answers["region"])
    columns = [*(ages == age for age in AGES), regions == "north"]
    design = np.column_stack(columns)[inside].astype(float)
    logs = np.log(made.weights[inside])
    fitted = design @ np.linalg.lstsq(design, logs, rcond=None)[0]
    assert fitted == pytest.approx(logs, abs=1e-6)


def test_bounds_that_cannot_hold_are_kept_and_the_margin_is_named() -> None:
    answers = {"age": ["16 to 34"] * 30 + ["35 to 64"] * 100 + ["65 and over"] * 270}
    made = weigh_sample(answers, one(AGES), bounds=Bounds(0.2, 1.5))
    assert made.weights.mean() == pytest.approx(1)
    assert not made.converged
    assert made.weights.max() <= 1.5 + 1e-9
    problem = next(each for each in made.problems if each.code == "weigh-bounds")
    assert problem.severity is Severity.WARNING
    assert "“65 and over” of “age” comes no nearer to its 20.0 per cent than 51.2" in problem.what()
    assert "Widen the bounds" in problem.remedy()


def test_people_of_unknown_category_keep_their_share() -> None:
    answers = sample(5)
    answers["age"][:60] = [None] * 60
    made = weigh_sample(answers, BOTH)
    assert made.converged
    assert made.margins[0].unknown_n == 60
    assert made.margins[1].unknown_n == 0
    assert [each.code for each in made.problems] == ["weigh-unknown"]
    assert all(margin.largest_deviation < 1e-8 for margin in made.margins)


def test_people_of_weight_0_are_left_out() -> None:
    answers = {"age": ["16 to 34"] * 30 + ["35 to 64"] * 30 + ["65 and over"] * 30 + ["?"]}
    base = np.ones(91)
    base[90] = 0
    made = weigh_sample(answers, one(AGES), base_weights=base, bounds=Bounds(0.5, 2))
    assert made.weights[90] == 0
    assert made.weights.sum() == pytest.approx(90)


def test_everything_that_makes_weights_impossible_is_said_at_once() -> None:
    benchmarks = Benchmarks(
        (
            Margin("age", {"16 to 34": 0.4, "35 to 64": 0.5, "child": 0.1}),
            Margin("region", {"north": 0.5, "south": 0.7}),
            Margin("gender", {"woman": 0.5, "man": 0.5}),
        )
    )
    with pytest.raises(ProblemsFoundError) as refused:
        weigh_sample(sample(1), benchmarks)
    said = {problem.code: problem for problem in refused.value.problems}
    assert set(said) == {
        "weigh-no-source",
        "weigh-nobody-in-category",
        "weigh-category-without-target",
        "weigh-shares",
        "weigh-unknown-variable",
    }
    for problem in said.values():
        assert problem.what()
        assert problem.remedy()
    assert "“child” is 10.0 per cent" in said["weigh-nobody-in-category"].what()
    assert str(said["weigh-category-without-target"].where) == "age: 65 and over"
    assert "120.0 per cent" in said["weigh-shares"].what()


@pytest.mark.parametrize(
    ("benchmarks", "code"),
    [
        (Benchmarks((), "x"), "weigh-no-margins"),
        (one({"16 to 34": -1, "35 to 64": 1, "65 and over": 1}), "weigh-target"),
        (one({"16 to 34": float("nan"), "35 to 64": 1, "65 and over": 1}), "weigh-target"),
        (one({"16 to 34": 0, "35 to 64": 0, "65 and over": 0}), "weigh-no-targets"),
        (one({"16 to 34": 0, "35 to 64": 0.5, "65 and over": 0.5}), "weigh-target-zero"),
        (Benchmarks((Margin("age", AGES), Margin("age", AGES)), "x"), "weigh-margin-twice"),
        (
            Benchmarks(
                (
                    Margin("age", {name: 1000 * share for name, share in AGES.items()}),
                    Margin("region", {"north": 500, "south": 600}),
                ),
                "x",
            ),
            "weigh-totals",
        ),
    ],
)
def test_benchmarks_that_cannot_be(benchmarks: Benchmarks, code: str) -> None:
    assert code in codes(sample(1), benchmarks)
    with pytest.raises(ProblemsFoundError):
        weigh_sample(sample(1), benchmarks)


def test_margins_that_contradict_each_other_given_the_people_there_are() -> None:
    # everybody over 65 lives in the north, and they are to be more than the north
    answers = {
        "age": ["65 and over"] * 50 + ["16 to 34"] * 50 + ["35 to 64"] * 50,
        "region": ["north"] * 50 + ["south"] * 100,
    }
    benchmarks = Benchmarks((Margin("age", AGES), Margin("region", REGIONS)), "Census 2021")
    with pytest.raises(ProblemsFoundError) as refused:
        weigh_sample(answers, benchmarks)
    assert [problem.code for problem in refused.value.problems] == ["weigh-contradiction"]
    assert "comes no nearer" in refused.value.problems[0].what()


def test_what_speaks_against_weights_that_are_possible() -> None:
    answers = {"age": ["16 to 34"] * 3 + ["35 to 64"] * 40 + ["65 and over"] * 400}
    made = weigh_sample(answers, one(AGES, source=" "))
    assert [problem.code for problem in made.problems] == [
        "weigh-no-source",
        "weigh-tiny",
        "weigh-extreme",
        "weigh-costly",
    ]
    assert all(problem.severity is Severity.WARNING for problem in made.problems)
    assert "do not weight" in made.problems[0].remedy()
    young = made.margins[0].categories[0]
    assert young.participation_ratio == pytest.approx(3 / 443 / 0.3)
    assert young.standardised_difference == pytest.approx((0.3 - 3 / 443) / np.sqrt(0.21))


def test_post_stratification_is_exact_at_once() -> None:
    strata = ["a"] * 30 + ["b"] * 50 + ["c"] * 20
    base = np.linspace(0.5, 1.5, 100)
    made = post_stratify(strata, {"a": 100, "b": 200, "c": 700}, source="x", base_weights=base)
    labels = np.array(strata)
    for label, total in {"a": 100, "b": 200, "c": 700}.items():
        inside = labels == label
        assert made.weights[inside] == pytest.approx(base[inside] * total / base[inside].sum())
    assert made.sweeps == 1


@given(st.lists(st.floats(0.01, 50), min_size=2, max_size=60), st.floats(1.2, 4))
@settings(max_examples=60)
def test_trimming_honours_its_bounds_and_keeps_the_sum(weights: list[float], times: float) -> None:
    w = np.array(weights)
    low, high = w.mean() / times, w.mean() * times
    trimmed = trim_weights(w, low=low, high=high)
    assert trimmed.outside_n == 0
    assert trimmed.weights.sum() == pytest.approx(w.sum())
    assert trimmed.weights.min() >= low * (1 - 1e-6)
    assert trimmed.weights.max() <= high * (1 + 1e-6)
    assert trimmed.lowered_n == (w > high).sum()


def test_trimming_once_says_when_it_pushed_somebody_out() -> None:
    once = trim_weights([1, 4.9, 1, 9], high=5, repeat=False)
    assert once.outside_n == 1
    assert trim_weights([1, 4.9, 1, 9], high=5).outside_n == 0
    with pytest.raises(StatisticsError, match="average weight"):
        trim_weights([1, 1, 4], high=1.5)
    with pytest.raises(StatisticsError, match="missing"):
        trim_weights([1, np.nan])


@given(st.lists(st.integers(1, 30), min_size=1, max_size=60))
def test_diagnostics_of_groups_are_those_of_their_people(weights: list[int]) -> None:
    values, n = np.unique(weights, return_counts=True)
    grouped, alone = diagnose_weights(values, n), diagnose_weights(weights)
    for name in ("n", "effective_n", "design_effect", "low", "high", "ratio", "top_share"):
        assert getattr(grouped, name) == pytest.approx(getattr(alone, name))
    assert grouped.quantiles == pytest.approx(alone.quantiles)


def test_answers_and_weights_that_do_not_match_are_refused() -> None:
    with pytest.raises(DataError, match="different numbers of people"):
        weigh_sample({"age": ["a"], "region": []}, BOTH)
    with pytest.raises(DataError, match="0 or more for each person"):
        weigh_sample(sample(1), BOTH, base_weights=[1, 2])
    with pytest.raises(DataError, match="Every weight is 0"):
        weigh_sample(sample(1), BOTH, base_weights=np.zeros(400))
    with pytest.raises(ValueError, match="multiples of the average"):
        Bounds(0.2, 0.9)
