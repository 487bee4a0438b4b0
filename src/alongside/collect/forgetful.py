"""A memory that forgets who was here, for limits on how often something may be tried.

Nothing here is written anywhere. Who is trying is known only as a digest under a random salt
that lives as long as the process and is thrown away every hour, so that not even a picture of
the memory tells who was here yesterday.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

MOST_KEYS = 50_000
SALT_SECONDS = 3600.0

Kept = TypeVar("Kept")


class Forgetful(Generic[Kept]):
    """Values by key, the keys hashed. Whoever uses it from several threads must lock.

    At most :data:`MOST_KEYS` keys are remembered; the one not changed for longest goes first.

    Parameters
    ----------
    clock
        Seconds that only go forward.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._salt = secrets.token_bytes(16)
        self._salted_at = clock()
        self._kept: OrderedDict[bytes, Kept] = OrderedDict()

    def get(self, key: str, default: Kept) -> Kept:
        """Return what is remembered of a key."""
        self._renew_salt()
        return self._kept.get(self._name(key), default)

    def put(self, key: str, value: Kept) -> None:
        """Remember something of a key."""
        self._renew_salt()
        name = self._name(key)
        self._kept[name] = value
        self._kept.move_to_end(name)
        while len(self._kept) > MOST_KEYS:
            self._kept.popitem(last=False)

    def __len__(self) -> int:
        return len(self._kept)

    def _name(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(), key=self._salt, digest_size=16).digest()

    def _renew_salt(self) -> None:
        now = self._clock()
        if now - self._salted_at >= SALT_SECONDS:
            self._salt = secrets.token_bytes(16)
            self._salted_at = now
            self._kept.clear()
