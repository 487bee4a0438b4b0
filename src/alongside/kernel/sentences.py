"""Where one sentence ends and the next begins, in any language: Easy Read sets one idea a line."""

import re

_END = re.compile(
    r"(?P<sign>[.!?؟۔።।॥]+|…)(?P<closing>[\"'”’»)\]*_]*)(?P<gap>\s+)|(?P<wide>[。！？]+[」』）”]*)(?P<none>\s*)"
)
"""A sign that can end a sentence, what closes after it, and the space before the next one.
Chinese and Japanese leave no space."""
_NEXT_LETTER = re.compile(r"[^\W_]")
_LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]*_]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_BEFORE_MIDDAY = {"a.m", "p.m"}
_ENGLISH = "mr mrs ms mx dr prof st sr jr rev hon no nos vs approx tel ext fig vol ed pp eg ie cf"
_WELSH = "e.e h.y tud rh parch"
_OTHERS = "sra srta av mme mlle bzw z.b nr str هـ"
_ABBREVIATIONS = frozenset(f"{_ENGLISH} {_WELSH} {_OTHERS}".split())
_OPENING = {"(": ")", "[": "]", "“": "”", "«": "»", "「": "」", "（": "）"}


def split_sentences(words: str) -> tuple[str, ...]:
    """Return the sentences of some words, in order; nothing gives none.

    A new line that the author made also begins a new line here. A full stop ends no sentence
    after an abbreviation (``Dr.``, ``e.g.``, Welsh ``e.e.``), after an initial, in a number, in a
    web or e-mail address, and before a small letter. Brackets, quotation marks and Markdown
    emphasis are never split apart. The words themselves do not change: joined again they are the
    same but for the spaces between sentences.

    >>> split_sentences("Dr. Ali costs £3.50. Write to help@example.org. Is that OK?")
    ('Dr. Ali costs £3.50.', 'Write to help@example.org.', 'Is that OK?')
    >>> split_sentences("هل تأتي؟ اكتب لنا.")
    ('هل تأتي؟', 'اكتب لنا.')
    """
    found: list[str] = []
    for line in words.splitlines():
        found += _of_line(line.strip())
    return tuple(found)


def _of_line(line: str) -> list[str]:
    found: list[str] = []
    begins = 0
    for match in _END.finditer(line):
        ends = match.end("closing") if match["sign"] else match.end("wide")
        if match.end() >= len(line):
            break
        if _ends_sentence(line, match) and _is_whole(line[begins:ends]):
            found.append(line[begins:ends])
            begins = match.end()
    rest = line[begins:]
    return [*found, rest] if rest else found


def _ends_sentence(line: str, match: re.Match[str]) -> bool:
    following = _NEXT_LETTER.search(line, match.end())
    if following is None:
        return False  # only signs come: an emoticon, a dash
    if following[0].islower():
        return False
    if match["sign"] != "." or match["closing"]:
        return True
    before = _LAST_WORD.search(line, 0, match.start())
    if before is None:
        return match.start() > 0  # a bracket or a quotation closes before the full stop
    word = before[0].lower()
    if word in _BEFORE_MIDDAY:
        return not following[0].isdigit()
    if word.isdigit() and before.start() == 0:
        return False  # a number at the beginning counts: "1. First"
    if word in _ABBREVIATIONS:
        # "No." and "St." are abbreviations with a capital, and at times words of their own
        return word == "no" and not following[0].isdigit()
    if "." not in word and len(word) > 1:
        return True
    return _INITIALS.fullmatch(word) is None or word == "i"


def _is_whole(words: str) -> bool:
    """Return whether nothing that was opened is still open: brackets, quotations, emphasis."""
    if any(words.count(opens) > words.count(closes) for opens, closes in _OPENING.items()):
        return False
    return all(words.count(sign) % 2 == 0 for sign in ("**", "`")) and (
        words.replace("**", "").count("*") % 2 == 0
    )
