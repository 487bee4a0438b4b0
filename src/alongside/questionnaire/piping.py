"""Earlier answers repeated in later words, as in ``You chose {{role}}``."""

import re
from collections.abc import Iterator
from datetime import date, time

from alongside.questionnaire.conditions import Answers, Value
from alongside.questionnaire.model import OTHER_SUFFIX, Question, Questionnaire

_SLOT = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")
_MARKDOWN_SIGN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


def piped_codes(words: str) -> Iterator[str]:
    """Yield the codes of the answers that these words repeat.

    >>> list(piped_codes("You chose {{ service }} and {{role}}."))
    ['service', 'role']
    """
    return (match.group(1) for match in _SLOT.finditer(words))


def fill_text(
    words: str,
    questionnaire: Questionnaire,
    answers: Answers,
    language: str = "en",
    *,
    easy_read: bool = False,
    markdown: bool = False,
) -> str:
    """Return the words with each ``{{code}}`` replaced by that answer's words.

    An option gives its label in this language, or the person's own words when it is an
    "other" option and they wrote some; several options are joined with commas. A date is
    written out in English, Welsh and Arabic and as year-month-day elsewhere. An unanswered or
    unknown question gives nothing: checks name such places before launch.

    ``answers`` must be those on the path (``find_path(...).answers``). Set ``markdown`` when
    the words are Markdown: signs in people's own words are then escaped, so that an answer
    can never become a link or a heading. HTML must still be escaped by whoever prints it.
    """

    def fill(match: re.Match[str]) -> str:
        said = _answer_words(match.group(1), questionnaire, answers, language, easy_read)
        said = " ".join(said.split())
        return _MARKDOWN_SIGN.sub(r"\\\1", said) if markdown else said

    return _SLOT.sub(fill, words)


def month_names(language: str) -> tuple[str, ...]:
    """Return the names of the months, January first; none for a language not known here.

    >>> month_names("cy")[2], month_names("xx")
    ('Mawrth', ())
    """
    return tuple(_MONTHS.get(language.split("-", maxsplit=1)[0], "").split())


def say_date(day: date, language: str = "en") -> str:
    """Return a date as people write it; as year-month-day where the months have no names here.

    >>> say_date(date(2023, 3, 4)), say_date(date(2023, 3, 4), "xx")
    ('4 March 2023', '2023-03-04')
    """
    names = month_names(language)
    return f"{day.day} {names[day.month - 1]} {day.year}" if names else day.isoformat()


def say_moment(day: date, clock: time | None, language: str = "en") -> str:
    """Return a day with its time, on the clock of 24 hours, when there is one.

    >>> say_moment(date(2023, 3, 4), time(17)), say_moment(date(2023, 3, 4), None)
    ('4 March 2023, 17:00', '4 March 2023')
    """
    said = say_date(day, language)
    return f"{said}, {clock:%H:%M}" if clock else said


def _answer_words(
    code: str, questionnaire: Questionnaire, answers: Answers, language: str, easy_read: bool
) -> str:
    value = answers.get(code)
    if value is None:
        return ""
    question = questionnaire.questions.get(code)
    if question is None or not question.options:
        return _plain_words(value, language)
    codes = value if isinstance(value, tuple) else (str(value),)
    own_words = answers.get(code + OTHER_SUFFIX)
    said = [_option_words(question, chosen, own_words, language, easy_read) for chosen in codes]
    return ", ".join(said)


def _option_words(
    question: Question, code: str, own_words: Value | None, language: str, easy_read: bool
) -> str:
    option = question.option(code)
    if option is None:
        return ""
    if option.other and own_words:
        return str(own_words)
    return option.label.say(language, easy_read=easy_read)


def _plain_words(value: Value, language: str) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return say_date(value, language)
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)
