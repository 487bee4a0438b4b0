"""How much room words take, and where they are cut into lines.

Charts are laid out before a font is known for certain (a browser takes the first it has), so the
widths are those of the widest of our fonts, letter by letter: words are never wider than this.
"""

from functools import cache
from types import MappingProxyType
from unicodedata import combining, east_asian_width

_CLASSES = {
    0.2: "'",
    0.3: ",.:;fijlt|’‘·I",
    0.35: ' !()-/[\\]`r{}"“”',
    0.5: "*Jcksvxyzŷ",
    0.6: "$+?<=>FLTZ^_abdeghnopqu~–£éñ0123456789",
    0.7: "#ABCDEHKNPRSUVXYwŵ€",
    0.8: "&GOQ",
    0.92: "%Mm",
    1.0: "@W—…",
}
_WIDTHS = MappingProxyType({letter: width for width, text in _CLASSES.items() for letter in text})
_OTHER, _FULL = 0.66, 1.0
_BOLD = 1.08
"""Bold letters are up to this much wider, taken over a word."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of words is at most, in pixels.

    >>> text_width("mm", 10) > text_width("ll", 10, bold=True)
    True
    """
    return _ems(text) * size * (_BOLD if bold else 1.0)


@cache
def _ems(text: str) -> float:
    return sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if combining(letter):
        return 0.0
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    return _FULL if east_asian_width(letter) in "WF" else _OTHER


def fold(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Cut words into lines no wider than ``width`` pixels; a longer word is broken.

    >>> fold("Not enough time", 90, 15)
    ['Not enough', 'time']
    >>> fold("Llanfairpwllgwyngyll", 80, 15)
    ['Llanfairpw-', 'llgwyngyll']
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.extend(_broken(word, width, size, bold))
    return lines or [""]


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Return a word in pieces that fit; the last piece may go on with the next word."""
    pieces = []
    while text_width(word, size, bold=bold) > width and len(word) > 1:
        cut = len(word) - 1
        while cut > 1 and text_width(f"{word[:cut]}-", size, bold=bold) > width:
            cut -= 1
        pieces.append(f"{word[:cut]}-" if word[cut - 1].isalpha() else word[:cut])
        word = word[cut:]
    return [*pieces, word]


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the widest single word."""
    return max((text_width(word, size, bold=bold) for word in text.split()), default=0.0)
