"""PSPP, an independent program, reads our SPSS files and counts what we count."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from alongside.dataset import DataSet, load_dataset
from alongside.dataset.exports import MISSING_WORDS
from alongside.exchange import export_sav
from alongside.questionnaire import load_study

STUDY = Path(__file__).parents[2] / "studies" / "coproduction"
SINGLES = ("heard", "role", "employer", "audience", "region", "job_area")
TICKS = ("barriers", "service_used")
pytestmark = pytest.mark.skipif(
    shutil.which("pspp") is None, reason="PSPP is not installed (Debian: apt-get install pspp)"
)


@pytest.fixture(scope="module")
def study() -> DataSet:
    return load_dataset(load_study(STUDY))


@pytest.fixture(scope="module")
def exported(study: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "study.sav"
    export_sav(study, path, texts=True)
    return path


def run_pspp(syntax: Path) -> str:
    out = syntax.with_suffix(".out.csv")
    done = subprocess.run(
        ["pspp", "-o", str(out), "-O", "format=csv", str(syntax)],
        cwd=syntax.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "error" not in said.lower()
    assert "warning" not in said.lower()
    return out.read_text("utf-8")


def frequencies(words: str) -> dict[str, dict[str, int]]:
    """Return the counts of each table: by label, valid and missing ones."""
    tables: dict[str, dict[str, int]] = {}
    for block in words.split("\n\n"):
        rows = list(csv.reader(io.StringIO(block)))
        if not rows or not rows[0] or not rows[0][0].startswith("Table: ") or len(rows) < 2:
            continue
        if "Frequency" not in rows[1]:
            continue
        counts = {row[1]: int(row[2]) for row in rows[2:] if row[1]}
        tables[rows[0][0].removeprefix("Table: ")] = counts
    return tables


def test_frequencies_agree_with_our_counts(study: DataSet, exported: Path) -> None:
    ticks = [
        f"{code}__{item.code}" for code in TICKS for item in study.codebook.by_code[code].categories
    ]
    syntax = exported.with_name("counts.sps")
    names = " ".join([*SINGLES, *ticks])
    syntax.write_text(
        f"GET FILE='{exported.name}'.\nFREQUENCIES VARIABLES={names} /STATISTICS=NONE.\n", "utf-8"
    )
    found = frequencies(run_pspp(syntax))
    for code in SINGLES:
        variable = study.codebook.by_code[code]
        counts = found[variable.label.say("en")]
        ours = dict(study.frame[code].drop_nulls().value_counts().iter_rows())
        theirs = {c.code: counts.pop(c.label.say("en"), 0) for c in variable.categories}
        assert theirs == {c.code: ours.get(c.code, 0) for c in variable.categories}
        gaps = dict(study.frame[f"{code}__missing"].drop_nulls().value_counts().iter_rows())
        assert counts == {MISSING_WORDS[kind]: n for kind, n in gaps.items()}
    for code in TICKS:
        answered = study.frame[code].drop_nulls()
        for bit, category in enumerate(study.codebook.by_code[code].categories):
            chosen = answered.filter((answered & (1 << bit)) != 0).len()
            counts = found[category.label.say("en")]
            assert counts.get("1", 0) == chosen
            assert counts.get("0", 0) == answered.len() - chosen


def test_the_syntax_beside_runs_and_makes_the_sets(study: DataSet, exported: Path) -> None:
    syntax = exported.with_suffix(".sps")
    more = syntax.with_name("sets.sps")
    more.write_text(
        syntax.read_text("utf-8-sig") + "\nMRSETS /DISPLAY NAME=[$barriers $service_used].\n",
        "utf-8",
    )
    run_pspp(syntax)
    shown = run_pspp(more)
    assert study.codebook.by_code["barriers"].label.say("en") in shown
    assert "barriers__time" in shown
