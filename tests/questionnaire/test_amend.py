"""A new version takes the place of the old: what is refused, and that nothing is ever lost."""

from datetime import date
from pathlib import Path

import pytest

from alongside.kernel.errors import StudyError
from alongside.questionnaire import Study, load_study, read_study
from alongside.questionnaire.amend import find_refusals, publish_version, read_amendment

SETTINGS = "title: Tea\nlanguages: [en]\n"
FIRST = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - code: heard
        type: one-of
        label: Heard?
        options:
          - {code: "yes", label: "Yes"}
          - {code: "no", label: "No"}
          - {code: other, label: Else, other: true}
      - {code: why, type: short-text, label: Why?}
"""
SECOND = FIRST.replace('version: "1"', 'version: "2"')
DAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "tea"
    made.mkdir()
    (made / "study.yaml").write_text(SETTINGS, "utf-8")
    (made / "questionnaire.yaml").write_text(FIRST, "utf-8")
    return made


def write(folder: Path, words: str) -> Path:
    file = folder.parent / "new.yaml"
    file.write_text(words, "utf-8")
    return file


def refused(folder: Path, words: str, *same_meaning: str) -> list[str]:
    study = load_study(folder)
    new, problems = read_amendment(study, write(folder, words))
    assert new is not None
    assert not [item for item in problems if item.severity.value == "error"]
    return [item.code for item in find_refusals(study, new, same_meaning)]


def publish(folder: Path, words: str) -> Study:
    study = load_study(folder)
    publish_version(study, write(folder, words), ["heard: something changed"], DAY)
    return load_study(folder)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Heard?", "Heard of it?", []),
        ('version: "2"', 'version: "1"', ["amend-version-used"]),
        ('version: "2"\n', "", ["amend-no-version"]),
        ("type: short-text", "type: long-text", ["amend-type-changed"]),
        ('label: "No"', 'label: "Never"', ["amend-option-reused"]),
        ('label: "No"', 'label: "No", declined: true', ["amend-declined-changed"]),
        ("code: why", "code: heard_other", ["code-taken-by-other"]),
        ("          - {code: other, label: Else, other: true}\n", "", []),
    ],
)
def test_a_code_never_comes_to_mean_something_else(
    folder: Path, old: str, new: str, expected: list[str]
) -> None:
    assert old in SECOND
    # the name of a column that an earlier version made is taken even when its question has gone
    words = SECOND.replace(old, new)
    if expected == ["code-taken-by-other"]:
        words = words.replace(", other: true", "")
    assert refused(folder, words) == expected


def test_an_answer_said_in_other_words_must_be_vouched_for(folder: Path) -> None:
    words = SECOND.replace('label: "No"', 'label: "Never"')
    assert refused(folder, words, "heard.no") == []
    assert refused(folder, words, "heard.nein", "heard.no") == ["amend-same-meaning-unknown"]


def test_codes_of_versions_long_gone_are_taken_too(folder: Path) -> None:
    without = SECOND.replace("      - {code: why, type: short-text, label: Why?}\n", "")
    publish(folder, without.replace('          - {code: "no", label: "No"}\n', ""))
    third = SECOND.replace('version: "2"', 'version: "3"')
    assert refused(folder, third) == []
    assert refused(folder, third.replace("short-text", "number")) == ["amend-type-changed"]
    assert refused(folder, third.replace('"No"', '"Now"')) == ["amend-option-reused"]
    assert refused(folder, SECOND.replace('version: "2"', 'version: "1"')) == ["amend-version-used"]


def test_the_old_version_is_kept_byte_for_byte_and_named_with_a_day(folder: Path) -> None:
    study = publish(folder, SECOND)
    assert (folder / "versions" / "1.yaml").read_text("utf-8") == FIRST
    assert (folder / "questionnaire.yaml").read_text("utf-8") == SECOND
    assert [version.version for version in study.versions] == ["1", "2"]
    assert study.earlier[0].replaced == "2026-11-23"
    assert study.earlier[0].changes == ("heard: something changed",)
    study = publish(folder, SECOND.replace('version: "2"', 'version: "3"'))
    assert [version.version for version in study.versions] == ["1", "2", "3"]
    assert study.earlier[0].replaced == "2026-11-23"
    assert sorted(path.name for path in (folder / "versions").iterdir()) == [
        "1.yaml",
        "2.yaml",
        "history.yaml",
    ]


@pytest.mark.parametrize("step", [0, 1, 2])
def test_stopped_at_any_step_the_old_version_is_asked_and_it_can_be_done_again(
    folder: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    really = Path.replace

    def fail_at(self: Path, target: Path) -> Path:
        if len(done) == step:
            raise OSError("the power went")
        done.append(target.name)
        return really(self, target)

    monkeypatch.setattr(Path, "replace", fail_at)
    with pytest.raises(OSError, match="the power went"):
        publish(folder, SECOND)
    monkeypatch.undo()
    study, problems = read_study(folder)
    assert study is not None
    assert problems == []
    assert [version.version for version in study.versions] == ["1"]
    assert not list(folder.rglob("*.part"))
    assert refused(folder, SECOND) == []
    study = publish(folder, SECOND)
    assert [version.version for version in study.versions] == ["1", "2"]
    history = (folder / "versions" / "history.yaml").read_text("utf-8")
    assert history.count("version:") == 1


def test_two_versions_of_one_name_are_a_problem(folder: Path) -> None:
    publish(folder, SECOND)
    publish(folder, SECOND.replace('version: "2"', 'version: "3"'))
    (folder / "questionnaire.yaml").write_text(FIRST, "utf-8")
    _, problems = read_study(folder)
    assert [item.code for item in problems] == ["version-twice"]


def test_a_questionnaire_that_cannot_be_read_is_told_with_its_line(folder: Path) -> None:
    study = load_study(folder)
    new, problems = read_amendment(study, write(folder, "version: 2\nsections: 3\n"))
    assert new is None
    assert problems
    assert problems[0].where.file == "new.yaml"
    new, problems = read_amendment(study, write(folder, SECOND.replace("heard", "status")))
    assert "code-reserved" in {item.code for item in problems}
    with pytest.raises(StudyError, match="no such file"):
        read_amendment(study, folder / "nowhere.yaml")


def test_an_imported_study_has_nothing_to_amend(folder: Path) -> None:
    study = load_study(folder)
    asked = study.questionnaire
    assert asked is not None
    imported = Study(folder, study.settings)
    with pytest.raises(ValueError, match="imported"):
        find_refusals(imported, asked)
    with pytest.raises(ValueError, match="imported"):
        publish_version(imported, folder / "questionnaire.yaml", (), DAY)
