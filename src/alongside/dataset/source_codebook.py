"""codebook.yaml of an imported study: how each column of data/source.csv is read."""

import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from alongside.dataset.codebook import Missing, VariableType
from alongside.dataset.csv_table import DELIMITERS
from alongside.dataset.expressions import MASK_BITS
from alongside.dataset.frame import RESERVED_CODES
from alongside.kernel.errors import ProblemsFoundError, StudyError
from alongside.kernel.problems import Place, Problem
from alongside.questionnaire.yaml_source import Step, YamlSource, read_yaml

CODEBOOK_FILE = "codebook.yaml"
DATE_ORDERS = ("day-first", "month-first", "year-first")
UNITS = ("respondent", "row")
NONE_TICKED = ("skipped", "none")
_TOP_KEYS = {"encoding", "delimiter", "dates", "unit", "left_out", "variables"}
_VARIABLE_KEYS = {
    *("code", "column", "type", "label", "categories", "missing", "identifies"),
    *("ticked", "none_ticked"),
}
_VARIABLE_CODE = re.compile(r"(?!.*__)[A-Za-z_][A-Za-z0-9_]*")
_CATEGORY_CODE = re.compile(r"(?!.*__)[A-Za-z0-9_][A-Za-z0-9_-]*")
_NEVER_FOLD = 10**9  # folded lines do not always come back as they were
_Trail = tuple[Step, ...]

HEADING = """\
# How data/source.csv is read. This was guessed: look through it and change what is wrong.
#
# type        single (one answer), multi (several columns that are ticked or not), numeric,
#             date, or text (open answers)
# label       the question, as tables print it; categories: in the order of tables
# value       what stands in the file; code: its short name; label: what tables print
# missing     words that mean "no answer": skipped, prefer_not_to_say, not_asked, not_reached,
#             not_shown, broke_off; in one column of a multi they stand for the whole question
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
    writer.width = _NEVER_FOLD
    writer.allow_unicode = True
    writer.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    writer.dump(_protect(data), out)
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


def _protect(node: object) -> object:
    """Put words with unusual white space or signs in double quotes, where YAML escapes them.

    In any other style a reader folds line and paragraph separators into blanks.
    """
    if isinstance(node, dict):
        return {_protect(key): _protect(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_protect(item) for item in node]
    if isinstance(node, str) and not node.isprintable():
        return DoubleQuotedScalarString(node)
    return node


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
    _check_keys(raw, _TOP_KEYS, source.place(()), problems)
    reader = _Reader(source, problems)
    dates = reader.one_of((), raw, "dates", DATE_ORDERS)
    unit = reader.one_of((), raw, "unit", UNITS)
    delimiter = reader.words((), raw, "delimiter")
    if delimiter and delimiter not in DELIMITERS:
        signs = ", ".join(json.dumps(sign) for sign in DELIMITERS)
        params = {"key": "delimiter", "found": delimiter, "allowed": signs}
        problems.append(Problem("codebook-not-allowed", source.place(("delimiter",)), params))
    left_out = raw.get("left_out") or []
    if not isinstance(left_out, list):
        problems.append(Problem("codebook-left-out", source.place(("left_out",))))
        left_out = []
    variables: list[SourceVariable] = []
    for spot, item in enumerate(raw["variables"]):
        variable = _parse_variable(reader, spot, item)
        if variable is None:
            continue
        if any(variable.code == other.code for other in variables):
            place = source.place(("variables", spot), f"variable {variable.code}")
            problems.append(Problem("codebook-code-twice", place, {"code": variable.code}))
        variables.append(variable)
    return SourceCodebook(
        variables=tuple(variables),
        encoding=reader.words((), raw, "encoding"),
        delimiter=delimiter,
        dates=dates,
        unit=unit,
        left_out=tuple(str(name) for name in left_out),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads single values of a codebook; every fault is added to ``problems``."""

    source: YamlSource
    problems: list[Problem]

    def words(self, trail: _Trail, raw: Mapping[str, object], key: str, item: str = "") -> str:
        """Return a value as the words that stand in the file; "" when there is none.

        YAML reads ``true`` and ``1.50`` as something else than these words, and nobody can
        tell afterwards what was written, so they need quotation marks.
        """
        found = raw.get(key)
        if isinstance(found, bool | float):
            params = {"key": key, "found": str(found).lower()}
            place = self.source.place((*trail, key), item)
            self.problems.append(Problem("codebook-needs-quotes", place, params))
            return ""
        if isinstance(found, list | dict):
            place = self.source.place((*trail, key), item)
            self.problems.append(Problem("codebook-not-words", place, {"key": key}))
            return ""
        return "" if found is None else str(found)

    def one_of(
        self,
        trail: _Trail,
        raw: Mapping[str, object],
        key: str,
        allowed: Sequence[str],
        item: str = "",
    ) -> str:
        """Return one of the allowed words; the first of them when the key is not there."""
        found = raw.get(key, allowed[0])
        if str(found) in allowed:
            return str(found)
        shown = "nothing" if found is None else found
        params = {"key": key, "found": shown, "allowed": ", ".join(allowed)}
        place = self.source.place((*trail, key), item)
        self.problems.append(Problem("codebook-not-allowed", place, params))
        return allowed[0]


def _check_keys(
    raw: Mapping[str, object], known: set[str], place: Place, problems: list[Problem]
) -> None:
    problems += [
        Problem("codebook-unknown-key", place, {"key": key, "known": ", ".join(sorted(known))})
        for key in raw
        if key not in known
    ]


def _parse_variable(reader: _Reader, spot: int, raw: object) -> SourceVariable | None:
    trail = ("variables", spot)
    source, problems = reader.source, reader.problems
    if not isinstance(raw, dict) or raw.get("code") in (None, ""):
        problems.append(Problem("codebook-no-code", source.place(trail)))
        return None
    before = len(problems)
    code = reader.words(trail, raw, "code")
    item = f"variable {code}"
    place = source.place(trail, item)
    if code and not _VARIABLE_CODE.fullmatch(code):
        problems.append(Problem("codebook-bad-code", place, {"code": code}))
    if code in RESERVED_CODES:
        problems.append(Problem("codebook-reserved-code", place, {"code": code}))
    _check_keys(raw, _VARIABLE_KEYS, place, problems)
    if "type" not in raw:
        problems.append(Problem("codebook-no-type", place))
    kind = reader.one_of(trail, raw, "type", [kind.value for kind in VariableType], item)
    ticks = reader.one_of(trail, raw, "none_ticked", NONE_TICKED, item)
    identifies = raw.get("identifies", False)
    if not isinstance(identifies, bool):
        params = {"key": "identifies", "found": identifies, "allowed": "true, false"}
        problems.append(
            Problem("codebook-not-allowed", source.place((*trail, "identifies"), item), params)
        )
    missing = _parse_missing(reader, trail, raw.get("missing"), item)
    label, column = (
        reader.words(trail, raw, "label", item),
        reader.words(trail, raw, "column", item),
    )
    ticked = reader.words(trail, raw, "ticked", item)
    if len(problems) > before:
        return None
    categories = _parse_categories(reader, trail, raw.get("categories"), kind, item)
    if len(problems) > before:
        return None
    if (kind in ("single", "multi")) != bool(categories):
        problems.append(Problem("codebook-categories", place, {"type": kind}))
    if kind == "multi" and len(categories) > MASK_BITS:
        problems.append(Problem("codebook-too-many", place, {"most": MASK_BITS}))
    if kind != "multi" and not column:
        problems.append(Problem("codebook-no-column", place))
    problems += [
        Problem("codebook-value-missing", place, {"value": category.value})
        for category in categories
        if category.value in missing
    ]
    if len(problems) > before:
        return None
    return SourceVariable(
        code=code,
        type=VariableType(kind),
        label=label or code,
        column=column,
        categories=categories,
        missing=missing,
        identifies=bool(identifies),
        ticked=ticked or "1",
        none_ticked=ticks,
        line=place.line,
    )


def _parse_missing(reader: _Reader, trail: _Trail, raw: object, item: str) -> dict[str, Missing]:
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        place = reader.source.place((*trail, "missing"), item)
        reader.problems.append(Problem("codebook-missing-form", place))
        return {}
    kinds = [kind.value for kind in Missing]
    before = len(reader.problems)
    read = {words: reader.one_of((*trail, "missing"), raw, words, kinds, item) for words in raw}
    if len(reader.problems) > before:
        return {}
    return {words.strip(): Missing(why) for words, why in read.items()}


def _parse_categories(
    reader: _Reader, trail: _Trail, raw: object, kind: str, item: str
) -> tuple[SourceCategory, ...]:
    problems = reader.problems
    wanted = "column" if kind == "multi" else "value"
    made: list[SourceCategory] = []
    for number, entry in enumerate(raw if isinstance(raw, list) else []):
        spot = (*trail, "categories", number)
        place = reader.source.place(spot, item)
        if not isinstance(entry, dict) or any(
            entry.get(key) in (None, "") for key in ("code", wanted)
        ):
            problems.append(Problem("codebook-category", place, {"wanted": wanted}))
            continue
        _check_keys(entry, {"code", "label", wanted}, place, problems)
        code, found = (reader.words(spot, entry, key, item) for key in ("code", wanted))
        label = reader.words(spot, entry, "label", item)
        if not code or not found:
            continue
        if not _CATEGORY_CODE.fullmatch(code):
            problems.append(Problem("codebook-bad-code", place, {"code": code}))
        if any(code == other.code for other in made):
            problems.append(Problem("codebook-code-twice", place, {"code": code}))
        found = found if kind == "multi" else found.strip()
        if any(found == (other.column or other.value) for other in made):
            params = {"wanted": wanted, "found": found}
            problems.append(Problem("codebook-value-twice", place, params))
        value, column = ("", found) if kind == "multi" else (found, "")
        made.append(SourceCategory(code, label or found, value, column))
    return tuple(made)
