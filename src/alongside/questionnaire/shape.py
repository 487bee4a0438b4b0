"""The shape of study files: JSON Schemas, and their faults in plain words."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any as AnyJson

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from alongside.kernel.problems import Problem
from alongside.questionnaire.suggest import closest
from alongside.questionnaire.yaml_source import Step, YamlSource

SCHEMAS = ("questionnaire", "study", "weights")


@cache
def schema(name: str = "questionnaire") -> Mapping[str, AnyJson]:
    """Return the published JSON Schema (draft 2020-12) of one study file."""
    if name not in SCHEMAS:
        raise ValueError(f"no schema {name!r}; there are {', '.join(SCHEMAS)}")
    text = files("alongside.questionnaire").joinpath("schemas", f"{name}.schema.json")
    loaded: Mapping[str, AnyJson] = json.loads(text.read_text("utf-8"))
    return loaded


def check_shape(source: YamlSource, name: str) -> list[Problem]:
    """Return every place where a file departs from its schema."""
    errors = Draft202012Validator(schema(name)).iter_errors(source.data)
    problems: list[Problem] = []
    for error in sorted(errors, key=lambda item: [str(step) for step in item.absolute_path]):
        for problem in _problems_of(error, source):
            if problem not in problems:
                problems.append(problem)
    return problems


def item_name(data: object, path: Sequence[Step]) -> str:
    """Return the question, option or section a path lies in, for people to find it."""
    names: list[str] = []
    node = data
    kinds = {
        "sections": "section",
        "pages": "question",
        "questions": "question",
        "options": "option",
    }
    trail: list[Step] = []
    for step in path:
        trail.append(step)
        try:
            node = node[step]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(step, int) and len(trail) >= 2 and isinstance(node, dict):
            kind = kinds.get(str(trail[-2]))
            code = node.get("code")
            if kind and isinstance(code, str | int):
                shown = str(code).lower() if isinstance(code, bool) else code
                names.append(f"{kind} {shown}")
    return ", ".join(names[-2:] if names and names[-1].startswith("option") else names[-1:])


def _problems_of(error: ValidationError, source: YamlSource) -> Iterator[Problem]:
    path = list(error.absolute_path)
    item = item_name(source.data, path)
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    place = source.place(path, item)
    found: AnyJson = error.instance
    rule: AnyJson = error.validator_value
    around: AnyJson = error.schema
    match error.validator:
        case "additionalProperties":
            allowed = [*around.get("properties", {})]
            patterns = bool(around.get("patternProperties"))
            for name in sorted(set(found) - set(allowed)):
                if patterns and _fits_a_pattern(name, around["patternProperties"]):
                    continue
                spot = source.place([*path, name], item)
                meant = closest(name, allowed)
                hint = (
                    f"Did you mean “{meant}”?"
                    if meant
                    else f"Known here: {', '.join(allowed) or 'language tags such as en'}."
                )
                if found[name] is None and " " in name:
                    hint = "If these are words with a comma between braces, put them in quotes."
                yield Problem("shape-unknown-key", spot, {"key": name, "hint": hint})
        case "required":
            missing = [name for name in rule if name not in found]
            for name in missing:
                yield Problem("shape-missing-key", place, {"key": name})
        case "enum":
            allowed = [str(value) for value in rule]
            meant = closest(str(found), allowed)
            hint = f"Did you mean “{meant}”? " if meant else ""
            params = {"key": key, "found": found, "hint": hint, "allowed": ", ".join(allowed)}
            yield Problem("shape-not-allowed", place, params)
        case "pattern":
            yield Problem(_pattern_code(key), place, {"key": key, "found": found})
        case "anyOf":
            yield from _any_of(error, source, key)
        case "type" if isinstance(found, bool):
            yield Problem("shape-truth-value", place, {"key": key, "found": str(found).lower()})
        case "type":
            wanted = rule
            names = [wanted] if isinstance(wanted, str) else wanted
            said = " or ".join(_TYPE_WORDS[name] for name in names)
            yield Problem(
                "shape-wrong-type", place, {"key": key, "wanted": said, "found": _shown(found)}
            )
        case _:
            yield Problem("shape-other", place, {"key": key, "reason": error.message[:200]})


def _any_of(error: ValidationError, source: YamlSource, key: str) -> Iterator[Problem]:
    """Explain the branch the author seems to have meant: a mapping is judged as a mapping."""
    inner = [
        child
        for child in error.context or ()
        if not (child.validator == "type" and child.absolute_path == error.absolute_path)
    ]
    if inner:
        for child in inner:
            yield from _problems_of(child, source)
        return
    path = list(error.absolute_path)
    params = {
        "key": key,
        "wanted": "words, or wordings by language",
        "found": _shown(error.instance),
    }
    if key in ("show_if", "not", "all", "any"):
        params["wanted"] = "a condition in words or as a tree"
    if key == "population":
        params["wanted"] = "the name of a column, a number, or a number for each stratum"
    yield Problem("shape-wrong-type", source.place(path, item_name(source.data, path)), params)


_TYPE_WORDS = {
    "string": "words",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a block of keys",
    "null": "nothing",
}


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


def _pattern_code(key: str) -> str:
    if key in ("opens", "closes", "opened", "closed", "earliest", "latest"):
        return "shape-bad-date"
    if key == "languages":
        return "shape-bad-language"
    return "shape-bad-code"


def _fits_a_pattern(name: str, patterns: Mapping[str, object]) -> bool:

    return any(re.search(pattern, name) for pattern in patterns)
