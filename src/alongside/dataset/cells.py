"""One cell of a data set: what a person's answer is stored as, or why there is none."""

from collections.abc import Mapping
from functools import cached_property

from alongside.collect import Reading, Response
from alongside.dataset.codebook import Missing, Variable, VariableType
from alongside.dataset.expressions import mask_of
from alongside.questionnaire import Path, Question, Questionnaire, Value, find_path
from alongside.questionnaire.model import OTHER_SUFFIX

Cell = tuple[object | None, Missing | None]
"""What stands in a variable's column, and why nothing does: one of the two is None."""


class Asked:
    """One version of the questionnaire, with what is looked up for every response to it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.order = {page.code: spot for spot, page in enumerate(questionnaire.pages)}
        self.page_of = {
            question.code: page.code for page in questionnaire.pages for question in page.questions
        }


class Told:
    """One response and the version it was given to last, with what is looked up for its cells.

    Parameters
    ----------
    versions
        Every version, by name; only those with an answer of this response are looked at.
    on_page
        The codes that ever stood on each page, in any version.
    """

    def __init__(
        self,
        response: Response,
        asked: Asked,
        versions: Mapping[str, Asked],
        on_page: Mapping[str, frozenset[str]],
    ) -> None:
        self.response = response
        self.asked = asked
        self.path = find_path(asked.questionnaire, response.answers)
        self.on_path = frozenset(self.path.question_codes)
        self.seen = frozenset(response.seen)
        self._versions = versions
        self._on_page = on_page
        self._paths: dict[str, Path] = {}

    @cached_property
    def last_sent(self) -> int:
        """The place of the last page that was sent; -1 for none."""
        order = self.asked.order
        return max((order[code] for code in self.seen if code in order), default=-1)

    def was_recorded(self, page: str) -> bool:
        """Return whether the exposure record tells what was shown on a page."""
        return any(code in self.response.shown for code in self._on_page.get(page, ()))

    def asked_before(self, code: str) -> tuple[Asked, Path] | None:
        """Return the version in which a question that has gone was shown, and the path there."""
        if code not in self.response.shown:
            return None
        name = Reading.parse(self.response.shown[code]).version
        asked = self._versions.get(name)
        if asked is None or code not in asked.questionnaire.questions:
            return None
        if name not in self._paths:
            self._paths[name] = find_path(asked.questionnaire, self.response.answers)
        return asked, self._paths[name]


def answer_cell(variable: Variable, told: Told) -> Cell:
    """Return what one person's answer to a question is stored as, or why there is none."""
    questions = told.asked.questionnaire.questions
    source = variable.code
    is_other = source not in questions and source.endswith(OTHER_SUFFIX)
    if is_other:
        source = source.removesuffix(OTHER_SUFFIX)
    question = questions.get(source)
    if question is None:
        return _cell_of_another_version(variable, told)
    stored, gap = _stored(variable, question, told.path)
    if stored is not None or gap is not None:
        return stored, gap
    page = told.asked.page_of[source]
    if source not in told.on_path:
        return None, _off_the_path(page, told)
    if page not in told.seen:
        return None, _not_sent(source, told)
    if is_other and not _opened_other(question, told.path):
        return None, Missing.NOT_ASKED
    if source not in told.response.shown and told.was_recorded(page):
        return None, Missing.NOT_ASKED  # it came to the page after the page had been sent
    return None, Missing.SKIPPED


def box_cell(box: str, told: Told) -> Cell:
    """Return ``yes`` or ``no``: whether an information box was shown to one person.

    What was shown counts even when the person went back and another way. Of a person who
    stopped before it was known, nothing is said. Without an exposure record, a box was shown
    when its page was sent.
    """
    if box in told.response.shown:
        return "yes", None
    if box not in told.asked.page_of:
        return None, Missing.NOT_ASKED
    page = told.asked.page_of[box]
    if box not in told.on_path:
        gap = _off_the_path(page, told)
        return ("no", None) if gap is Missing.NOT_ASKED else (None, gap)
    if page not in told.seen:
        return None, _not_sent(box, told)
    return "no" if told.was_recorded(page) else "yes", None


def _cell_of_another_version(variable: Variable, told: Told) -> Cell:
    """Return the answer to a question that the person's last version no longer asked.

    Somebody who answered it and then went on under a newer version keeps the answer.
    """
    source = variable.code
    before = told.asked_before(source)
    if before is None and source.endswith(OTHER_SUFFIX):
        source = source.removesuffix(OTHER_SUFFIX)
        before = told.asked_before(source)
    if before is None:
        return None, Missing.NOT_ASKED
    asked, path = before
    question = asked.questionnaire.questions[source]
    stored, gap = _stored(variable, question, path)
    if stored is not None or gap is not None:
        return stored, gap
    on_path = source in path.question_codes
    is_words = source != variable.code
    if not on_path or (is_words and not _opened_other(question, path)):
        return None, Missing.NOT_ASKED
    sent = asked.page_of[source] in told.seen
    return None, Missing.SKIPPED if sent else Missing.BROKE_OFF


def _off_the_path(page: str, told: Told) -> Missing:
    """Return why a question off the path has no answer."""
    unknown = not told.response.completed and told.asked.order[page] > told.last_sent
    return Missing.NOT_REACHED if unknown else Missing.NOT_ASKED


def _not_sent(source: str, told: Told) -> Missing:
    """Return why a page on the path was not sent: it was shown and left, or never shown."""
    if not told.response.shown:  # no exposure record was kept
        return Missing.NOT_REACHED
    return Missing.BROKE_OFF if source in told.response.shown else Missing.NOT_SHOWN


def _stored(variable: Variable, question: Question, path: Path) -> Cell:
    """Return the value as its column holds it, or the kind of missing if that is known."""
    value = path.answers.get(variable.code)
    if value is None:
        return None, None
    if variable.code != question.code:
        return value, None
    declined = {option.code for option in question.options if option.declined}
    chosen = value if isinstance(value, tuple) else (str(value),)
    if declined.intersection(chosen):
        return None, Missing.DECLINED
    return _as_column_value(variable, value), None


def _as_column_value(variable: Variable, value: Value) -> object:
    match variable.type:
        case VariableType.MULTI:
            return mask_of(variable, value if isinstance(value, tuple) else (str(value),))
        case VariableType.NUMERIC:
            return float(str(value))
        case _:
            return value


def _opened_other(question: Question, path: Path) -> bool:
    value = path.answers.get(question.code)
    chosen = value if isinstance(value, tuple) else (str(value),)
    return any(option.other and option.code in chosen for option in question.options)
