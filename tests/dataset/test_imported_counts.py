"""An imported file, counted: every number equals what SQL counts in the same file."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from alongside.dataset import DataSet, VariableType, import_csv, load_dataset
from alongside.questionnaire import load_study
from alongside.tabulate import tabulate
from alongside.tabulate.table import TOTAL

COMMENTS = Path(__file__).parents[3] / "shared" / "data" / "comments" / "patient-comments-2023.csv"
TRUSTS = ("NEAS", "NHFT")
SERVICES = ("PTS  - Patient Transport", "See and Convey", "111", "Community health services")


def load(file: Path, folder: Path) -> DataSet:
    import_csv(file, folder)
    return load_dataset(load_study(folder))


def sql_counts(file: Path, query: str) -> dict[tuple[str, str], int]:
    """Return counts by (row, group) from a query over the table ``rows``, all columns words."""
    connection = duckdb.connect()
    connection.execute(
        "create table rows as select * from read_csv(?, all_varchar = true)", [str(file)]
    )
    return {(row, group): n for row, group, n in connection.execute(query).fetchall()}


def counted(dataset: DataSet, variable: str, by: str) -> dict[tuple[str, str], int]:
    """Return the counts above 0 by (row label, group label)."""
    table = tabulate(dataset, variable, by)
    return {
        (row.label, column.heading.label): n
        for row in table.rows
        for column in table.columns
        if column.heading.code != TOTAL and (n := table.cell(row.code, column.heading.code).n or 0)
    }


def check_two_questions(dataset: DataSet, file: Path, rows: str, groups: str) -> None:
    variables = {variable.label.say("en"): variable.code for variable in dataset.codebook}
    expected = sql_counts(
        file,
        f"""select regexp_replace(trim("{rows}"), '[\\s\u00a0]+', ' ', 'g'),
                   regexp_replace(trim("{groups}"), '[\\s\u00a0]+', ' ', 'g'), count(*)
            from rows where trim("{rows}") <> '' and trim("{groups}") <> '' group by 1, 2""",  # noqa: S608
    )
    assert counted(dataset, variables[rows], variables[groups]) == expected
    assert expected


def check_labels(dataset: DataSet, file: Path, groups: str) -> int:
    [labels] = [item for item in dataset.codebook if item.type is VariableType.MULTI]
    variables = {variable.label.say("en"): variable.code for variable in dataset.codebook}
    table = tabulate(dataset, labels.code, variables[groups])
    names = [category.label.say("en") for category in labels.categories]
    ticks = " union all ".join(
        f"""select '{name.replace("'", "''")}', trim("{groups}"), count(*) from rows
            where trim("{name}") = '1' group by 2"""  # noqa: S608
        for name in names
    )
    assert counted(dataset, labels.code, variables[groups]) == sql_counts(file, ticks)
    any_tick = " or ".join(f"""trim("{name}") = '1'""" for name in names)
    bases = sql_counts(
        file,
        f"""select 'base', trim("{groups}"), count(*) from rows where {any_tick} group by 2""",  # noqa: S608
    )
    assert {
        ("base", column.heading.label): column.base_n
        for column in table.columns
        if column.heading.code != TOTAL
    } == bases
    return len(names)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file shaped like real patient comments: several answers a person, 50 labels."""
    draw = random.Random(2023)  # noqa: S311
    path = tmp_path_factory.mktemp("made") / "comments.csv"

    def rows() -> Iterator[list[str]]:
        for number in range(900):
            trust = draw.choice(TRUSTS)
            why = draw.choice(["Did not answer", f"Words {number}, with a comma", "Two\nlines"])
            marks = [draw.choice(["1", "", "", "", ""]) if number % 7 else "" for _ in range(50)]
            marks[17] = ""
            rating = draw.choice(["1", "2", "3", "4", "5", "6", ""])
            service = draw.choice([*SERVICES, ""])
            key = [f"{trust} {number} - Q1", trust, f"{trust} {number // 2}"]
            yield [*key, service, rating, why, *marks]

    heads = ["Comment ID", "Trust", "Respondent ID", "Service type 1", "Rating", "Why"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*heads, *(f"Label {n}, & so on" for n in range(50))])
        writer.writerows(rows())
    return path


def test_a_made_file_counts_like_sql(made: Path, tmp_path: Path) -> None:
    dataset = load(made, tmp_path / "study")
    assert (dataset.unit, dataset.frame.height) == ("row", 900)
    check_two_questions(dataset, made, "Rating", "Service type 1")
    check_two_questions(dataset, made, "Rating", "Trust")
    assert check_labels(dataset, made, "Trust") == 50


@pytest.mark.skipif(
    not COMMENTS.exists(), reason="the patient comments are not beside the repository"
)
def test_the_patient_comments_count_like_sql(tmp_path: Path) -> None:
    dataset = load(COMMENTS, tmp_path / "study")
    assert (dataset.unit, dataset.frame.height) == ("row", 7908)
    check_two_questions(dataset, COMMENTS, "FFT categorical answer", "Service type 1")
    check_two_questions(dataset, COMMENTS, "FFT categorical answer", "Trust")
    assert check_labels(dataset, COMMENTS, "Trust") == 50
