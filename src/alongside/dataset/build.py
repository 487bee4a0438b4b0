"""From responses to typed columns, with the reason for every gap."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from alongside.collect import Response
from alongside.dataset.codebook import Category, Codebook, Missing, Variable, VariableType
from alongside.dataset.expressions import MASK_BITS, mask_of
from alongside.dataset.frame import (
    MISSING_SUFFIX,
    MISSING_TYPE,
    RESPONDENT,
    STATUS,
    DataSet,
    Provenance,
)
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.messages import message
from alongside.kernel.problems import Place, Problem
from alongside.kernel.text import Text
from alongside.questionnaire import (
    Path,
    Question,
    Questionnaire,
    QuestionType,
    Study,
    Value,
    find_path,
    merge_versions,
)
from alongside.questionnaire.model import OTHER_SUFFIX
from alongside.questionnaire.versions import with_every_option

STATUS_TYPE = pl.Enum(["completed", "partial"])
_TYPES = {
    QuestionType.ONE_OF: VariableType.SINGLE,
    QuestionType.YES_NO_UNSURE: VariableType.SINGLE,
    QuestionType.SCALE: VariableType.SINGLE,
    QuestionType.ANY_OF: VariableType.MULTI,
    QuestionType.SHORT_TEXT: VariableType.TEXT,
    QuestionType.LONG_TEXT: VariableType.TEXT,
    QuestionType.NUMBER: VariableType.NUMERIC,
    QuestionType.DATE: VariableType.DATE,
}


def column_type(variable: Variable) -> pl.DataType:
    """Return the polars type of a variable's column."""
    match variable.type:
        case VariableType.SINGLE:
            return pl.Enum([category.code for category in variable.categories])
        case VariableType.MULTI:
            return pl.UInt64()
        case VariableType.NUMERIC:
            return pl.Float64()
        case VariableType.TEXT:
            return pl.String()
        case VariableType.DATE:
            return pl.Date()


def build_codebook(
    questionnaire: Questionnaire, versions: Sequence[Questionnaire] = ()
) -> Codebook:
    """Return one variable per question, and one for the words of each "other" option.

    ``versions`` are those the questionnaire was merged from, oldest first; none for one version.

    "Prefer not to say" is a kind of missing, not a category.

    Raises :class:`~alongside.kernel.errors.DataError` when a question has more options than
    a mask has bits (64).
    """
    variables: list[Variable] = []
    since = _first_versions(versions)
    for question in questionnaire.questions.values():
        if not question.takes_answer:
            continue
        variables.append(_variable(question, _names(questionnaire, question), since))
        if any(option.other for option in question.options):
            label = Text(
                {
                    tag: message("dataset-word-own", "what", {"question": words}, tag)
                    for tag, words in question.label.plain.items()
                }
            )
            variables.append(
                Variable(
                    code=question.code + OTHER_SUFFIX,
                    type=VariableType.TEXT,
                    label=label,
                    audiences=question.audiences,
                    since=since.get((question.code, OTHER_SUFFIX), 0),
                )
            )
    return Codebook(tuple(variables))


def build_dataset(study: Study, responses: Sequence[Response], provenance: Provenance) -> DataSet:
    """Return the data set of a questionnaire study.

    Only answers on each person's path count. A question on the path is *skipped* when its
    page was sent without an answer, *broke off* when its page was shown and never sent, and
    *not shown* when it was not shown. Off the path it is *not asked*, except that for
    unfinished responses everything after the last page sent is *not reached*, because nobody
    knows which way they would have gone. Without an exposure record, whatever was not sent is
    *not reached*.

    Each response is read by the version of the questionnaire it was given to; what that version
    did not ask is *not asked*.

    Raises :class:`~alongside.kernel.errors.ProblemsFoundError` naming every answer that has no
    place in the questionnaire, and ``ValueError`` when the study has none.
    """
    questionnaire = study.questionnaire
    if questionnaire is None:
        raise ValueError("an imported study has no responses to build from")
    merged = merge_versions(study.versions)
    problems = [problem for response in responses for problem in find_misfits(merged, response)]
    if problems:
        raise ProblemsFoundError(
            f"{len(problems)} answer(s) do not fit the questionnaire, so nothing was counted.",
            problems,
            remedy="Use the questionnaire that was answered, or mend the answers.",
        )
    codebook = build_codebook(merged, study.versions)
    versions = {
        version.version: _Asked(with_every_option(version, merged)) for version in study.versions
    }
    newest = versions[questionnaire.version]
    values: dict[str, list[object]] = {variable.code: [] for variable in codebook}
    gaps: dict[str, list[str | None]] = {variable.code: [] for variable in codebook}
    for response in responses:
        asked = versions.get(response.version, newest)
        told = _Told(response, find_path(asked.questionnaire, response.answers))
        for variable in codebook:
            stored, gap = _cell(variable, asked, told)
            values[variable.code].append(stored)
            gaps[variable.code].append(gap.value if gap else None)
    columns = [
        pl.Series(RESPONDENT, [response.respondent for response in responses], dtype=pl.Int64),
        pl.Series(
            STATUS,
            ["completed" if response.completed else "partial" for response in responses],
            dtype=STATUS_TYPE,
        ),
    ]
    for variable in codebook:
        columns.append(pl.Series(variable.code, values[variable.code], dtype=column_type(variable)))
        name = variable.code + MISSING_SUFFIX
        columns.append(pl.Series(name, gaps[variable.code], dtype=MISSING_TYPE))
    return DataSet(pl.DataFrame(columns), codebook, provenance)


class _Asked:
    """One version of the questionnaire, with what is looked up for every response to it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.order = {page.code: spot for spot, page in enumerate(questionnaire.pages)}
        self.page_of = {
            question.code: page.code for page in questionnaire.pages for question in page.questions
        }


class _Told:
    """One response, with what is looked up for each of its cells."""

    def __init__(self, response: Response, path: Path) -> None:
        self.response = response
        self.path = path
        self.on_path = frozenset(path.question_codes)
        self.seen = frozenset(response.seen)


def _cell(variable: Variable, asked: _Asked, told: _Told) -> tuple[object | None, Missing | None]:
    """Return what one person's answer is stored as, or why there is none."""
    questions = asked.questionnaire.questions
    source = variable.code
    is_other = source not in questions and source.endswith(OTHER_SUFFIX)
    if is_other:
        source = source.removesuffix(OTHER_SUFFIX)
    question = questions.get(source)
    if question is None:  # asked in another version
        return None, Missing.NOT_ASKED
    stored, gap = _stored(variable, question, told.path)
    if stored is not None or gap is not None:
        return stored, gap
    page = asked.page_of[source]
    if source not in told.on_path:
        last_seen = max(
            (asked.order[code] for code in told.seen if code in asked.order), default=-1
        )
        unknown = not told.response.completed and asked.order[page] > last_seen
        return None, Missing.NOT_REACHED if unknown else Missing.NOT_ASKED
    if page not in told.seen:
        return None, _not_sent(source, told)
    if is_other and not _opened_other(question, told.path):
        return None, Missing.NOT_ASKED
    return None, Missing.SKIPPED


def _not_sent(source: str, told: _Told) -> Missing:
    """Return why a page on the path was not sent: it was shown and left, or never shown."""
    if not told.response.shown:  # no exposure record was kept
        return Missing.NOT_REACHED
    return Missing.BROKE_OFF if source in told.response.shown else Missing.NOT_SHOWN


def find_misfits(questionnaire: Questionnaire, response: Response) -> list[Problem]:
    """Return a problem for every answer whose question or option does not exist.

    Without this look, an answer to an option that was since removed would be taken for an
    answer off the path, and be missing from every table without a word.
    """
    problems = []
    for code, value in response.answers.items():
        question = questionnaire.questions.get(code)
        params: dict[str, object] = {"code": code, "found": str(value)[:60]}
        place = Place(item=f"respondent {response.respondent}, question {code}")
        if question is None:
            owner = questionnaire.questions.get(code.removesuffix(OTHER_SUFFIX))
            if owner is None or not any(option.other for option in owner.options):
                problems.append(Problem("dataset-unknown-question", place, params))
        elif not _fits(question, value):
            problems.append(Problem("dataset-answer-form", place, params))
        elif question.options:
            known = {option.code for option in question.options}
            chosen = value if isinstance(value, tuple) else (str(value),)
            params["known"] = ", ".join(option.code for option in question.options)
            problems += [
                Problem("dataset-unknown-code", place, {**params, "found": option})
                for option in chosen
                if option not in known
            ]
    return problems


def _fits(question: Question, value: Value) -> bool:
    match question.type:
        case QuestionType.ANY_OF:
            return isinstance(value, tuple)
        case QuestionType.NUMBER:
            return isinstance(value, int | float) and math.isfinite(value)
        case QuestionType.DATE:
            return isinstance(value, date)
        case QuestionType.INFORMATION:
            return False
        case _:
            return isinstance(value, str)


def _names(questionnaire: Questionnaire, question: Question) -> dict[str, Text]:
    """Return what categories are called in tables, where that is not how they were asked.

    People choose their audience by "I work in care"; tables call that audience "Staff".
    """
    if question.code != questionnaire.audience_question:
        return {}
    return {audience.code: audience.label for audience in questionnaire.audiences}


def _first_versions(versions: Sequence[Questionnaire]) -> dict[tuple[str, str], int]:
    """Return which version first had each question, option, and box for own words."""
    since: dict[tuple[str, str], int] = {}
    for number, version in enumerate(versions):
        for question in version.questions.values():
            since.setdefault((question.code, ""), number)
            for option in question.options:
                since.setdefault((question.code, f"={option.code}"), number)
                if option.other:
                    since.setdefault((question.code, OTHER_SUFFIX), number)
    return since


def _variable(
    question: Question, names: dict[str, Text], since: Mapping[tuple[str, str], int]
) -> Variable:
    categories = tuple(
        Category(
            option.code,
            names.get(option.code, option.label),
            since.get((question.code, f"={option.code}"), 0),
        )
        for option in question.options
        if not option.declined
    )
    if question.type is QuestionType.ANY_OF and len(categories) > MASK_BITS:
        raise DataError(
            f"{question.code} has {len(categories)} options; {MASK_BITS} is the most.",
            where=f"question {question.code}",
            remedy="Split it into two questions.",
        )
    return Variable(
        code=question.code,
        type=_TYPES[question.type],
        label=question.label,
        categories=categories,
        construct=question.construct,
        audiences=question.audiences,
        identifies=question.identifies,
        since=since.get((question.code, ""), 0),
    )


def _stored(
    variable: Variable, question: Question, path: Path
) -> tuple[object | None, Missing | None]:
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
