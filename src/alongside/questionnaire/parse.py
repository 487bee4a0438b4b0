"""From the plain values of study files to the model. Shapes are already checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from alongside.kernel.errors import ExpressionError
from alongside.kernel.problems import Problem
from alongside.kernel.text import Text
from alongside.questionnaire.condition_text import parse_condition
from alongside.questionnaire.condition_tree import parse_tree
from alongside.questionnaire.conditions import Condition
from alongside.questionnaire.model import (
    TEXT_TYPES,
    Audience,
    Option,
    Page,
    Picture,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.shape import item_name
from alongside.questionnaire.standard_options import scale_options, yes_no_unsure_options
from alongside.questionnaire.yaml_source import Step, YamlSource

Raw = Mapping[str, "object"]
Trail = tuple[Step, ...]


@dataclass
class Reader:
    """Walks one file, collecting problems; the first language gives plain strings a home."""

    source: YamlSource
    language: str
    problems: list[Problem] = field(default_factory=list)

    def text(self, raw: object) -> Text:
        """Return wording from a string or a mapping of languages; nothing gives no words."""
        if raw is None:
            return Text()
        if not isinstance(raw, Mapping):
            return Text({self.language: tidy(str(raw))})
        plain = {tag: tidy(str(words)) for tag, words in raw.items() if tag != "easy"}
        easy = raw.get("easy")
        if easy is None:
            return Text(plain)
        if isinstance(easy, Mapping):
            return Text(plain, {tag: tidy(str(words)) for tag, words in easy.items()})
        first = next(iter(plain), self.language)
        return Text(plain, {self.language if self.language in plain else first: tidy(str(easy))})

    def condition(self, raw: object, trail: Trail) -> Condition | None:
        """Return the condition, or None with a problem when it cannot be read."""
        if raw is None:
            return None
        place = self.source.place(trail, item_name(self.source.data, trail))
        try:
            return parse_condition(raw) if isinstance(raw, str) else parse_tree(raw)
        except ExpressionError as fault:
            params = {"reason": fault.what, "remedy": fault.remedy}
            self.problems.append(Problem("condition-unreadable", place, params))
            return None


def parse_questionnaire(
    source: YamlSource, languages: tuple[str, ...], title: Text
) -> tuple[Questionnaire, list[Problem]]:
    """Return the questionnaire and the problems of its conditions."""
    reader = Reader(source, languages[0])
    raw = mapping_of(source.data)
    sections = tuple(
        _section(reader, mapping_of(item), ("sections", spot))
        for spot, item in enumerate(items_of(raw.get("sections")))
    )
    audiences = tuple(
        Audience(str(mapping_of(item)["code"]), reader.text(mapping_of(item)["label"]))
        for item in items_of(raw.get("audiences"))
    )
    made = Questionnaire(
        title=title,
        sections=sections,
        languages=languages,
        audiences=audiences,
        audience_question=str(raw.get("audience_question", "")),
        version=str(raw.get("version", "")),
        file=source.file,
    )
    return made, reader.problems


def _section(reader: Reader, raw: Raw, trail: Trail) -> Section:
    pages = tuple(
        _page(reader, mapping_of(item), (*trail, "pages", spot))
        for spot, item in enumerate(items_of(raw.get("pages")))
    )
    return Section(
        code=str(raw["code"]),
        title=reader.text(raw.get("title")),
        pages=pages,
        show_if=reader.condition(raw.get("show_if"), (*trail, "show_if")),
        line=reader.source.line_of(trail),
    )


def _page(reader: Reader, raw: Raw, trail: Trail) -> Page:
    if "page" not in raw:
        question = _question(reader, raw, trail)
        return Page(question.code, (question,), line=question.line)
    about = mapping_of(raw["page"])
    questions = tuple(
        _question(reader, mapping_of(item), (*trail, "questions", spot))
        for spot, item in enumerate(items_of(raw.get("questions")))
    )
    return Page(
        code=str(about["code"]),
        questions=questions,
        title=reader.text(about.get("title")),
        show_if=reader.condition(raw.get("show_if"), (*trail, "show_if")),
        line=reader.source.line_of(trail),
    )


def _question(reader: Reader, raw: Raw, trail: Trail) -> Question:
    kind = QuestionType(str(raw["type"]))
    options = tuple(
        _option(reader, mapping_of(item), (*trail, "options", spot))
        for spot, item in enumerate(items_of(raw.get("options")))
    )
    minimum, maximum = _number(raw.get("minimum")), _number(raw.get("maximum"))
    if not options and kind is QuestionType.YES_NO_UNSURE:
        options = yes_no_unsure_options()
    if not options and kind is QuestionType.SCALE:
        minimum = 1.0 if minimum is None else minimum
        maximum = 5.0 if maximum is None else maximum
        options = scale_options(minimum, maximum)
    optional = TEXT_TYPES | {QuestionType.INFORMATION}
    return Question(
        code=str(raw["code"]),
        type=kind,
        label=reader.text(raw.get("label")),
        hint=reader.text(raw.get("hint")),
        body=reader.text(raw.get("body")),
        options=options,
        display=str(raw.get("display", "radio")),
        required=bool(raw.get("required", kind not in optional)),
        minimum=minimum,
        maximum=maximum,
        decimals=int(str(raw.get("decimals", 0))),
        unit=reader.text(raw.get("unit")),
        earliest=_optional_word(raw.get("earliest")),
        latest=_optional_word(raw.get("latest")),
        low_label=reader.text(raw.get("low_label")),
        high_label=reader.text(raw.get("high_label")),
        show_if=reader.condition(raw.get("show_if"), (*trail, "show_if")),
        audiences=tuple(str(code) for code in items_of(raw.get("audiences"))),
        construct=str(raw.get("construct", "")),
        definition=reader.text(raw.get("definition")),
        picture=_picture(reader, raw.get("picture")),
        interviewer=reader.text(raw.get("interviewer")),
        identifies=bool(raw.get("identifies", False)),
        line=reader.source.line_of(trail),
    )


def _option(reader: Reader, raw: Raw, trail: Trail) -> Option:
    return Option(
        code=str(raw["code"]),
        label=reader.text(raw.get("label")),
        hint=reader.text(raw.get("hint")),
        exclusive=bool(raw.get("exclusive", False)),
        other=bool(raw.get("other", False)),
        declined=bool(raw.get("declined", False)),
        show_if=reader.condition(raw.get("show_if"), (*trail, "show_if")),
        picture=_picture(reader, raw.get("picture")),
        line=reader.source.line_of(trail),
    )


def _picture(reader: Reader, raw: object) -> Picture | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        return Picture(raw)
    return Picture(str(mapping_of(raw)["file"]), reader.text(mapping_of(raw).get("alt")))


def mapping_of(raw: object) -> Raw:
    """Return a block of keys; its shape was checked before."""
    if not isinstance(raw, Mapping):
        raise TypeError("the shape was not checked before parsing")
    return raw


def items_of(raw: object) -> Iterable[object]:
    """Return the items of a list; none when there is no list."""
    return raw if isinstance(raw, list) else ()


def _number(raw: object) -> float | None:
    return float(raw) if isinstance(raw, int | float) else None


def _optional_word(raw: object) -> str | None:
    return None if raw is None else str(raw)


def tidy(words: str) -> str:
    """Drop the line end that YAML blocks leave; keep everything inside."""
    return words.strip()
