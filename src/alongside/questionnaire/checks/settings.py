"""The settings of a study: dates in order, promises made, thresholds explained."""

from collections.abc import Iterator

from alongside.kernel.problems import Place, Problem, Severity
from alongside.questionnaire.sampling import LoneUnits, Selection
from alongside.questionnaire.study import WITHHOLD_BELOW, Study
from alongside.questionnaire.wording_parts import SETTINGS_FILE

TOLD_TO_RESPONDENTS = ("summary", "asked_by", "use", "promise", "contact")
"""What people have a right to know before they agree to answer."""


def check_settings(study: Study) -> Iterator[Problem]:
    """Yield settings that contradict each other or leave people in the dark."""
    settings = study.settings

    def place(key: str) -> Place:
        return Place(SETTINGS_FILE, settings.lines.get(key), key)

    first, last = study.first_moment, study.last_moment
    if first and last and first >= last:
        params: dict[str, object] = {"opens": settings.opens, "closes": settings.closes}
        yield Problem("dates-reversed", place("closes"), params)
    opened, closed = settings.fieldwork_opened, settings.fieldwork_closed
    if opened and closed and opened > closed:
        params = {"opens": opened, "closes": closed}
        yield Problem("dates-reversed", place("fieldwork"), params)
    yield from _channels(study, place("channels"))
    disclosure = settings.disclosure
    if disclosure.withhold_below < WITHHOLD_BELOW and not disclosure.reason:
        params = {"found": disclosure.withhold_below, "usual": WITHHOLD_BELOW}
        yield Problem("disclosure-without-reason", place("disclosure"), params)
    if disclosure.small_base < disclosure.withhold_below:
        params = {"small": disclosure.small_base, "withhold": disclosure.withhold_below}
        yield Problem("disclosure-small-base", place("disclosure"), params, Severity.WARNING)
    if (disclosure.dominance_n is None) != (disclosure.dominance_k is None):
        lone = "dominance_k" if disclosure.dominance_n is None else "dominance_n"
        yield Problem("disclosure-dominance-half", place("disclosure"), {"missing": lone})
    if disclosure.round_to and disclosure.withhold_below <= 1:
        yield Problem("disclosure-rounds-nothing", place("disclosure"), {}, Severity.WARNING)
    yield from _sampling(study, place("sampling"))
    if study.questionnaire is None:
        return
    for key in TOLD_TO_RESPONDENTS:
        if not getattr(settings, key):
            yield Problem(
                "not-told", Place(SETTINGS_FILE, None, key), {"key": key}, Severity.WARNING
            )


def _sampling(study: Study, place: Place) -> Iterator[Problem]:
    """Yield what contradicts itself in what the study says of its sample."""
    sampling = study.settings.sampling
    if sampling is None:
        if study.settings.design:
            yield Problem("sampling-not-said", place, {}, Severity.ADVICE)
        return
    sizes = sampling.population
    if sampling.people is Selection.SELF_SELECTED and sizes is not None:
        yield Problem("sampling-population-self-selected", place)
    if sampling.people is Selection.EVERYONE and sampling.clusters:
        yield Problem("sampling-everyone-clusters", place, {}, Severity.WARNING)
    if isinstance(sizes, float) and sampling.strata:
        yield Problem("sampling-one-size", place, {"strata": sampling.strata})
    if isinstance(sizes, tuple) and not sampling.strata:
        yield Problem("sampling-sizes-without-strata", place)
    columns = [*sampling.columns, *([sampling.weight] if sampling.weight else [])]
    for twice in sorted({name for name in columns if columns.count(name) > 1}):
        yield Problem("sampling-column-twice", place, {"found": twice})
    if sampling.nested and not (sampling.strata and sampling.clusters):
        yield Problem("sampling-nested-nothing", place, {}, Severity.WARNING)
    if sampling.lone_units is not LoneUnits.REFUSE and not sampling.strata:
        yield Problem("sampling-lone-nothing", place, {}, Severity.WARNING)


def _channels(study: Study, place: Place) -> Iterator[Problem]:
    """Yield channels that could not be told apart."""
    for name in ("code", "short"):
        found = [getattr(channel, name) for channel in study.settings.channels]
        for twice in sorted({word for word in found if found.count(word) > 1}):
            yield Problem("channel-twice", place, {"key": name, "found": twice})
