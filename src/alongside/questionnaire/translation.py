"""Languages and Easy Read: what is missing, and what nobody will ever see."""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.kernel.problems import Place, Problem, Severity
from alongside.kernel.text import Text
from alongside.questionnaire.model import Question, Questionnaire, QuestionType
from alongside.questionnaire.standard_options import yes_no_unsure_options
from alongside.questionnaire.study import Study, StudySettings

SETTINGS_FILE = "study.yaml"
STANDARD_LANGUAGES = ("en", "cy", "ar")
"""Languages in which the standard answers yes, no and unsure are known."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Everything said in one place, by name, so that one problem names all its gaps."""

    place: Place
    texts: tuple[tuple[str, Text], ...]


def check_translations(study: Study) -> Iterator[Problem]:
    """Yield missing and surplus languages, and Easy Read given in some places only.

    Every wording that respondents see counts. Numbers need no translation. The standard
    yes, no and unsure come in English and Welsh.
    """
    languages = study.settings.languages
    parts = [*_settings_parts(study.settings)]
    if study.questionnaire is not None:
        parts += _questionnaire_parts(study.questionnaire)
        yield from _welsh_answers(study.questionnaire)
    for part in parts:
        for language in languages:
            gaps = [name for name, text in part.texts if _lacks(text, language)]
            if gaps:
                params = {"language": language, "parts": ", ".join(gaps)}
                yield Problem("translation-missing", part.place, params, Severity.WARNING)
        yield from _surplus(part, languages)
    yield from _easy_read(parts, languages)


def _lacks(text: Text, language: str) -> bool:
    if not any(words.strip() for words in text.plain.values()) or _is_number(text):
        return False
    return not text.plain.get(language, "").strip()


def _is_number(text: Text) -> bool:
    return all(words.strip().isdigit() for words in text.plain.values())


def _surplus(part: _Part, languages: tuple[str, ...]) -> Iterator[Problem]:
    extra: dict[str, list[str]] = {}
    for name, text in part.texts:
        for language, _, _ in text.wordings():
            if language not in languages:
                extra.setdefault(language, []).append(name)
    for language, names in extra.items():
        params = {
            "language": language,
            "parts": ", ".join(dict.fromkeys(names)),
            "known": ", ".join(languages),
        }
        yield Problem("translation-surplus", part.place, params, Severity.WARNING)


def _easy_read(parts: list[_Part], languages: tuple[str, ...]) -> Iterator[Problem]:
    """Easy Read in some places only leaves its readers alone in the others."""
    for language in languages:
        offered = any(language in text.easy for part in parts for _, text in part.texts)
        if not offered:
            continue
        settings_gaps: list[tuple[str, Place]] = []
        for part in parts:
            gaps = [name for name, text in part.texts if _lacks_easy(text, language)]
            if part.place.file == SETTINGS_FILE:
                settings_gaps += [(name, part.place) for name in gaps]
            elif gaps:
                params = {"language": language, "parts": ", ".join(gaps)}
                yield Problem("easy-read-missing", part.place, params, Severity.WARNING)
        if settings_gaps:  # one problem for the whole of study.yaml
            names = ", ".join(name for name, _ in settings_gaps)
            place = Place(SETTINGS_FILE, settings_gaps[0][1].line, settings_gaps[0][0])
            params = {"language": language, "parts": names}
            yield Problem("easy-read-missing", place, params, Severity.WARNING)


def _lacks_easy(text: Text, language: str) -> bool:
    return bool(text) and not text.easy.get(language, "").strip() and not _is_number(text)


def _welsh_answers(questionnaire: Questionnaire) -> Iterator[Problem]:
    if "cy" not in questionnaire.languages:
        return
    for question in questionnaire.walk():
        if _has_standard_options(question):
            place = Place(questionnaire.file, question.line, f"question {question.code}")
            yield Problem("welsh-yes-no", place, severity=Severity.ADVICE)


def _settings_parts(settings: StudySettings) -> Iterator[_Part]:
    named = [
        ("title", settings.title),
        ("summary", settings.summary),
        ("asked_by", settings.asked_by),
        ("use", settings.use),
        ("contact", settings.contact),
    ]
    named += [
        (f"promise {spot + 1}", line.words)
        for spot, line in enumerate(settings.promise)
        if line.words
    ]
    named += [(f"channels {channel.code}", channel.label) for channel in settings.channels]
    named.append(("afterwards", settings.afterwards))
    for name, text in named:
        line = settings.lines.get(name.split(" ", maxsplit=1)[0])
        yield _Part(Place(SETTINGS_FILE, line, name), ((name, text),))


def _questionnaire_parts(questionnaire: Questionnaire) -> Iterator[_Part]:
    file = questionnaire.file
    for section in questionnaire.sections:
        place = Place(file, section.line, f"section {section.code}")
        yield _Part(place, (("title", section.title),))
        for page in section.pages:
            if page.title:
                place = Place(file, page.line, f"page {page.code}")
                yield _Part(place, (("title", page.title),))
            for question in page.questions:
                place = Place(file, question.line, f"question {question.code}")
                texts = _question_texts(question, questionnaire.languages)
                yield _Part(place, tuple(texts))


def _question_texts(question: Question, languages: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
    yield "label", question.label
    yield "hint", question.hint
    yield "body", question.body
    yield "definition", question.definition
    yield "unit", question.unit
    yield "low_label", question.low_label
    yield "high_label", question.high_label
    if _has_standard_options(question) and set(languages) <= set(STANDARD_LANGUAGES):
        return
    for option in question.options:
        words = option.label
        if _has_standard_options(question):  # their Welsh is no surplus: nobody wrote it
            words = Text({tag: said for tag, said in words.plain.items() if tag in languages})
        yield f"option {option.code}", words or option.label
        if option.hint:
            yield f"hint of option {option.code}", option.hint


def _has_standard_options(question: Question) -> bool:
    standard = question.type is QuestionType.YES_NO_UNSURE
    return standard and question.options == yes_no_unsure_options()
