"""From the plain values of study.yaml to settings. The shape is already checked."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alongside.kernel.problems import Problem
from alongside.questionnaire.parse import Reader, Trail, items_of, mapping_of, tidy
from alongside.questionnaire.promises import PromiseLine
from alongside.questionnaire.sampling import LoneUnits, Sampling, Selection
from alongside.questionnaire.study import (
    FINISH_WITHIN,
    TIMEZONE,
    Channel,
    Disclosure,
    StudySettings,
)
from alongside.questionnaire.yaml_source import YamlSource


def parse_settings(source: YamlSource) -> tuple[StudySettings, list[Problem]]:
    """Return the settings of study.yaml and problems such as impossible dates."""
    raw = mapping_of(source.data)
    languages = tuple(str(tag) for tag in items_of(raw.get("languages"))) or ("en",)
    reader = Reader(source, languages[0])
    fieldwork = mapping_of(raw.get("fieldwork") or {})
    disclosure = mapping_of(raw.get("disclosure") or {})
    opens = _moment(reader, raw.get("opens"), ("opens",))
    closes = _moment(reader, raw.get("closes"), ("closes",))
    settings = StudySettings(
        title=reader.text(raw.get("title")),
        summary=reader.text(raw.get("summary")),
        asked_by=reader.text(raw.get("asked_by")),
        use=reader.text(raw.get("use")),
        promise=tuple(_promise(reader, line) for line in items_of(raw.get("promise"))),
        contact=reader.text(raw.get("contact")),
        languages=languages,
        opens=opens and opens.date(),
        closes=closes and closes.date(),
        opens_time=_clock(opens, raw.get("opens")),
        closes_time=_clock(closes, raw.get("closes")),
        timezone=_zone(reader, str(raw.get("timezone", TIMEZONE))),
        finish_within=int(str(raw.get("finish_within", FINISH_WITHIN))),
        channels=tuple(_channel(reader, item) for item in items_of(raw.get("channels"))),
        return_codes=bool(raw.get("return_codes", True)),
        supporters=bool(raw.get("supporters", True)),
        paper_return=reader.text(raw.get("paper_return")),
        afterwards=reader.text(raw.get("afterwards")),
        status=str(raw.get("status", "open")),
        fieldwork_opened=_day(reader, fieldwork.get("opened"), ("fieldwork", "opened")),
        fieldwork_closed=_day(reader, fieldwork.get("closed"), ("fieldwork", "closed")),
        synthetic=bool(raw.get("synthetic", False)),
        source=tidy(str(raw.get("source", ""))),
        parquet=_addresses(mapping_of(raw.get("data") or {}).get("parquet")),
        design=reader.text(raw.get("design")),
        sampling=_sampling(mapping_of(raw.get("sampling") or {})),
        disclosure=Disclosure(
            withhold_below=int(str(disclosure.get("withhold_below", Disclosure().withhold_below))),
            small_base=int(str(disclosure.get("small_base", Disclosure().small_base))),
            reason=tidy(str(disclosure.get("reason", ""))),
            round_to=int(str(disclosure.get("round_to", 0))),
            all_alike=str(disclosure.get("all_alike", Disclosure().all_alike)),
            dominance_p=_share(disclosure.get("dominance_p")),
            dominance_n=int(str(given)) if (given := disclosure.get("dominance_n")) else None,
            dominance_k=_share(disclosure.get("dominance_k")),
        ),
        lines={str(key): line for key in raw if (line := source.line_of((key,)))},
    )
    return settings, reader.problems


def _sampling(raw: Mapping[str, object]) -> Sampling | None:
    if not raw:
        return None
    return Sampling(
        people=Selection(str(raw["people"])),
        weight=str(raw.get("weight", "")),
        strata=str(raw.get("strata", "")),
        clusters=str(raw.get("clusters", "")),
        population=_population(raw.get("population")),
        nested=bool(raw.get("nested", False)),
        lone_units=LoneUnits(str(raw.get("lone_units", LoneUnits.REFUSE))),
    )


def _population(given: object) -> str | float | tuple[tuple[str, float], ...] | None:
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, dict):
        return tuple((str(stratum), float(size)) for stratum, size in given.items())
    return float(str(given))


def _addresses(given: object) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(str(each) for each in items_of(given))


def _share(given: object) -> float | None:
    return None if given is None else float(str(given))


def _promise(reader: Reader, raw: object) -> PromiseLine:
    if isinstance(raw, dict) and "keeps" in raw:
        return PromiseLine(str(raw["keeps"]), reader.text(raw.get("words")))
    return PromiseLine(words=reader.text(raw))


def _channel(reader: Reader, raw: object) -> Channel:
    said = mapping_of(raw)
    code = str(said["code"])
    target = said.get("target")
    return Channel(
        code=code,
        label=reader.text(said.get("label")) or reader.text(code),
        short=str(said.get("short", code)),
        target=None if target is None else int(str(target)),
    )


def _zone(reader: Reader, name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        place = reader.source.place(("timezone",))
        reader.problems.append(Problem("settings-unknown-zone", place, {"found": name}))
        return TIMEZONE
    return name


def _day(reader: Reader, raw: object, trail: Trail) -> date | None:
    moment = _moment(reader, raw, trail)
    return moment and moment.date()


def _moment(reader: Reader, raw: object, trail: Trail) -> datetime | None:
    if raw is None:
        return None
    try:
        return datetime.fromisoformat(str(raw))
    except ValueError:
        place = reader.source.place(trail)
        params = {"key": str(trail[-1]), "found": str(raw)}
        reader.problems.append(Problem("shape-bad-date", place, params))
        return None


def _clock(moment: datetime | None, raw: object) -> time | None:
    """Return the time of day, when the author gave one."""
    return moment.time() if moment and "T" in str(raw) else None
