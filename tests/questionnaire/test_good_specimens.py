"""Each small study shows one feature, has no fault, and leads where it should."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from alongside.kernel.problems import Severity
from alongside.questionnaire import (
    Questionnaire,
    Value,
    check_study,
    dump_questionnaire,
    find_path,
    find_routes,
    load_study,
    read_study,
)

GOOD = Path(__file__).parents[1] / "specimens" / "good"
FOLDERS = sorted(folder for folder in GOOD.iterdir() if folder.is_dir())
each_study = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def questionnaire_of(folder: Path) -> Questionnaire:
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    return questionnaire


def expected_of(folder: Path) -> Any:
    return YAML(typ="safe").load((folder / "paths.yaml").read_text("utf-8"))


def answers_of(raw: Mapping[str, Any]) -> dict[str, Value]:
    return {code: tuple(value) if isinstance(value, list) else value for code, value in raw.items()}


@each_study
def test_no_fault_is_found(folder: Path) -> None:
    study, problems = read_study(folder)
    assert study is not None
    found = [*problems, *check_study(study)]
    assert [item for item in found if item.severity is not Severity.ADVICE] == []


@each_study
def test_answers_lead_where_they_should(folder: Path) -> None:
    questionnaire = questionnaire_of(folder)
    for row in expected_of(folder)["paths"]:
        path = find_path(questionnaire, answers_of(row["answers"]))
        assert list(path.page_codes) == row["pages"]
        assert list(path.question_codes) == row.get("questions", row["pages"])
        assert sorted(path.set_aside) == sorted(row.get("set_aside", []))


@each_study
def test_routes_are_counted_and_real(folder: Path) -> None:
    questionnaire = questionnaire_of(folder)
    routes = find_routes(questionnaire)
    assert routes.exact
    assert len(routes) == expected_of(folder)["routes"]
    for route in routes:
        path = find_path(questionnaire, route.answers)
        assert path.page_codes == route.page_codes
        assert path.question_codes == route.question_codes
        assert route.minutes > 0


@each_study
def test_written_and_read_again_it_is_the_same(folder: Path, tmp_path: Path) -> None:
    questionnaire = questionnaire_of(folder)
    copy = tmp_path / folder.name
    copy.mkdir()
    (copy / "study.yaml").write_bytes((folder / "study.yaml").read_bytes())
    (copy / "questionnaire.yaml").write_text(dump_questionnaire(questionnaire), "utf-8")
    assert questionnaire_of(copy) == questionnaire
