"""A study folder becomes a data set; everything the data depend on shows in the fingerprint."""

from pathlib import Path

import pytest

from alongside.collect import Response, write_responses
from alongside.dataset import load_dataset
from alongside.dataset.load import fingerprint
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.questionnaire import load_study

SETTINGS = "title: {en: Tea, cy: Te}\nlanguages: [en, cy]\nsynthetic: true\nsource: Made up\n"
QUESTIONS = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - {code: tea, type: one-of, label: Tea?, options: [{code: a, label: A}, {code: b, label: B}]}
"""
DERIVED = """\
- code: likes
  label: Likes tea
  from: [tea]
  categories: [{code: y, label: Y, when: tea = a}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    (tmp_path / "derive.yaml").write_text(DERIVED, "utf-8")
    study = load_study(tmp_path)
    assert study.questionnaire is not None
    people = [Response(2, True, {"tea": "b"}, ("tea",)), Response(1, True, {"tea": "a"}, ("tea",))]
    write_responses(tmp_path / "data" / "responses.jsonl", people, study.questionnaire)
    return tmp_path


def test_a_study_loads_with_its_derived_variables(folder: Path) -> None:
    dataset = load_dataset(load_study(folder))
    assert dataset.frame["respondent"].to_list() == [1, 2]
    assert dataset.frame["likes"].to_list() == ["y", None]
    assert dataset.provenance.synthetic
    assert dataset.provenance.title == "Tea"
    assert dataset.provenance.source == "Made up"
    assert load_dataset(load_study(folder), "cy").provenance.title == "Te"


def test_without_responses_it_says_how_to_get_some(folder: Path) -> None:
    (folder / "data" / "responses.jsonl").unlink()
    with pytest.raises(DataError, match="no responses yet"):
        load_dataset(load_study(folder))


def test_wrong_codes_are_named_with_their_lines(folder: Path) -> None:
    path = folder / "data" / "responses.jsonl"
    path.write_text(path.read_text("utf-8").replace('"tea": "', '"tea": "x'), "utf-8")
    with pytest.raises(ProblemsFoundError) as caught:
        load_dataset(load_study(folder))
    assert [problem.where.line for problem in caught.value.problems] == [1, 2]


def test_the_fingerprint_changes_with_anything_the_numbers_depend_on(folder: Path) -> None:
    prints = [fingerprint(folder)]
    (folder / "report.md").write_text("Words only", "utf-8")
    assert fingerprint(folder) == prints[0]
    (folder / "codings").mkdir()
    for name in ("questionnaire.yaml", "derive.yaml", "data/responses.jsonl", "codings/x.csv"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        prints.append(fingerprint(folder))
    assert len(set(prints)) == 5
    assert all(len(one) == 64 for one in prints)
