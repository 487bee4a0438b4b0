"""Every wording says what the main one says: same repeated answers, numbers and links.

The main wording of a language is that of the study's first language; the main wording of Easy
Read is the ordinary one in its own language. What a machine cannot judge (whether two sentences
mean the same) is left to people who read both. The options need no check: every wording of a
question shares one list of them, so their number and their codes are the same by construction.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from alongside.kernel.problems import Place, Problem, Severity
from alongside.kernel.text import Text
from alongside.questionnaire.piping import piped_codes
from alongside.questionnaire.study import Study
from alongside.questionnaire.wording_parts import TELLING, wording_parts

FEWEST_ALIKE = 5
"""Words that a translation may share with its source by chance: names, "OK", "e-mail"."""

_SLOT = re.compile(r"\{\{.*?\}\}")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?([^)\s>]+)[^)]*\)")
_ADDRESS = re.compile(r"https?://[^\s<>)\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\d+(?:[.,٫٬’'\u00a0\u202f]\d+)*")


@dataclass(frozen=True, slots=True)
class _Pair:
    """One wording, and the main one it must agree with."""

    name: str
    language: str
    words: str
    main: str
    main_words: str
    easy: bool = False

    @property
    def may_tell_less(self) -> bool:
        """Easy Read wording around a question may leave details out; the question may not."""
        return self.easy and self.name not in TELLING and not self.name.startswith("option ")


def check_agreement(study: Study) -> Iterator[Problem]:
    """Yield every wording that differs from the main one in what a machine can compare.

    Repeated answers (``{{code}}``), numbers written in digits, links and addresses. A number that
    only one of the two writes in digits may stand in words in the other ("12 months", "a year"),
    so it is advice; two different numbers are a warning.
    """
    languages = study.settings.languages
    for part in wording_parts(study):
        for name, text in part.texts:
            for pair in _pairs(name, text, languages):
                yield from _slots(pair, part.place)
                yield from _numbers(pair, part.place)
                yield from _links(pair, part.place)
                yield from _not_translated(pair, part.place)


def _pairs(name: str, text: Text, languages: tuple[str, ...]) -> Iterator[_Pair]:
    written = [tag for tag in languages if text.plain.get(tag, "").strip()]
    for language in languages if written else ():
        words, easy = text.plain.get(language, ""), text.easy.get(language, "")
        if words.strip() and language != written[0]:
            yield _Pair(name, language, words, written[0], text.plain[written[0]])
        if easy.strip():
            main = language if language in written else written[0]
            yield _Pair(name, language, easy, main, text.plain[main], easy=True)


def _slots(pair: _Pair, place: Place) -> Iterator[Problem]:
    here, there = _answers_in(pair.words), _answers_in(pair.main_words)
    if here != there:
        params = _both(pair, here, there)
        yield Problem("wording-answers-differ", place, params, Severity.WARNING)


def _numbers(pair: _Pair, place: Place) -> Iterator[Problem]:
    here, there = numbers_in(pair.words), numbers_in(pair.main_words)
    if here == there or (pair.may_tell_less and here < there):
        return
    if here - there and there - here:
        params = _both(pair, here, there)
        yield Problem("wording-numbers-differ", place, params, Severity.WARNING)
    else:
        params = {**_names(pair), "numbers": _listed(here ^ there)}
        yield Problem("wording-number-in-one", place, params, Severity.ADVICE)


def _links(pair: _Pair, place: Place) -> Iterator[Problem]:
    here, there = links_in(pair.words), links_in(pair.main_words)
    if here == there or (pair.may_tell_less and here < there):
        return
    params = _both(pair, here, there)
    if len(here) == len(there):  # a page may have an address of its own in each language
        yield Problem("wording-links-elsewhere", place, params, Severity.ADVICE)
    else:
        yield Problem("wording-links-differ", place, params, Severity.WARNING)


def _not_translated(pair: _Pair, place: Place) -> Iterator[Problem]:
    words = pair.words.split()
    if not pair.easy and words == pair.main_words.split() and len(words) >= FEWEST_ALIKE:
        yield Problem("wording-not-translated", place, _names(pair), Severity.WARNING)


def numbers_in(words: str) -> frozenset[str]:
    """Return the numbers that stand in digits, alike in every script and way of grouping.

    Repeated answers, links and addresses do not count. Signs between digits are dropped, so
    that 1,000 and 1.000 are one number (as are, rarely and harmlessly, 3.5 and 35).

    >>> sorted(numbers_in("1,000 people aged ١٦ to 24, see https://example.org/7"))
    ['1000', '16', '24']
    """
    bare = _ADDRESS.sub(" ", _MARKDOWN_LINK.sub(r" \1 ", _SLOT.sub(" ", words)))
    found = ("".join(filter(str.isdecimal, match)) for match in _NUMBER.findall(bare))
    return frozenset(str(int(digits)) for digits in found)


def links_in(words: str) -> frozenset[str]:
    """Return where links of Markdown, web addresses and e-mail addresses lead.

    >>> sorted(links_in("Write to us@example.org or [read more](https://example.org/more)."))
    ['https://example.org/more', 'us@example.org']
    """
    marked = [target for _, target in _MARKDOWN_LINK.findall(words)]
    bare = _ADDRESS.findall(_MARKDOWN_LINK.sub(" ", words))
    return frozenset(link.removeprefix("mailto:").rstrip(".,;:!?") for link in (*marked, *bare))


def _answers_in(words: str) -> frozenset[str]:
    return frozenset("{{" + code + "}}" for code in piped_codes(words))


def _both(pair: _Pair, here: Set[str], there: Set[str]) -> dict[str, object]:
    return {**_names(pair), "here": _listed(here), "there": _listed(there)}


def _names(pair: _Pair) -> dict[str, object]:
    version = f"{pair.language}, Easy Read" if pair.easy else pair.language
    return {"name": pair.name, "version": version, "main": pair.main}


def _listed(found: Set[str]) -> str:
    return ", ".join(sorted(found, key=lambda item: (len(item), item))) or "–"
