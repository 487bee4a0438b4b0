"""A study amended after 100 answers: the report is right, answers stay, columns do not shift."""

import csv
import json
import random
import sqlite3
from pathlib import Path

import pytest
from tests.cli.test_gather import collect

from alongside.cli.main import exit_code_of
from alongside.collect import Response, write_responses
from alongside.collect.responses import response_to_json
from alongside.questionnaire import Value, load_study

SETTINGS = """\
title: Tea
languages: [en]
synthetic: true
disclosure: {withhold_below: 5, small_base: 10, reason: A test.}
"""
FIRST = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - code: heard
        type: one-of
        label: Have you heard of it?
        options:
          - {code: "yes", label: "Yes"}
          - {code: "no", label: "No"}
          - {code: unsure, label: I am not sure}
      - {code: why, type: short-text, label: Why not?, show_if: heard = no, required: false}
      - code: barriers
        type: any-of
        label: What makes it hard?
        options:
          - {code: time, label: Time}
          - {code: money, label: Money}
          - {code: none, label: None of these, exclusive: true}
"""
SECOND = (
    FIRST.replace('version: "1"', 'version: "2"')
    .replace("          - {code: unsure, label: I am not sure}\n", "")
    .replace('label: "Yes"', 'label: "Yes, I have"')
    .replace(
        "      - code: barriers",
        "      - {code: age, type: number, label: Age?}\n      - code: barriers",
    )
    .replace(
        "          - {code: time",
        "          - {code: trust, label: Trust}\n          - {code: time",
    )
)
SAME = ("--same-meaning", "heard.yes")
Captured = pytest.CaptureFixture[str]


def people() -> list[Response]:
    """Return 100 people: 45 yes, 30 no, 25 not sure; of each kind some have not finished."""
    chance = random.Random(1)  # noqa: S311 - invented people
    made = []
    for number in range(1, 101):
        heard = "yes" if number <= 45 else "no" if number <= 75 else "unsure"
        completed = number % 10 != 0
        answers: dict[str, Value] = {"heard": heard}
        seen = ["heard", *(["why"] if heard == "no" else [])]
        if completed:
            answers["barriers"] = tuple(chance.sample(["time", "money"], chance.randint(1, 2)))
            seen.append("barriers")
        shown = dict.fromkeys(seen, "1/en/standard")
        made.append(Response(number, completed, answers, tuple(seen), version="1", shown=shown))
    return made


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "study.yaml").write_text(SETTINGS, "utf-8")
    (folder / "questionnaire.yaml").write_text(FIRST, "utf-8")
    asked = load_study(folder).questionnaire
    assert asked is not None
    write_responses(folder / "data" / "responses.jsonl", people(), asked)
    (tmp_path / "new.yaml").write_text(SECOND, "utf-8")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_report_counts_the_right_people_and_writes_nothing(
    study: Path, capsys: Captured
) -> None:
    before = files_of(study)
    assert exit_code_of(["amend", "tea", "new.yaml", *SAME, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["responses"], said["complete"], said["unfinished"]) == (100, 90, 10)
    touched = {(item["kind"], item["question"], item["option"]): item for item in said["changes"]}
    assert touched["option-removed", "heard", "unsure"]["people"] == 25
    assert touched["option-wording", "heard", "yes"]["people"] == 45
    assert touched["option-wording", "heard", "yes"]["words_changed"] == 3
    assert touched["added", "age", ""]["people"] == 90
    assert touched["option-added", "barriers", "trust"]["people"] == 90
    assert len(touched) == 4
    assert said["verdicts"] == {
        "heard": "with caution",
        "age": "not comparable",
        "barriers": "with caution",
    }
    # of the ten half-way three chose the answer that goes, which is too few to tell
    assert said["asked_again"] is None
    assert said["meet_added"] == 10
    assert said["refused"] == []
    assert files_of(study) == before


@pytest.mark.usefixtures("study")
def test_the_report_can_be_read(capsys: Captured) -> None:
    assert exit_code_of(["amend", "tea", "new.yaml", *SAME]) == 0
    said = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "From version 1 to version 2" in said
    assert "The answer “I am not sure” (unsure) is taken out. Chose it so far: 25." in said
    assert "named as an answer until version 1" in said
    assert "Responses so far: 100. Complete: 90. Unfinished: 10." in said
    assert "with an answer that is no longer taken: withheld." in said


DERIVED = """\
- code: {code}
  label: Something about {code}
  from: [heard]
  categories: [{{code: "yes", label: "Yes", when: heard = "yes"}}]
"""


def derive(study: Path, *codes: str) -> None:
    (study / "derive.yaml").write_text("".join(DERIVED.format(code=it) for it in codes), "utf-8")


def derived_in_history(study: Path) -> list[tuple[str, ...] | None]:
    return [item.derived for item in load_study(study).earlier]


def columns(name: str, capsys: Captured) -> list[str]:
    assert exit_code_of(["export", "tea", "--out", name]) == 0
    capsys.readouterr()
    return rows_of(Path(name))[0]


def test_derived_variables_keep_the_place_they_had_when_a_version_was_asked(
    study: Path, capsys: Captured
) -> None:
    derive(study, "aware", "keen")
    first = columns("first.csv", capsys)
    assert first[-4:] == ["aware", "aware__missing", "keen", "keen__missing"]
    assert exit_code_of(["amend", "tea", "new.yaml", *SAME, "--publish"]) == 0
    assert derived_in_history(study) == [("aware", "keen")]
    second = columns("second.csv", capsys)
    # what the new version asks stands behind them, and nothing before has moved
    assert second[: len(first)] == first
    assert {"age", "barriers__trust"} <= set(second[len(first) :])

    derive(study, "aware", "keen", "late")
    third = columns("third.csv", capsys)
    assert third == [*second, "late", "late__missing"]
    new = SECOND.replace('version: "2"', 'version: "3"')
    new += "      - {code: more, type: number, label: More?, required: false}\n"
    Path("new.yaml").write_text(new, "utf-8")
    assert exit_code_of(["amend", "tea", "new.yaml", "--publish"]) == 0
    assert derived_in_history(study) == [("aware", "keen"), ("aware", "keen", "late")]
    capsys.readouterr()
    fourth = columns("fourth.csv", capsys)
    assert fourth[: len(third)] == third
    assert any(name.startswith("more") for name in fourth[len(third) :])


def test_a_study_without_derived_variables_says_so_in_its_history(
    study: Path, capsys: Captured
) -> None:
    assert exit_code_of(["amend", "tea", "new.yaml", *SAME, "--publish"]) == 0
    assert derived_in_history(study) == [()]
    before = columns("before.csv", capsys)
    derive(study, "aware")  # made up only now: it stands behind everything
    assert columns("after.csv", capsys) == [*before, "aware", "aware__missing"]


def test_published_answers_stay_and_columns_do_not_shift(study: Path, capsys: Captured) -> None:
    before = files_of(study)
    assert exit_code_of(["export", "tea", "--out", "before.csv", "--texts"]) == 0
    assert exit_code_of(["amend", "tea", "new.yaml", *SAME, "--publish"]) == 0
    after = files_of(study)
    assert after["data/responses.jsonl"] == before["data/responses.jsonl"]
    assert after["versions/1.yaml"] == before["questionnaire.yaml"]
    assert after["questionnaire.yaml"].decode() == SECOND
    assert "is taken out" in after["versions/history.yaml"].decode()
    capsys.readouterr()

    new = Response(
        101,
        True,
        {"heard": "yes", "age": 40, "barriers": ("trust", "time")},
        ("heard", "age", "barriers"),
        version="2",
    )
    path = study / "data" / "responses.jsonl"
    path.write_text(path.read_text("utf-8") + response_to_json(new) + "\n", "utf-8")
    assert exit_code_of(["export", "tea", "--out", "after.csv", "--texts"]) == 0
    old_rows, new_rows = rows_of(Path("before.csv")), rows_of(Path("after.csv"))
    width = len(old_rows[0])
    assert [row[:width] for row in new_rows[:101]] == old_rows
    assert new_rows[0][width:] == ["barriers__trust", "age", "age__missing"]
    assert new_rows[-1][width:] == ["1", "40.0", ""]
    assert all(row[width + 1 :] == ["", "not_asked"] for row in new_rows[1:101])
    capsys.readouterr()

    assert exit_code_of(["tabulate", "tea", "heard", "--partial", "--format", "csv"]) == 0
    table = {
        row["answer_code"]: row for row in csv.DictReader(capsys.readouterr().out.splitlines())
    }
    assert {code: row["n"] for code, row in table.items()} == {
        "yes": "46",
        "no": "30",
        "unsure": "25",
    }
    assert table["yes"]["answer"] == "Yes, I have"
    assert table["unsure"]["answer"] == "I am not sure (until version 1)"
    assert exit_code_of(["tabulate", "tea", "_version", "--format", "csv"]) == 0


def test_a_code_that_would_change_its_meaning_is_refused(study: Path, capsys: Captured) -> None:
    before = files_of(study)
    assert exit_code_of(["amend", "tea", "new.yaml", "--publish"]) == 1
    assert "--same-meaning heard.yes" in " ".join(capsys.readouterr().err.split())
    assert files_of(study) == before


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("nowhere.yaml", None, "There is no such file"),
        ("bad.yaml", "version: [", "bad.yaml"),
        ("bad.yaml", SECOND.replace("heard = no", "herd = no"), "herd"),
        ("bad.yaml", SECOND.replace('version: "2"', 'version: "1"'), "a version of its own"),
    ],
)
def test_a_file_that_cannot_be_asked_is_refused(
    study: Path, capsys: Captured, name: str, words: str | None, said: str
) -> None:
    if words is not None:
        Path(name).write_text(words, "utf-8")
    before = files_of(study)
    assert exit_code_of(["amend", "tea", name, *SAME, "--publish"]) == 1
    assert said in " ".join(capsys.readouterr().err.split())
    assert files_of(study) == before


@pytest.mark.usefixtures("study")
def test_answers_on_the_site_are_weighed_without_touching_them(
    tmp_path: Path, capsys: Captured
) -> None:
    data = tmp_path / "var"
    assert exit_code_of(["amend", "tea", "new.yaml", *SAME, "--data", "var"]) == 1
    assert "no such folder" in capsys.readouterr().err
    data.mkdir()
    collect(data, *[{"heard": "unsure"}] * 12)
    flags = [*SAME, "--data", "var", "--format", "json"]
    assert exit_code_of(["amend", "tea", "new.yaml", *flags]) == 0, capsys.readouterr().err
    said = json.loads(capsys.readouterr().out)
    assert said["responses"] == 12
    assert said["changes"][1]["people"] == 12
    with sqlite3.connect(data / "answers.sqlite3") as database:
        numbers = database.execute("select number from records_responserecord").fetchall()
    assert numbers == [(None,)] * 12


def test_an_imported_study_says_what_to_change_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tea").mkdir()
    (tmp_path / "tea" / "study.yaml").write_text(SETTINGS, "utf-8")
    assert exit_code_of(["amend", "tea", "new.yaml"]) == 1
    assert "codebook.yaml" in capsys.readouterr().err
