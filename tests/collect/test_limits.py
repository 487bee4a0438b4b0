"""Limits: fair to who waits, blind to who it is."""

import gc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.collect import forgetful
from alongside.collect.forgetful import SALT_SECONDS
from alongside.collect.limits import Growth, Limiter, Patience, Rate


class Clock:
    """Goes forward when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_then_a_wait_that_is_honest() -> None:
    clock = Clock()
    limiter = Limiter(Rate(at_once=3, per_minute=6), clock)
    assert [limiter.take("a") for _ in range(3)] == [0, 0, 0]
    wait = limiter.take("a")
    assert wait == pytest.approx(10)
    assert limiter.is_empty("a")
    assert limiter.take("b") == 0  # others need not wait
    clock.now += wait - 0.01
    assert limiter.take("a") > 0
    clock.now += 0.02
    assert limiter.take("a") == 0


@given(
    st.integers(1, 5),
    st.floats(1, 600),
    st.lists(st.floats(0, 30), min_size=1, max_size=60),
)
def test_never_more_than_the_rate_allows(
    at_once: int, per_minute: float, pauses: list[float]
) -> None:
    clock = Clock()
    limiter = Limiter(Rate(at_once, per_minute), clock)
    allowed = []
    for pause in pauses:
        clock.now += pause
        if limiter.take("a") == 0:
            allowed.append(clock.now)
    for size in range(1, len(allowed) + 1):
        for start, end in pairwise([*allowed[size - 1 :: size]]):
            assert size <= at_once + (end - start) * per_minute / 60 + 1e-6


def test_nobody_is_remembered_by_name_or_for_long() -> None:
    clock = Clock()
    limiter = Limiter(Rate(1, 1), clock)
    limiter.take("203.0.113.77")
    held = [item for item in gc.get_referents(limiter._buckets._kept) if isinstance(item, bytes)]
    assert held
    assert all(b"203" not in item for item in held)
    clock.now += SALT_SECONDS
    assert limiter.take("203.0.113.77") == 0
    assert len(limiter._buckets) == 1


def test_a_crowd_of_names_takes_bounded_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetful, "MOST_KEYS", 10)
    limiter = Limiter(Rate(1, 1), Clock())
    for number in range(50):
        assert limiter.take(str(number)) == 0
    assert len(limiter._buckets) == 10
    assert limiter.take("49") > 0


def test_a_limit_of_nought_is_none() -> None:
    limiter = Limiter(Rate(0, 1), Clock())
    assert all(limiter.take("a") == 0 for _ in range(1000))
    assert not limiter.is_empty("a")


GROWTH = Growth(free=2, first=5, longest=60, forgiven=600)


def test_waits_double_with_each_wrong_try_up_to_the_longest() -> None:
    clock = Clock()
    patience = Patience(GROWTH, clock)
    waits = []
    for _ in range(9):
        patience.count_wrong("a")
        waits.append(patience.wait("a"))
        clock.now += waits[-1]
        assert patience.wait("a") == 0
    assert waits == [0, 0, 5, 10, 20, 40, 60, 60, 60]
    assert patience.wait("b") == 0


def test_who_has_not_been_wrong_for_a_while_begins_afresh() -> None:
    clock = Clock()
    patience = Patience(GROWTH, clock)
    for _ in range(5):
        patience.count_wrong("a")
    assert patience.wait("a") == 20
    clock.now += 599
    patience.count_wrong("a")
    assert patience.wait("a") == 40
    clock.now += 600
    assert patience.wait("a") == 0
    patience.count_wrong("a")
    assert patience.wait("a") == 0


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 100)), max_size=60))
def test_nobody_waits_longer_than_the_longest_wait(tries: list[tuple[str, float]]) -> None:
    clock = Clock()
    patience = Patience(GROWTH, clock)
    for key, passed in tries:
        clock.now += passed
        patience.count_wrong(key)
        assert 0 <= patience.wait(key) <= GROWTH.longest
