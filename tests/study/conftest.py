"""The reference study, read once for all its tests."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alongside.collect import Response, read_responses
from alongside.dataset import DataSet, load_dataset
from alongside.questionnaire import Study, load_study

FOLDER = Path(__file__).parents[2] / "studies" / "coproduction"
PublishedTable = dict[str, dict[str, int]]


@pytest.fixture(scope="session")
def folder() -> Path:
    return FOLDER


@pytest.fixture(scope="session")
def study() -> Study:
    return load_study(FOLDER)


@pytest.fixture(scope="session")
def responses(study: Study) -> tuple[Response, ...]:
    assert study.questionnaire is not None
    return read_responses(FOLDER / "data" / "responses.jsonl", study.questionnaire)


@pytest.fixture(scope="session")
def dataset(study: Study) -> DataSet:
    return load_dataset(study)


@pytest.fixture(scope="session")
def published() -> Callable[[str, str], PublishedTable]:
    """Read a published table: our row code -> printed column -> people; Total kept apart."""
    codes = YAML(typ="safe").load((FOLDER / "published" / "rows.yaml").read_text("utf-8"))

    def read(name: str, rows: str) -> PublishedTable:
        with (FOLDER / "published" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        return {
            codes[rows].get(line[0], line[0]): dict(
                zip(lines[0][1:], map(int, line[1:]), strict=True)
            )
            for line in lines[1:]
        }

    return read


@pytest.fixture(scope="session")
def stated_figures() -> dict[str, dict[str, str]]:
    with (FOLDER / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        return {line["figure"]: line for line in csv.DictReader(file)}
