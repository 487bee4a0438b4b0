"""Wrong passes: how many a study takes, all who try together. Nobody's address is kept.

Each process of the site counts for itself, in memory.
"""

from alongside.collect.limits import Limiter, Rate

WRONG_PASSES = Rate(at_once=20, per_minute=20)

_limiter = Limiter(WRONG_PASSES)


def may_try(slug: str) -> bool:
    """Return whether a pass may be tried now; looking counts nothing."""
    return not _limiter.is_empty(slug)


def count_wrong(slug: str) -> None:
    """Count one wrong pass."""
    _limiter.take(slug)
