"""Syntax beside an SPSS system file: multiple-response sets, and what missing values mean.

A system file written elsewhere than in SPSS cannot be given sets, so the syntax makes them (IBM
SPSS Statistics Command Syntax Reference: MRSETS). PSPP reads it too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.dataset import DataSet
from alongside.dataset.exports import MISSING_WORDS
from alongside.exchange.columns import KINDS, Column, Role, tick_sets
from alongside.exchange.fitting import byte_length, cut_text, one_line

LINE_BYTES = 200
"""Shorter than the 251 that SPSS takes."""
SET_LABEL_BYTES = 120
_MDGROUP = re.compile(
    r"/MDGROUP\s+NAME=\$(?P<name>\S+)\s+LABEL='(?P<label>(?:''|[^'])*)'\s+"
    r"CATEGORYLABELS=VARLABELS\s+VARIABLES=(?P<variables>[^=]*?)\s+VALUE=1",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """A multiple-response set: its name, its label, and the variables in it."""

    name: str
    label: str
    variables: tuple[str, ...]


def syntax_words(
    data_file: str,
    columns: Sequence[Column],
    firsts: Mapping[str, float | None],
    dataset: DataSet,
    language: str,
) -> str:
    """Return the syntax for a system file of these columns.

    ``firsts`` has, for each column with codes for missing, the first of them.
    """
    lines = [
        "* Encoding: UTF-8.",
        f"* {one_line(dataset.provenance.title)}: run this in the folder of the data.".replace(
            "..", "."
        ),
    ]
    if dataset.provenance.synthetic:
        lines.append("* Synthetic data: nobody gave these answers.")
    lines += ["", f"GET FILE={_quoted(data_file)}.", ""]
    by_first: dict[float, list[str]] = {}
    for column in columns:
        first = firsts[column.name]
        if first is not None:
            by_first.setdefault(first, []).append(column.name)
    for first, names in by_first.items():
        last = first - len(KINDS) + 1
        lines += ["MISSING VALUES", *_wrapped(names), f"  ({last:.0f} THRU {first:.0f}).", ""]
        lines += ["ADD VALUE LABELS", *_wrapped(names)]
        lines += [
            f"  {first - spot:.0f} {_quoted(MISSING_WORDS[kind])}"
            for spot, kind in enumerate(KINDS)
        ]
        lines[-1] += "."
        lines.append("")
    for made in answer_sets(columns, language):
        lines += [
            "MRSETS",
            f"  /MDGROUP NAME=${made.name}",
            f"   LABEL={_quoted(made.label)}",
            "   CATEGORYLABELS=VARLABELS",
            "   VARIABLES=",
            *_wrapped(made.variables),
            "   VALUE=1.",
            "",
        ]
    weights = [column.name for column in columns if column.role is Role.WEIGHT]
    lines += [f"* To weight: WEIGHT BY {name}." for name in weights]
    lines += ["EXECUTE.", f"* To keep the sets in the file: SAVE OUTFILE={_quoted(data_file)}."]
    return "\n".join(lines) + "\n"


def answer_sets(columns: Sequence[Column], language: str) -> Iterator[AnswerSet]:
    """Yield the multiple-response set of each question with at least two options."""
    names: set[str] = set()
    for code, ticks in tick_sets(columns).items():
        if len(ticks) < 2 or ticks[0].variable is None:
            continue
        name = re.sub(r"[^A-Za-z0-9_]", "_", code).lstrip("_")[:60] or "set"
        while name.lower() in names:
            name += "_"
        names.add(name.lower())
        label = cut_text(one_line(ticks[0].variable.label.say(language)), SET_LABEL_BYTES)
        yield AnswerSet(name, label.rstrip(), tuple(tick.name for tick in ticks))


def read_answer_sets(words: str) -> tuple[AnswerSet, ...]:
    """Return the sets that syntax written by :func:`syntax_words` makes."""
    return tuple(
        AnswerSet(
            found["name"], found["label"].replace("''", "'"), tuple(found["variables"].split())
        )
        for found in _MDGROUP.finditer(words)
    )


def _quoted(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _wrapped(names: Iterable[str]) -> Iterator[str]:
    line = " "
    for name in names:
        if byte_length(line) + byte_length(name) + 1 > LINE_BYTES and line.strip():
            yield line
            line = " "
        line += f" {name}"
    yield line
