"""A questionnaire as data for a browser that has no connection: nothing left to look up.

The browser works out paths and checks answers by itself with what is in here. Tests hold its
work against :func:`alongside.questionnaire.find_path` and :func:`alongside.collect.parse_answers`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from alongside.collect.answers_checks import LONGEST_TEXT
from alongside.collect.answers_entries import MOST_DIGITS, SHORTEST_NAME
from alongside.collect.responses import HELPERS, WAYS_OF_HELPING
from alongside.kernel.messages import load_messages
from alongside.kernel.text import Text, writing_direction
from alongside.questionnaire import Condition, Option, Page, Question, QuestionType, Section, Study
from alongside.questionnaire.condition_tree import tree_of
from alongside.questionnaire.model import TEXT_TYPES
from alongside.questionnaire.piping import month_names

FORM = 1
"""Form of the bundle and of what the browser sends back; a change that old pages cannot read or
the server cannot take from old pages needs a new number."""

LARGEST_PARCEL = 200_000
"""Signs that a sealed response may have: as much as one person hardly writes."""
STANDARD, EASY = "standard", "easy"
FAULTS = "answer-"
"""Begins the codes of the messages about answers."""

Block = dict[str, object]


def offline_bundle(study: Study, words: Iterable[str] = ()) -> Block:
    """Return everything a browser needs to ask a study's questions, as values for JSON.

    Parameters
    ----------
    study
        A study with a questionnaire; ``ValueError`` without one.
    words
        Codes of further messages that the pages say; those about answers are always there.

    What is as usual (no condition, no bound, standard wording only) is left out.
    """
    questionnaire = study.questionnaire
    if questionnaire is None:
        raise ValueError("a study without a questionnaire cannot be answered")
    settings = study.settings
    languages = settings.languages
    editions = offered_editions(study)
    return {
        "form": FORM,
        "study": study.slug,
        "version": questionnaire.version,
        "title": _text(settings.title),
        "languages": list(languages),
        "directions": {tag: writing_direction(tag) for tag in languages},
        "editions": list(editions),
        "window": {
            "status": settings.status,
            "opens": _seconds(study.first_moment),
            "closes": _seconds(study.last_moment),
        },
        "channels": [{"code": item.code, "short": item.short} for item in settings.channels],
        "supporters": settings.supporters,
        "ways": list(WAYS_OF_HELPING),
        "helpers": list(HELPERS),
        "months": {tag: list(month_names(tag)) for tag in dict.fromkeys(("en", *languages))},
        "limits": {
            "text": LONGEST_TEXT,
            "digits": MOST_DIGITS,
            "month": SHORTEST_NAME,
            "parcel": LARGEST_PARCEL,
        },
        "words": {tag: _words(tag, editions, words) for tag in languages},
        "audienceQuestion": questionnaire.audience_question,
        "audiences": [item.code for item in questionnaire.audiences],
        "sections": [_section(section) for section in questionnaire.sections],
    }


def offered_editions(study: Study) -> tuple[str, ...]:
    """Return the wordings a study has: ``standard``, and ``easy`` if any question has one."""
    questionnaire = study.questionnaire
    easy = questionnaire is not None and any(item.label.easy for item in questionnaire.walk())
    return (STANDARD, EASY) if easy else (STANDARD,)


def _words(language: str, editions: Iterable[str], wanted: Iterable[str]) -> Block:
    """Return what is said in one language, by edition and code; Easy Read only where it differs.

    Where the language has no words yet, the English ones stand.
    """
    english, own = load_messages("en"), load_messages(language)
    wanted = tuple(wanted)
    faults = [code for code in english if code.startswith(FAULTS)]
    standard = {code: (own.get(code) or english[code])["what"] for code in faults}
    standard |= {code: (own.get(code) or english[code])["say"] for code in wanted}
    found: Block = {STANDARD: standard}
    if EASY in editions:
        said = {code: own.get(code) or english[code] for code in wanted}
        found[EASY] = {code: words["easy"] for code, words in said.items() if "easy" in words}
    return found


def _section(section: Section) -> Block:
    return _without_empty(
        code=section.code,
        title=_text(section.title),
        showIf=_tree(section.show_if),
        pages=[_page(page) for page in section.pages],
    )


def _page(page: Page) -> Block:
    return _without_empty(
        code=page.code,
        title=_text(page.title),
        showIf=_tree(page.show_if),
        questions=[_question(question) for question in page.questions],
    )


def _question(question: Question) -> Block:
    how = _said_bound(question.type)
    return _without_empty(
        code=question.code,
        type=question.type.value,
        label=_text(question.label),
        required=question.required,
        options=[_option(option) for option in question.options],
        display=question.display if question.display != "radio" else None,
        minimum=question.minimum,
        maximum=question.maximum,
        minimumSaid=None if question.minimum is None else how(question.minimum),
        maximumSaid=None if question.maximum is None else how(question.maximum),
        decimals=question.decimals,
        unit=_text(question.unit),
        earliest=question.earliest,
        latest=question.latest,
        lowLabel=_text(question.low_label),
        highLabel=_text(question.high_label),
        showIf=_tree(question.show_if),
        audiences=list(question.audiences),
    )


def _option(option: Option) -> Block:
    return _without_empty(
        code=option.code,
        label=_text(option.label),
        exclusive=option.exclusive,
        other=option.other,
        showIf=_tree(option.show_if),
    )


def _said_bound(kind: QuestionType) -> Callable[[float], str]:
    """Return how the checks of answers say a bound of this type of question."""
    form = ",.10g" if kind is QuestionType.NUMBER else ",.0f" if kind in TEXT_TYPES else "g"
    return lambda bound: format(bound, form)


def _text(text: Text) -> Mapping[str, Mapping[str, str]]:
    """Return a text by edition and language; the first language stands in for missing ones."""
    both = {STANDARD: dict(text.plain), EASY: dict(text.easy)}
    return {edition: words for edition, words in both.items() if words}


def _tree(condition: Condition | None) -> Block | None:
    return None if condition is None else tree_of(condition)


def _seconds(moment: datetime | None) -> int | None:
    """Return a moment in seconds since 1970."""
    return None if moment is None else int(moment.timestamp())


def _without_empty(**parts: object) -> Block:
    """Return the parts that say something; a bound of 0 does."""
    bounds = ("minimum", "maximum")
    return {
        name: part for name, part in parts.items() if part or (name in bounds and part is not None)
    }
