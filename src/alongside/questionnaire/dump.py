"""From the model back to study files, so that programs can write what people then edit."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time

from ruamel.yaml import YAML

from alongside.kernel.text import Text
from alongside.questionnaire.condition_text import condition_text
from alongside.questionnaire.model import (
    TEXT_TYPES,
    Option,
    Page,
    Picture,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.promises import PromiseLine
from alongside.questionnaire.sampling import LoneUnits, Sampling
from alongside.questionnaire.standard_options import scale_options, yes_no_unsure_options
from alongside.questionnaire.study import (
    FINISH_WITHIN,
    TIMEZONE,
    Channel,
    Disclosure,
    StudySettings,
)

WIDTH = 100


def dump_questionnaire(questionnaire: Questionnaire) -> str:
    """Return questionnaire.yaml; reading it gives the same questionnaire, lines aside."""
    language = questionnaire.languages[0]
    data: dict[str, object] = {"version": questionnaire.version or "1"}
    if questionnaire.audience_question:
        data["audience_question"] = questionnaire.audience_question
    if questionnaire.audiences:
        data["audiences"] = [
            {"code": audience.code, "label": _text(audience.label, language)}
            for audience in questionnaire.audiences
        ]
    data["sections"] = [_section(section, language) for section in questionnaire.sections]
    return _yaml(data)


def dump_settings(settings: StudySettings) -> str:
    """Return study.yaml; reading it gives the same settings."""
    language = settings.languages[0]
    disclosure = settings.disclosure
    usual = Disclosure()
    data: dict[str, object] = {
        "title": _text(settings.title, language),
        "summary": _text(settings.summary, language),
        "asked_by": _text(settings.asked_by, language),
        "use": _text(settings.use, language),
        "promise": [_promise(line, language) for line in settings.promise],
        "contact": _text(settings.contact, language),
        "languages": list(settings.languages),
        "opens": _moment(settings.opens, settings.opens_time),
        "closes": _moment(settings.closes, settings.closes_time),
        "timezone": None if settings.timezone == TIMEZONE else settings.timezone,
        "finish_within": None
        if settings.finish_within == FINISH_WITHIN
        else settings.finish_within,
        "channels": [_channel(channel, language) for channel in settings.channels],
        "return_codes": None if settings.return_codes else False,
        "supporters": None if settings.supporters else False,
        "paper_return": _text(settings.paper_return, language),
        "afterwards": _text(settings.afterwards, language),
        "status": settings.status,
        "fieldwork": _drop_empty(
            {
                "opened": settings.fieldwork_opened and settings.fieldwork_opened.isoformat(),
                "closed": settings.fieldwork_closed and settings.fieldwork_closed.isoformat(),
            }
        ),
        "synthetic": settings.synthetic or None,
        "source": settings.source,
        "data": _drop_empty({"parquet": list(settings.parquet)}),
        "design": _text(settings.design, language),
        "sampling": None if settings.sampling is None else _sampling(settings.sampling),
        "disclosure": None if disclosure == usual else _disclosure(disclosure),
    }
    return _yaml(_drop_empty(data))


def _sampling(sampling: Sampling) -> dict[str, object]:
    population = sampling.population
    if isinstance(population, tuple):
        sizes: object = {stratum: _whole(size) for stratum, size in population}
    else:
        sizes = _whole(population) if isinstance(population, float) else population
    lone = sampling.lone_units
    return _drop_empty(
        {
            "people": sampling.people.value,
            "weight": sampling.weight,
            "strata": sampling.strata,
            "clusters": sampling.clusters,
            "population": sizes,
            "nested": sampling.nested or None,
            "lone_units": None if lone is LoneUnits.REFUSE else lone.value,
        }
    )


def _whole(size: float) -> float:
    return int(size) if size == int(size) else size


def _disclosure(rule: Disclosure) -> dict[str, object]:
    usual = asdict(Disclosure())
    always = ("withhold_below", "small_base", "reason")
    return {
        name: value
        for name, value in asdict(rule).items()
        if name in always or value != usual[name]
    }


def _promise(line: PromiseLine, language: str) -> object:
    if not line.keeps:
        return _text(line.words, language)
    return _drop_empty({"keeps": line.keeps, "words": _text(line.words, language)})


def _channel(channel: Channel, language: str) -> dict[str, object]:
    return _drop_empty(
        {
            "code": channel.code,
            "label": _text(channel.label, language),
            "short": None if channel.short == channel.code else channel.short,
            "target": channel.target,
        }
    )


def _moment(day: date | None, clock: time | None) -> str | None:
    if day is None:
        return None
    return day.isoformat() + (f"T{clock:%H:%M}" if clock else "")


def _section(section: Section, language: str) -> dict[str, object]:
    return _drop_empty(
        {
            "code": section.code,
            "title": _text(section.title, language),
            "show_if": condition_text(section.show_if) if section.show_if else None,
            "pages": [_page(page, language) for page in section.pages],
        }
    )


def _page(page: Page, language: str) -> dict[str, object]:
    alone = len(page.questions) == 1 and page.questions[0].code == page.code
    if alone and page.show_if is None and not page.title:
        return _question(page.questions[0], language)
    return _drop_empty(
        {
            "page": _drop_empty({"code": page.code, "title": _text(page.title, language)}),
            "show_if": condition_text(page.show_if) if page.show_if else None,
            "questions": [_question(question, language) for question in page.questions],
        }
    )


def _question(question: Question, language: str) -> dict[str, object]:
    usually_required = question.type not in TEXT_TYPES | {QuestionType.INFORMATION}
    required = None if question.required == usually_required else question.required
    return _drop_empty(
        {
            "code": question.code,
            "type": question.type.value,
            "label": _text(question.label, language),
            "hint": _text(question.hint, language),
            "body": _text(question.body, language),
            "definition": _text(question.definition, language),
            "picture": _picture(question.picture, language),
            "interviewer": _text(question.interviewer, language),
            "identifies": question.identifies or None,
            "audiences": list(question.audiences),
            "construct": question.construct,
            "options": _options(question, language),
            "display": None if question.display == "radio" else question.display,
            "required": required,
            "minimum": _number(question.minimum),
            "maximum": _number(question.maximum),
            "decimals": question.decimals or None,
            "unit": _text(question.unit, language),
            "earliest": question.earliest,
            "latest": question.latest,
            "low_label": _text(question.low_label, language),
            "high_label": _text(question.high_label, language),
            "show_if": condition_text(question.show_if) if question.show_if else None,
        }
    )


def _options(question: Question, language: str) -> list[dict[str, object]] | None:
    if question.type is QuestionType.YES_NO_UNSURE and question.options == yes_no_unsure_options():
        return None
    if question.type is QuestionType.SCALE and question.minimum is not None:
        usual = scale_options(question.minimum, question.maximum or question.minimum)
        if question.options == usual:
            return None
    return [_option(option, language) for option in question.options]


def _option(option: Option, language: str) -> dict[str, object]:
    return _drop_empty(
        {
            "code": option.code,
            "label": _text(option.label, language),
            "hint": _text(option.hint, language),
            "exclusive": option.exclusive or None,
            "other": option.other or None,
            "declined": option.declined or None,
            "show_if": condition_text(option.show_if) if option.show_if else None,
            "picture": _picture(option.picture, language),
        }
    )


def _picture(picture: Picture | None, language: str) -> object:
    if picture is None:
        return None
    if not picture.alt:
        return picture.file
    return {"file": picture.file, "alt": _text(picture.alt, language)}


def _text(text: Text, language: str) -> object:
    if not text.plain and not text.easy:
        return None
    if set(text.plain) == {language} and not text.easy:
        return text.plain[language]
    words: dict[str, object] = dict(text.plain)
    if text.easy:
        words["easy"] = dict(text.easy)
    return words


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _drop_empty(data: Mapping[str, object]) -> dict[str, object]:
    """Leave out what was not said; an empty wording of a label stays, it must be seen."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _yaml(data: Mapping[str, object]) -> str:
    writer = YAML(typ="rt")
    writer.width = WIDTH
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(dict(data), out)
    return out.getvalue()
