"""Names that every program takes, and text cut only where nobody sees a broken sign."""

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from alongside.exchange.dta import NAMES as STATA
from alongside.exchange.fitting import NameRule, byte_length, cut_text, one_line, settle_names
from alongside.exchange.sav import NAMES as SPSS
from alongside.exchange.triple_s import NAMES as TRIPLE_S

WANTED = st.lists(
    st.one_of(
        st.sampled_from(["with", "_n", "Age", "age", "AGE", "str10", "1st", "", "x" * 70]),
        st.text(max_size=40),
    ).map(lambda name: (name, "")),
    max_size=12,
)


@pytest.mark.parametrize("rule", [SPSS, STATA, TRIPLE_S])
@given(wanted=WANTED)
def test_names_are_all_different_and_ones_the_format_takes(
    rule: NameRule, wanted: list[tuple[str, str]]
) -> None:
    names = settle_names(wanted, rule)
    assert len({rule.fold(name) for name in names}) == len(wanted)
    first = "[A-Za-z_]" if rule.underscore_first else "[A-Za-z]"
    for name in names:
        assert re.fullmatch(f"{first}[A-Za-z0-9_]*", name)
        assert len(name) <= rule.most
        assert rule.fold(name) not in rule.reserved


@given(wanted=WANTED)
def test_a_column_that_comes_behind_renames_none(wanted: list[tuple[str, str]]) -> None:
    assert settle_names(wanted, STATA)[: len(wanted) - 1] == settle_names(wanted[:-1], STATA)


def test_a_long_name_of_an_option_keeps_its_number() -> None:
    wanted = [(f"which_of_these_gets_in_the_way__{code}", f"_o{n}") for n, code in enumerate("ab")]
    assert settle_names(wanted, STATA) == (
        "which_of_these_gets_in_th_o0",
        "which_of_these_gets_in_th_o1",
    )


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 40))
def test_a_cut_text_is_a_beginning_and_as_long_as_can_be(words: str, most: int) -> None:
    cut = cut_text(words, most)
    assert words.startswith(cut)
    assert byte_length(cut) <= most
    clusters = regex.findall(r"\X", words)
    whole = [c for c in clusters if byte_length(c) > most]
    if not whole:
        lengths = ["".join(clusters[:n]) for n in range(len(clusters) + 1)]
        assert cut == max((part for part in lengths if byte_length(part) <= most), key=len)


def test_a_family_and_a_flag_are_whole_or_gone() -> None:
    assert cut_text("👩‍👩‍👧🇬🇧", 18) == "👩‍👩‍👧"
    assert cut_text("👩‍👩‍👧🇬🇧", 17)  # nothing smaller than the family fits: cut between its signs
    assert cut_text("ab👩‍👩‍👧", 19) == "ab"


def test_a_label_is_one_line_and_keeps_marks_of_direction() -> None:
    assert one_line("\u200fشكرا\u200e\n\x07 ok 👩‍👩‍👧 ") == "\u200fشكرا\u200e ok 👩‍👩‍👧"
