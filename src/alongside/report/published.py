"""Published figures beside recomputed ones: what agrees, what does not, and why.

``published/figures.csv`` holds what was printed (figure, value, unit, base, note) and
``published/figures.yaml`` how each is recomputed: an expression, or a mapping with
``value:`` (the expression) and ``why:`` (the author's explanation of a difference).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from alongside.kernel.problems import Place, Problem
from alongside.report.expressions import Call, parse_expression
from alongside.report.facts import Fact, FactKind
from alongside.report.values import can_work_out
from alongside.tabulate import percent_text

CSV_FILE = "published/figures.csv"
YAML_FILE = "published/figures.yaml"
_COLUMNS = ("figure", "value", "unit", "base", "note")


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure as printed, and the expression that recomputes it (None: there is none)."""

    name: str
    value: str
    unit: str
    note: str
    call: Call | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A published figure beside the recomputed one.

    Parameters
    ----------
    agrees
        The two are equal under the published rounding.
    possible
        For a percentage: some whole number of people out of this base rounds to it (the
        GRIM test of Brown and Heathers 2017, doi 10.1177/1948550616673876); else True.
    """

    figure: PublishedFigure
    fact: Fact
    agrees: bool
    possible: bool


def read_published(folder: Path) -> tuple[dict[str, PublishedFigure], list[Problem]]:
    """Read both files of a study; an absent folder gives nothing and no problem."""
    problems: list[Problem] = []
    calls = _read_yaml(folder / YAML_FILE, problems)
    figures: dict[str, PublishedFigure] = {}
    path = folder / CSV_FILE
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in _COLUMNS[:3] if name not in (reader.fieldnames or ())]
            if missing:
                why = f"it has no column {', '.join(missing)}"
                problems.append(Problem("report-published-file", Place(CSV_FILE, 1), {"why": why}))
                return figures, problems
            for row in reader:
                name = (row["figure"] or "").strip()
                call, why = calls.get(name, (None, ""))
                figures[name] = PublishedFigure(
                    name,
                    (row["value"] or "").strip(),
                    (row["unit"] or "").strip(),
                    (row.get("note") or "").strip(),
                    call,
                    why,
                )
    for name, (call, why) in calls.items():
        if name not in figures:
            figures[name] = PublishedFigure(name, "", "", "", call, why)
    return figures, problems


def _read_yaml(path: Path, problems: list[Problem]) -> dict[str, tuple[Call | None, str]]:
    if not path.is_file():
        return {}
    try:
        loaded = YAML().load(path.read_text("utf-8"))
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        why = getattr(error, "problem", None) or "it is not YAML in UTF-8"
        problems.append(Problem("report-published-file", Place(YAML_FILE, line), {"why": why}))
        return {}
    calls: dict[str, tuple[Call | None, str]] = {}
    if not isinstance(loaded, CommentedMap):
        return calls
    for name, value in loaded.items():
        line = int(loaded.lc.key(name)[0]) + 1
        why = ""
        source: object = value
        if isinstance(value, Mapping):
            source, why = value.get("value", ""), str(value.get("why", ""))
        text = str(source).strip().removeprefix("{{").removesuffix("}}").strip()
        call = parse_expression(text, line, YAML_FILE)
        if isinstance(call, list):
            problems.extend(call)
        elif not can_work_out(call.function.name):
            params = {"function": call.function.name}
            problems.append(Problem("report-published-nested", call.place, params))
        else:
            calls[str(name)] = (call, " ".join(why.split()))
    return calls


def compare(figure: PublishedFigure, fact: Fact) -> Comparison:
    """Set a published figure beside its recomputed fact."""
    if figure.unit == "percent" and fact.kind is FactKind.PERCENT:
        decimals = _decimals(figure.value)
        if decimals is None or fact.n is None or not fact.base_n:
            return Comparison(figure, fact, False, True)
        printed = f"{Decimal(figure.value):.{decimals}f}"
        agrees = _bare(percent_text(fact.n, fact.base_n, decimals)) == printed
        return Comparison(figure, fact, agrees, bool(counts_that_give(printed, fact.base_n)))
    if fact.kind in (FactKind.COUNT, FactKind.BASE):
        return Comparison(figure, fact, figure.value.replace(",", "") == str(fact.n), True)
    said = {str(fact.value).casefold(), fact.text.casefold()}
    plain = {text.replace("–", "-").replace(" to ", "-").replace(" ", "") for text in said}
    wanted = figure.value.casefold().replace("–", "-").replace(" to ", "-").replace(" ", "")
    return Comparison(figure, fact, wanted in plain, True)


def counts_that_give(percent: str, base_n: int) -> tuple[int, ...]:
    """Return every whole number of people out of a base that rounds to a percentage.

    Parameters
    ----------
    percent
        As printed, without the sign; its decimals are the rounding.
    base_n
        People, at least 1.

    >>> counts_that_give("56", 195)
    (109, 110)
    >>> counts_that_give("56", 9)
    (5,)
    >>> counts_that_give("57", 9)
    ()
    """
    decimals = _decimals(percent) or 0
    near = Decimal(percent) * base_n / 100
    spread = max(2, base_n // 100)
    around = range(max(0, int(near) - spread), min(base_n, int(near) + spread + 1) + 1)
    return tuple(n for n in around if _bare(percent_text(n, base_n, decimals)) == percent)


def _bare(text: str) -> str:
    return text.rstrip("% ")


def _decimals(value: str) -> int | None:
    try:
        exponent = Decimal(value).as_tuple().exponent
    except InvalidOperation:
        return None
    return max(0, -exponent) if isinstance(exponent, int) else None
