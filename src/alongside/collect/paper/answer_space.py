"""Where an answer is written: boxes to tick, lines, and boxes for single figures."""

from collections.abc import Container, Iterable
from typing import TypeAlias

from alongside.collect.paper.directions import Directions
from alongside.collect.paper.model import PaperItem
from alongside.questionnaire import Picture, Question, QuestionType
from alongside.questionnaire.model import CHOICE_TYPES

Data: TypeAlias = dict[str, object]

SHORT_LINE = 60
"""Characters that fit on one line; a longer short answer gets two."""

LINES_OF_LONG_TEXT = ((300, 3), (1000, 5), (None, 7))
"""Lines to write on, by the most characters the answer may have."""

FIGURES_OF_NUMBER = 6
"""Boxes for a number without a maximum."""


def instruction(item: PaperItem, directions: Directions) -> str:
    """Return the line that says how to answer; "" for an information box."""
    question, say = item.question, directions.saying.words
    match question.type:
        case QuestionType.INFORMATION:
            return ""
        case QuestionType.ANY_OF:
            return _tick_several(question, directions)
        case QuestionType.SHORT_TEXT:
            return say("write-short")
        case QuestionType.LONG_TEXT:
            return say("write-long")
        case QuestionType.NUMBER:
            bounds = {"least": _bound(question.minimum), "most": _bound(question.maximum)}
            known = _bounds_of(question)
            said = say(f"write-number-{known}", **bounds) if known else say("write-number")
            if not question.decimals:
                return said
            return f"{said} {say('write-decimals', count=question.decimals)}"
        case QuestionType.DATE:
            return say("write-date")
        case _:
            return say("tick-one")


def answer_space(item: PaperItem, directions: Directions, there: Container[str] = ()) -> Data:
    """Return what is drawn below a question for its answer.

    ``there`` holds the names of the pictures that can be printed.
    """
    question, say = item.question, directions.saying
    if question.type is QuestionType.SCALE and not item.jumps and _is_plain(item):
        points = [say.study(printed.option.label) for printed in item.options]
        ends = [say.study(question.low_label), say.study(question.high_label)]
        return {"kind": "scale", "points": points, "ends": ends}
    if question.options:
        shape = "circle" if question.type in CHOICE_TYPES else "square"
        return {"kind": "options", "shape": shape, "options": _options(item, directions, there)}
    if question.type is QuestionType.LONG_TEXT:
        return {"kind": "lines", "count": _lines(question.maximum)}
    if question.type is QuestionType.SHORT_TEXT:
        short = question.maximum is not None and question.maximum <= SHORT_LINE
        return {"kind": "lines", "count": 1 if short else 2}
    if question.type is QuestionType.NUMBER:
        return {"kind": "figures", "groups": _number(question), "unit": say.study(question.unit)}
    if question.type is QuestionType.DATE:
        names = (("day", 2), ("month", 2), ("year", 4))
        groups = [{"boxes": count, "label": say.words(name)} for name, count in names]
        return {"kind": "figures", "groups": groups, "unit": ""}
    return {"kind": "none"}


def _options(item: PaperItem, directions: Directions, there: Container[str]) -> list[Data]:
    """Return the options; those that rule out the others are set apart."""
    question, say = item.question, directions.saying
    apart = question.type is QuestionType.ANY_OF
    alone_before = False
    made: list[Data] = []
    for printed in item.options:
        option = printed.option
        alone = apart and option.exclusive
        label = say.study(option.label)
        if question.type is QuestionType.SCALE:
            label = _point(question, option.code, label, directions)
        target = item.jumps.get(option.code)
        made.append(
            {
                "label": label,
                "hint": say.study(option.hint),
                "only": directions.only_option(printed.condition) if printed.condition else "",
                "go": "" if target is None else directions.jump(target),
                "say": say.words("please-say") if option.other else "",
                "or": say.words("or-tick") if alone and not alone_before and made else "",
                "picture": picture_data(option.picture, directions, there),
            }
        )
        alone_before = alone
    return made


def _point(question: Question, code: str, label: str, directions: Directions) -> str:
    """Return a point of a scale, with the words of its end if it is one."""
    say = directions.saying
    ends = {question.options[0].code: question.low_label}
    ends |= {question.options[-1].code: question.high_label}
    end = say.study(ends[code]) if code in ends else ""
    return say.words("scale-end", point=label, words=end) if end else label


def picture_data(
    picture: Picture | None, directions: Directions, there: Container[str]
) -> Data | None:
    """Return a picture to print; None: there is none."""
    if picture is None or picture.file not in there:
        return None
    return {"file": picture.file, "alt": directions.saying.study(picture.alt)}


def _tick_several(question: Question, directions: Directions) -> str:
    say = directions.saying.words
    least, most = int(question.minimum or 0), question.maximum
    if most is None or most >= len(question.options):
        return say("tick-least", least=least) if least > 1 else say("tick-all")
    if least == most:
        return say("tick-exactly", most=int(most))
    if least > 1:
        return say("tick-between", least=least, most=int(most))
    return say("tick-most", most=int(most))


def _bounds_of(question: Question) -> str:
    if question.minimum is None:
        return "" if question.maximum is None else "most"
    return "least" if question.maximum is None else "between"


def _bound(number: float | None) -> str:
    return "" if number is None else f"{number:.10g}"


def _number(question: Question) -> list[Data]:
    """Return groups of boxes: before the decimal point, and after it."""
    ends = [end for end in (question.minimum, question.maximum) if end is not None]
    whole = FIGURES_OF_NUMBER
    if question.maximum is not None:
        whole = max(len(str(int(abs(end)))) + (end < 0) for end in ends)
    groups: list[Data] = [{"boxes": whole, "label": ""}]
    if question.decimals:
        groups.append({"boxes": question.decimals, "label": "", "point": True})
    return groups


def _lines(maximum: float | None) -> int:
    return next(
        count
        for most, count in LINES_OF_LONG_TEXT
        if most is None or (maximum is not None and maximum <= most)
    )


def _is_plain(item: PaperItem) -> bool:
    return not any(printed.condition for printed in item.options)


def printed_pictures(items: Iterable[PaperItem]) -> set[str]:
    """Return the files of all pictures that these items name."""
    found = [item.question.picture for item in items]
    found += [printed.option.picture for item in items for printed in item.options]
    return {picture.file for picture in found if picture is not None}
