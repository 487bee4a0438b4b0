"""Invented answers: for trying a questionnaire out before anyone is asked.

An invented person follows a route (:class:`alongside.questionnaire.Route`) wherever conditions
look at the answers, and answers everything else by chance. Nothing made here is data.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from alongside.collect.answers_checks import LONGEST_TEXT
from alongside.questionnaire import (
    Answers,
    Condition,
    Option,
    Question,
    QuestionType,
    Value,
    holds,
    offered_options,
)
from alongside.questionnaire.model import CHOICE_TYPES, OTHER_SUFFIX, TEXT_TYPES

Item = TypeVar("Item")

BLANK_SHARE = 0.15
"""How often a question that may be left blank is, from 0 to 1."""
EXCLUSIVE_SHARE = 0.2
"""How often an answer that stands alone is chosen where there is one, from 0 to 1."""
MOST_NUMBER = 100
SENTENCES = (
    "It was fine.",
    "Nobody asked me. I would have liked that!",
    "Roedd yn dda iawn, diolch.",
    "كان ذلك جيدًا",
    "Two lines:\none & <two> \"quoted\" 'words'",
    "Zoë’s naïve café 🙂 – 100 %",
    "=1+1",
)
"""Words that forms, files and spreadsheets have trouble with: several scripts, signs, lines."""


def invent_answers(
    question: Question,
    earlier: Answers,
    route: Answers,
    comparisons: Mapping[str, Sequence[Condition]],
    chance: np.random.Generator,
    today: date,
    met: Collection[tuple[str, str]] = (),
) -> dict[str, Value]:
    """Return an answer to one question, own words included; empty when it is left blank.

    Parameters
    ----------
    question
        What is asked; it is taken to be on the person's path.
    earlier
        Answers on the path before it: they decide which options are offered.
    route
        Answers that lead along the route to follow.
    comparisons
        What conditions ask of each answer, by code, see
        :func:`alongside.questionnaire.answer_classes.comparisons_by_question`. Those answers are
        taken from the route, or left blank where the route has none; an option that no
        condition can tell from the route's own serves as well.
    chance
        Where everything else comes from.
    today
        What the bound ``today`` of a date means.
    met
        Options chosen before, as (question, option): others are preferred.
    """
    if not question.takes_answer:
        return {}
    offered = offered_options(question, earlier)
    if question.code in comparisons:
        value = route.get(question.code)
        if isinstance(value, str) and question.type in CHOICE_TYPES:
            alike = _alike(question, value, offered, comparisons[question.code])
            fresh = [code for code in alike if (question.code, code) not in met]
            value = _pick(fresh or alike, chance) if alike else value
    elif not question.required and chance.random() < BLANK_SHARE:
        value = None
    else:
        unmet = [item for item in offered if (question.code, item.code) not in met]
        one_of = question.type in CHOICE_TYPES
        value = _invent(question, (unmet or offered) if one_of else offered, chance, today)
    if value is None:
        return {}
    found = {question.code: value}
    words = _own_words(question, value, route, comparisons, chance)
    return found | ({question.code + OTHER_SUFFIX: words} if words else {})


def _alike(
    question: Question,
    value: str,
    offered: Sequence[Option],
    comparisons: Sequence[Condition],
) -> list[str]:
    """Return the options that every condition judges like the one given."""
    own = {option.code for option in question.options if option.other}

    def judged(code: str) -> tuple[object, ...]:
        return (code in own, *(holds(leaf, {question.code: code}) for leaf in comparisons))

    return [option.code for option in offered if judged(option.code) == judged(value)]


def _own_words(
    question: Question,
    value: Value,
    route: Answers,
    comparisons: Mapping[str, Sequence[Condition]],
    chance: np.random.Generator,
) -> str:
    chosen = value if isinstance(value, tuple) else (value,)
    if not any(option.other and option.code in chosen for option in question.options):
        return ""
    name = question.code + OTHER_SUFFIX
    if name in comparisons:
        return str(route.get(name, ""))
    return _pick(SENTENCES, chance)


def _invent(
    question: Question, offered: Sequence[Option], chance: np.random.Generator, today: date
) -> Value | None:
    if question.type in CHOICE_TYPES:
        return _pick(offered, chance).code if offered else None
    if question.type is QuestionType.ANY_OF:
        return _several(question, offered, chance)
    if question.type in TEXT_TYPES:
        return _words(question, chance)
    if question.type is QuestionType.NUMBER:
        return _number(question, chance)
    return _day(question, chance, today)


def _several(
    question: Question, offered: Sequence[Option], chance: np.random.Generator
) -> Value | None:
    alone = [option for option in offered if option.exclusive]
    together = [option for option in offered if not option.exclusive]
    fewest = max(1, int(question.minimum or 1))
    most = min(len(together), int(question.maximum or len(together)))
    if alone and (most < fewest or chance.random() < EXCLUSIVE_SHARE):
        return (_pick(alone, chance).code,)
    if most < fewest:
        return None
    size = int(chance.integers(fewest, most + 1))
    spots = sorted(int(spot) for spot in chance.choice(len(together), size, replace=False))
    return tuple(together[spot].code for spot in spots)


def _words(question: Question, chance: np.random.Generator) -> str:
    words = _pick(SENTENCES, chance)
    if question.type is QuestionType.SHORT_TEXT:
        words = words.replace("\n", " ")
    if question.minimum is not None:
        while len(words) < question.minimum:
            words = f"{words} {_pick(SENTENCES, chance)}".replace("\n", " ")
    longest = LONGEST_TEXT if question.maximum is None else int(question.maximum)
    # cutting must not leave a space at the end, which would make the words shorter
    return words[: longest - 1] + "." if len(words) > longest else words


def _number(question: Question, chance: np.random.Generator) -> int | float:
    low = 0 if question.minimum is None else question.minimum
    high = max(low, low + MOST_NUMBER if question.maximum is None else question.maximum)
    if question.minimum is None and question.maximum is not None and question.maximum < low:
        low, high = question.maximum - MOST_NUMBER, question.maximum
    step = 10**-question.decimals
    least, greatest = math.ceil(low / step), math.floor(high / step)
    number = int(chance.integers(least, max(least, greatest) + 1)) * step
    return int(number) if question.decimals == 0 else round(number, question.decimals)


def _day(question: Question, chance: np.random.Generator, today: date) -> date:
    def bound(words: str | None, usual: date) -> date:
        if words is None:
            return usual
        return today if words == "today" else date.fromisoformat(words)

    latest = bound(question.latest, max(today, bound(question.earliest, today)))
    earliest = bound(question.earliest, min(latest, today) - timedelta(days=3650))
    days = max(0, (latest - earliest).days)
    return earliest + timedelta(days=int(chance.integers(0, days + 1)))


def _pick(items: Sequence[Item], chance: np.random.Generator) -> Item:
    return items[int(chance.integers(len(items)))]
