"""How long answering took, in bands so wide that nobody is known by them."""

from collections.abc import Mapping

WIDTH = 5
LAST = 60

BANDS = (*(f"{low}-{low + WIDTH - 1}" for low in range(0, LAST, WIDTH)), f"{LAST}+")
"""``0-4``, ``5-9``, … ``55-59``, ``60+``: whole minutes, both ends included."""


def minutes_band(minutes: int) -> str:
    """Return the band of so many whole minutes.

    >>> minutes_band(7), minutes_band(60)
    ('5-9', '60+')

    Raises ``ValueError`` for minutes before the beginning.
    """
    if minutes < 0:
        raise ValueError("nobody finishes before beginning")
    return BANDS[min(minutes, LAST) // WIDTH]


def median_band(counts: Mapping[str, int]) -> str:
    """Return the band in which the person in the middle is; "" when nobody was timed.

    Of an even number of people the lower of the two in the middle counts.

    >>> median_band({"5-9": 2, "10-14": 1, "60+": 1})
    '5-9'
    """
    people = sum(counts.get(band, 0) for band in BANDS)
    passed = 0
    for band in BANDS:
        passed += counts.get(band, 0)
        if people and 2 * passed >= people:
            return band
    return ""
