"""Samples drawn again and again: intervals hold the truth, and tests find nothing, as often as
they say. Seeds are fixed, so the figures are too."""

import numpy as np
import pytest

from alongside.tabulate.statistics import (
    Sums,
    SurveyDesign,
    compare_columns,
    compare_columns_of_totals,
    independence,
    totals_of_people,
)

DRAWN = 4000


@pytest.mark.parametrize(("people", "truth"), [(40, 0.3), (60, 0.1), (200, 0.5), (30, 0.05)])
def test_unequal_weights(people: int, truth: float) -> None:
    """Log-normal weights with a design effect of about 1.4; two groups without a difference."""
    rng = np.random.default_rng(people)
    w = rng.lognormal(0, 0.6, (DRAWN, 2, people))
    yes = rng.random(w.shape) < truth
    table = Sums(
        (w * yes).sum(axis=2),
        (w**2 * yes).sum(axis=2),
        np.full((DRAWN, 2), float(people)),
        w.sum(axis=2),
        (w**2).sum(axis=2),
    )
    found = compare_columns(table).differences
    holds = (found.low <= 0) & (found.high >= 0)
    # estimated design effects of few people cost a little; rare answers are told with caution
    assert 0.93 <= holds.mean() <= (0.97 if truth * people > 5 else 0.99)
    assert np.nanmean(found.p_value <= 0.05) <= 0.07


def test_clusters_and_groups_that_share_them() -> None:
    """Twenty clusters of fifteen people, strongly alike; groups cut across the clusters."""
    rng = np.random.default_rng(20)
    cluster = np.repeat(np.arange(20), 15)
    design = SurveyDesign.of(np.ones(300), psu=cluster)
    found = np.zeros((400, 3))
    for draw in range(400):
        leaning = rng.normal(0, 1, 20)[cluster]
        yes = (leaning + rng.normal(0, 1, 300) > 0.5).astype(int)
        group = rng.integers(0, 2, 300)
        totals = totals_of_people(design, np.eye(4)[yes * 2 + group])
        columns = compare_columns_of_totals(totals, (2, 2)).differences
        found[draw, 0] = columns.low[1, 0] <= 0 <= columns.high[1, 0]
        found[draw, 1] = columns.p_value[1, 0] <= 0.05
        found[draw, 2] = independence(totals, (2, 2)).p_value <= 0.05
    held, by_columns, by_table = found.mean(axis=0)
    # of 5000 draws: 0.940, 0.055, 0.055; around them three standard errors of 400 draws
    assert 0.905 <= held <= 0.98
    assert 0.02 <= by_columns <= 0.09
    assert 0.02 <= by_table <= 0.09
