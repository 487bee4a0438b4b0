"""Patterns of personal data: what they find, and what they leave alone."""

import pytest

from alongside.themes import find_personal_data


@pytest.mark.parametrize(
    ("words", "kind", "found"),
    [
        ("Write to ann.smith@example.org please", "an e-mail address", "ann.smith@example.org"),
        ("ann (at) example.org", "an e-mail address", "ann (at) example.org"),
        ("see https://example.org/me?x=1", "a web address", "https://example.org/me?x=1"),
        ("I am on www.example.org", "a web address", "www.example.org"),
        ("facebook.com/ann.smith", "a web address", "facebook.com/ann.smith"),
        ("on there I am @ann_smith", "a social media name", "@ann_smith"),
        ("my number QQ", None, None),
        ("NI is AB 12 34 56 C", "a National Insurance number", "AB 12 34 56 C"),
        ("ab123456c", "a National Insurance number", "ab123456c"),
        ("AB-12-34-56-C", "a National Insurance number", "AB-12-34-56-C"),
        ("we live at SW1A 1AA", "a postcode", "SW1A 1AA"),
        ("we live at m11ae.", "a postcode", "m11ae"),
        ("post: CF10  3NQ", "a postcode", "CF10  3NQ"),
        ("ring 07700 900123", "a telephone number", "07700 900123"),
        ("ring 07700-900-123 today", "a telephone number", "07700-900-123"),
        ("ring (020) 7946 0018", "a telephone number", "(020) 7946 0018"),
        ("ring +44 (0)20 7946 0018", "a telephone number", "+44 (0)20 7946 0018"),
        ("ring 0044 7700 900123", "a telephone number", "0044 7700 900123"),
        ("In 2019 07700 900123 was mine", "a telephone number", "07700 900123"),
        ("07700\u00a0900\u2011123", "a telephone number", None),
        ("０７７００ ９００１２３", "a telephone number", "07700 900123"),
        ("NHS 943 476 5919", "an NHS number", "943 476 5919"),
        ("NHS 9434765919.", "an NHS number", "9434765919"),
        ("NHS 943-476-5919", "an NHS number", "943-476-5919"),
    ],
)
def test_found(words: str, kind: str | None, found: str | None) -> None:
    result = find_personal_data(words)
    if kind is None:
        assert result == ()
        return
    assert [one.kind for one in result] == [kind]
    assert found is None or result[0].words == found


@pytest.mark.parametrize(
    "words",
    [
        "I waited 12 weeks in 2023 for 3 visits",
        "It costs 10 000 000 pounds, or 1,500,000.",
        "NHS 943 476 5918",
        "From 2019-2021 and 09:30 to 17:00",
        "on 05/06/2023 and 05.06.2023",
        "Section 117 and B1 and A2 level",
        "e.g. me, i.e. you. No.no",
        "0.123456789012",
        "The word co-production. Then nothing",
        "100% @ home",
        "1 2 3 4 5 6 7 8 9 10",
        "",
    ],
)
def test_left_alone(words: str) -> None:
    assert find_personal_data(words) == ()


def test_everything_is_found_in_the_order_it_stands() -> None:
    found = find_personal_data("M1 1AE, 07700 900123 or me@example.org")
    assert [one.kind for one in found] == [
        "a postcode",
        "a telephone number",
        "an e-mail address",
    ]
