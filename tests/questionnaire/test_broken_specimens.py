"""Each broken study has one fault, and it is named: file, line, item, remedy; nothing else is."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alongside.kernel.errors import ProblemsFoundError
from alongside.questionnaire import check_study, load_study, read_study

BROKEN = Path(__file__).parents[1] / "specimens" / "broken"
FOLDERS = sorted(folder for folder in BROKEN.iterdir() if folder.is_dir())


def test_there_are_enough_of_them() -> None:
    assert len(FOLDERS) >= 15


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_fault_is_named_and_nothing_else(folder: Path) -> None:
    expected = YAML(typ="safe").load((folder / "expected.yaml").read_text("utf-8"))
    study, problems = read_study(folder)
    if study is not None:
        problems = [*problems, *check_study(study)]
    found = [
        {
            "code": problem.code,
            "severity": problem.severity.value,
            "file": problem.where.file,
            "line": problem.where.line,
            "item": problem.where.item,
        }
        for problem in problems
    ]
    assert found == [
        {key: value for key, value in row.items() if key != "says"} for row in expected
    ]
    for problem, row in zip(problems, expected, strict=True):
        assert row["says"] in f"{problem.what()} {problem.remedy()}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_study_that_cannot_be_read_is_refused_in_one_sentence(folder: Path) -> None:
    study, problems = read_study(folder)
    if study is not None and not problems:
        assert load_study(folder).slug == folder.name
        return
    with pytest.raises(ProblemsFoundError) as refusal:
        load_study(folder)
    assert refusal.value.problems == tuple(problems)
    assert "\n" not in refusal.value.sentence()
