"""The guide to notebooks is run from top to bottom, as a notebook would."""

import re
from pathlib import Path

import pytest

from alongside.dataset import import_csv
from alongside.tabulate import read_log

GUIDES = Path(__file__).parents[2] / "docs" / "guides"


def test_every_block_of_the_guide_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_csv(GUIDES / "lunch-club.csv", tmp_path / "lunch", title="The lunch club")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(
        r"```python\n(.*?)```", (GUIDES / "notebooks.md").read_text("utf-8"), re.DOTALL
    )
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "notebooks.md", "exec"), names)  # noqa: S102  our own guide
        shown = block.strip().splitlines()[-1].split("  #")[0]
        if "=" not in shown.split("(")[0]:
            assert eval(shown, names) is not None  # noqa: S307
    assert len(blocks) == 5
    assert (tmp_path / "lunch-tables.xlsx").exists()
    assert [entry.how for entry in read_log(tmp_path / "lunch")] == ["tab book"]
