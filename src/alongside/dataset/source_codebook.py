"""codebook.yaml of an imported study: how each column of data/source.csv is read."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from alongside.dataset.codebook import Missing, VariableType
from alongside.kernel.errors import ProblemsFoundError, StudyError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire.yaml_source import YamlSource, read_yaml

CODEBOOK_FILE = "codebook.yaml"
DATE_ORDERS = ("day-first", "month-first", "year-first")
UNITS = ("respondent", "row")
NONE_TICKED = ("skipped", "none")
_TOP_KEYS = {"encoding", "delimiter", "dates", "unit", "left_out", "variables"}
_VARIABLE_KEYS = {
    *("code", "column", "type", "label", "categories", "missing", "identifies"),
    *("ticked", "none_ticked"),
}

HEADING = """\
# How data/source.csv is read. This was guessed: look through it and change what is wrong.
#
# type        single (one answer), multi (several columns that are ticked or not), numeric,
#             date, or text (open answers)
# label       the question, as tables print it; categories: in the order of tables
# value       what stands in the file; code: its short name; label: what tables print
# missing     words that mean "no answer": skipped, prefer_not_to_say, not_asked, not_reached
# identifies  true: could point to a person; such a column is never read into the data
# none_ticked skipped: a row with nothing ticked gave no answer; none: it chose nothing
# left_out    columns that are not read at all
"""


@dataclass(frozen=True, slots=True)
class SourceCategory:
    """One category: its short name, its label, and the cell value or ticked column."""

    code: str
    label: str
    value: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class SourceVariable:
    """How one variable is read from the file.

    Parameters
    ----------
    column
        Heading in the file; "" for multi, whose categories name their columns.
    missing
        Cell words that mean there is no answer, and why. Blank is always *skipped*.
    ticked
        Multi only: the mark that means chosen.
    none_ticked
        Multi only: whether a row without marks gave no answer or chose nothing.
    """

    code: str
    type: VariableType
    label: str
    column: str = ""
    categories: tuple[SourceCategory, ...] = ()
    missing: Mapping[str, Missing] = field(default_factory=dict)
    identifies: bool = False
    ticked: str = "1"
    none_ticked: str = "skipped"
    line: int | None = field(default=None, compare=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Headings this variable is read from."""
        if self.type is VariableType.MULTI:
            return tuple(category.column for category in self.categories)
        return (self.column,)


@dataclass(frozen=True, slots=True)
class SourceCodebook:
    """The whole of codebook.yaml."""

    variables: tuple[SourceVariable, ...]
    encoding: str = ""
    delimiter: str = ""
    dates: str = "day-first"
    unit: str = "respondent"
    left_out: tuple[str, ...] = ()


def dump_codebook(codebook: SourceCodebook) -> str:
    """Return codebook.yaml, with a few lines on top that say how to edit it."""
    data: dict[str, object] = {
        "encoding": codebook.encoding,
        "delimiter": codebook.delimiter,
        "dates": codebook.dates,
        "unit": codebook.unit,
        "left_out": list(codebook.left_out),
        "variables": [_variable_data(variable) for variable in codebook.variables],
    }
    writer = YAML(typ="rt")
    writer.width = 100
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(data, out)
    return HEADING + out.getvalue()


def read_codebook(folder: Path) -> SourceCodebook:
    """Return the codebook of an imported study.

    Raises :class:`~alongside.kernel.errors.StudyError` when there is none, and
    :class:`~alongside.kernel.errors.ProblemsFoundError` with every fault in it.
    """
    path = folder / CODEBOOK_FILE
    if not path.exists():
        raise StudyError(
            "The study has neither a questionnaire nor a codebook, so there is nothing to count.",
            where=str(folder),
            remedy="Write questionnaire.yaml, or import data with: alongside import FILE FOLDER",
        )
    source, problems = read_yaml(path, CODEBOOK_FILE)
    codebook = None
    if source is not None:
        codebook = _parse(source, problems)
    if problems or codebook is None:
        raise ProblemsFoundError(
            f"{CODEBOOK_FILE} has {len(problems)} fault(s).", problems, remedy="Mend them all."
        )
    return codebook


def _variable_data(variable: SourceVariable) -> dict[str, object]:
    data: dict[str, object] = {"code": variable.code}
    if variable.column:
        data["column"] = variable.column
    data |= {"type": variable.type.value, "label": variable.label}
    if variable.identifies:
        data["identifies"] = True
    if variable.missing:
        data["missing"] = {words: kind.value for words, kind in variable.missing.items()}
    if variable.type is VariableType.MULTI:
        data |= {"ticked": variable.ticked, "none_ticked": variable.none_ticked}
    if variable.categories:
        data["categories"] = [
            {"code": item.code, "column": item.column, "label": item.label}
            if variable.type is VariableType.MULTI
            else {"code": item.code, "value": item.value, "label": item.label}
            for item in variable.categories
        ]
    return data


def _parse(source: YamlSource, problems: list[Problem]) -> SourceCodebook | None:
    raw = source.data
    if not isinstance(raw, dict) or not isinstance(raw.get("variables"), list):
        problems.append(Problem("codebook-no-variables", Place(source.file, 1)))
        return None
    problems += [
        Problem(
            "codebook-unknown-key", source.place((key,)), {"key": key, "known": _joined(_TOP_KEYS)}
        )
        for key in raw
        if key not in _TOP_KEYS
    ]
    _require(source, ("dates",), raw.get("dates", "day-first"), DATE_ORDERS, problems)
    _require(source, ("unit",), raw.get("unit", "respondent"), UNITS, problems)
    variables: list[SourceVariable] = []
    for spot, item in enumerate(raw["variables"]):
        variable = _parse_variable(source, spot, item, problems)
        if variable is None:
            continue
        if any(variable.code == other.code for other in variables):
            place = source.place(("variables", spot), f"variable {variable.code}")
            problems.append(Problem("codebook-code-twice", place, {"code": variable.code}))
        variables.append(variable)
    return SourceCodebook(
        variables=tuple(variables),
        encoding=str(raw.get("encoding", "")),
        delimiter=str(raw.get("delimiter", "")),
        dates=str(raw.get("dates", "day-first")),
        unit=str(raw.get("unit", "respondent")),
        left_out=tuple(str(name) for name in raw.get("left_out") or ()),
    )


def _parse_variable(
    source: YamlSource, spot: int, raw: object, problems: list[Problem]
) -> SourceVariable | None:
    trail = ("variables", spot)
    before = len(problems)
    if not isinstance(raw, dict) or not raw.get("code"):
        problems.append(Problem("codebook-no-code", source.place(trail)))
        return None
    code = str(raw["code"])
    place = source.place(trail, f"variable {code}")
    if not code.replace("_", "a").isalnum() or not code.isascii() or "__" in code:
        problems.append(Problem("codebook-bad-code", place, {"code": code}))
    problems += [
        Problem("codebook-unknown-key", place, {"key": key, "known": _joined(_VARIABLE_KEYS)})
        for key in raw
        if key not in _VARIABLE_KEYS
    ]
    kinds = [kind.value for kind in VariableType]
    kind = str(raw.get("type", ""))
    _require(source, (*trail, "type"), kind, kinds, problems, item=f"variable {code}")
    ticks = str(raw.get("none_ticked", "skipped"))
    _require(source, (*trail, "none_ticked"), ticks, NONE_TICKED, problems, item=f"variable {code}")
    missing: dict[str, Missing] = {}
    for words, reason in (raw.get("missing") or {}).items():
        spot_of = (*trail, "missing", str(words))
        if _require(source, spot_of, reason, [item.value for item in Missing], problems):
            missing[str(words)] = Missing(str(reason))
    if len(problems) > before:
        return None
    categories = _parse_categories(source, trail, raw.get("categories"), kind, place, problems)
    needs_categories = kind in ("single", "multi")
    if needs_categories != bool(categories) and len(problems) == before:
        problems.append(Problem("codebook-categories", place, {"type": kind}))
    if kind != "multi" and not raw.get("column"):
        problems.append(Problem("codebook-no-column", place))
    if len(problems) > before:
        return None
    return SourceVariable(
        code=code,
        type=VariableType(kind),
        label=str(raw.get("label") or code),
        column=str(raw.get("column", "")),
        categories=categories,
        missing=missing,
        identifies=bool(raw.get("identifies", False)),
        ticked=str(raw.get("ticked", "1")),
        none_ticked=ticks,
        line=place.line,
    )


def _parse_categories(
    source: YamlSource,
    trail: tuple[str | int, ...],
    raw: object,
    kind: str,
    place: Place,
    problems: list[Problem],
) -> tuple[SourceCategory, ...]:
    wanted = "column" if kind == "multi" else "value"
    made: list[SourceCategory] = []
    for number, item in enumerate(raw if isinstance(raw, list) else []):
        spot = source.place((*trail, "categories", number), place.item)
        if not isinstance(item, dict) or "code" not in item or item.get(wanted) in (None, ""):
            problems.append(Problem("codebook-category", spot, {"wanted": wanted}))
            continue
        code = str(item["code"])
        if any(code == other.code for other in made):
            problems.append(Problem("codebook-code-twice", spot, {"code": code}))
        made.append(
            SourceCategory(
                code=code,
                label=str(item.get("label") or item[wanted]),
                value=str(item.get("value", "")),
                column=str(item.get("column", "")),
            )
        )
    return tuple(made)


def _require(
    source: YamlSource,
    trail: tuple[str | int, ...],
    found: object,
    allowed: tuple[str, ...] | list[str],
    problems: list[Problem],
    item: str = "",
) -> bool:
    if str(found) in allowed:
        return True
    params = {"key": str(trail[-1]), "found": found, "allowed": ", ".join(allowed)}
    problems.append(Problem("codebook-not-allowed", source.place(trail, item), params))
    return False


def _joined(names: set[str]) -> str:
    return ", ".join(sorted(names))
