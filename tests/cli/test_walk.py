"""``alongside walk``: invented people on every route, through the real pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.test_xlsform import write_workbook

from alongside.cli.main import exit_code_of
from alongside.questionnaire import find_routes, load_study
from alongside.questionnaire.xlsform import import_xlsform

ROOT = Path(__file__).parents[2]
SPECIMENS = ROOT / "tests" / "specimens" / "good"


def walked(capsys: pytest.CaptureFixture[str], study: Path, *more: str) -> dict[str, Any]:
    assert exit_code_of(["walk", str(study), "--json", *more]) == 0, capsys.readouterr()
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_every_route_of_the_reference_study(capsys: pytest.CaptureFixture[str]) -> None:
    study = ROOT / "studies" / "coproduction"
    questionnaire = load_study(study).questionnaire
    assert questionnaire is not None
    found = walked(capsys, study, "--rounds", "1")
    of = len(find_routes(questionnaire))
    assert found["covered"]["routes"] == [of, of]
    assert found["covered"]["pages"] == [len(questionnaire.pages)] * 2
    assert (found["exact"], found["fault_count"]) == (True, 0)


def test_every_route_of_an_imported_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "garden"
    import_xlsform(write_workbook(tmp_path / "garden.xlsx"), folder)
    found = walked(capsys, folder)
    for what in ("routes", "pages", "questions", "options"):
        met, of = found["covered"][what]
        assert met == of > 0, (what, found)


@pytest.mark.parametrize("name", ["several-on-a-page", "option-show-if", "other-words"])
def test_every_route_of_a_specimen(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = walked(capsys, SPECIMENS / name)
    assert found["covered"]["routes"][0] == found["covered"]["routes"][1] > 0


def test_a_closed_study_can_be_walked_and_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # where a site keeps its answers is no place for invented ones
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/answers.sqlite3")
    study = tmp_path / "tea"
    study.mkdir()
    settings = "title: Tea\nstatus: closed\ncloses: 2020-01-01\nsupporters: false\n"
    (study / "study.yaml").write_text(settings, "utf-8")
    questions = "sections: [{code: all, pages: [{code: heard, type: yes-no-unsure, label: Q}]}]"
    (study / "questionnaire.yaml").write_text(questions, "utf-8")
    assert walked(capsys, study)["covered"]["options"] == [3, 3]
    assert sorted(path.name for path in tmp_path.rglob("*")) == [
        "questionnaire.yaml",
        "study.yaml",
        "tea",
    ]
    assert (study / "study.yaml").read_text("utf-8") == settings


def test_what_cannot_be_walked_is_said_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "study.yaml").write_text("title: Only data\n", "utf-8")
    assert exit_code_of(["walk", str(tmp_path)]) == 1
    assert "no questionnaire" in capsys.readouterr().err
