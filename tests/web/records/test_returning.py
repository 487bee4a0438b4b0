"""Return codes and answers taken back, as the tables hold them."""

import json
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from alongside.collect import code_words
from alongside.web.records import returning
from alongside.web.records.models import PaperEntry, ResponseRecord, Withdrawal
from alongside.web.records.returning import (
    find_by_code,
    find_by_key,
    give_code,
    is_code_of,
    remove_response,
)

pytestmark = pytest.mark.django_db
QUESTIONS = """\
version: "1"
sections:
  - {code: all, title: All, pages: [{code: tea, type: yes-no-unsure, label: Tea?}]}
"""
FIRST, SECOND = "a" * 32, "b" * 32


def keep(key: str, study: str = "tea", **fields: Any) -> ResponseRecord:
    return ResponseRecord.objects.create(key=key, study=study, answers={"tea": "yes"}, **fields)


def test_a_code_finds_its_response_however_it_is_typed_and_is_not_kept() -> None:
    keep(FIRST, helped=["wrote"], language="cy")
    code = give_code("tea", FIRST)
    assert code is not None
    found = find_by_code("tea", code.replace("-", "  ").upper())
    assert found is not None
    assert (found.key, found.completed, found.numbered, found.has_code) == (
        *(FIRST, False, False, True),
    )
    assert (found.about.language, found.about.helped) == ("cy", ("wrote",))
    row = ResponseRecord.objects.values().get()
    kept = json.dumps(row, default=str)
    # a single short word may well be part of another; two in a row are the code
    pairs = [" ".join(pair) for pair in pairwise(code.split("-"))]
    assert all(pair not in kept.replace("-", " ") for pair in pairs)


def test_another_code_another_study_and_no_response_find_nothing() -> None:
    keep(FIRST)
    code = give_code("tea", FIRST)
    assert code is not None
    assert find_by_code("coffee", code) is None
    assert find_by_code("tea", "acid-acorn-acre-acts-afar") is None
    assert give_code("tea", SECOND) is None
    assert give_code("coffee", FIRST) is None
    assert find_by_key("tea", SECOND) is None


def test_a_second_code_takes_the_place_of_the_first_only_when_asked() -> None:
    keep(FIRST)
    old = give_code("tea", FIRST) or ""
    assert give_code("tea", FIRST) is None
    assert is_code_of("tea", FIRST, old)
    new = give_code("tea", FIRST, instead=True) or ""
    assert new != old
    assert find_by_code("tea", old) is None
    assert is_code_of("tea", FIRST, new)
    assert not is_code_of("tea", FIRST, old)


def test_a_code_that_somebody_has_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    same, other = "acid-acorn-acre-acts-afar", "afoot-afraid-after-again-agent"
    codes = iter([same, same, same, other])
    monkeypatch.setattr(code_words, "new_code", lambda: next(codes))
    keep(FIRST)
    keep(SECOND, study="coffee")  # unique on the whole site, so that a code means one thing
    assert give_code("tea", FIRST) == same
    assert give_code("coffee", SECOND) == other
    monkeypatch.setattr(code_words, "new_code", lambda: same)
    with pytest.raises(RuntimeError):
        give_code("coffee", SECOND, instead=True)
    assert is_code_of("coffee", SECOND, other)


def test_marks_of_codes_are_not_marks_of_passes(settings: Any) -> None:
    code = "acid-acorn-acre-acts-afar"
    assert returning._mark_of(code) != code_words.mark_of(code, f"team {settings.SECRET_KEY}")


def test_nothing_is_left_of_a_response_taken_back_but_a_number_the_team_has_seen() -> None:
    keep(FIRST, number=7)
    keep(SECOND)
    for turn in (1, 2):
        PaperEntry.objects.create(
            study="tea", form="12", turn=turn, member="ann", answers={"tea": "yes"},
            response_key=FIRST,
        )  # fmt: skip
    for key in (FIRST, SECOND, FIRST):
        remove_response("tea", key)
    assert not ResponseRecord.objects.exists()
    assert not PaperEntry.objects.exists()
    left = Withdrawal.objects.get()
    assert (left.study, left.number) == ("tea", 7)
    assert left.key not in (FIRST, SECOND)


def test_papers_of_nobody_yet_stay_when_a_response_goes() -> None:
    keep(FIRST)
    PaperEntry.objects.create(study="tea", form="1", turn=1, member="ann")
    remove_response("tea", FIRST)
    assert PaperEntry.objects.count() == 1


def test_gathering_names_who_was_taken_back_and_gives_their_number_to_nobody(
    tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "study.yaml").write_text("title: Tea\n", "utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONS, "utf-8")
    settings.ALONGSIDE_STUDIES = [folder]
    out = tmp_path / "out.jsonl"

    def gather() -> tuple[list[int], str]:
        said = StringIO()
        call_command("gather", "tea", "--out", str(out), "--force", stdout=said)
        lines = out.read_text("utf-8").splitlines()
        return [json.loads(line)["respondent"] for line in lines], said.getvalue()

    keep(FIRST)
    keep(SECOND)
    assert gather()[0] == [1, 2]
    last = ResponseRecord.objects.get(number=2)
    remove_response("tea", last.key)
    keep("c" * 32)
    numbers, said = gather()
    assert numbers == [1, 3]
    assert "Taken back by the people who gave them, and not in this file: 2." in said
    for row in ResponseRecord.objects.all():
        remove_response("tea", row.key)
    numbers, said = gather()
    assert (numbers, out.read_text("utf-8")) == ([], "")
    assert "not in this file: 1, 2, 3." in said
