"""How often something may be tried: buckets that fill again with time.

Nothing here is written anywhere. Who is trying is known only as a digest under a random salt
that lives as long as the process and is thrown away every hour, so that not even a picture of
the memory tells who was here yesterday.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

MOST_KEYS = 50_000
SALT_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Rate:
    """So many tries at once, and so many more in each minute after that."""

    at_once: int
    per_minute: float


class Limiter:
    """Counts tries by key, each key in a bucket of its own.

    A key is anything that tells tries apart: an address, a study. It is hashed before it is
    remembered. At most :data:`MOST_KEYS` keys are remembered; the one not seen for longest is
    forgotten first. Safe to use from several threads; each process has its own.

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
        self._salt = secrets.token_bytes(16)
        self._salted_at = clock()
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Count one try; return 0.0 when it is allowed, else the seconds to wait for the next.

        A try that is not allowed costs nothing: who waits as long as told may go on.
        """
        if self._rate.at_once <= 0:
            return 0.0
        with self._lock:
            now = self._clock()
            self._renew_salt(now)
            name = hashlib.blake2b(key.encode(), key=self._salt, digest_size=16).digest()
            left = self._left(name, now)
            if left < 1:
                return (1 - left) * 60 / self._rate.per_minute
            self._buckets[name] = (left - 1, now)
            self._buckets.move_to_end(name)
            while len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
            return 0.0

    def is_empty(self, key: str) -> bool:
        """Return whether the next try would have to wait; counts nothing."""
        if self._rate.at_once <= 0:
            return False
        with self._lock:
            name = hashlib.blake2b(key.encode(), key=self._salt, digest_size=16).digest()
            return self._left(name, self._clock()) < 1

    def _left(self, name: bytes, now: float) -> float:
        left, since = self._buckets.get(name, (float(self._rate.at_once), now))
        return min(self._rate.at_once, left + (now - since) * self._rate.per_minute / 60)

    def _renew_salt(self, now: float) -> None:
        if now - self._salted_at >= SALT_SECONDS:
            self._salt = secrets.token_bytes(16)
            self._salted_at = now
            self._buckets.clear()
