"""The rules of single questions: bounds in order, options that can be chosen, links."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from alongside.kernel.problems import Place, Problem, Severity
from alongside.questionnaire.model import (
    TEXT_TYPES,
    Question,
    Questionnaire,
    QuestionType,
)
from alongside.questionnaire.standard_options import LONGEST_SCALE

OPTION_TYPES = (QuestionType.ONE_OF, QuestionType.ANY_OF)
_BOUNDED = {QuestionType.ANY_OF, QuestionType.NUMBER, QuestionType.SCALE} | TEXT_TYPES


def check_rules(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Yield questions whose rules contradict each other or do nothing."""
    for question in questionnaire.walk():
        place = Place(questionnaire.file, question.line, f"question {question.code}")
        yield from _labels(question, place)
        yield from _options(question, place)
        yield from _bounds(question, place)
        yield from _dates(question, place)
        yield from _idle(question, place)
    yield from _constructs(questionnaire)


def _labels(question: Question, place: Place) -> Iterator[Problem]:
    spots = [(place, question.label)]
    for option in question.options:
        item = f"{place.item}, option {option.code}"
        spots.append((Place(place.file, option.line or place.line, item), option.label))
    for spot, label in spots:
        if not any(words.strip() for words in label.plain.values()):
            yield Problem("label-empty", spot)


def _options(question: Question, place: Place) -> Iterator[Problem]:
    params: dict[str, object]
    if question.type in OPTION_TYPES and not question.options:
        yield Problem("options-missing", place, {"type": question.type.value})
    if question.options and not question.type.value.startswith(("one", "any", "yes", "scale")):
        yield Problem("options-not-used", place, {"type": question.type.value})
    if question.type is QuestionType.ONE_OF and len(question.options) == 1:
        yield Problem("options-only-one", place, severity=Severity.WARNING)
    if question.type is not QuestionType.ANY_OF:
        for option in question.options:
            if option.exclusive:
                params = {"option": option.code}
                yield Problem("exclusive-without-any-of", place, params, Severity.WARNING)
        return
    inclusive = [option for option in question.options if not option.exclusive]
    exclusive = [option for option in question.options if option.exclusive]
    fewest = question.minimum or 0
    if exclusive and fewest > 1:
        params = {"option": exclusive[0].code, "minimum": f"{fewest:g}"}
        yield Problem("exclusive-with-minimum", place, params, Severity.WARNING)
    if question.options and fewest > len(inclusive):
        params = {"minimum": f"{fewest:g}", "n": len(inclusive)}
        yield Problem("minimum-above-options", place, params)
    if question.maximum is not None and inclusive and question.maximum > len(inclusive):
        params = {"maximum": f"{question.maximum:g}", "n": len(inclusive)}
        yield Problem("maximum-above-options", place, params, Severity.WARNING)
    if question.maximum is not None and question.maximum < 1:
        yield Problem("maximum-below-one", place, {"maximum": f"{question.maximum:g}"})


def _bounds(question: Question, place: Place) -> Iterator[Problem]:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        if low > high:
            params = {"minimum": f"{low:g}", "maximum": f"{high:g}"}
            yield Problem("bounds-reversed", place, params)
        elif low == high and question.type in (QuestionType.NUMBER, QuestionType.SCALE):
            yield Problem("bounds-equal", place, {"minimum": f"{low:g}"}, Severity.WARNING)
    whole = question.type in TEXT_TYPES | {QuestionType.ANY_OF, QuestionType.SCALE}
    for name, bound in (("minimum", low), ("maximum", high)):
        if bound is None or question.type not in _BOUNDED:
            continue
        if whole and not float(bound).is_integer():
            yield Problem("bound-not-whole", place, {"key": name, "found": f"{bound:g}"})
        if bound < 0 and question.type in TEXT_TYPES | {QuestionType.ANY_OF}:
            yield Problem("bound-below-zero", place, {"key": name, "found": f"{bound:g}"})
    if question.type is QuestionType.SCALE and low is not None and high is not None:
        points = int(high) - int(low) + 1
        if points > LONGEST_SCALE:
            yield Problem("scale-too-long", place, {"n": points, "most": LONGEST_SCALE})
        if not question.low_label or not question.high_label:
            yield Problem("scale-without-labels", place, severity=Severity.WARNING)


def _dates(question: Question, place: Place) -> Iterator[Problem]:
    days: dict[str, date] = {}
    for name, words in (("earliest", question.earliest), ("latest", question.latest)):
        if words is None or words == "today":
            continue
        try:
            days[name] = date.fromisoformat(words)
        except ValueError:
            yield Problem("shape-bad-date", place, {"key": name, "found": words})
    if len(days) == 2 and days["earliest"] > days["latest"]:
        params = {"minimum": question.earliest, "maximum": question.latest}
        yield Problem("bounds-reversed", place, params)


def _idle(question: Question, place: Place) -> Iterator[Problem]:
    """Name settings that this type of question ignores."""
    idle: list[str] = []
    if (question.minimum, question.maximum) != (None, None) and question.type not in _BOUNDED:
        idle.append("minimum and maximum")
    if (question.earliest, question.latest) != (None, None) and (
        question.type is not QuestionType.DATE
    ):
        idle.append("earliest and latest")
    if question.decimals and question.type is not QuestionType.NUMBER:
        idle.append("decimals")
    if question.display != "radio" and question.type is not QuestionType.ONE_OF:
        idle.append("display")
    if (question.low_label or question.high_label) and question.type is not QuestionType.SCALE:
        idle.append("low_label and high_label")
    if question.type is QuestionType.INFORMATION and question.required:
        idle.append("required")
    for name in idle:
        params = {"key": name, "type": question.type.value}
        yield Problem("setting-not-used", place, params, Severity.WARNING)
    if question.type is QuestionType.INFORMATION and not question.body:
        yield Problem("box-without-body", place, severity=Severity.WARNING)


def _constructs(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Name linked questions that cannot be counted together."""
    linked: dict[str, list[Question]] = defaultdict(list)
    for question in questionnaire.walk():
        if question.construct:
            linked[question.construct].append(question)
    for construct, questions in linked.items():
        first = questions[0]
        for question in questions[1:]:
            place = Place(questionnaire.file, question.line, f"question {question.code}")
            params: dict[str, object] = {"construct": construct, "question": first.code}
            if question.type is not first.type:
                params |= {"type": question.type.value, "other": first.type.value}
                yield Problem("construct-types-differ", place, params)
                continue
            here = {option.code for option in question.options}
            there = {option.code for option in first.options}
            if here != there:
                params["codes"] = ", ".join(sorted(here ^ there))
                yield Problem("construct-codes-differ", place, params, Severity.WARNING)
            shared = set(question.audiences) & set(first.audiences)
            if shared or not (question.audiences and first.audiences):
                who = ", ".join(sorted(shared)) or "everyone"
                params["audience"] = who
                yield Problem("construct-same-audience", place, params, Severity.WARNING)
