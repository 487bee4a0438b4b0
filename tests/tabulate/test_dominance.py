"""Sums that somebody dominates stay unknown, checked by an outsider with a linear programme."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from alongside.questionnaire import Disclosure
from alongside.tabulate import TOTAL, protection_level, withheld_sums

ROWS, COLUMNS = ("p", "q", "r"), ("a", "b", "c")
RULE = Disclosure(withhold_below=3, dominance_p=10, dominance_n=2, dominance_k=90)
cells = st.lists(
    st.lists(st.sampled_from([1.0, 2.0, 3.0, 5.0, 40.0, 200.0]), max_size=6),
    min_size=9,
    max_size=9,
)


@pytest.mark.parametrize(
    ("values", "rule", "level"),
    [
        # the second largest knows that the largest gives at most 100 + 5: closer than 10 per cent
        ([100.0, 50.0, 5.0], Disclosure(dominance_p=10), 5.0),
        ([100.0, 50.0, 15.0], Disclosure(dominance_p=10), 0.0),
        ([60.0, 30.0, 10.0], Disclosure(dominance_n=2, dominance_k=80), 12.5),
        ([60.0, 30.0, 10.0], Disclosure(dominance_n=1, dominance_k=80), 0.0),
        ([100.0], Disclosure(), 0.0),
        ([], Disclosure(dominance_p=10), 0.0),
    ],
)
def test_how_far_a_sum_must_stay_unknown(
    values: list[float], rule: Disclosure, level: float
) -> None:
    assert protection_level(values, rule) == pytest.approx(level)


def test_values_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        protection_level([3.0, -1.0], RULE)


@settings(max_examples=60, deadline=None)
@given(given_by=cells)
def test_no_dominated_sum_is_known_closer_than_its_level(given_by: list[list[float]]) -> None:
    places = list(product(ROWS, COLUMNS))
    values = dict(zip(places, given_by, strict=True))
    withheld = withheld_sums(values, RULE)
    known, figures, secret = [], [], []
    for row, column in product((*ROWS, TOTAL), (*COLUMNS, TOTAL)):
        line = np.array([row in (r, TOTAL) and column in (c, TOTAL) for r, c in places], float)
        people = [v for inside, each in zip(line, given_by, strict=True) if inside for v in each]
        level = protection_level(people, RULE)
        if level or 0 < len(people) < RULE.withhold_below:
            assert (row, column) in withheld
            secret.append((line, sum(people), level))
        if (row, column) not in withheld:
            known.append(line)
            figures.append(sum(people))
    for line, truth, level in secret:
        most = linprog(-line, A_eq=known or None, b_eq=figures or None, method="highs")
        assert most.status == 3 or -most.fun >= truth + level - 1e-4  # 3: without bound
