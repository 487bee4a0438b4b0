"""Wording that people stumble over: two questions in one, long, hard, turned round.

These are rules of thumb on English words (lengths of sentences: any language), so they
warn or advise and never stop anyone. Each says why it thinks so.
"""

import re
from collections.abc import Iterator

from alongside.kernel.problems import Place, Problem, Severity
from alongside.kernel.text import Text
from alongside.questionnaire.model import CHOICE_TYPES, Question, Questionnaire, QuestionType
from alongside.questionnaire.readability import measure

LONGEST_QUESTION = 25
"""Words in one sentence; GOV.UK's guidance on plain English says to split longer ones."""

HIGHEST_READING_AGE = 14.0
"""Years. GOV.UK writes for 9; question words are short texts on which the formula swings
widely, so the warning comes later than the aim."""

EASY_READ_AGE = 10.0
FEWEST_WORDS = 8
"""Shorter wordings are not given a reading age: one long word would decide it."""

_ASKS = (
    r"(?:how|why|what|when|who|whom|where|which|do|does|did|is|are|was|were|have|has|had"
    r"|would|should|can|could|will)"
)
_TWO_ASKS = re.compile(
    rf"\b(?:and|or)\s+(?:if (?:so|not|yes|no),?\s+)?({_ASKS})\s+(?!so\b|on\b)\w+", re.I
)
_PAIR = re.compile(r"(?<!\w)([\w’'-]+),?\s+(and|or|as well as|and/or)\s+([\w’'-]+)", re.I)
_FIXED_PAIRS = {
    ("health", "social"),
    ("yes", "no"),
    ("terms", "conditions"),
    ("pros", "cons"),
    ("black", "white"),
    ("he", "she"),
    ("him", "her"),
    ("his", "her"),
    ("more", "less"),
    ("now", "then"),
    ("family", "friends"),
    ("day", "night"),
    ("start", "finish"),
}
_NUMBERS = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
_AFTER_NUMBER = {"over", "above", "under", "below", "older", "younger", "more", "less", "fewer"}
_NEGATIVE = re.compile(
    r"\b(?:not|never|no longer|nobody|no one|none|neither|nor|without|hardly|unable"
    r"|disagree|unlikely|fail|\w+n[’']t)\b",
    re.I,
)
_AGREEING = (QuestionType.YES_NO_UNSURE, QuestionType.SCALE)
_HARMLESS_NEGATIVE = re.compile(
    r"\b(?:whether or not|if not|or not|why not|not-for-profit)\b", re.I
)


def check_wording(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield warnings and advice on the words of every question."""
    for question in questionnaire.walk():
        place = Place(questionnaire.file, question.line, f"question {question.code}")
        yield from _lengths(question, place)
        yield from _reading_ages(question, place)
        if question.takes_answer:
            for language, easy, words in question.label.wordings():
                if _is_english(language):
                    yield from _double_barrelled(question, words, easy, place)
                    yield from _negative(question, words, place)


def double_barrelled_reason(words: str) -> tuple[str, bool] | None:
    """Return why a question seems to ask two things, and whether that is likely; else None.

    Likely: two question marks that both ask, or "and" before another question word.
    Possible: "and" or "or" between two things that people may feel differently about.

    >>> double_barrelled_reason("How clear was it and how long did it take?")
    ('“and how long”', True)
    >>> double_barrelled_reason("Do you work in health and social care?") is None
    True
    """
    found = _TWO_ASKS.search(words)
    if found:
        return f"“{found.group(0)}”", True
    if words.count("?") > 1:
        return "two question marks", True
    for pair in _PAIR.finditer(words):
        first, joint, second = pair.group(1).lower(), pair.group(2).lower(), pair.group(3).lower()
        if (first, second) in _FIXED_PAIRS or second in _AFTER_NUMBER:
            continue
        if first.isdigit() or first in _NUMBERS:
            continue
        before = words[: pair.start()].lower()
        if "between" in before.split()[-3:] or (joint == "or" and second in {"not", "a", "the"}):
            continue
        return f"“{pair.group(0)}”", False
    return None


def _double_barrelled(
    question: Question, words: str, easy: bool, place: Place
) -> Iterator[Problem]:
    found = double_barrelled_reason(words)
    if found is None:
        return
    reason, likely = found
    rated = question.type in CHOICE_TYPES or question.type is QuestionType.NUMBER
    if not likely and not rated:
        return
    severity = Severity.WARNING if likely else Severity.ADVICE
    params = {"words": words, "reason": reason, "wording": "Easy Read " if easy else ""}
    yield Problem("double-barrelled", place, params, severity)


def _negative(question: Question, words: str, place: Place) -> Iterator[Problem]:
    codes = {option.code for option in question.options}
    if question.type not in _AGREEING and not codes >= {"yes", "no"}:
        return
    found = _NEGATIVE.findall(_HARMLESS_NEGATIVE.sub(" ", words))
    if found:
        severity = Severity.WARNING if len(found) > 1 else Severity.ADVICE
        params = {"words": words, "reason": ", ".join(f"“{word.lower()}”" for word in found)}
        yield Problem("negative-wording", place, params, severity)


def _lengths(question: Question, place: Place) -> Iterator[Problem]:
    for name, text in _texts(question):
        for language, easy, words in text.wordings():
            found = measure(words, language)
            if found.longest_sentence > LONGEST_QUESTION:
                params = {
                    "name": name,
                    "language": f"{language}, Easy Read" if easy else language,
                    "n": found.longest_sentence,
                    "most": LONGEST_QUESTION,
                }
                yield Problem("sentence-too-long", place, params, Severity.WARNING)


def _reading_ages(question: Question, place: Place) -> Iterator[Problem]:
    for name, text in _texts(question):
        for language, easy, words in text.wordings():
            found = measure(words, language)
            if found.reading_age is None or found.words < FEWEST_WORDS:
                continue
            if found.longest_sentence > LONGEST_QUESTION and not found.hard_words:
                continue  # only its length makes it hard, and that is named already
            highest = EASY_READ_AGE if easy else HIGHEST_READING_AGE
            if round(found.reading_age) > highest:
                params = {
                    "name": f"Easy Read {name}" if easy else name,
                    "age": round(found.reading_age),
                    "most": f"{highest:g}",
                    "hard": ", ".join(found.hard_words[:4]) or "none",
                }
                severity = Severity.ADVICE if easy else Severity.WARNING
                yield Problem("hard-to-read", place, params, severity)


def _texts(question: Question) -> Iterator[tuple[str, Text]]:
    yield "label", question.label
    yield "hint", question.hint
    yield "body", question.body
    for option in question.options:
        yield f"option {option.code}", option.label


def _is_english(language: str) -> bool:
    return language.split("-", maxsplit=1)[0] == "en"
