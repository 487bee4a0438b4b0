"""The small language between ``{{`` and ``}}``: one call with literal arguments.

It is parsed with Python's ``ast`` and never evaluated as Python: no names, no operators,
no attribute, nothing but the functions listed here.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alongside.charts import Kind
from alongside.kernel.problems import Place, Problem
from alongside.report.source import FILE, suggest

Literal = str | int | bool
CHARTS = tuple(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a function: its type, whether it must be there, allowed words."""

    name: str
    type: type = str
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Function:
    """One function of the language; ``block`` ones need a paragraph of their own."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    block: bool = False


_AMONG = Parameter("among")
_BASE = Parameter("base", words=("answered", "shown", "asked"))
_ID = Parameter("id")
_TABLE = (
    Parameter("by"),
    _AMONG,
    Parameter("caption", required=True),
    _ID,
    Parameter("people"),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {
        function.name: function
        for function in (
            Function("count", (Parameter("condition", required=True), _AMONG)),
            Function(
                "percent",
                (
                    Parameter("condition", required=True),
                    _AMONG,
                    _BASE,
                    Parameter("decimals", int),
                ),
            ),
            Function("base", (Parameter("variable", required=True), _AMONG, _BASE)),
            Function("most_common", (Parameter("variable", required=True), _AMONG)),
            Function("started"),
            Function("completed"),
            Function("opened"),
            Function("closed"),
            Function("stated", (Parameter("figure", required=True),)),
            Function("ref", (Parameter("id", required=True),)),
            Function(
                "table",
                (
                    Parameter("variable", required=True),
                    *_TABLE,
                    Parameter("show", words=("n", "percent", "both")),
                    Parameter("total", bool),
                    _BASE,
                    Parameter("turn", bool),
                ),
                block=True,
            ),
            Function(
                "figure",
                (
                    Parameter("chart", required=True, words=CHARTS),
                    Parameter("variable", required=True),
                    *_TABLE,
                    Parameter("alt"),
                    _BASE,
                    Parameter("sort", words=("size", "order")),
                    Parameter("total", bool),
                    Parameter("answer"),
                    Parameter("ordered", bool),
                    Parameter("middle"),
                    Parameter("neutral", words=("middle", "side")),
                    Parameter("intervals", bool),
                ),
                block=True,
            ),
            Function("quote", (Parameter("id", required=True),), block=True),
            Function("disagreements", (), block=True),
            Function("synthetic_note", (), block=True),
            Function("notes", (), block=True),
        )
    }
)


@dataclass(frozen=True)
class Call:
    """One understood expression."""

    function: Function
    arguments: Mapping[str, Literal]
    source: str
    line: int
    file: str = FILE

    def text(self, name: str) -> str:
        """Return a text argument, "" when it was not given."""
        value = self.arguments.get(name, "")
        return value if isinstance(value, str) else str(value)

    def flag(self, name: str, default: bool) -> bool:
        """Return a true-or-false argument."""
        value = self.arguments.get(name, default)
        return bool(value)

    @property
    def place(self) -> Place:
        """File, line and the expression itself."""
        return Place(self.file, self.line, f"{{{{ {shorten(self.source)} }}}}")


def shorten(source: str, limit: int = 90) -> str:
    """Return an expression on one line, cut where it gets long."""
    line = " ".join(source.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def parse_expression(source: str, line: int, file: str = FILE) -> Call | list[Problem]:
    """Return the call an expression makes, or every problem with it."""
    place = Place(file, line, f"{{{{ {shorten(source)} }}}}")
    try:
        tree = ast.parse(" ".join(source.splitlines()), mode="eval").body
    except (SyntaxError, ValueError) as error:
        why = error.msg if isinstance(error, SyntaxError) else str(error)
        return [Problem("report-syntax", place, {"why": why})]
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        return [Problem("report-not-a-call", place)]
    function = FUNCTIONS.get(tree.func.id)
    if function is None:
        hint = suggest(tree.func.id, tuple(FUNCTIONS))
        return [Problem("report-unknown-function", place, {"name": tree.func.id, "hint": hint})]
    return _read_arguments(tree, function, Call(function, {}, source, line, file))


def _read_arguments(tree: ast.Call, function: Function, call: Call) -> Call | list[Problem]:
    problems: list[Problem] = []
    given: dict[str, ast.expr] = {}
    names = tuple(parameter.name for parameter in function.parameters)
    if len(tree.args) > len(names):
        params: dict[str, object] = {"name": function.name, "most": len(names)}
        problems.append(Problem("report-too-many", call.place, params))
    given.update(zip(names, tree.args, strict=False))
    for keyword in tree.keywords:
        if keyword.arg is None or keyword.arg not in names:
            params = {"name": keyword.arg, "function": function.name}
            params["hint"] = suggest(str(keyword.arg), names)
            problems.append(Problem("report-unknown-argument", call.place, params))
        elif keyword.arg in given:
            problems.append(Problem("report-twice", call.place, {"name": keyword.arg}))
        else:
            given[keyword.arg] = keyword.value
    values: dict[str, Literal] = {}
    for parameter in function.parameters:
        if parameter.name in given:
            value = _read_literal(given[parameter.name], parameter, call, problems)
            if value is not None:
                values[parameter.name] = value
        elif parameter.required:
            params = {"name": parameter.name, "function": function.name}
            problems.append(Problem("report-argument-missing", call.place, params))
    return problems or Call(function, values, call.source, call.line, call.file)


_TYPE_WORDS = {str: "words in quotation marks", int: "a whole number", bool: "True or False"}


def _read_literal(
    node: ast.expr, parameter: Parameter, call: Call, problems: list[Problem]
) -> Literal | None:
    value = node.value if isinstance(node, ast.Constant) else None
    if type(value) is not parameter.type:
        params: dict[str, object] = {
            "name": parameter.name,
            "wanted": _TYPE_WORDS[parameter.type],
            "got": ast.unparse(node),
        }
        problems.append(Problem("report-argument-type", call.place, params))
        return None
    if parameter.words and value not in parameter.words:
        params = {
            "name": parameter.name,
            "got": value,
            "hint": suggest(str(value), parameter.words),
            "words": ", ".join(parameter.words),
        }
        problems.append(Problem("report-argument-word", call.place, params))
        return None
    assert isinstance(value, str | int)  # noqa: S101  the type check above, for mypy
    return value
