"""Means and medians by groups, of so many people as may be told."""

import numpy as np
import pytest
from scipy import stats
from tests.made_data import dataset_of, number, single
from tests.tabulate.test_exploring import Notes

from alongside.kernel.errors import DisclosureError
from alongside.questionnaire import Disclosure
from alongside.tabulate import Book, Explorer, ReleasedNumbers, explore_numbers, with_given

RULE = Disclosure(withhold_below=5)
HOURS = {"a": [*range(10, 40)], "b": [*range(20, 62)], "c": [1, 2, 3]}
DATA = with_given(
    dataset_of(
        (single("area", *HOURS), number("hours")),
        [{"area": area, "hours": float(h)} for area, each in HOURS.items() for h in each],
    )
)


def explorer(rule: Disclosure = RULE) -> Explorer:
    return Explorer(Book(DATA, rule), Notes())


def test_means_and_quartiles_are_those_of_numpy_and_intervals_those_of_scipy() -> None:
    found = {
        each.heading.code: each
        for each in explore_numbers(explorer(Disclosure(withhold_below=1)), "hours", "area").columns
    }
    for area, given in HOURS.items():
        low, high = stats.t.interval(0.95, len(given) - 1, np.mean(given), stats.sem(given))
        assert found[area].mean == pytest.approx(np.mean(given))
        assert found[area].sd == pytest.approx(np.std(given, ddof=1))
        assert (found[area].low, found[area].high) == pytest.approx((low, high))
        assert found[area].median == np.quantile(given, 0.5, method="inverted_cdf")


def test_a_group_of_few_is_withheld_with_what_would_give_it_away() -> None:
    found = explore_numbers(explorer(), "hours", "area")
    hidden = {each.heading.code for each in found.columns if each.base_n is None}
    assert "c" in hidden
    assert len(hidden) > 1  # the total less the others would be the mean of three
    assert all(each.mean is None for each in found.columns if each.heading.code in hidden)


def test_the_difference_is_said_in_words() -> None:
    found = explore_numbers(explorer(Disclosure(withhold_below=1)), "hours", "area")
    test = stats.ttest_ind(HOURS["b"], HOURS["a"], equal_var=False).confidence_interval()
    gap = f"16.0 more on average, {test.low:.1f} to {test.high:.1f}."
    assert f"“B” gave higher numbers than “A”: {gap}" in found.differences


def test_filters_of_numbers_are_held_against_each_other() -> None:
    seen = explorer()
    explore_numbers(seen, "hours")
    with pytest.raises(DisclosureError):
        explore_numbers(seen, "hours", where="not area = c")


def test_rounded_counts_and_rules_of_dominance_are_refused() -> None:
    for rule in (Disclosure(round_to=5), Disclosure(dominance_p=10)):
        with pytest.raises(DisclosureError, match="Means are not explored"):
            explore_numbers(explorer(rule), "hours")


def test_nobody_else_makes_released_numbers() -> None:
    found = explore_numbers(explorer(), "hours")
    with pytest.raises(TypeError, match="explore_numbers only"):
        ReleasedNumbers(found.title, found.base, found.columns)
