"""Percentages as printed, worked out exactly; counts rounded so that small ones stay unknown."""

from fractions import Fraction
from math import floor

_HALF = 0.5 + 1e-9
"""What turns cutting off into rounding half up; a little more, for halves that lost a bit."""


def percent_text(n: int, base: int, decimals: int = 0) -> str:
    """Return ``n`` as a percentage of ``base``, rounded half up from the exact fraction.

    >>> percent_text(1, 8), percent_text(1, 200), percent_text(2, 3, 1)
    ('13%', '1%', '66.7%')

    Floating point would print 12% for one in eight on some machines. A base of 0 has no
    percentage: ``ValueError``.
    """
    if base <= 0:
        raise ValueError("a percentage needs a base above 0")
    scale = 10**decimals
    scaled = Fraction(100 * n * scale, base)
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    if decimals == 0:
        return f"{whole}%"
    return f"{whole // scale}.{whole % scale:0{decimals}d}%"


def round_count(n: int, to: int) -> int:
    """Return the nearest multiple of ``to``, half up; always the same for the same count.

    >>> [round_count(n, 5) for n in (0, 2, 3, 7, 8)]
    [0, 0, 5, 5, 10]
    """
    return (2 * n + to) // (2 * to) * to


def rounded_range(n: int, to: int) -> tuple[int, int]:
    """Return the smallest and largest count that round to the same multiple as ``n``.

    >>> rounded_range(4, 5), rounded_range(1, 3)
    ((3, 7), (0, 1))
    """
    shown = round_count(n, to)
    return max(0, shown - to // 2), shown + (to - 1) // 2


def share_text(share: float, decimals: int = 0) -> str:
    """Return a share that is not one of whole people, such as a weighted one, in per cent.

    Halves are rounded up, as those of counts are.

    >>> share_text(0.125), share_text(0.125, 1)
    ('13%', '12.5%')
    """
    scale = 10**decimals
    return f"{floor(share * 100 * scale + _HALF) / scale:.{decimals}f}%"


def points_text(points: float) -> str:
    """Return a difference of two shares in percentage points, without a sign for zero.

    >>> points_text(0.164), points_text(-0.004)
    ('16', '0')
    """
    rounded = floor(abs(points) * 100 + _HALF)
    return f"-{rounded}" if points < 0 and rounded else str(rounded)
