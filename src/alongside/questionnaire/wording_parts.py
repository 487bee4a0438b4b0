"""Every wording of a study that people read, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass

from alongside.kernel.problems import Place
from alongside.kernel.text import Text
from alongside.questionnaire.model import Option, Question, Questionnaire, QuestionType
from alongside.questionnaire.standard_options import yes_no_unsure_options
from alongside.questionnaire.study import Study, StudySettings

SETTINGS_FILE = "study.yaml"
STANDARD_LANGUAGES = ("en", "cy", "ar")
"""Languages in which the standard answers yes, no and unsure are known."""
PICTURE = "alt of the picture"
"""How the names of pictures' words begin. Pictures are seen in Easy Read only: one wording does."""
TELLING = frozenset({"label", "unit", "low_label", "high_label"})
"""Names of the wordings that decide what is asked; an Easy Read wording may tell less of others."""


@dataclass(frozen=True, slots=True)
class Part:
    """Everything said in one place, by name, so that one problem names all its gaps."""

    place: Place
    texts: tuple[tuple[str, Text], ...]


def wording_parts(study: Study) -> tuple[Part, ...]:
    """Return every wording of a study that respondents see, in the order of its files.

    What only the team reads (notes for interviewers, the reason of the disclosure rule) is not
    among them. The standard yes, no and unsure are left out where they are known in every
    language of the study.
    """
    parts = [*_settings_parts(study.settings)]
    if study.questionnaire is not None:
        parts += _questionnaire_parts(study.questionnaire)
    return tuple(parts)


def has_standard_options(question: Question) -> bool:
    """Return whether nobody wrote this question's answers: the standard yes, no and unsure."""
    standard = question.type is QuestionType.YES_NO_UNSURE
    return standard and question.options == yes_no_unsure_options()


def _settings_parts(settings: StudySettings) -> Iterator[Part]:
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
    named += [("paper_return", settings.paper_return), ("afterwards", settings.afterwards)]
    for name, text in named:
        line = settings.lines.get(name.split(" ", maxsplit=1)[0])
        yield Part(Place(SETTINGS_FILE, line, name), ((name, text),))


def _questionnaire_parts(questionnaire: Questionnaire) -> Iterator[Part]:
    file = questionnaire.file
    for audience in questionnaire.audiences:
        yield Part(Place(file, None, f"audience {audience.code}"), (("label", audience.label),))
    for section in questionnaire.sections:
        place = Place(file, section.line, f"section {section.code}")
        yield Part(place, (("title", section.title),))
        for page in section.pages:
            if page.title:
                place = Place(file, page.line, f"page {page.code}")
                yield Part(place, (("title", page.title),))
            for question in page.questions:
                place = Place(file, question.line, f"question {question.code}")
                texts = _question_texts(question, questionnaire.languages)
                yield Part(place, tuple(texts))


def _question_texts(question: Question, languages: tuple[str, ...]) -> Iterator[tuple[str, Text]]:
    yield "label", question.label
    yield "hint", question.hint
    yield "body", question.body
    yield "definition", question.definition
    yield "unit", question.unit
    yield "low_label", question.low_label
    yield "high_label", question.high_label
    if question.picture is not None:
        yield PICTURE, question.picture.alt
    if has_standard_options(question) and set(languages) <= set(STANDARD_LANGUAGES):
        return
    for option in question.options:
        yield from _option_texts(option, languages, written=not has_standard_options(question))


def _option_texts(
    option: Option, languages: tuple[str, ...], *, written: bool
) -> Iterator[tuple[str, Text]]:
    words = option.label
    if not written:  # the Welsh of a standard answer is no surplus: nobody wrote it
        words = Text({tag: said for tag, said in words.plain.items() if tag in languages})
    yield f"option {option.code}", words or option.label
    if option.hint:
        yield f"hint of option {option.code}", option.hint
    if option.picture is not None:
        yield f"{PICTURE} of option {option.code}", option.picture.alt
