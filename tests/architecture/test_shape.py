"""The shape of the code base: small files, honest exports, no cycles, no stray words."""

import ast
import importlib
import pkgutil
import re
import subprocess
from pathlib import Path

import pytest

import alongside
from alongside.cli.verbs import VERBS

ROOT = Path(__file__).parents[2]
LONGEST = 400
ROOMS = ["kernel", "questionnaire", "collect", "dataset", "tabulate", "themes", "weigh"]
ROOMS += ["charts", "exchange", "tabbook", "report", "notebook"]


def tracked_files(*endings: str) -> list[Path]:
    """Return the files git knows of with one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if name.endswith(endings) and (ROOT / name).exists()]


def test_no_code_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked_files(".py", ".scss", ".css", ".html", ".js", ".jinja")
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def module_imports() -> dict[str, set[str]]:
    """Return, for each module of the package, the package's modules it imports at run time."""
    names = {"alongside"} | {
        found.name for found in pkgutil.walk_packages(alongside.__path__, "alongside.")
    }
    graph: dict[str, set[str]] = {}
    for path in tracked_files(".py"):
        if not path.is_relative_to(ROOT / "src"):
            continue
        parts = path.relative_to(ROOT / "src").with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        graph[name] = set()
        for node in _run_time_nodes(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    graph[name].add(full if full in names else node.module)
            elif isinstance(node, ast.Import):
                graph[name].update(alias.name for alias in node.names)
        graph[name] = {target for target in graph[name] if target in names} - {name}
    return graph


def _run_time_nodes(tree: ast.Module) -> list[ast.stmt]:
    """Return import statements at module level; TYPE_CHECKING blocks do not run."""
    return [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]


def test_no_import_cycle() -> None:
    graph = module_imports()
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name in done:
            return
        for target in sorted(graph.get(name, ())):
            visit(target, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_lists_what_it_exports(room: str) -> None:
    module = importlib.import_module(f"alongside.{room}")
    if room == "kernel":
        return
    exported = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, type(importlib))
    }
    assert set(module.__all__) == exported
    assert len(module.__all__) == len(set(module.__all__))


def test_no_room_is_called_utils() -> None:
    vague = [
        path
        for path in tracked_files(".py")
        if re.fullmatch(r"(utils?|helpers?|common|misc)(\.py)?", path.name)
        or path.parent.name in {"utils", "helpers", "common", "misc"}
    ]
    assert vague == []


def test_public_functions_and_classes_have_docstrings() -> None:
    bare = []
    for path in tracked_files(".py"):
        if not path.is_relative_to(ROOT / "src") or "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        for node in [tree, *tree.body]:
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                name = getattr(node, "name", "module")
                if not name.startswith("_") and not ast.get_docstring(node):
                    bare.append(f"{path.relative_to(ROOT)}: {name}")
    assert bare == []


def test_lock_file_holds_no_download_address() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text("utf-8")


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for verb in VERBS:
        assert f"alongside {verb}" in readme, verb


def test_only_the_release_functions_make_released_tables() -> None:
    door = ROOT / "src/alongside/tabulate/disclosure.py"
    made = re.compile(r"\bReleasedTable\(|\bReleasedTable\.PASSED")
    elsewhere = [
        str(path.relative_to(ROOT))
        for path in tracked_files(".py")
        if path.is_relative_to(ROOT / "src")
        and path not in (door, door.with_name("table.py"))
        and made.search(path.read_text("utf-8"))
    ]
    assert made.search(door.read_text("utf-8"))
    assert elsewhere == []
