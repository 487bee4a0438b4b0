"""Bringing collected answers into a file."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from alongside.collect import Response, read_responses
from alongside.questionnaire import load_study
from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db
QUESTIONS = """\
version: "2"
sections:
  - code: all
    title: All
    pages:
      - {code: heard, type: yes-no-unsure, label: Heard?}
      - code: why
        type: any-of
        required: false
        label: Why?
        options: [{code: time, label: Time}, {code: other, label: Other, other: true}]
      - {code: when, type: date, label: When?, required: false}
      - {code: cups, type: number, label: How many?, required: false, decimals: 1}
"""


@pytest.fixture
def study(tmp_path: Path, settings: Any) -> Path:
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "study.yaml").write_text("title: Tea\n", "utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    settings.ALONGSIDE_STUDIES = [folder]
    return folder


def keep(key: str, **changes: Any) -> ResponseRecord:
    fields: dict[str, Any] = {"answers": {"heard": "yes"}, "seen": ["heard"], "version": "2"}
    return ResponseRecord.objects.create(key=key * 32, study="tea", **fields | changes)


def gather(out: Path, *options: str) -> str:
    said = StringIO()
    call_command("gather", "tea", "--out", str(out), *options, stdout=said)
    return said.getvalue()


def read(folder: Path, out: Path) -> tuple[Response, ...]:
    questionnaire = load_study(folder).questionnaire
    assert questionnaire is not None
    return read_responses(out, questionnaire)


def test_answers_come_back_as_they_were_given(study: Path, tmp_path: Path) -> None:
    answers = {
        "heard": "no",
        "why": ["time", "other"],
        "why_other": "Café ☕\nand more",
        "when": "2023-03-14",
        "cups": 2.5,
    }
    keep("a", answers=answers, seen=["heard", "why"], completed=True, channel="web", edition="easy")
    out = tmp_path / "new" / "out.jsonl"
    assert gather(out) == f"1 responses, 1 complete: {out}\n"
    (response,) = read(study, out)
    assert response.answers["why"] == ("time", "other")
    assert str(response.answers["when"]) == "2023-03-14"
    assert response.answers["why_other"] == "Café ☕\nand more"
    assert (response.completed, response.edition, response.version) == (True, "easy", "2")


def test_numbers_do_not_follow_arrival_and_stay_when_more_arrives(
    study: Path, tmp_path: Path
) -> None:
    keys = "0123456789abcdef"
    for order, key in enumerate(keys):
        keep(key, answers={"heard": "yes", "cups": order})
    out = tmp_path / "out.jsonl"
    gather(out)
    first = {item.respondent: item.answers["cups"] for item in read(study, out)}
    assert sorted(first) == list(range(1, 17))
    assert [first[number] for number in sorted(first)] != sorted(first.values())  # type: ignore[type-var]
    keep("g", answers={"heard": "no"})
    gather(out, "--force")
    again = {item.respondent: item.answers.get("cups") for item in read(study, out)}
    assert again.pop(17) is None
    assert again == first


@pytest.mark.usefixtures("study")
def test_gathering_the_same_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    keep("a")
    keep("b")
    out = tmp_path / "out.jsonl"
    gather(out)
    before = out.read_bytes()
    gather(out, "--force")
    assert out.read_bytes() == before


@pytest.mark.usefixtures("study")
def test_an_existing_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    keep("a")
    out = tmp_path / "out.jsonl"
    out.write_text("precious", "utf-8")
    with pytest.raises(CommandError, match="--force"):
        gather(out)
    assert out.read_text("utf-8") == "precious"


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["coffee", "--out", "x"], "no study called coffee"),
        (["tea", "--out", "."], "is a folder"),
        (["tea", "--out", "never-made.jsonl"], "Nobody has answered tea"),
    ],
)
def test_refusals_are_clear(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("gather", *arguments)
    assert not Path("never-made.jsonl").exists()


def test_a_broken_study_is_refused_in_a_sentence(study: Path, tmp_path: Path) -> None:
    (study / "questionnaire.yaml").write_text("sections: [\n", "utf-8")
    with pytest.raises(CommandError, match="cannot be read"):
        gather(tmp_path / "out.jsonl")


def test_answers_the_questionnaire_no_longer_takes_are_named_never_dropped(
    study: Path, tmp_path: Path
) -> None:
    keep("a", answers={"heard": "perhaps", "gone": "x", "cups": "many"})
    keep("b")
    out = tmp_path / "out.jsonl"
    with pytest.raises(CommandError, match=r"cups \(1\), gone \(1\), heard \(1\)"):
        gather(out)
    assert not out.exists()
    gather(out, "--leave-out-changed")
    assert sorted(len(item.answers) for item in read(study, out)) == [0, 1]


def test_only_the_study_that_was_named_is_gathered(study: Path, tmp_path: Path) -> None:
    keep("a")
    ResponseRecord.objects.create(key="b" * 32, study="coffee", answers={"secret": "x"})
    out = tmp_path / "out.jsonl"
    gather(out)
    assert len(read(study, out)) == 1
