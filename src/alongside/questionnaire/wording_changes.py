"""Which wordings of a question or option differ between two versions, and by how much."""

from collections.abc import Iterator, Mapping

from alongside.kernel.text import Text
from alongside.questionnaire.model import Option, Page, Picture, Question


def word_distance(before: str, after: str) -> int:
    """Return how many words must be put in, taken out or replaced to make one text the other.

    The edit distance of Levenshtein (1966), over words instead of letters.

    >>> word_distance("Have you heard of it?", "Have you ever heard of them?")
    2
    """
    old, new = before.split(), after.split()
    row = list(range(len(new) + 1))
    for taken, word in enumerate(old, start=1):
        corner, row[0] = row[0], taken
        for spot, other in enumerate(new, start=1):
            replaced = corner + (word != other)
            corner, row[spot] = row[spot], min(replaced, row[spot] + 1, row[spot - 1] + 1)
    return row[-1]


def question_wordings(old: Question, new: Question) -> tuple[str, ...]:
    """Return what differs in the words of a question, one name each: ``hint (cy, Easy Read)``."""
    return (
        *_changed(_texts_of(old), _texts_of(new)),
        *(["picture"] if _pictured(old.picture, new.picture) else []),
    )


def option_wordings(old: Option, new: Option) -> tuple[str, ...]:
    """Return what differs in the words of an option."""
    return (
        *_changed({"answer": old.label, "hint": old.hint}, {"answer": new.label, "hint": new.hint}),
        *(["picture"] if _pictured(old.picture, new.picture) else []),
    )


def title_wordings(old: Page, new: Page) -> tuple[str, ...]:
    """Return what differs in the title of a page."""
    return tuple(_changed({"page title": old.title}, {"page title": new.title}))


def _texts_of(question: Question) -> dict[str, Text]:
    return {
        "question": question.label,
        "hint": question.hint,
        "text": question.body,
        "definition": question.definition,
        "words at the low end": question.low_label,
        "words at the high end": question.high_label,
        "unit": question.unit,
        "note for interviewers": question.interviewer,
    }


def _changed(old: Mapping[str, Text], new: Mapping[str, Text]) -> Iterator[str]:
    for name, before in old.items():
        after = new[name]
        for tag in dict.fromkeys((*before.plain, *after.plain)):
            if before.plain.get(tag) != after.plain.get(tag):
                yield f"{name} ({tag})"
        for tag in dict.fromkeys((*before.easy, *after.easy)):
            if before.easy.get(tag) != after.easy.get(tag):
                yield f"{name} ({tag}, Easy Read)"


def _pictured(old: Picture | None, new: Picture | None) -> bool:
    return old != new
