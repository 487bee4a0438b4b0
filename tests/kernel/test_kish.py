"""Kish's effective base."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.kish import kish_design_effect, kish_effective_base

WEIGHTS = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


@given(WEIGHTS, st.floats(0.1, 10))
def test_between_one_and_everybody_whatever_the_scale(weights: list[float], factor: float) -> None:
    w = np.array(weights)
    base = float(kish_effective_base(w.sum(), (w**2).sum()))
    assert 1 - 1e-9 <= base <= w.size + 1e-9
    scaled = float(kish_effective_base((factor * w).sum(), ((factor * w) ** 2).sum()))
    assert scaled == pytest.approx(base)
    assert float(kish_design_effect(w.size, w.sum(), (w**2).sum())) == pytest.approx(w.size / base)


def test_nobody_has_a_base_of_0_and_no_design_effect() -> None:
    assert kish_effective_base([0.0, 2.0], [0.0, 2.0]).tolist() == [0.0, 2.0]
    assert np.isnan(kish_design_effect(0, 0, 0))
