"""From the plain values of study files to the model. Shapes are already checked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

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
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.shape import item_name
from alongside.questionnaire.standard_options import scale_options, yes_no_unsure_options
from alongside.questionnaire.study import Disclosure, StudySettings
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
            return Text({self.language: _tidy(str(raw))})
        plain = {tag: _tidy(str(words)) for tag, words in raw.items() if tag != "easy"}
        easy = raw.get("easy")
        if easy is None:
            return Text(plain)
        if isinstance(easy, Mapping):
            return Text(plain, {tag: _tidy(str(words)) for tag, words in easy.items()})
        first = next(iter(plain), self.language)
        return Text(plain, {self.language if self.language in plain else first: _tidy(str(easy))})

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
    raw = _mapping(source.data)
    sections = tuple(
        _section(reader, _mapping(item), ("sections", spot))
        for spot, item in enumerate(_items(raw.get("sections")))
    )
    audiences = tuple(
        Audience(str(_mapping(item)["code"]), reader.text(_mapping(item)["label"]))
        for item in _items(raw.get("audiences"))
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


def parse_settings(source: YamlSource) -> tuple[StudySettings, list[Problem]]:
    """Return the settings of study.yaml and problems such as impossible dates."""
    raw = _mapping(source.data)
    languages = tuple(str(tag) for tag in _items(raw.get("languages"))) or ("en",)
    reader = Reader(source, languages[0])
    fieldwork = _mapping(raw.get("fieldwork") or {})
    disclosure = _mapping(raw.get("disclosure") or {})
    settings = StudySettings(
        title=reader.text(raw.get("title")),
        summary=reader.text(raw.get("summary")),
        asked_by=reader.text(raw.get("asked_by")),
        use=reader.text(raw.get("use")),
        promise=tuple(reader.text(line) for line in _items(raw.get("promise"))),
        contact=reader.text(raw.get("contact")),
        languages=languages,
        opens=_day(reader, raw.get("opens"), ("opens",)),
        closes=_day(reader, raw.get("closes"), ("closes",)),
        status=str(raw.get("status", "open")),
        fieldwork_opened=_day(reader, fieldwork.get("opened"), ("fieldwork", "opened")),
        fieldwork_closed=_day(reader, fieldwork.get("closed"), ("fieldwork", "closed")),
        synthetic=bool(raw.get("synthetic", False)),
        source=_tidy(str(raw.get("source", ""))),
        design=reader.text(raw.get("design")),
        disclosure=Disclosure(
            withhold_below=int(str(disclosure.get("withhold_below", Disclosure().withhold_below))),
            small_base=int(str(disclosure.get("small_base", Disclosure().small_base))),
            reason=_tidy(str(disclosure.get("reason", ""))),
        ),
        lines={str(key): line for key in raw if (line := source.line_of((key,)))},
    )
    return settings, reader.problems


def _section(reader: Reader, raw: Raw, trail: Trail) -> Section:
    pages = tuple(
        _page(reader, _mapping(item), (*trail, "pages", spot))
        for spot, item in enumerate(_items(raw.get("pages")))
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
    about = _mapping(raw["page"])
    questions = tuple(
        _question(reader, _mapping(item), (*trail, "questions", spot))
        for spot, item in enumerate(_items(raw.get("questions")))
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
        _option(reader, _mapping(item), (*trail, "options", spot))
        for spot, item in enumerate(_items(raw.get("options")))
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
        audiences=tuple(str(code) for code in _items(raw.get("audiences"))),
        construct=str(raw.get("construct", "")),
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
        line=reader.source.line_of(trail),
    )


def _day(reader: Reader, raw: object, trail: Trail) -> date | None:
    if raw is None:
        return None
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        place = reader.source.place(trail)
        params = {"key": str(trail[-1]), "found": str(raw)}
        reader.problems.append(Problem("shape-bad-date", place, params))
        return None


def _mapping(raw: object) -> Raw:
    if not isinstance(raw, Mapping):
        raise TypeError("the shape was not checked before parsing")
    return raw


def _items(raw: object) -> Iterable[object]:
    return raw if isinstance(raw, list) else ()


def _number(raw: object) -> float | None:
    return float(raw) if isinstance(raw, int | float) else None


def _optional_word(raw: object) -> str | None:
    return None if raw is None else str(raw)


def _tidy(words: str) -> str:
    """Drop the line end that YAML blocks leave; keep everything inside."""
    return words.strip()
