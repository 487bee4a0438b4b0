"""The published schemas: valid themselves, complete, and shipped."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from alongside.questionnaire import QuestionType, schema
from alongside.questionnaire.shape import SCHEMAS

each_schema = pytest.mark.parametrize("name", SCHEMAS)


def parts(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every property of a schema with its path."""
    if isinstance(node, dict):
        for key, value in node.get("properties", {}).items():
            yield f"{path}/{key}", value
        for key, value in node.items():
            yield from parts(value, f"{path}/{key}")
    elif isinstance(node, list):
        for spot, value in enumerate(node):
            yield from parts(value, f"{path}/{spot}")


@each_schema
def test_the_schema_is_a_valid_schema(name: str) -> None:
    found = schema(name)
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["description"]


@each_schema
def test_every_key_is_described_so_that_an_editor_can_help(name: str) -> None:
    described = [
        path
        for path, value in parts(dict(schema(name)))
        if "description" not in value and "$ref" not in value
    ]
    assert described == []


@each_schema
def test_examples_fit_their_own_schema(name: str) -> None:
    whole = dict(schema(name))
    tried = 0
    for path, value in [("", whole), *parts(whole), *whole["$defs"].items()]:
        for example in value.get("examples", ()):
            rule = {key: part for key, part in value.items() if key != "$schema"}
            Draft202012Validator({**rule, "$defs": whole["$defs"]}).validate(example)
            tried += 1
            assert path is not None
    assert tried >= 4


@each_schema
def test_unknown_keys_are_not_let_through(name: str) -> None:
    for path, value in [("", dict(schema(name))), *parts(dict(schema(name)))]:
        if value.get("type") == "object":
            rule = value.get("additionalProperties")  # a rule: keys are codes of the study
            assert rule is False or isinstance(rule, dict), path


def test_types_of_question_are_those_of_the_model() -> None:
    listed = schema()["$defs"]["question"]["properties"]["type"]["enum"]
    assert listed == [kind.value for kind in QuestionType]


def test_no_other_schema() -> None:
    with pytest.raises(ValueError, match="no schema"):
        schema("report")


@each_schema
def test_every_key_is_in_the_guide(name: str) -> None:
    told_in = "weighting.md" if name == "weights" else "questionnaires.md"
    guide = Path(__file__).parents[2] / "docs" / "guides" / told_in
    words = set(re.findall(r"[a-z_]+", guide.read_text("utf-8")))
    keys = {path.rsplit("/", 1)[-1] for path, _ in parts(dict(schema(name)))}
    assert keys - words == set()


def test_every_type_of_question_is_in_the_guide() -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "questionnaires.md"
    words = guide.read_text("utf-8")
    assert [kind for kind in QuestionType if f"`{kind.value}`" not in words] == []
