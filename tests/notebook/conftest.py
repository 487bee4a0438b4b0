"""A small study with groups, a number and small cells, as somebody would have imported it."""

from pathlib import Path

import pytest

from alongside.dataset import import_csv
from alongside.notebook import OpenStudy, open_study

CELLS = {
    ("a", "yes", "x"): 30, ("a", "yes", "y"): 2, ("a", "no", "x"): 20, ("a", "no", "y"): 12,
    ("b", "yes", "x"): 25, ("b", "yes", "y"): 9, ("b", "no", "x"): 40, ("b", "no", "y"): 14,
}  # fmt: skip
RULE = "\ndisclosure: {withhold_below: 5, small_base: 30, reason: A test.}\n"


def make_folder(folder: Path, rule: str = RULE) -> Path:
    """Return a study folder of 152 people; hours are 1 to 20, by turns."""
    people = [cell for cell, n in CELLS.items() for _ in range(n)]
    lines = ["area,heard,role,hours"]
    lines += [f"{','.join(cell)},{1 + spot % 20 + spot / 1000}" for spot, cell in enumerate(people)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.csv").write_text("\n".join(lines) + "\n", "utf-8")
    import_csv(folder / "answers.csv", folder / "study", title="Buses & <trains>")
    settings = folder / "study" / "study.yaml"
    settings.write_text(settings.read_text("utf-8") + rule, "utf-8")
    return folder / "study"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


@pytest.fixture
def study(folder: Path) -> OpenStudy:
    return open_study(folder)
