"""Whatever the documents point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / "benchmarks").glob("*.md"),
    *(ROOT / "studies").glob("*/README.md"),
]
TARGET = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def targets_of(page: Path) -> list[str]:
    """Return what a page links to in this repository; examples in code are left out."""
    found = TARGET.findall(CODE.sub("", page.read_text("utf-8")))
    return [target for target in found if ":" not in target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    missing = [target for target in targets_of(page) if not (page.parent / target).exists()]
    assert not missing


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / target).resolve() for page in PAGES for target in targets_of(page)}
    unseen = [path.name for path in (ROOT / "docs/images").iterdir() if path.resolve() not in shown]
    assert not unseen
