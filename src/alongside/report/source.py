"""Reads a report source: YAML front matter, then Markdown with ``{{ expressions }}``."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from alongside.kernel.problems import Place, Problem

FILE = "report.md"
FRONT_KEYS = ("title", "subtitle", "authors", "date", "language", "abstract")
_FENCE = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Words:
    """Markdown between two expressions."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One ``{{ expression }}``.

    ``alone`` says that nothing else stands in its paragraph, as a table needs;
    ``heading`` that it stands in a heading.
    """

    source: str
    line: int
    alone: bool = False
    heading: bool = False


Piece = Words | Slot


@dataclass(frozen=True)
class Source:
    """A report as written: the front matter as plain words, and the body in pieces."""

    front: dict[str, str]
    authors: tuple[str, ...]
    pieces: tuple[Piece, ...]
    body_line: int


def read_source(text: str) -> tuple[Source, list[Problem]]:
    """Split a report into front matter and pieces; problems name file and line."""
    problems: list[Problem] = []
    front: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    found = _FENCE.match(text)
    body, first = text, 1
    if found:
        body = text[found.end() :]
        first = text[: found.end()].count("\n") + 1
        front, authors = _read_front(found.group(1), problems)
    if not front.get("title"):
        problems.append(Problem("report-no-title", Place(FILE, 1)))
    pieces = split_pieces(letter_lists(body), first, problems)
    return Source(front, authors, tuple(pieces), first), problems


def _read_front(text: str, problems: list[Problem]) -> tuple[dict[str, str], tuple[str, ...]]:
    try:
        values = YAML(typ="safe").load(text) or {}
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 2 if mark is not None else 1
        why = (error.problem or "it is not YAML").strip()
        problems.append(Problem("report-front-yaml", Place(FILE, line), {"why": why}))
        return {"title": "?"}, ()
    if not isinstance(values, dict):
        problems.append(
            Problem("report-front-yaml", Place(FILE, 1), {"why": "it is not a list of keys"})
        )
        return {"title": "?"}, ()
    front: dict[str, str] = {}
    for key, value in cast("dict[object, object]", values).items():
        if str(key) not in FRONT_KEYS:
            problems.append(
                Problem(
                    "report-front-unknown",
                    Place(FILE, _line_of(text, str(key))),
                    {"key": key, "hint": suggest(str(key), FRONT_KEYS)},
                )
            )
        elif key != "authors" and value is not None:
            front[str(key)] = str(value).strip()
    listed = values.get("authors") or ()
    names = listed if isinstance(listed, list | tuple) else (listed,)
    return front, tuple(str(name) for name in names)


def _line_of(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), start=2):
        if line.startswith(f"{key}:"):
            return number
    return 1


def suggest(word: str, known: "tuple[str, ...] | list[str]") -> str:
    """Return a remedy sentence: the nearest known word, or the list of them.

    >>> suggest("percnt", ("count", "percent"))
    'Did you mean percent?'
    """
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]}?"
    shown = ", ".join(known[:20])
    more = ", ..." if len(known) > 20 else ""
    return f"There is: {shown}{more}." if known else ""


def split_pieces(text: str, first_line: int, problems: list[Problem]) -> list[Piece]:
    r"""Cut text at ``{{ ... }}``; ``\{{`` is printed as two braces.

    Braces inside quotation marks do not end an expression.
    """
    pieces: list[Piece] = []
    words: list[str] = []
    at = 0
    while at < len(text):
        if text.startswith("\\{{", at):
            words.append("{{")
            at += 3
        elif text.startswith("{{", at):
            end = _end_of(text, at + 2)
            line = first_line + text.count("\n", 0, at)
            if end < 0:
                excerpt = text[at : at + 40].splitlines()[0]
                problems.append(Problem("report-not-closed", Place(FILE, line, excerpt)))
                words.append(text[at:])
                break
            pieces.append(Words("".join(words)))
            words = []
            alone, heading = _surroundings(text, at, end + 2)
            pieces.append(Slot(text[at + 2 : end].strip(), line, alone, heading))
            at = end + 2
        else:
            words.append(text[at])
            at += 1
    pieces.append(Words("".join(words)))
    return pieces


def _end_of(text: str, at: int) -> int:
    quote = ""
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif text.startswith("}}", at):
            return at
        at += 1
    return -1


def _surroundings(text: str, start: int, end: int) -> tuple[bool, bool]:
    before = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = text.find("\n", end)
    after = text[end:] if line_end < 0 else text[end:line_end]
    return not before.strip() and not after.strip(), before.lstrip().startswith("#")


_LETTER = re.compile(r"^([A-Z])\.[ \t]+(?=\S)", re.MULTILINE)


def letter_lists(text: str) -> str:
    r"""Make ``A. finding`` lines a lettered list, as the author plainly means.

    pandoc wants two spaces after a capital letter (one could be an initial); we add the
    second only to a run that starts at A and goes on with B.

    >>> letter_lists("A. One\nB. Two")
    'A.  One\nB.  Two'
    >>> letter_lists("A. Smith wrote this.")
    'A. Smith wrote this.'
    """
    marks = list(_LETTER.finditer(text))
    wanted: set[int] = set()
    for mark, following in pairwise(marks):
        if ord(following.group(1)) == ord(mark.group(1)) + 1 and (
            mark.group(1) == "A" or mark.start() in wanted
        ):
            wanted |= {mark.start(), following.start()}

    def widen(mark: re.Match[str]) -> str:
        return f"{mark.group(1)}.  " if mark.start() in wanted else mark.group(0)

    return _LETTER.sub(widen, text)
