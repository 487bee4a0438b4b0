"""YAML with line numbers: the text an author wrote, and where each part of it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode

from alongside.kernel.problems import Place, Problem

Step = str | int
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,14}")
MOST_PARTS = 200_000
"""Values in one file, repeats through anchors included; a real one has a few thousand."""


@dataclass(frozen=True)
class YamlSource:
    """A parsed file. ``data`` is plain Python; ``lines`` maps paths to line numbers from 1."""

    file: str
    data: object
    lines: Mapping[tuple[Step, ...], int]

    def line_of(self, path: Sequence[Step]) -> int | None:
        """Return the line of a part, or of the nearest part around it."""
        steps = tuple(path)
        while steps:
            if steps in self.lines:
                return self.lines[steps]
            steps = steps[:-1]
        return self.lines.get(())

    def place(self, path: Sequence[Step], item: str = "") -> Place:
        """Return the place of a part, for a problem."""
        return Place(self.file, self.line_of(path), item)


class _CarefulConstructor(RoundTripConstructor):
    """Reads days as words, and numbers only when they are written the usual way.

    So ``007`` and ``1_000`` stay the words they are, instead of turning into 7 and 1000,
    and a day that does not exist is judged later with its key and line.
    """


def _words_of(_: RoundTripConstructor, node: ScalarNode) -> str:
    return str(node.value)


def _number_of(_: RoundTripConstructor, node: ScalarNode) -> str | int | float:
    words = str(node.value)
    if _WHOLE.fullmatch(words):
        return int(words)
    return float(words) if _DECIMAL.fullmatch(words) else words


_CarefulConstructor.add_constructor("tag:yaml.org,2002:timestamp", _words_of)
_CarefulConstructor.add_constructor("tag:yaml.org,2002:int", _number_of)
_CarefulConstructor.add_constructor("tag:yaml.org,2002:float", _number_of)


def read_yaml(path: Path, name: str) -> tuple[YamlSource | None, list[Problem]]:
    """Read one YAML file (version 1.2: ``yes`` and ``no`` are words).

    Returns the source and no problem, or None and why it cannot be read.
    """
    try:
        words = path.read_text("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = path.read_bytes()[: fault.start].count(b"\n") + 1
        return None, [Problem("yaml-not-utf8", Place(name, line))]
    except OSError as fault:
        return None, [Problem("file-unreadable", Place(name), {"reason": fault.strerror or fault})]
    try:
        reader = YAML(typ="rt")
        reader.Constructor = _CarefulConstructor
        loaded = reader.load(words)
    except DuplicateKeyError as fault:
        at = fault.problem_mark.line + 1 if fault.problem_mark else None
        key = str(fault.problem).split('"')[1] if '"' in str(fault.problem) else "a key"
        return None, [Problem("yaml-duplicate-key", Place(name, at), {"key": key})]
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        reason = str(fault.problem or fault.context or "it cannot be parsed")
        return None, [
            Problem("yaml-broken", Place(name, mark.line + 1 if mark else None), {"reason": reason})
        ]
    except RecursionError:
        return None, [Problem("yaml-too-large", Place(name), {"most": f"{MOST_PARTS:,}"})]
    except (YAMLError, ValueError) as fault:
        return None, [Problem("yaml-broken", Place(name), {"reason": str(fault).split("\n")[0]})]
    if loaded is None:
        return None, [Problem("yaml-empty", Place(name))]
    lines: dict[tuple[Step, ...], int] = {(): 1}
    try:
        return YamlSource(name, _plain(loaded, (), lines), lines), []
    except (RecursionError, _TooLargeError):
        return None, [Problem("yaml-too-large", Place(name), {"most": f"{MOST_PARTS:,}"})]


class _TooLargeError(Exception):
    """Anchors that repeat each other can make a small file endless."""


def _plain(node: object, path: tuple[Step, ...], lines: dict[tuple[Step, ...], int]) -> object:
    """Turn ruamel's nodes into plain values, noting the line of every part."""
    if len(lines) > MOST_PARTS:
        raise _TooLargeError
    if isinstance(node, CommentedMap):
        made: dict[str, object] = {}
        for key, value in node.items():
            step = _word(key)
            try:
                lines[(*path, step)] = node.lc.key(key)[0] + 1
            except (KeyError, TypeError, AttributeError):  # keys merged in with << have no line
                lines.setdefault((*path, step), lines.get(path, 1))
            made[step] = _plain(value, (*path, step), lines)
        return made
    if isinstance(node, CommentedSeq):
        items: list[object] = []
        for spot, value in enumerate(node):
            try:
                lines[(*path, spot)] = node.lc.item(spot)[0] + 1
            except (KeyError, TypeError, AttributeError):
                lines.setdefault((*path, spot), lines.get(path, 1))
            items.append(_plain(value, (*path, spot), lines))
        return items
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, str):
        return str(node)
    if isinstance(node, int):
        return int(node)
    if isinstance(node, float):
        return float(node)
    return str(node)


def _word(key: object) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    return str(key)
