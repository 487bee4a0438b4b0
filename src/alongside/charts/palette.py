"""Colours of charts: safe for colour-blind readers, and in steps of grey when printed.

The five colours differ in lightness (CIE L*) by at least 7 wherever they stand, so a
black-and-white copy keeps them apart, and each has a contrast of at least 3:1 with white
(WCAG 2.2, 1.4.11). Neighbours in the list differ most. More than five categories do not
get colours: such a chart is refused, because nobody can tell them apart.
"""

from itertools import pairwise

INK = "#1b2426"
SOFT_INK = "#4d5a5e"
LINE = "#c3cbcd"
ACCENT = "#0b5c5e"
WARM = "#b5541c"
PAPER = "#ffffff"
NO_ANSWER_FILL = "#8c9599"

CATEGORY_COLOURS = ("#0b5c5e", "#ce5705", "#021a65", "#7191ca", "#89508d")
"""In order of use."""

BLACK = "#000000"
_STEPS = ("#063a3b", "#0b5c5e", "#4f9292", "#9cc7c4", "#dcecea")
_PALEST = "#f6fbfa"
_WARM_STEPS = ("#7a3205", "#c06a2a", "#e6a973", "#f8e3cd")
NEUTRAL_FILL = "#dfe3e4"
"""The middle of a diverging chart."""
MOST_STEPS = 7
"""More steps of one colour cannot be told apart."""
READABLE = 4.5
"""Least contrast of words with what is behind them (WCAG 2.2, 1.4.3)."""
VISIBLE = 3.0
"""Least contrast of a mark with paper (WCAG 2.2, 1.4.11); a lighter one needs an edge."""


def category_colour(place: int) -> str:
    """Return the colour of the category at this place (0 to 4; -1: no answer).

    Raises ``ValueError`` beyond the palette: a sixth colour would not be told apart.
    """
    if place < 0:
        return NO_ANSWER_FILL
    if place >= len(CATEGORY_COLOURS):
        raise ValueError(f"no colour for category {place + 1}: at most {len(CATEGORY_COLOURS)}")
    return CATEGORY_COLOURS[place]


def step_colours(count: int) -> tuple[str, ...]:
    """Return so many steps of one colour, from dark to light: the answers of a scale.

    Raises ``ValueError`` beyond seven steps.
    """
    if count > MOST_STEPS:
        raise ValueError(f"no colours for {count} steps: at most {MOST_STEPS}")
    return _spaced(_STEPS, count, 1.0)


def side_colours(count: int, *, warm: bool) -> tuple[str, ...]:
    """Return so many colours for one side of a diverging chart, the strongest first.

    Three steps at most keep clear of the neutral grey; ``ValueError`` beyond.
    """
    if count > MOST_STEPS // 2:
        raise ValueError(f"no colours for {count} answers on one side: at most {MOST_STEPS // 2}")
    return _spaced(_WARM_STEPS if warm else _STEPS[1:], count, 0.7)


def shade(part: float) -> str:
    """Return the colour of a heat map's cell, 0 (lightest) to 1 (darkest).

    Lightness goes down evenly, so that equal steps of the share look equal, in grey too.
    """
    return _mix_along((*_STEPS[1:], _PALEST), 1.0 - min(1.0, max(0.0, part)))


def text_on(fill: str) -> str:
    """Return the colour of words on a fill: the softest that can be read.

    One of white and black always has a contrast of 4.58:1 or more.
    """
    for colour in (PAPER, INK, BLACK):
        if contrast_ratio(colour, fill) >= READABLE:
            return colour
    return max((PAPER, BLACK), key=lambda colour: contrast_ratio(colour, fill))


def edge_of(fill: str) -> str:
    """Return the colour of the edge that a light fill needs to stand out from paper, or ""."""
    return "" if contrast_ratio(fill, PAPER) >= VISIBLE else NO_ANSWER_FILL


def _spaced(stops: tuple[str, ...], count: int, end: float) -> tuple[str, ...]:
    return tuple(_mix_along(stops, end * at / max(1, count - 1)) for at in range(count))


def _mix_along(stops: tuple[str, ...], part: float) -> str:
    """Return the colour at a part of the way, so that lightness goes down or up evenly."""
    wanted = lightness(stops[0]) + part * (lightness(stops[-1]) - lightness(stops[0]))
    for one, other in pairwise(stops):
        low, high = lightness(one), lightness(other)
        if min(low, high) - 1e-9 <= wanted <= max(low, high) + 1e-9:
            return _mixed(one, other, (wanted - low) / (high - low))
    return stops[-1]


def _mixed(one: str, other: str, part: float) -> str:
    channels = (
        round(int(one[at : at + 2], 16) * (1 - part) + int(other[at : at + 2], 16) * part)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def relative_luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, 0 to 1 (WCAG 2.2 definition).

    >>> round(relative_luminance("#ffffff"), 3)
    1.0
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2 definition).

    >>> round(contrast_ratio("#000000", "#ffffff"), 1)
    21.0
    """
    dark, light = sorted((relative_luminance(one), relative_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """Return CIE L* of a colour, 0 (black) to 100 (white): what a grey copy keeps.

    >>> round(lightness("#ffffff"))
    100
    """
    luminance = relative_luminance(colour)
    if luminance <= 216 / 24389:
        return luminance * 24389 / 27
    return 116 * float(luminance ** (1 / 3)) - 16


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
