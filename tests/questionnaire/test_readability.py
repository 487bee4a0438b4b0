"""Reading age: known values, sensible order, and silence where nothing is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.questionnaire import measure
from alongside.questionnaire.readability import count_syllables

SYLLABLES = {
    **dict.fromkeys(["care", "told", "there", "planned", "makes", "whole", "asked", "home"], 1),
    **dict.fromkeys(["people", "service", "about", "table", "wanted", "before", "carer"], 2),
    **dict.fromkeys(["idea", "area", "decided", "family", "radio"], 3),
    **dict.fromkeys(["community", "experience", "evaluate"], 4),
    **dict.fromkeys(["organisation", "implementation"], 5),
}


@pytest.mark.parametrize(("word", "number"), SYLLABLES.items())
def test_syllables(word: str, number: int) -> None:
    assert count_syllables(word) == number


def test_the_formula_by_hand() -> None:
    # 2 sentences, 8 words, 9 syllables: 0.39 * 4 + 11.8 * 9 / 8 - 15.59 = -0.755, so age 5
    found = measure("We plan your care. We ask you often.")
    assert (found.words, found.sentences, found.longest_sentence) == (8, 2, 4)
    assert found.reading_age == 5
    # 1 sentence, 6 words, 4 + 4 + 5 syllables: 2.34 + 25.567 - 15.59 = 12.317, so 17.3
    found = measure("Each community will need an organisation.")
    assert found.words == 6
    assert found.reading_age == pytest.approx(0.39 * 6 + 11.8 * 13 / 6 - 15.59 + 5)
    assert found.hard_words == ("organisation", "community")


def test_markup_and_slots_do_not_count() -> None:
    plain = measure("You told us that you help at home.")
    marked = measure(
        "You **told** us that you help {{who}} at [home](https://example.org/very/long)."
    )
    assert (marked.words, marked.reading_age) == (plain.words, plain.reading_age)


def test_paragraphs_and_lists_end_sentences() -> None:
    assert measure("One thing\n\nAnother thing").sentences == 2
    assert measure("First:\n- one\n- two").sentences == 3


def test_welsh_gets_lengths_but_no_age() -> None:
    found = measure("Ydych chi wedi clywed amdano o'r blaen?", "cy")
    assert found.reading_age is None
    assert found.longest_sentence == 7


@given(st.text(max_size=80), st.sampled_from(["en", "en-GB", "cy"]))
def test_any_words_can_be_measured(words: str, language: str) -> None:
    found = measure(words, language)
    assert found.longest_sentence <= found.words
    assert found.sentences <= found.words
    if found.reading_age is not None:
        assert found.reading_age >= 5


@given(st.sampled_from(["care", "people", "organisation"]), st.integers(2, 30))
def test_splitting_sentences_never_makes_it_harder(word: str, number: int) -> None:
    joined = measure(" ".join([word] * number)).reading_age
    split = measure(". ".join([word] * number)).reading_age
    assert joined is not None
    assert split is not None
    assert split <= joined
