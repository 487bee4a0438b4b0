"""Between rows of the table and the values the rest of Alongside works with."""

from collections.abc import Mapping
from dataclasses import dataclass

from alongside.collect import Progress, Reading, Response, answer_codes
from alongside.collect.responses import value_from_json, value_to_json
from alongside.questionnaire import Question, Questionnaire, QuestionType, Value
from alongside.questionnaire.model import OTHER_SUFFIX
from alongside.web.records.models import PaperEntry, ResponseRecord


@dataclass(frozen=True, slots=True)
class About:
    """How a person reads and answers: language, wording, how they came, who helped."""

    language: str = "en"
    edition: str = "standard"
    channel: str = ""
    mode: str = "web"
    helped: tuple[str, ...] = ()
    helper: str = ""

    def reading(self, questionnaire: Questionnaire) -> Reading:
        """Return what the exposure record says of what this person is shown now."""
        return Reading(questionnaire.version, self.language, self.edition)


@dataclass(frozen=True, slots=True)
class Kept:
    """The answers of one row, and the codes of those that no longer fit the questionnaire."""

    answers: Mapping[str, Value]
    unfit: tuple[str, ...]


def read_answers(row: ResponseRecord | PaperEntry, questionnaire: Questionnaire) -> Kept:
    """Return the answers of a row as values; see :func:`fit_answers`."""
    return fit_answers(row.answers, questionnaire)


def fit_answers(given: Mapping[str, object], questionnaire: Questionnaire) -> Kept:
    """Return the answers that JSON holds as values.

    An answer is unfit when its question has gone, has another type now, or lost the option
    that was chosen: the questionnaire was changed while people were answering.
    """
    answers: dict[str, Value] = {}
    unfit: list[str] = []
    for code, raw in given.items():
        question = questionnaire.questions.get(code)
        try:
            value = value_from_json(raw, _type_of(questionnaire, question, code))
        except (KeyError, ValueError):
            unfit.append(code)
            continue
        if question and question.options:
            offered = questionnaire.option_codes[code]
            if not offered.issuperset(value if isinstance(value, tuple) else (str(value),)):
                unfit.append(code)
                continue
        answers[code] = value
    return Kept(answers, tuple(unfit))


def progress_of(row: ResponseRecord, questionnaire: Questionnaire) -> Progress:
    """Return how far the person of this row has come; unfit answers are asked again."""
    kept = read_answers(row, questionnaire)
    return Progress(kept.answers, tuple(row.seen), row.completed, row.shown)


def fill_row(
    row: ResponseRecord, progress: Progress, questionnaire: Questionnaire, about: About
) -> None:
    """Put progress into a row. It is not saved here.

    An answer that an earlier version of the questionnaire took and this one does not know stays
    in the row as it was given, until its page is sent again in this version.
    """
    given = {code: value_to_json(value) for code, value in progress.answers.items()}
    row.answers = _from_earlier_versions(row, progress, questionnaire) | given
    row.seen = list(progress.seen)
    row.completed = progress.completed
    row.version = questionnaire.version
    row.language = about.language
    row.edition = about.edition
    row.channel = about.channel
    row.mode = about.mode
    row.helped = list(about.helped)
    row.helper = about.helper
    row.shown = dict(progress.shown)


def _from_earlier_versions(
    row: ResponseRecord, progress: Progress, questionnaire: Questionnaire
) -> dict[str, object]:
    if row.answers.keys() <= progress.answers.keys():
        return {}
    kept: dict[str, object] = {}
    for code in read_answers(row, questionnaire).unfit:
        # the words beside an option were shown with their question
        shown = progress.shown.get(code) or progress.shown.get(code.removesuffix(OTHER_SUFFIX), "")
        again = bool(shown) and Reading.parse(shown).version == questionnaire.version
        if code not in progress.answers and not again:
            kept[code] = row.answers[code]
    return kept


def response_of(row: ResponseRecord, number: int, answers: Mapping[str, Value]) -> Response:
    """Return a row as a response with this respondent number and these answers."""
    return Response(
        respondent=number,
        completed=row.completed,
        answers=answers,
        seen=tuple(row.seen),
        language=row.language,
        edition=row.edition,
        channel=row.channel,
        version=row.version,
        mode=row.mode,
        helped=tuple(row.helped),
        helper=row.helper,
        shown=row.shown,
    )


def _type_of(
    questionnaire: Questionnaire, question: Question | None, code: str
) -> QuestionType | None:
    """Return the type of an answer; None for the words beside an "other" option.

    Raises ``KeyError`` when no question takes it.
    """
    if question is not None and question.takes_answer:
        return question.type
    whose = questionnaire.questions[code.removesuffix(OTHER_SUFFIX)]
    if question is not None or code not in answer_codes(whose):
        raise KeyError(code)
    return None
