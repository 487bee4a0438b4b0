"""How hard words are to read. English is measured; other languages by sentence length."""

import re
from dataclasses import dataclass
from functools import cache

import pyphen

GRADE_TO_AGE = 5
"""A child in American grade 1 is about 6 years old."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$|[\"”’)])|\n\s*\n|\n\s*[-*]\s")
_MARKDOWN = re.compile(r"\{\{.*?\}\}|\]\([^)]*\)|https?://\S+|\S+@\S+|[*_#>\[\]`]")
_VOWELS = re.compile(r"[aeiouy]+")
_SPLIT_VOWELS = re.compile(
    r"(?<![cst])ia|eo(?!us|p)|(?<![cgst])io|(?<![gq])ua(?!r)|ei(?=ng)|(?<=[aeiou][dr])ea$"
)
_SILENT_ENDING = re.compile(r"[^aeiouy]+(?<![^aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouysxzcgh]es$")


@dataclass(frozen=True, slots=True)
class Readability:
    """What was measured in a piece of wording.

    Parameters
    ----------
    words, sentences
        How many there are.
    longest_sentence
        Words in the longest sentence.
    reading_age
        Years; None when the language is not English or there are no words.
    hard_words
        Words of three syllables or more, each once, hardest first; English only.
    """

    words: int
    sentences: int
    longest_sentence: int
    reading_age: float | None
    hard_words: tuple[str, ...] = ()


def measure(wording: str, language: str = "en") -> Readability:
    """Return how hard a piece of wording is to read.

    English: the grade of Flesch and Kincaid, 0.39 words a sentence + 11.8 syllables a word
    - 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75, US
    Naval Air Station Memphis), plus 5 for years of age, and never under 5. Syllables are
    the larger of pyphen's hyphenation parts and of the groups of vowels, because each alone
    misses some. The formula was made for running text: for one short question it says how
    long the words are rather than how hard the thought is.

    Other languages: no reading age, since no formula for Welsh has been tested widely; the
    lengths of sentences are given. Markdown signs, web addresses and ``{{...}}`` do not count.

    >>> easy, hard = measure("Do you like it?"), measure("Evaluate organisational responsiveness.")
    >>> easy.reading_age < 9 < 18 < hard.reading_age
    True
    """
    clean = _MARKDOWN.sub(" ", wording)
    sentences = [found for part in _SENTENCE_END.split(clean) if (found := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Readability(0, 0, 0, None)
    longest = max(len(sentence) for sentence in sentences)
    if language.split("-", maxsplit=1)[0] != "en":
        return Readability(len(words), len(sentences), longest, None)
    syllables = [count_syllables(word) for word in words]
    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(syllables) / len(words) - 15.59
    hard = {word.lower(): count for word, count in zip(words, syllables, strict=True) if count >= 3}
    ordered = tuple(sorted(hard, key=lambda word: (-hard[word], word)))
    age = max(5.0, grade + GRADE_TO_AGE)
    return Readability(len(words), len(sentences), longest, age, ordered)


def count_syllables(word: str) -> int:
    """Return about how many syllables an English word has.

    >>> [count_syllables(word) for word in ("care", "people", "idea", "organisation")]
    [1, 2, 3, 5]
    """
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(plain)) + len(_SPLIT_VOWELS.findall(plain))
    if groups > 1 and _SILENT_ENDING.search(plain):
        groups -= 1
    parts = len(_hyphenation().positions(plain)) + 1 if plain else 1
    return max(1, groups, parts)


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
