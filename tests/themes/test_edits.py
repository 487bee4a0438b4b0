"""Edits of quotations: marked cuts and replacements pass, anything else does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.themes import is_faithful

SAID = (
    "My nurse Ann came late, twice. She said sorry and we laughed about it! "
    "I cannot recommend the café’s non-existent ramp… but it's fine."
)


@pytest.mark.parametrize(
    "edited",
    [
        SAID,
        "My nurse Ann came late, twice.",
        "She said sorry and we laughed about it!",
        "She said sorry and we laughed about it",
        "My nurse [name] came late, twice.",
        "My nurse [name] came late, twice…",
        "… came late, twice.",
        "[…] came late, twice.",
        "My nurse ... twice. She said sorry [...] about it!",
        "[S]he said sorry and we laughed about it!",
        "My nurse Ann came [too] late, twice.",
        "[She] came late, twice.",
        "My nurse Ann [came late].",
        "My  nurse\nAnn came late, twice.",
        "I cannot recommend the cafe\u0301's non-existent ramp… but it’s fine.",
        "I cannot recommend the café's non\u2011existent ramp … fine.",
        "She said sorry … it's fine.",
    ],
)
def test_faithful(edited: str) -> None:
    assert is_faithful(edited, SAID)


@pytest.mark.parametrize(
    "edited",
    [
        "My nurse came late, twice.",
        "my nurse Ann came late, twice.",
        "My nurse Ann came late",
        "nurse Ann came late, twice.",
        "I can… recommend the café's",
        "I can … recommend the café's …",
        "… not recommend the café's …",
        "… existent ramp…",
        "I cannot recommend the cafe's …",
        "twice. My nurse …",
        "She said sorry … came late",
        "My nurse [name] said sorry and we laughed about it! I cannot recommend [it], fine.",
        "My nurse Ann came late, twice. She said [everything was all right, and then] it's fine.",
        "My nurse Ann [] late, twice.",
        "…",
        "[everything]",
        "",
    ],
)
def test_not_faithful(edited: str) -> None:
    assert not is_faithful(edited, SAID)


def test_a_sentence_does_not_end_inside_a_number() -> None:
    assert not is_faithful("It costs 3", "It costs 3.50 a day. Too much.")
    assert is_faithful("It costs 3.50 a day", "It costs 3.50 a day. Too much.")


def test_a_quotation_that_holds_dots_of_its_own_passes() -> None:
    assert is_faithful("Well... I think so", "Well... I think so")


words = st.lists(st.sampled_from(["we", "were", "not", "asked", "at", "all"]), min_size=2)


@given(said=words, cut=st.data())
def test_any_cut_of_whole_words_with_a_mark_passes(said: list[str], cut: st.DataObject) -> None:
    start = cut.draw(st.integers(0, len(said) - 1))
    end = cut.draw(st.integers(start, len(said) - 1))
    kept = [*said[:start], "…", *said[end:]]
    assert is_faithful(" ".join(kept), " ".join(said))


@given(said=words, spot=st.data())
def test_a_changed_word_never_passes(said: list[str], spot: st.DataObject) -> None:
    place = spot.draw(st.integers(0, len(said) - 1))
    changed = [*said[:place], "always", *said[place + 1 :]]
    assert not is_faithful(" ".join(changed), " ".join(said))


@given(said=words.filter(lambda said: len(said) > 2), spot=st.data())
def test_an_unmarked_cut_passes_only_when_it_leaves_the_same_words(
    said: list[str], spot: st.DataObject
) -> None:
    place = spot.draw(st.integers(0, len(said) - 1))
    kept = [*said[:place], *said[place + 1 :]]
    assert not is_faithful(" ".join(kept), " ".join(said))
