"""The guide to importing data is followed word by word; its tables are what one gets."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alongside.cli.main import exit_code_of
from alongside.dataset.source_codebook import CODEBOOK_FILE

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
COMMENTS = Path(__file__).parents[3] / "shared" / "data" / "comments" / "patient-comments-2023.csv"
WORDS = (GUIDES / "import-your-own-data.md").read_text("utf-8")
TABLES = re.findall(r"<!-- table: (\w+) by (\w+) -->\n((?:\|.*\n)+)", WORDS)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", WORDS, re.DOTALL)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the example and change its codebook and report as the guide says."""
    folder = tmp_path_factory.mktemp("guide") / "lunch"
    arguments = ["import", str(GUIDES / "lunch-club.csv"), str(folder), "--title", "The lunch club"]
    assert exit_code_of(arguments) == 0
    yaml = YAML(typ="safe")
    path = folder / CODEBOOK_FILE
    codebook = yaml.load(path.read_text("utf-8"))
    changed = {columns_of(item): item for item in yaml.load(blocks("yaml")[1])}
    assert changed.keys() <= {columns_of(item) for item in codebook["variables"]}
    codebook["variables"] = [changed.get(columns_of(item), item) for item in codebook["variables"]]
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(codebook, file)
    (folder / "derive.yaml").write_text(blocks("yaml")[2], "utf-8")
    (folder / "report.md").write_text(blocks("markdown")[0], "utf-8")
    return folder


@pytest.fixture(scope="module")
def patients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import the real file and change what the guide says."""
    if not COMMENTS.exists():
        pytest.skip("the patient comments are not beside the repository")
    folder = tmp_path_factory.mktemp("guide") / "patients"
    arguments = ["import", str(COMMENTS), str(folder), "--title", "Patient comments"]
    assert exit_code_of(arguments) == 0
    yaml = YAML(typ="safe")
    path = folder / CODEBOOK_FILE
    codebook = yaml.load(path.read_text("utf-8"))
    variables = {item["code"]: item for item in codebook["variables"]}
    variables["service_type_1"] |= {"code": "service", "label": "Service"}
    variables["labels"] |= {"code": "theme", "label": "What the comment is about"}
    (variables["fft_categorical_answer"],) = yaml.load(blocks("yaml")[3])
    codebook["variables"] = list(variables.values())
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(codebook, file)
    (folder / "report.md").write_text(blocks("markdown")[1], "utf-8")
    return folder


def columns_of(variable: dict) -> tuple[str, ...]:
    if variable["type"] == "multi":
        return tuple(category["column"] for category in variable["categories"])
    return (variable["column"],)


def test_what_the_import_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(GUIDES / "lunch-club.csv")
    assert exit_code_of(["import", source, str(tmp_path / "lunch")]) == 0
    told = capsys.readouterr()
    said = " ".join((told.err + told.out).split())
    promised = WORDS.partition("says what it guessed:\n\n```\n")[2].partition("```")[0]
    assert promised.strip()
    for line in promised.strip().splitlines():
        assert line in said
    guessed = YAML(typ="safe").load((tmp_path / "lunch" / CODEBOOK_FILE).read_text("utf-8"))
    (shown,) = YAML(typ="safe").load(blocks("yaml")[0])
    (made,) = [item for item in guessed["variables"] if item["code"] == shown["code"]]
    assert made | {"categories": made["categories"][:1]} == shown


def test_the_guide_shows_three_tables() -> None:
    shown = [("food", "group"), ("likes", "group"), ("food", "age_group")]
    assert [table[:2] for table in TABLES] == shown


@pytest.mark.parametrize(("question", "groups", "printed"), TABLES)
def test_the_tables_are_what_one_gets(
    study: Path, capsys: pytest.CaptureFixture[str], question: str, groups: str, printed: str
) -> None:
    arguments = ["tabulate", str(study), question, "--by", groups, "--format", "markdown"]
    assert exit_code_of(arguments) == 0
    (table,) = re.findall(r"((?:^\|.*\n)+)", capsys.readouterr().out, re.MULTILINE)
    assert table == printed


def test_the_report_is_built(study: Path, tmp_path: Path) -> None:
    arguments = ["report", str(study), "--format", "html", "--out", str(tmp_path)]
    assert exit_code_of(arguments) == 0
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "400 people answered" in " ".join(page.split())
    assert "How the food was, by group" in page


def test_the_export_leaves_out_what_the_guide_says(study: Path, tmp_path: Path) -> None:
    target = tmp_path / "lunch.csv"
    assert exit_code_of(["export", str(study), "--out", str(target)]) == 0
    heads = target.read_text("utf-8").partition("\n")[0].split(",")
    assert "likes__company" in heads
    assert not {"answer_id", "what_should_change"} & set(heads)
    first = (tmp_path / "lunch-codebook.csv").read_text("utf-8").splitlines()[1]
    assert "what_should_change" in first


@pytest.mark.parametrize("groups", ["service", "trust"])
@pytest.mark.parametrize("question", ["rating", "theme"])
def test_the_patient_comments_are_tabulated_as_rows(
    patients: Path, capsys: pytest.CaptureFixture[str], question: str, groups: str
) -> None:
    capsys.readouterr()
    arguments = ["tabulate", str(patients), question, "--by", groups, "--format", "markdown"]
    assert exit_code_of(arguments) == 0
    printed = capsys.readouterr().out
    assert "rows of data with an answer" in printed
    assert "people" not in printed
    (table,) = re.findall(r"((?:^\|.*\n)+)", printed, re.MULTILINE)
    if (question, groups) == ("rating", "trust"):
        assert f"<!-- patients: rating by trust -->\n{table}" in WORDS


def test_the_report_on_patient_comments_is_built(patients: Path, tmp_path: Path) -> None:
    arguments = ["report", str(patients), "--format", "html", "--out", str(tmp_path)]
    assert exit_code_of(arguments) == 0
    page = " ".join((tmp_path / "report.html").read_text("utf-8").split())
    assert "Of 7,908 answers, " in page
    assert "7,908 comments with an answer" in page


def test_a_wide_table_is_folded_and_never_cut(
    patients: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert exit_code_of(["tabulate", str(patients), "rating", "--by", "service"]) == 0
    printed = capsys.readouterr().out
    assert "…" not in printed
    assert "1,543" in printed
