"""The catalogue: every sentence is used, complete, and gets the parameters it names."""

import ast
import re
import string
from pathlib import Path

import pytest

import alongside
from alongside.kernel.messages import load_messages, message

SOURCE = Path(alongside.__file__).parent
CATALOGUE = load_messages("en")
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def fields_of(words: str) -> set[str]:
    """Return the parameters a sentence needs."""
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


class Strings(ast.NodeVisitor):
    """Every string of a module, and the beginnings of those that are put together."""

    def __init__(self) -> None:
        self.whole: set[str] = set()
        self.prefixes: set[str] = set()

    def make(self, code: str) -> bool:
        """Return whether a code stands in the source, or is put together from its strings."""
        return code in self.whole or any(
            prefix.endswith("-") and code.startswith(prefix) and self.make(code[len(prefix) :])
            for prefix in self.prefixes
        )

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.whole.add(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        first = node.values[0] if node.values else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            self.prefixes.add(first.value)
        self.generic_visit(node)


@pytest.fixture(scope="module")
def strings() -> Strings:
    found = Strings()
    for path in SOURCE.rglob("*.py"):
        found.visit(ast.parse(path.read_text("utf-8")))
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.jinja")]:
        found.whole.update(re.findall(r"[\"']([a-z][a-z0-9-]+)[\"']", path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_sentence_is_used(code: str, strings: Strings) -> None:
    assert strings.make(code)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_sentence_is_whole(code: str) -> None:
    assert CODE.fullmatch(code)
    parts = CATALOGUE[code]
    assert parts
    filled = {name: "x" for words in parts.values() for name in fields_of(words)}
    for part, words in parts.items():
        assert words.strip() == words != ""
        assert message(code, part, filled)


def problems_in_code() -> list[tuple[str, str, set[str] | None]]:
    """Return (place, code, parameters) of every Problem made with a literal code.

    Parameters are None when they cannot be read off the function that makes them.
    """
    made = []
    for path in sorted(SOURCE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem"):
                    continue
                if not (node.args and isinstance(node.args[0], ast.Constant)):
                    continue
                given: ast.expr | None = node.args[2] if len(node.args) > 2 else None
                for keyword in node.keywords:
                    if keyword.arg == "params":
                        given = keyword.value
                place = f"{path.relative_to(SOURCE)}:{node.lineno}"
                made.append((place, str(node.args[0].value), parameters_of(given, function)))
    return made


def parameters_of(given: ast.expr | None, function: ast.FunctionDef) -> set[str] | None:
    """Return the keys of a dict, or of everything put into a variable inside the function."""
    if given is None:
        return set()
    if isinstance(given, ast.Dict):
        keys: set[str] = set()
        for key, value in zip(given.keys, given.values, strict=True):
            if key is None:
                inner = parameters_of(value, function)
                if inner is None:
                    return None
                keys |= inner
            elif isinstance(key, ast.Constant):
                keys.add(str(key.value))
        return keys
    if not isinstance(given, ast.Name):
        return None
    names: set[str] = set()
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        for target in targets:
            if isinstance(target, ast.Name) and target.id == given.id:
                if isinstance(value, ast.Dict):
                    names |= parameters_of(value, function) or set()
                elif value is not None:
                    return None
            slot = target.slice if isinstance(target, ast.Subscript) else None
            if isinstance(slot, ast.Constant) and getattr(target.value, "id", "") == given.id:
                names.add(str(slot.value))
    return names or None


PROBLEMS = problems_in_code()


def test_problems_are_found_in_the_code() -> None:
    assert len(PROBLEMS) > 40
    read = [names for _, _, names in PROBLEMS if names is not None]
    assert len(read) > 0.8 * len(PROBLEMS)


@pytest.mark.parametrize(("place", "code", "given"), PROBLEMS, ids=[row[0] for row in PROBLEMS])
def test_a_problem_has_sentence_remedy_and_parameters(
    place: str, code: str, given: set[str] | None
) -> None:
    assert code in CATALOGUE, place
    assert CATALOGUE[code].get("what"), place
    assert CATALOGUE[code].get("remedy"), place
    needed = {name for part in CATALOGUE[code].values() for name in fields_of(part)}
    if given is not None:
        assert needed <= given, place


def test_a_missing_code_is_a_programmers_mistake() -> None:
    with pytest.raises(KeyError):
        message("no-such-code", "what", {})


def test_an_unknown_language_falls_back_to_english() -> None:
    assert "no study" in message("study-missing", "what", {"folder": "x"}, "en")
