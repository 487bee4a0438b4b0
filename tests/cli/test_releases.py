"""Tables written to a file are noted, and later ones are held against them."""

from pathlib import Path

import pytest

from alongside.cli.main import exit_code_of

CELLS = {
    ("a", "yes", "x"): 30, ("a", "yes", "y"): 2, ("a", "no", "x"): 20, ("a", "no", "y"): 12,
    ("b", "yes", "x"): 25, ("b", "yes", "y"): 9, ("b", "no", "x"): 40, ("b", "no", "y"): 14,
}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    lines = ["area,heard,role"]
    lines += [",".join(cell) for cell, n in CELLS.items() for _ in range(n)]
    (tmp_path / "answers.csv").write_text("\n".join(lines) + "\n", "utf-8")
    folder = tmp_path / "study"
    assert exit_code_of(["import", str(tmp_path / "answers.csv"), str(folder)]) == 0
    settings = folder / "study.yaml"
    said = settings.read_text("utf-8")
    settings.write_text(
        said + "\ndisclosure: {withhold_below: 5, small_base: 10, reason: A test.}\n", "utf-8"
    )
    return folder


def csv_of(study: Path, name: str, *more: str) -> str:
    out = study.parent / name
    said = ["tabulate", str(study), "heard", "--by", "area", "--format", "csv", "--out", str(out)]
    assert exit_code_of([*said, *more]) == 0
    return out.read_text("utf-8")


def test_a_later_table_withholds_what_an_earlier_one_would_give_away(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only_x = csv_of(study, "alone.csv", "--where", "role = x")
    assert "withheld" not in only_x
    (study / "releases.jsonl").unlink()
    assert "withheld" not in csv_of(study, "all.csv")
    assert "withheld" in csv_of(study, "x.csv", "--where", "role = x")
    capsys.readouterr()
    assert exit_code_of(["releases", str(study)]) == 0
    said = capsys.readouterr()
    assert "heard by area where role = x" in said.out
    assert "small numbers can be worked out" in said.err


def test_what_was_published_carelessly_is_found(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    csv_of(study, "all.csv")
    careless = (study / "releases.jsonl").read_text("utf-8")
    careless = careless.replace('"by": "area"', '"by": "area", "where": "role = x"')
    with (study / "releases.jsonl").open("a", encoding="utf-8") as log:
        log.write(careless)
    assert exit_code_of(["releases", str(study)]) == 1
    said = capsys.readouterr()
    assert "2 to 2" in said.out + said.err
    assert "Take back one of the tables" in said.err


def test_nothing_published_is_said(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["releases", str(study)]) == 0
    assert "Nothing was published" in capsys.readouterr().err
