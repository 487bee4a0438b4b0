"""Colours of charts: safe for colour-blind readers, and in steps of grey when printed.

The five colours differ in lightness (CIE L*) by at least 7 wherever they stand, so a
black-and-white copy keeps them apart, and each has a contrast of at least 3:1 with white
(WCAG 2.2, 1.4.11). Neighbours in the list differ most. More than five categories do not
get colours: such a chart is refused, because nobody can tell them apart.
"""

INK = "#1b2426"
SOFT_INK = "#4d5a5e"
LINE = "#c3cbcd"
ACCENT = "#0b5c5e"
WARM = "#b5541c"
PAPER = "#ffffff"
NO_ANSWER_FILL = "#8c9599"

CATEGORY_COLOURS = ("#0b5c5e", "#ce5705", "#021a65", "#7191ca", "#89508d")
"""In order of use."""


def category_colour(place: int) -> str:
    """Return the colour of the category at this place (0 to 4; -1: no answer).

    Raises ``ValueError`` beyond the palette: a sixth colour would not be told apart.
    """
    if place < 0:
        return NO_ANSWER_FILL
    if place >= len(CATEGORY_COLOURS):
        raise ValueError(f"no colour for category {place + 1}: at most {len(CATEGORY_COLOURS)}")
    return CATEGORY_COLOURS[place]


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
