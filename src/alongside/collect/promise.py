"""The anonymity promise, held against what a study asks and what the software keeps.

What a study promises is data (:class:`alongside.questionnaire.PromiseLine`). Here each promise
that binds the software is checked against the study's settings and questions, and against every
field in which something can be kept. A study that would break its promise does not open.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from alongside.kernel.problems import Place, Problem, Severity, has_errors
from alongside.questionnaire import Question, QuestionType, Study

SETTINGS_FILE = "study.yaml"
SMALLEST_GROUP = 5
"""Below this the promise not to show small groups would be empty words."""


class Holds(StrEnum):
    """What a stored field holds, as far as anonymity goes."""

    ANSWER = "answer"
    RANDOM = "random"
    """Made by chance, or from chance; it says nothing about anybody."""
    READING = "reading"
    """Language, wording, version, what was shown, who helped how."""
    CHANNEL = "channel"
    COUNT = "count"
    TEAM = "team"
    """About those who run the study, not those who answer."""
    NUMBER = "number"
    """A respondent number given by chance."""
    TIME = "time"
    ORDER = "order"
    """A number that grows with every row, so that it tells who came first."""
    DEVICE = "device"
    IDENTITY = "identity"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StoredField:
    """One field in which a site keeps something."""

    table: str
    name: str
    holds: Holds


BREAKING = {
    "no-names": frozenset({Holds.IDENTITY}),
    "no-devices": frozenset({Holds.DEVICE}),
    "no-exact-times": frozenset({Holds.TIME}),
    "no-order": frozenset({Holds.ORDER}),
}
"""What a field must not hold where a promise is made. Nothing undeclared is ever allowed."""


def check_promise(study: Study, stored: Iterable[StoredField] = ()) -> list[Problem]:
    """Return every way in which a study would break what it promises.

    Parameters
    ----------
    study
        A study that could be read.
    stored
        Every field of the site on which the study is served; none when it is checked as a
        folder. A field that is :attr:`Holds.UNKNOWN` breaks every promise about what is kept.

    Errors must keep the study shut. A question that only looks as if it asked who someone is
    gives a warning: a person decides.
    """
    stored = tuple(stored)
    problems: list[Problem] = []
    for keeps in dict.fromkeys(line.keeps for line in study.settings.promise if line.keeps):
        place = Place(SETTINGS_FILE, study.settings.lines.get("promise"), f"promise {keeps}")
        if keeps in _CHECKS:
            problems += _CHECKS[keeps](study, place)
        forbidden = BREAKING.get(keeps, frozenset())
        for field in stored:
            if forbidden and field.holds in forbidden | {Holds.UNKNOWN}:
                params = {"keeps": keeps, "field": f"{field.table}.{field.name}"}
                code = "promise-field-unknown" if field.holds is Holds.UNKNOWN else "promise-field"
                problems.append(Problem(code, place, {**params, "holds": field.holds.value}))
    return problems


def breaks_promise(study: Study, stored: Iterable[StoredField] = ()) -> bool:
    """Return whether the study must stay shut because of what it promises."""
    return has_errors(check_promise(study, stored))


def _names(study: Study, _: Place) -> Iterator[Problem]:
    questionnaire = study.questionnaire
    if questionnaire is None:
        return
    for question in questionnaire.walk():
        where = Place(questionnaire.file, question.line, f"question {question.code}")
        if question.identifies:
            yield Problem("promise-names", where, {"question": question.code})
        elif (clue := _clue(question)) and question.takes_answer:
            params: dict[str, object] = {"question": question.code, "clue": clue}
            yield Problem("promise-maybe-names", where, params, Severity.WARNING)


def _links(study: Study, place: Place) -> Iterator[Problem]:
    for channel in study.settings.channels:
        if channel.target == 1:
            yield Problem("promise-links", place, {"channel": channel.code})


def _groups(study: Study, place: Place) -> Iterator[Problem]:
    least = study.settings.disclosure.withhold_below
    if least < SMALLEST_GROUP:
        yield Problem("promise-small-groups", place, {"found": least, "least": SMALLEST_GROUP})


def _withdrawal(study: Study, place: Place) -> Iterator[Problem]:
    if not study.settings.return_codes:
        yield Problem("promise-withdraw", place)


_CHECKS: dict[str, Callable[[Study, Place], Iterable[Problem]]] = {
    "no-names": _names,
    "no-personal-links": _links,
    "no-small-groups": _groups,
    "can-withdraw": _withdrawal,
}
"""What is read off the study itself; the other promises depend on the stored fields alone."""

_TELLING_TYPES = frozenset({QuestionType.SHORT_TEXT, QuestionType.DATE, QuestionType.NUMBER})
_CLUES = re.compile(
    r"\b(?:(?:your|full|first|last|sur)\s?name|e-?mail|(?:tele)?phone|mobile number|post\s?code|"
    r"date of birth|birthday|home address|your address|nhs number|national insurance|"
    r"eich enw|enw llawn|e-?bost|rhif ffôn|cod post|dyddiad geni|eich cyfeiriad|rhif gig)\b",
    re.IGNORECASE,
)


def _clue(question: Question) -> str:
    """Return the words that make a question look as if it asked who someone is, or ""."""
    if question.type not in _TELLING_TYPES:
        return ""
    for _, _, words in (*question.label.wordings(), *question.hint.wordings()):
        if found := _CLUES.search(words):
            return found.group()
    return ""
