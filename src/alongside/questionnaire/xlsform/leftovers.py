"""What stands in a workbook and is read by nobody; and what a person should look at."""

import re
from collections.abc import Iterator, Mapping

from alongside.kernel.text import Text
from alongside.questionnaire.model import TEXT_TYPES, Question, Questionnaire
from alongside.questionnaire.xlsform.losses import Loss, Losses
from alongside.questionnaire.xlsform.wording import default_language
from alongside.questionnaire.xlsform.workbook import Workbook, is_true

_KEPT_SETTINGS = frozenset(
    {"form_title", "title", "version", "default_language", "allow_choice_duplicates"}
)
_PERSONAL = re.compile(
    r"(?<![a-z])(first|last|full|sur|fore|family|respondent|your|patient|child) ?names?(?![a-z])"
    r"|^names?$|e-?mail|(tele)?phone|mobile|contact (no|number)|(?<!e-mail )(?<!web )address"
    r"|post ?code|zip ?code|(nhs|passport|identity|id|national insurance) (number|no|card)"
    r"|date of birth|birth ?date|signature|gps",
    re.IGNORECASE,
)
_JOINTS = re.compile(r"(?<=[a-z])(?=[A-Z])|_")


def find_leftovers(book: Workbook, losses: Losses) -> None:
    """Note rows, settings, sheets and cells of a workbook that nothing reads."""
    survey = book.sheets["survey"]
    for number, cells in survey.rows:
        if is_true(cells.get("disabled", "")):
            losses.found.append(Loss(number, cells.get("name", ""), "xlsform-disabled", {}))
    for _, cells in book.sheets["settings"].rows[:1]:
        for key, words in cells.items():
            if key not in _KEPT_SETTINGS:
                losses.add_apart(f"setting {key}", "xlsform-setting", key=key, words=words)
    for name in book.other_sheets:
        losses.add_apart(f"sheet {name}", "xlsform-sheet")
    for cell in book.unworked:
        losses.add_apart(f"cell {cell}", "xlsform-formula")


def find_cautions(
    book: Workbook, questionnaire: Questionnaire, rows: Mapping[str, int]
) -> tuple[Loss, ...]:
    """Return what was kept but needs a person: personal questions, languages.

    ``rows`` says on which row of the survey sheet a question stands.
    """
    cautions = [
        Loss(rows.get(question.code), question.code, "xlsform-personal", {})
        for question in questionnaire.walk()
        if question.type in TEXT_TYPES and _seems_personal(question)
    ]
    first = questionnaire.languages[0]
    if not default_language(book.sheets["survey"], str(book.form.get("default_language") or "")):
        cautions.append(Loss(None, "languages", "xlsform-language-unnamed", {"tag": first}))
    for tag in questionnaire.languages[1:]:
        gaps = [
            question.code
            for question in questionnaire.walk()
            if any(tag not in text.plain for text in _texts(question) if text)
        ]
        if gaps:
            params = {"tag": tag, "n": len(gaps), "codes": ", ".join(gaps)}
            cautions.append(Loss(None, f"language {tag}", "xlsform-untranslated", params))
    return tuple(cautions)


def _seems_personal(question: Question) -> bool:
    words = [said for _, _, said in question.label.wordings()]
    return any(_PERSONAL.search(part) for part in [_JOINTS.sub(" ", question.code), *words])


def _texts(question: Question) -> Iterator[Text]:
    yield question.label
    yield question.hint
    for option in question.options:
        if not all(words.isdigit() for words in option.label.plain.values()):
            yield option.label
