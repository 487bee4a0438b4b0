"""Languages and Easy Read: what is missing, and what nobody will ever see."""

from collections.abc import Iterator

from alongside.kernel.problems import Place, Problem, Severity
from alongside.kernel.text import Text
from alongside.questionnaire.model import Questionnaire
from alongside.questionnaire.study import Study
from alongside.questionnaire.wording_parts import (
    PICTURE,
    SETTINGS_FILE,
    Part,
    has_standard_options,
    wording_parts,
)


def check_translations(study: Study) -> Iterator[Problem]:
    """Yield missing and surplus languages, and Easy Read given in some places only.

    Every wording that respondents see counts. Numbers need no translation. The standard
    yes, no and unsure come in English and Welsh.
    """
    languages = study.settings.languages
    parts = wording_parts(study)
    if study.questionnaire is not None:
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


def _surplus(part: Part, languages: tuple[str, ...]) -> Iterator[Problem]:
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


def _easy_read(parts: tuple[Part, ...], languages: tuple[str, ...]) -> Iterator[Problem]:
    """Easy Read in some places only leaves its readers alone in the others."""
    for language in languages:
        offered = any(language in text.easy for part in parts for _, text in part.texts)
        if not offered:
            continue
        settings_gaps: list[tuple[str, Place]] = []
        for part in parts:
            gaps = [
                name
                for name, text in part.texts
                if _lacks_easy(text, language) and not name.startswith(PICTURE)
            ]
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
        if has_standard_options(question):
            place = Place(questionnaire.file, question.line, f"question {question.code}")
            yield Problem("welsh-yes-no", place, severity=Severity.ADVICE)
