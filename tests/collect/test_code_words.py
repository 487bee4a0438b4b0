"""Codes of words: what people type is what was meant, and nothing else is."""

from math import log2

from hypothesis import given
from hypothesis import strategies as st

from alongside.collect.code_words import (
    MOST_LETTERS,
    WORDS_IN_CODE,
    count_words,
    is_code,
    mark_of,
    new_code,
    strange_words,
    tidy_code,
    word_list,
)

WORDS = st.sampled_from(word_list())
CODES = st.lists(WORDS, min_size=WORDS_IN_CODE, max_size=WORDS_IN_CODE).map("-".join)


def test_a_code_is_hard_to_guess() -> None:
    assert len(word_list()) == 1273
    assert all(tidy_code(word) == word for word in word_list())
    assert log2(len(word_list())) * WORDS_IN_CODE > 50
    assert len({new_code() for _ in range(200)}) == 200


@given(
    CODES, st.sampled_from([" ", "-", ", ", "\n", " – "]), st.sampled_from([str.upper, str.title])
)
def test_how_it_is_typed_does_not_matter(code: str, between: str, case: object) -> None:
    typed = f"  {case(between.join(code.split('-')))}. "  # type: ignore[operator]
    assert tidy_code(typed) == code
    assert is_code(typed)
    assert mark_of(typed, "key") == mark_of(code, "key")


@given(CODES, CODES, st.text(max_size=20))
def test_a_mark_belongs_to_one_code_and_one_key(code: str, other: str, key: str) -> None:
    assert (mark_of(code, key) == mark_of(other, key)) is (code == other)
    assert mark_of(code, key) != mark_of(code, key + "x")


def test_one_slip_of_a_finger_is_forgiven_when_only_one_word_can_be_meant() -> None:
    assert tidy_code("acornn acorn acre acts afar") == "acorn-acorn-acre-acts-afar"
    assert tidy_code("acronn") == "acronn"  # two slips
    assert tidy_code("acrn") == "acrn"  # acre or acorn


@given(st.text(max_size=60))
def test_anything_can_be_typed(typed: str) -> None:
    tidy = tidy_code(typed)
    assert tidy_code(tidy) == tidy
    assert len(mark_of(typed, "key")) == 64


def test_strange_words_are_named_with_what_they_may_have_been() -> None:
    found = strange_words("acid, ACORN tre zzz afar")
    assert [(item.typed, item.near) for item in found] == [
        ("tre", ("tree", "trek", "try")),
        ("zzz", ()),
    ]
    assert strange_words("acid acorn acre acts afar") == strange_words("") == ()


def test_words_are_counted_and_an_endless_text_is_not_read_to_its_end() -> None:
    assert [count_words(typed) for typed in ("", " , ", "سلام", "acid acorn")] == [0, 0, 0, 2]
    assert count_words("zz " * 300_000) <= MOST_LETTERS / 2
