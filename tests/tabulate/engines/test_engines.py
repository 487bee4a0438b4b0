"""Engines agree to the last bit with each other, and with sums made one person at a time."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.kernel.errors import DataError
from alongside.tabulate.engines import Places, choose_engine, compiled_engine_there

needs_numba = pytest.mark.skipif(not compiled_engine_there(), reason="numba is not installed")
ENGINES = [pytest.param("numpy"), pytest.param("numba", marks=needs_numba)]


@st.composite
def crossings(draw: st.DrawFn) -> tuple[Places, list[Places], np.ndarray | None]:
    number = draw(st.sampled_from([0, 1, 2, 17, 60]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def places(kind: type) -> Places:
        size = draw(st.integers(1, 9))
        return Places(random.integers(0, size, number).astype(kind), size)

    columns = [places(np.uint16) for _ in range(draw(st.integers(1, 4)))]
    weights = random.uniform(0.01, 50, number) if draw(st.booleans()) else None
    return places(draw(st.sampled_from([np.uint16, np.uint32]))), columns, weights


def one_by_one(rows: Places, column: Places, weights: np.ndarray | None) -> np.ndarray:
    sums = np.zeros((1 if weights is None else 3, rows.size, column.size))
    for person, row in enumerate(rows.place):
        here = sums[:, row, column.place[person]]
        here[0] += 1
        if weights is not None:
            here[1] += weights[person]
            here[2] += weights[person] * weights[person]
    return sums


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=60, deadline=None)
@given(what=crossings())
def test_pairs_of_groups_are_added_in_the_order_of_the_people(name: str, what: tuple) -> None:
    rows, columns, weights = what
    found = choose_engine(0, name).cross(rows, columns, weights)
    for column, sums in zip(columns, found, strict=True):
        np.testing.assert_array_equal(sums, one_by_one(rows, column, weights))


@pytest.mark.parametrize("name", ENGINES)
@settings(max_examples=40, deadline=None)
@given(
    people=st.lists(
        st.tuples(st.integers(0, 3), st.floats(-1e6, 1e6) | st.just(np.nan), st.floats(0.01, 50)),
        max_size=40,
    ),
    weighted=st.booleans(),
)
def test_values_are_added_by_group(name: str, people: list, weighted: bool) -> None:
    groups = Places(np.array([person[0] for person in people], np.uint16), 4)
    values = np.array([person[1] for person in people], float)
    weights = np.array([person[2] for person in people], float)
    found = choose_engine(0, name).add_values(groups, values, weights if weighted else None)
    for group in range(4):
        here = [(y, w if weighted else 1.0) for place, y, w in people if place == group]
        known = [(y, w) for y, w in here if not np.isnan(y)]
        parts = [(1.0, w, w * w, w * y, w * y * y, w * w * y, (w * y) * (w * y)) for y, w in known]
        expected = np.array(parts).reshape(-1, 7).sum(axis=0)
        np.testing.assert_allclose(found[:7, group], expected, rtol=1e-9, atol=1e-6)
        assert found[7, group] == min((y for y, _ in known), default=np.inf)
        assert found[8, group] == max((y for y, _ in known), default=-np.inf)


@needs_numba
def test_engines_agree_to_the_last_bit_on_many_people() -> None:
    random = np.random.default_rng(4)
    number = 300_001  # more than one block of the compiled engine
    rows = Places(random.integers(0, 40, number).astype(np.uint16), 40)
    columns = [Places(random.integers(0, 7, number).astype(np.uint16), 7) for _ in range(3)]
    weights = random.lognormal(0, 1, number)
    values = random.normal(40, 10, number)
    one, other = choose_engine(0, "numpy"), choose_engine(0, "numba")
    for given_weights in (weights, None):
        pairs = zip(
            one.cross(rows, columns, given_weights),
            other.cross(rows, columns, given_weights),
            strict=True,
        )
        for left, right in pairs:
            np.testing.assert_array_equal(left, right)
        np.testing.assert_array_equal(
            one.add_values(rows, values, given_weights),
            other.add_values(rows, values, given_weights),
        )


@needs_numba
def test_small_work_loads_no_compiler_and_large_work_does() -> None:
    script = (
        "import sys; from alongside.tabulate.engines import choose_engine;"
        "assert choose_engine(1_000).name == 'numpy'; assert 'numba' not in sys.modules;"
        "assert choose_engine(10**9).name == 'numba'; assert 'numba' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_without_numba_large_work_is_done_by_numpy() -> None:
    script = (
        "import sys; sys.modules['numba'] = None;"
        "from alongside.tabulate import engines;"
        "assert not engines.compiled_engine_there();"
        "assert engines.choose_engine(10**9).name == 'numpy'"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_engine_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALONGSIDE_ENGINE", "numpy")
    assert choose_engine(10**9).name == "numpy"
    monkeypatch.setenv("ALONGSIDE_ENGINE", "abacus")
    with pytest.raises(DataError, match="no counting engine “abacus”"):
        choose_engine(1)


def test_numba_that_is_missing_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.tabulate.engines.choice.compiled_engine_there", lambda: False)
    with pytest.raises(DataError, match="not installed") as caught:
        choose_engine(1, "numba")
    assert "pip install numba" in caught.value.remedy
