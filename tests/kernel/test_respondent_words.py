"""Everything a respondent can meet is said in Welsh and in Arabic, with the same slots."""

import re
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from alongside.kernel.messages import load_messages

SHOWN = ("web-", "promise-", "answer-")
"""How the codes of words that respondents meet begin; what only authors read does not."""
FOR_AUTHORS = ("promise-field", "promise-names", "promise-maybe", "promise-links")
FOR_AUTHORS_TOO = ("promise-small-groups", "promise-withdraw")
CATALOGUE = files("alongside.kernel.messages").joinpath("en")
FOR_THE_TEAM = frozenset(YAML(typ="safe").load(CATALOGUE.joinpath("entry.yaml").read_text("utf-8")))
ENGLISH = {
    code: words
    for code, words in load_messages("en").items()
    if code.startswith(SHOWN)
    and code not in FOR_THE_TEAM
    and not code.startswith(FOR_AUTHORS)
    and code not in FOR_AUTHORS_TOO
}


def slots(words: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)\}", words))


@pytest.mark.parametrize("language", ["cy", "ar"])
def test_nothing_is_missing(language: str) -> None:
    known = load_messages(language)
    assert len(ENGLISH) > 150
    assert sorted(set(ENGLISH) - set(known)) == []


@pytest.mark.parametrize("language", ["cy", "ar"])
@pytest.mark.parametrize("part", ["say", "easy", "what"])
def test_every_wording_has_its_slots(language: str, part: str) -> None:
    known = load_messages(language)
    for code, words in ENGLISH.items():
        if part in words and code in known:
            assert part in known[code], f"{code} has no {part} in {language}"
            assert slots(words[part]) == slots(known[code][part]), code
            assert known[code][part].strip()


@pytest.mark.parametrize("language", ["cy", "ar"])
def test_no_translation_is_left_over(language: str) -> None:
    left = set(load_messages(language)) - set(load_messages("en"))
    assert left == set()


def test_arabic_is_written_in_arabic() -> None:
    for code in ENGLISH:
        words = load_messages("ar")[code]
        said = words.get("say") or words.get("what", "")
        rest = re.sub(r"\{\w+\}", "", said)
        if re.search(r"[A-Za-z]{4,}", rest):
            assert re.search(r"[\u0600-\u06ff]", rest), code
