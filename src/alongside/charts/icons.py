"""Line drawings for pictograms, our own, on a square from -1 to 1.

A category takes the icon whose name is among the words of its code; without one it is a
plain disc, which says as much: the area carries the number.
"""

from types import MappingProxyType

_CIRCLE = "M -0.9 0 A 0.9 0.9 0 1 1 0.9 0 A 0.9 0.9 0 1 1 -0.9 0"
_CLOCK = f"{_CIRCLE} M 0 -0.55 L 0 0 L 0.4 0.25"
_COIN = (
    f"{_CIRCLE} M 0.3 -0.4 A 0.32 0.32 0 0 0 -0.25 -0.2 L -0.25 0.4 L 0.35 0.4 M -0.4 0.05 "
    "L 0.15 0.05"
)
_BOOK = "M 0 -0.5 L -0.85 -0.7 L -0.85 0.5 L 0 0.7 L 0.85 0.5 L 0.85 -0.7 Z M 0 -0.5 L 0 0.7"
_BUBBLE = "M -0.9 -0.65 L 0.9 -0.65 L 0.9 0.35 L 0 0.35 L -0.45 0.8 L -0.45 0.35 L -0.9 0.35 Z"
_BUBBLE_LINES = f"{_BUBBLE} M -0.5 -0.3 L 0.5 -0.3 M -0.5 0.02 L 0.2 0.02"
_HEART = "M 0 0.8 L -0.75 0.05 A 0.45 0.45 0 0 1 0 -0.5 A 0.45 0.45 0 0 1 0.75 0.05 Z"
_LETTERS = (
    "M -0.9 0.6 L -0.45 -0.6 L 0 0.6 M -0.74 0.2 L -0.16 0.2 M 0.3 0.6 L 0.3 -0.6 L 0.6 "
    "-0.6 A 0.28 0.28 0 0 1 0.6 -0.02 L 0.3 -0.02 L 0.62 -0.02 A 0.3 0.3 0 0 1 0.62 0.6 Z"
)
_RAMP = (
    "M -0.9 0.7 L 0.9 0.7 L 0.9 -0.1 Z M -0.5 -0.75 L 0.1 -0.75 L 0.1 -0.15 M 0.1 -0.75 L "
    "-0.5 -0.15"
)
_RING = (
    "M -0.9 0 A 0.9 0.9 0 1 1 0.9 0 A 0.9 0.9 0 1 1 -0.9 0 M -0.4 0 A 0.4 0.4 0 1 1 0.4 0 "
    "A 0.4 0.4 0 1 1 -0.4 0 M -0.64 -0.64 L -0.28 -0.28 M 0.64 -0.64 L 0.28 -0.28 M -0.64 "
    "0.64 L -0.28 0.28 M 0.64 0.64 L 0.28 0.28"
)
_PEOPLE = (
    "M -0.73 -0.4 A 0.28 0.28 0 1 1 -0.17 -0.4 A 0.28 0.28 0 1 1 -0.73 -0.4 "
    "M -0.9 0.7 A 0.45 0.6 0 0 1 0 0.7 M 0.17 -0.4 A 0.28 0.28 0 1 1 0.73 -0.4 "
    "A 0.28 0.28 0 1 1 0.17 -0.4 M 0 0.7 A 0.45 0.6 0 0 1 0.9 0.7"
)
_PAPER = (
    "M -0.6 -0.9 L 0.3 -0.9 L 0.6 -0.6 L 0.6 0.9 L -0.6 0.9 Z M -0.3 -0.3 L 0.3 -0.3 M "
    "-0.3 0.05 L 0.3 0.05 M -0.3 0.4 L 0.1 0.4"
)
_HOUSE = (
    "M -0.9 -0.1 L 0 -0.85 L 0.9 -0.1 M -0.65 -0.25 L -0.65 0.8 L 0.65 0.8 L 0.65 -0.25 M "
    "-0.18 0.8 L -0.18 0.2 L 0.18 0.2 L 0.18 0.8"
)
_BULB = "M -0.3 0.45 A 0.62 0.62 0 1 1 0.3 0.45 Z M -0.28 0.68 L 0.28 0.68 M -0.15 0.9 L 0.15 0.9"
_CROSS = "M -0.6 -0.6 L 0.6 0.6 M 0.6 -0.6 L -0.6 0.6"
_DOTS = "M -0.75 0 L -0.74 0 M 0 0 L 0.01 0 M 0.75 0 L 0.76 0"

ICONS = MappingProxyType(
    {
        "time": _CLOCK,
        "cost": _COIN,
        "money": _COIN,
        "training": _BOOK,
        "communication": _BUBBLE_LINES,
        "trust": _HEART,
        "language": _LETTERS,
        "accessibility": _RAMP,
        "support": _RING,
        "engagement": _PEOPLE,
        "people": _PEOPLE,
        "policies": _PAPER,
        "policy": _PAPER,
        "culture": _HOUSE,
        "home": _HOUSE,
        "knowledge": _BULB,
        "none": _CROSS,
        "other": _DOTS,
    }
)


def find_icon(code: str) -> str | None:
    """Return the drawing for a category code, or None.

    >>> find_icon("lack_of_time") == ICONS["time"], find_icon("q7")
    (True, None)
    """
    for word in (code, *code.replace("-", "_").split("_")):
        if word in ICONS:
            return ICONS[word]
    return None
