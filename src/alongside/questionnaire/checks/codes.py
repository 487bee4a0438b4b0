"""Codes: each stands once, and none means something else already."""

from collections import defaultdict
from collections.abc import Iterator

from alongside.kernel.problems import Place, Problem
from alongside.questionnaire.model import OTHER_SUFFIX, SHOWN_SUFFIX, Questionnaire, QuestionType

RESERVED_CODES = frozenset({"respondent", "status"})
"""Columns that every data set has."""

LITTLE_WORDS = frozenset({"or", "and", "not", "in", "includes", "any", "answered", "count"})
"""Words that conditions are made of."""

RESERVED_PART = "__"
"""Exports put it between a question and an option: ``barriers__time``."""

MOST_OPTIONS = 64
"""A set of chosen options is kept in the bits of one 64-bit number."""


def check_codes(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield duplicate and reserved codes of questions, pages, sections, options, audiences."""
    yield from _duplicates(questionnaire)
    yield from _reserved(questionnaire)
    yield from _date_boxes(questionnaire)
    for question in questionnaire.walk():
        first: dict[str, int | None] = {}
        for option in question.options:
            item = f"question {question.code}, option {option.code}"
            place = Place(questionnaire.file, option.line or question.line, item)
            if option.code in first:
                params = {"code": option.code, "line": first[option.code] or "?"}
                yield Problem("option-code-twice", place, params)
            first.setdefault(option.code, option.line or question.line)
        if question.type is QuestionType.ANY_OF and len(question.options) > MOST_OPTIONS:
            place = Place(questionnaire.file, question.line, f"question {question.code}")
            params = {"n": len(question.options), "most": MOST_OPTIONS}
            yield Problem("options-too-many", place, params)


def _duplicates(questionnaire: Questionnaire) -> Iterator[Problem]:
    spots: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    for section in questionnaire.sections:
        spots["section", section.code].append(section.line)
        for page in section.pages:
            alone = len(page.questions) == 1 and page.questions[0].code == page.code
            if not alone:
                spots["page", page.code].append(page.line)
            for question in page.questions:
                spots["question", question.code].append(question.line)
                if alone and len(spots["question", question.code]) == 1:
                    spots["page", page.code].append(question.line)
    for audience in questionnaire.audiences:
        spots["audience", audience.code].append(None)
    for (kind, code), lines in spots.items():
        for line in lines[1:]:
            place = Place(questionnaire.file, line, f"{kind} {code}")
            params = {"kind": kind, "code": code, "line": lines[0] or "?"}
            yield Problem("code-twice", place, params)


def _date_boxes(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield questions whose box would be one of the three boxes of a date on the same page."""
    for page in questionnaire.pages:
        boxes = {
            f"{question.code}_{part}": question.code
            for question in page.questions
            if question.type is QuestionType.DATE
            for part in ("day", "month", "year")
        }
        for question in page.questions:
            if question.code in boxes:
                place = Place(questionnaire.file, question.line, f"question {question.code}")
                params = {"code": question.code, "question": boxes[question.code]}
                yield Problem("code-taken-by-date", place, params)


def _reserved(questionnaire: Questionnaire) -> Iterator[Problem]:
    own_words = {
        question.code + OTHER_SUFFIX: question.code
        for question in questionnaire.walk()
        if any(option.other for option in question.options)
    }
    boxes = {
        question.code + SHOWN_SUFFIX: question.code
        for question in questionnaire.walk()
        if not question.takes_answer
    }
    for question in questionnaire.walk():
        place = Place(questionnaire.file, question.line, f"question {question.code}")
        if question.code in boxes:
            params = {"code": question.code, "box": boxes[question.code]}
            yield Problem("code-taken-by-shown", place, params)
        if question.code.startswith("_"):
            yield Problem("code-underscore-first", place, {"code": question.code})
        if question.code in own_words:
            params = {"code": question.code, "question": own_words[question.code]}
            yield Problem("code-taken-by-other", place, params)
        if RESERVED_PART in question.code:
            yield Problem("code-double-underscore", place, {"code": question.code})
        if question.code in RESERVED_CODES:
            yield Problem("code-reserved", place, {"code": question.code})
        if question.code.lower() in LITTLE_WORDS:
            yield Problem("code-little-word", place, {"code": question.code})
