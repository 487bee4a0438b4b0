"""From responses to typed columns, with the reason for every gap."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from alongside.collect import Response
from alongside.dataset.cells import Asked, Cell, Told, answer_cell, box_cell
from alongside.dataset.codebook import Category, Codebook, Variable, VariableType
from alongside.dataset.expressions import MASK_BITS
from alongside.dataset.frame import (
    MISSING_SUFFIX,
    MISSING_TYPE,
    RESPONDENT,
    STATUS,
    DataSet,
    Provenance,
)
from alongside.dataset.misfits import find_misfits
from alongside.dataset.reading import reading_cell, reading_variables
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.messages import message
from alongside.kernel.text import Text
from alongside.questionnaire import (
    Question,
    Questionnaire,
    QuestionType,
    Study,
    merge_versions,
)
from alongside.questionnaire.model import OTHER_SUFFIX, SHOWN_SUFFIX
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

    For an information box it says whether it was shown: ``<box>_shown``, yes or no.
    ``versions`` are those the questionnaire was merged from, oldest first; none for one version.

    "Prefer not to say" is a kind of missing, not a category.

    Raises :class:`~alongside.kernel.errors.DataError` when a question has more options than
    a mask has bits (64).
    """
    variables: list[Variable] = []
    since = _first_versions(versions)
    for question in questionnaire.questions.values():
        if not question.takes_answer:
            variables.append(_box_variable(question, since))
            continue
        order = _table_order(question.code, versions)
        variables.append(_variable(question, _names(questionnaire, question), since, order))
        if any(option.other for option in question.options):
            variables.append(
                Variable(
                    code=question.code + OTHER_SUFFIX,
                    type=VariableType.TEXT,
                    label=_about("dataset-word-own", question),
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

    Each response is read by the version of the questionnaire it was given to last; what that
    version did not ask is *not asked*, unless the person had answered it in an earlier one.
    For every information box a variable says whether it was shown
    (:func:`~alongside.dataset.cells.box_cell`), and further ones how the response came about
    (:func:`~alongside.dataset.reading.reading_variables`).

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
    reading = reading_variables(study, responses)
    boxes = {
        code + SHOWN_SUFFIX: code
        for code, item in merged.questions.items()
        if not item.takes_answer
    }
    versions = {
        version.version: Asked(with_every_option(version, merged)) for version in study.versions
    }
    on_page = _ever_on_page(study.versions)
    newest = versions[questionnaire.version]
    cells: dict[str, list[Cell]] = {variable.code: [] for variable in (*codebook, *reading)}
    for response in responses:
        told = Told(response, versions.get(response.version, newest), versions, on_page)
        for variable in codebook:
            box = boxes.get(variable.code)
            cell = box_cell(box, told) if box else answer_cell(variable, told)
            cells[variable.code].append(cell)
        for variable in reading:
            cells[variable.code].append(reading_cell(variable, response))
    codebook = Codebook((*codebook, *reading))
    columns = [
        pl.Series(RESPONDENT, [response.respondent for response in responses], dtype=pl.Int64),
        pl.Series(
            STATUS,
            ["completed" if response.completed else "partial" for response in responses],
            dtype=STATUS_TYPE,
        ),
    ]
    for variable in codebook:
        values, gaps = _split(cells[variable.code])
        columns.append(pl.Series(variable.code, values, dtype=column_type(variable)))
        name = variable.code + MISSING_SUFFIX
        columns.append(pl.Series(name, gaps, dtype=MISSING_TYPE))
    return DataSet(pl.DataFrame(columns), codebook, provenance)


def _split(cells: Sequence[Cell]) -> tuple[list[object | None], list[str | None]]:
    return [value for value, _ in cells], [gap.value if gap else None for _, gap in cells]


def _ever_on_page(versions: Sequence[Questionnaire]) -> dict[str, frozenset[str]]:
    """Return the codes that stood on each page in any version."""
    found: dict[str, set[str]] = defaultdict(set)
    for version in versions:
        for page in version.pages:
            found[page.code].update(question.code for question in page.questions)
    return {page: frozenset(codes) for page, codes in found.items()}


def _about(words: str, question: Question) -> Text:
    """Return a label made from that of a question, in each of its languages."""
    said = question.label.plain or {"en": question.code}
    return Text({tag: message(words, "what", {"question": it}, tag) for tag, it in said.items()})


def _box_variable(box: Question, since: Mapping[tuple[str, str], int]) -> Variable:
    yes_no = [Category(code, _yes_or_no(code, box)) for code in ("yes", "no")]
    return Variable(
        code=box.code + SHOWN_SUFFIX,
        type=VariableType.SINGLE,
        label=_about("dataset-word-shown", box),
        categories=tuple(yes_no),
        audiences=box.audiences,
        since=since.get((box.code, ""), 0),
        paradata=True,
    )


def _yes_or_no(code: str, box: Question) -> Text:
    tags = box.label.plain or {"en": ""}
    return Text({tag: message(f"dataset-word-{code}", "what", {}, tag) for tag in tags})


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


def _table_order(code: str, versions: Sequence[Questionnaire]) -> tuple[str, ...]:
    """Return the options as the newest version has them, then those that have gone."""
    found: dict[str, None] = {}
    for version in reversed(versions):
        if code in version.questions:
            found |= dict.fromkeys(option.code for option in version.questions[code].options)
    return tuple(found) if len(versions) > 1 else ()


def _variable(
    question: Question,
    names: dict[str, Text],
    since: Mapping[tuple[str, str], int],
    order: tuple[str, ...],
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
        order=order,
    )
