"""From what is known of a population to weighted tables, on the command line."""

import csv
from pathlib import Path

import pytest

from alongside.cli.main import exit_code_of
from alongside.dataset import load_dataset
from alongside.questionnaire import load_study
from alongside.tabulate import Measuring, tabulate

ANSWERS = {
    ("north", "old", "yes"): 60, ("north", "old", "no"): 40, ("north", "young", "yes"): 30,
    ("north", "young", "no"): 50, ("south", "old", "yes"): 45, ("south", "old", "no"): 25,
    ("south", "young", "yes"): 20, ("south", "young", "no"): 24, ("", "young", "yes"): 16,
}  # fmt: skip
PLAN = """\
weights:
  - code: w_census
    label: Weighted to the census
    population: Adults
    source: Census 2021, table X
    date: 2021
    margins:
      - variable: area
        targets: {north: 0.4, south: 0.6}
      - variable: age
        targets: {old: 3000, young: 7000}
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    lines = ["area,age,heard"]
    lines += [",".join(cell) for cell, n in ANSWERS.items() for _ in range(n)]
    (tmp_path / "answers.csv").write_text("\n".join(lines) + "\n", "utf-8")
    folder = tmp_path / "study"
    assert exit_code_of(["import", str(tmp_path / "answers.csv"), str(folder)]) == 0
    return folder


def plan(study: Path, words: str = PLAN) -> None:
    (study / "weights.yaml").write_text(words.replace("3000, young: 7000", "0.3, young: 0.7"))


def run(capsys: pytest.CaptureFixture[str], *said: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = exit_code_of([str(word) for word in said])
    return code, *capsys.readouterr()


def test_weights_are_made_reported_and_used(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(study)
    code, out, err = run(capsys, "weigh", study)
    assert code == 0
    assert "Raking reached every margin" in out
    assert "Adults: Census 2021, table X (2021)" in out
    assert "(not known)" in out
    assert "No weight was trimmed" in out
    report = (study / "data" / "weights.md").read_text("utf-8")
    assert "| area | north | 180 | 61.2% | 40.0% | 40.0% |" in report
    assert "tabulate" in err

    code, out, _ = run(
        capsys, "tabulate", study, "heard", "--weight", "w_census", "--format", "csv"
    )
    rows = {row["answer_code"]: row for row in csv.DictReader(out.splitlines())}
    dataset = load_dataset(load_study(study))
    w = dataset.frame["w_census"].to_numpy()
    heard = (dataset.frame["heard"] == "yes").to_numpy()
    assert code == 0
    assert w.mean() == pytest.approx(1)
    assert float(rows["yes"]["percent"]) == pytest.approx(100 * w[heard].sum() / w.sum(), abs=0.05)
    table = tabulate(dataset, "age", measuring=Measuring("w_census"))
    assert table.cell("old").share == pytest.approx(0.3)
    assert dataset.codebook.by_code["w_census"].label.say("en") == "Weighted to the census"


def test_weights_of_other_answers_are_not_used(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(study)
    assert run(capsys, "weigh", study)[0] == 0
    with (study / "data" / "source.csv").open("a", encoding="utf-8") as out:
        out.write("north,old,yes\n")
    code, _, err = run(capsys, "tabulate", study, "heard", "--weight", "w_census")
    assert code == 1
    assert "made from other answers" in err
    assert "alongside weigh" in err
    assert run(capsys, "weigh", study)[0] == 0
    assert run(capsys, "tabulate", study, "heard", "--weight", "w_census")[0] == 0
    plan(study, PLAN.replace("north: 0.4, south: 0.6", "north: 0.5, south: 0.5"))
    assert run(capsys, "tabulate", study, "heard", "--weight", "w_census")[0] == 1


def test_crossed_margins_are_post_stratification(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = "{north>old: 0.1, 'north > young': 0.2, south > old: 0.3, south > young: 0.4}"
    crossed = PLAN[: PLAN.index("      - variable: age")]
    crossed = crossed.replace("variable: area", "variable: area > age")
    plan(study, crossed.replace("{north: 0.4, south: 0.6}", cells))
    code, out, _ = run(capsys, "weigh", study)
    assert code == 0, out
    assert "after 1 sweep." in out
    dataset = load_dataset(load_study(study))
    table = tabulate(dataset, "age", "area", measuring=Measuring("w_census"))
    assert table.cell("old", "north").share == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("north: 0.4, south: 0.6", "north: 0.4, sud: 0.6", "has no answer “sud”"),
        ("variable: age", "variable: heart", "no variable “heart”"),
        ("north: 0.4, south: 0.6", "north: 0.4, south: 0.4", "add up to 80.0 per cent"),
        ("code: w_census", "code: heard", "is a question of this study already"),
        ("code: w_census", "code: 2 b", "weights.yaml"),
        ("label: Weighted to the census", "labels: x", "label"),
        ("date: 2021", "date: 2021\n    bounds: {low: 2, high: 1}", "weights.yaml"),
        ("date: 2021", "date: 2021\n    base: heard", "no number “heard”"),
    ],
)
def test_faults_are_named_with_a_remedy_and_nothing_is_kept(
    study: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    plan(study, PLAN.replace(old, new))
    code, _, err = run(capsys, "weigh", study)
    assert code == 1
    assert said in " ".join(err.split())
    assert "Traceback" not in err
    assert not (study / "data" / "weights.csv").exists()


def test_what_speaks_against_weighting_is_said_and_small_numbers_are_not(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(study, PLAN.replace("    source: Census 2021, table X\n", ""))
    text = (study / "data" / "source.csv").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("south,old")]
    few = [line for line in text.splitlines() if line.startswith("south,old")][:4]
    other = [line for line in kept if not line.startswith("south")]
    (study / "data" / "source.csv").write_text("\n".join([*other, *few]) + "\n", "utf-8")
    code, out, err = run(capsys, "weigh", study, "--dry-run")
    assert code == 0
    assert "Without a source that others can judge, do not weight" in " ".join(err.split())
    assert "Only 1 to 9 people" in " ".join(err.split())
    assert "speak against using these weights" in " ".join(err.split())
    assert "withheld" in out
    assert "Weights run from" not in out
    assert not (study / "data" / "weights.csv").exists()


def test_a_plan_to_fill_is_written_once(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "weigh", study)[0] == 1
    assert run(capsys, "weigh", study, "--begin", "area,nowhere")[0] == 1
    assert run(capsys, "weigh", study, "--begin", "area,age")[0] == 0
    words = (study / "weights.yaml").read_text("utf-8")
    assert '"north": 0' in words
    code, _, err = run(capsys, "weigh", study, "--begin", "area")
    assert code == 1
    assert "There is one already" in err
    code, _, err = run(capsys, "weigh", study)  # not filled in yet
    assert code == 1
    assert "has a target above 0" in err


def test_unknown_weights_and_unfinished_people(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(study)
    assert run(capsys, "weigh", study)[0] == 0
    code, _, err = run(capsys, "tabulate", study, "heard", "--weight", "w_cencus")
    assert code == 1
    assert "Use one of: w_census" in err
    code, _, err = run(capsys, "tabulate", study, "heard", "--weight", "w_census", "--partial")
    assert code == 1
    assert "Only completed responses are weighted" in err
    (study / "data" / "weights.csv").write_text("nonsense\n", "utf-8")
    code, _, err = run(capsys, "tabulate", study, "heard")
    assert code == 1
    assert "cannot be read" in err


def test_check_looks_at_the_plan(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan(study)
    assert run(capsys, "check", study)[0] == 0
    plan(study, PLAN.replace("variable: area", "variable: region"))
    code, _, err = run(capsys, "check", study)
    assert code == 1
    assert "region" in err and "weights.yaml" in err
    plan(study, PLAN.replace("margins:", "margin:"))
    code, _, err = run(capsys, "check", study)
    assert code == 1
    assert "margin" in err


def test_weights_leave_as_weights_and_come_back(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan(study)
    assert run(capsys, "weigh", study)[0] == 0
    said = {
        "sav": ("d.sav", "d.sps", "WEIGHT BY w_census"),
        "ddi": ("d.xml", "d.xml", 'wgt="wgt"'),
        "triple-s": ("d.xml", "d.xml", 'use="weight"'),
        "json": ("d.json", "d.json", '"weights": {"w_census"'),
    }
    for kind, (name, told, words) in said.items():
        out = tmp_path / kind / name
        assert run(capsys, "export", study, "--format", kind, "--out", out)[0] == 0
        assert words in (tmp_path / kind / told).read_text("utf-8-sig")
    asked = ("heard", "--by", "area", "--weight", "w_census", "--format", "csv")
    _, before, _ = run(capsys, "tabulate", study, *asked)
    back = tmp_path / "back"
    assert run(capsys, "import", tmp_path / "sav" / "d.sav", back)[0] == 0
    assert run(capsys, "tabulate", back, *asked)[1] == before
