"""Tab books and tables in files of every kind, from the command line."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.notebook.conftest import make_folder

from alongside.cli.main import exit_code_of
from alongside.tabulate import read_log


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return make_folder(tmp_path)


def run_book(study: Path, *more: str) -> int:
    return exit_code_of(["book", str(study), "--by", "area", "--by", "area > role", *more])


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html"])
def test_a_book_is_written_and_noted(
    study: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = study.parent / f"book.{ending}"
    assert run_book(study, "--compare", "each", "--out", str(out)) == 0
    said = capsys.readouterr().err
    assert "Wrote" in said and "numbers are withheld" in said
    assert out.stat().st_size > 2000
    (entry,) = read_log(study)
    assert entry.how == "tab book"
    assert {each.by for each in entry.tables} == {"area", "area > role"}
    assert exit_code_of(["releases", str(study)]) == 0


def test_a_book_stands_beside_what_was_published_before(study: Path) -> None:
    first = ["tabulate", str(study), "heard", "--by", "area", "--where", "role = x"]
    assert exit_code_of([*first, "--out", str(study.parent / "x.csv")]) == 0
    out = study.parent / "book.xlsx"
    assert run_book(study, "--question", "heard", "--out", str(out)) == 0
    cells = [cell.value for row in load_workbook(out)["area"].iter_rows() for cell in row]
    assert "[c]" in cells  # everybody less those in role x would be two people
    assert exit_code_of(["releases", str(study)]) == 0


def test_nothing_is_replaced_or_noted_by_mistake(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = study.parent / "book.xlsx"
    out.write_text("mine")
    assert run_book(study, "--out", str(out)) == 1
    assert "--force" in capsys.readouterr().err
    assert run_book(study, "--out", str(study.parent / "book.pdf")) == 1
    assert ".xlsx, .docx, .html" in capsys.readouterr().err.replace("\n", " ")
    assert run_book(study, "--question", "herd", "--force", "--out", str(out)) == 1
    assert "Did you mean" in capsys.readouterr().err
    assert out.read_text() == "mine" and read_log(study) == []


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html", "csv", "md"])
def test_a_table_is_written_as_what_its_name_says(study: Path, ending: str) -> None:
    out = study.parent / f"heard.{ending}"
    said = ["tabulate", str(study), "heard", "--by", "area", "--out", str(out)]
    assert exit_code_of(said) == 0
    start = {"xlsx": b"PK", "docx": b"PK", "html": b"<!DOCTYPE", "csv": b"question,", "md": b"**"}
    assert out.read_bytes().startswith(start[ending])


def test_weights_of_0_would_undo_what_is_withheld(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = study / "data" / "source.csv"
    lines = source.read_text("utf-8").splitlines()
    zeros = [
        f"{line},{0 if place < 3 else 1 + place / 1000}" for place, line in enumerate(lines[1:])
    ]
    answers = study.parent / "weighted.csv"
    answers.write_text("\n".join([f"{lines[0]},w", *zeros]) + "\n", "utf-8")
    made = study.parent / "weighted"
    assert exit_code_of(["import", str(answers), str(made)]) == 0
    for verb in (
        ["tabulate", str(made), "heard"],
        ["book", str(made), "--out", str(made / "b.html")],
    ):
        assert exit_code_of([*verb, "--weight", "w"]) == 1
        assert "weight of 0" in capsys.readouterr().err.replace("\n", " ")
