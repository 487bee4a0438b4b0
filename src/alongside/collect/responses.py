"""Responses as people gave them, and the file they are kept in.

The file is JSON Lines: one response a line, keys sorted, so that the same responses always
make the same bytes. It holds what was said and which pages were seen, and nothing about who,
where or when.
"""

import json
import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire import Questionnaire, QuestionType, Value
from alongside.questionnaire.model import OTHER_SUFFIX

_KEYS = frozenset(
    {"respondent", "completed", "answers", "seen", "language", "edition", "channel", "version"}
)
_WHEN_SAID = frozenset({"mode", "helped", "helper", "shown"})
"""Keys that stand in a line only when there is something to say."""

MODES = ("web", "paper", "phone", "offline")
WAYS_OF_HELPING = ("read-out", "wrote", "answered")
HELPERS = ("family", "support-worker", "researcher", "someone-else")


@dataclass(frozen=True, slots=True)
class Response:
    """One person's answers.

    Parameters
    ----------
    respondent
        Whole number from 1; says nothing about the order of arrival.
    answers
        Every answer given, on the path or not; unanswered questions are absent.
    seen
        Codes of the pages that were shown and sent, in order.
    edition
        Which wording was read: ``standard`` or ``easy``.
    channel
        How the person came to the study; "" when not recorded.
    version
        Version of the questionnaire that was answered last.
    mode
        How the answers came: one of :data:`MODES`.
    helped
        What a supporter did, of :data:`WAYS_OF_HELPING`; empty: nobody helped, or nobody said.
    helper
        Who the supporter was, of :data:`HELPERS`; "" when not said.
    shown
        The exposure record: for each question or information box that was on a page shown to
        the person, the reading it was last shown or answered in
        (:class:`alongside.collect.Reading`). Empty for responses from before it was kept.
    """

    respondent: int
    completed: bool
    answers: Mapping[str, Value] = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    language: str = "en"
    edition: str = "standard"
    channel: str = ""
    version: str = ""
    mode: str = "web"
    helped: tuple[str, ...] = ()
    helper: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)


def response_to_json(response: Response) -> str:
    """Return one line of the file, without its line end."""
    data: dict[str, object] = {
        "respondent": response.respondent,
        "completed": response.completed,
        "answers": {code: value_to_json(value) for code, value in response.answers.items()},
        "seen": list(response.seen),
        "language": response.language,
        "edition": response.edition,
        "channel": response.channel,
        "version": response.version,
    }
    if response.mode != "web":
        data["mode"] = response.mode
    if response.helped:
        data["helped"] = list(response.helped)
    if response.helper:
        data["helper"] = response.helper
    if response.shown:
        data["shown"] = dict(response.shown)
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def value_to_json(value: Value) -> str | list[str] | int | float:
    """Return an answer as JSON holds it: dates as ISO text, several codes as a list."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def value_from_json(raw: object, type_: QuestionType | None) -> Value:
    """Return the answer JSON holds for a question of this type (None: plain words).

    Raises ``ValueError`` when the value cannot be an answer to such a question.
    """
    match type_:
        case QuestionType.ANY_OF:
            if isinstance(raw, list) and raw and all(isinstance(code, str) for code in raw):
                if len(set(raw)) < len(raw):
                    raise ValueError("a code stands twice")
                return tuple(raw)
            raise ValueError("a list of codes is needed")
        case QuestionType.NUMBER:
            if isinstance(raw, int | float) and not isinstance(raw, bool) and _is_finite(raw):
                return raw
            raise ValueError("a number is needed")
        case QuestionType.DATE:
            if isinstance(raw, str):
                try:
                    return date.fromisoformat(raw)
                except ValueError:
                    pass
            raise ValueError("a date like 2023-03-14 is needed")
        case _:
            if isinstance(raw, str) and raw:
                return raw
            raise ValueError("words or a code are needed")


def write_responses(
    path: Path, responses: Iterable[Response], questionnaire: Questionnaire
) -> None:
    """Write responses in the order of their numbers, all or nothing.

    Raises ``ValueError`` when two responses share a number or an answer belongs to no
    question: both are mistakes of the program that made them.
    """
    ordered = sorted(responses, key=lambda response: response.respondent)
    numbers = [response.respondent for response in ordered]
    if len(set(numbers)) != len(numbers):
        raise ValueError("two responses share a respondent number")
    known = _known_codes(questionnaire)
    for response in ordered:
        unknown = sorted(set(response.answers) - known)
        if unknown:
            raise ValueError(f"respondent {response.respondent}: no question {unknown[0]!r}")
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(response_to_json(response) + "\n" for response in ordered)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_responses(path: Path, questionnaire: Questionnaire) -> tuple[Response, ...]:
    """Read a file of responses; every faulty line is named.

    Raises :class:`~alongside.kernel.errors.DataError` when there is no readable file and
    :class:`~alongside.kernel.errors.ProblemsFoundError` when lines cannot be read, an
    answer has the wrong form or an option that does not exist, or a number stands twice.
    """
    path = Path(path)
    name = f"{path.parent.name}/{path.name}"
    try:
        words = path.read_text("utf-8")
    except FileNotFoundError:
        raise DataError(
            "There are no responses yet.",
            where=name,
            remedy="Collect some with “alongside serve”, then run “alongside gather”.",
        ) from None
    except OSError as fault:
        raise DataError(
            f"The file cannot be read: {fault.strerror}.",
            where=name,
            remedy="Check that it is a file and that you may read it.",
        ) from None
    except UnicodeDecodeError:
        raise DataError(
            "The file is not written in UTF-8.", where=name, remedy="Save it again as UTF-8."
        ) from None
    responses: list[Response] = []
    problems: list[Problem] = []
    numbers: dict[int, int] = {}
    # splitlines would also break at the rarer line ends that answers may hold
    for line, text in enumerate(words.split("\n"), start=1):
        if not text.strip():
            continue
        response, found = _read_line(text, Place(name, line), questionnaire)
        problems += found
        if response is None:
            continue
        first = numbers.setdefault(response.respondent, line)
        if first != line:
            params = {"respondent": response.respondent, "first": first}
            problems.append(Problem("response-number-twice", Place(name, line), params))
        responses.append(response)
    if problems:
        raise ProblemsFoundError(
            f"{name} holds {len(problems)} fault(s), so nothing was counted.",
            problems,
            remedy="Mend the lines, or gather the responses again.",
        )
    return tuple(responses)


def _known_codes(questionnaire: Questionnaire) -> set[str]:
    codes: set[str] = set()
    for question in questionnaire.walk():
        if question.takes_answer:
            codes.add(question.code)
        if any(option.other for option in question.options):
            codes.add(question.code + OTHER_SUFFIX)
    return codes


def _read_line(
    text: str, place: Place, questionnaire: Questionnaire
) -> tuple[Response | None, list[Problem]]:
    try:
        raw = json.loads(text, object_pairs_hook=_block, parse_constant=_refuse_constant)
        _refuse_half_characters(text, raw)
    except (ValueError, RecursionError) as fault:  # JSON's own fault is a ValueError
        reason = fault.msg if isinstance(fault, json.JSONDecodeError) else str(fault)
        return None, [Problem("response-not-json", place, {"reason": reason})]
    keys = set(raw) if isinstance(raw, dict) else set()
    if not isinstance(raw, dict) or not _KEYS <= keys <= _KEYS | _WHEN_SAID:
        missing = ", ".join(sorted(_KEYS - keys)) or "none"
        extra = ", ".join(sorted(map(str, keys - _KEYS - _WHEN_SAID))) or "none"
        return None, [Problem("response-keys", place, {"missing": missing, "extra": extra})]
    well_formed = (
        isinstance(raw["respondent"], int)
        and not isinstance(raw["respondent"], bool)
        and raw["respondent"] > 0
        and isinstance(raw["completed"], bool)
        and isinstance(raw["answers"], dict)
        and isinstance(raw["seen"], list)
        and all(isinstance(code, str) for code in raw["seen"])
        and all(isinstance(raw[key], str) for key in ("language", "edition", "channel", "version"))
        and raw.get("mode", "web") in MODES
        and raw.get("helper", "") in ("", *HELPERS)
        and isinstance(helped := raw.get("helped", []), list)
        and all(way in WAYS_OF_HELPING for way in helped)
        and isinstance(shown := raw.get("shown", {}), dict)
        and all(isinstance(reading, str) for reading in shown.values())
    )
    if not well_formed:
        return None, [Problem("response-form", place)]
    answers: dict[str, Value] = {}
    problems: list[Problem] = []
    for code, value in raw["answers"].items():
        wrong = _read_answer(code, value, questionnaire, answers)
        if wrong:
            item = f"respondent {raw['respondent']}, question {code}"
            spot = Place(place.file, place.line, item)
            problems.append(Problem(wrong[0], spot, {"code": code, **wrong[1]}))
    response = Response(
        respondent=raw["respondent"],
        completed=raw["completed"],
        answers=answers,
        seen=tuple(raw["seen"]),
        language=raw["language"],
        edition=raw["edition"],
        channel=raw["channel"],
        version=raw["version"],
        mode=raw.get("mode", "web"),
        helped=tuple(raw.get("helped", ())),
        helper=raw.get("helper", ""),
        shown=raw.get("shown", {}),
    )
    return response, problems


def _block(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return a JSON block; of two entries with one name, neither may be dropped unseen."""
    block = dict(pairs)
    if len(block) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice} stands twice")
    return block


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _refuse_half_characters(text: str, raw: object) -> None:
    """Refuse half of a surrogate pair: JSON can write one alone, no other file can hold it."""
    if "\\ud" not in text.lower():
        return
    try:
        json.dumps(raw, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half a character") from None


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number too large to be counted with
        return False


def _read_answer(
    code: str, raw: object, questionnaire: Questionnaire, answers: dict[str, Value]
) -> tuple[str, dict[str, object]] | None:
    """Put one answer into ``answers``, or return the message code of what is wrong."""
    question = questionnaire.questions.get(code)
    if question is None and code not in _known_codes(questionnaire):
        return "response-unknown-question", {}
    type_ = question.type if question else None
    try:
        value = value_from_json(raw, type_)
    except ValueError as fault:
        return "response-answer-form", {"reason": str(fault), "found": str(raw)[:60]}
    if question is not None and question.options:
        chosen = value if isinstance(value, tuple) else (str(value),)
        for option in chosen:
            if question.option(option) is None:
                known = ", ".join(item.code for item in question.options)
                return "response-unknown-code", {"found": option, "known": known}
    answers[code] = value
    return None
