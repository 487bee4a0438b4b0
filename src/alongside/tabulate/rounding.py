"""Percentages as printed: whole numbers by default, half up, worked out exactly."""

from fractions import Fraction


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
