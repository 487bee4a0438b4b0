"""The fonts that come along have every letter of the languages that are printed with them."""

import struct
from pathlib import Path

import pytest

from alongside.typeset import font_folder

ENGLISH = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;?!()£–’‘“”"
WELSH = "âêîôûŵŷÂÊÎÔÛŴŶáéíóúẃýàèìòùẁỳäëïöüẅÿ"
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىة؟،"
LETTERS = {
    **{
        f"AtkinsonHyperlegibleNext-{face}.ttf": ENGLISH + WELSH
        for face in ("Regular", "Bold", "Italic", "BoldItalic")
    },
    "NotoNaskhArabic-Regular.ttf": ARABIC,
    "NotoNaskhArabic-Bold.ttf": ARABIC,
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_font_has_the_letters_of_its_languages(name: str) -> None:
    folder = font_folder()
    assert folder is not None, "run: python hatch_build.py"
    assert (folder / name).is_file(), "run: python hatch_build.py"
    known = characters_of(folder / name)
    assert [letter for letter in LETTERS[name] if ord(letter) not in known] == []


def characters_of(font: Path) -> set[int]:
    """Return the characters that have a glyph of their own: table cmap, format 4 (OpenType)."""
    data = font.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    found = {data[at : at + 4]: at for at in range(12, 12 + 16 * tables, 16)}
    (cmap,) = struct.unpack_from(">I", data, found[b"cmap"] + 8)
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    parts = [struct.unpack_from(">HHI", data, cmap + 4 + 8 * spot)[2] for spot in range(count)]
    starts = [cmap + part for part in parts]
    table = next(at for at in starts if struct.unpack_from(">H", data, at)[0] == 4)
    (twice,) = struct.unpack_from(">H", data, table + 6)
    ends = struct.unpack_from(f">{twice // 2}H", data, table + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", data, table + 16 + twice)
    ranges = zip(firsts, ends, strict=True)
    return {code for first, end in ranges for code in range(first, end + 1) if code != 0xFFFF}
