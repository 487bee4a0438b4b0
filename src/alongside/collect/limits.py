"""How often something may be tried: buckets that fill again with time, and waits that grow.

Nothing here is written anywhere; see :mod:`alongside.collect.forgetful`. Both classes are safe
to use from several threads; each process has its own.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from alongside.collect.forgetful import Forgetful


@dataclass(frozen=True, slots=True)
class Rate:
    """So many tries at once, and so many more in each minute after that."""

    at_once: int
    per_minute: float


class Limiter:
    """Counts tries by key, each key in a bucket of its own.

    A key is anything that tells tries apart: an address, a study. It is hashed before it is
    remembered.

    Parameters
    ----------
    rate
        What is allowed; ``at_once`` of 0 allows everything.
    clock
        Seconds that only go forward; tests give their own.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._lock = Lock()
        self._buckets: Forgetful[tuple[float, float]] = Forgetful(clock)

    def take(self, key: str) -> float:
        """Count one try; return 0.0 when it is allowed, else the seconds to wait for the next.

        A try that is not allowed costs nothing: who waits as long as told may go on.
        """
        if self._rate.at_once <= 0:
            return 0.0
        with self._lock:
            now = self._clock()
            left = self._left(key, now)
            if left < 1:
                return (1 - left) * 60 / self._rate.per_minute
            self._buckets.put(key, (left - 1, now))
            return 0.0

    def is_empty(self, key: str) -> bool:
        """Return whether the next try would have to wait; counts nothing."""
        if self._rate.at_once <= 0:
            return False
        with self._lock:
            return self._left(key, self._clock()) < 1

    def _left(self, key: str, now: float) -> float:
        left, since = self._buckets.get(key, (float(self._rate.at_once), now))
        return min(self._rate.at_once, left + (now - since) * self._rate.per_minute / 60)


@dataclass(frozen=True, slots=True)
class Growth:
    """How waits grow: after so many wrong tries each doubles the wait, up to a longest one.

    Parameters
    ----------
    free
        Wrong tries that cost no wait.
    first, longest
        Seconds.
    forgiven
        Seconds without a wrong try after which all is forgotten.
    """

    free: int
    first: float
    longest: float
    forgiven: float


class Patience:
    """Makes whoever tries and is wrong wait, longer each time.

    Parameters
    ----------
    growth
        How waits grow.
    clock
        Seconds that only go forward; tests give their own.
    """

    def __init__(self, growth: Growth, clock: Callable[[], float] = time.monotonic) -> None:
        self._growth = growth
        self._clock = clock
        self._lock = Lock()
        self._wrong: Forgetful[tuple[int, float]] = Forgetful(clock)

    def wait(self, key: str) -> float:
        """Return the seconds until the next try is allowed; 0.0: now."""
        with self._lock:
            times, last = self._remembered(key)
            pause = self._pause(times)
            return min(pause, max(0.0, last + pause - self._clock()))

    def count_wrong(self, key: str) -> None:
        """Count a wrong try. Tries that were not allowed are none and need not be counted."""
        with self._lock:
            times, _ = self._remembered(key)
            self._wrong.put(key, (times + 1, self._clock()))

    def _pause(self, times: int) -> float:
        over = times - self._growth.free
        if over <= 0:
            return 0.0
        # the exponent is bounded: nobody waits for a number with a thousand figures
        return min(self._growth.longest, self._growth.first * 2.0 ** min(over - 1, 30))

    def _remembered(self, key: str) -> tuple[int, float]:
        now = self._clock()
        times, last = self._wrong.get(key, (0, now))
        return (times, last) if now - last < self._growth.forgiven else (0, now)
